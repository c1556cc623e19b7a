from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
from syndicate.delivery.run import SendReport
from syndicate.delivery.sending import LOST_LIMIT, TROUBLE_LIMIT
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


def _interrupt(database: Database, count: int = 1, carrier: str = "memory") -> list[Delivery]:
    """Claims of a process that has ended."""
    with database.write() as connection:
        return Ledger(connection).claim(EDITION, HandClock().now(), count, carrier=carrier)


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


def test_three_lost_answers_in_a_row_stop_the_run_and_the_rest_stays_pending(database: Database) -> None:
    an_edition(database, 9)
    carrier = MemoryCarrier(answers=[Uncertain(reason="reset by peer")] * 9)
    report = a_sending(database, carrier).run(EDITION)
    assert (report.uncertain, report.waiting) == (LOST_LIMIT, 6)
    assert "the answer was lost 3 times in a row" in report.stopped_because
    assert "reset by peer" in report.stopped_because
    assert report.hint


@pytest.mark.parametrize("between", [Accepted(message_id="1"), NO])
def test_lost_answers_with_an_answer_between_them_stop_nothing(database: Database, between: Answer) -> None:
    an_edition(database, 12)
    lost = Uncertain(reason="lost")
    report = a_sending(database, MemoryCarrier(answers=[lost, lost, between] * 4)).run(EDITION)
    assert (report.uncertain, report.waiting, report.stopped_because) == (8, 0, "")


def test_an_outage_that_goes_on_costs_one_doubt_a_run_and_not_three(database: Database) -> None:
    an_edition(database, 30)
    clock = HandClock()
    carrier = MemoryCarrier(answers=[Uncertain(reason="503")] * 5)
    sending = a_sending(database, carrier, clock=clock)
    found = []
    for _ in range(4):
        found.append(sending.run(EDITION).uncertain)
        clock.advance(timedelta(minutes=15))
    assert found == [3, 1, 1, 0]
    assert counts(database) == {"uncertain": 5, "submitted": 25}


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


def test_more_than_five_in_a_hundred_refusals_hold_the_edition_until_a_person_asks(database: Database) -> None:
    an_edition(database, 60)
    answers: list[Answer] = [NO if n in {3, 21} else Accepted(message_id=str(n)) for n in range(60)]
    carrier = MemoryCarrier(answers=answers)
    report = a_sending(database, carrier).run(EDITION)
    assert (report.refused, report.submitted, report.waiting) == (2, 20, 38)
    assert report.stopped_because == "2 of the 22 mails tried in this run were refused"
    assert EDITION in report.hint
    for _ in range(3):  # after a restart, too: nothing of it is in memory
        later = a_sending(database, carrier).run(EDITION)
        assert (later.stopped_because, later.hint) == (report.stopped_because, report.hint)
        assert (later.waiting, len(carrier.tried)) == (38, 22)
    asked = a_sending(database, carrier).run(EDITION, is_asked_for=True)
    assert (asked.submitted, asked.stopped_because) == (38, "")


def test_an_edition_goes_on_once_a_person_asks_though_its_old_refusals_stay(database: Database) -> None:
    an_edition(database, 60)
    carrier = MemoryCarrier(answers=[NO] * 20)
    sending = a_sending(database, carrier)
    assert sending.run(EDITION).refused == 20
    carrier.answers = [Accepted(message_id="1"), Stop(reason="the daily quota is used up", wait_seconds=3600)]
    assert "quota" in sending.run(EDITION, is_asked_for=True).stopped_because
    assert a_sending(database, carrier).run(EDITION).submitted == 39
    assert counts(database) == {"refused": 20, "submitted": 40}


def test_a_mail_that_is_still_bad_is_tried_on_twenty_more_and_held_again(database: Database) -> None:
    an_edition(database, 60)
    carrier = MemoryCarrier(answers=[NO] * 60)
    a_sending(database, carrier).run(EDITION)
    report = a_sending(database, carrier).run(EDITION, is_asked_for=True)
    assert (report.refused, report.waiting) == (20, 20)
    assert a_sending(database, carrier).run(EDITION).refused == 0


