"""Tests of a mail: to configured addresses alone, marked, at the pace of all, and in no ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import func, select

from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.delivery.guard.fence import Fence
from syndicate.delivery.lanes.limits import SendingLimits
from syndicate.delivery.model import Accepted, Refused, Stop, TryLater, Uncertain
from syndicate.delivery.pace.store import CarrierStore
from syndicate.delivery.tryouts.mail import TryOut
from syndicate.delivery.tryouts.sending import MOST_AN_HOUR, TryingOut
from syndicate.errors import BadDataError, SyndicateError, TryLaterError
from syndicate.publishing import tryouts
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage import Database
from syndicate.storage.tables import counters, deliveries, editions, subscriptions
from syndicate.testing.clock import ManualClock
from syndicate.testing.ses import SesStandIn
from syndicate.text.mailboxes import read_mailbox
from tests.aws import isolate_aws
from tests.carriers import MemoryCarrier
from tests.commands import Invoke, given
from tests.integration.desk.desk_parts import at_desk, words_of
from tests.integration.edition_parts import publish
from tests.newsroom import CONFIG, Newsroom
from tests.smtp_server import mail_server
from tests.unit.web.web_samples import Door

EDITOR = read_mailbox("Ed <ed@paper.example>")
SITE = "https://lantern.example"
TO_EDITOR = '\n[desk]\ntest_to = ["Ed <ed@paper.example>"]\n'
TRIED = TryOut(
    newsletter="daily",
    sender_name="The Lantern",
    sender_address="news@lantern.example",
    reply_to=None,
    subject="The bell",
    html='<p>Good morning {{recipient_name}}. <a href="{{unsubscribe_url}}">Leave</a></p>',
    text="Leave: {{unsubscribe_url}}\n",
)
Opened = Callable[[str], Parts]


@pytest.fixture
def opened(desk: Newsroom, database: Database, clock: ManualClock) -> Iterator[Opened]:
    """The same newsroom by settings that are added to."""
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    with ExitStack() as stack:

        def open_with(more: str) -> Parts:
            desk.configure(_told(CONFIG, more) + more)
            config = load(desk.folder / "config.toml", environ={"SYNDICATE_DATABASE__URL": url})
            parts = stack.enter_context(open_parts(config, clock))
            publish(desk, parts, "The bell")
            with parts.database.write() as connection:
                AudienceStore(connection).subscribe(read_mailbox("Kim <kim@reader.example>"), "daily", now=clock.now())
            return parts

        yield open_with


def _told(config: str, more: str) -> str:
    """The newsroom's settings; one that mails people has an address that they can open, and no readers for a look."""
    config = config.replace('at = "00:00"', 'at = "07:00"')
    if "via" not in more:
        return config
    return config.replace("http://127.0.0.1:8080", SITE).replace(
        'sample_readers = ["Ann <ann@example.org>", "Bo <bo@example.net>"]', ""
    )


def trying(database: Database, clock: ManualClock, carrier: MemoryCarrier, fence: Fence | None = None) -> TryingOut:
    return TryingOut(
        database=database,
        clock=clock,
        carrier=carrier,
        limits=SendingLimits(rate_per_second=1.0),
        site_url=SITE,
        addresses=(EDITOR,),
        fence=fence,
    )


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(mail: EmailMessage, kind: str = "html") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def watermarks(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.execute(select(subscriptions.c.watermark)).scalars())


# --- what arrives ----------------------------------------------------------------------


def test_a_test_is_what_would_be_sent_but_for_its_mark_and_its_links(opened: Opened, desk: Newsroom) -> None:
    parts = opened(TO_EDITOR)
    before = watermarks(parts.database)
    tried = tryouts.coming(parts, parts.publisher.newsletter("daily"))
    tryouts.trying_out(parts).send(tried, EDITOR)
    [mail] = desk.mails()
    assert (mail["Subject"], mail["To"]) == ("[test] The bell", "Ed <ed@paper.example>")
    assert mail["List-Unsubscribe"] == "<http://127.0.0.1:8080/unsubscribe>"
    assert "http://127.0.0.1:8080/unsubscribe" in text_of(mail)
    with parts.database.read() as connection:
        for table in (deliveries, editions):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 0
    assert watermarks(parts.database) == before
    assert parts.publisher.compose_due(parts.publisher.newsletter("daily")).edition, "its stories are new still"


