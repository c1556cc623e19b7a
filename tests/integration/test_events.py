"""Events applied to a real ledger: each once, in whatever order, and what follows for readers and editions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from syndicate.delivery.events.ses import read_event
from syndicate.delivery.ledger import Ledger
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.storage.tables import editions as editions_table
from syndicate.storage.tables import metadata
from tests.integration.event_parts import (
    EDITION,
    NOON,
    a_mailing,
    applying,
    bounce,
    complaint,
    fates,
    left,
    state,
    suppressed,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.delivery.events.apply import EventSums
    from syndicate.storage import Database


def hear(database: Database, *bodies: str, slices: int = 1) -> EventSums:
    read = [event for body in bodies if (event := read_event(body)) is not None]
    size = max(1, -(-len(read) // slices))
    sums = [applying(database).apply(read[start : start + size]) for start in range(0, len(read), size)]
    total = sums[0]
    for each in sums[1:]:
        total += each
    return total


def states(database: Database) -> dict[str, int]:
    with database.read() as connection:
        return {name: count for name, count in Ledger(connection).counts(EDITION).items() if count}


def edition_sums(database: Database) -> tuple[int, int, int]:
    columns = (editions_table.c.submitted, editions_table.c.bounced, editions_table.c.complained)
    with database.read() as connection:
        submitted, bounced, complained = connection.execute(select(*columns)).one()
    return submitted, bounced, complained


def held(database: Database) -> str | None:
    with database.read() as connection:
        edition = EditionStore(connection).get(EDITION)
    assert edition is not None
    return edition.held_because if edition.state is EditionState.HELD else None


# --- a log in any order ------------------------------------------------------------


LOG_READERS = 6


def a_log(ids: Sequence[str]) -> list[str]:
    """What SES may tell of six mails, twice over where identity and configuration set both do."""
    full = [
        bounce(ids[5], "Transient", "MailboxFull", status="5.2.2", at=NOON + timedelta(minutes=number))
        for number in range(2)
    ]
    return [
        told("Send", ids[0]),
        told("Delivery", ids[0]),
        told("Send", ids[1]),
        bounce(ids[1], "Permanent", "NoEmail"),
        bounce(ids[1], "Permanent", "NoEmail", form="notificationType"),
        complaint(ids[1], form="notificationType"),
        told("DeliveryDelay", ids[2], at=NOON + timedelta(minutes=2)),
        told("DeliveryDelay", ids[2], at=NOON + timedelta(minutes=3)),
        told("Delivery", ids[2]),
        complaint(ids[2]),
        complaint(ids[2], "not-spam"),
        told("Delivery", ids[3], form="notificationType"),
        bounce(ids[3], "Permanent", "OnAccountSuppressionList", form="notificationType"),
        told("Send", ids[3], message_id="n-a-second-mail"),
        told("DeliveryDelay", ids[3]),
        told("Rendering Failure", ids[4], templateName="x", errorMessage="no such variable"),
        told("Send", ids[4]),
        told("Open", ids[0], at=NOON + timedelta(minutes=9)),
        told("Click", ids[0], at=NOON + timedelta(minutes=9), link="https://example.com/?who=ann@example.com"),
        *full,
    ]


def begin(database: Database) -> list[str]:
    ids = a_mailing(database, LOG_READERS)
    left(database, ids[:2])
    left(database, ids[2:4], "uncertain")
    left(database, ids[4:5], "claimed")
    left(database, ids[5:])
    return ids


def empty(database: Database) -> None:
    with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))


def stable(database: Database, ids: Sequence[str]) -> dict[str, object]:
    """The state with ids that two runs have in common."""
    number = {id_: str(place) for place, id_ in enumerate(ids)}
    return {
        name: [tuple(number.get(str(value).removeprefix("m-"), value) for value in row) for row in rows]
        for name, rows in state(database, is_reduced=True).items()
    }


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(given_order=st.data())
def test_any_order_and_repetition_of_a_log_gives_the_same_state(database: Database, given_order: st.DataObject) -> None:
    empty(database)
    ids = begin(database)
    log = a_log(ids)
    hear(database, *log)
    applying(database).match_parked()
    expected = {name: sorted(rows, key=repr) for name, rows in stable(database, ids).items()}  # type: ignore[call-overload]
    empty(database)
    ids = begin(database)
    log = a_log(ids)
    order = given_order.draw(st.permutations(range(len(log))))
    again = given_order.draw(st.lists(st.integers(0, len(log) - 1), max_size=12))
    hear(database, *(log[number] for number in (*order, *again)), slices=given_order.draw(st.integers(1, 20)))
    applying(database).match_parked()
    found = {name: sorted(rows, key=repr) for name, rows in stable(database, ids).items()}  # type: ignore[call-overload]
    assert found == expected


def test_what_the_log_comes_to(database: Database) -> None:
    ids = begin(database)
    hear(database, *a_log(ids))
    applying(database).match_parked()
    assert fates(database, ids) == ["delivered", "complained", "complained", "suppressed", "unsent", "returned"]
    assert states(database) == {"submitted": LOG_READERS}
    assert edition_sums(database) == (LOG_READERS, 1, 2)
    assert suppressed(database) == {
        "edition-1-r1@example.com": "complained",
        "edition-1-r2@example.com": "complained",
        "edition-1-r3@example.com": "bounced",
    }
