from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import BadDataError
from syndicate.text.header import mail_address
from syndicate.text.mailboxes import ADDRESS_LIMIT, Mailbox, read_mailbox

REPOSITORY = Path(__file__).parents[3]
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{2,200}\w")
ATEXT = "abcXYZ019!#$%&'*+/=?^_`{|}~-"
atoms = st.text(ATEXT, min_size=1, max_size=12)
local_parts = st.lists(atoms, min_size=1, max_size=4).map(".".join)
labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
domains = st.tuples(st.lists(labels, min_size=1, max_size=3).map(".".join), st.sampled_from(["org", "de", "museum"]))


def test_an_address_alone_is_kept_as_written_and_compared_in_lower_case() -> None:
    assert read_mailbox("Ann.Lee@Example.COM") == Mailbox(shown="Ann.Lee@Example.COM", key="ann.lee@example.com")


def test_a_name_before_the_address_is_told_apart() -> None:
    found = read_mailbox("Ann Lee <ann@example.com>")
    assert (found.name, found.shown) == ("Ann Lee", "ann@example.com")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('"Lee, Ann" <a@b.org>', "Lee, Ann"),
        (r'"Ann \"Bo\" Lee" <a@b.org>', 'Ann "Bo" Lee'),
        ("  Zoë   Müller   <a@b.org>  ", "Zoë Müller"),
        ("<a@b.org>", None),
        ('"" <a@b.org>', None),
        ("李小龍 <a@b.org>", "李小龍"),
    ],
)
def test_a_name_loses_its_quotation_marks_and_spare_spaces(written: str, name: str | None) -> None:
    assert read_mailbox(written).name == name


def test_a_domain_in_letters_beyond_ascii_is_mailed_in_ascii() -> None:
    found = read_mailbox("Info@BÜCHER.example")
    assert found.shown == "Info@BÜCHER.example"
    assert found.address == "Info@xn--bcher-kva.example"


def test_two_spellings_of_one_mailbox_have_one_key() -> None:
    spellings = [
        "ann@bücher.example",
        "ANN@BU\u0308CHER.example",
        "Ann@xn--bcher-kva.example",
        "A <ann@Bücher。example>",
    ]
    assert len({read_mailbox(spelling).key for spelling in spellings}) == 1


def test_mail_goes_to_the_local_part_as_it_was_written() -> None:
    assert read_mailbox("CaseMatters@Example.org").address == "CaseMatters@example.org"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("ann", "form name@domain"),
        ("@example.org", "form name@domain"),
        ("ann@", "form name@domain"),
        ("ann@localhost", "no dot"),
        ("zoë@example.org", "Amazon SES"),
        ("ａnn@example.org", "Amazon SES"),
        ("a b@example.org", "a dot where none"),
        (".ann@example.org", "a dot where none"),
        ("ann.@example.org", "a dot where none"),
        ("a..b@example.org", "a dot where none"),
        ('"ann lee"@example.org', "a dot where none"),
        ("a@b.org, c@d.org", "a dot where none"),
        ("a@b@c.org", "a dot where none"),
        ("x" * 65 + "@example.org", "longer than 64"),
        ("aaa@" + "x." * 124 + "org", "longer than 254"),
        ("a@" + "ü" * 300 + ".org", "domain is too long"),
        ("ann@example.org.", "cannot be mailed"),
        ("ann@.example.org", "cannot be mailed"),
        ("ann@exa_mple.org", "not one that can exist"),
        ("ann@-example.org", "not one that can exist"),
        ("ann@" + "x" * 64 + ".org", "not one that can exist"),
        ("ann@ex\u2028ample.org", "control characters"),
        ("ann@☃\u200d.org", "invisible character"),
        ("ann@[127.0.0.1]", "not one that can exist"),
        ("ann@127.0.0.1", "is a number"),
        ("ann@example.org\r\nBcc: all@example.org", "control characters"),
        ("Ann\nBcc: all@example.org <ann@example.org>", "control characters"),
        ("ann\x00@example.org", "control characters"),
        ("\udcfcann@example.org", "control characters"),
        ("Ann <b@c.org> <ann@example.org>", "cannot be mailed"),
        ("Ann <ann@example.org", "cannot be mailed"),
        ("x" * 201 + " <ann@example.org>", "name is longer"),
        ("ann@example.org＠evil.org", "not one that can exist"),
    ],
)
def test_what_cannot_be_mailed_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(BadDataError, match=reason) as caught:
        read_mailbox(written)
    assert caught.value.code == ("address-beyond-ascii" if reason == "Amazon SES" else "address-invalid")
    assert caught.value.hint


