"""Feeds at the desk, over real HTTP: the headers that readers get, the bytes as text, and what the judge finds."""

from __future__ import annotations

import html
from http import HTTPStatus

import pytest

from syndicate.web.desk.context import Desk
from syndicate.web.desk.feeds.judged import JudgedFolders
from syndicate.web.public.application import public_app
from tests.unit.web.web_samples import Door, Newsroom, enter, fetch


@pytest.fixture
def inside(door: Door, newsroom: Newsroom, desk: Desk) -> dict[str, str]:
    newsroom.add()
    newsroom.publish_feeds()
    return enter(door, desk)


def test_every_document_is_listed_with_its_state_and_what_the_judge_says(
    door: Door, newsroom: Newsroom, inside: dict[str, str]
) -> None:
    newsroom.feeds.write("section/broken/rss.xml", b"<rss><channel>")
    page = fetch(door.url + "/feeds", headers=inside).text
    names = list(newsroom.feeds.names())
    assert len(names) > 5
    assert [name for name in names if f'href="/feeds/{name}"' not in page] == []
    assert f"{len(names)} documents." in page
    assert page.count("nothing found") == len(names) - 1
    assert page.count('class="alarm"') == 1
    newsroom.feeds.write("section/broken/rss.xml", b"<rss/>")
    assert "not judged yet" not in fetch(door.url + "/feeds", headers=inside).text


def test_a_documents_headers_are_those_that_readers_get(door: Door, newsroom: Newsroom, inside: dict[str, str]) -> None:
    page = html.unescape(fetch(door.url + "/feeds/rss.xml", headers=inside).text)
    assert "The judge of feeds found nothing." in page
    assert "https://quay.example/feeds/rss.xml" in page
    door.app = public_app(newsroom.site(ttl_minutes=15))
    served = fetch(door.url + "/feeds/rss.xml", headers={"Accept-Encoding": "gzip"})
    for name, value in served.headers.items():
        if name not in {"date", "connection", "server"}:
            assert f"<dt>{name}</dt><dd><code>{value}</code></dd>" in page, name


def test_what_a_document_says_is_shown_and_never_obeyed(door: Door, newsroom: Newsroom, inside: dict[str, str]) -> None:
    newsroom.feeds.write("odd.xml", b'<rss>\xff<script>alert(1)</script></pre><img src="x">' + b"x" * 300_000)
    reply = fetch(door.url + "/feeds/odd.xml", headers=inside)
    assert reply.status == HTTPStatus.OK
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;/pre&gt;" in reply.text
    assert "<script>alert" not in reply.text
    assert "The first 200,000 bytes are shown." in reply.text
    assert len(reply.body) < 250_000
    assert "alarm" in reply.text


@pytest.mark.parametrize("path", ["nothing.xml", "..%2f..%2fconfig.toml", "%00.xml", "../outbox/x.eml", "rss.txt", ""])
def test_nothing_but_feed_documents_is_shown(door: Door, inside: dict[str, str], path: str) -> None:
    assert fetch(f"{door.url}/feeds/{path}", headers=inside).status == HTTPStatus.NOT_FOUND


def test_a_page_waits_for_the_judge_no_longer_than_it_has_patience(newsroom: Newsroom) -> None:
    newsroom.publish_feeds()
    parts, judged = newsroom.parts(), JudgedFolders(newsroom.clock)
    tags = dict.fromkeys(newsroom.feeds.names(), "a")
    assert judged.of(parts, tags, patience_seconds=0) == {}
    whole = judged.of(parts, tags)
    assert set(whole) >= set(tags)
    assert judged.of(parts, tags, patience_seconds=0) == whole  # kept, as long as the documents are the same
    assert judged.of(parts, dict.fromkeys(tags, "b"), patience_seconds=0) == {}
