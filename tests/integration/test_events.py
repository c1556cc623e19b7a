"""Events applied to a real ledger: each once, in whatever order, and what follows for readers and editions."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from syndicate.delivery.events.ses import read_event
from syndicate.delivery.ledger import Ledger
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.errors import TryLaterError
from syndicate.storage.tables import deliveries, events, metadata, subscribers, suppressions
from syndicate.storage.tables import editions as editions_table
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
from tests.profiles import effort

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


@settings(effort(0.1), suppress_health_check=[HealthCheck.function_scoped_fixture])
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


# --- what follows for readers -------------------------------------------------------


def one_mail(database: Database, readers: int = 1) -> list[str]:
    ids = a_mailing(database, readers)
    left(database, ids)
    return ids


@pytest.mark.parametrize(
    ("kind", "sub", "status", "fate"),
    [
        ("Permanent", "NoEmail", "5.1.1", "bounced"),
        ("Permanent", "OnAccountSuppressionList", "5.1.1", "suppressed"),
    ],
)
def test_an_address_that_is_no_good_is_never_mailed_again(
    database: Database, kind: str, sub: str, status: str, fate: str
) -> None:
    ids = one_mail(database, 2)
    hear(database, bounce(ids[0], kind, sub, status=status))
    assert fates(database, ids) == [fate, None]
    with database.write() as connection:
        connection.execute(update(deliveries).values(state="pending"))
        ledger = Ledger(connection)
        batch = ledger.claim(EDITION, NOON, 10, carrier="ses", lease_until=NOON + timedelta(minutes=2))
        assert batch is not None
        kept = ledger.exclude_unmailable(batch, "suppressed", NOON)
    assert [claim.id for claim in kept.claims] == [ids[1]]


@pytest.mark.parametrize(
    ("kind", "sub", "status", "words"),
    [
        ("Permanent", "General", "5.7.1", "550 5.7.515 Access denied, sending domain does not meet the level"),
        ("Permanent", "General", "5.7.26", "550-5.7.26 unauthenticated, DMARC policy"),
        ("Transient", "General", "4.4.1", "time-out"),
        ("Undetermined", "Undetermined", "", ""),
        ("Transient", "ContentRejected", "5.6.1", ""),
        ("Transient", "MailboxFull", "5.2.2", "full, once"),
    ],
)
def test_no_reader_is_suppressed_for_what_is_no_fault_of_theirs(
    database: Database, kind: str, sub: str, status: str, words: str
) -> None:
    ids = one_mail(database)
    hear(database, bounce(ids[0], kind, sub, status=status, diagnosis=words))
    assert suppressed(database) == {}
    assert fates(database, ids) == ["returned"]
    assert edition_sums(database) == (1, 0, 0)


def test_a_refusal_of_our_own_domain_is_told_loudly(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    ids = one_mail(database, 3)
    hear(database, *(bounce(id_, status="5.7.515", diagnosis="550 5.7.515 Access denied") for id_ in ids))
    told_loudly = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(told_loudly) == 1
    assert "3 mails were refused" in told_loudly[0].getMessage()
    assert "@" not in caplog.text


def full(database: Database, days: list[int], *, arrived: int | None = None) -> None:
    """An edition a day to one reader, whose mailbox was full on these; on another it took the mail."""
    for day in [*days, *([] if arrived is None else [arrived])]:
        at = NOON + timedelta(days=day)
        with database.write() as connection:
            number = connection.execute(select(deliveries.c.subscription_key)).scalars().first()
        if number is None:
            ids = a_mailing(database, 1)
        else:
            ids = a_mailing(database, 1, f"day-{day}")
            with database.write() as connection:
                this = update(deliveries).where(deliveries.c.id == ids[0])
                connection.execute(this.values(subscription_key=number, address="edition-1-r0@example.com"))
        left(database, ids, edition_id=EDITION if number is None else f"day-{day}")
        body = told("Delivery", ids[0], at=at) if day == arrived else ""
        hear(database, body or bounce(ids[0], "Transient", "MailboxFull", status="5.2.2", at=at))


def test_a_mailbox_that_stays_full_is_given_up(database: Database) -> None:
    full(database, [0, 1, 2, 3])
    assert suppressed(database) == {}
    full(database, [4])
    assert suppressed(database) == {"edition-1-r0@example.com": "mailbox-full"}


def test_a_mailbox_that_its_reader_has_left_does_not_count_against_the_new_one(database: Database) -> None:
    full(database, [0, 1, 2, 3])
    with database.write() as connection:
        connection.execute(update(deliveries).values(address="before.they.moved@example.com"))
    full(database, [4])
    assert suppressed(database) == {}


def test_a_mailbox_that_was_full_for_an_afternoon_is_not(database: Database) -> None:
    full(database, [0, 1, 2, 4, 5], arrived=3)
    assert suppressed(database) == {}


def test_a_mail_that_arrived_after_all_lets_the_reader_in_again(database: Database) -> None:
    full(database, [0, 1, 2, 3, 4])
    full(database, [], arrived=6)
    assert suppressed(database) == {}


def test_what_another_said_of_an_address_stands(database: Database) -> None:
    ids = one_mail(database)
    row = {"address_key": "edition-1-r0@example.com", "reason": "blocked", "since": NOON, "source": "a person"}
    with database.write() as connection:
        connection.execute(suppressions.insert().values(row))
    hear(database, bounce(ids[0]), complaint(ids[0]))
    assert suppressed(database) == {"edition-1-r0@example.com": "blocked"}


def test_of_a_person_who_was_forgotten_only_sums_change(database: Database) -> None:
    ids = one_mail(database)
    with database.write() as connection:
        connection.execute(delete(subscribers))
        connection.execute(update(deliveries).values(address=None, name=None))
    hear(database, bounce(ids[0]), complaint(ids[0]))
    assert suppressed(database) == {}
    assert edition_sums(database) == (1, 1, 1)


def test_an_address_that_changed_since_is_not_suppressed_for_its_forerunner(database: Database) -> None:
    ids = one_mail(database)
    with database.write() as connection:
        connection.execute(update(subscribers).values(mailbox="new@example.com", address_key="new@example.com"))
    hear(database, bounce(ids[0]))
    assert suppressed(database) == {"edition-1-r0@example.com": "bounced"}


# --- what follows for editions ------------------------------------------------------


def test_a_mail_that_ses_could_not_make_holds_the_edition(database: Database) -> None:
    ids = one_mail(database, 2)
    hear(database, told("Rendering Failure", ids[0], templateName="x", errorMessage="a variable of ann@example.com"))
    assert "could not make 1 of its mails" in (held(database) or "")


def test_many_returns_hold_the_edition_and_a_person_lets_it_go_on(database: Database) -> None:
    ids = one_mail(database, 400)
    hear(database, *(bounce(id_) for id_ in ids[:10]))
    assert held(database) is None
    hear(database, *(bounce(id_) for id_ in ids[10:40]), slices=6)
    assert "came back for good" in (held(database) or "")
    assert EDITION not in (held(database) or ""), "whoever tells of it names it"
    with database.write() as connection:
        EditionStore(connection).resume(EDITION, NOON)
    hear(database, *(bounce(id_) for id_ in ids[40:60]), slices=4)
    assert held(database) is None  # it was seen, and let go on


def test_one_return_of_ten_holds_nothing(database: Database) -> None:
    ids = one_mail(database, 10)
    hear(database, bounce(ids[0]), complaint(ids[1]))
    assert held(database) is None


def test_complaints_about_many_editions_together_hold_all_that_are_open(database: Database) -> None:
    ids = one_mail(database, 1_000)
    others = a_mailing(database, 1_000, "edition-2")
    left(database, others, edition_id="edition-2")
    hear(database, *(complaint(id_) for id_ in (ids[0], ids[1], others[0])), slices=3)
    with database.read() as connection:
        reasons = {edition.id: edition.held_because for edition in EditionStore(connection).recent()}
    assert all("the last seven days: 3 of 2000" in (reason or "") for reason in reasons.values()) or reasons == {
        EDITION: None,
        "edition-2": None,
    }
    hear(database, *(complaint(id_) for id_ in (ids[2:5])), slices=3)
    with database.read() as connection:
        held_because = {edition.id: edition.held_because for edition in EditionStore(connection).recent()}
    assert all(held_because.values())


# --- whose events are ---------------------------------------------------------------


def test_an_event_that_comes_before_the_answer_waits_for_it(database: Database) -> None:
    ids = a_mailing(database, 1)
    sums = hear(database, told("Delivery", ids[0], form="notificationType"))
    assert (sums.new, sums.parked) == (1, 1)
    left(database, ids)
    assert fates(database, ids) == [None]
    applying(database).match_parked()
    assert fates(database, ids) == ["delivered"]
    assert applying(database).match_parked().settled == 0


def test_an_event_of_somebody_elses_mail_is_left_out(database: Database) -> None:
    one_mail(database)
    sums = hear(database, told("Delivery", "z" * 26))
    assert (sums.foreign, sums.new) == (1, 0)
    with database.read() as connection:
        assert connection.execute(select(events.c.id)).first() is None


def test_an_event_settles_a_claim_whose_answer_was_lost(database: Database) -> None:
    ids = a_mailing(database, 2)
    left(database, ids[:1], "claimed")
    left(database, ids[1:], "uncertain")
    assert hear(database, *(told("Send", id_) for id_ in ids)).settled == 2
    assert states(database) == {"submitted": 2}
    assert edition_sums(database) == (2, 0, 0)


def test_no_address_of_an_event_is_kept_or_logged(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ids = begin(database)
    hear(database, *a_log(ids))
    with database.read() as connection:
        rows = [tuple(row) for row in connection.execute(select(events))]
    assert "example" not in repr(rows)
    assert "@example" not in caplog.text


@pytest.mark.postgres
def test_events_step_back_before_rows_that_another_process_holds(postgres_database: Database) -> None:
    """An answer that was heard does not come again; an event does."""
    ids = one_mail(postgres_database)
    with postgres_database.write() as connection:
        connection.execute(update(deliveries).values(reason="in another's hands"))
        with pytest.raises(TryLaterError):
            hear(postgres_database, told("Delivery", ids[0]))
        connection.rollback()
    hear(postgres_database, told("Delivery", ids[0]))
    assert fates(postgres_database, ids) == ["delivered"]


def test_the_same_events_from_two_threads_at_once_count_once(database: Database) -> None:
    ids = one_mail(database, 50)
    log = [bounce(id_) for id_ in ids]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: hear(database, *log, slices=10), range(4)))
    assert edition_sums(database) == (50, 50, 0)
    assert len(suppressed(database)) == 50