def test_a_refusal_quotes_the_address_in_one_short_line() -> None:
    with pytest.raises(BadDataError) as caught:
        read_mailbox("Ann\r\n" + "x" * 5_000)
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 200


@given(local=local_parts, domain=domains)
def test_every_plain_address_is_taken_and_its_key_stays_the_same_when_read_again(
    local: str, domain: tuple[str, str]
) -> None:
    written = f"{local}@{'.'.join(domain)}"
    found = read_mailbox(written)
    assert found.address == written
    assert read_mailbox(found.key).key == found.key


@given(written=st.text(max_size=300))
def test_whatever_is_typed_gives_an_ascii_mailbox_or_a_refusal(written: str) -> None:
    try:
        found = read_mailbox(written)
    except BadDataError:
        return
    assert found.address.isascii()
    assert len(found.address) <= ADDRESS_LIMIT
    assert not set(found.address) & set(" \r\n<>,;")


@given(prefix=st.text(max_size=20), domain=st.text(min_size=1, max_size=60))
def test_no_domain_smuggles_a_second_address_in(prefix: str, domain: str) -> None:
    try:
        found = read_mailbox(f"{prefix} <ann@{domain}.org>")
    except BadDataError:
        return
    assert found.address.count("@") == 1
    assert found.address.startswith("ann@")


#: What people who left are known by. A key that changes lets them return, so no line of this ever does.
KEYS = {
    "ann@example.org": "ann@example.org",
    "Ann.Lee+News@Example.ORG": "ann.lee+news@example.org",
    "a.b.c@sub.example.co.uk": "a.b.c@sub.example.co.uk",
    "x@1.2.museum": "x@1.2.museum",
    "ann@news.local": "ann@news.local",
    "ann@reader.test": "ann@reader.test",
    "ann@reader.invalid": "ann@reader.invalid",
    "ann@ab--cd.example": "ann@ab--cd.example",
    "ann@xn--a.example": "ann@xn--a.example",
    "Ann@XN--BCHER-KVA.example": "ann@xn--bcher-kva.example",
    "info@BÜCHER.example": "info@xn--bcher-kva.example",
    "info@bu\u0308cher.example": "info@xn--bcher-kva.example",
    "info@straße.example": "info@xn--strae-oqa.example",
    "info@ΣΊΣΥΦΟΣ.example": "info@xn--kxa6akbbkh.example",
    "info@例え。テスト": "info@xn--r8jz45g.xn--zckzah",
    "info@пример.рф": "info@xn--e1afmkfd.xn--p1ai",
    "info@موقع.example": "info@xn--4gbrim.example",
    "!#$%&'*+/=?^_`{|}~-@example.org": "!#$%&'*+/=?^_`{|}~-@example.org",
}


@pytest.mark.parametrize("written", KEYS)
def test_the_key_of_an_address_is_for_ever(written: str) -> None:
    assert read_mailbox(written).key == KEYS[written]


def test_every_address_of_the_repository_keeps_its_key() -> None:
    """Each is its own key in lower case, if it is one of plain letters."""
    files = [path for path in REPOSITORY.glob("tests/**/*") if path.suffix in {".py", ".csv", ".sql", ".eml", ".txt"}]
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in [*files, REPOSITORY / "config.toml"])
    written = {address for text in texts for address in ADDRESS.findall(text)}
    keys = {address: key_of(address) for address in written if address.isascii()}
    assert len(keys) > 100
    assert {address: key for address, key in keys.items() if key not in {address.lower(), None}} == {}


@given(local_parts, domains)
def test_the_key_of_an_address_in_ascii_is_the_address_in_lower_case(local: str, domain: tuple[str, str]) -> None:
    written = f"{local}@{'.'.join(domain)}"
    assert key_of(written) in {written.lower(), None}


@given(local_parts, domains)
def test_what_can_be_read_can_be_written_to(local: str, domain: tuple[str, str]) -> None:
    written = f"{local}@{'.'.join(domain)}"
    if key_of(written) and "=?" not in local:
        assert mail_address(read_mailbox(written).address) == read_mailbox(written).address


def key_of(written: str) -> str | None:
    try:
        return read_mailbox(written).key
    except BadDataError:
        return None
