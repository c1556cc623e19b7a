"""The public listener over real HTTP, on a real database and real shelves."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest
from sqlalchemy import text

from syndicate.articles.model import Audio, ForeignTime, Status
from syndicate.errors import StorageError
from syndicate.images.model import Rendition, Role
from syndicate.shelf import Stored
from syndicate.storage import Database
from syndicate.web.public.application import public_app
from tests.unit.web.web_samples import EDITION_HTML, NOW, Door, Newsroom, Reply, a_finding, fetch

HOSTILE = '</script><script>alert("x")</script><!-- {{1337*7331}} &amp; </title>'


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def newsroom(sqlite_database: Database, tmp_path: Path) -> Newsroom:
    return Newsroom(sqlite_database, tmp_path)


@pytest.fixture
def get(door: Door, newsroom: Newsroom) -> Callable[..., Reply]:
    door.app = public_app(newsroom.site())
    return lambda path, method="GET", **headers: fetch(
        door.url + path, method, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


Get = Callable[..., Reply]


def page_path(newsroom: Newsroom, article_id: str, title: str | None) -> str:
    return urlsplit(newsroom.links.article(article_id, title)).path


NO_IDS = ("%00", "x-%00", "x-a%00b", "%ff", "x-%D0%B0", "X", "a.b", "'", "a" * 65, "%0a", "a%0a")


def test_what_can_be_no_id_is_not_looked_for(database: Database, tmp_path: Path, door: Door) -> None:
    door.app = public_app(Newsroom(database, tmp_path).site())
    for path in [f"/{room}/{name}" for room in ("articles", "editions") for name in NO_IDS]:
        reply = fetch(door.url + path)
        assert reply.status == 404, path
        assert "There is no such page" in reply.text


# --- every answer ------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/feeds/",
        "/feeds/rss.xml",
        "/articles/x",
        "/editions/x",
        "/media/x.jpg",
        "/unsubscribe",
        "/healthz",
        "/.env",
    ],
)
def test_every_answer_is_hardened_and_sets_no_cookie(get: Get, path: str) -> None:
    for method in ("GET", "HEAD", "PUT", "OPTIONS"):
        reply = get(path, method)
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["referrer-policy"] in {"no-referrer", "strict-origin"}
        assert not reply.headers.keys() & {"set-cookie", "server", "access-control-allow-origin"}


@pytest.mark.parametrize(
    "path", ["/nothing", "/feeds/nothing.xml", "/articles", "/articles/", "/wp-login.php", "//", "/healthz/"]
)
def test_what_is_not_there_is_said_calmly(get: Get, path: str) -> None:
    reply = get(path)
    assert (reply.status, reply.headers["cache-control"]) == (404, "no-store")
    assert "There is no such page" in reply.text


@pytest.mark.parametrize(
    "path", ["/", "/feeds/", "/feeds/rss.xml", "/articles/x", "/editions/x", "/media/x", "/healthz"]
)
def test_reading_pages_take_nothing_but_reading(get: Get, path: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        reply = get(path, method)
        assert reply.status == 405
        assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_head_is_answered_everywhere_with_the_headers_of_get(get: Get, newsroom: Newsroom) -> None:
    article = newsroom.add()
    for path in ["/", "/feeds/", page_path(newsroom, article.id, article.title), "/unsubscribe", "/nothing"]:
        whole, head = get(path), get(path, "HEAD")
        assert (head.status, head.body) == (whole.status, b"")
        ignored = {"date"}
        assert {k: v for k, v in head.headers.items() if k not in ignored} == {
            k: v for k, v in whole.headers.items() if k not in ignored
        }


# --- front page ----------------------------------------------------------------------


def test_the_front_page_has_what_is_visible_newest_first(get: Get, newsroom: Newsroom) -> None:
    def at(hours: int) -> ForeignTime:
        return ForeignTime(at=NOW - timedelta(hours=hours), offset=timedelta(), raw="")

    newsroom.add("old", title="The older story", published=at(5))
    newsroom.add("new", title="The newer story", published=at(1))
    newsroom.add("held", title="A held story", status=Status.HELD)
    newsroom.add("soon", title="A secret story", embargo_until=NOW + timedelta(hours=1))
    newsroom.add("gone", title="A withdrawn story", status=Status.WITHDRAWN)
    text = get("/").text
    assert re.findall(r"The \w+ story|A \w+ story", text) == ["The newer story", "The older story"]
    newsroom.clock.at = NOW + timedelta(hours=1)
    assert "A secret story" in get("/").text


def test_the_front_page_of_a_new_site_says_so(get: Get) -> None:
    assert "Nothing has been published yet" in get("/").text


def test_a_full_front_page_arrives_in_the_first_round_trip(get: Get, newsroom: Newsroom) -> None:
    for number in range(30):
        newsroom.show(newsroom.add(f"story{number}"))
    assert len(get("/").body) < 14_336
    assert len(get("/", accept_encoding="gzip").body) < 5_000


def test_pages_are_found_unchanged_by_their_tag(get: Get, newsroom: Newsroom) -> None:
    newsroom.add()
    first = get("/")
    assert "max-age=60" in first.headers["cache-control"]
    assert get("/", if_none_match=first.headers["etag"]).status == 304
    newsroom.add("another")
    assert get("/", if_none_match=first.headers["etag"]).status == 200


# --- feeds ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("rss.xml", "application/rss+xml; charset=utf-8"),
        ("section/world/atom.xml", "application/atom+xml; charset=utf-8"),
        ("feed.json", "application/feed+json; charset=utf-8"),
    ],
)
def test_a_feed_is_the_bytes_of_the_shelf_with_its_media_type(
    get: Get, newsroom: Newsroom, path: str, media_type: str
) -> None:
    content = "Fährt früh. ".encode() * 200
    newsroom.feeds.write(path, content)
    plain, packed = get(f"/feeds/{path}"), get(f"/feeds/{path}", accept_encoding="gzip, deflate")
    assert (plain.status, plain.body, plain.headers["content-type"]) == (200, content, media_type)
    assert gzip.decompress(packed.body) == content
    assert plain.headers["cache-control"].startswith("public, max-age=900")
    assert plain.headers["last-modified"].endswith("GMT")


def test_an_unchanged_feed_is_answered_by_304_until_it_changes(get: Get, newsroom: Newsroom) -> None:
    newsroom.feeds.write("rss.xml", b"<rss>1</rss>" * 100)
    first = get("/feeds/rss.xml", accept_encoding="gzip")
    again = get("/feeds/rss.xml", accept_encoding="gzip", if_none_match=first.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert get("/feeds/rss.xml", if_modified_since=first.headers["last-modified"]).status == 304
    newsroom.feeds.write("rss.xml", b"<rss>2</rss>" * 100)
    assert get("/feeds/rss.xml", accept_encoding="gzip", if_none_match=first.headers["etag"]).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "missing/rss.xml",
        "../secret/rss.xml",
        "..%2fsecret%2frss.xml",
        "%2e%2e/secret/rss.xml",
        "/etc/rss.xml",
        "section//rss.xml",
        ".hidden/rss.xml",
        "section/%00/rss.xml",
        "rss.xml/",
    ],
)
def test_nothing_but_feeds_comes_out_of_their_folder(get: Get, newsroom: Newsroom, tmp_path: Path, path: str) -> None:
    newsroom.feeds.write("rss.xml", b"<rss/>")
    for other in (tmp_path / "feeds" / "README.md", tmp_path / "secret" / "rss.xml"):
        other.parent.mkdir(exist_ok=True)
        other.write_text("not for readers")
    assert get(f"/feeds/{path}").status == 404


def test_the_feeds_page_lists_what_the_list_of_feeds_does(get: Get, newsroom: Newsroom) -> None:
    assert "No feed has been written yet" in get("/feeds/").text
    newsroom.add(sections=("World",))
    newsroom.publish_feeds()
    for path in ("/feeds", "/feeds/"):
        text = get(path).text
        links = re.findall(r'class="chip" type="([^"]+)" href="([^"]+)"', text)
        assert links[:4] == [
            ("application/rss+xml", "/feeds/rss.xml"),
            ("application/atom+xml", "/feeds/atom.xml"),
            ("application/feed+json", "/feeds/feed.json"),
            ("application/rss+xml", "/feeds/section/world/rss.xml"),
        ]
        assert '<a href="/feeds/section/world/">World</a>' in text
        assert '<link rel="alternate" type="text/x-opml" title="All feeds of The Quay (OPML)"' in text


def test_every_feed_has_a_page_that_shows_it_to_people(get: Get, newsroom: Newsroom) -> None:
    newsroom.add("ferry", sections=("World",), title="Ferry")
    gone = newsroom.add("bridge", sections=("World", "Town"), title="Bridge <closed>")
    newsroom.publish_feeds()
    world = get("/feeds/section/world/").text
    assert '<h1 lang="en">The Quay: World</h1>' in world
    assert world.index("Bridge &lt;closed&gt;") > world.index("Ferry")
    assert '<link rel="alternate" type="application/rss+xml" title="The Quay: World (RSS)"' in world
    assert "Ferry" in get("/feeds/site/").text
    assert "Ferry" not in get("/feeds/section/town/").text
    newsroom.withdraw(gone)
    assert "Bridge" not in get("/feeds/section/world/").text
    assert "There is nothing in it at the moment" in get("/feeds/section/town/").text


def test_a_feeds_page_without_its_slash_moves_to_the_one_with_it(get: Get, newsroom: Newsroom) -> None:
    newsroom.add(sections=("World",))
    newsroom.publish_feeds()
    moved = get("/feeds/section/world")
    assert (moved.status, moved.headers["location"]) == (301, "/feeds/section/world/")
    assert get("/feeds/section/nowhere").status == get("/feeds/section/nowhere/").status == 404


def test_a_page_of_an_archive_is_shown_and_leads_to_the_one_before(get: Get, newsroom: Newsroom) -> None:
    article = newsroom.add()
    item = {"id": article.tag.rpartition(":")[0] + f":{article.id}"}
    feed = {"title": "The Quay", "items": [item], "next_url": newsroom.links.feed("archive/1/feed.json")}
    newsroom.feeds.write("archive/2/feed.json", json.dumps(feed).encode())
    text = get("/feeds/archive/2/").text
    assert article.title is not None
    assert article.title in text
    assert 'href="/feeds/archive/1/">Older articles' in text


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"title": "x"}'])
def test_a_file_that_is_no_feed_has_no_page(get: Get, newsroom: Newsroom, content: bytes) -> None:
    newsroom.feeds.write("feed.json", content)
    assert get("/feeds/site/").status == 404


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/feeds/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/news-sitemap.xml", "application/xml; charset=utf-8"),
    ],
)
def test_the_list_of_feeds_and_the_news_sitemap_are_served_conditionally(
    get: Get, newsroom: Newsroom, path: str, media_type: str
) -> None:
    assert get(path).status == 404
    article = newsroom.add()
    newsroom.publish_feeds()
    first = get(path)
    assert (first.status, first.headers["content-type"]) == (200, media_type)
    assert get(path, if_none_match=first.headers["etag"]).status == 304
    assert (article.id in first.text) == (path == "/news-sitemap.xml")


# --- articles --------------------------------------------------------------------------


def test_of_an_article_that_is_paid_for_the_page_shows_the_summary_and_where_the_rest_is(
    get: Get, newsroom: Newsroom
) -> None:
    sound = Audio(url="https://quay.example/ferry.mp3", media_type="audio/mpeg")
    changes: dict[str, Any] = {"audio": sound, "permalink": "https://quay.example/ferry"}
    free = newsroom.add("free", **changes)
    paid = newsroom.add("paid", is_paid=True, **changes)
    opening = free.body_text[:40]
    shown, hidden = (get(page_path(newsroom, one.id, one.title)).text for one in (free, paid))
    assert opening in shown
    assert f'<a href="{sound.url}">Listen' in shown
    assert "isAccessibleForFree" not in shown
    assert opening not in hidden
    assert sound.url not in hidden
    assert str(paid.deck) in hidden
    assert '<a href="https://quay.example/ferry">Read it where it was published</a>' in hidden
    assert '"isAccessibleForFree": "False"' in hidden


def test_an_article_page_says_everything_about_itself(get: Get, newsroom: Newsroom) -> None:
    article = newsroom.add()
    hero = newsroom.show(article)
    newsroom.publish_feeds()
    text = get(page_path(newsroom, article.id, article.title)).text
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    metas = {node.get("property") or node.get("name"): node.get("content") for node in tree.iter("meta")}
    links = [(node.get("rel"), node.get("title"), node.get("href")) for node in tree.iter("link")]
    lead = hero.rendition(Role.LEAD)
    assert lead is not None
    assert metas["og:image"] == newsroom.links.media(lead.name)
    assert (metas["og:type"], metas["article:published_time"]) == ("article", "2026-11-23T05:00:00+01:00")
    assert ("canonical", None, newsroom.links.article(article.id, article.title)) in links
    assert ("alternate", "The Quay: World (RSS)", "/feeds/section/world/rss.xml") in links
    assert ("alternate", "The Quay (Atom)", "/feeds/atom.xml") in links
    assert "Monday, 23 November 2026, 05:00 UTC+1" in text
    assert "The night ferry leaves the old basin" in text
    data = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert data["headline"] == article.title


def test_hostile_words_stay_words(get: Get, newsroom: Newsroom) -> None:
    article = newsroom.add(title=HOSTILE, deck=HOSTILE, sections=(HOSTILE,), language="en", body_html=HOSTILE)
    newsroom.show(article)
    for path in ("/", page_path(newsroom, article.id, article.title)):
        text = get(path).text
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        assert [node.get("type") for node in tree.iter("script")] in ([], ["application/ld+json"])
        assert HOSTILE in "".join(tree.itertext())
    assert json.loads(next(iter(tree.iter("script"))).text or "")["headline"] == HOSTILE


@pytest.mark.parametrize("form", ["{id}", "wrong-slug-{id}", "-{id}", "%C3%A4-{id}"])
def test_an_old_or_shortened_address_leads_to_the_right_one(get: Get, newsroom: Newsroom, form: str) -> None:
    article = newsroom.add()
    reply = get(f"/articles/{form.format(id=article.id)}")
    assert (reply.status, reply.headers["location"]) == (301, page_path(newsroom, article.id, article.title))


def test_an_article_without_words_for_a_slug_stands_at_its_id(get: Get, newsroom: Newsroom) -> None:
    article = newsroom.add(title="夜の渡し船", language="ja")
    assert get(f"/articles/{article.id}").status == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_readers_never_saw_cannot_be_told_from_what_is_not_there(
    database: Database, door: Door, tmp_path: Path, method: str
) -> None:
    newsroom = Newsroom(database, tmp_path)
    door.app = public_app(newsroom.site())
    late = NOW + timedelta(minutes=1)
    hidden = [
        newsroom.add("held", status=Status.HELD, findings=(a_finding(),)),
        newsroom.add("soon", embargo_until=late),
        newsroom.add("held-withdrawn", status=Status.HELD),
        newsroom.add("soon-withdrawn", embargo_until=late),
        newsroom.add("never-out"),
    ]
    for article in hidden[2:4]:
        newsroom.withdraw(article)
    newsroom.expire(hidden[4], NOW - timedelta(hours=3), released_at=None)
    pictures = [rendition.name for article in hidden for rendition in newsroom.show(article).renditions]
    ids = [*(article.id for article in hidden), "a" * 13, "x", "'%3B%20DROP%20TABLE", "a" * 5000]
    paths = [f"/articles/{slug}{article_id}" for article_id in ids for slug in ("", "some-words-")]
    paths += [page_path(newsroom, article.id, article.title) for article in hidden]
    paths += [f"/media/{name}" for name in (*pictures, "aa/nothing.jpg", "%00")]
    replies = {path: fetch(f"{door.url}{path}", method) for path in paths}
    said = {(reply.status, reply.body, *sorted({**reply.headers, "date": ""}.items())) for reply in replies.values()}
    assert len(said) == 1
    assert {reply.status for reply in replies.values()} == {404}
    assert {reply.headers["cache-control"] for reply in replies.values()} == {"no-store"}


def test_an_embargo_ends_at_its_hour(get: Get, newsroom: Newsroom) -> None:
    article = newsroom.add(embargo_until=NOW + timedelta(minutes=1))
    newsroom.clock.at = NOW + timedelta(minutes=1)
    assert get(page_path(newsroom, article.id, article.title)).status == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_readers_saw_is_gone_and_says_nothing_of_itself(
    database: Database, door: Door, tmp_path: Path, method: str
) -> None:
    newsroom = Newsroom(database, tmp_path)
    door.app = public_app(newsroom.site())
    withdrawn, expired, both = (newsroom.add(name) for name in ("withdrawn", "expired", "both"))
    for article in (expired, both):
        newsroom.expire(article, NOW - timedelta(minutes=1), released_at=NOW - timedelta(hours=1))
    for article in (withdrawn, both):
        newsroom.withdraw(article)
    for article in (withdrawn, expired, both):
        name = newsroom.show(article).renditions[0].name
        for path in (
            page_path(newsroom, article.id, article.title),
            f"/articles/{article.id}",
            f"/articles/x-{article.id}",
        ):
            reply = fetch(f"{door.url}{path}", method)
            assert (reply.status, reply.headers["cache-control"]) == (410, "no-store"), (path, article.external_id)
            assert "ferry" not in f"{reply.text} {reply.headers}"
        assert fetch(f"{door.url}/media/{name}", method).status == 404
    assert "ferry" not in fetch(f"{door.url}/").text


def test_an_article_expires_at_its_instant(get: Get, newsroom: Newsroom) -> None:
    article = newsroom.add()
    newsroom.expire(article, NOW + timedelta(minutes=1), released_at=NOW - timedelta(hours=1))
    path = page_path(newsroom, article.id, article.title)
    assert get(path).status == 200
    newsroom.clock.at = NOW + timedelta(minutes=1)
    assert get(path).status == 410
    assert str(article.title) not in get("/").text


def test_a_right_to_left_article_turns_its_page_around(get: Get, newsroom: Newsroom) -> None:
    article = newsroom.add(title="آخر عبّارة", language="ar", direction="rtl", sections=("عالم",))
    text = get(page_path(newsroom, article.id, article.title)).text
    assert '<html lang="ar" dir="rtl">' in text
    assert "الاثنين، 23 نوفمبر 2026" in text


# --- editions ----------------------------------------------------------------------------


def test_the_web_copy_is_the_frozen_mail_with_nobodys_link(get: Get, newsroom: Newsroom) -> None:
    edition = newsroom.freeze()
    reply = get(f"/editions/{edition.id}")
    assert reply.text == EDITION_HTML.replace("{{unsubscribe_url}}", "https://quay.example/unsubscribe")
    policy = reply.headers["content-security-policy"]
    assert "img-src 'self' https://quay.example;" in policy
    assert "script-src" not in policy
    assert get(f"/editions/{edition.id}", if_none_match=reply.headers["etag"]).status == 304


def test_the_neutral_link_leads_to_a_page_that_explains(get: Get) -> None:
    reply = get("/unsubscribe")
    assert reply.status == 200
    assert "<form" not in reply.text


# --- pictures ----------------------------------------------------------------------------


def test_a_picture_is_kept_for_ever(get: Get, newsroom: Newsroom) -> None:
    name = newsroom.show(newsroom.add()).renditions[0].name
    reply = get(f"/media/{name}", accept_encoding="gzip")
    assert (reply.status, reply.headers["content-type"]) == (200, "image/jpeg")
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert reply.body.startswith(b"\xff\xd8")
    assert get(f"/media/{name}", if_none_match=reply.headers["etag"]).status == 304


@pytest.mark.parametrize(
    "path", ["nothing.jpg", "../syndicate.db", "..%2fsyndicate.db", "%00", "aa/", ".tmp", "aa/%25.jpg"]
)
def test_nothing_but_pictures_comes_out_of_the_media_folder(get: Get, newsroom: Newsroom, path: str) -> None:
    newsroom.show(newsroom.add())
    assert get(f"/media/{path}").status == 404


# --- health and faults -------------------------------------------------------------------


def test_health_is_told_to_machines(get: Get) -> None:
    reply = get("/healthz")
    assert (reply.status, json.loads(reply.body)) == (200, {"status": "ok"})
    assert reply.headers["cache-control"] == "no-store"


def test_a_database_that_does_not_answer_is_503_and_no_trace_of_why(
    get: Get, newsroom: Newsroom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "syndicate.db").write_bytes(b"this is no database" * 1000)
    newsroom.database.engine.dispose()
    health, front = get("/healthz"), get("/")
    told = [record for record in caplog.records if record.name == "syndicate.web"]
    assert [len(one.getMessage().splitlines()) for one in told] == [1, 1]
    assert not [one for one in told if one.exc_info]
    assert (health.status, json.loads(health.body)) == (503, {"status": "unavailable"})
    assert (front.status, front.headers["retry-after"]) == (503, "60")
    assert "One moment, please" in front.text
    assert "database" not in front.text


def test_a_fault_of_the_database_is_one_line_in_the_log_without_its_sql(
    get: Get, newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    with newsroom.database.write() as connection:
        connection.execute(text("DROP TABLE articles"))
    assert get("/articles/some-secret").status == 503
    (line,) = [record.getMessage() for record in caplog.records if record.name == "syndicate.web"]
    assert line.startswith("/articles/{address} failed: ")
    assert line.endswith("no such table: articles")
    assert not [word for word in ("SELECT", "secret", "\n") if word in line]


class _BrokenShelf:
    """A shelf on a disk that fails in a way that we foresaw, and in one that we did not."""

    def write(self, name: str, content: bytes) -> bool:
        raise NotImplementedError

    def read(self, name: str) -> Stored | None:
        if name == "rss.xml":
            message = "/var/secret/rss.xml cannot be read"
            raise StorageError(message, code="shelf-read")
        message = "/var/secret"
        raise ZeroDivisionError(message)

    def remove(self, name: str) -> bool:
        raise NotImplementedError

    def names(self, prefix: str = "") -> Iterator[str]:
        raise NotImplementedError


def test_a_fault_is_told_without_its_cause(door: Door, get: Get, newsroom: Newsroom) -> None:
    door.app = public_app(newsroom.site(feeds=_BrokenShelf()))
    foreseen, unforeseen = get("/feeds/rss.xml"), get("/feeds/atom.xml")
    assert (foreseen.status, unforeseen.status) == (503, 500)
    for reply in (foreseen, unforeseen):
        assert "secret" not in reply.text
        assert "Error" not in reply.text
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_a_request_that_is_no_http_is_turned_away(get: Get, door: Door) -> None:
    port = urlsplit(door.url).port
    with socket.create_connection(("127.0.0.1", port or 0), timeout=5) as raw:
        raw.sendall(b"\x16\x03\x01\x00\xa5\x01\x00\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 400")
    assert get("/healthz").status == 200


def test_the_site_has_a_mark_for_browser_tabs(get: Get) -> None:
    reply = get("/icon.svg")
    assert (reply.status, reply.headers["content-type"]) == (200, "image/svg+xml")
    assert 'href="/icon.svg"' in get("/").text


# --- on every database ---------------------------------------------------------------------


def test_a_picture_shows_when_a_story_that_shows_it_may_be_read(database: Database, door: Door, tmp_path: Path) -> None:
    newsroom = Newsroom(database, tmp_path)
    door.app = public_app(newsroom.site())
    soon = newsroom.add("soon", embargo_until=NOW + timedelta(hours=1))
    shared = (Rendition(role=Role.LEAD, name="bb/shared.jpg", width=1200, height=675, size=1),)
    newsroom.show(soon, renditions=shared)
    assert fetch(f"{door.url}/media/bb/shared.jpg").status == 404
    newsroom.show(newsroom.add("open"), renditions=shared)
    assert fetch(f"{door.url}/media/bb/shared.jpg").status == 200


def test_an_earlier_picture_of_a_story_stays_for_mails_that_were_sent_until_the_story_goes(
    database: Database, door: Door, tmp_path: Path
) -> None:
    newsroom = Newsroom(database, tmp_path)
    door.app = public_app(newsroom.site())
    story = newsroom.add()
    earlier = newsroom.show(story).renditions[0].name
    newsroom.show(story, renditions=(Rendition(role=Role.LEAD, name="bb/later.jpg", width=1200, height=675, size=1),))
    assert fetch(f"{door.url}/media/{earlier}").status == 200
    newsroom.withdraw(story)
    assert {fetch(f"{door.url}/media/{name}").status for name in (earlier, "bb/later.jpg")} == {404}


def test_a_file_that_no_story_ever_showed_is_shown_to_nobody(get: Get, newsroom: Newsroom) -> None:
    newsroom.media.write("bb/stray.jpg", b"\xff\xd8")
    assert get("/media/bb/stray.jpg").status == 404


def test_a_picture_appears_at_the_end_of_the_embargo(database: Database, door: Door, tmp_path: Path) -> None:
    newsroom = Newsroom(database, tmp_path)
    door.app = public_app(newsroom.site())
    name = newsroom.show(newsroom.add(embargo_until=NOW + timedelta(hours=1))).renditions[0].name
    assert fetch(f"{door.url}/media/{name}").status == 404
    newsroom.clock.at = NOW + timedelta(hours=1)
    assert fetch(f"{door.url}/media/{name}").status == 200
