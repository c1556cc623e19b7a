from __future__ import annotations

from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from syndicate.web.mailbox import take_apart


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


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=500))
def test_whatever_lies_in_the_outbox_can_be_looked_at(content: bytes) -> None:
    assert take_apart(content).size == len(content)
    take_apart(b"Content-Type: " + content)
