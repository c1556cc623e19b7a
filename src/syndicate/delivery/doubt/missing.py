"""Who of an edition's frozen audience has not got it, as far as is known, and why; and who of them may get it now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Text, and_, case, cast, func, literal, or_, select, update

from syndicate.audience.mailable import is_mailable
from syndicate.audience.reader_filter import EVERYBODY
from syndicate.delivery.events.fate_sums import add_fates
from syndicate.delivery.model import DeliveryState, Fate
from syndicate.digests import site_lock
from syndicate.digests.had import lack
from syndicate.storage.reason_codes import code_of_reason
from syndicate.storage.states import EventKind
from syndicate.storage.tables import (
    deliveries,
    delivery_sums,
    editions,
    events,
    occurrences,
    subscribers,
    subscriptions,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection, ScalarSelect

    from syndicate.audience.reader_filter import ReaderFilter
    from syndicate.digests.model import Edition

#: Fates of a mail that was taken and did not arrive.
LOST_FATES = (Fate.UNSENT, Fate.RETURNED, Fate.SUPPRESSED, Fate.BOUNCED)
#: Those of them that say nothing against the address: another mail may arrive.
_WORTH_ANOTHER = (Fate.UNSENT, Fate.RETURNED)


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingCount:
    """How many have not got it for one reason, told by its code: what stands before the first colon."""

    state: DeliveryState
    why: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingReader:
    """One of them; ``address`` is empty when the person was forgotten since."""

    delivery_id: str
    address: str
    state: DeliveryState
    why: str


class MissingStore:
    """The missing of an edition, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def counts(self, edition_id: str) -> list[MissingCount]:
        """How many, by state and the code of the reason; the most first. No code names anybody.

        Those are counted whose rows have gone.
        """
        why = why_missed(code_of_reason(self._connection)).label("why")
        query = select(deliveries.c.state, why, func.count()).where(_is_of(edition_id), is_missed())
        gone = select(delivery_sums.c.state, delivery_sums.c.why, delivery_sums.c.count)
        gone = gone.where(delivery_sums.c.edition_key == _key_of(edition_id), delivery_sums.c.why != "")
        counts: Counter[tuple[str, str]] = Counter()
        for statement in (query.group_by(deliveries.c.state, why), gone):
            for state, word, count in self._connection.execute(statement):
                counts[state, word] += count
        found = [MissingCount(state=DeliveryState(state), why=word, count=n) for (state, word), n in counts.items()]
        return sorted(found, key=lambda count: (-count.count, count.state, count.why))

    def readers(self, edition_id: str, limit: int) -> list[MissingReader]:
        """Up to so many of them, in the order of the freeze."""
        query = select(deliveries.c.id, deliveries.c.address, deliveries.c.state, why_missed())
        query = query.where(_is_of(edition_id), is_missed()).order_by(deliveries.c.key).limit(limit)
        return [
            MissingReader(delivery_id=row[0], address=row[1] or "", state=DeliveryState(row[2]), why=row[3])
            for row in self._connection.execute(query)
        ]

    # --- another mail for those who may get one ---------------------------------------

    def sendable(self, edition: Edition, readers: ReaderFilter = EVERYBODY) -> int:
        """How many `put_back` would put back now."""
        edition_key = self._key(edition)
        conditions = self._may_get_it(edition, edition_key, readers)
        count: int = self._connection.execute(select(func.count()).where(*conditions)).scalar_one()
        return count

    def put_back(self, edition: Edition, readers: ReaderFilter = EVERYBODY) -> int:
        """Put everybody who certainly has not got the edition and may still get it back to pending; how many.

        Those are the refused, and whose mail was taken and did not arrive for no fault of the address. Who left, is
        suppressed, is not among the ``readers`` of the newsletter any more, or has had an article of it by another
        edition stays as they are; so does whoever is in doubt. The sums of the edition are kept. The caller has locked
        it.

        Raises:
            TryLaterError: an edition is being frozen, so that it is not known who has what.
        """
        query = select(occurrences.c.key).join(editions, editions.c.key == occurrences.c.edition_key)
        occurrence_key = self._connection.execute(query.where(editions.c.id == edition.id)).scalar_one()
        with site_lock.held(self._connection, occurrence_key):
            edition_key = self._key(edition)
            conditions = self._may_get_it(edition, edition_key, readers)
            taken = select(func.count()).where(*conditions, deliveries.c.state == DeliveryState.SUBMITTED)
            add_fates(self._connection, {(edition_key, fate): -count for fate, count in self._fates(conditions)})
            fewer = {"submitted": editions.c.submitted - taken.scalar_subquery()}
            self._connection.execute(update(editions).where(editions.c.key == edition_key).values(**fewer))
            # What was told of the mail that did not arrive says nothing of the next one.
            forgotten = dict.fromkeys(("not_before", "settled_at", "message_id", "reason", "fate", "heard_at"))
            values = {"state": DeliveryState.PENDING, "attempts": 0, "resends": deliveries.c.resends + 1, **forgotten}
            return self._connection.execute(update(deliveries).where(*conditions).values(**values)).rowcount

    def _fates(self, conditions: Iterable[ColumnElement[bool]]) -> list[tuple[Fate, int]]:
        """What was told of those deliveries, and how often."""
        query = select(deliveries.c.fate, func.count()).where(*conditions, deliveries.c.fate.is_not(None))
        return [(Fate(fate), count) for fate, count in self._connection.execute(query.group_by(deliveries.c.fate))]

    def _key(self, edition: Edition) -> int:
        key: int = self._connection.execute(select(editions.c.key).where(editions.c.id == edition.id)).scalar_one()
        return key

    def _may_get_it(self, edition: Edition, edition_key: int, readers: ReaderFilter) -> tuple[ColumnElement[bool], ...]:
        mailable = (
            select(subscriptions.c.key)
            .join(subscribers, subscribers.c.key == subscriptions.c.subscriber_key)
            .where(subscriptions.c.key == deliveries.c.subscription_key, is_mailable(readers))
        )
        is_refused = and_(deliveries.c.state == DeliveryState.REFUSED, deliveries.c.fate.is_(None))
        is_lost = and_(
            deliveries.c.state.in_((DeliveryState.REFUSED, DeliveryState.SUBMITTED)),
            deliveries.c.fate.in_(_WORTH_ANOTHER),
        )
        of_edition = deliveries.c.edition_key == edition_key
        others = lack(self._connection, edition.newsletter, edition_key)
        return of_edition, or_(is_refused, is_lost), mailable.exists(), *others


def _key_of(edition_id: str) -> ScalarSelect[int]:
    return select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery()


def _is_of(edition_id: str) -> ColumnElement[bool]:
    return deliveries.c.edition_key == _key_of(edition_id)


def is_missed() -> ColumnElement[bool]:
    """The condition on ``deliveries`` that the reader has not got the mail, as far as is known."""
    is_lost = and_(deliveries.c.state == DeliveryState.SUBMITTED, deliveries.c.fate.in_(LOST_FATES))
    return or_(deliveries.c.state != DeliveryState.SUBMITTED, is_lost)


def why_missed(reason: ColumnElement[str] = deliveries.c.reason) -> ColumnElement[str]:
    """What became of a mail that was taken, with the class of its return; else that reason of the row, or its state."""
    of_delivery = and_(events.c.delivery_key == deliveries.c.key, events.c.kind == EventKind.BOUNCED)
    returned = select(func.min(events.c.detail["class"].as_string())).where(of_delivery).scalar_subquery()
    came_back = cast(deliveries.c.fate, Text).concat(func.coalesce(literal(": ").concat(returned), ""))
    is_taken = deliveries.c.state == DeliveryState.SUBMITTED
    return case((is_taken, came_back), else_=func.coalesce(reason, deliveries.c.state))
