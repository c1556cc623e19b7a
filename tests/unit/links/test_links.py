from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from syndicate.ids import random_id, stable_id
from syndicate.links import SLUG_LENGTH, Links, mailto, slugify

LINKS = Links("https://quay.example/news/", ["k" * 32])


@given(st.text(max_size=200))
def test_a_slug_is_short_ascii_words_joined_by_hyphens(text: str) -> None:
    slug = slugify(text)
    assert len(slug) <= SLUG_LENGTH
    assert not slug or all(word.isalnum() and word.isascii() and word == word.lower() for word in slug.split("-"))


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Xiaomi Stores Are Opening In Europe. Are Cars Next?", "xiaomi-stores-are-opening-in-europe-are-cars-next"),
        ("The night train to Mürsee – and « Café Zoë »", "the-night-train-to-mursee-and-cafe-zoe"),
        ("It's about time", "its-about-time"),
        ("مرفأ", ""),
        ("a" * 99, "a" * SLUG_LENGTH),
    ],
)
def test_a_headline_becomes_its_slug(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_addresses_stand_under_the_site_whatever_its_trailing_slash() -> None:
    assert LINKS.home() == "https://quay.example/news/"
    assert LINKS.feed("rss.xml") == "https://quay.example/news/feeds/rss.xml"
    assert LINKS.article("k3j9", "A headline") == "https://quay.example/news/articles/a-headline-k3j9"
    assert LINKS.article("k3j9", None) == "https://quay.example/news/articles/k3j9"
    assert LINKS.edition("e1") == "https://quay.example/news/editions/e1"
    assert LINKS.media("ab/c.jpg") == "https://quay.example/news/media/ab/c.jpg"


@given(st.text())
def test_a_token_of_nobody_is_read_as_nothing(token: str) -> None:
    assert LINKS.read_unsubscribe(token) is None


def test_a_token_is_read_back_and_not_by_another_key() -> None:
    token = LINKS.unsubscribe("s1").rpartition("/")[2]
    assert LINKS.read_unsubscribe(token) == "s1"
    assert Links("https://quay.example", ["x" * 32]).read_unsubscribe(token) is None
    assert LINKS.read_unsubscribe(token[:-3]) is None


@given(st.text(max_size=40))
def test_a_token_is_one_of_itsdangerous(subscription_id: str) -> None:
    token = LINKS.unsubscribe(subscription_id).rpartition("/")[2]
    assert LINKS.read_unsubscribe(token) == subscription_id
    mine = random_id()
    assert LINKS.unsubscribe(mine).endswith(f"/{URLSafeSerializer(['k' * 32], salt='unsubscribe').dumps(mine)}")


def test_a_stable_id_depends_on_its_parts_alone_and_keeps_them_apart() -> None:
    assert stable_id("samples", "a.txt") == stable_id("samples", "a.txt")
    assert stable_id("ab", "c") != stable_id("a", "bc")
    assert len(stable_id("x")) == 13


def test_a_random_id_fits_into_an_event_tag() -> None:
    assert len({random_id() for _ in range(100)}) == 100
    assert random_id().isalnum()
    assert len(random_id()) == 26


def test_renditions_may_have_a_host_of_their_own() -> None:
    links = Links("https://quay.example/news/", ["k" * 32], media_url="https://pictures.example/quay/")
    assert links.media("ab/cd.jpg") == "https://pictures.example/quay/ab/cd.jpg"
    assert links.near(links.media("ab/cd.jpg")) == "https://pictures.example/quay/ab/cd.jpg"
    assert LINKS.near(LINKS.media("ab/cd.jpg")) == "/news/media/ab/cd.jpg"


def test_an_address_that_only_begins_like_the_site_s_is_another_s() -> None:
    assert LINKS.near("https://quay.example/newspaper/x") == "https://quay.example/newspaper/x"


def test_a_rendition_is_known_by_its_address_also_from_before_it_moved() -> None:
    links = Links("https://quay.example", ["k" * 32], media_url="https://pictures.example")
    assert links.media_name("https://pictures.example/ab/cd.jpg") == "ab/cd.jpg"
    assert links.media_name("https://quay.example/media/ab/cd.jpg") == "ab/cd.jpg"
    assert links.media_name("https://quay.example/icon.svg") is None
    assert links.media_name("https://pictures.example.net/ab/cd.jpg") is None


@pytest.mark.parametrize(
    ("address", "address_in_it"),
    [
        ("leave@quay.example", "leave@quay.example"),
        ("leave+us@quay.example", "leave%2Bus@quay.example"),
        ("a&b=c?d#e/f%g@quay.example", "a%26b%3Dc%3Fd%23e%2Ff%25g@quay.example"),
    ],
)
def test_a_mail_to_be_written_is_addressed_so_that_nothing_in_it_is_mistaken(address: str, address_in_it: str) -> None:
    url = mailto(address, "unsubscribe morning")
    assert url == f"mailto:{address_in_it}?subject=unsubscribe%20morning"
    parts = urlsplit(url)
    assert (unquote(parts.path), parse_qs(parts.query)) == (address, {"subject": ["unsubscribe morning"]})
