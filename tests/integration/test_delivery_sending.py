from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from syndicate.delivery.carriers.outbox import OutboxCarrier
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import (
    Accepted,
    Answer,
    Delivery,
    DeliveryState,
    Message,
    Refused,
    Stop,
    TryLater,
    Uncertain,
)
from syndicate.delivery.sending import TROUBLE_LIMIT, SendReport
from syndicate.errors import BadDataError, StorageError
from syndicate.storage import Database
from tests.integration.delivery_parts import (
    EDITION,
    HandClock,
    MemoryCarrier,
    a_sending,
    an_edition,
    composed,
    counts,
    rows,
)

UNREACHABLE = TryLater(reason="nobody answers", counts=False)
BUSY = TryLater(reason="busy")
NO = Refused(code="MessageRejected", reason="a virus")


def _interrupt(database: Database, count: int = 1) -> list[Delivery]:
    """Claims of a process that has ended."""
    with database.write() as connection:
        return Ledger(connection).claim(EDITION, HandClock().now(), count)


def test_every_pending_delivery_is_carried_once(database: Database) -> None:
    an_edition(database, 7)
    carrier = MemoryCarrier()
    report = a_sending(database, carrier).run(EDITION)
    assert report == SendReport(submitted=7, refused=0, uncertain=0, excluded=0, waiting=0)
    assert len(set(carrier.tried)) == len(carrier.tried) == 7
    assert counts(database) == {"submitted": 7}


def test_a_second_run_sends_nothing(database: Database) -> None:
    an_edition(database, 3)
    carrier = MemoryCarrier()
    a_sending(database, carrier).run(EDITION)
    report = a_sending(database, carrier).run(EDITION)
    assert report.submitted == 0
    assert len(carrier.tried) == 3


def test_the_carrier_gets_the_composed_mail_and_the_addresses_in_it(database: Database) -> None:
    an_edition(database, 1)
    found: list[Message] = []
    a_sending(database, MemoryCarrier(on_carry=found.append)).run(EDITION)
    [message], [row] = found, rows(database)
    assert message.content == composed(row)
    assert (message.sender_address, message.recipient_address) == ("news@example.com", "r0@example.com")
    assert (message.delivery_id, message.edition_id) == (row.id, EDITION)


def test_the_claim_is_committed_before_the_carrier_is_called(database: Database) -> None:
    an_edition(database, 2)
    seen: list[str] = []

    def look(message: Message) -> None:
        with database.read() as connection:
            row = Ledger(connection).get(message.delivery_id)
        assert row is not None
        seen.append(row.state)

    a_sending(database, MemoryCarrier(on_carry=look)).run(EDITION)
    assert seen == ["claimed", "claimed"]


def test_a_lost_answer_is_uncertain_and_never_sent_again(database: Database) -> None:
    an_edition(database, 2)
    carrier = MemoryCarrier(answers=[Uncertain(reason="lost")])
    assert a_sending(database, carrier).run(EDITION).uncertain == 1
    assert a_sending(database, carrier).run(EDITION).uncertain == 0
    assert len(carrier.tried) == 2
    assert counts(database) == {"uncertain": 1, "submitted": 1}


def test_a_refused_recipient_does_not_hold_up_the_others(database: Database) -> None:
    an_edition(database, 5)
    report = a_sending(database, MemoryCarrier(answers=[NO])).run(EDITION)
    assert (report.refused, report.submitted, report.stopped_because) == (1, 4, "")
    [refused] = [row for row in rows(database) if row.state is DeliveryState.REFUSED]
    assert refused.reason == "MessageRejected: a virus"
    assert refused.settled_at is not None


def test_a_delivery_that_was_put_off_is_tried_again_in_the_same_run(database: Database) -> None:
    an_edition(database, 1)
    clock = HandClock()
    report = a_sending(database, MemoryCarrier(answers=[BUSY, BUSY]), clock=clock).run(EDITION)
    assert report.submitted == 1
    assert clock.slept == pytest.approx(1 + 2)
    assert rows(database)[0].attempts == 3


