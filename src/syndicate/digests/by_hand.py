"""Editions that a person makes: of what is new, instead of another, or for breaking news. They are held at first."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.composed import ATTEMPTS, Composed, draft_now, new_edition, set_in_type, too_fast
from syndicate.digests.drafts import texts
from syndicate.digests.intents import OutOfDateError, by_hand, own_slot, slot_for, turn_of, write_intent
from syndicate.digests.model import Audience, Edition, EditionState, Selection, SlotOutcome
from syndicate.digests.patterns import check_wording
from syndicate.digests.planning import Brief
from syndicate.digests.resending import must_be_known
from syndicate.digests.shape import AS_IT_IS
from syndicate.digests.specials.request import must_be_carried, nobody_for, priority_of, special_brief
from syndicate.digests.specials.store import SpecialStore
from syndicate.digests.standing import must_wait
from syndicate.digests.store import EditionStore
from syndicate.digests.typesetting import passed_over_by, waiting_by
from syndicate.errors import BadDataError, NotFoundError
from syndicate.ids import random_id

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.digests.drafting import Drafting, EditionDraft
    from syndicate.digests.drafts.reviewing import Reviewing
    from syndicate.digests.looking import Looking
    from syndicate.digests.newsletters import Cadence, Newsletter
    from syndicate.digests.schedule import Occurrence
    from syndicate.digests.specials.request import Special
    from syndicate.digests.typesetting import TypesetEdition
    from syndicate.storage import Database


class ComposingByHand:
    """Makes editions at a person's wish. They take neither slot nor articles until they are opened."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        drafting: Drafting,
        looking: Looking,
        reviewing: Reviewing,
        kept: timedelta,
    ) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._drafting = drafting
        self._looking = looking
        self._reviewing = reviewing
        self._kept = kept

    def compose(self, newsletter: Newsletter) -> Composed:
        """Compose an edition of what is new, whatever the hour, and hold it for a person to send.

        It takes neither slot nor articles until then.
        """
        now = self._clock.now()
        edition_id = random_id()
        draft = draft_now(self._database, self._drafting, self._brief_by_hand(newsletter, edition_id, now), now)
        if draft.leading is None:
            return Composed(newsletter=newsletter.name, outcome=SlotOutcome.EMPTY, selection=draft.selection)
        return self._hold(draft, edition_id, now)

    def compose_instead_of(self, newsletter: Newsletter, edition_id: str) -> Composed:
        """Compose an edition of the same articles, as they are now, for those whom the other did not reach.

        It is held for a person to send.

        Raises:
            NotFoundError: the newsletter has no such edition.
            BadDataError: mails of that edition may still leave, it is past, or none of its articles is public any more.
        """
        with self._database.read() as connection:
            other = EditionStore(connection).get(edition_id)
            articles = [place.article_id for place in EditionStore(connection).articles(edition_id)]
            must_be_known(connection, edition_id)
        if other is None or other.newsletter != newsletter.name:
            message = f"{newsletter.name} has no edition {edition_id}"
            raise NotFoundError(message, code="edition-unknown", hint="See: syndicate edition list")
        if other.state not in {EditionState.STOPPED, EditionState.CLOSED}:
            message = f"the edition is {other.state}: its own mails may still leave"
            raise BadDataError(message, code="edition-open", hint=f"First: syndicate edition stop {edition_id}")
        now = self._clock.now()
        made = random_id()
        brief = self._brief_by_hand(newsletter, made, now, cadence=other.cadence, instead_of=edition_id)
        draft = self._drafting.draft_again(brief, articles, now)
        if draft.leading is None:
            raise _nothing_again(has_readers=any(group.count for group in draft.plan.groups))
        return self._hold(draft, made, now, instead_of=edition_id)

    def compose_special(self, newsletter: Newsletter, special: Special) -> Composed:
        """Compose a special edition, and hold it for a person to send.

        Corrections that one tells which is held already come to that one.

        Raises:
            NotFoundError: there is no such article.
            BadDataError: an article must not be carried, nobody would get any of it, or its subject cannot be used.
        """
        special = replace(special, subject=texts.line(special.subject or "", "the subject"))
        check_wording(special.subject or "")
        now = self._clock.now()
        with self._database.read() as connection:
            waiting = SpecialStore(connection).waiting(newsletter.name, special)
            facts = SpecialStore(connection).facts(special.article_ids, now)
        if waiting is not None:
            return Composed(newsletter=newsletter.name, outcome=None, edition=waiting)
        must_be_carried(special.article_ids, facts, newsletter, now, self._kept)
        edition_id = random_id()
        occurrence = by_hand(newsletter, newsletter.default, edition_id, now, is_special=True)
        draft = self._draft_special(newsletter, special, occurrence, now)
        if draft.leading is None:
            raise nobody_for(newsletter, special)
        return self._hold(draft, edition_id, now, audience=special.audience)

    def open(self, newsletter: Newsletter, edition_id: str) -> str | None:
        """Decide for whom an edition is that was composed by hand, and take its slot and its articles.

        Its deliveries are to be frozen then. Gives why it is stale, and nothing was decided; ``None``: it is open.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it was opened, or discarded, before.
            TryLaterError: another edition is being frozen.
        """
        now = self._clock.now()
        for _ in range(ATTEMPTS):
            with self._database.read() as connection:
                edition = must_wait(EditionStore(connection).get(edition_id), edition_id)
                occurrence = slot_for(connection, newsletter, edition, now)
            draft = self._draft_held(newsletter, edition, occurrence, now)
            if stale_because := self._staleness(edition, draft, now):
                return stale_because
            made = set_in_type(self._drafting, draft, edition_id, occurrence.on, besides=draft.plan.variants[:1])
            with suppress(OutOfDateError), self._database.write() as connection:
                edition = must_wait(EditionStore(connection).lock(edition_id), edition_id)
                write_intent(connection, edition, occurrence, draft, made, now)
                return None
        raise too_fast(newsletter)

    def audience(self, newsletter: Newsletter, edition: Edition) -> int:
        """To how many readers a mail would go if an edition that was composed by hand were opened now."""
        now = self._clock.now()
        occurrence = own_slot(newsletter, edition, now)
        groups = self._draft_held(newsletter, edition, occurrence, now).plan.groups
        return sum(group.count for group in groups if group.is_mailed)

    def reach(self, newsletter: Newsletter, special: Special) -> int:
        """To how many readers a special edition would go if it were composed and opened now."""
        now = self._clock.now()
        occurrence = by_hand(newsletter, newsletter.default, "", now, is_special=True)
        groups = self._draft_special(newsletter, special, occurrence, now).plan.groups
        return sum(group.count for group in groups if group.is_mailed)

    def recompose(self, newsletter: Newsletter, edition: Edition, reason: str) -> Edition | None:
        """Put a new revision of an edition that was never opened in force; ``None`` when nothing is left to say."""
        now = self._clock.now()
        occurrence = own_slot(newsletter, edition, now)
        draft = self._draft_held(newsletter, replace(edition, cut=None), occurrence, now)
        if draft.leading is None:
            return None
        made = self._drafting.set_in_type(draft.brief, draft.leading, edition.id, occurrence.on)
        with self._database.write() as connection:
            store = EditionStore(connection)
            store.revise(made.frozen(edition.id, now, revision=edition.revision + 1, reason=reason), made.places())
            store.look_up_to(edition.id, draft.plan.cut)
            return store.get(edition.id)

    def draft(self, newsletter: Newsletter) -> tuple[Selection, TypesetEdition | None]:
        """What `compose` would freeze, without freezing it; the bodies are the ones it would store."""
        draft, on = self.selected(newsletter)
        if draft.leading is None:
            return draft.selection, None
        return draft.selection, self._drafting.set_in_type(draft.brief, draft.leading, "draft", on, mends=False)

    def selected(self, newsletter: Newsletter) -> tuple[EditionDraft, date]:
        """What `compose` would select, for every variant, and the date on which the edition would be issued."""
        now = self._clock.now()
        brief = self._brief_by_hand(newsletter, "draft", now)
        return draft_now(self._database, self._drafting, brief, now), now.astimezone(newsletter.zone).date()

    def _draft_held(
        self, newsletter: Newsletter, edition: Edition, occurrence: Occurrence, now: datetime
    ) -> EditionDraft:
        """What a held edition would be now, of all that it looked at when it was composed."""
        if edition.audience is not None:
            with self._database.read() as connection:
                special = SpecialStore(connection).held(edition.id, edition.audience)
            return self._draft_special(newsletter, special, occurrence, now)
        brief = self._brief(newsletter, newsletter.cadence(edition.cadence), occurrence, instead_of=edition.instead_of)
        if edition.instead_of is None and edition.cut is None:
            return draft_now(self._database, self._drafting, brief, now)
        if edition.instead_of is None:
            return self._drafting.draft(replace(brief, most_cut=edition.cut), now)
        with self._database.read() as connection:
            held = EditionStore(connection).articles(edition.id)
        return self._drafting.draft_again(brief, [place.article_id for place in held], now)

    def _draft_special(
        self, newsletter: Newsletter, special: Special, occurrence: Occurrence, now: datetime
    ) -> EditionDraft:
        choices = self._looking.let_in(newsletter).choices
        with self._database.write() as connection:
            ReleaseStore(connection).number_due(now)
        brief = special_brief(newsletter, special, choices, occurrence, self._kept)
        return self._drafting.draft_again(brief, special.article_ids, now)

    def _brief_by_hand(
        self,
        newsletter: Newsletter,
        edition_id: str,
        now: datetime,
        *,
        cadence: str | None = None,
        instead_of: str | None = None,
    ) -> Brief:
        of = newsletter.cadence(cadence)
        return self._brief(newsletter, of, by_hand(newsletter, of, edition_id, now), instead_of=instead_of)

    def _brief(
        self, newsletter: Newsletter, cadence: Cadence, occurrence: Occurrence, *, instead_of: str | None = None
    ) -> Brief:
        """For all readers of a cadence, whatever their hour; what is made by hand excuses every wait."""
        choices = self._looking.let_in(newsletter).choices
        theirs = [choice for choice in choices if instead_of is not None or choice.cadence == cadence]
        return Brief(
            newsletter=newsletter,
            cadence=cadence,
            turn=turn_of(newsletter, occurrence, theirs, instead_of=instead_of),
            choices=theirs,
            kept=self._kept,
            excused=None,
            shape=self._reviewing.shape_by_hand(newsletter, cadence) if instead_of is None else AS_IT_IS,
            goes_on=cadence == newsletter.default,
        )

    def _staleness(self, edition: Edition, draft: EditionDraft, now: datetime) -> str | None:
        """Why a held edition cannot go out as it is: its readers would get something else by now."""
        with self._database.read() as connection:
            store = EditionStore(connection)
            rendering, hidden = store.rendering(edition.id), store.hidden_articles(edition.id, now)
            held = {place.article_id for place in store.articles(edition.id)}
        if hidden:
            return f"not for readers any more: {', '.join(hidden)}"
        too_large = {left.article_id for left in passed_over_by(rendering)}
        owed = {key for variant in draft.plan.variants[:1] for key in variant.corrections}
        if rendering and owed != waiting_by(rendering).union(rendering.corrections):
            return "what it puts right has changed"
        found = {article_id for variant in draft.plan.variants[:1] for article_id in variant.article_ids}
        if gone := sorted(held - found):
            return f"mailed or passed over meanwhile: {', '.join(gone)}"
        new = sorted(found - held - too_large)
        return f"most readers have yet to get more: {', '.join(new)}" if new else None

    def _hold(
        self,
        draft: EditionDraft,
        edition_id: str,
        now: datetime,
        *,
        instead_of: str | None = None,
        audience: Audience | None = None,
    ) -> Composed:
        """Keep what most readers would get, for a person to look at; what others get follows when it is opened."""
        assert draft.leading is not None  # noqa: S101 - for the type checker
        brief = draft.brief
        occurrence = by_hand(brief.newsletter, brief.cadence, edition_id, now, is_special=audience is not None)
        made = self._drafting.set_in_type(brief, draft.leading, edition_id, occurrence.on)
        edition = new_edition(brief, occurrence, now, edition_id, made, cut=draft.plan.cut, instead_of=instead_of)
        edition = replace(edition, audience=audience, priority=priority_of(audience))
        with self._database.write() as connection:
            EditionStore(connection).add(edition, made.frozen(edition_id, now), made.places())
        return Composed(newsletter=brief.newsletter.name, outcome=None, edition=edition, selection=draft.selection)


def _nothing_again(*, has_readers: bool) -> BadDataError:
    if has_readers:
        message = "none of its articles is public any more, or its readers have all of them by other editions"
        return BadDataError(message, code="edition-empty", hint="See: syndicate articles list")
    message = "everybody has it whom it was for: it missed nobody"
    return BadDataError(message, code="edition-complete", hint="To send something new: syndicate edition compose")
