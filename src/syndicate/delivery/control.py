"""A person's hand on an edition: open it, hold it, let it go on, stop it, discard it.

Each is a change of its row, heard before the next claim by whatever process sends it; none waits
for that process.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState
from syndicate.digests.cadence import latest, occurrence_on
from syndicate.digests.composing import by_hand
from syndicate.digests.model import Edition, EditionState, Occurrence, SlotOutcome
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import EditionStore
from syndicate.digests.typesetting import passed_over_by
from syndicate.errors import BadDataError, NotFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.digests.model import Newsletter
    from syndicate.storage import Database

#: Deliveries that are stopped in one transaction, so that no other writer waits for long.
SLICE = 2_000
#: Why a delivery of a stopped edition was never made.
STOPPED = "the edition was stopped before it left"

_HAVE = (DeliveryState.CLAIMED, DeliveryState.SUBMITTED, DeliveryState.UNCERTAIN)


@dataclass(frozen=True, kw_only=True, slots=True)
class StopReport:
    """What a stop came to: how many readers have the edition, or may have it, and how many never will."""

    have_it: int
    stopped: int


class Control:
    """Changes where an edition stands."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock

    def edition(self, edition_id: str) -> Edition:
        """The edition of that id, or `NotFoundError`."""
        with self._database.read() as connection:
            return _known(EditionStore(connection).get(edition_id), edition_id)

    def audience(self, edition_id: str) -> int:
        """To how many readers a mail would go if the edition were opened, or let go on, now."""
        with self._database.read() as connection:
            edition = _known(EditionStore(connection).get(edition_id), edition_id)
            if edition.opened_at is None:
                return Ledger(connection).audience(edition)
            return Ledger(connection).counts(edition_id)[DeliveryState.PENDING]

    def missed(self, edition_id: str) -> int:
        """To how many readers an edition instead of this one would go now."""
        with self._database.read() as connection:
            edition = _known(EditionStore(connection).get(edition_id), edition_id)
            return Ledger(connection).audience(replace(edition, instead_of=edition_id))

    def staleness(self, edition_id: str) -> str | None:
        """Why an edition that was composed by hand cannot go out as it is; ``None`` when it can."""
        with self._database.read() as connection:
            edition = _known(EditionStore(connection).get(edition_id), edition_id)
            return _staleness(connection, edition, self._clock.now())

    def open(self, edition_id: str, newsletter: Newsletter) -> int | None:
        """Fix its recipients, take its slot and its articles; how many deliveries, ``None`` when it is stale.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it was opened, or discarded, before.
        """
        now = self._clock.now()
        with self._database.write() as connection:
            store = EditionStore(connection)
            edition = _known(store.lock(edition_id), edition_id)
            _must_be(edition, EditionState.HELD, is_opened=False)
            if edition.instead_of is not None:
                _must_have_ended(connection, edition.instead_of)
            if _staleness(connection, edition, now):
                return None
            occurrence = _occurrence(connection, newsletter, edition, now)
            OccurrenceStore(connection).decide(
                edition.newsletter,
                occurrence,
                SlotOutcome.EDITION,
                now,
                edition_id=edition_id,
                left_out=passed_over_by(store.rendering(edition_id)),
            )
            store.open(edition_id, occurrence, now)
            return Ledger(connection).plan(edition)

    def hold(self, edition_id: str, reason: str) -> Edition:
        """Let nothing more of it leave until `resume`; harmless when it is held already.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it is at its end.
        """
        with self._database.write() as connection:
            store = EditionStore(connection)
            edition = _known(store.lock(edition_id), edition_id)
            if edition.state is not EditionState.HELD:
                _must_be(edition, EditionState.SENDING)
                store.hold(edition_id, reason)
            return edition

    def resume(self, edition_id: str) -> Edition:
        """Let a held edition go on, however late it is; harmless when it is under way.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it is at its end, or was never sent.
        """
        with self._database.write() as connection:
            store = EditionStore(connection)
            edition = _known(store.lock(edition_id), edition_id)
            if edition.state is not EditionState.SENDING:
                _must_be(edition, EditionState.HELD, is_opened=True)
                store.resume(edition_id, self._clock.now())
            return edition

    def stop(self, edition_id: str) -> StopReport:
        """End it for good for everybody whom it has not reached; repeatable, and finished by a later one if killed.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it is closed, discarded, or was never sent.
        """
        with self._database.write() as connection:
            store = EditionStore(connection)
            edition = _known(store.lock(edition_id), edition_id)
            if edition.state is not EditionState.STOPPED:
                _must_be(edition, EditionState.HELD, EditionState.SENDING, is_opened=True)
                store.end(edition_id, EditionState.STOPPED, self._clock.now())
        self.finish_stop(edition_id)
        with self._database.read() as connection:
            counts = Ledger(connection).counts(edition_id)
        return StopReport(have_it=sum(counts[state] for state in _HAVE), stopped=counts[DeliveryState.STOPPED])

    def finish_stop(self, edition_id: str) -> None:
        """Bring what waits of a stopped edition to its end, some thousand at a time."""
        ended = SLICE
        while ended:
            with self._database.write() as connection:
                now = self._clock.now()
                ended = Ledger(connection).end_pending(edition_id, DeliveryState.STOPPED, STOPPED, now, limit=SLICE)

    def discard(self, edition_id: str) -> Edition:
        """Drop an edition of which nothing was claimed; its articles are new again. Repeatable, as `stop` is.

        Its slot, if it has one, stays decided.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: a mail of it has left, or it is at its end.
        """
        with self._database.write() as connection:
            store = EditionStore(connection)
            edition = _known(store.lock(edition_id), edition_id)
            if edition.first_claimed_at is not None:
                hint = f"What has not left can be stopped: syndicate edition stop {edition_id}"
                message = "mails of the edition have left"
                raise BadDataError(message, code="edition-sent", hint=hint)
            if edition.state is not EditionState.DISCARDED:
                _must_be(edition, EditionState.HELD, EditionState.SENDING)
                store.end(edition_id, EditionState.DISCARDED, self._clock.now())
                OccurrenceStore(connection).take_back(edition_id)
        self.finish_stop(edition_id)
        return edition