def test_a_test_as_a_reader_has_their_name_and_none_of_their_links(opened: Opened, desk: Newsroom) -> None:
    parts = opened(TO_EDITOR)
    kim = read_mailbox("kim@reader.example")
    tried = tryouts.coming(parts, parts.publisher.newsletter("daily"), kim)
    assert tried.recipient_name == "Kim"
    tryouts.trying_out(parts).send(tried, EDITOR)
    [mail] = desk.mails()
    assert "/unsubscribe/" not in mail.as_string(), "a reader's own link would end their subscription"
    assert "/preferences/" not in mail.as_string()
    with pytest.raises(SyndicateError):
        tryouts.coming(parts, parts.publisher.newsletter("daily"), read_mailbox("nobody@reader.example"))


@pytest.mark.parametrize("batch", [1, 50])
def test_by_ses_it_goes_raw_or_by_bulk_as_editions_do(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    isolate_aws(monkeypatch)
    with SesStandIn() as ses:
        parts = opened(
            f'{TO_EDITOR}[delivery]\nvia = "ses"\nbatch = {batch}\nstate_folder = "state"\n'
            f'[delivery.ses]\nregion = "eu-west-1"\nendpoint_url = "{ses.url}"\n'
        )
        tried = tryouts.coming(parts, parts.publisher.newsletter("daily"))
        message_id = tryouts.trying_out(parts).send(tried, EDITOR)
        [accepted] = ses.accepted
        mail = accepted.message()
    assert accepted.message_id == message_id
    assert bool(accepted.content) is (batch == 1), "raw"
    assert (mail["Subject"], accepted.recipients) == ("[test] The bell", ("ed@paper.example",))
    assert mail["List-Unsubscribe"] == f"<{SITE}/unsubscribe>"
    assert "The bell" in text_of(mail)
    with parts.database.read() as connection:
        assert CarrierStore(connection).get("ses").count_on(parts.clock.now()) == 1, "it counts with the day's mails"


def test_by_smtp_it_is_handed_over_as_editions_are(opened: Opened) -> None:
    with mail_server() as server:
        parts = opened(
            f'{TO_EDITOR}[delivery]\nvia = "smtp"\nstate_folder = "state"\n'
            f'[delivery.smtp]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
        )
        tryouts.trying_out(parts).send(tryouts.coming(parts, parts.publisher.newsletter("daily")), EDITOR)
    assert server.envelopes == [("news@lantern.example", ["ed@paper.example"])]
    assert parsed(server.mails[0])["Subject"] == "[test] The bell"


# --- what keeps it from leaving -----------------------------------------------------------


def test_no_address_but_a_configured_one_gets_any(database: Database, clock: ManualClock) -> None:
    ours = trying(database, clock, MemoryCarrier())
    assert ours.must_be_allowed(" ED@paper.example ") == EDITOR
    with pytest.raises(BadDataError) as refused:
        ours.must_be_allowed("kim@reader.example")
    assert refused.value.hint == "There are: ed@paper.example."


def test_a_few_leave_in_an_hour_whatever_process_sends_them(database: Database, clock: ManualClock) -> None:
    carrier = MemoryCarrier()
    for _ in range(MOST_AN_HOUR):
        replace(trying(database, clock, carrier), limits=SendingLimits()).send(TRIED, EDITOR)
    with pytest.raises(TryLaterError, match="10 tests have left in this hour"):
        trying(database, clock, carrier).send(TRIED, EDITOR)
    assert len(carrier.tried) == MOST_AN_HOUR
    clock.advance(timedelta(hours=1))
    trying(database, clock, carrier).send(TRIED, EDITOR)
    with database.read() as connection:
        names = connection.execute(select(counters.c.name).where(counters.c.name.startswith("tests:"))).scalars().all()
    assert len(names) == 1, "earlier hours are forgotten"


def test_a_machine_that_may_not_send_sends_no_test(database: Database, clock: ManualClock) -> None:
    class Closed(Fence):
        def __init__(self) -> None:
            pass

        def admit(self) -> Stop:
            return Stop(reason="another machine sends", hint="Let it.")

    carrier = MemoryCarrier()
    with pytest.raises(TryLaterError, match="another machine sends"):
        trying(database, clock, carrier, Closed()).send(TRIED, EDITOR)
    assert carrier.tried == []


def test_a_carrier_that_rests_or_is_booked_gets_none(database: Database, clock: ManualClock) -> None:
    carrier = MemoryCarrier(answers=[Stop(reason="the account is paused", wait_seconds=60)])
    ours = trying(database, clock, carrier)
    for _ in range(2):
        with pytest.raises(TryLaterError, match="the account is paused"):
            ours.send(TRIED, EDITOR)
    assert len(carrier.tried) == 1, "the pause that it caused holds for all mails"
    clock.advance(timedelta(minutes=2))
    with database.write() as connection:
        store = CarrierStore(connection)
        state = store.lock("memory")
        seconds = (database.server_now() or clock.now()).timestamp()
        store.save(state.took(20, clock.now(), seconds, 1.0))
    with pytest.raises(TryLaterError, match="booked the pace"):
        ours.send(TRIED, EDITOR)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Refused(code="no", reason="the address is not verified"), "the carrier refused the test"),
        (TryLater(reason="throttled"), "did not take the test: throttled"),
        (Uncertain(reason="the line was cut"), "it is not known whether the test left"),
    ],
)
def test_whatever_a_carrier_says_is_told(
    database: Database, clock: ManualClock, answer: Accepted | Refused | TryLater | Uncertain, told: str
) -> None:
    with pytest.raises(SyndicateError, match=told):
        trying(database, clock, MemoryCarrier(answers=[answer])).send(TRIED, EDITOR)


