"""Composing an edition: load, decide, render, check, and write down what is to be frozen.

What is written is the intent: the occurrence, the edition, for whom it says what. The deliveries follow in slices, by
`syndicate.delivery.freezing`; until the last of them the site's lock is held and nothing of the edition leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.utils import quote
from typing import TYPE_CHECKING

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.drafts.reviewing import Reviewing, Verdict
from syndicate.digests.intents import (
    OutOfDateError,
    Typeset,
    by_hand,
    own_slot,
    slot_for,
    turn_of,
    write_intent,
)
from syndicate.digests.looking import Look, Looking
from syndicate.digests.model import Audience, Edition, EditionState, Selection, SlotOutcome
from syndicate.digests.newsletters import LateStories, Newsletter, OnSilence
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.planning import Brief
from syndicate.digests.resending import must_be_known
from syndicate.digests.shape import AS_IT_IS
from syndicate.digests.specials.request import must_be_carried, nobody_for, priority_of, special_brief
from syndicate.digests.specials.store import SpecialStore
from syndicate.digests.standing import must_wait
from syndicate.digests.store import ENDED_STATES, EditionStore
from syndicate.digests.typesetting import passed_over_by
from syndicate.errors import BadDataError, NotFoundError, TryLaterError
from syndicate.ids import random_id

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.digests.drafting import Drafting, EditionDraft
    from syndicate.digests.grouping import VariantKey
    from syndicate.digests.newsletters import Cadence
    from syndicate.digests.schedule import Occurrence
    from syndicate.digests.specials.request import Special
    from syndicate.digests.typesetting import TypesetEdition
    from syndicate.digests.waves import Wave
    from syndicate.storage import Database

#: How often an edition is composed anew because its articles changed meanwhile.
ATTEMPTS = 3
#: Why an edition that a person composed is held.
WAITS_FOR_A_PERSON = "composed by hand; it waits for: syndicate edition send"

#: What is told of a slot that is not made up for.
MISSED_AND_SKIPPED = "its slot was missed; skipped, as catch_up asks"


@dataclass(frozen=True, kw_only=True, slots=True)
class Composed:
    """What came of an attempt: the edition, or why there is none; the selection with its reasons either way.

    ``outcome`` is ``None`` when nothing was due, or the edition is held. An ``edition`` that is freezing has its
    deliveries yet to come. ``notice`` is what the operator should know besides.
    """

    newsletter: str
    outcome: SlotOutcome | None
    edition: Edition | None = None
    selection: Selection | None = None
    due_at: datetime | None = None
    notice: str = ""


class Composing:
    """Makes editions. One attempt is one read and, if anything came of it, one transaction.

    ``kept`` is how long it is known who had what.
    """

    def __init__(self, *, database: Database, clock: Clock, drafting: Drafting, kept: timedelta) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._drafting = drafting
        self._kept = kept
        self._looking = Looking(database=database, clock=clock)
        self.reviewing = Reviewing(database=database, clock=clock, drafting=drafting, looking=self._looking, kept=kept)

    def compose_due(self, newsletter: Newsletter, *, believes_empty: bool = True) -> Composed:
        """Compose the earliest wave that is due and has not had its turn; its deliveries are to be frozen then.

        A wave is decided once: with an edition, as empty (nobody has ``min_articles`` new), as late (missed by more
        than ``max_lateness``), or as skipped. Without ``believes_empty`` an empty one stays open.

        Raises:
            BadDataError: the edition cannot be rendered or must not be sent; nothing was decided.
            TryLaterError: another edition is being frozen, or the articles change too fast.
        """
        look = self._looking.look(newsletter)
        composed = Composed(newsletter=newsletter.name, outcome=None)
        for wave in look.waves:
            composed = self._compose_wave(newsletter, wave, look, believes_empty=believes_empty)
            if composed.outcome is not None:
                return composed
        if not look.waves:
            self._looking.note(newsletter, look)
        return composed

    def compose_by_hand(self, newsletter: Newsletter) -> Composed:
        """Compose an edition of what is new, whatever the hour, and hold it for a person to send.

        It takes neither slot nor articles until then.
        """
        now = self._clock.now()
        edition_id = random_id()
        draft = self._draft(self._brief_by_hand(newsletter, edition_id, now), now)
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

        Raises:
            NotFoundError: there is no such article.
            BadDataError: an article must not be carried, or nobody would get any of it.
        """
        now = self._clock.now()
        with self._database.read() as connection:
            facts = SpecialStore(connection).facts(special.article_ids, now)
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
            made = self._set_in_type(draft, edition_id, occurrence.on, besides=draft.plan.variants[:1])
            with suppress(OutOfDateError), self._database.write() as connection:
                must_wait(EditionStore(connection).lock(edition_id), edition_id)
                write_intent(connection, edition_id, occurrence, draft, made, now)
                return None
        raise _too_fast(newsletter)

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
        """What `compose_by_hand` would freeze, without freezing it; the bodies are the ones it would store."""
        now = self._clock.now()
        brief = self._brief_by_hand(newsletter, "draft", now)
        draft = self._draft(brief, now)
        if draft.leading is None:
            return draft.selection, None
        on = now.astimezone(newsletter.zone).date()
        return draft.selection, self._drafting.set_in_type(brief, draft.leading, "draft", on, mends=False)

    def _draft(self, brief: Brief, now: datetime) -> EditionDraft:
        """Number what has become visible, and then cut there."""
        with self._database.write() as connection:
            ReleaseStore(connection).number_due(now)
        return self._drafting.draft(brief, now)

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
            return self._draft(brief, now)
        if edition.instead_of is None:
            return self._drafting.draft(replace(brief, most_cut=edition.cut), now)
        with self._database.read() as connection:
            held = EditionStore(connection).articles(edition.id)
        return self._drafting.draft_again(brief, [place.article_id for place in held], now)

    def _draft_special(
        self, newsletter: Newsletter, special: Special, occurrence: Occurrence, now: datetime
    ) -> EditionDraft:
        self._looking.let_in(newsletter)
        with self._database.write() as connection:
            ReleaseStore(connection).number_due(now)
        brief = special_brief(newsletter, special, self._looking.choices(newsletter), occurrence, self._kept)
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
        self._looking.let_in(newsletter)
        choices = self._looking.choices(newsletter)
        theirs = [choice for choice in choices if instead_of is not None or choice.cadence == cadence]
        return Brief(
            newsletter=newsletter,
            cadence=cadence,
            turn=turn_of(newsletter, occurrence, theirs, instead_of=instead_of),
            choices=theirs,
            kept=self._kept,
            excused=None,
            shape=self.reviewing.shape_by_hand(newsletter, cadence) if instead_of is None else AS_IT_IS,
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
        if rendering and owed != set(rendering.corrections):
            return "what it puts right has changed"
        found = {article_id for variant in draft.plan.variants[:1] for article_id in variant.article_ids}
        if gone := sorted(held - found):
            return f"mailed or passed over meanwhile: {', '.join(gone)}"
        new = sorted(found - held - too_large)
        return f"most readers have yet to get more: {', '.join(new)}" if new else None

    def _set_in_type(
        self, draft: EditionDraft, edition_id: str, on: date, *, besides: Sequence[VariantKey] = ()
    ) -> Typeset:
        return {
            key: self._drafting.set_in_type(draft.brief, variant, edition_id, on)
            for key, variant in draft.variants.items()
            if key not in besides
        }

    # --- waves ---------------------------------------------------------------------

    def _compose_wave(self, newsletter: Newsletter, wave: Wave, look: Look, *, believes_empty: bool) -> Composed:
        now, occurrence = self._clock.now(), wave.occurrence
        with self._database.read() as connection:
            store = OccurrenceStore(connection)
            edition_id, first_cut = store.edition_of(newsletter.name, occurrence.cadence, occurrence.slot)
            edition = EditionStore(connection).get(edition_id) if edition_id else None
        brief = self._brief_of(newsletter, wave, look, first_cut if edition else None)
        if edition is not None and edition.state in ENDED_STATES:
            return self._decide(brief, occurrence, SlotOutcome.ENDED, now)
        if now - occurrence.due_at > newsletter.max_lateness:
            return self._decide(brief, occurrence, SlotOutcome.LATE, now)
        if wave.is_missed:
            return self._decide(brief, occurrence, SlotOutcome.SKIPPED, now, notice=MISSED_AND_SKIPPED)
        verdict = self.reviewing.verdict(brief, occurrence, edition.id if edition else None)
        brief = replace(brief, most_cut=verdict.cut)
        return self._compose(
            brief, wave, now, edition, verdict, believes_empty=believes_empty, notice=look.notice(newsletter, wave)
        )

    def _brief_of(self, newsletter: Newsletter, wave: Wave, look: Look, first_cut: int | None) -> Brief:
        return Brief(
            newsletter=newsletter,
            cadence=wave.cadence,
            turn=turn_of(newsletter, wave.occurrence, wave.choices),
            choices=wave.choices,
            kept=self._kept,
            excused=look.excused(wave),
            shape=self.reviewing.shaped(newsletter, wave.occurrence).shape,
            most_cut=look.cut(wave, first_cut if newsletter.late_stories is LateStories.WAIT else None),
            goes_on=wave.cadence == newsletter.default,
        )

    def _compose(
        self,
        brief: Brief,
        wave: Wave,
        now: datetime,
        edition: Edition | None,
        verdict: Verdict,
        *,
        believes_empty: bool,
        notice: str,
    ) -> Composed:
        newsletter, occurrence = brief.newsletter, wave.occurrence
        for _ in range(ATTEMPTS):
            draft = self._draft(brief, now)
            if draft.leading is None:
                if wave.is_instant:
                    self._looking.note_instant(wave, draft.plan.cut)
                    return Composed(newsletter=newsletter.name, outcome=None, selection=draft.selection)
                if not believes_empty:
                    return Composed(newsletter=newsletter.name, outcome=None, selection=draft.selection)
                return self._decide(brief, occurrence, SlotOutcome.EMPTY, now, draft.selection, notice)
            if verdict.silence is OnSilence.SKIP:
                skipped = f"skipped, as on_silence asks: {verdict.reason}"
                return self._decide(brief, occurrence, SlotOutcome.SKIPPED, now, draft.selection, skipped)
            edition_id = edition.id if edition else self.reviewing.id_for(newsletter, occurrence)
            made = self._set_in_type(draft, edition_id, occurrence.on)
            held = verdict.reason if verdict.silence is OnSilence.HOLD else None
            opened = self._open(draft, occurrence, edition_id, made, now, is_new=edition is None, held_because=held)
            if opened is not None:
                if wave.is_instant:
                    self._looking.note_instant(wave, draft.plan.cut)
                return Composed(
                    newsletter=newsletter.name,
                    outcome=SlotOutcome.EDITION,
                    edition=opened,
                    selection=draft.selection,
                    due_at=occurrence.due_at,
                    notice=notice or _merged(draft),
                )
        raise _too_fast(newsletter)

    def _open(
        self,
        draft: EditionDraft,
        occurrence: Occurrence,
        edition_id: str,
        made: Typeset,
        now: datetime,
        *,
        is_new: bool,
        held_because: str | None,
    ) -> Edition | None:
        """Write a wave, of a new edition or of one that is there; ``None`` when what it was decided by changed."""
        leading, *_ = made.values()
        with suppress(OutOfDateError), self._database.write() as connection:
            store = EditionStore(connection)
            if is_new:
                edition = _edition(draft.brief, occurrence, now, edition_id, leading, cut=draft.plan.cut)
                store.add(edition, leading.frozen(edition_id, now), leading.places())
            else:
                store.lock(edition_id)
            write_intent(connection, edition_id, occurrence, draft, made, now)
            because = held_because or (draft.brief.shape.held_because if is_new else None)
            if because:
                store.hold(edition_id, because)
            return store.get(edition_id)
        return None

    def _decide(
        self,
        brief: Brief,
        occurrence: Occurrence,
        outcome: SlotOutcome,
        now: datetime,
        selection: Selection | None = None,
        notice: str = "",
    ) -> Composed:
        with self._database.write() as connection:
            OccurrenceStore(connection).decide(brief.turn, occurrence, outcome, now)
        name, due_at = brief.newsletter.name, occurrence.due_at
        return Composed(newsletter=name, outcome=outcome, selection=selection, due_at=due_at, notice=notice)

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
        edition = _edition(brief, occurrence, now, edition_id, made, cut=draft.plan.cut, instead_of=instead_of)
        edition = replace(edition, audience=audience, priority=priority_of(audience))
        with self._database.write() as connection:
            EditionStore(connection).add(edition, made.frozen(edition_id, now), made.places())
        return Composed(newsletter=brief.newsletter.name, outcome=None, edition=edition, selection=draft.selection)


def _merged(draft: EditionDraft) -> str:
    if not draft.plan.merged:
        return ""
    most = draft.brief.newsletter.max_variants
    return f"{draft.plan.merged} readers get all sections, as max_variants is {most}: too many chose differently"


def _nothing_again(*, has_readers: bool) -> BadDataError:
    if has_readers:
        message = "none of its articles is public any more, or its readers have all of them by other editions"
        return BadDataError(message, code="edition-empty", hint="See: syndicate articles list")
    message = "everybody has it whom it was for: it missed nobody"
    return BadDataError(message, code="edition-complete", hint="To send something new: syndicate edition compose")


def _too_fast(newsletter: Newsletter) -> TryLaterError:
    message = f"the articles of {newsletter.name} change faster than an edition can be composed"
    return TryLaterError(message, code="articles-changing", hint="The next look tries again.")


def _edition(
    brief: Brief,
    occurrence: Occurrence,
    now: datetime,
    edition_id: str,
    made: TypesetEdition,
    *,
    cut: int,
    instead_of: str | None = None,
) -> Edition:
    """An edition that is held until it is opened."""
    frozen, newsletter = made.frozen(edition_id, now), brief.newsletter
    return Edition(
        id=edition_id,
        newsletter=newsletter.name,
        cadence=occurrence.cadence,
        number=None,
        slot=occurrence.slot,
        state=EditionState.HELD,
        held_because=WAITS_FOR_A_PERSON,
        revision=1,
        due_at=occurrence.due_at,
        frozen_at=now,
        opened_at=None,
        first_claimed_at=None,
        planned_at=None,
        closed_at=None,
        instead_of=instead_of,
        cut=cut,
        min_articles=brief.cadence.min_articles,
        sender=_mailbox(newsletter.sender_name, newsletter.sender_address),
        reply_to=newsletter.reply_to,
        language=frozen.language,
        subject=frozen.subject,
        preheader=frozen.preheader,
        size=frozen.size,
        content_hash=frozen.content_hash,
        findings=frozen.findings,
    )


def _mailbox(name: str, address: str) -> str:
    """Name and address as one text, unencoded: encoding belongs to the message that is built of it."""
    return f'"{quote(name)}" <{address}>' if name else address
