"""By what an address is kept that an article had, and by what a request may mean it."""

from __future__ import annotations

import pytest

from syndicate.articles.old_addresses import LONGEST, address_key, asked_keys

SAME = {
    "/2024/05/a-story": (
        "https://old.example/2024/05/a-story/",
        "http://www.old.example/2024/05/a-story",
        "/2024/05//a-story/",
        "/2024/05/a-story/index.html",
        "/2024/05/a-story/?utm_source=mail&utm_campaign=7",
    ),
    "/käse": ("/k%C3%A4se/", "/k%c3%a4se", "/ka\u0308se", "https://old.example/käse"),
    "/?p=71": ("https://old.example/?p=71", "/?p=71&fbclid=x", "/index.php?p=71"),
    "/story?b=2&a=1": (),
}


@pytest.mark.parametrize(("key", "written"), [(key, address) for key, listed in SAME.items() for address in listed])
def test_one_address_has_one_key_however_it_is_written(key: str, written: str) -> None:
    assert address_key(written) == key


def test_the_order_of_a_query_does_not_count() -> None:
    assert address_key("/story?b=2&a=1") == address_key("/story/?a=1&b=2&gclid=z")


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        "/",
        "https://old.example",
        "https://old.example/?utm_source=x",
        "/%00",
        "/a%ff",
        "http://[",
        "/" + "a" * LONGEST,
    ],
)
def test_a_front_page_and_what_is_no_address_have_none(nothing: str) -> None:
    assert address_key(nothing) is None


@pytest.mark.parametrize(
    ("path", "query", "kept"),
    [
        ("/2024/05/a-story/", "", "/2024/05/a-story"),
        ("/2024/05/a-story/amp/", "", "/2024/05/a-story"),
        ("/2024/05/a-story", "replytocom=5&fbclid=x", "/2024/05/a-story"),
        ("/", "p=71&preview=1", "/?p=71"),
        ("//", "p=71", "/?p=71"),
        ("/story", "id=4&x=9", "/story?id=4"),
    ],
)
def test_a_request_means_what_is_kept(path: str, query: str, kept: str) -> None:
    assert kept in asked_keys(path, query)


def test_the_surest_meaning_comes_first() -> None:
    assert asked_keys("/story", "b=2&a=1") == ("/story?a=1&b=2", "/story?a=1", "/story?b=2", "/story")


@pytest.mark.parametrize(("path", "query"), [("/", ""), ("/\x00", "p=1"), ("", "p=%00")])
def test_what_no_database_keeps_is_not_asked_for(path: str, query: str) -> None:
    assert asked_keys(path, query) == ()


def test_a_query_without_end_is_not_looked_at() -> None:
    assert asked_keys("/", "&".join(f"p{number}=1" for number in range(5_000))) == ()