def test_a_carrier_that_breaks_tells_no_address(
    database: Database, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    carrier = MemoryCarrier(breaks=[RuntimeError("no ed@paper.example")])
    with pytest.raises(SyndicateError, match="the carrier broke: RuntimeError"):
        trying(database, clock, carrier).send(TRIED, EDITOR)
    assert "ed@paper.example" not in caplog.text


# --- from the desk and by command -----------------------------------------------------------


def test_the_desk_sends_a_test_of_an_edition_and_of_a_coming_one(opened: Opened, desk: Newsroom) -> None:
    parts = opened(TO_EDITOR)
    edition = parts.publisher.compose_by_hand(parts.publisher.newsletter("daily")).edition
    assert edition is not None
    with Door() as door:
        editor = at_desk(door, parts)
        assert "ed@paper.example" in editor.says(f"/editions/{edition.id}")
        told = editor.says(editor.act("/tests", edition=edition.id, to="ed@paper.example"))
        assert "A test left for ed@paper.example. It counts as nobody's." in told
        slot = {"newsletter": "daily", "cadence": "daily", "slot": "2026-11-23"}
        back = editor.act("/tests", **slot, to="ed@paper.example")
        assert back == "/coming/daily/daily/2026-11-23?tested=ed%40paper.example"
        assert editor.send("/tests", edition=edition.id, to="kim@reader.example").status == 409
        assert editor.send("/tests", edition="unknown", to="ed@paper.example").status == 404
        wrong = editor.send("/tests", newsletter="daily", cadence="daily", slot="tomorrow", to="ed@paper.example")
        assert (wrong.status, "Slots are local dates" in words_of(wrong)) == (409, True)
        late = editor.send("/tests", newsletter="daily", cadence="daily", slot="9999-12-31", to="ed@paper.example")
        assert (late.status, "from 1970-01-01 to 2999-12-31" in words_of(late)) == (404, True)
    assert [str(mail["Subject"]) for mail in desk.mails()] == ["[test] The bell"] * 2


def test_without_an_address_the_desk_says_how_to_name_one(opened: Opened) -> None:
    parts = opened("")
    edition = parts.publisher.compose_by_hand(parts.publisher.newsletter("daily")).edition
    assert edition is not None
    with Door() as door:
        assert "Name some: [desk] test_to" in at_desk(door, parts).says(f"/editions/{edition.id}")


def test_editors_get_tests_where_nothing_else_is_said(opened: Opened) -> None:
    parts = opened('\n[editorial]\neditors = ["Ann <ann@paper.example>"]\n')
    assert tryouts.where_tests_go(parts).addresses == ("ann@paper.example",)
    assert [each.shown for each in tryouts.trying_out(parts).addresses] == ["ann@paper.example"]


def test_a_command_sends_one_too(invoke: Invoke, newsroom: Newsroom) -> None:
    newsroom.configure(CONFIG + TO_EDITOR)
    given(invoke, "collect")
    told = given(invoke, "edition", "test", "daily", "--to", "ed@paper.example")
    assert (told["to"], told["subject"]) == ("ed@paper.example", "The lamp is lit again")
    edition_id = given(invoke, "edition", "compose", "daily")["edition"]["id"]
    code, out, _ = invoke("edition", "test", "daily", "--to", "ed@paper.example", "--edition", edition_id)
    assert (code, "left for ed@paper.example" in out) == (0, True)
    assert len(newsroom.mails()) == 2
    assert invoke("edition", "test", "daily", "--to", "ann@example.org")[0] == 65
    assert invoke("edition", "test", "daily", "--to", "x", "--as", "y", "--edition", "z")[0] == 2
