"""Header values, tried with what people and attackers write."""

from __future__ import annotations

import re
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesHeaderParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import BadDataError
from syndicate.text.header import LONGEST_TEXT, mail_address, mailbox, neutralise, unstructured
from syndicate.text.plain import shorten

INJECTION = "=?utf-8?q?Hello=0D=0ABcc:_v@evil.test?="

HOSTILE = [
    INJECTION,
    "=?utf-8?b?SGVsbG8NCkJjYzogdkBldmlsLnRlc3Q=?=",
    "=?us-ascii?Q?a=0ABcc=3A_v=40evil.test?=",
    "=\x00?utf-8?q?x=0D=0ABcc:_v@evil.test?=",
    "=\u202e?utf-8?q?x=0D=0ABcc:_v@evil.test?=",
    "==?utf-8?q?x=0D=0ABcc:_v@evil.test?==?=",
    "plain\r\nBcc: v@evil.test",
    "plain\nBcc: v@evil.test",
    "plain\rBcc: v@evil.test",
    "plain\r\n\r\n<script>body</script>",
    "plain\n Bcc: v@evil.test",
    "plain\x0bBcc: v@evil.test",
    "plain\x0cBcc: v@evil.test",
    "plain\x1cBcc: v@evil.test",
    "plain\x1dBcc: v@evil.test",
    "plain\x1eBcc: v@evil.test",
    "plain\x85Bcc: v@evil.test",
    "plain\u2028Bcc: v@evil.test",
    "plain\u2029Bcc: v@evil.test",
    "plain\x00Bcc: v@evil.test",
    "plain\x7f\x1b[2J",
    "\ud800 lone surrogate",
    "\ufeffmark in front",
    "right\u202eot tfel",
    "isolated \u2067ot tfel",
    'quotes " and \\ backslash',
    'break out" <v@evil.test>, "',
    "a <v@evil.test>",
    "a, b, c",
    "v@evil.test, w@evil.test",
    "group: v@evil.test;",
    "comment (v@evil.test)",
    "Müller, Jürgen (Hafen)",
    "Ä" * 80 + ", " + "ß" * 60,
    "אבגד, הוזח" * 12,
    "日本語の件名、" * 30,
    "👩‍👩‍👧‍👦" * 30,
    "x" * 5000,
    "word " * 900,
    "\t tab \t and   spaces ",
    "",
]


def headers_of(name: str, value: str) -> EmailMessage:
    source = f"{name}: {value}\r\nX-Last: 1\r\n\r\n".encode("ascii")
    parsed = BytesHeaderParser(policy=policy.default).parsebytes(source)
    assert isinstance(parsed, EmailMessage)
    return parsed


def name_in(value: str) -> str:
    """The display name, read by the older of Python's two decoders: the newer one adds spaces between encoded words."""
    phrase = re.sub(r"\s*<?[^<]*@[^<]*>?$", "", value)
    shown = str(make_header(decode_header(phrase)))
    return re.sub(r"\\(.)", r"\1", shown[1:-1]) if phrase.startswith('"') else shown


@pytest.mark.parametrize("text", HOSTILE)
def test_free_text_stays_one_header_and_is_read_back(text: str) -> None:
    value = unstructured("Subject", text)
    parsed = headers_of("Subject", value)
    assert parsed.keys() == ["Subject", "X-Last"]
    read = str(parsed["Subject"])
    assert read == neutralise(read)
    assert neutralise(text).startswith(read.removesuffix("…").rstrip())
    assert max(map(len, value.split("\r\n"))) <= 998


@pytest.mark.parametrize("name", HOSTILE)
def test_a_display_name_brings_no_second_recipient(name: str) -> None:
    value = mailbox("To", name, "reader@quay.example")
    parsed = headers_of("To", value)
    assert parsed.keys() == ["To", "X-Last"]
    assert [one.addr_spec for one in parsed["To"].addresses] == ["reader@quay.example"]
    assert neutralise(name).startswith(name_in(value).removesuffix("…").rstrip())
    assert max(map(len, value.split("\r\n"))) <= 998


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_no_character_that_turns_a_line_round_is_left_in_a_header(sign: str) -> None:
    assert mailbox("To", f"{sign}gnp.exe", "reader@quay.example") == '"gnp.exe" <reader@quay.example>'
    assert unstructured("Subject", f"a{sign}b") == "ab"