def test_a_delivery_that_fails_for_its_own_sake_is_given_up_after_five_tries(database: Database) -> None:
    an_edition(database, 1)
    carrier = MemoryCarrier(answers=[BUSY] * 9)
    report = a_sending(database, carrier).run(EDITION)
    assert (report.refused, len(carrier.tried)) == (1, 5)
    assert (rows(database)[0].reason or "").startswith("gave-up")


def test_a_long_wait_is_left_to_a_later_run(database: Database) -> None:
    an_edition(database, 1)
    clock = HandClock()
    carrier = MemoryCarrier(answers=[TryLater(reason="busy", wait_seconds=3600)])
    assert a_sending(database, carrier, clock=clock).run(EDITION).waiting == 1
    assert clock.slept == 0
    clock.advance(timedelta(hours=1))
    assert a_sending(database, carrier, clock=clock).run(EDITION).submitted == 1


@pytest.mark.parametrize("reason", ["the daily quota is used up", "the account is suspended"])
def test_a_stop_ends_the_run_at_once_and_everything_stays_pending(database: Database, reason: str) -> None:
    an_edition(database, 4)
    carrier = MemoryCarrier(answers=[Accepted(message_id="1"), Stop(reason=reason, hint="wait")])
    report = a_sending(database, carrier).run(EDITION)
    assert report == SendReport(
        submitted=1, refused=0, uncertain=0, excluded=0, waiting=3, stopped_because=reason, hint="wait"
    )
    assert len(carrier.tried) == 2
    assert {row.attempts for row in rows(database) if row.state is DeliveryState.PENDING} == {0}


def test_a_carrier_in_trouble_is_waited_for_and_then_left_to_the_next_run(database: Database) -> None:
    an_edition(database, 2)
    clock = HandClock()
    carrier = MemoryCarrier(answers=[UNREACHABLE] * TROUBLE_LIMIT)
    report = a_sending(database, carrier, clock=clock).run(EDITION)
    assert "nobody answers" in report.stopped_because
    assert report.waiting == 2
    assert clock.slept == pytest.approx(1 + 2 + 4 + 8 + 16)
    assert a_sending(database, carrier, clock=clock).run(EDITION).submitted == 2


def test_troubles_that_pass_are_forgotten(database: Database) -> None:
    an_edition(database, 3)
    ok = Accepted(message_id="1")
    answers: list[Answer] = [*[UNREACHABLE] * 4, ok, *[UNREACHABLE] * 4, ok, *[UNREACHABLE] * 4, ok]
    report = a_sending(database, MemoryCarrier(answers=answers)).run(EDITION)
    assert (report.submitted, report.stopped_because) == (3, "")


def test_throttled_answers_never_give_a_recipient_up(database: Database) -> None:
    an_edition(database, 40)
    throttled = TryLater(reason="slow down", wait_seconds=1, counts=False)
    answers: list[Answer] = [throttled if n % 2 else Accepted(message_id=str(n)) for n in range(200)]
    carrier = MemoryCarrier(answers=answers)
    report = a_sending(database, carrier, rate_per_second=14).run(EDITION)
    assert (report.submitted, report.refused) == (40, 0)
    assert {len(copies) for copies in carrier.accepted.values()} == {1}


def test_the_rate_is_kept(database: Database) -> None:
    an_edition(database, 29)
    clock = HandClock()
    a_sending(database, MemoryCarrier(), clock=clock, rate_per_second=14).run(EDITION)
    assert clock.slept == pytest.approx(28 / 14, rel=0.05)


def test_without_a_rate_nothing_waits(database: Database) -> None:
    an_edition(database, 29)
    clock = HandClock()
    a_sending(database, MemoryCarrier(), clock=clock).run(EDITION)
    assert clock.slept == 0


def test_a_mail_that_cannot_be_composed_is_refused_with_its_reason_and_the_rest_goes_out(database: Database) -> None:
    an_edition(database, 3)

    def compose(delivery: Delivery) -> bytes:
        if delivery.address.startswith("r1@"):
            message = "the name has a line break"
            raise BadDataError(message, code="mail-header")
        return composed(delivery)

    report = a_sending(database, MemoryCarrier(), compose=compose).run(EDITION)
    assert (report.submitted, report.refused) == (2, 1)
    assert rows(database)[1].reason == "mail-header: the name has a line break"


