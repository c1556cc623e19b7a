"""Composing an edition: load, decide, render, check, and write down what is to be frozen.

What is written is the intent: the occurrence, the edition, for whom it says what. The deliveries follow in slices, by
`syndicate.delivery.freezing`; until the last of them the site's lock is held and nothing of the edition leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.utils import quote
from typing import TYPE_CHECKING

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.cadence import between, latest
from syndicate.digests.intents import Ids, OutOfDateError, Typeset, by_hand, slot_for, turn_of, write_intent
from syndicate.digests.model import (
    Edition,
    EditionState,
    GroupOutcome,
    Newsletter,
    Occurrence,
    Selection,
    SlotOutcome,
)
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.standing import must_wait
from syndicate.digests.store import EditionStore
from syndicate.digests.typesetting import passed_over_by
from syndicate.errors import BadDataError, NotFoundError, TryLaterError
from syndicate.ids import random_id

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.digests.drafting import Drafting, EditionDraft
    from syndicate.digests.typesetting import TypesetEdition
    from syndicate.storage import Database

#: How often an edition is composed anew because its articles changed meanwhile.
ATTEMPTS = 3
#: Why an edition that a person composed is held.
WAITS_FOR_A_PERSON = "composed by hand; it waits for: syndicate edition send"


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
    """Makes editions. One attempt is one read and, if anything came of it, one transaction."""

    def __init__(self, *, database: Database, clock: Clock, drafting: Drafting) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._drafting = drafting

    def compose_due(self, newsletter: Newsletter, *, believes_empty: bool = True) -> Composed:
        """Compose the newest due occurrence unless it has had its turn; its deliveries are to be frozen then.

        A slot is decided once: with an edition, as empty (nobody has ``min_articles`` new), or as
        late (missed by more than ``max_lateness``). Older missed slots are merged into it. Without
        ``believes_empty`` an empty slot stays open.

        Raises:
            BadDataError: the edition cannot be rendered or must not be sent; nothing was decided.
            TryLaterError: another edition is being frozen, or the articles change too fast.
        """
        now = self._clock.now()
        occurrence = latest(newsletter.cadence, now)
        with self._database.read() as connection:
            store = OccurrenceStore(connection)
            if store.is_decided(newsletter.name, occurrence.slot):
                return Composed(newsletter=newsletter.name, outcome=None)
            last_due = store.last_due(newsletter.name)
        notice = _merged(newsletter, last_due, occurrence)
        if now - occurrence.due_at > newsletter.max_lateness:
            return self._decide(newsletter, occurrence, SlotOutcome.LATE, now, notice=notice)
        return self._compose(newsletter, occurrence, now, believes_empty=believes_empty, notice=notice)

    def compose_by_hand(self, newsletter: Newsletter) -> Composed:
        """Compose an edition of what is new, whatever the hour, and hold it for a person to send.

        It takes neither slot nor articles until then.
        """
        now = self._clock.now()
        edition_id = random_id()
        draft = self._draft(newsletter, by_hand(newsletter, edition_id, now), now)
        if draft.leading is None:
            return Composed(newsletter=newsletter.name, outcome=SlotOutcome.EMPTY, selection=draft.selection)
        return self._hold(newsletter, draft, edition_id, now)

    def compose_instead_of(self, newsletter: Newsletter, edition_id: str) -> Composed:
        """Compose an edition of the same articles, as they are now, for those whom the other did not reach.

        It is held for a person to send.

        Raises:
            NotFoundError: the newsletter has no such edition.
            BadDataError: mails of that edition may still leave, or none of its articles is public any more.
        """
        with self._database.read() as connection:
            other = EditionStore(connection).get(edition_id)
            articles = [place.article_id for place in EditionStore(connection).articles(edition_id)]
        if other is None or other.newsletter != newsletter.name:
            message = f"{newsletter.name} has no edition {edition_id}"
            raise NotFoundError(message, code="edition-unknown", hint="See: syndicate edition list")
        if other.state not in {EditionState.STOPPED, EditionState.CLOSED}:
            message = f"the edition is {other.state}: its own mails may still leave"
            raise BadDataError(message, code="edition-open", hint=f"First: syndicate edition stop {edition_id}")
        now = self._clock.now()
        made = random_id()
        turn = turn_of(newsletter, by_hand(newsletter, made, now), instead_of=edition_id)
        draft = self._drafting.draft_again(newsletter, turn, articles, now)
        if draft.leading is None:
            raise _nothing_again(has_readers=any(group.count for group in draft.plan.groups))
        return self._hold(newsletter, draft, made, now, instead_of=edition_id)

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
            made = self._set_in_type(newsletter, draft, edition_id, occurrence.on, besides=draft.plan.selections[:1])
            with suppress(OutOfDateError), self._database.write() as connection:
                must_wait(EditionStore(connection).lock(edition_id), edition_id)
                write_intent(connection, edition_id, occurrence, draft, made, now)
                return None
        raise _too_fast(newsletter)

    def audience(self, newsletter: Newsletter, edition: Edition) -> int:
        """To how many readers a mail would go if an edition that was composed by hand were opened now."""
        now = self._clock.now()
        occurrence = by_hand(newsletter, edition.id, now)
        groups = self._draft_held(newsletter, edition, occurrence, now).plan.groups
        return sum(group.count for group in groups if group.decision.outcome is GroupOutcome.MAIL)

    def recompose(self, newsletter: Newsletter, edition: Edition, reason: str) -> Edition | None:
        """Put a new revision of an edition that was never opened in force; ``None`` when nothing is left to say."""
        now = self._clock.now()
        occurrence = by_hand(newsletter, edition.id, now)
        draft = self._draft_held(newsletter, replace(edition, cut=None), occurrence, now)
        if draft.leading is None:
            return None
        made = self._drafting.set_in_type(newsletter, draft.leading, edition.id, occurrence.on)
        with self._database.write() as connection:
            store = EditionStore(connection)
            store.revise(made.frozen(edition.id, now, revision=edition.revision + 1, reason=reason), made.places())
            store.look_up_to(edition.id, draft.plan.cut)
            return store.get(edition.id)

    def draft(self, newsletter: Newsletter) -> tuple[Selection, TypesetEdition | None]:
        """What `compose_by_hand` would freeze, without freezing it; the bodies are the ones it would store."""
        now = self._clock.now()
        occurrence = by_hand(newsletter, "draft", now)
        draft = self._draft(newsletter, occurrence, now)
        if draft.leading is None:
            return draft.selection, None
        made = self._drafting.set_in_type(newsletter, draft.leading, "draft", occurrence.on, mends=False)
        return draft.selection, made

    def _draft(self, newsletter: Newsletter, occurrence: Occurrence, now: datetime) -> EditionDraft:
        """Number what has become visible, and then cut there."""
        with self._database.write() as connection:
            ReleaseStore(connection).number_due(now)
        return self._drafting.draft(newsletter, turn_of(newsletter, occurrence), now)

    def _draft_held(
        self, newsletter: Newsletter, edition: Edition, occurrence: Occurrence, now: datetime
    ) -> EditionDraft:
        """What a held edition would be now, of all that it looked at when it was composed."""
        if edition.instead_of is None and edition.cut is None:
            return self._draft(newsletter, occurrence, now)
        turn = turn_of(newsletter, occurrence, instead_of=edition.instead_of)
        if edition.instead_of is None:
            return self._drafting.draft(newsletter, turn, now, edition.cut)
        with self._database.read() as connection:
            held = EditionStore(connection).articles(edition.id)
        return self._drafting.draft_again(newsletter, turn, [place.article_id for place in held], now)

    def _staleness(self, edition: Edition, draft: EditionDraft, now: datetime) -> str | None:
        """Why a held edition cannot go out as it is: its readers would get something else by now."""
        with self._database.read() as connection:
            store = EditionStore(connection)
            rendering, hidden = store.rendering(edition.id), store.hidden_articles(edition.id, now)
            held = {place.article_id for place in store.articles(edition.id)}
        if hidden:
            return f"not for readers any more: {', '.join(hidden)}"
        too_large = {left.article_id for left in passed_over_by(rendering)}
        found = set(next(iter(draft.plan.selections), ()))
        if gone := sorted(held - found):
            return f"mailed or passed over meanwhile: {', '.join(gone)}"
        new = sorted(found - held - too_large)
        return f"most readers have yet to get more: {', '.join(new)}" if new else None

    def _set_in_type(
        self, newsletter: Newsletter, draft: EditionDraft, edition_id: str, on: date, *, besides: Sequence[Ids] = ()
    ) -> Typeset:
        return {
            ids: self._drafting.set_in_type(newsletter, choice, edition_id, on)
            for ids, choice in draft.choices.items()
            if ids not in besides
        }

    def _compose(
        self, newsletter: Newsletter, occurrence: Occurrence, now: datetime, *, believes_empty: bool, notice: str
    ) -> Composed:
        for _ in range(ATTEMPTS):
            draft = self._draft(newsletter, occurrence, now)
            if draft.leading is None:
                if not believes_empty:
                    return Composed(newsletter=newsletter.name, outcome=None, selection=draft.selection)
                return self._decide(newsletter, occurrence, SlotOutcome.EMPTY, now, draft.selection, notice)
            edition_id = random_id()
            made = self._set_in_type(newsletter, draft, edition_id, occurrence.on)
            edition = self._open_new(newsletter, occurrence, edition_id, draft, made, now)
            if edition is not None:
                return Composed(
                    newsletter=newsletter.name,
                    outcome=SlotOutcome.EDITION,
                    edition=edition,
                    selection=draft.selection,
                    due_at=occurrence.due_at,
                    notice=notice,
                )
        raise _too_fast(newsletter)

    def _open_new(
        self,
        newsletter: Newsletter,
        occurrence: Occurrence,
        edition_id: str,
        draft: EditionDraft,
        made: Typeset,
        now: datetime,
    ) -> Edition | None:
        """Write a scheduled edition; ``None`` when what it was decided by changed meanwhile."""
        leading, *_ = made.values()
        edition = _edition(newsletter, occurrence, now, edition_id, leading, cut=draft.plan.cut)
        with suppress(OutOfDateError), self._database.write() as connection:
            store = EditionStore(connection)
            store.add(edition, leading.frozen(edition_id, now), leading.places())
            write_intent(connection, edition_id, occurrence, draft, made, now)
            return store.get(edition_id)
        return None

    def _decide(
        self,
        newsletter: Newsletter,
        occurrence: Occurrence,
        outcome: SlotOutcome,
        now: datetime,
        selection: Selection | None = None,
        notice: str = "",
    ) -> Composed:
        with self._database.write() as connection:
            OccurrenceStore(connection).decide(turn_of(newsletter, occurrence), occurrence.due_at, outcome, now)
        due_at = occurrence.due_at
        return Composed(newsletter=newsletter.name, outcome=outcome, selection=selection, due_at=due_at, notice=notice)

    def _hold(
        self,
        newsletter: Newsletter,
        draft: EditionDraft,
        edition_id: str,
        now: datetime,
        *,
        instead_of: str | None = None,
    ) -> Composed:
        """Keep what most readers would get, for a person to look at; what others get follows when it is opened."""
        assert draft.leading is not None  # noqa: S101 - for the type checker
        occurrence = by_hand(newsletter, edition_id, now)
        made = self._drafting.set_in_type(newsletter, draft.leading, edition_id, occurrence.on)
        edition = _edition(newsletter, occurrence, now, edition_id, made, cut=draft.plan.cut, instead_of=instead_of)
        with self._database.write() as connection:
            EditionStore(connection).add(edition, made.frozen(edition_id, now), made.places())
        return Composed(newsletter=newsletter.name, outcome=None, edition=edition, selection=draft.selection)


def _nothing_again(*, has_readers: bool) -> BadDataError:
    if has_readers:
        message = "none of its articles is public any more, or its readers have all of them by other editions"
        return BadDataError(message, code="edition-empty", hint="See: syndicate articles list")
    message = "everybody has it whom it was for: it missed nobody"
    return BadDataError(message, code="edition-complete", hint="To send something new: syndicate edition compose")


def _too_fast(newsletter: Newsletter) -> TryLaterError:
    message = f"the articles of {newsletter.name} change faster than an edition can be composed"
    return TryLaterError(message, code="articles-changing", hint="The next look tries again.")


def _merged(newsletter: Newsletter, last_due: datetime | None, occurrence: Occurrence) -> str:
    missed = between(newsletter.cadence, last_due, occurrence.due_at) if last_due else 0
    if not missed:
        return ""
    return f"{missed} earlier slots were missed; what they would have carried comes with that of {occurrence.slot}"


def _edition(
    newsletter: Newsletter,
    occurrence: Occurrence,
    now: datetime,
    edition_id: str,
    made: TypesetEdition,
    *,
    cut: int,
    instead_of: str | None = None,
) -> Edition:
    """An edition that is held until it is opened."""
    frozen = made.frozen(edition_id, now)
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
        min_articles=newsletter.min_articles,
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
