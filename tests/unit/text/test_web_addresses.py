"""Web addresses and names of hosts."""

from __future__ import annotations

import pytest

from syndicate.text.host_names import ascii_name, is_host_name
from syndicate.text.web_addresses import is_link, is_plain_address, is_web_address, split_web_address

ADDRESSES = [
    "https://news.example",
    "HTTP://news.example:8080/a?b=c#d",
    "https://käse.example/käse",
    "http://[2001:db8::1]/",
]
OTHERS = [
    "",
    "/path",
    "//news.example/",
    "ftp://news.example/",
    "https://",
    "https:///path",
    "https://user@news.example/",
    "https://news.example:port/",
    "https://news.example:99999/",
    "https://news.example:0/",
    "https://[::1/",
    "https://news.example/a b",
    "https://127.0.0.1\\@news.example/",
    "https://news.example/\u202etxt.exe",
    "https://news.example/\n",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_web_address_is_absolute_and_names_a_host(address: str) -> None:
    assert is_web_address(address)
    assert is_plain_address(address)
    assert is_link(address)


@pytest.mark.parametrize("address", OTHERS)
def test_what_is_relative_or_can_be_read_in_two_ways_is_none(address: str) -> None:
    assert split_web_address(address) is None
    assert not is_link(address)


def test_an_address_with_signs_of_mark_up_in_it_is_not_plain() -> None:
    assert is_web_address("https://news.example/{slug}")
    assert not is_plain_address("https://news.example/{slug}")


@pytest.mark.parametrize(
    ("address", "answer"), [("mailto:ann@example.org", True), ("mailto:", False), ("tel:1", False)]
)
def test_a_link_may_lead_to_a_mailbox(address: str, answer: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_link(address) is answer


@pytest.mark.parametrize(
    ("written", "name"),
    [("News.Example", "news.example"), ("straße.de", "xn--strae-oqa.de"), ("BÜCHER。example", "xn--bcher-kva.example")],
)
def test_a_name_is_written_in_lower_case_ascii(written: str, name: str) -> None:
    assert ascii_name(written) == name


@pytest.mark.parametrize("written", ["☃.example", "a..ü", "\ud800"])
def test_a_name_that_has_no_such_form_is_none(written: str) -> None:
    assert ascii_name(written) is None


@pytest.mark.parametrize("name", ["", "-a.example", "a_b.example", "a..b", "a.example.", f"{'a' * 64}.example", "Ü.de"])
def test_what_no_host_can_be_called_is_no_host_name(name: str) -> None:
    assert not is_host_name(name)


def test_labels_of_63_letters_make_a_host_name_of_253() -> None:
    assert is_host_name(f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 61}")
    assert not is_host_name(f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 62}")
