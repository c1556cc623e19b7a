"""What every carrier must hold to, the fake of our tests included."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicate.delivery.carriers import Carrier
from syndicate.delivery.carriers.outbox import OutboxCarrier
from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.delivery.carriers.smtp import SmtpCarrier
from syndicate.delivery.model import Accepted, Answer, Mailing, Recipient, Refused, TryLater
from tests.aws import isolate_aws
from tests.carriers import LINK, MAILING, MemoryCarrier, Read, a_mailing, a_recipient, read
from tests.postfix_server import PATIENCE, postfix
from tests.profiles import effort
from tests.ses_double import BULK, RAW, SesDouble
from tests.smtp_server import MailServer, mail_server


@dataclass
class Seam:
    """A carrier, and a look at what lies beyond it: the mails by delivery id."""

    carrier: Carrier
    arrived: Callable[[], dict[str, list[Read]]]


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_aws(monkeypatch)


@pytest.fixture
def memory() -> Seam:
    carrier = MemoryCarrier(is_lookable=True)
    return Seam(carrier, lambda: {key: list(map(read, mails)) for key, mails in carrier.accepted.items()})


@pytest.fixture
def outbox(tmp_path: Path) -> Seam:
    folder = tmp_path / "outbox"
    return Seam(OutboxCarrier(folder), lambda: {file.stem: [read(file.read_bytes())] for file in folder.iterdir()})


@pytest.fixture
def ses_bulk() -> Iterator[Seam]:
    with SesDouble() as ses:
        yield Seam(SesCarrier(endpoint_url=ses.url), lambda: ses.arrived)
        assert RAW not in {asked.path for asked in ses.asked}


@pytest.fixture
def ses_unescaped() -> Iterator[Seam]:
    """A SES that fills in values as they are: nothing tells which of both the real one does."""
    with SesDouble(escapes=False) as ses:
        yield Seam(SesCarrier(endpoint_url=ses.url), lambda: ses.arrived)
        assert RAW not in {asked.path for asked in ses.asked}


@pytest.fixture
def ses_stored() -> Iterator[Seam]:
    """With every template stored first."""
    with SesDouble() as ses:
        carrier = SesCarrier(endpoint_url=ses.url, template_above=0)
        carry, ready = carrier.carry, set[str]()

        def prepared(mailing: Mailing, recipients: list[Recipient]) -> object:
            if mailing.key not in ready:
                carrier.prepare(mailing)
                ready.add(mailing.key)
            return carry(mailing, recipients)

        carrier.carry = prepared  # type: ignore[method-assign, assignment]
        yield Seam(carrier, lambda: ses.arrived)
        assert all("TemplateName" in ask.body["DefaultContent"]["Template"] for ask in ses.asked if ask.path == BULK)


@pytest.fixture
def ses_raw() -> Iterator[Seam]:
    with SesDouble() as ses:
        yield Seam(SesCarrier(endpoint_url=ses.url, batch_size=1), lambda: ses.arrived)
        assert BULK not in {asked.path for asked in ses.asked}


@pytest.fixture
def smtp() -> Iterator[Seam]:
    with mail_server() as server:
        carrier = SmtpCarrier(host="127.0.0.1", port=server.port, security="none")
        yield Seam(carrier, lambda: _by_delivery(server.mails))


@pytest.fixture(scope="module")
def relayed() -> Iterator[tuple[int, MailServer]]:
    """A Postfix, and the server that it hands its mails to."""
    with mail_server() as behind, postfix(behind.port) as port:
        yield port, behind


@pytest.fixture
def smtp_postfix(relayed: tuple[int, MailServer]) -> Iterator[Seam]:
    port, behind = relayed
    behind.mails.clear()
    carrier = SmtpCarrier(host="127.0.0.1", port=port, security="none")
    carry, taken = carrier.carry, list[Answer]()

    def counted(mailing: Mailing, recipients: list[Recipient]) -> list[Answer]:
        answers = carry(mailing, recipients)
        taken.extend(answer for answer in answers if isinstance(answer, Accepted))
        return answers

    def arrived() -> dict[str, list[Read]]:
        end = time.monotonic() + PATIENCE
        while len(behind.mails) < len(taken) and time.monotonic() < end:
            time.sleep(0.02)
        return _by_delivery(behind.mails)

    carrier.carry = counted  # type: ignore[method-assign, assignment]
    yield Seam(carrier, arrived)
    arrived()  # nothing of it comes into the next test


def _by_delivery(mails: list[bytes]) -> dict[str, list[Read]]:
    arrived: dict[str, list[Read]] = {}
    for mail in map(read, mails):
        arrived.setdefault(mail.headers["X-Syndicate-Delivery"], []).append(mail)
    return arrived


WAYS = ["memory", "outbox", "ses_bulk", "ses_stored", "ses_raw", "smtp"]


@pytest.fixture(params=[*WAYS, pytest.param("smtp_postfix", marks=pytest.mark.postfix)])
def seam(request: pytest.FixtureRequest) -> Seam:
    chosen: Seam = request.getfixturevalue(request.param)
    return chosen


def test_a_carrier_has_a_name_that_claims_can_be_told_apart_by(seam: Seam) -> None:
    assert seam.carrier.name in {"memory", "outbox", "ses", "smtp"}


def test_only_what_ends_in_an_inbox_reaches_people(seam: Seam) -> None:
    assert seam.carrier.reaches_people == (seam.carrier.name in {"ses", "smtp"})


def test_an_accepted_mail_has_a_name_and_arrives_once_and_whole(seam: Seam) -> None:
    [answer] = seam.carrier.carry(MAILING, [a_recipient("d1", name="Ann, of Köln")])
    assert isinstance(answer, Accepted)
    assert answer.message_id
    [mail] = seam.arrived()["d1"]
    assert mail == Read(
        headers={
            "From": "The News <news@example.com>",
            "To": '"Ann, of Köln" <d1@example.com>',
            "Reply-To": "desk@example.com",
            "Subject": "Grüße aus Zürich",
            "List-Unsubscribe": (
                "<https://news.example.com/unsubscribe/d1>, <mailto:leave@example.com?subject=unsubscribe%20morning>"
            ),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": "<morning.example.com>",
            "X-Syndicate-Delivery": "d1",
        },
        text="Good morning.\n\nÜber Köln nach Łódź.\n\nLeave: https://news.example.com/unsubscribe/d1\n",
        html=(
            "<html><body>\n<p>Good morning. Über Köln.</p>\n"
            '<a href="https://news.example.com/unsubscribe/d1">Leave</a></body></html>\n'
        ),
    )


def test_each_of_a_call_gets_a_mail_of_their_own_and_answers_are_in_order(seam: Seam) -> None:
    ids = [f"d{number}" for number in range(5)]
    for some in (ids,) if seam.carrier.batch_size > 1 else ([each] for each in ids):
        answers = seam.carrier.carry(MAILING, [a_recipient(each) for each in some])
        assert all(isinstance(answer, Accepted) for answer in answers)
    arrived = seam.arrived()
    assert sorted(arrived) == ids
    for each in ids:
        [mail] = arrived[each]
        assert mail.headers["To"] == f"{each}@example.com"
        assert f"unsubscribe/{each}" in mail.text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"address": "jörg@example.com"}, "header-unusable"),
        ({"address": "r1@ex\nample"}, "header-unusable"),
        ({"address": ""}, "header-unusable"),
        ({"unsubscribe_url": ""}, "merge-field-unfit"),
        ({"unsubscribe_url": "javascript:x"}, "merge-field-unfit"),
    ],
)
def test_who_cannot_be_mailed_is_refused_by_ourselves_and_the_others_get_theirs(
    seam: Seam, changes: dict[str, str], code: str
) -> None:
    recipients = [a_recipient("d1"), a_recipient("d2", **changes), a_recipient("d3")]
    first, second, third = (
        seam.carrier.carry(MAILING, recipients)
        if seam.carrier.batch_size > 1
        else [seam.carrier.carry(MAILING, [recipient])[0] for recipient in recipients]
    )
    assert isinstance(first, Accepted)
    assert isinstance(third, Accepted)
    assert isinstance(second, Refused)
    assert (second.counts, sorted(seam.arrived())) == (False, ["d1", "d3"])
    assert second.code in {code, "message-unfit"}


def test_a_mailing_that_is_no_mail_is_refused_for_everybody(seam: Seam) -> None:
    mailing = a_mailing(sender_address="nobody")
    answers = [seam.carrier.carry(mailing, [a_recipient(each)])[0] for each in ("d1", "d2")]
    assert all(isinstance(answer, Refused) and not answer.counts for answer in answers)


def test_what_a_carrier_has_is_never_offered_for_a_second_try(seam: Seam) -> None:
    seam.carrier.carry(MAILING, [a_recipient("d1")])
    assert not isinstance(seam.carrier.settle("d1"), TryLater)


def test_what_a_carrier_never_saw_is_never_called_accepted(seam: Seam) -> None:
    seam.carrier.carry(MAILING, [a_recipient("d1")])
    assert not isinstance(seam.carrier.settle("d2"), Accepted)


def test_a_large_mail_goes_through(seam: Seam) -> None:
    mailing = a_mailing(text="All the news that fits in a line.\n" * 3000 + "{{unsubscribe_url}}\n")
    [answer] = seam.carrier.carry(mailing, [a_recipient("d1")])
    assert isinstance(answer, Accepted)
    assert len(seam.arrived()["d1"][0].text) > 100_000


def test_several_threads_may_call_at_once(seam: Seam) -> None:
    with ThreadPoolExecutor(4) as threads:
        calls = [threads.submit(seam.carrier.carry, MAILING, [a_recipient(f"d{n}")]) for n in range(12)]
    assert all(isinstance(answer, Accepted) for call in calls for answer in call.result())
    assert {len(mails) for mails in seam.arrived().values()} == {1}
    assert len(seam.arrived()) == 12


def test_what_was_prepared_can_be_prepared_again_and_removed_twice(seam: Seam) -> None:
    name = seam.carrier.prepare(MAILING)
    assert seam.carrier.prepare(MAILING) == name
    for _ in range(2):
        seam.carrier.remove(name or "nothing")


# Signs that Handlebars writes in another way go raw by SES, where they are said.
NAME = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters='&"'), max_size=30)
NAME |= st.sampled_from(
    ["Ann", "Zoë O'Brien", "J. R. Tolkien", "عمر", "evil.example", "<b>Ann</b>", "{{recipient_name}}"]
)
PROSE = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("{}\\&<>\"'=`.\n"), max_size=60)


@settings(effort(0.1), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=PROSE, subject=PROSE, name=NAME)
def test_a_reader_gets_the_same_mail_by_every_way(
    text: str, subject: str, name: str, request: pytest.FixtureRequest
) -> None:
    from syndicate.mail.greeting import in_text
    from syndicate.mail.merge_fields import FIELDS, escape_html, escape_text
    from syndicate.mail.message import can_be_read_back

    if not can_be_read_back(subject):
        return
    html = f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>"
    fields = {field: f"field{number}x" for number, field in enumerate(sorted(FIELDS))}
    hello, leave, choose = in_text(fields, "Hello, {name}!"), fields["unsubscribe_url"], fields["preferences_url"]
    mailing = a_mailing(
        html=escape_html(f"{html}\n<p>{hello}</p><a href='{leave}'>x</a><a href='{choose}'>y</a>", fields),
        text=escape_text(f"{hello}\n{text}\n{leave}\n{choose}\n", fields),
        subject=subject,
    )
    recipient = a_recipient(name=name, preferences_url=f"{LINK}p")
    mails = {}
    for way in [*WAYS, "ses_unescaped"]:
        seam: Seam = request.getfixturevalue(way)
        [answer] = seam.carrier.carry(mailing, [recipient])
        assert isinstance(answer, Accepted), (way, answer)
        mails[way] = seam.arrived()[recipient.delivery_id][-1]
    assert all(mail == mails["memory"] for mail in mails.values()), mails