def _known(edition: Edition | None, edition_id: str) -> Edition:
    if edition is None:
        message = f"there is no edition {edition_id}"
        raise NotFoundError(message, code="edition-unknown", hint="See: syndicate edition list")
    return edition


def _must_be(edition: Edition, *states: EditionState, is_opened: bool | None = None) -> None:
    """Refuse what the edition's state does not allow."""
    if edition.state not in states:
        message = f"the edition is {edition.state}"
        raise BadDataError(message, code="edition-state", hint=f"See: syndicate edition show {edition.id}")
    if is_opened is not None and (edition.opened_at is not None) is not is_opened:
        message = "the edition was sent before" if edition.opened_at else "the edition was never sent"
        hint = f"Drop it: syndicate edition discard {edition.id}; send it: syndicate edition send {edition.id}"
        raise BadDataError(message, code="edition-state", hint=hint)


def _must_have_ended(connection: Connection, edition_id: str) -> None:
    """Refuse to replace an edition while it is not known who has it."""
    counts = Ledger(connection).counts(edition_id)
    if counts[DeliveryState.PENDING] or counts[DeliveryState.CLAIMED]:
        message = f"of edition {edition_id} a delivery waits or is being handed over: who has it is not known yet"
        hint = "The next pass over the deliveries settles it: syndicate run --once"
        raise BadDataError(message, code="edition-open", hint=hint)


def _staleness(connection: Connection, edition: Edition, now: datetime) -> str | None:
    store = EditionStore(connection)
    if hidden := store.hidden_articles(edition.id, now):
        return f"not for readers any more: {', '.join(hidden)}"
    if edition.instead_of is not None:
        return None  # whoever has had one of its articles is no recipient of it
    article_ids = [place.article_id for place in store.articles(edition.id)]
    taken = sorted(store.taken(article_ids, edition.newsletter))
    return f"mailed or passed over meanwhile: {', '.join(taken)}" if taken else None


def _occurrence(connection: Connection, newsletter: Newsletter, edition: Edition, now: datetime) -> Occurrence:
    """The slot that it takes: of its local date, or the newest that is due, unless decided; else one of its own."""
    own = by_hand(newsletter, edition.id, now)
    if edition.instead_of is not None:
        return own
    decided = OccurrenceStore(connection).is_decided
    of_today = occurrence_on(newsletter.cadence, own.on)
    for slot in (of_today, latest(newsletter.cadence, now)):
        if slot is not None and not decided(newsletter.name, slot.slot):
            return Occurrence(slot=slot.slot, on=slot.on, due_at=now)
    return own
