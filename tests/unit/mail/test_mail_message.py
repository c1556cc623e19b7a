"""The finished message, read back by the email package and judged byte by byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from syndicate.errors import BadDataError
from syndicate.mail.message import _verify, build_message
from syndicate.mail.model import Envelope
from syndicate.text.header import neutralise
from tests.unit.text.test_header import HOSTILE, INJECTION

DATE = datetime(2026, 11, 23, 7, tzinfo=UTC)
ENVELOPE = Envelope(
    delivery_id="abcdefghijklmnopqrstuvwxyz",
    sender_name="The Quay",
    sender_address="news@quay.example",
    recipient_name="",
    recipient_address="reader@quay.example",
    reply_to="desk@quay.example",
    subject="The last diesel ferry leaves",
    list_id="morning.quay.example",
    unsubscribe_url="https://quay.example/unsubscribe/token",
    unsubscribe_mailto="mailto:leave@quay.example?subject=leave",
)
NAMES = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Id",
    "X-Syndicate-Delivery",
    "MIME-Version",
    "Content-Type",
]


def built(envelope: Envelope = ENVELOPE, html: str = "<p>Hello</p>", text: str = "Hello\n") -> bytes:
    return build_message(envelope, html, text, date=DATE, message_id="one@quay.example")


def test_a_letter_to_one_person_has_nothing_to_unsubscribe_from() -> None:
    letter = parsed(built(replace(ENVELOPE, list_id=None, unsubscribe_url="", unsubscribe_mailto=None)))
    expected = [name for name in NAMES if not name.startswith("List-")]
    expected.insert(expected.index("X-Syndicate-Delivery"), "Auto-Submitted")
    assert letter.keys() == expected


def parsed(content: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_it_has_exactly_our_headers_in_order() -> None:
    assert parsed(built()).keys() == NAMES


@pytest.mark.parametrize("length", [67, 68, 75, 76, 100, 400])
def test_a_headline_that_begins_with_a_very_long_word_is_delivered(length: int) -> None:
    subject = f"{'a' * length} and other words"
    assert str(parsed(built(replace(ENVELOPE, subject=subject)))["Subject"]) == subject


def test_without_a_reply_address_there_is_no_such_header() -> None:
    assert parsed(built(replace(ENVELOPE, reply_to=None))).keys() == [name for name in NAMES if name != "Reply-To"]


def test_the_headers_say_what_the_envelope_says() -> None:
    message = parsed(built())
    assert message["From"] == "The Quay <news@quay.example>"
    assert message["To"] == "reader@quay.example"
    assert message["Reply-To"] == "desk@quay.example"
    assert message["Subject"] == "The last diesel ferry leaves"
    assert message["Date"].datetime == DATE
    assert message["Message-ID"] == "<one@quay.example>"
    assert message["List-Id"] == "<morning.quay.example>"
    assert message["X-Syndicate-Delivery"] == ENVELOPE.delivery_id


def test_one_click_unsubscribing_is_offered_as_rfc_8058_asks() -> None:
    message = parsed(built())
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"] == (
        "<https://quay.example/unsubscribe/token>, <mailto:leave@quay.example?subject=leave>"
    )
    alone = parsed(built(replace(ENVELOPE, unsubscribe_mailto=None)))
    assert alone["List-Unsubscribe"] == "<https://quay.example/unsubscribe/token>"


def test_both_bodies_come_back_as_they_were_and_text_stands_first() -> None:
    html, text = "<p>Größe — 日本 ❤️ = 1</p>\n<p>.</p>", "Größe\n\n.\nFrom here\n  indented  \nEnde\n"
    message = parsed(built(html=html, text=text))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert body(message, "plain") == text
    assert body(message, "html") == html + "\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Größe ist nicht alles, was zählt", "quoted-printable"), ("新しい船が静かに来る" * 30, "base64")],
)
def test_bodies_are_ascii_in_the_shorter_encoding(text: str, encoding: str) -> None:
    content = built(text=text)
    assert content.isascii()
    assert next(parsed(content).iter_parts())["Content-Transfer-Encoding"] == encoding
    assert body(parsed(content), "plain").rstrip() == text


def test_a_line_of_any_length_is_broken_for_the_wire() -> None:
    content = built(html="<p>" + "x" * 80_000 + "</p>")
    assert max(map(len, content.split(b"\r\n"))) <= 76 + len("List-Unsubscribe: ") * 10
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert built() == built()


def test_a_title_cannot_add_a_header() -> None:
    message = parsed(built(replace(ENVELOPE, subject=INJECTION)))
    assert message["Bcc"] is None
    assert message["Subject"] == neutralise(INJECTION)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["subject", "sender_name", "recipient_name"])
def test_no_text_of_others_changes_headers_or_recipient(field: str, text: str) -> None:
    values = {"subject": ENVELOPE.subject, "sender_name": "", "recipient_name": "", field: text}
    message = parsed(built(replace(ENVELOPE, **values)))
    assert message.keys() == NAMES
    assert [one.addr_spec for one in message["To"].addresses] == ["reader@quay.example"]
    assert [one.addr_spec for one in message["From"].addresses] == ["news@quay.example"]


def test_a_foreign_domain_is_written_in_ascii() -> None:
    message = parsed(built(replace(ENVELOPE, recipient_name="Zoë", recipient_address="zoe@bücher.example")))
    assert message["To"].addresses[0].addr_spec == "zoe@xn--bcher-kva.example"
    assert message["To"].addresses[0].display_name == "Zoë"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("recipient_address", "jürgen@quay.example"),
        ("recipient_address", "a@quay.example, b@quay.example"),
        ("sender_address", "a@quay.example\r\nBcc: b@quay.example"),
        ("reply_to", "nobody"),
        ("unsubscribe_url", "mailto:leave@quay.example"),
        ("unsubscribe_url", "https://quay.example/a>\r\nBcc: b@quay.example"),
        ("unsubscribe_url", "https://quay.example/ä"),
        ("unsubscribe_url", "https://quay.example/" + "a" * 990),
        ("unsubscribe_mailto", "mailto:a@quay.example> <https://evil.test"),
        ("unsubscribe_mailto", "javascript:alert(1)"),
        ("list_id", "two words"),
        ("list_id", ""),
        ("delivery_id", "a@b.c"),
        ("delivery_id", "a\r\nBcc: b@quay.example"),
    ],
)
def test_an_envelope_that_cannot_be_written_is_refused(field: str, value: str) -> None:
    with pytest.raises(BadDataError) as refused:
        built(replace(ENVELOPE, **{field: value}))
    assert refused.value.hint


@pytest.mark.parametrize("message_id", ["", "no-at", "a b@c", "a@b\r\nBcc: c@d"])
def test_a_message_id_that_cannot_be_written_is_refused(message_id: str) -> None:
    with pytest.raises(BadDataError):
        build_message(ENVELOPE, "<p>x</p>", "x", date=DATE, message_id=message_id)


def test_angle_brackets_of_identifiers_are_not_doubled() -> None:
    content = build_message(
        replace(ENVELOPE, list_id="<a.b>"), "<p>x</p>", "x", date=DATE, message_id="<one@quay.example>"
    )
    assert parsed(content)["Message-ID"] == "<one@quay.example>"
    assert parsed(content)["List-Id"] == "<a.b>"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"Date:", b"Bcc: v@evil.test\r\nDate:", "Bcc"),
        (b"To: reader@", b"To: v@evil.test, reader@", "recipient"),
        (b"Subject: The", b"Subject: A", "subject"),
        (b"Hello", b"\xc3\xa4", "ASCII"),
        (b"Hello", b"x" * 999, "998"),
    ],
)
def test_finished_bytes_that_say_something_else_are_not_let_out(old: bytes, new: bytes, said: str) -> None:
    with pytest.raises(BadDataError, match=said):
        _verify(built().replace(old, new, 1), ENVELOPE)
