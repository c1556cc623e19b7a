"""Whatever a person writes as an address, a title, a sender or a subject stands in the mail as it was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from lxml.html import document_fromstring

from syndicate.digests.composed import mailbox
from syndicate.mail.checks import check, check_sender
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.merge_fields import fill, fill_neutral
from syndicate.mail.message import build_message
from syndicate.mail.model import Digest, Envelope
from syndicate.text.plain import clean, one_line
from tests.unit.mail.quay import DIGEST, FERRY, TEMPLATES, UNSUBSCRIBE, VALUES

RENDERER = DigestRenderer(TEMPLATES)
TEXTS = {
    "a brace": "Quay {4} Basin",
    "two braces": "Quay {{4}} Basin",
    "a merge field": "Quay {{unsubscribe_url}}",
    "a merge field for a literal": "Quay {{open}} {{backslash}}",
    "three braces": "{{{Quay}}}",
    "a brace alone": "}",
    "Jinja's statement": "Quay {% if x %} Basin {% endif %}",
    "Jinja's comment": "Quay {# x #} Basin",
    "half a statement": "Quay %} Basin",
    "a backslash": "Quay\\Basin \\n \\u{94d} \\",
    "a backslash before braces": "\\{{Quay}}",
    "an ampersand": "Quay & Sons &amp; Co",
    "a reference": "Quay &lt; &#123;&#123;x&#125;&#125; &nbsp;Basin",
    "less than": "Quay <b>Basin</b> < 5",
    "a comment": "Quay <!-- Basin --> -->",
    "CDATA": "Quay <![CDATA[ Basin ]]>",
    "an end tag": "Quay </mj-text></style> Basin",
    "double quotation marks": 'The "Quay"',
    "single quotation marks": "The 'Quay' and l’Écluse",
    "emoji": "Quay ⚓️ 👩‍👩‍👧 🏳️‍🌈",
    "Arabic": "الرصيف، شارع الحوض ٤",
    "both directions": "The Quay הרציף 4 שדרות, Tel Aviv",
    "directional marks": "Quay \u200f4\u200e Basin",
    "Hindi": "हिन्दी समाचार, दिल्ली",
    "Chinese": "上海市黄浦区码头路四号",
    "an uncomposed accent": "Cafe\u0301 Quai",
    "no-break spaces": "4\u00a0Basin\u202fStreet",
    "a zero-width space and a soft hyphen": "Ba\u200bsin\u00adStreet",
    "a byte order mark": "\ufeffQuay",
    "controls": "Quay\x02x\x03y\x00 Basin",
    "a separator of lines": "Quay\u20284 Basin",
    "many spaces": "Quay      4     Basin",
    "a tab": "Quay\t4 Basin",
    "very long": "Quay and Basin Street " * 60,
    "one long word": "Q" * 1200,
    "an encoded word": "=?utf-8?q?Quay=0D=0ABcc:_v@evil.test?=",
    "dollars and per cent": "$Quay ${x} %s %(x)s 100 %",
    "SES's own": "{{#if x}}Quay{{/if}} {{> partial}}",
}


def sent(digest: Digest, sender: str = "The Quay") -> EmailMessage:
    """The message as a reader's client takes it apart, after the checks that let it leave."""
    rendering = RENDERER.render(digest)
    assert check(rendering, digest) == ()
    assert check_sender(sender, "news@quay.example", None) == ()
    filled = fill(rendering, VALUES)
    envelope = Envelope(
        delivery_id="d1",
        sender_name=sender,
        sender_address="news@quay.example",
        recipient_name="",
        recipient_address="robin@example.org",
        reply_to=None,
        subject=digest.subject,
        list_id="morning.quay.example",
        unsubscribe_url=UNSUBSCRIBE,
        unsubscribe_mailto=None,
    )
    content = build_message(
        envelope, filled.html, filled.text, date=datetime(2026, 11, 23, tzinfo=UTC), message_id="<d1@quay.example>"
    )
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def parts(message: EmailMessage) -> tuple[str, str]:
    """What the HTML and the text part say, with one space for any white space."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    body = document_fromstring(html.get_content()).find("body")
    assert body is not None
    return one_line("".join(map(str, body.itertext()))), one_line(plain.get_content())


@pytest.mark.parametrize("name", TEXTS)
def test_a_postal_address_stands_in_both_parts_as_it_was_written(name: str) -> None:
    html, text = parts(sent(replace(DIGEST, postal_address=f"{TEXTS[name]}\n20457 Hamburg")))
    for line in clean(TEXTS[name]).splitlines():
        assert one_line(line) in html
        assert one_line(line) in text


@pytest.mark.parametrize("name", TEXTS)
def test_a_postal_address_of_one_line_is_enough(name: str) -> None:
    html, text = parts(sent(replace(DIGEST, postal_address=TEXTS[name])))
    assert one_line(clean(TEXTS[name]).splitlines()[0]) in html
    assert one_line(clean(TEXTS[name]).splitlines()[0]) in text


def test_a_postal_address_may_hold_empty_lines() -> None:
    html, text = parts(sent(replace(DIGEST, postal_address="\n\nThe {Quay}\r\n\r\n  4 Basin Street  \r\n\n")))
    assert "The {Quay}" in html
    assert "The {Quay} 4 Basin Street" in text


@pytest.mark.parametrize("name", TEXTS)
def test_a_title_and_a_headline_stand_in_both_parts_as_they_were_written(name: str) -> None:
    digest = replace(DIGEST, title=TEXTS[name], lead=replace(FERRY, headline=TEXTS[name], kicker="", deck=TEXTS[name]))
    html, text = parts(sent(digest))
    words = one_line(clean(TEXTS[name]))
    assert html.count(words) >= 3
    assert "".join(text.split()).count("".join(words.split())) >= 3


@pytest.mark.parametrize("name", TEXTS)
def test_a_subject_and_a_sender_are_read_back_as_they_were_written(name: str) -> None:
    message = sent(replace(DIGEST, subject=TEXTS[name], preheader=TEXTS[name]), sender=TEXTS[name])
    words = one_line(TEXTS[name]).replace("=?", "= ?")
    assert one_line(str(message["Subject"])).startswith(words[:60])
    # Not by the policy's ``addresses``: that reader leaves a space where a name is cut into two encoded words.
    phrase, _ = parseaddr(str(message_from_bytes(message.as_bytes())["From"]).replace("\r", "").replace("\n", ""))
    assert str(make_header(decode_header(phrase))).startswith(words[:40])
    assert message["From"].addresses[0].addr_spec == "news@quay.example"
    assert message["Bcc"] is None


def test_the_web_copy_shows_what_was_written() -> None:
    digest = replace(DIGEST, postal_address=TEXTS["a merge field"], title=TEXTS["SES's own"])
    copy = fill_neutral(RENDERER.render(digest), "https://quay.example/")
    assert TEXTS["a merge field"] in copy.text
    assert TEXTS["SES's own"] in copy.text
    assert TEXTS["a merge field"] in "".join(map(str, document_fromstring(copy.html).itertext()))


@pytest.mark.parametrize("name", TEXTS)
def test_a_sender_survives_the_row_in_which_an_edition_keeps_it(name: str) -> None:
    sender = one_line(TEXTS[name])
    assert parseaddr(mailbox(sender, "news@quay.example")) == (sender, "news@quay.example")
