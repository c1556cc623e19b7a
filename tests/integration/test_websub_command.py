"""``syndicate websub`` on feeds of others, over real HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands import Invoke, given
from tests.foreign_host import ForeignHost, http
from tests.newsroom import CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.newsroom import Newsroom

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>{links}</feed>'
RSS = '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>A</title>{links}</channel></rss>'


@pytest.fixture
def host() -> Iterator[ForeignHost]:
    with ForeignHost({"/hub": http("202 Accepted"), "/dead": http("500 Internal Server Error")}) as host:
        yield host


def checked(newsroom: Newsroom, invoke: Invoke, host: ForeignHost, feed: str, *headers: str, code: int) -> list[str]:
    """What is said of the feed at /feed: what is good by ``+``, what is not by ``-``."""
    newsroom.configure(f"{CONFIG}\n[net]\nallow_loopback = true\n")
    text = feed.replace("HOST", host.url(""))
    lines = [header.replace("HOST", host.url("")) for header in headers]
    host.answers["/feed"] = http("200 OK", *lines, body=text.encode())
    findings = given(invoke, "websub", "check", host.url("/feed"), code=code)["findings"]
    return [("+ " if each["is_good"] else "- ") + each["message"].replace(host.url(""), "") for each in findings]


def links(**named: str) -> str:
    return "".join(f'<link rel="{relation}" href="HOST{address}"/>' for relation, address in named.items())


def test_a_feed_that_says_all_that_a_reader_needs(newsroom: Newsroom, invoke: Invoke, host: ForeignHost) -> None:
    found = checked(
        newsroom,
        invoke,
        host,
        ATOM.format(links=links(self="/feed", hub="/hub")),
        'Link: <HOST/feed>; rel="self", <HOST/hub>; rel=hub',
        code=0,
    )
    assert found == [
        "+ it names 1 hub in its text and Link header",
        "+ it names its own address, letter by letter",
        "+ /hub takes pings (202)",
    ]
    assert (
        host.bodies[-1]
        == b"hub.mode=publish&hub.url=" + host.url("/feed").replace(":", "%3A").replace("/", "%2F").encode()
    )


@pytest.mark.parametrize(
    ("feed", "header", "said"),
    [
        (ATOM.format(links=links(self="/feed")), "X-A: b", "- the feed names no hub"),
        (ATOM.format(links=links(hub="/hub")), "X-A: b", '- it does not name its own address (rel="self")'),
        (
            ATOM.format(links=links(self="/other", hub="/hub")),
            "X-A: b",
            "- it calls itself /other, and lies at /feed: hubs and readers miss each other",
        ),
        (
            RSS.format(links=links(self="/feed", hub="/dead").replace("link", "a:link")),
            "X-A: b",
            "- /dead takes no pings: 127.0.0.1 answered 500 Internal Server Error",
        ),
        (
            ATOM.format(links=links(self="/feed", hub="/hub")),
            'Link: <HOST/dead>; rel="hub"',
            "- its text and its Link header name different hubs",
        ),
        (
            '{"items": [], "feed_url": "HOST/feed", "hubs": [{"type": "rssCloud", "url": "HOST/hub"}]}',
            "X-A: b",
            "- the feed names no hub",
        ),
    ],
)
def test_what_keeps_readers_from_hearing_is_told(
    newsroom: Newsroom, invoke: Invoke, host: ForeignHost, feed: str, header: str, said: str
) -> None:
    assert said in checked(newsroom, invoke, host, feed, header, code=65)


@pytest.mark.parametrize(
    "text", ["<html><head/></html>", "{}", "", "<rss><channel>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "[1]"]
)
def test_what_is_no_feed_is_refused(newsroom: Newsroom, invoke: Invoke, host: ForeignHost, text: str) -> None:
    newsroom.configure(f"{CONFIG}\n[net]\nallow_loopback = true\n")
    host.answers["/feed"] = http("200 OK", body=text.encode())
    ended, _, said = invoke("websub", "check", host.url("/feed"))
    assert ended == 65
    assert "neither RSS nor Atom nor a JSON Feed" in said


def test_without_hubs_there_is_nothing_to_list(newsroom: Newsroom, invoke: Invoke) -> None:
    newsroom.configure()
    invoke("db", "upgrade")
    assert "no hubs are configured" in invoke("websub", "list")[1]
