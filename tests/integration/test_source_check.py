"""``syndicate sources check`` on sites of others, over real HTTP, and on folders."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syndicate.config import load
from syndicate.publishing.source_checking import check_source
from syndicate.testing.clock import ManualClock
from tests.commands import Invoke, given
from tests.foreign_host import Answer, Answers, ForeignHost, http
from tests.newsroom import CONFIG
from tests.peers import (
    KEY,
    FeedSite,
    GhostSite,
    NewsSite,
    Story,
    WordPressSite,
    a_feed,
    a_post,
    a_wordpress_post,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.newsroom import Newsroom

NET = "\n[net]\nallow_loopback = true\n"


@dataclass
class Site:
    """A front page and other documents before what a site answers else."""

    pages: dict[str, Answer]
    behind: Answers = field(default_factory=FeedSite)

    def get(self, target: str, default: Answer, /) -> Answer:
        return self.pages.get(target) or self.behind.get(target, default)


@dataclass
class SlowSite(NewsSite):
    """Each answer takes five seconds of a clock."""

    clock: ManualClock = field(default_factory=lambda: ManualClock(datetime(2026, 11, 21, 9, tzinfo=UTC)))

    def get(self, target: str, default: Answer, /) -> Answer:
        self.clock.advance(timedelta(seconds=5))
        return super().get(target, default)


def page(head: str = "", body: str = "<p>Hi", *headers: str) -> bytes:
    text = f"<!doctype html><html><head><title>Quay</title>{head}</head><body>{body}</body></html>"
    return http("200 OK", "Content-Type: text/html", *headers, body=text.encode())


@pytest.fixture
def host(newsroom: Newsroom) -> Iterator[ForeignHost]:
    newsroom.configure(CONFIG + NET)
    with ForeignHost({}) as host:
        yield host


def looked_at(invoke: Invoke, address: str, *, code: int = 0) -> tuple[Any, Any]:
    """What was found first at an address, and all that is said of it."""
    found = given(invoke, "sources", "check", address, code=code)
    assert found["is_usable"] == (code == 0)
    return (found["looked_at"] or [None])[0], found


def lacks(offer: Any) -> dict[str, int]:
    return {lack["code"]: lack["count"] for lack in offer["sample"]["lacks"]}


def test_a_site_of_wordpress_by_what_its_front_page_says(newsroom: Newsroom, invoke: Invoke, host: ForeignHost) -> None:
    site = WordPressSite(posts=[a_wordpress_post(number) for number in range(40)])
    link = f'Link: <{host.url("/wp-json/")}>; rel="https://api.w.org/"'
    feed = f'<link rel=alternate type="application/rss+xml" href="{host.url("/feed/")}">'
    site.front = page(feed, "<p>Hi", link)
    host.answers = site
    offer, found = looked_at(invoke, host.url("/"))
    assert (offer["kind"], offer["name"]) == ("wordpress", "127-0-0-1")
    assert offer["config"] == f'[[sources]]\nname = "127-0-0-1"\nwordpress = "{host.url("")}"\n'
    assert (offer["sample"]["extent"], offer["sample"]["read"], offer["sample"]["taken"]) == (40, 20, 20)
    assert offer["sample"]["newest"][0] == {"title": "Tide desk number 39", "published_at": "2026-11-20T00:39:00+00:00"}
    assert len(offer["sample"]["newest"]) == 3
    assert lacks(offer)["no-picture"] == 20
    assert found["others"] == [{"kind": "feed", "address": host.url("/feed/")}]
    assert not (newsroom.folder / "var" / "syndicate.db").exists()
    assert not [*newsroom.folder.rglob("*.db")]


def test_what_is_pasted_is_a_source_from_then_on(newsroom: Newsroom, invoke: Invoke, host: ForeignHost) -> None:
    host.answers = FeedSite(["a", "b"])
    offer, _ = looked_at(invoke, host.url("/feed.xml"))
    assert (offer["kind"], offer["sample"]["extent"], offer["sample"]["taken"]) == ("feed", 2, 2)
    assert lacks(offer) == {"summary": 2, "no-picture": 2}
    newsroom.configure(CONFIG + offer["config"] + NET)
    again, _ = looked_at(invoke, host.url("/feed.xml"))
    assert (again["is_configured"], again["name"], again["config"]) == (True, "127-0-0-1", "")
    assert given(invoke, "sources", "poll", "127-0-0-1")["new"] == 2


def test_a_feed_is_asked_at_its_address_letter_by_letter(newsroom: Newsroom, invoke: Invoke, host: ForeignHost) -> None:
    for path in ("/feed/", "/@ann.rss", "/?feed=rss2&lang=en"):
        host.answers = {path: http("200 OK", body=a_feed("a"))}
        offer, _ = looked_at(invoke, host.url(path))
        newsroom.configure(CONFIG + offer["config"] + NET)
        assert looked_at(invoke, host.url(path))[0]["is_configured"]
        assert host.requests[-1].startswith(f"GET {path} ")


def test_a_site_of_ghost_wants_a_key_and_is_read_with_one(
    newsroom: Newsroom, invoke: Invoke, host: ForeignHost
) -> None:
    rss = '<link rel="alternate" type="application/rss+xml" href="/rss/">'
    front = page(f'<meta name="generator" content="Ghost 5.96">{rss}')
    posts = GhostSite([a_post(number) for number in range(35)])
    host.answers = Site({"/": front, "/rss/": http("200 OK", body=a_feed("a"))}, posts)
    ghost, found = looked_at(invoke, host.url("/"))
    assert (ghost["kind"], ghost["needs_key"], ghost["sample"]) == ("ghost", True, None)
    assert 'secret_file = "var/127-0-0-1.key"' in ghost["config"]
    assert [offer["kind"] for offer in found["looked_at"] if offer["is_usable"]] == ["feed"]
    assert not posts.queries
    newsroom.configure(CONFIG + ghost["config"] + NET)
    key = newsroom.folder / "var" / "127-0-0-1.key"
    key.parent.mkdir(exist_ok=True)
    key.write_text(KEY)
    key.chmod(0o600)
    ghost, _ = looked_at(invoke, host.url("/"))
    assert (ghost["is_configured"], ghost["sample"]["extent"], ghost["sample"]["read"]) == (True, 35, 30)
    assert ghost["sample"]["newest"][0]["title"] == "Tide desk number 34"


def test_a_sitemap_that_robots_txt_names_with_pages_that_it_forbids(invoke: Invoke, host: ForeignHost) -> None:
    site = NewsSite(
        stories={
            "/one": Story("One of the quay"),
            "/two": Story("Two of the quay", changed_at=""),
            "/private/three": Story("Three of the quay"),
        },
        robots=f"User-agent: *\nDisallow: /private/\nSitemap: {host.url('/sitemap.xml')}\n",
        is_news=False,
        origin=host.url(""),
    )
    host.answers = Site({"/": page()}, site)
    offer, found = looked_at(invoke, host.url("/"))
    assert (offer["kind"], offer["address"]) == ("sitemap", host.url("/sitemap.xml"))
    assert (offer["sample"]["extent"], offer["sample"]["taken"], lacks(offer)["no-date"]) == (3, 2, 2)
    assert "1 of 3 pages without <lastmod>" in offer["sample"]["notice"]
    assert found["forbidden"] == [host.url("/private/three")]
    assert "/private/three" not in site.asked


def test_a_folder_by_the_files_that_were_changed_last(newsroom: Newsroom, invoke: Invoke, host: ForeignHost) -> None:
    del host
    offer, _ = looked_at(invoke, str(newsroom.folder / "articles"))
    assert (offer["kind"], offer["name"], offer["is_configured"]) == ("folder", "desk", True)
    other = newsroom.folder / "old stories"
    other.mkdir()
    (other / "empty.txt").write_text("")
    offer, _ = looked_at(invoke, str(other), code=65)
    assert (offer["name"], lacks(offer)["held"]) == ("old-stories", 1)
    (other / "lamp.txt").write_bytes((newsroom.folder / "articles" / "lamp.txt").read_bytes())
    offer, _ = looked_at(invoke, str(other))
    assert (offer["sample"]["extent"], offer["sample"]["taken"]) == (2, 1)
    ended, out, _ = invoke("sources", "check", str(other))
    assert ended == 0
    assert "2 in all; 2 looked at, of which 1 would be taken" in out
    assert f'\n[[sources]]\nname = "old-stories"\nfolder = "{other}"\n' in out


def test_a_login_page_and_a_page_without_anything(invoke: Invoke, host: ForeignHost) -> None:
    host.answers = {"/": page(body="<form><input type=password></form>"), "/bare": page()}
    for path, is_login, said in (
        ("/", True, "wants a login"),
        ("/bare", False, "names no feed, no API and no sitemap"),
    ):
        _, found = looked_at(invoke, host.url(path), code=65)
        assert (found["is_login"], found["looked_at"]) == (is_login, [])
        ended, out, _ = invoke("sources", "check", host.url(path))
        assert (ended, said in out) == (65, True), out


def test_a_host_that_is_dead_and_one_that_may_not_be_asked(
    newsroom: Newsroom, invoke: Invoke, host: ForeignHost
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert invoke("sources", "check", f"http://127.0.0.1:{port}/")[0] == 69
    newsroom.configure(CONFIG)
    ended, _, err = invoke("sources", "check", host.url("/"))
    assert ended == 69, err
    assert not host.requests
    assert invoke("sources", "check", "no such folder")[0] == 65


def test_a_feed_that_is_named_and_broken_is_told_and_the_next_taken(invoke: Invoke, host: ForeignHost) -> None:
    site = NewsSite(stories={"/one": Story("One of the quay")}, origin=host.url(""))
    feed = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    host.answers = Site({"/": page(feed), "/rss": http("500 Internal Server Error")}, site)
    broken, found = looked_at(invoke, host.url("/"))
    assert (broken["kind"], broken["error"]["code"]) == ("feed", "source-down")
    assert [(offer["kind"], offer["is_usable"]) for offer in found["looked_at"]] == [("feed", False), ("sitemap", True)]


def test_a_slow_site_is_asked_nothing_more_after_twenty_seconds(newsroom: Newsroom, host: ForeignHost) -> None:
    site = SlowSite(stories={f"/{number}": Story(f"Story {number}") for number in range(9)}, origin=host.url(""))
    host.answers = site
    checked = check_source(load(newsroom.folder / "config.toml"), site.clock, host.url("/sitemap.xml"))
    (offer,) = checked.looked_at
    assert offer.sample is not None
    # The address, the sitemap as a source, robots.txt, a page.
    assert site.asked == ["/sitemap.xml", "/sitemap.xml", "/robots.txt", "/0"]
    assert (checked.is_late, offer.sample.extent, offer.sample.read, offer.sample.notice) == (True, 9, 1, "")
