"""How an edition goes out: claim, carry, settle, one delivery after another."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from syndicate.delivery.doubt.settling import Doubts, Resolution
from syndicate.delivery.doubt.verdicts import DoubtPolicy
from syndicate.delivery.guard.fence import Fence
from syndicate.delivery.guard.fenced_watcher import FencedWatcher
from syndicate.delivery.lanes.calls import AnsweredCall, Call
from syndicate.delivery.lanes.claiming import MOST_IN_FLIGHT
from syndicate.delivery.lanes.run import NeverStop, Run, SendReport
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import (
    Accepted,
    Allowance,
    Answer,
    DeliveryState,
    Recipient,
    Stop,
    TryLater,
    Uncertain,
)
from syndicate.delivery.pace.rates import LEEWAY
from syndicate.delivery.pace.state import LOST_LIMIT, TROUBLE_LIMIT
from syndicate.errors import StorageError
from syndicate.storage import Database
from syndicate.storage.tables import deliveries
from tests.carriers import MemoryCarrier
from tests.integration.delivery_parts import (
    BUSY,
    EDITION,
    NO,
    NOON,
    UNREACHABLE,
    HandClock,
    a_sending,
    an_edition,
    content_of,
    counts,
    resume,
    rows,
    unsubscribe,
)


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
    found: list[Recipient] = []
    carrier = MemoryCarrier(on_carry=found.append)
    a_sending(database, carrier).run(EDITION)
    [recipient], [row] = found, rows(database)
    assert carrier.accepted == {row.id: [content_of(database, row)]}
    assert (recipient.delivery_id, recipient.address, recipient.name) == (row.id, "r0@example.com", "")


def test_the_claim_is_committed_before_the_carrier_is_called(database: Database) -> None:
    an_edition(database, 2)
    seen: list[str] = []

    def look(recipient: Recipient) -> None:
        with database.read() as connection:
            row = Ledger(connection).get(recipient.delivery_id)
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


@pytest.mark.parametrize("policy", DoubtPolicy)
def test_once_a_person_has_looked_all_get_it_but_those_whom_the_machine_remembers(
    database: Database, tmp_path: Path, policy: DoubtPolicy
) -> None:
    an_edition(database, 8)
    clock, carrier = HandClock(), MemoryCarrier(reaches_people=True, batch_size=3)
    fence = Fence(database, clock, tmp_path)
    assert fence.admit() is None
    theirs = [(f"r{number}@example.com", 0) for number in (0, 1, 6)]  # as they were before a backup was put back
    FencedWatcher(fence).note(EDITION, theirs)
    sending = a_sending(database, carrier, clock=clock, fence=fence)
    report = sending.run(EDITION)
    assert (report.is_held, carrier.tried) == (True, [])
    assert counts(database) == {"pending": 5, "uncertain": 3}

    resume(database)
    report = sending.run(EDITION)
    assert (report.submitted, report.is_held) == (5, False)
    clock.advance(timedelta(hours=1))
    doubts = Doubts(database=database, clock=clock, policy=policy, wait=timedelta(minutes=15), max_lateness={})
    assert doubts.settle(NeverStop()).resent == {}
    assert all("remembers" in found.verdict.reason for found in doubts.verdicts(EDITION))
    assert counts(database) == {"submitted": 5, "uncertain": 3}

    [one, *others] = [row.id for row in rows(database) if row.state is DeliveryState.UNCERTAIN]
    doubts.resolve(EDITION, one, Resolution.RESEND)
    assert sending.run(EDITION).submitted == 1
    assert counts(database) == {"submitted": 6, "uncertain": 2}
    assert not set(others) & set(carrier.tried)


class Unanswered:
    """Calls whose answers do not come."""

    def __init__(self, *_: object) -> None:
        self.recipients = 0

    def start(self, call: Call) -> None:
        self.recipients += len(call.recipients)

    def answered(self, _: float) -> list[AnsweredCall]:
        return []

    def close(self) -> None:
        pass


@pytest.mark.parametrize("allowed", [None, Allowance(max_rate=1e6, daily_quota=None, sent_24h=0.0)])
def test_however_fast_an_account_is_a_kill_puts_a_thousand_in_doubt_at_most(
    sqlite_database: Database, allowed: Allowance | None
) -> None:
    an_edition(sqlite_database, 3 * MOST_IN_FLIGHT)
    carrier = MemoryCarrier(batch_size=50, allowed=allowed, answers_at_once=False)
    calls, run = Unanswered(), Run(edition_id=EDITION, has_pictures=True)
    carriage = a_sending(sqlite_database, carrier, make_calls=lambda *_: calls)
    with carriage.sending.lanes() as lanes:
        for _ in range(10):
            lanes.step({EDITION: run})
    assert MOST_IN_FLIGHT / 2 <= calls.recipients <= MOST_IN_FLIGHT


def test_a_long_wait_is_left_to_a_later_run(database: Database) -> None:
    an_edition(database, 1)
    clock = HandClock()
    with database.write() as connection:  # by a machine whose clock is ahead a little
        connection.execute(update(deliveries).values(not_before=NOON + timedelta(minutes=4)))
    carrier = MemoryCarrier()
    assert a_sending(database, carrier, clock=clock).run(EDITION).waiting == 1
    assert clock.slept == 0
    clock.advance(timedelta(minutes=4))
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
    # Another process knows of it, and leaves the carrier alone as long.
    assert a_sending(database, carrier, clock=clock).run(EDITION).submitted == 0
    assert len(carrier.tried) == TROUBLE_LIMIT
    clock.advance(timedelta(minutes=1))
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
    # The first may leave together with those that a late start could have made up for.
    assert 28 / 14 - LEEWAY <= clock.slept <= 28 / 14


def test_without_a_rate_nothing_waits(database: Database) -> None:
    an_edition(database, 29)
    clock = HandClock()
    a_sending(database, MemoryCarrier(), clock=clock).run(EDITION)
    assert clock.slept == 0


def test_who_unsubscribed_after_the_freeze_gets_nothing(database: Database) -> None:
    an_edition(database, 3)
    carrier = MemoryCarrier()
    unsubscribe(database, 1)
    report = a_sending(database, carrier).run(EDITION)
    assert (report.submitted, report.excluded) == (2, 1)
    [row] = [row for row in rows(database) if row.state is DeliveryState.EXCLUDED]
    assert row.subscription_id == f"{EDITION}-s1"
    assert row.id not in carrier.tried
    assert row.reason


def test_who_unsubscribes_while_the_edition_goes_out_is_asked_about_at_the_last_moment(database: Database) -> None:
    an_edition(database, 10)
    carrier = MemoryCarrier(on_carry=lambda _: unsubscribe(database, *range(10)))
    report = a_sending(database, carrier).run(EDITION)
    assert (report.submitted, report.excluded) == (1, 9)


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


def test_a_question_that_breaks_is_not_taken_for_no_limit(database: Database) -> None:
    class Odd(MemoryCarrier):
        def allowance(self) -> None:
            message = "no number"
            raise ValueError(message)

    an_edition(database, 20)
    clock = HandClock()
    a_sending(database, Odd(), clock=clock).run(EDITION)
    assert counts(database) == {"submitted": 20}
    assert clock.slept >= 18


@pytest.mark.postgres
def test_a_machine_whose_clock_is_ahead_leaves_what_another_has_in_hand(
    postgres_database: Database,
) -> None:
    an_edition(postgres_database, 2)
    ahead = HandClock()
    ahead.set(ahead.now() + timedelta(minutes=10))
    other = a_sending(postgres_database, MemoryCarrier(), clock=ahead).sending

    def look(recipient: Recipient) -> None:
        del recipient
        with other.lanes() as lanes:
            other.settle_abandoned(lanes, {})

    carrier = MemoryCarrier(answers=[UNREACHABLE], on_carry=look)
    a_sending(postgres_database, carrier).run(EDITION)
    assert counts(postgres_database) == {"submitted": 2}


def test_a_watcher_that_cannot_forget_costs_no_answer_of_a_mail_that_left(database: Database, tmp_path: Path) -> None:
    def spoil_its_file(recipient: Recipient) -> None:
        del recipient
        for file in tmp_path.rglob("*.seen"):
            file.write_bytes(b"spoilt")

    an_edition(database, 4)
    clock = HandClock()
    carrier = MemoryCarrier(answers=[UNREACHABLE], on_carry=spoil_its_file, batch_size=4, reaches_people=True)
    with pytest.raises(StorageError, match="cannot be remembered"):
        a_sending(database, carrier, clock=clock, fence=Fence(database, clock, tmp_path)).run(EDITION)
    assert counts(database) == {"claimed": 1, "submitted": 3}
