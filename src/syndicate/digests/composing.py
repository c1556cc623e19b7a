"""Composing an edition: load, decide, render, check, freeze."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import quote
from typing import TYPE_CHECKING

from syndicate.digests.cadence import between, latest
from syndicate.digests.model import (
    Edition,
    EditionState,
    Newsletter,
    Occurrence,
    Selection,
    SlotOutcome,
)
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError, NotFoundError, TryLaterError
from syndicate.ids import random_id

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.digests.drafting import Drafting, EditionChoice
    from syndicate.digests.typesetting import TypesetEdition
    from syndicate.storage import Database

#: How often an edition is composed anew because its articles changed meanwhile.
ATTEMPTS = 3
#: Why an edition that a person composed is held.
BY_HAND = "composed by hand; it waits for: syndicate edition send"

#: Plans the deliveries of an edition in the transaction that freezes it.
OnFreeze = Callable[["Connection", Edition], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Composed:
    """What came of an attempt: the edition, or why there is none; the selection with its reasons either way.

    ``outcome`` is ``None`` when nothing was due, or the edition is held. ``notice`` is what the operator
    should know besides.
    """

    newsletter: str
    outcome: SlotOutcome | None
    edition: Edition | None = None
    selection: Selection | None = None
    due_at: datetime | None = None
    notice: str = ""


class Composing:
    """Makes editions. One attempt is one read and, if anything came of it, one transaction."""

    def __init__(self, *, database: Database, clock: Clock, drafting: Drafting, on_freeze: OnFreeze) -> None:
        """Take the parts; ``on_freeze`` is called inside the transaction that freezes a scheduled edition."""
        self._database = database
        self._clock = clock
        self._drafting = drafting
        self._on_freeze = on_freeze

    def compose_due(self, newsletter: Newsletter, *, believes_empty: bool = True) -> Composed:
        """Compose the newest due occurrence unless it has had its turn.

        A slot is decided once: with an edition, as empty (fewer than ``min_articles`` new), or as
        late (missed by more than ``max_lateness``). Older missed slots are merged into it. Without
        ``believes_empty`` an empty slot stays open.

        Raises:
            BadDataError: the edition cannot be rendered or must not be sent; nothing was decided.
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
        choice = self._drafting.choose(newsletter, now)
        if len(choice.selection.places) < max(newsletter.min_articles, 1):
            return Composed(newsletter=newsletter.name, outcome=SlotOutcome.EMPTY, selection=choice.selection)
        return self._hold(newsletter, choice, now)

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
        choice = self._drafting.choose_again(articles, now)
        if not choice.selection.places:
            message = "none of its articles is public any more"
            raise BadDataError(message, code="edition-empty", hint="See: syndicate articles list")
        return self._hold(newsletter, choice, now, instead_of=edition_id)

    def recompose(self, newsletter: Newsletter, edition: Edition, reason: str) -> Edition | None:
        """Put a new revision of an edition that was never opened in force; ``None`` when nothing is left to say."""
        now = self._clock.now()
        if edition.instead_of is None:
            choice = self._drafting.choose(newsletter, now)
        else:
            with self._database.read() as connection:
                held = EditionStore(connection).articles(edition.id)
            choice = self._drafting.choose_again([place.article_id for place in held], now)
        if not choice.selection.places:
            return None
        made = self._drafting.set_in_type(newsletter, choice, edition.id, _today(newsletter, now))
        with self._database.write() as connection:
            store = EditionStore(connection)
            store.revise(made.frozen(edition.id, now, revision=edition.revision + 1, reason=reason), made.places())
            return store.get(edition.id)

    def draft(self, newsletter: Newsletter) -> tuple[Selection, TypesetEdition | None]:
        """What `compose_by_hand` would freeze, without freezing it; the bodies are the ones it would store."""
        now = self._clock.now()
        choice = self._drafting.choose(newsletter, now)
        if len(choice.selection.places) < max(newsletter.min_articles, 1):
            return choice.selection, None
        made = self._drafting.set_in_type(newsletter, choice, "draft", _today(newsletter, now), mends=False)
        return choice.selection, made

    def _compose(
        self, newsletter: Newsletter, occurrence: Occurrence, now: datetime, *, believes_empty: bool, notice: str
    ) -> Composed:
        for _ in range(ATTEMPTS):
            choice = self._drafting.choose(newsletter, now)
            if len(choice.selection.places) < max(newsletter.min_articles, 1):
                if not believes_empty:
                    return Composed(newsletter=newsletter.name, outcome=None, selection=choice.selection)
                return self._decide(newsletter, occurrence, SlotOutcome.EMPTY, now, choice.selection, notice)
            edition_id = random_id()
            made = self._drafting.set_in_type(newsletter, choice, edition_id, occurrence.on)
            edition = _edition(newsletter, occurrence, now, edition_id, made)
            frozen = self._freeze(newsletter, occurrence, edition, made, choice)
            if frozen is not None:
                return Composed(
                    newsletter=newsletter.name,
                    outcome=SlotOutcome.EDITION,
                    edition=frozen,
                    selection=choice.selection,
                    due_at=occurrence.due_at,
                    notice=notice,
                )
        message = f"the articles of {newsletter.name} change faster than an edition can be composed"
        raise TryLaterError(message, code="articles-changing", hint="The next look tries again.")

    def _decide(
        self,
        newsletter: Newsletter,
        occurrence: Occurrence,
        outcome: SlotOutcome,
        now: datetime,
        selection: Selection | None = None,
        notice: str = "",
    ) -> Composed:
        left_out = selection.exclusions if selection else ()
        with self._database.write() as connection:
            OccurrenceStore(connection).decide(newsletter.name, occurrence, outcome, now, left_out=left_out)
        due_at = occurrence.due_at
        return Composed(newsletter=newsletter.name, outcome=outcome, selection=selection, due_at=due_at, notice=notice)

    def _freeze(
        self,
        newsletter: Newsletter,
        occurrence: Occurrence,
        edition: Edition,
        made: TypesetEdition,
        choice: EditionChoice,
    ) -> Edition | None:
        """Write the edition and open it; ``None`` when an article was changed or taken meanwhile."""
        with self._database.write() as connection:
            store = EditionStore(connection)
            wanted = choice.revisions
            if store.visible_revisions(wanted, edition.frozen_at) != wanted or store.taken(wanted, newsletter.name):
                return None
            store.add(edition, made.frozen(edition.id, edition.frozen_at), made.places())
            OccurrenceStore(connection).decide(
                newsletter.name,
                occurrence,
                SlotOutcome.EDITION,
                edition.frozen_at,
                edition_id=edition.id,
                left_out=made.content.passed_over,
            )
            store.open(edition.id, occurrence, edition.frozen_at)
            self._on_freeze(connection, edition)
            return store.get(edition.id)

    def _hold(
        self, newsletter: Newsletter, choice: EditionChoice, now: datetime, *, instead_of: str | None = None
    ) -> Composed:
        edition_id = random_id()
        occurrence = by_hand(newsletter, edition_id, now)
        made = self._drafting.set_in_type(newsletter, choice, edition_id, occurrence.on)
        edition = _edition(newsletter, occurrence, now, edition_id, made, instead_of=instead_of)
        with self._database.write() as connection:
            EditionStore(connection).add(edition, made.frozen(edition_id, now), made.places())
        return Composed(newsletter=newsletter.name, outcome=None, edition=edition, selection=choice.selection)


def by_hand(newsletter: Newsletter, edition_id: str, now: datetime) -> Occurrence:
    """The occurrence of an edition that a person makes beside the cadence."""
    return Occurrence(
        cadence=newsletter.cadence.word, slot=f"manual:{edition_id}", on=_today(newsletter, now), due_at=now
    )


def _today(newsletter: Newsletter, now: datetime) -> date:
    return now.astimezone(newsletter.cadence.zone).date()


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
        held_because=BY_HAND,
        revision=1,
        due_at=occurrence.due_at,
        frozen_at=now,
        opened_at=None,
        first_claimed_at=None,
        planned_at=None,
        closed_at=None,
        instead_of=instead_of,
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
