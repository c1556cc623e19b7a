"""A spliced message is the built one, byte for byte, and never anything that was not read back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import BadDataError
from syndicate.mail.merge_fields import escape_html, escape_text, fill
from syndicate.mail.message import build_message
from syndicate.mail.model import Rendering
from syndicate.mail.splicing import Splice
from tests.unit.mail.test_mail_message import DATE, ENVELOPE
from tests.unit.text.test_header import HOSTILE

TEXT = st.text(
    st.characters(blacklist_categories=["Cs"])
    | st.sampled_from("=.\n\n \t{}\\ü日本\N{ARABIC LETTER BEH}\N{FLAG IN HOLE}"),
    max_size=200,
)
#: Lines that are long, short, in another script, or hold the link.
BODY = st.lists(
    TEXT
    | st.sampled_from(["LEAVE", "LEAVE LEAVE", "CHOOSE", "Dear<space>NAME,", "NAMENAME<comma>", "LEAVECHOOSENAME"])
    | st.sampled_from(["x" * 80, "日本語" * 40, "."]),
    max_size=12,
)
FIELDS = {
    "unsubscribe_url": "LEAVE",
    "preferences_url": "CHOOSE",
    "recipient_name": "NAME",
    "space_before_name": "<space>",
    "comma_before_name": "<comma>",
}
PATH = st.text("abcXYZ019-_./?=&%~", max_size=120)


def _rendering(lines: list[str]) -> Rendering:
    source = "\n".join(lines)
    return Rendering(html=escape_html(f"<p>{source}</p>", FIELDS), text=escape_text(source, FIELDS))


def _built(rendering: Rendering, delivery_id: str, name: str, address: str, url: str, choices: str = "") -> bytes:
    filled = fill(rendering, {"unsubscribe_url": url, "preferences_url": choices, "recipient_name": name})
    envelope = replace(
        ENVELOPE, delivery_id=delivery_id, recipient_name=name, recipient_address=address, unsubscribe_url=url
    )
    message_id = f"<{delivery_id}@quay.example>"
    return build_message(envelope, filled.html, filled.text, date=DATE, message_id=message_id)


@given(lines=BODY, name=TEXT, path=PATH, other=PATH, delivery_id=st.from_regex(r"[a-z0-9]{1,26}", fullmatch=True))
def test_a_spliced_message_is_the_built_one_byte_for_byte(
    lines: list[str], name: str, path: str, other: str, delivery_id: str
) -> None:
    rendering = _rendering(lines)
    splice = Splice(rendering, ENVELOPE, date=DATE)
    for url in (f"https://quay.example/{path}", f"https://quay.example/{other}", f"https://quay.example/{path}"):
        recipient = {"delivery_id": delivery_id, "name": name, "address": "ann@büro.example"}
        for choices in (f"https://quay.example/?{path}", f"https://quay.example/{other}"):
            message = splice.message(**recipient, unsubscribe_url=url, preferences_url=choices)
            assert message == _built(rendering, delivery_id, name, "ann@büro.example", url, choices)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_would_be_more_than_a_name_is_built_and_read_back(name: str) -> None:
    rendering = _rendering(["LEAVE"])
    splice = Splice(rendering, ENVELOPE, date=DATE)
    url = "https://quay.example/x"
    message = splice.message(delivery_id="d1", name=name, address="ann@example.org", unsubscribe_url=url)
    assert message == _built(rendering, "d1", name, "ann@example.org", url)


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "ann"},
        {"address": "ann@example.org\r\nBcc: v@evil.example"},
        {"address": "=?utf-8?q?a?=@example.org"},
        {"delivery_id": "d1\r\nBcc: v@evil.example"},
        {"delivery_id": ""},
        {"unsubscribe_url": "https://quay.example/\r\nBcc: v@evil.example"},
        {"unsubscribe_url": "https://quay.example/>, <https://evil.example/"},
        {"unsubscribe_url": "https://quay.example/" + "x" * 990},
        {"unsubscribe_url": "ftp://quay.example/"},
        {"unsubscribe_url": "https://quay.example:0/"},
        {"preferences_url": ""},
        {"preferences_url": "javascript:x"},
        {"preferences_url": "https://quay.example/\r\nx"},
    ],
)
def test_a_recipient_who_cannot_be_mailed_is_refused(changes: dict[str, str]) -> None:
    good = {
        "delivery_id": "d1",
        "name": "Ann",
        "address": "ann@example.org",
        "unsubscribe_url": "https://quay.example/x",
        "preferences_url": "https://quay.example/y",
    }
    splice = Splice(_rendering(["LEAVE", "CHOOSE"]), ENVELOPE, date=DATE)
    with pytest.raises(BadDataError):
        splice.message(**(good | changes))
    assert splice.message(**good)


def test_a_mailing_that_is_no_mail_is_told_at_once() -> None:
    with pytest.raises(BadDataError):
        Splice(_rendering(["LEAVE"]), replace(ENVELOPE, sender_address="nobody"), date=DATE)
    with pytest.raises(BadDataError):
        Splice(Rendering(html="{{unknown_field}}", text=""), ENVELOPE, date=DATE)