def test_refused_deliveries_that_were_put_back_are_sent_when_asked_for(database: Database) -> None:
    an_edition(database, 30)
    answers: list[Answer] = [NO if n < 2 else Accepted(message_id=str(n)) for n in range(22)]
    carrier = MemoryCarrier(answers=answers)
    a_sending(database, carrier).run(EDITION)
    with database.write() as connection:
        Ledger(connection).requeue(EDITION, DeliveryState.REFUSED)
    assert a_sending(database, carrier).run(EDITION, is_asked_for=True).stopped_because == ""
    assert counts(database) == {"submitted": 30}


@pytest.mark.parametrize("last", [NO, Stop(reason="paused"), Uncertain(reason="lost")])
def test_an_edition_with_nothing_left_waiting_was_not_stopped(database: Database, last: Answer) -> None:
    an_edition(database, 20)
    answers: list[Answer] = [*[Accepted(message_id="m")] * 15, *[Uncertain(reason="lost")] * 2, NO, NO, last]
    report = a_sending(database, MemoryCarrier(answers=answers)).run(EDITION)
    assert (report.waiting == 0) == (report.stopped_because == "")
    assert (report.waiting == 0) == (not isinstance(last, Stop))


def test_refusals_of_our_own_making_hold_nothing_up(database: Database) -> None:
    an_edition(database, 60)

    def compose(delivery: Delivery) -> bytes:
        if int(delivery.address[1:].partition("@")[0]) % 3 == 0:
            message = "the name has a line break"
            raise BadDataError(message, code="mail-header")
        return composed(delivery)

    report = a_sending(database, MemoryCarrier(), compose=compose).run(EDITION)
    assert (report.submitted, report.refused, report.stopped_because) == (40, 20, "")


def test_when_not_one_mail_can_be_made_the_edition_is_held(database: Database) -> None:
    an_edition(database, 60)
    carrier = MemoryCarrier()
    report = a_sending(database, carrier, compose=lambda _: b"To: a@example.com\r\n\r\nHello\r\n").run(EDITION)
    assert (report.refused, report.waiting, carrier.tried) == (20, 40, [])
    assert "not one" in report.stopped_because


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


def test_an_interrupted_claim_of_another_carrier_is_uncertain_whatever_this_one_finds(
    database: Database, tmp_path: Path
) -> None:
    an_edition(database, 1)
    _interrupt(database, carrier="ses")
    report = a_sending(database, OutboxCarrier(tmp_path / "outbox")).run(EDITION)
    assert (report.submitted, report.uncertain) == (0, 1)
    assert not (tmp_path / "outbox").exists()


def test_an_interrupted_claim_that_the_carrier_has_is_submitted(database: Database) -> None:
    an_edition(database, 1)
    [claim] = _interrupt(database)
    carrier = MemoryCarrier(accepted={claim.id: [b"mail"]}, is_lookable=True)
    assert a_sending(database, carrier).run(EDITION).submitted == 1
    assert carrier.tried == []


def test_the_outbox_settles_every_interrupted_claim_by_its_files(database: Database, tmp_path: Path) -> None:
    an_edition(database, 4)
    written, unwritten = _interrupt(database, 2, "outbox")
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


def test_after_a_stop_scheduled_runs_wait_longer_each_time(database: Database) -> None:
    an_edition(database, 2)
    clock = HandClock()
    carrier = MemoryCarrier(answers=[Stop(reason="paused", hint="resume it")] * 7)
    sending = a_sending(database, carrier, clock=clock)
    first = sending.run(EDITION)
    found = []
    while len(carrier.tried) < 7:
        tried, started = len(carrier.tried), clock.monotonic()
        while len(carrier.tried) == tried:
            clock.advance(timedelta(seconds=30))
            assert sending.run(EDITION) == first
        found.append((clock.monotonic() - started) / 60)
    assert found == [1, 2, 4, 8, 15, 15]
    clock.advance(timedelta(minutes=15))
    assert sending.run(EDITION).submitted == 2


def test_the_pause_that_a_stop_asks_for_is_kept(database: Database) -> None:
    an_edition(database, 1)
    clock = HandClock()
    carrier = MemoryCarrier(answers=[Stop(reason="the daily quota is used up", wait_seconds=3600)])
    sending = a_sending(database, carrier, clock=clock)
    sending.run(EDITION)
    clock.advance(timedelta(minutes=59))
    assert sending.run(EDITION).submitted == 0
    clock.advance(timedelta(minutes=1))
    assert sending.run(EDITION).submitted == 1


