from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import BadDataError
from syndicate.text.mailboxes import ADDRESS_LIMIT, Mailbox, read_mailbox

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
    assert caught.value.code == "address-invalid"
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