@pytest.mark.parametrize("head", [b"To: a@example.com", b"From: nobody", b"From: a@b.example, c@d.example"])
def test_a_mail_without_exactly_one_sender_is_not_carried(database: Database, head: bytes) -> None:
    an_edition(database, 1)
    carrier = MemoryCarrier()
    report = a_sending(database, carrier, compose=lambda _: head + b"\r\n\r\nHello\r\n").run(EDITION)
    assert (report.refused, carrier.tried) == (1, [])


def test_a_failure_of_ours_while_composing_gives_the_claim_back(database: Database) -> None:
    an_edition(database, 2)

    def compose(delivery: Delivery) -> bytes:
        message = "the disk is full"
        raise StorageError(message, code="disk", where=delivery.id)

    with pytest.raises(StorageError):
        a_sending(database, MemoryCarrier(), compose=compose).run(EDITION)
    assert counts(database) == {"pending": 2}
    assert {row.attempts for row in rows(database)} == {0}


def test_more_than_five_in_a_hundred_refusals_stop_the_edition_and_keep_it_stopped(database: Database) -> None:
    an_edition(database, 60)
    answers: list[Answer] = [NO if n in {3, 21} else Accepted(message_id=str(n)) for n in range(60)]
    carrier = MemoryCarrier(answers=answers)
    report = a_sending(database, carrier).run(EDITION)
    assert (report.refused, report.submitted, report.waiting) == (2, 20, 38)
    assert report.stopped_because == "2 of 22 deliveries of this edition were refused"
    assert a_sending(database, carrier).run(EDITION).stopped_because == report.stopped_because
    assert len(carrier.tried) == 22


def test_an_edition_goes_on_once_its_refused_deliveries_are_put_back(database: Database) -> None:
    an_edition(database, 30)
    answers: list[Answer] = [NO if n < 2 else Accepted(message_id=str(n)) for n in range(22)]
    carrier = MemoryCarrier(answers=answers)
    a_sending(database, carrier).run(EDITION)
    with database.write() as connection:
        Ledger(connection).requeue(EDITION, DeliveryState.REFUSED)
    assert a_sending(database, carrier).run(EDITION).stopped_because == ""
    assert counts(database) == {"submitted": 30}


def test_a_few_refusals_among_a_few_deliveries_prove_nothing(database: Database) -> None:
    an_edition(database, 19)
    report = a_sending(database, MemoryCarrier(answers=[NO] * 4)).run(EDITION)
    assert (report.refused, report.submitted, report.stopped_because) == (4, 15, "")


def test_an_operator_can_ask_for_more_patience_with_refusals(database: Database) -> None:
    an_edition(database, 30)
    report = a_sending(database, MemoryCarrier(answers=[NO] * 15), refused_share=1.0).run(EDITION)
    assert (report.refused, report.submitted) == (15, 15)


def test_who_unsubscribed_after_the_freeze_gets_nothing(database: Database) -> None:
    an_edition(database, 3)
    carrier = MemoryCarrier()

    def is_wanted(connection: Connection, delivery: Delivery) -> bool:
        del connection
        return delivery.subscription_id != f"{EDITION}-s1"

    report = a_sending(database, carrier, is_wanted=is_wanted).run(EDITION)
    assert (report.submitted, report.excluded) == (2, 1)
    [row] = [row for row in rows(database) if row.state is DeliveryState.EXCLUDED]
    assert row.subscription_id == f"{EDITION}-s1"
    assert row.id not in carrier.tried
    assert row.reason


def test_who_unsubscribes_while_the_edition_goes_out_is_asked_about_at_the_last_moment(database: Database) -> None:
    an_edition(database, 10)
    gone: set[str] = set()
    carrier = MemoryCarrier(on_carry=lambda _: gone.update(f"{EDITION}-s{n}" for n in range(10)))
    sending = a_sending(database, carrier, is_wanted=lambda _, delivery: delivery.subscription_id not in gone)
    report = sending.run(EDITION)
    assert (report.submitted, report.excluded) == (1, 9)


