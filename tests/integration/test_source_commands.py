"""Sources at an address as an operator has them: by the configuration (with ``secret``), and ``syndicate sources``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands import Invoke, given
from tests.foreign_host import ForeignHost, http
from tests.peers import KEY, GhostSite, WordPressSite, a_feed, a_post, a_wordpress_post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.newsroom import Newsroom

CONFIG = """
[site]
title = "The Quay"
postal_address = "1 Harbour Steps"
id_authority = "quay.example,2026"

[net]
allow_loopback = true

[[sources]]
name = "there"
"""
PAGE = (
    "<!doctype html><html lang=en><head><title>A Story</title></head><body><article><h1>A Story Of The Quay</h1>"
    "<time datetime='2026-11-20T08:00:00Z'>20 November 2026</time>"
    + "<p>The harbour office will decide in spring whether the old boat may stay at its berth for good.</p>" * 5
    + "</article></body></html>"
)


def write(newsroom: Newsroom, *lines: str) -> None:
    newsroom.configure(CONFIG + "\n".join(lines))


@pytest.fixture
def host() -> Iterator[ForeignHost]:
    with ForeignHost({"/feed": http("200 OK", body=a_feed("a", "b", "c", "d", "e", "f"))}) as host:
        yield host


def test_a_feed_is_read_at_its_pace_and_at_once_for_who_asks(
    newsroom: Newsroom, invoke: Invoke, host: ForeignHost
) -> None:
    write(newsroom, f'feed = "{host.url("/feed")}"', 'every = "1h"')
    assert given(invoke, "collect")["sources"]["there"]["new"] == 6
    (listed,) = given(invoke, "sources", "list")["sources"]
    assert (listed["kind"], listed["where"], listed["error"]) == ("feed", host.url("/feed"), None)
    assert given(invoke, "collect")["sources"]["there"]["put_off_until"]
    assert len(host.requests) == 1
    assert given(invoke, "sources", "poll", "there")["unchanged"] == 6
    assert len(host.requests) == 2
    write(newsroom, f'feed = "{host.url("/feed")}"', 'every = "1s"')
    ended, out, _ = invoke("sources", "list")
    assert (ended, "asked again" in out) == (0, True)


def test_a_feed_that_shrank_is_told_and_taken_when_somebody_says_so(
    newsroom: Newsroom, invoke: Invoke, host: ForeignHost
) -> None:
    write(newsroom, f'feed = "{host.url("/feed")}"')
    given(invoke, "collect")
    host.answers["/feed"] = http("200 OK", body=a_feed("g", "h"))
    ended, _, err = invoke("sources", "poll", "there")
    assert (ended != 0, "syndicate sources accept there" in err) == (True, True)
    (listed,) = given(invoke, "sources", "list")["sources"]
    assert (listed["error"]["code"], listed["error"]["failures"]) == ("source-shrunk", 1)
    assert len(given(invoke, "articles", "list")["articles"]) == 6
    assert given(invoke, "sources", "accept", "there")["outcome"] == "accepted"
    assert given(invoke, "collect")["sources"]["there"]["new"] == 2
    assert given(invoke, "sources", "list")["sources"][0]["error"] is None


def test_a_feed_that_is_gone_for_good_is_asked_no_more(newsroom: Newsroom, invoke: Invoke, host: ForeignHost) -> None:
    write(newsroom, f'feed = "{host.url("/feed")}"', 'every = "1s"')
    host.answers["/feed"] = http("410 Gone")
    invoke("collect")
    invoke("collect")
    assert len(host.requests) == 1
    assert given(invoke, "sources", "list")["sources"][0]["error"]["code"] == "source-gone"


@pytest.mark.parametrize("is_in_file", [True, False])
def test_ghost_wants_its_key_from_a_file_or_the_environment(
    newsroom: Newsroom,
    invoke: Invoke,
    monkeypatch: pytest.MonkeyPatch,
    is_in_file: bool,  # noqa: FBT001 - pytest's
) -> None:
    with ForeignHost(GhostSite([a_post(number) for number in range(2)])) as host:
        if is_in_file:
            (newsroom.folder / "ghost.key").write_text(f"{KEY}\n")
        else:
            monkeypatch.setenv("SYNDICATE_SOURCES__THERE__SECRET", KEY)
        write(newsroom, f'ghost = "{host.url("/")}"', *(['secret_file = "ghost.key"'] if is_in_file else []))
        assert given(invoke, "collect")["sources"]["there"]["new"] == 2


def test_the_posts_of_a_wordpress_are_read(newsroom: Newsroom, invoke: Invoke) -> None:
    with ForeignHost(WordPressSite([a_wordpress_post(number) for number in range(2)])) as host:
        write(newsroom, f'wordpress = "{host.url("/")}"')
        assert given(invoke, "collect")["sources"]["there"]["new"] == 2


def test_the_pages_of_a_sitemap_are_read(newsroom: Newsroom, invoke: Invoke) -> None:
    with ForeignHost({}) as host:
        entry = f"<url><loc>{host.url('/a-story')}</loc><lastmod>2026-11-20T08:00:00Z</lastmod></url>"
        sitemap = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entry}</urlset>".encode()
        host.answers |= {
            "/sitemap.xml": http("200 OK", "Content-Type: application/xml", body=sitemap),
            "/a-story": http("200 OK", "Content-Type: text/html", body=PAGE.encode()),
        }
        write(newsroom, f'sitemap = "{host.url("/sitemap.xml")}"')
        assert given(invoke, "collect")["sources"]["there"]["new"] == 1


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), "says nowhere what it is"),
        (('feed = "https://a.example/f"', 'folder = "x"'), "are two sources"),
        (('ghost = "https://a.example"',), "wants a key"),
    ],
)
def test_a_source_that_is_nothing_or_two_things_is_refused(
    newsroom: Newsroom, invoke: Invoke, lines: tuple[str, ...], words: str
) -> None:
    write(newsroom, *lines)
    ended, out, err = invoke("config", "check")
    assert (ended != 0, words in out + err) == (True, True), out + err
