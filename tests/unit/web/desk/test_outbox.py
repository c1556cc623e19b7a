from __future__ import annotations

from email.message import EmailMessage
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.web.desk.outbox.mails import take_apart

NAMES = ["Subject", "To", "Message-ID", "Date", "Content-Type", "Content-Disposition", "Content-Transfer-Encoding"]


def a_mail(html: str | None = "<p>Grüße</p>", text: str | None = "Grüße\n") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "The Quay <news@quay.example>"
    mail["Subject"] = "Früh am Kai"
    if text is not None:
        mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html")
    return mail


def test_a_mail_shows_its_headers_in_order_and_both_parts() -> None:
    content = a_mail().as_bytes()
    view = take_apart(content)
    assert [name for name, _ in view.headers][:2] == ["From", "Subject"]
    assert (view.subject, view.size) == ("Früh am Kai", len(content))
    assert (view.html.strip(), view.text.strip()) == ("<p>Grüße</p>", "Grüße")


def test_a_part_that_is_missing_or_unreadable_is_empty() -> None:
    assert take_apart(a_mail(html=None).as_bytes()).html == ""
    broken = b"Content-Type: text/plain; charset=klingon\r\nContent-Transfer-Encoding: 8bit\r\n\r\nh\xff"
    assert take_apart(broken).text == ""


@given(st.binary(max_size=500))
def test_whatever_lies_in_the_outbox_can_be_looked_at(content: bytes) -> None:
    assert take_apart(content).size == len(content)
    take_apart(b"Content-Type: " + content)


@given(value=st.text('()<>@[]"\\,;:=?utf-8qb+ \x00é\ud800', max_size=200), name=st.sampled_from(NAMES))
def test_whatever_stands_in_a_header_is_shown_as_text(value: str, name: str) -> None:
    view = take_apart(f"{name}: {value}\r\n\r\nx".encode("utf-8", "surrogatepass"))
    "".join([view.subject, view.html, view.text, *(shown for _, shown in view.headers)]).encode()


def test_a_headers_encoded_words_are_read_and_its_folds_taken_out() -> None:
    view = take_apart(b"Subject: =?utf-8?q?Fr=C3=BCh?=\r\n =?utf-8?q?_am?=\r\nTo: Ada\r\n <ada@reader.example>\r\n\r\n")
    assert view.subject == "Früh am"
    assert view.headers[1] == ("To", "Ada <ada@reader.example>")


@pytest.mark.parametrize("levels", [50, 600, 20_000])
def test_parts_within_parts_without_end_are_not_taken_apart(levels: int) -> None:
    nested = "".join(
        f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n' for level in range(levels)
    )
    content = f"Subject: Deep\r\n{nested}Content-Type: text/plain\r\n\r\nx".encode()
    begun = monotonic()
    view = take_apart(content)
    assert (view.subject, view.text, view.size) == ("Deep", "", len(content))
    assert monotonic() - begun < 0.5


def test_a_body_that_is_an_attachment_is_not_shown_as_the_mail() -> None:
    mail = a_mail(html=None)
    mail.add_attachment("<p>attached</p>", subtype="html", filename="a.html")
    assert (take_apart(mail.as_bytes()).html, take_apart(mail.as_bytes()).text.strip()) == ("", "Grüße")
