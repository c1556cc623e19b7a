"""The SQL of events: which are known, whose they are, and what they change; always many at a time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, select, text, update

from syndicate.delivery.events.fate_sums import add_fates
from syndicate.delivery.events.fuse import MailSums
from syndicate.delivery.events.model import HeardOf, KeptEvent
from syndicate.storage.inserts import insert_into
from syndicate.storage.states import DeliveryState, EventKind, Fate
from syndicate.storage.tables import carriers, deliveries, editions, events, subscribers, subscriptions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.delivery.events.model import ProviderEvent

#: So long one waits for rows that another process holds. Shorter than PostgreSQL's look for deadlocks, so that of two
#: it is the events that step back: they come again, and an answer that was heard does not.
LOCK_TIMEOUT_MS = 300
_WRITTEN = ("state", "fate", "message_id", "heard_at", "settled_at", "reason")


class EventStore:
    """Events and their deliveries, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def begin(self) -> None:
        """Wait for nobody for long."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}"))

    # --- whose they are --------------------------------------------------------------

    def by_id(self, delivery_ids: Collection[str]) -> dict[str, int]:
        """The keys of the deliveries of those ids."""
        if not delivery_ids:
            return {}
        query = select(deliveries.c.id, deliveries.c.key).where(deliveries.c.id.in_(delivery_ids))
        return dict(self._connection.execute(query).all())

    def by_message(self, message_ids: Collection[str]) -> dict[str, int]:
        """The keys of the deliveries that a message id stands for, by an answer or by an earlier event."""
        if not message_ids:
            return {}
        by_event = select(events.c.message_id, events.c.delivery_key)
        by_event = by_event.where(events.c.message_id.in_(message_ids), events.c.delivery_key.is_not(None))
        by_answer = select(deliveries.c.message_id, deliveries.c.key).where(deliveries.c.message_id.in_(message_ids))
        keys = dict(self._connection.execute(by_event).all())
        return {str(message): key for message, key in (keys | dict(self._connection.execute(by_answer).all())).items()}

    def lock(self, keys: Collection[int]) -> dict[int, HeardOf]:
        """The deliveries; nobody else changes them until this transaction ends."""
        if not keys:
            return {}
        columns = [deliveries.c[name] for name in HeardOf.__dataclass_fields__]
        query = select(*columns).where(deliveries.c.key.in_(keys)).order_by(deliveries.c.key).with_for_update()
        return {row["key"]: _heard_of(row) for row in self._connection.execute(query).mappings()}

    # --- the events ------------------------------------------------------------------

    def kept(self, ids: Collection[str]) -> dict[str, int | None]:
        """Which of the events are there already, each with the key of its delivery."""
        if not ids:
            return {}
        query = select(events.c.id, events.c.delivery_key).where(events.c.id.in_(ids))
        return dict(self._connection.execute(query).all())

    def add(self, told: Iterable[tuple[ProviderEvent, int | None]], now: datetime) -> None:
        """Keep events, each with the key of its delivery, if that is known; one that is there stays as it is."""
        rows = [
            {
                "id": event.id,
                "kind": event.kind,
                "delivery_key": key,
                "message_id": event.message_id,
                "at": event.at,
                "received_at": now,
                "detail": dict(event.detail) or None,
            }
            for event, key in told
        ]
        if rows:
            self._connection.execute(insert_into(self._connection, events).on_conflict_do_nothing(), rows)

    def tie(self, keys: Mapping[str, int]) -> None:
        """Give parked events their deliveries, by the events' ids."""
        if keys:
            statement = update(events).where(events.c.id == bindparam("this")).values(delivery_key=bindparam("owner"))
            self._connection.execute(statement, [{"this": id_, "owner": key} for id_, key in keys.items()])

    def parked(self, message_ids: Collection[str]) -> list[KeptEvent]:
        """Events about those mails of which it is not known whose they are."""
        if not message_ids:
            return []
        query = select(*_kept()).where(events.c.message_id.in_(message_ids), events.c.delivery_key.is_(None))
        return [_event(row) for row in self._connection.execute(query).mappings()]

    def parked_and_known(self, since: datetime, limit: int) -> list[str]:
        """Message ids of parked events that came after ``since`` and whose mails have been recorded meanwhile."""
        query = (
            select(events.c.message_id)
            .join(deliveries, deliveries.c.message_id == events.c.message_id)
            .where(events.c.delivery_key.is_(None), events.c.received_at >= since)
            .distinct()
            .limit(limit)
        )
        return [str(message_id) for message_id in self._connection.execute(query).scalars()]

    def of(self, keys: Collection[int], *kinds: EventKind) -> list[KeptEvent]:
        """All events of those kinds about those deliveries."""
        if not keys:
            return []
        query = select(*_kept()).where(events.c.delivery_key.in_(keys), events.c.kind.in_(kinds))
        return [_event(row) for row in self._connection.execute(query).mappings()]

    def results_of(self, subscription_key: int, address: str | None, limit: int) -> list[KeptEvent]:
        """The newest deliveries and returns of a subscription's mails to that address, the newest first."""
        query = (
            select(*_kept())
            .join(deliveries, deliveries.c.key == events.c.delivery_key)
            .where(deliveries.c.subscription_key == subscription_key, deliveries.c.address == address)
            .where(events.c.kind.in_([EventKind.DELIVERED, EventKind.BOUNCED]))
            .order_by(events.c.at.desc(), events.c.id)
            .limit(limit)
        )
        return [_event(row) for row in self._connection.execute(query).mappings()]

    # --- what they change ------------------------------------------------------------

    def change(self, rows: Iterable[HeardOf]) -> None:
        """Write deliveries as they stand after their events."""
        values = [{"this": row.key, **{f"new_{name}": getattr(row, name) for name in _WRITTEN}} for row in rows]
        if values:
            new = {name: bindparam(f"new_{name}", type_=deliveries.c[name].type) for name in _WRITTEN}
            statement = update(deliveries).where(deliveries.c.key == bindparam("this")).values(**new)
            self._connection.execute(statement, values)

    def count_fates(self, before: Mapping[int, HeardOf], after: Iterable[HeardOf]) -> None:
        """Keep the sums of fates of those deliveries' editions, each by what it was before."""
        changed = [(before[row.key].fate, row) for row in after if before[row.key].fate is not row.fate]
        more = Counter((row.edition_key, row.fate) for _, row in changed if row.fate)
        more.subtract(Counter((row.edition_key, fate) for fate, row in changed if fate))
        add_fates(self._connection, more)

    def count(self, more: Mapping[int, MailSums]) -> None:
        """Add to the sums of editions, by their keys."""
        names = ("submitted", "bounced", "complained")
        rows = [
            {"this": key, **{f"more_{name}": getattr(sums, name) for name in names}}
            for key, sums in sorted(more.items())
            if sums != MailSums()
        ]
        if rows:
            values = {name: editions.c[name] + bindparam(f"more_{name}") for name in names}
            self._connection.execute(update(editions).where(editions.c.key == bindparam("this")).values(**values), rows)

    def sums(self, keys: Collection[int]) -> dict[int, tuple[str, MailSums]]:
        """The id and the sums of each edition."""
        columns = (editions.c.id, editions.c.submitted, editions.c.bounced, editions.c.complained)
        rows = self._connection.execute(select(editions.c.key, *columns).where(editions.c.key.in_(keys)))
        return {row.key: (row.id, _sums(row)) for row in rows}

    def sums_since(self, since: datetime) -> MailSums:
        """The sums of all editions whose first mail left since then."""
        columns = (func.coalesce(func.sum(editions.c[name]), 0).label(name) for name in MailSums.__dataclass_fields__)
        row = self._connection.execute(select(*columns).where(editions.c.first_claimed_at >= since)).one()
        return _sums(row)

    def hear(self, carrier: str, now: datetime) -> None:
        """Note that an event of the carrier's came."""
        statement = insert_into(self._connection, carriers).values(name=carrier, heard_at=now)
        later = case((carriers.c.heard_at > now, carriers.c.heard_at), else_=now)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"heard_at": later}))

    def address_keys(self, rows: Iterable[HeardOf]) -> dict[int, str]:
        """What to suppress for each delivery whose person is still known under the address that the mail went to."""
        keys = [row.key for row in rows]
        if not keys:
            return {}
        query = (
            select(deliveries.c.key, subscribers.c.address_key)
            .join(subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
            .join(subscribers, subscribers.c.key == subscriptions.c.subscriber_key)
            .where(deliveries.c.key.in_(keys), subscribers.c.mailbox == deliveries.c.address)
        )
        return dict(self._connection.execute(query).all())


def _kept() -> list[Any]:
    return [events.c[name] for name in KeptEvent.__dataclass_fields__]


def _event(row: Mapping[Any, Any]) -> KeptEvent:
    return KeptEvent(**{**row, "kind": EventKind(row["kind"]), "detail": row["detail"] or {}})


def _heard_of(row: Mapping[Any, Any]) -> HeardOf:
    fate = Fate(row["fate"]) if row["fate"] else None
    return HeardOf(**{**row, "state": DeliveryState(row["state"]), "fate": fate})


def _sums(row: Any) -> MailSums:
    return MailSums(submitted=row.submitted, bounced=row.bounced, complained=row.complained)
