"""Mails in doubt: judged, put back where that is proven or wanted, resolved by a person, and listed with why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from syndicate.delivery.doubt.store import DoubtStore, of_keys
from syndicate.delivery.doubt.verdicts import (
    Doubt,
    DoubtPolicy,
    DoubtTerms,
    DoubtVerdict,
    doubts,
    judged,
    judged_early,
    parted,
)
from syndicate.delivery.model import DeliveryState
from syndicate.digests.model import EditionState
from syndicate.digests.resending import is_past, must_be_known
from syndicate.digests.standing import known
from syndicate.digests.store import ENDED_STATES, EditionStore
from syndicate.errors import BadDataError, TryLaterError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.digests.model import Edition
    from syndicate.storage import Database

#: Deliveries that are looked at, or decided, in one transaction.
SLICE = 1_000
#: Of an edition whose newsletter is not configured any more.
MAX_LATENESS = timedelta(hours=36)
SENT_BY_HAND = "a person says that it was sent"
UNSENT_BY_HAND = "in-doubt: a person says that it was not sent"


class Resolution(StrEnum):
    """What a person knows, or wants, of a mail in doubt."""

    SENT = "sent"
    UNSENT = "unsent"
    RESEND = "resend"


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedDoubt:
    """A doubt, and what is to be done about it now."""

    doubt: Doubt
    verdict: DoubtVerdict


@dataclass(frozen=True, kw_only=True, slots=True)
class SettleReport:
    """How many mails were put back to be sent, by edition, and how many stay in doubt for which that may yet come."""

    resent: Mapping[str, int] = field(default_factory=dict)
    stay: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubts:
    """The doubts of a database under one policy; ``max_lateness`` is by newsletter."""

    database: Database
    clock: Clock
    policy: DoubtPolicy
    wait: timedelta
    max_lateness: Mapping[str, timedelta]

    def settle(self, stop: StopSignal) -> SettleReport:
        """Put back what may be sent again, some thousand at a time, until ``stop`` is set.

        What is put back waits for its turn; a closed edition is under way again then, a held one stays held. What is
        too late for every newsletter is not looked at: a person decides, however much of it there is.
        """
        resent: dict[str, int] = {}
        stay = 0
        since = self.clock.now() - max([MAX_LATENESS, *self.max_lateness.values()])
        for found in self._verdicts(since=since) if self.policy is not DoubtPolicy.AT_MOST_ONCE else ():
            if stop.is_set():
                break
            count = self._put_back(found) if found.verdict.is_resent else 0
            stay += len(found.doubt.keys) - count
            if count:
                resent[found.doubt.edition_id] = resent.get(found.doubt.edition_id, 0) + count
        return SettleReport(resent=resent, stay=stay)

    def verdicts(self, edition_id: str | None = None) -> Iterator[JudgedDoubt]:
        """Every doubt as it stands now, of one edition or of all that nobody ended; those given up first come first."""
        return self._verdicts(edition_id)

    def _verdicts(self, edition_id: str | None = None, since: datetime | None = None) -> Iterator[JudgedDoubt]:
        last = None
        while True:
            with self.database.read() as connection:
                rows = DoubtStore(connection).page(last, SLICE, edition_id, since)
                found = self._judged(connection, doubts(rows))
            yield from found
            if len(rows) < SLICE:
                return
            last = rows[-1]

    def resolve(self, edition_id: str, delivery_id: str | None, resolution: Resolution) -> int:
        """Do as a person says with one delivery in doubt, or with all of an edition; how many were.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it was ended, or is past, so that nothing of it is sent again.
            TryLaterError: an edition is being frozen.
        """
        total, last = 0, 0
        while True:
            with self.database.write() as connection:
                edition = known(EditionStore(connection).lock(edition_id), edition_id)
                keys = DoubtStore(connection).some(edition_id, last, SLICE, delivery_id)
                if not keys:
                    return total
                total += self._resolved(connection, edition, keys, resolution)
            last = keys[-1]

    def _resolved(self, connection: Connection, edition: Edition, keys: list[int], resolution: Resolution) -> int:
        store = DoubtStore(connection)
        if resolution is Resolution.RESEND:
            return self._send_again(connection, edition, keys)
        state = DeliveryState.SUBMITTED if resolution is Resolution.SENT else DeliveryState.REFUSED
        return store.decide(of_keys(keys), state, SENT_BY_HAND if resolution is Resolution.SENT else UNSENT_BY_HAND)

    def _put_back(self, found: JudgedDoubt) -> int:
        try:
            with self.database.write() as connection:
                edition = EditionStore(connection).lock(found.doubt.edition_id)
                if edition is None or edition.state in ENDED_STATES or is_past(connection, edition.id):
                    return 0
                return self._send_again(connection, edition, found.doubt.keys)
        except TryLaterError:  # an edition is being frozen, or the rows are another's: the next look comes soon
            return 0

    def _send_again(self, connection: Connection, edition: Edition, keys: Sequence[int]) -> int:
        if edition.state in ENDED_STATES:
            message = f"the edition is {edition.state}; nothing of it is sent any more"
            hint = f"Say what is known: syndicate deliveries resolve --edition {edition.id} --as sent"
            raise BadDataError(message, code="edition-state", hint=hint)
        must_be_known(connection, edition.id)
        count = DoubtStore(connection).put_back(edition, of_keys(keys))
        if count and edition.state is EditionState.CLOSED:
            EditionStore(connection).resume(edition.id, self.clock.now())
        return count

    def _judged(self, connection: Connection, found: Sequence[Doubt]) -> list[JudgedDoubt]:
        store = DoubtStore(connection)
        verdicts = [self._verdict(store, doubt) for doubt in found]
        resent = (doubt for doubt, verdict in zip(found, verdicts, strict=True) if verdict.is_resent)
        elsewhere = store.had_elsewhere(resent)
        return [
            JudgedDoubt(doubt=part, verdict=decided)
            for doubt, verdict in zip(found, verdicts, strict=True)
            for part, decided in parted(doubt, verdict, elsewhere)
        ]

    def _verdict(self, store: DoubtStore, doubt: Doubt) -> DoubtVerdict:
        now = self.clock.now()
        lateness = self.max_lateness.get(doubt.newsletter, MAX_LATENESS)
        terms = DoubtTerms(policy=self.policy, wait=self.wait, max_lateness=lateness)
        # A mail that was accepted longer ago than the wait should have been heard of.
        return judged_early(doubt, terms, now) or judged(store.evidence(doubt, now - self.wait))
