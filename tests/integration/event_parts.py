"""What the tests of the way back share: editions whose mails have left, and what SES tells of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from syndicate.audience.digests import AddressDigests
from syndicate.delivery.events.apply import Applying
from syndicate.digests.store import EditionStore
from syndicate.ids import stable_id
from syndicate.storage.tables import (
    batches,
    carriers,
    choices,
    deliveries,
    edition_fates,
    events,
    subscribers,
    subscriptions,
    suppressions,
)
from syndicate.storage.tables import editions as editions_table
from syndicate.testing.clock import ManualClock
from tests import editions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syndicate.storage import Database

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
EDITION = "edition-1"
#: Deliveries that are claimed together.
BATCH = 10


def a_mailing(database: Database, readers: int, edition_id: str = EDITION, **changes: Any) -> list[str]:
    """An edition of a newsletter of its own, with a pending delivery to each reader; the deliveries' ids, by reader."""
    with database.write() as connection:
        edition = editions.an_edition(NOON, id=edition_id, newsletter=edition_id, **changes)
        EditionStore(connection).add(edition, editions.rendering_of(edition), [])
        row = {"newsletter": edition_id, "sections": [], "fingerprint": edition_id}
        choice = connection.execute(insert(choices).values(row).returning(choices.c.id)).scalar_one()
        people = [_person(edition_id, number) for number in range(readers)]
        keys = connection.execute(
            insert(subscribers).returning(subscribers.c.key, sort_by_parameter_order=True), people
        ).scalars()
        tie = {"newsletter": edition_id, "state": "confirmed", "watermark": 0, "started_at": NOON, "choice_id": choice}
        ties = [{"id": f"{edition_id}-s{n}", "subscriber_key": key, **tie} for n, key in enumerate(keys)]
        connection.execute(insert(subscriptions), ties)
    editions.freeze_for_all(database, edition)
    with database.read() as connection:
        # By reader: PostgreSQL writes a slice of deliveries in the order that it likes.
        by_reader = _of(edition_id, deliveries.c.id).order_by(None).order_by(deliveries.c.subscription_key)
        return list(connection.execute(by_reader).scalars())


def _person(edition_id: str, number: int) -> dict[str, Any]:
    address = f"{edition_id}-r{number}@example.com"
    return {"id": address, "address": address, "address_key": address, "mailbox": address, "created_at": NOON}


def _of(edition_id: str, *columns: Any) -> Any:
    key = select(editions_table.c.key).where(editions_table.c.id == edition_id).scalar_subquery()
    return select(*columns).where(deliveries.c.edition_key == key).order_by(deliveries.c.key)


