"""What becomes of refused mails, and when they hold an edition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection

from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import (
    Accepted,
    Answer,
    DeliveryState,
    Refused,
    Stop,
    Uncertain,
)
from syndicate.errors import StorageError
from syndicate.storage import Database
from tests.carriers import MemoryCarrier
from tests.editions import the_edition
from tests.integration.delivery_parts import (
    EDITION,
    NO,
    a_sending,
    an_edition,
    counts,
    forget_the_sender,
    messages_of,
    resume,
    rows,
    spoil,
)


def test_a_mail_that_cannot_be_composed_is_refused_with_its_reason_and_the_rest_goes_out(database: Database) -> None:
    an_edition(database, 3)
    spoil(database, 1)
    report = a_sending(database, MemoryCarrier()).run(EDITION)
    assert (report.submitted, report.refused) == (2, 1)
    [refused] = [row for row in rows(database) if row.state is DeliveryState.REFUSED]
    assert "it is not an address" in (refused.reason or "")


@pytest.mark.parametrize("sender", ["", "nobody", "@example.com", "a@b.example c@d.example"])
def test_a_mail_without_exactly_one_sender_is_not_carried(database: Database, sender: str) -> None:
    an_edition(database, 1)
    forget_the_sender(database, sender)
    carrier = MemoryCarrier()
    report = a_sending(database, carrier).run(EDITION)
    assert (report.refused, carrier.tried) == (1, [])


def test_a_failure_of_ours_while_composing_gives_the_claim_back(database: Database) -> None:
    an_edition(database, 2)
    with pytest.raises(StorageError):
        a_sending(database, MemoryCarrier(), messages=messages_of(UnreadableDatabase(database.engine))).run(EDITION)
    assert counts(database) == {"pending": 2}
    assert {row.attempts for row in rows(database)} == {0}


def test_more_than_five_in_a_hundred_refusals_hold_the_edition_until_a_person_asks(database: Database) -> None:
    an_edition(database, 60)
    answers: list[Answer] = [NO if n in {3, 21} else Accepted(message_id=str(n)) for n in range(60)]
    carrier = MemoryCarrier(answers=answers)
    report = a_sending(database, carrier).run(EDITION)
    assert (report.refused, report.submitted, report.waiting) == (2, 20, 38)
    why = "2 of the 22 mails tried since it was let go on were refused, most of them MessageRejected"
    assert report.stopped_because == why
    assert EDITION in report.hint
    for _ in range(3):  # after a restart, too: nothing of it is in memory
        later = a_sending(database, carrier).run(EDITION)
        assert (later.stopped_because, later.hint) == (report.stopped_because, report.hint)
        assert (later.waiting, len(carrier.tried)) == (38, 22)
    resume(database)
    asked = a_sending(database, carrier).run(EDITION, is_asked_for=True)
    assert (asked.submitted, asked.stopped_because) == (38, "")


def test_an_edition_goes_on_once_a_person_asks_though_its_old_refusals_stay(database: Database) -> None:
    an_edition(database, 60)
    carrier = MemoryCarrier(answers=[NO] * 20)
    sending = a_sending(database, carrier)
    assert sending.run(EDITION).refused == 20
    carrier.answers = [Accepted(message_id="1"), Stop(reason="the daily quota is used up", wait_seconds=3600)]
    resume(database)
    assert "quota" in sending.run(EDITION, is_asked_for=True).stopped_because
    assert a_sending(database, carrier).run(EDITION, is_asked_for=True).submitted == 39
    assert counts(database) == {"refused": 20, "submitted": 40}


def test_a_mail_that_is_still_bad_is_tried_on_twenty_more_and_held_again(database: Database) -> None:
    an_edition(database, 60)
    carrier = MemoryCarrier(answers=[NO] * 60)
    a_sending(database, carrier).run(EDITION)
    resume(database)
    report = a_sending(database, carrier).run(EDITION, is_asked_for=True)
    assert (report.refused, report.waiting) == (20, 20)
    assert a_sending(database, carrier).run(EDITION).refused == 0


def test_refused_deliveries_that_were_put_back_are_sent_when_asked_for(database: Database) -> None:
    an_edition(database, 30)
    answers: list[Answer] = [NO if n < 2 else Accepted(message_id=str(n)) for n in range(22)]
    carrier = MemoryCarrier(answers=answers)
    a_sending(database, carrier).run(EDITION)
    with database.write() as connection:
        Ledger(connection).requeue(the_edition(connection, EDITION), DeliveryState.REFUSED)
    resume(database)
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
    spoil(database, *range(0, 60, 3))
    report = a_sending(database, MemoryCarrier()).run(EDITION)
    assert (report.submitted, report.refused, report.stopped_because) == (40, 20, "")


def test_when_not_one_mail_can_be_made_the_edition_is_held(database: Database) -> None:
    an_edition(database, 60)
    carrier = MemoryCarrier()
    forget_the_sender(database, "nobody")
    report = a_sending(database, carrier).run(EDITION)
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


class UnreadableDatabase(Database):
    """Nothing can be read of it."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with super().read() as connection:
            yield self._fail(connection)

    def _fail(self, connection: Connection) -> Connection:
        message = f"the disk below {connection.engine.dialect.name} is broken"
        raise StorageError(message, code="database-failed")


@pytest.mark.parametrize(
    "odd",
    [
        Accepted(message_id="a\0b"),
        Accepted(message_id="\ud800"),
        Accepted(message_id=1_000_000 * "m"),
        Refused(code="X", reason="a\0b\ud800"),
        Uncertain(reason="\0"),
    ],
    ids=["nul", "half a character", "endless", "refused", "lost"],
)
def test_an_odd_answer_keeps_no_other_from_being_written_down(database: Database, odd: Answer) -> None:
    an_edition(database, 4)
    carrier = MemoryCarrier(answers=[Accepted(message_id="a"), odd], batch_size=4)
    a_sending(database, carrier, refused_share=0.9).run(EDITION)
    assert counts(database)["submitted"] >= 3
    assert sum(counts(database).values()) == 4
    assert "claimed" not in counts(database)
