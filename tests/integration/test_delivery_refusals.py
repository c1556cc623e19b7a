"""What becomes of refused mails, and when they hold an edition."""

from __future__ import annotations

import pytest

from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import (
    Accepted,
    Answer,
    Delivery,
    DeliveryState,
    Stop,
    Uncertain,
)
from syndicate.errors import BadDataError, StorageError
from syndicate.storage import Database
from tests.editions import the_edition
from tests.integration.delivery_parts import (
    EDITION,
    NO,
    MemoryCarrier,
    a_sending,
    an_edition,
    composed,
    counts,
    resume,
    rows,
)


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
    assert a_sending(database, carrier).run(EDITION).submitted == 39
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