def test_an_interrupted_claim_that_cannot_be_looked_up_is_uncertain_and_not_sent(database: Database) -> None:
    an_edition(database, 2)
    [claim] = _interrupt(database)
    carrier = MemoryCarrier()
    report = a_sending(database, carrier).run(EDITION)
    assert (report.submitted, report.uncertain) == (1, 1)
    assert claim.id not in carrier.tried


def test_an_interrupted_claim_that_the_carrier_has_is_submitted(database: Database) -> None:
    an_edition(database, 1)
    [claim] = _interrupt(database)
    carrier = MemoryCarrier(accepted={claim.id: [b"mail"]}, is_lookable=True)
    assert a_sending(database, carrier).run(EDITION).submitted == 1
    assert carrier.tried == []


def test_the_outbox_settles_every_interrupted_claim_by_its_files(database: Database, tmp_path: Path) -> None:
    an_edition(database, 4)
    written, unwritten = _interrupt(database, 2)
    carrier = OutboxCarrier(tmp_path / "outbox")
    carrier.carry(
        Message(
            delivery_id=written.id,
            edition_id=EDITION,
            sender_address="n@example.com",
            recipient_address="r@example.com",
            content=b"as it was written",
        )
    )
    report = a_sending(database, carrier).run(EDITION)
    assert (report.submitted, report.uncertain) == (4, 0)
    assert (tmp_path / "outbox" / f"{written.id}.eml").read_bytes() == b"as it was written"
    assert (tmp_path / "outbox" / f"{unwritten.id}.eml").read_bytes() == composed(unwritten)
    assert len(list((tmp_path / "outbox").iterdir())) == 4


def test_a_stop_signal_finishes_what_is_in_flight_and_claims_no_more(database: Database) -> None:
    an_edition(database, 5)
    stop = threading.Event()
    carrier = MemoryCarrier(on_carry=lambda _: stop.set())
    report = a_sending(database, carrier).run(EDITION, stop)
    assert (report.submitted, report.waiting, report.stopped_because) == (1, 4, "")
    assert counts(database) == {"submitted": 1, "pending": 4}


@pytest.mark.parametrize("answer", [TryLater(reason="busy", wait_seconds=60), UNREACHABLE])
def test_a_stop_signal_ends_a_wait(sqlite_database: Database, answer: Answer) -> None:
    an_edition(sqlite_database, 1)
    stop = threading.Event()
    clock = HandClock(on_sleep=stop.set)
    report = a_sending(sqlite_database, MemoryCarrier(answers=[answer]), clock=clock).run(EDITION, stop)
    assert report.waiting == 1
    assert clock.slept < 1


def test_a_stop_signal_ends_a_wait_for_the_pace(sqlite_database: Database) -> None:
    an_edition(sqlite_database, 3)
    stop = threading.Event()
    clock = HandClock(on_sleep=stop.set)
    report = a_sending(sqlite_database, MemoryCarrier(), clock=clock, rate_per_second=0.01).run(EDITION, stop)
    assert (report.submitted, report.waiting) == (1, 2)


def test_a_stop_signal_that_is_set_already_sends_nothing(sqlite_database: Database) -> None:
    an_edition(sqlite_database, 2)
    stop = threading.Event()
    stop.set()
    assert a_sending(sqlite_database, MemoryCarrier()).run(EDITION, stop).waiting == 2


def test_an_edition_without_recipients_is_done_at_once(database: Database) -> None:
    an_edition(database, 0)
    assert a_sending(database, MemoryCarrier()).run(EDITION).waiting == 0


def test_two_runs_at_once_carry_nothing_twice(database: Database) -> None:
    an_edition(database, 60)
    carrier = MemoryCarrier()
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        a_sending(database, carrier).run(EDITION)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {len(copies) for copies in carrier.accepted.values()} == {1}
    assert len(carrier.tried) == len(set(carrier.tried)) == 60
    assert counts(database) == {"submitted": 60}