def test_a_pause_holds_for_every_edition_but_not_for_a_person(database: Database) -> None:
    an_edition(database, 1)
    an_edition(database, 1, "edition-2")
    carrier = MemoryCarrier(answers=[Stop(reason="paused")])
    sending = a_sending(database, carrier)
    sending.run(EDITION)
    assert sending.run("edition-2").stopped_because == "paused"
    assert sending.run("edition-2", is_asked_for=True).submitted == 1
    assert sending.run(EDITION).submitted == 1


def test_what_was_interrupted_is_settled_in_a_pause_too(database: Database) -> None:
    an_edition(database, 2)
    carrier = MemoryCarrier(answers=[Stop(reason="paused")])
    sending = a_sending(database, carrier)
    sending.run(EDITION)
    _interrupt(database)
    assert sending.run(EDITION).uncertain == 1


def test_an_edition_with_nothing_left_is_not_stopped_by_a_pause(database: Database) -> None:
    an_edition(database, 1)
    an_edition(database, 0, "edition-2")
    sending = a_sending(database, MemoryCarrier(answers=[Stop(reason="paused")]))
    sending.run(EDITION)
    assert sending.run("edition-2").stopped_because == ""


def test_a_stop_is_told_once_and_again_when_it_changes(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    an_edition(database, 2)
    clock = HandClock()
    paused, expired = Stop(reason="paused"), Stop(reason="the token has expired")
    sending = a_sending(database, MemoryCarrier(answers=[paused, paused, expired]), clock=clock)
    with caplog.at_level(logging.WARNING):
        for _ in range(20):
            sending.run(EDITION)
            clock.advance(timedelta(seconds=30))
    assert [record.getMessage() for record in caplog.records] == [
        f"edition {EDITION} stopped: paused",
        f"edition {EDITION} stopped: the token has expired",
    ]


def test_a_carrier_that_breaks_in_an_unforeseen_way_leaves_a_doubt_and_stops(database: Database) -> None:
    an_edition(database, 3)
    carrier = MemoryCarrier(breaks=[RuntimeError("refreshed credentials are still expired")])
    sending = a_sending(database, carrier)
    report = sending.run(EDITION)
    assert (report.uncertain, report.waiting) == (1, 2)
    assert "refreshed credentials are still expired" in report.stopped_because
    assert sending.run(EDITION).uncertain == 0
    assert counts(database) == {"uncertain": 1, "pending": 2}


@pytest.mark.parametrize("is_lookable", [False, True])
def test_a_key_pressed_in_the_middle_of_a_call_leaves_no_claim(database: Database, *, is_lookable: bool) -> None:
    an_edition(database, 2)
    taken: dict[str, list[bytes]] = {}

    def take(message: Message) -> None:
        taken[message.delivery_id] = [message.content]

    carrier = MemoryCarrier(breaks=[KeyboardInterrupt()], on_carry=take, accepted=taken, is_lookable=is_lookable)
    with pytest.raises(KeyboardInterrupt):
        a_sending(database, carrier).run(EDITION)
    assert counts(database) == {"submitted" if is_lookable else "uncertain": 1, "pending": 1}


@pytest.mark.parametrize("failures", [1, 4])
def test_an_accepted_mail_is_written_down_though_the_database_fails_at_first(
    sqlite_database: Database, failures: int
) -> None:
    an_edition(sqlite_database, 2)
    flaky = FlakyDatabase(sqlite_database.engine)
    carrier = MemoryCarrier(on_carry=lambda _: flaky.fail(failures))
    clock = HandClock()
    report = a_sending(flaky, carrier, clock=clock).run(EDITION)
    assert (report.submitted, len(carrier.tried)) == (2, 2)
    assert clock.slept == pytest.approx(2 * sum([1, 2, 4, 8][:failures]))


def test_an_accepted_mail_that_cannot_be_written_down_at_all_is_at_least_told(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    an_edition(sqlite_database, 1)
    flaky = FlakyDatabase(sqlite_database.engine)
    carrier = MemoryCarrier(on_carry=lambda _: flaky.fail(99))
    with pytest.raises(StorageError):
        a_sending(flaky, carrier).run(EDITION)
    assert "memory-1" in caplog.text


class FlakyDatabase(Database):
    """Its next writes fail as told."""

    failures = 0

    def fail(self, times: int) -> None:
        self.failures = times

    @contextmanager
    def write(self) -> Iterator[Connection]:
        if self.failures:
            self.failures -= 1
            message = "the disk is full"
            raise StorageError(message, code="database-failed")
        with super().write() as connection:
            yield connection
