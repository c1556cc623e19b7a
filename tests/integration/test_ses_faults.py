"""The answer table of docs/sending.md, row by row: real boto3, real HTTP, a server that plays the fault."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from syndicate.delivery.carriers import Carrier
from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.delivery.model import Accepted, Answer, Refused, Stop, TryLater, Uncertain
from syndicate.storage import Database
from syndicate.testing.ses import SesStandIn, SimulatedFault
from tests.aws import isolate_aws
from tests.carriers import MAILING, a_recipient
from tests.foreign_host import ForeignHost, http
from tests.integration.delivery_parts import (
    EDITION,
    HandClock,
    a_sending,
    an_edition,
    counts,
    rows,
)
from tests.integration.fetching_parts import drip
from tests.smtp_server import certificate

#: Recipients a second by which calls follow one another.
ONE_AT_A_TIME = 1
TABLE = {
    SimulatedFault.THROTTLE: TryLater,
    SimulatedFault.THROTTLE_AS_V1: TryLater,
    SimulatedFault.THROTTLING_EXCEPTION: TryLater,
    SimulatedFault.REQUEST_TIMEOUT: TryLater,
    SimulatedFault.DAILY_QUOTA: Stop,
    SimulatedFault.DAILY_QUOTA_AS_V1: Stop,
    SimulatedFault.REJECTED: Refused,
    SimulatedFault.NOT_VERIFIED: Stop,
    SimulatedFault.MAIL_FROM: Stop,
    SimulatedFault.SUSPENDED: Stop,
    SimulatedFault.PAUSED: Stop,
    SimulatedFault.BAD_REQUEST: Refused,
    SimulatedFault.NO_CONFIGURATION_SET: Stop,
    SimulatedFault.FORBIDDEN: Stop,
    SimulatedFault.NOT_SES: Stop,
    SimulatedFault.INTERNAL_BEFORE: Uncertain,
    SimulatedFault.INTERNAL_AFTER: Uncertain,
    SimulatedFault.UNAVAILABLE: Uncertain,
    SimulatedFault.RESET_BEFORE: Uncertain,
    SimulatedFault.HUNG_BEFORE: Uncertain,
    SimulatedFault.RESET_AFTER: Uncertain,
    SimulatedFault.SLOW_AFTER: Uncertain,
    SimulatedFault.CUT_AFTER: Uncertain,
    SimulatedFault.ID_LESS_AFTER: Uncertain,
    SimulatedFault.SHORT_AFTER: Uncertain,
}

#: Faults whose answer never comes. The calls beside them have as long, and a busy machine needs it.
HUNG = {SimulatedFault.HUNG_BEFORE, SimulatedFault.SLOW_AFTER}
HUNG_SECONDS = 4.0

_raw = partial(SesCarrier, batch_size=1)


def _carried(carrier: SesCarrier, **changes: str) -> Answer:
    [answer] = carrier.carry(MAILING, [a_recipient(**changes)])
    return answer


#: Faults that leave the rest of the edition to go on, and what they make of their own delivery.
FINAL = {fault: kind for fault, kind in TABLE.items() if kind in {Uncertain, Refused}}


@pytest.fixture(scope="module", autouse=True)
def aws() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        isolate_aws(monkeypatch)
        yield


@pytest.fixture(scope="module")
def ses() -> Iterator[tuple[SesStandIn, SesCarrier]]:
    """A server, and a carrier that waits for its answers: a boto3 client takes a third of a second to make."""
    with SesStandIn() as server:
        yield server, _raw(endpoint_url=server.url, configuration_set="news")


@pytest.fixture(scope="module")
def hasty(ses: tuple[SesStandIn, SesCarrier]) -> SesCarrier:
    """A carrier that gives up what hangs."""
    server, _ = ses
    return _raw(endpoint_url=server.url, read_timeout_seconds=HUNG_SECONDS, configuration_set="news")


@pytest.fixture
def carrier_at(carrier: SesCarrier, hasty: SesCarrier) -> Callable[[SimulatedFault], SesCarrier]:
    """The carrier for a fault."""
    return lambda fault: hasty if fault in HUNG else carrier


@pytest.fixture
def server(ses: tuple[SesStandIn, SesCarrier]) -> SesStandIn:
    server, _ = ses
    server.start_over()
    return server


@pytest.fixture
def carrier(ses: tuple[SesStandIn, SesCarrier]) -> SesCarrier:
    _, carrier = ses
    return carrier


def test_the_table_leaves_no_fault_out() -> None:
    assert set(TABLE) == set(SimulatedFault)


@pytest.mark.parametrize("fault", SimulatedFault)
def test_a_fault_costs_one_request_and_is_sorted_by_the_table(
    server: SesStandIn, carrier_at: Callable[[SimulatedFault], SesCarrier], fault: SimulatedFault
) -> None:
    server.start_over([fault])
    answer = _carried(carrier_at(fault))
    assert isinstance(answer, TABLE[fault]), answer
    assert server.requests == 1
    assert len(server.accepted) == fault.name.endswith("_AFTER")


@pytest.mark.parametrize("fault", [fault for fault, kind in TABLE.items() if kind is Stop])
def test_a_stop_says_what_to_do(server: SesStandIn, carrier: SesCarrier, fault: SimulatedFault) -> None:
    server.start_over([fault])
    answer = _carried(carrier)
    assert isinstance(answer, Stop)
    assert answer.hint


def test_a_throttled_mail_is_sent_again_by_us_and_arrives_once(
    sqlite_database: Database, server: SesStandIn, carrier: SesCarrier
) -> None:
    an_edition(sqlite_database, 3)
    server.start_over([None, SimulatedFault.THROTTLE, SimulatedFault.THROTTLE_AS_V1])
    report = a_sending(sqlite_database, carrier).run(EDITION)
    assert report.submitted == 3
    assert server.requests == 5
    assert _copies(server) == {1}


@pytest.mark.parametrize("fault", FINAL)
def test_a_mail_whose_answer_is_final_is_never_sent_again(
    sqlite_database: Database,
    server: SesStandIn,
    carrier_at: Callable[[SimulatedFault], SesCarrier],
    fault: SimulatedFault,
) -> None:
    an_edition(sqlite_database, 3)
    server.start_over([None, fault])
    carrier = carrier_at(fault)
    a_sending(sqlite_database, carrier).run(EDITION)
    report = a_sending(sqlite_database, carrier).run(EDITION)
    assert server.requests == 3
    assert _copies(server) == {1}
    assert report.waiting == 0
    final = "refused" if FINAL[fault] is Refused else "uncertain"
    assert counts(sqlite_database) == {"submitted": 2, final: 1}


@pytest.mark.parametrize(
    "fault", [SimulatedFault.UNAVAILABLE, SimulatedFault.INTERNAL_BEFORE, SimulatedFault.RESET_BEFORE]
)
def test_an_outage_puts_three_in_doubt_and_leaves_the_rest_pending(
    sqlite_database: Database, server: SesStandIn, carrier: SesCarrier, fault: SimulatedFault
) -> None:
    an_edition(sqlite_database, 12)
    server.start_over([None, *[fault] * 3])
    report = a_sending(sqlite_database, carrier, rate_per_second=ONE_AT_A_TIME).run(EDITION)
    assert (report.submitted, report.uncertain, report.waiting) == (1, 3, 8)
    # A restart does not try what was tried before it, unless a person asks.
    assert a_sending(sqlite_database, carrier, rate_per_second=ONE_AT_A_TIME).run(EDITION).submitted == 0
    assert (
        a_sending(sqlite_database, carrier, rate_per_second=ONE_AT_A_TIME).run(EDITION, is_asked_for=True).submitted
        == 8
    )


def test_the_daily_quota_leaves_the_rest_pending_and_the_next_day_goes_on(
    sqlite_database: Database, server: SesStandIn, carrier: SesCarrier
) -> None:
    an_edition(sqlite_database, 4)
    server.start_over([None, SimulatedFault.DAILY_QUOTA])
    clock = HandClock()
    report = a_sending(sqlite_database, carrier, clock=clock, rate_per_second=ONE_AT_A_TIME).run(EDITION)
    assert "quota" in report.stopped_because
    assert (report.submitted, report.waiting, len(server.accepted)) == (1, 3, 1)
    clock.advance(timedelta(hours=1))
    assert a_sending(sqlite_database, carrier, clock=clock, rate_per_second=ONE_AT_A_TIME).run(EDITION).submitted == 3
    assert _copies(server) == {1}


def test_under_faults_of_every_kind_nobody_gets_two_and_nobody_is_forgotten(
    sqlite_database: Database, server: SesStandIn, carrier: SesCarrier
) -> None:
    an_edition(sqlite_database, 60)
    rare = [
        SimulatedFault.INTERNAL_AFTER,
        SimulatedFault.RESET_BEFORE,
        SimulatedFault.RESET_AFTER,
        SimulatedFault.CUT_AFTER,
        SimulatedFault.ID_LESS_AFTER,
    ]
    common = [SimulatedFault.THROTTLE, SimulatedFault.THROTTLE_AS_V1]
    server.start_over(rare[n // 12 % 5] if n % 12 == 7 else common[n % 2] if n % 5 == 0 else None for n in range(200))
    report = a_sending(sqlite_database, carrier, rate_per_second=ONE_AT_A_TIME).run(EDITION)
    assert _copies(server) == {1}
    accepted = {mail.tags["d"] for mail in server.accepted}
    told = {row.id: row.state.value for row in rows(sqlite_database)}
    assert report.waiting == 0
    assert set(told.values()) == {"submitted", "uncertain"}
    assert {delivery for delivery, state in told.items() if state == "submitted"} <= accepted
    assert accepted <= set(told)


def test_every_call_carries_the_tags_that_events_give_back(
    sqlite_database: Database, server: SesStandIn, carrier: SesCarrier
) -> None:
    an_edition(sqlite_database, 1)
    a_sending(sqlite_database, carrier, rate_per_second=ONE_AT_A_TIME).run(EDITION)
    [mail], [row] = server.accepted, rows(sqlite_database)
    assert mail.tags == {"edition": EDITION, "d": row.id, "a": "1"}
    assert mail.configuration_set == "news"
    assert (mail.sender, mail.recipients) == ("news@example.com", ("r0@example.com",))
    assert row.message_id == mail.message_id


def test_a_port_where_nobody_listens_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    answer = _carried(_raw(endpoint_url=f"http://127.0.0.1:{port}"))
    assert isinstance(answer, TryLater)
    assert not answer.counts


def test_a_name_that_is_nowhere_is_tried_again() -> None:
    answer = _carried(_raw(endpoint_url="http://ses.invalid:9"))
    assert isinstance(answer, TryLater)


def test_an_endpoint_that_speaks_no_tls_is_tried_again_and_gets_no_mail(server: SesStandIn) -> None:
    answer = _carried(_raw(endpoint_url=server.url.replace("http:", "https:")))
    assert isinstance(answer, TryLater)
    assert server.accepted == []


@pytest.mark.parametrize("batch_size", [1, 50])
@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"],
    ids=["status line", "headers", "endless body", "long body"],
)
def test_an_answer_that_comes_drop_by_drop_is_given_up_in_time(head: bytes, batch_size: int) -> None:
    answers = dict.fromkeys(("/v2/email/outbound-emails", "/v2/email/outbound-bulk-emails"), drip(head))
    with ForeignHost(answers) as host:
        carrier = SesCarrier(endpoint_url=host.url(""), batch_size=batch_size, read_timeout_seconds=1.0)
        began_at = time.monotonic()
        assert isinstance(_carried(carrier), Uncertain)
        # Far above what it takes, so that a busy machine has room; drops come for ever.
        assert time.monotonic() - began_at < carrier.longest_call_seconds
        assert len(host.requests) == 1


def test_over_tls_answers_arrive_and_have_to_be_whole_in_time_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, _ = certificate(tmp_path)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "localhost.pem"))
    path = "/v2/email/outbound-emails"
    with ForeignHost({path: http("200 OK", body=b'{"MessageId": "m-1"}')}, tls=theirs) as host:
        # Long enough for the first answer to come on a busy machine.
        carrier = _raw(endpoint_url=host.url("", host="localhost"), read_timeout_seconds=HUNG_SECONDS)
        assert _carried(carrier) == Accepted(message_id="m-1")
        host.answers[path] = drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n")
        answer = _carried(carrier)
    assert isinstance(answer, Uncertain)
    assert "Read timeout" in answer.reason


def test_an_address_beyond_ascii_is_refused_before_any_call(server: SesStandIn, carrier: SesCarrier) -> None:
    answer = _carried(carrier, address="jörg@example.com")
    assert isinstance(answer, Refused)
    assert not answer.counts
    assert server.requests == 0


def test_an_address_that_ses_calls_illegal_is_refused_for_good(server: SesStandIn, carrier: SesCarrier) -> None:
    assert isinstance(_carried(carrier, address="two words@example.com"), Refused)
    assert server.accepted == []


def test_a_carrier_cannot_know_what_became_of_an_interrupted_mail() -> None:
    carrier: Carrier = _raw()
    assert carrier.settle("d1") is None


def test_accepted_is_what_it_says(server: SesStandIn, carrier: SesCarrier) -> None:
    assert _carried(carrier) == Accepted(message_id=server.accepted[0].message_id)


def _copies(server: SesStandIn) -> set[int]:
    tags = [mail.tags["d"] for mail in server.accepted]
    return {tags.count(tag) for tag in tags}