@given(text=st.text(max_size=300))
def test_any_text_at_all_is_one_ascii_header(text: str) -> None:
    value = unstructured("Subject", text)
    assert value.isascii()
    assert headers_of("Subject", value).keys() == ["Subject", "X-Last"]


@given(name=st.text(max_size=200))
def test_any_name_at_all_leaves_one_recipient(name: str) -> None:
    parsed = headers_of("To", mailbox("To", name, "reader@quay.example"))
    assert [one.addr_spec for one in parsed["To"].addresses] == ["reader@quay.example"]


def test_an_encoded_word_in_a_title_is_broken_not_decoded() -> None:
    assert neutralise(INJECTION) == "= ?utf-8?q?Hello=0D=0ABcc:_v@evil.test?="
    assert str(headers_of("Subject", unstructured("Subject", INJECTION))["Subject"]) == neutralise(INJECTION)


def test_a_short_ascii_subject_is_written_as_it_is() -> None:
    assert unstructured("Subject", "Why the tide gate was left open") == "Why the tide gate was left open"


def test_a_long_ascii_subject_is_folded_at_spaces() -> None:
    value = unstructured("Subject", "the harbour " * 20)
    assert "=?" not in value
    assert max(map(len, value.split("\r\n"))) <= 76


@given(length=st.integers(1, 520), tail=st.text("ab =?", max_size=120))
def test_a_word_that_is_longer_than_a_line_makes_no_empty_line(length: int, tail: str) -> None:
    text = "a" * length + " " + tail
    value = unstructured("Subject", text)
    assert all(line.strip() for line in value.split("\r\n"))
    parsed = headers_of("Subject", value)
    assert parsed.keys() == ["Subject", "X-Last"]
    assert str(parsed["Subject"]) == neutralise(shorten(text, LONGEST_TEXT))


def test_a_long_non_ascii_name_with_a_comma_keeps_its_commas() -> None:
    name = "Müller, Jürgen (Hafenbehörde), " * 3 + "Ende"
    assert name_in(mailbox("From", name, "news@quay.example")) == neutralise(name)


def test_encoded_words_have_at_most_75_characters() -> None:
    words = unstructured("Subject", "Größe " * 40).replace("\r\n", " ").split()
    assert max(map(len, words)) <= 75


def test_without_a_name_the_address_stands_alone() -> None:
    assert mailbox("To", " ", "reader@quay.example") == "reader@quay.example"


@pytest.mark.parametrize(
    ("written", "usable"),
    [
        ("reader@quay.example", "reader@quay.example"),
        (" reader+list@Quay.Example ", "reader+list@quay.example"),
        ("reader@bücher.example", "reader@xn--bcher-kva.example"),
        ("reader@straße.example", "reader@xn--strae-oqa.example"),
        ("reader@例え.テスト", "reader@xn--r8jz45g.xn--zckzah"),
        ("o'neill@quay.example", "o'neill@quay.example"),
        ("reader@localhost", "reader@localhost"),
    ],
)
def test_an_address_is_brought_to_what_smtp_can_carry(written: str, usable: str) -> None:
    assert mail_address(written) == usable


@pytest.mark.parametrize(
    "address",
    [
        "jürgen@quay.example",
        "",
        "reader",
        "@quay.example",
        "reader@",
        "reader@quay..example",
        "reader@-quay.example",
        "reader@[127.0.0.1]",
        "a..b@quay.example",
        ".a@quay.example",
        '"a b"@quay.example',
        "a b@quay.example",
        "a@quay.example, b@quay.example",
        "a@quay.example>\r\nBcc: b@quay.example",
        "=?utf-8?q?a?=@quay.example",
        "a@b@quay.example",
        "reader@quay\x00.example",
        f"{'a' * 65}@quay.example",
        f"reader@{'a' * 64}.example",
        f"reader@{'a.' * 130}example",
        "reader@\u2024\u2024.example",
        "reader@xn--\u0000",
        "reader@ü\u200d.example",
    ],
)
def test_what_cannot_be_written_to_is_refused(address: str) -> None:
    with pytest.raises(BadDataError) as refused:
        mail_address(address)
    assert refused.value.code == "header-unusable"
    assert refused.value.hint
