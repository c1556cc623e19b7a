"""A person's hand on an edition: open it, hold it, let it go on, stop it, discard it.

Each is a change of its row, heard before the next claim by whatever process sends it; none waits
for that process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState
from syndicate.digests.model import Edition, EditionState
from syndicate.digests.resending import must_be_known
from syndicate.digests.returning import give_back, give_back_discarded
from syndicate.digests.standing import known, must_be, must_wait
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.clock import Clock
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
            return known(EditionStore(connection).get(edition_id), edition_id)

    def waiting(self, edition_id: str) -> int:
        """How many of its mails have not left."""
        with self._database.read() as connection:
            return Ledger(connection).counts(edition_id)[DeliveryState.PENDING]

    def must_open(self, edition_id: str) -> None:
        """Refuse to open an edition that was opened before, or while it is not known whom another one reached.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it is not to be opened, or not yet.
        """
        with self._database.read() as connection:
            edition = must_wait(EditionStore(connection).get(edition_id), edition_id)
            if edition.instead_of is not None:
                _must_have_ended(connection, edition.instead_of)
                must_be_known(connection, edition.instead_of)

    def hold(self, edition_id: str, reason: str) -> Edition:
        """Let nothing more of it leave until `resume`; harmless when it is held already.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it is at its end.
        """
        with self._database.write() as connection:
            store = EditionStore(connection)
            edition = known(store.lock(edition_id), edition_id)
            if edition.state is not EditionState.HELD:
                must_be(edition, EditionState.SENDING, EditionState.FREEZING)
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
            edition = known(store.lock(edition_id), edition_id)
            if edition.state is not EditionState.SENDING:
                must_be(edition, EditionState.HELD, is_opened=True)
                store.resume(edition_id, self._clock.now())
            return edition

    def hurry(self, edition_id: str) -> None:
        """Let its mails leave before those of other editions, to its end.

        Raises:
            NotFoundError: there is no such edition.
        """
        with self._database.write() as connection:
            store = EditionStore(connection)
            known(store.lock(edition_id), edition_id)
            store.put_first(edition_id)

    def stop(self, edition_id: str) -> StopReport:
        """End it for good for everybody whom it has not reached; repeatable, and finished by a later one if killed.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it is closed, discarded, or was never sent.
        """
        with self._database.write() as connection:
            store = EditionStore(connection)
            edition = known(store.lock(edition_id), edition_id)
            if edition.state is not EditionState.STOPPED:
                must_be(edition, EditionState.HELD, EditionState.SENDING, is_opened=True)
                store.end(edition_id, EditionState.STOPPED, self._clock.now())
        self.finish_stop(edition_id)
        with self._database.read() as connection:
            counts = Ledger(connection).counts(edition_id)
        return StopReport(have_it=sum(counts[state] for state in _HAVE), stopped=counts[DeliveryState.STOPPED])

    def finish_stop(self, edition_id: str) -> None:
        """Bring what waits of a stopped edition to its end, some thousand at a time.

        Of one that nobody had the articles come with the next.
        """
        ended = SLICE
        while ended:
            with self._database.write() as connection:
                now = self._clock.now()
                ended = Ledger(connection).end_pending(edition_id, DeliveryState.STOPPED, STOPPED, now, limit=SLICE)
                if not ended:
                    give_back(connection, edition_id, now)

    def discard(self, edition_id: str) -> Edition:
        """Drop an edition of which nothing was claimed; its articles are new again. Repeatable, as `stop` is.

        Its slot, if it has one, stays decided.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: a mail of it has left, or it is at its end.
        """
        with self._database.write() as connection:
            store = EditionStore(connection)
            edition = known(store.lock(edition_id), edition_id)
            if edition.first_claimed_at is not None:
                raise _has_left(edition)
            if edition.state is not EditionState.DISCARDED:
                must_be(edition, EditionState.HELD, EditionState.SENDING)
                store.end(edition_id, EditionState.DISCARDED, self._clock.now())
                if edition.opened_at is not None:
                    give_back_discarded(connection, edition_id, self._clock.now())
        self.finish_stop(edition_id)
        return edition


def _has_left(edition: Edition) -> BadDataError:
    """Why it cannot be dropped any more, and what can be done of it still."""
    hint = f"What has not left can be stopped: syndicate edition stop {edition.id}"
    if edition.state not in {EditionState.HELD, EditionState.SENDING}:
        hint = f"It is {edition.state}; see: syndicate edition show {edition.id}"
    return BadDataError("mails of the edition have left", code="edition-sent", hint=hint)


def _must_have_ended(connection: Connection, edition_id: str) -> None:
    """Refuse to replace an edition while it is not known who has it."""
    counts = Ledger(connection).counts(edition_id)
    if counts[DeliveryState.PENDING] or counts[DeliveryState.CLAIMED]:
        message = f"of edition {edition_id} a delivery waits or is being handed over: who has it is not known yet"
        hint = "The next pass over the deliveries settles it: syndicate run --once"
        raise BadDataError(message, code="edition-open", hint=hint)