def left(
    database: Database,
    ids: Sequence[str],
    state: str = "submitted",
    *,
    edition_id: str = EDITION,
    since: datetime = NOON,
    apart: timedelta = timedelta(milliseconds=10),
    **values: Any,
) -> None:
    """Let these mails have been handed over, one after the other, with that end; those that were accepted have a name.

    The rows stand as the ledger leaves them.
    """
    with database.write() as connection:
        edition = connection.execute(select(editions_table.c.key).where(editions_table.c.id == edition_id)).scalar_one()
        keys = _batches(connection, edition, [since + apart * number for number in range(0, len(ids), BATCH)])
        is_accepted = state == "submitted"
        rows = [
            {
                "id": id_,
                "edition_key": edition,
                "at": since + apart * number,
                "batch": keys[number // BATCH],
                "name": f"m-{id_}" if is_accepted else None,
            }
            for number, id_ in enumerate(ids)
        ]
        _bulk_update(connection, rows, state=state, reason=None if is_accepted else "lost", **values)
        noted = {"first_claimed_at": since}
        if is_accepted:
            noted["submitted"] = editions_table.c.submitted + len(ids)  # type: ignore[assignment]
        connection.execute(update(editions_table).where(editions_table.c.key == edition).values(**noted))


def _batches(connection: Any, edition: int, times: Sequence[datetime]) -> list[int]:
    row = {"edition_key": edition, "carrier": "ses", "claimed_by": "x"}
    rows = [{**row, "claimed_at": at, "lease_until": at} for at in times]
    statement = insert(batches).returning(batches.c.key, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars())


def _bulk_update(connection: Any, rows: list[dict[str, Any]], **values: Any) -> None:
    from sqlalchemy import bindparam

    statement = (
        update(deliveries)
        .where(deliveries.c.id == bindparam("this"))
        .values(
            attempts=1,
            batch_key=bindparam("new_batch"),
            settled_at=bindparam("new_at", type_=deliveries.c.settled_at.type),
            message_id=bindparam("new_name"),
            **values,
        )
    )
    new = {"this": "id", "new_at": "at", "new_batch": "batch", "new_name": "name"}
    connection.execute(statement, [{name: row[of] for name, of in new.items()} for row in rows])


def told(
    kind: str,
    delivery_id: str,
    *,
    at: datetime = NOON + timedelta(minutes=1),
    form: str = "eventType",
    message_id: str = "",
    has_tag: bool = True,
    **part: Any,
) -> str:
    """An event as SES puts it: with tags by event publishing, without by identity feedback."""
    part_name = {"Rendering Failure": "failure", "DeliveryDelay": "deliveryDelay"}.get(kind, kind.lower())
    mail: dict[str, Any] = {
        "timestamp": NOON.isoformat(),
        "messageId": message_id or f"m-{delivery_id}",
        "destination": ["somebody.else@example.org"],
    }
    if has_tag and form == "eventType":
        mail["tags"] = {"d": [delivery_id], "edition": [EDITION], "ses:configuration-set": ["x"]}
    body = {form: kind, "mail": mail, part_name: {"timestamp": at.isoformat(), **part}}
    return json.dumps(body)


def bounce(delivery_id: str, kind: str = "Permanent", sub: str = "General", **given: Any) -> str:
    """A bounce; ``status`` and ``diagnosis`` are the other server's."""
    recipient = {
        "emailAddress": "somebody.else@example.org",
        "status": given.pop("status", "5.1.1"),
        "diagnosticCode": given.pop("diagnosis", "smtp; 550 user unknown"),
    }
    return told("Bounce", delivery_id, bounceType=kind, bounceSubType=sub, bouncedRecipients=[recipient], **given)


def complaint(delivery_id: str, feedback: str = "abuse", **given: Any) -> str:
    """A complaint, as providers send it that name nobody."""
    return told("Complaint", delivery_id, complaintFeedbackType=feedback, complainedRecipients=[], **given)


def applying(database: Database, at: datetime = NOON + timedelta(minutes=5)) -> Applying:
    """What applies events of SES to that database, by a clock that stands."""
    return Applying(database=database, clock=ManualClock(at), carrier="ses", digests=AddressDigests(["k" * 32]))


def state(database: Database, *, is_reduced: bool = False) -> dict[str, Any]:
    """All that events may change: every row of it, without what only the order of keys decides."""
    names = ("id", "state", "fate", "message_id", "heard_at", "settled_at", "reason")
    sums = ("id", "submitted", "bounced", "complained", "state", "held_because")
    with database.read() as connection:
        owners = dict(connection.execute(select(deliveries.c.key, deliveries.c.id)).all())
        found = {
            "deliveries": _rows(connection, select(*(deliveries.c[name] for name in names))),
            "editions": _rows(connection, select(*(editions_table.c[name] for name in sums))),
            "suppressions": _rows(connection, select(suppressions)),
            "fates": _rows(
                connection,
                select(edition_fates.c.fate, edition_fates.c["count"]).where(edition_fates.c["count"] != 0),
            ),
            "carriers": _rows(connection, select(carriers.c.name, carriers.c.heard_at)),
        }
        if not is_reduced:
            kept = connection.execute(select(events.c.id, events.c.kind, events.c.delivery_key, events.c.at))
            found["events"] = sorted((row.id, row.kind, owners.get(row.delivery_key), row.at) for row in kept)
    return found


def _rows(connection: Any, query: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in connection.execute(query)), key=repr)


def fate_sums(database: Database) -> tuple[dict[str, int], dict[str, int]]:
    """How many mails have which fate: by the sums that are kept, and counted in the ledger."""
    count = edition_fates.c["count"]
    kept = select(edition_fates.c.fate, func.sum(count)).where(count != 0).group_by(edition_fates.c.fate)
    counted = select(deliveries.c.fate, func.count()).where(deliveries.c.fate.is_not(None)).group_by(deliveries.c.fate)
    with database.read() as connection:
        return dict(connection.execute(kept).all()), dict(connection.execute(counted).all())


def suppressed(database: Database) -> dict[str, str]:
    """Why nobody may write to an address, by address."""
    with database.read() as connection:
        rows = connection.execute(select(suppressions.c.address_key, suppressions.c.reason))
        return dict(rows.all())


def fates(database: Database, ids: Iterable[str]) -> list[str | None]:
    """What became of those deliveries."""
    with database.read() as connection:
        rows = dict(connection.execute(select(deliveries.c.id, deliveries.c.fate)).all())
    return [rows[id_] for id_ in ids]


def an_id(number: int) -> str:
    """An id as deliveries have it."""
    return stable_id("test", str(number))
