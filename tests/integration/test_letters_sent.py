"""Mails to one person leave once, whatever is killed, refused or put off; and what is kept of them goes."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from syndicate.audience.joins.store import JoinStore
from syndicate.audience.model import EndedBy, Ending, Ground, Suppression
from syndicate.audience.moving import move
from syndicate.audience.store import AudienceStore
from syndicate.clock import SystemClock
from syndicate.delivery.carriers.outbox import OutboxCarrier
from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.delivery.events.ses import read_event
from syndicate.delivery.lanes.limits import SendingLimits
from syndicate.delivery.model import Allowance, Refused, Stop, TryLater, Uncertain
from syndicate.delivery.pace.store import CarrierStore
from syndicate.delivery.thinning import Thinning
from syndicate.delivery.transactional.model import ANSWERED, BARRED, ENDED, LATE
from syndicate.errors import SyndicateError
from syndicate.storage.states import DeliveryState, TransactionalKind
from syndicate.storage.tables import joins, suppressions, transactional_mails
from syndicate.testing.clock import ManualClock
from syndicate.testing.ses import SesStandIn
from syndicate.text.mailboxes import read_mailbox
from tests.aws import isolate_aws
from tests.carriers import MemoryCarrier
from tests.integration.delivery_parts import EDITION, a_sending, an_edition, counts
from tests.integration.event_parts import applying
from tests.integration.failing_writes import OF_POSTGRESQL, OF_SQLITE, FailingWrites, Failure
from tests.integration.joining_parts import (
    DAY,
    LINKS,
    NOON,
    a_confirmation,
    an_answer,
    answer,
    mails,
    parsed,
    post,
    subscribe,
    text_of,
    wish,
)

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.storage import Database

SUBMITTED, PENDING, UNCERTAIN = DeliveryState.SUBMITTED, DeliveryState.PENDING, DeliveryState.UNCERTAIN


def states(database: Database) -> list[tuple[str, str | None]]:
    return [(row["state"], row["reason"]) for row in mails(database)]


def sent(carrier: MemoryCarrier) -> int:
    return sum(len(contents) for contents in carrier.accepted.values())


# --- what leaves, and what does not --------------------------------------------------


def test_each_kind_leaves_with_its_own_link(database: Database) -> None:
    subscription_id = subscribe(database, "zoe@example.org")
    a_confirmation(database, "bo@example.org")
    for kind in (TransactionalKind.KNOWN, TransactionalKind.WELCOME, TransactionalKind.MOVED):
        post(database, kind, subscription_id=subscription_id, name="Zoe")
    carrier = MemoryCarrier()

    assert answer(an_answer(database, carrier)).mails.submitted == 4

    confirm, known, welcome, moved = (carrier.accepted[name][0] for name in carrier.tried)
    assert "/confirm/" in text_of(confirm)
    assert "/preferences/" in text_of(known)
    assert "https://quay.example/subscribe" in text_of(moved)
    assert "Monday, November 23, 2026" in text_of(welcome)
    token = str(parsed(welcome)["List-Unsubscribe"]).partition("/unsubscribe/")[2].partition(">")[0]
    assert LINKS.read_unsubscribe(token) == subscription_id
    assert [parsed(content)["List-Unsubscribe"] for content in (confirm, known, moved)] == [None] * 3
    assert [str(parsed(content)["To"]) for content in (confirm, known, welcome)] == [
        "bo@example.org",
        "zoe@example.org",  # whoever asked for it, no name is told
        "Zoe <zoe@example.org>",
    ]


def test_a_mail_leaves_no_more_once_what_it_is_about_has_gone(database: Database) -> None:
    subscription_id = subscribe(database, "bo@example.org")
    a_confirmation(database)
    post(database, TransactionalKind.WELCOME, "bo@example.org", subscription_id=subscription_id)
    post(database, TransactionalKind.MOVED, "cy@example.org")
    post(database, TransactionalKind.MOVED, "di@example.org", at=NOON - 4 * DAY)
    with database.write() as connection:
        JoinStore(connection).confirm(connection.execute(select(joins.c.key)).scalar_one(), NOON)
        store = AudienceStore(connection)
        store.end(subscription_id, Ending(at=NOON, by=EndedBy.PAGE))
        store.suppress(Suppression(address_key="cy@example.org", reason="bounced", since=NOON, source="SES"))
    carrier = MemoryCarrier()

    assert answer(an_answer(database, carrier)).mails.excluded == 4
    assert [reason for _, reason in states(database)] == [ANSWERED, ENDED, BARRED, LATE]
    assert carrier.tried == []


def test_a_refusal_is_final_and_trouble_is_tried_again(database: Database) -> None:
    a_confirmation(database, "bo@example.org")
    a_confirmation(database, "cy@example.org")
    clock = ManualClock(NOON)
    carrier = MemoryCarrier(answers=[Refused(code="no", reason="a virus"), TryLater(reason="busy")])
    step = an_answer(database, carrier, clock=clock)

    report = answer(step).mails
    assert (report.refused, report.submitted) == (1, 0)
    assert [state for state, _ in states(database)] == [DeliveryState.REFUSED, PENDING]
    clock.advance(timedelta(seconds=2))
    assert answer(step).mails.submitted == 1


@pytest.mark.parametrize(
    "trouble",
    [Refused(code="550", reason="5.1.1 <Zoe@Example.org> is unknown here"), RuntimeError("no way to zoe@example.org")],
)
def test_what_a_carrier_says_is_kept_without_the_address(database: Database, trouble: Refused | RuntimeError) -> None:
    a_confirmation(database)
    carrier = MemoryCarrier(answers=[trouble]) if isinstance(trouble, Refused) else MemoryCarrier(breaks=[trouble])
    answer(an_answer(database, carrier))
    [(_, reason)] = states(database)
    assert reason is not None
    assert ("(address)" in reason, "example.org" in reason.casefold()) == (True, False)


def test_a_stop_of_the_carrier_keeps_all_back_and_is_told(database: Database) -> None:
    for name in "abc":
        a_confirmation(database, f"{name}@example.org")
    clock = ManualClock(NOON)
    carrier = MemoryCarrier(answers=[Stop(reason="the account is paused")])
    step = an_answer(database, carrier, clock=clock)

    assert answer(step).mails.waiting_because == "the account is paused"
    assert answer(step).mails.waiting_because == "the account is paused"
    assert len(carrier.tried) == 1
    clock.advance(timedelta(minutes=1, seconds=1))
    assert answer(step).mails.submitted == 3


def test_the_quota_holds_and_a_warm_up_does_not(database: Database) -> None:
    a_confirmation(database)
    allowed = Allowance(max_rate=14, daily_quota=200, sent_24h=200)
    full = MemoryCarrier(allowed=allowed, answers_at_once=False)
    assert "quota of 200 recipients" in answer(an_answer(database, full)).mails.waiting_because

    with database.write() as connection:
        store = CarrierStore(connection)
        store.save(store.lock("memory").told(Allowance(max_rate=14, daily_quota=200, sent_24h=0), NOON))
    assert answer(an_answer(database, MemoryCarrier(), limits=SendingLimits(warm_up=(0,)))).mails.submitted == 1


# --- kills ---------------------------------------------------------------------------


@pytest.mark.parametrize("can_tell", [True, False])
def test_a_process_that_ends_in_the_call_leaves_no_second_mail(database: Database, can_tell: bool) -> None:  # noqa: FBT001
    a_confirmation(database)
    carrier = MemoryCarrier(is_lookable=can_tell, breaks=[KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        answer(an_answer(database, carrier))
    if can_tell:
        carrier.accepted[carrier.tried[0]] = [b""]

    report = answer(an_answer(database, carrier)).mails

    assert len(carrier.tried) == 1
    assert (report.submitted, report.uncertain) == ((1, 0) if can_tell else (0, 1))


def test_what_another_carrier_claimed_is_in_doubt(database: Database) -> None:
    a_confirmation(database)
    first = MemoryCarrier(breaks=[KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        answer(an_answer(database, first))
    other = MemoryCarrier(name="another", is_lookable=True, accepted={first.tried[0]: [b""]})
    assert answer(an_answer(database, other)).mails.uncertain == 1


def test_a_claim_whose_process_is_there_is_left_to_it(database: Database) -> None:
    a_confirmation(database)
    second = MemoryCarrier()
    inner = []
    first = MemoryCarrier(on_carry=lambda _: inner.append(answer(an_answer(database, second)).mails))

    assert answer(an_answer(database, first)).mails.submitted == 1
    assert (second.tried, inner[0].submitted, inner[0].uncertain) == ([], 0, 0)


def test_a_lost_answer_stays_in_doubt_and_is_not_sent_again(database: Database) -> None:
    a_confirmation(database)
    carrier = MemoryCarrier(answers=[Uncertain(reason="the line went dead")])
    step = an_answer(database, carrier)
    assert answer(step).mails.uncertain == 1
    assert answer(step).mails.submitted == 0
    assert states(database) == [(UNCERTAIN, "the line went dead")]


def _failures(database: Database) -> tuple[Failure, ...]:
    return OF_SQLITE if database.is_sqlite else OF_POSTGRESQL


@pytest.mark.parametrize(("place", "is_lasting"), [(0, False), (1, True)])
def test_whichever_write_fails_one_mail_leaves_or_is_in_doubt(
    database: Database,
    place: int,
    is_lasting: bool,  # noqa: FBT001
) -> None:
    failure, number, is_through = _failures(database)[place], 0, False
    while not is_through:
        number += 1
        address, carrier = f"r{number}@example.org", MemoryCarrier(is_lookable=True)
        wish(database, address)
        failing = FailingWrites(database=database, failure=failure, at=number, is_lasting=is_lasting)
        with failing.armed(), suppress(SyndicateError):
            answer(an_answer(database, carrier))
        is_through = failing.failed == 0
        answer(an_answer(database, carrier))
        state = states(database)[-1][0]
        assert sent(carrier) == 1
        assert state == SUBMITTED, (number, failure)
    assert number > 3


# --- what the provider tells -----------------------------------------------------------


def told(kind: str, mail: dict[str, str | None], **body: object) -> str:
    said = {"messageId": "m-1", "tags": {"d": [mail["id"]], "a": ["1"]}, "timestamp": "2026-11-22T12:00:00.000Z"}
    return json.dumps({"eventType": kind, "mail": said, **body})


def hear(database: Database, *bodies: str) -> object:
    read = [event for body in bodies if (event := read_event(body)) is not None]
    return applying(database).apply(read)


def barred(database: Database) -> dict[str, str]:
    with database.read() as connection:
        columns = (suppressions.c.address_key, suppressions.c.reason)
        return dict(connection.execute(select(*columns)).all())


BOUNCE = {
    "bounce": {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "timestamp": "2026-11-22T12:00:01.000Z",
        "feedbackId": "f-1",
        "bouncedRecipients": [{"emailAddress": "x@example.org"}],
    }
}


def test_a_hard_bounce_suppresses_the_address_and_settles_a_doubt(database: Database) -> None:
    a_confirmation(database)
    answer(an_answer(database, MemoryCarrier(answers=[Uncertain(reason="lost")])))
    [mail] = mails(database)

    first, again = hear(database, told("Bounce", mail, **BOUNCE)), hear(database, told("Bounce", mail, **BOUNCE))

    assert barred(database) == {"zoe@example.org": "bounced"}
    assert states(database) == [(SUBMITTED, "an event told that it was taken")]
    assert (first.new, first.settled, again.new, again.known) == (1, 1, 0, 1)  # type: ignore[attr-defined]


def test_a_suppression_that_was_lifted_is_not_put_back_by_the_same_event(database: Database) -> None:
    a_confirmation(database)
    answer(an_answer(database, MemoryCarrier()))
    [mail] = mails(database)
    hear(database, told("Bounce", mail, **BOUNCE))
    with database.write() as connection:
        AudienceStore(connection).unsuppress("zoe@example.org")

    hear(database, told("Bounce", mail, **BOUNCE))

    assert barred(database) == {}


@pytest.mark.parametrize("kind", [TransactionalKind.WELCOME, TransactionalKind.MOVED])
def test_what_came_back_from_an_old_address_after_it_had_gone_does_not_bar_the_new_one(
    database: Database, kind: TransactionalKind
) -> None:
    subscription_id = subscribe(database, "zoe@example.org")
    post(database, kind, subscription_id=subscription_id)
    answer(an_answer(database, MemoryCarrier()))
    [mail] = mails(database)
    with database.write() as connection:
        zoe = AudienceStore(connection).of_address("zoe@example.org")[0].subscriber
        ground = Ground(kind="page", wording="yes", recorded_at=NOON)
        assert move(connection, zoe, read_mailbox("zoe@new.example"), ground)
        connection.execute(update(transactional_mails).values(address=None))

    hear(database, told("Bounce", mail, **BOUNCE))

    assert barred(database) == {}


def test_once_the_address_has_gone_the_readers_own_is_meant(database: Database) -> None:
    subscription_id = subscribe(database, "zoe@example.org")
    post(database, TransactionalKind.WELCOME, subscription_id=subscription_id)
    answer(an_answer(database, MemoryCarrier()))
    [mail] = mails(database)
    with database.write() as connection:
        connection.execute(update(transactional_mails).values(address=None))

    hear(database, told("Bounce", mail, **BOUNCE))

    assert barred(database) == {"zoe@example.org": "bounced"}


def test_what_is_told_late_of_a_mail_to_an_address_that_was_left_does_not_bar_the_new_one(database: Database) -> None:
    subscription_id = subscribe(database, "zoe@new.example")
    post(database, TransactionalKind.MOVED, "zoe@old.example", subscription_id=subscription_id)
    answer(an_answer(database, MemoryCarrier()))
    [mail] = mails(database)
    with database.write() as connection:
        connection.execute(update(transactional_mails).values(address=None))

    hear(database, told("Bounce", mail, **BOUNCE))

    assert barred(database) == {}


# --- what is kept ----------------------------------------------------------------------


def test_an_address_goes_within_a_day_and_the_mail_after_a_month(database: Database) -> None:
    a_confirmation(database)
    clock = ManualClock(NOON)
    answer(an_answer(database, MemoryCarrier(), clock=clock))
    [mail] = mails(database)
    hear(database, told("Bounce", mail, **BOUNCE))
    thinning = Thinning(database=database, clock=clock, renderings_kept=30 * DAY, people_kept=60 * DAY)

    thinning.thin(Event())
    assert mails(database)[0]["address"] == "zoe@example.org"
    clock.advance(timedelta(hours=23))
    thinning.thin(Event())
    assert mails(database)[0]["address"] is None
    clock.advance(30 * DAY)
    assert thinning.thin(Event()).mails == 1
    assert mails(database) == []


def test_a_mail_that_waits_keeps_its_address(database: Database) -> None:
    a_confirmation(database)
    clock = ManualClock(NOON + 40 * DAY)
    Thinning(database=database, clock=clock, renderings_kept=30 * DAY, people_kept=60 * DAY).thin(Event())
    assert mails(database)[0]["address"] == "zoe@example.org"


# --- real ways out -----------------------------------------------------------------------


def test_a_mail_lies_in_the_outbox(database: Database, tmp_path: Path) -> None:
    mail_id = a_confirmation(database)
    assert answer(an_answer(database, OutboxCarrier(tmp_path / "outbox"))).mails.submitted == 1
    content = (tmp_path / "outbox" / f"{mail_id}.eml").read_bytes()
    assert parsed(content)["Auto-Submitted"] == "auto-generated"


def test_ses_takes_it_over_a_socket_with_the_tags_of_its_events(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate_aws(monkeypatch)
    mail_id = a_confirmation(database, at=SystemClock().now())
    with SesStandIn() as ses:
        report = answer(an_answer(database, SesCarrier(endpoint_url=ses.url), clock=SystemClock())).mails
        assert (report.submitted, report.waiting_because) == (1, "")
        [accepted] = ses.accepted
    assert accepted.tags["d"] == mail_id
    assert mails(database)[0]["state"] == SUBMITTED


def test_a_confirmation_leaves_while_a_long_edition_is_sent_at_a_low_rate(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate_aws(monkeypatch)
    an_edition(database, 2_000, html="<p>{{unsubscribe_url}}</p>", text="{{unsubscribe_url}}")
    rate, clock, stop = 20.0, SystemClock(), Event()
    with SesStandIn() as ses:
        ses.account.max_rate = rate
        carrier = SesCarrier(endpoint_url=ses.url)
        long = a_sending(database, carrier, clock=clock)
        thread = Thread(target=long.run, args=(EDITION, stop))
        thread.start()
        try:
            while len(ses.accepted) < 5:
                clock.sleep(0.02)
            mail_id = a_confirmation(database, at=clock.now())
            report = answer(an_answer(database, carrier, clock=clock)).mails
            so_far = [mail.tags["d"] for mail in ses.accepted]
        finally:
            stop.set()
            thread.join()
    assert report.submitted == 1
    assert mail_id in so_far
    assert counts(database)["pending"] > 1_000
