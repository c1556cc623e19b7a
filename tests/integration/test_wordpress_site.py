"""A real WordPress as a source: what its editors do, and what then stands with us."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from sqlalchemy import select

from syndicate.articles.collecting import CollectionReport, Collector
from syndicate.articles.formats.feed import divide_feed, read_feed
from syndicate.articles.formats.wordpress import read_wordpress
from syndicate.articles.model import Article, Draft, Media, PictureOrigin, Status
from syndicate.articles.rules import Rules
from syndicate.articles.source_store import SourceStore
from syndicate.articles.sources import Memory
from syndicate.articles.sources.wordpress import WordPressSource
from syndicate.articles.store import ArticleStore
from syndicate.net.polite import PoliteFetcher
from syndicate.storage import Database
from syndicate.storage.tables import articles
from syndicate.testing.clock import ManualClock
from tests.commands import Invoke, given
from tests.integration.fetching_parts import fetcher
from tests.peers import TEXT
from tests.wordpress_site import WordPress, wordpress

if TYPE_CHECKING:
    from tests.newsroom import Newsroom

pytestmark = pytest.mark.wordpress

CONFIG = """
[site]
title = "The Quay"
url = "http://127.0.0.1:8080"
postal_address = "1 Harbour Steps"
id_authority = "quay.example,2026"

[net]
allow_loopback = true

[[sources]]
name = "blog"
wordpress = "{address}"
"""
RULES = Rules(language="en", zone=ZoneInfo("UTC"))


def text(number: int) -> str:
    return f"<p>{TEXT}</p>\n\n<p>This is story {number} of the harbour.</p>"


def now() -> datetime:
    """By the clock of the site."""
    return datetime.now(UTC)


def jpeg(shade: int, width: int = 1600) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, width * 9 // 16), (shade, 60, 92)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def site() -> Iterator[WordPress]:
    with wordpress() as site:
        yield site


@dataclass
class Desk:
    """A database that takes in that site."""

    site: WordPress
    source: WordPressSource
    collector: Collector
    database: Database
    clock: ManualClock

    def poll(self, *, mails_first_run: bool = True) -> CollectionReport:
        self.clock.advance(max(now() - self.clock.now(), timedelta(0)))
        return self.collector.run(self.source, RULES, mails_first_run=mails_first_run, every=timedelta(minutes=5))

    def polls_apart(self) -> CollectionReport:
        """Two good readings, far enough apart that what both miss is believed to be gone."""
        self.poll()
        self.clock.advance(timedelta(minutes=11))
        return self.poll()

    def article(self, number: int) -> Article:
        with self.database.read() as connection:
            store = ArticleStore(connection)
            article = store.get(store.known("blog", [str(number)])[str(number)].id, self.clock.now())
        assert article is not None
        return article

    def has(self, number: int) -> bool:
        with self.database.read() as connection:
            return bool(ArticleStore(connection).known("blog", [str(number)]))

    def rows(self) -> list[tuple[object, ...]]:
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(select(articles).order_by(articles.c.sequence))]

    def notice(self) -> str:
        with self.database.read() as connection:
            return SourceStore(connection).standings()["blog"].notice or ""


@pytest.fixture
def desk(site: WordPress, sqlite_database: Database) -> Desk:
    clock = ManualClock(now())
    source = WordPressSource(
        name="blog",
        address=site.address,
        language="en",
        zone=ZoneInfo("UTC"),
        max_bytes=5_000_000,
        fetcher=PoliteFetcher(fetcher(timeout_seconds=30.0), clock, "syndicate"),
        clock=clock,
    )
    return Desk(site, source, Collector(sqlite_database, clock, "quay.example,2026"), sqlite_database, clock)


def test_what_is_published_edited_moved_and_pictured_anew_is_one_article(site: WordPress, desk: Desk) -> None:
    first, second = site.picture("pier.jpg", jpeg(20)), site.picture("quay.jpg", jpeg(200))
    desk.poll()
    number = site.post("Tom &#8217;s &amp; Ana", text(1))
    site.call("set_post_thumbnail", number, first)
    assert desk.poll().new == 1
    before = desk.article(number)
    assert (before.title, before.status) == ("Tom ’s & Ana", Status.PUBLISHED)
    assert "pier" in before.media[0].candidates[0].url
    rows = desk.rows()
    assert (desk.poll().is_news, desk.rows()) == (False, rows)
    site.edit(number, post_title="Mended", post_name="another-name")
    site.call("set_post_thumbnail", number, second)
    assert (desk.poll().changed, len(desk.rows())) == (1, len(rows))
    after = desk.article(number)
    assert (after.id, after.title) == (before.id, "Mended")
    assert "another-name" in (after.permalink or "")
    assert "quay" in after.media[0].candidates[0].url


def test_a_story_comes_out_when_its_time_has_come(site: WordPress, desk: Desk) -> None:
    desk.poll()
    due = now() + timedelta(hours=1)
    number = site.post("Later", text(2), post_status="future", post_date_gmt=f"{due:%Y-%m-%d %H:%M:%S}")
    assert (desk.poll().new, desk.has(number)) == (0, False)
    site.let_come_due(number)
    assert desk.poll().new == 1
    assert desk.article(number).status is Status.PUBLISHED


def test_what_is_trashed_hidden_or_locked_leaves_its_readers_and_comes_back(site: WordPress, desk: Desk) -> None:
    numbers = [site.post(f"Story {number}", text(number)) for number in range(10, 20)]
    desk.poll()
    trashed, private, locked = numbers[:3]
    site.call("wp_trash_post", trashed)
    site.edit(private, post_status="private")
    site.edit(locked, post_password="secret")  # noqa: S106
    assert desk.poll().withdrawn == 1  # the site says itself that there is a password
    assert desk.polls_apart().withdrawn == 2
    assert [desk.article(number).status for number in numbers[:4]] == [Status.WITHDRAWN] * 3 + [Status.PUBLISHED]
    site.call("wp_untrash_post", trashed)
    site.edit(trashed, post_status="publish")
    site.edit(private, post_status="publish")
    site.edit(locked, post_password="")
    assert desk.poll().changed == 3
    assert {desk.article(number).status for number in numbers} == {Status.PUBLISHED}
    site.call("wp_delete_post", trashed, True)
    assert desk.polls_apart().withdrawn == 1


def test_while_the_api_is_closed_the_feed_stands_in_for_it(site: WordPress, desk: Desk) -> None:
    known = site.post("Known before", text(30), post_category=[site.call("wp_create_category", "World")])
    site.call("set_post_thumbnail", known, site.picture("full.jpg", jpeg(90)))
    desk.poll()
    before, rows = desk.article(known), desk.rows()
    site.call("update_option", "tests_closed", "1")
    try:
        assert (desk.poll().is_news, desk.rows()) == (False, rows)
        assert "stands in for it" in desk.notice()
        site.edit(known, post_title="Changed meanwhile")
        meanwhile = site.post("New meanwhile", text(31), post_category=[site.call("wp_create_category", "Sport")])
        locked = site.post("Locked", text(32), post_password="secret")  # noqa: S106
        assert (desk.poll().new, desk.article(known), desk.has(locked)) == (1, before, False)
        by_feed = desk.article(meanwhile)
        assert (by_feed.title, by_feed.status) == ("New meanwhile", Status.PUBLISHED)
        site.edit(meanwhile, post_title="New and mended meanwhile")
        assert desk.poll().changed == 1
        rows = desk.rows()
    finally:
        site.call("update_option", "tests_closed", "")
    report = desk.poll()
    assert (report.new, report.changed, report.held_items[0][0]) == (
        0,
        1,
        str(locked),
    )  # one differs in nothing but words
    assert (len(desk.rows()), desk.notice()) == (len(rows) + 1, "")
    by_api = desk.article(meanwhile)
    assert (by_api.id, by_api.tag, by_api.sections) == (by_feed.id, by_feed.tag, ("Sport",))
    assert desk.article(known).title == "Changed meanwhile"
    rows = desk.rows()
    assert (desk.poll().is_news, desk.rows()) == (False, rows)


def test_what_was_there_before_the_api_opened_for_the_first_time_is_not_new(site: WordPress, desk: Desk) -> None:
    for number in range(40, 54):
        site.post(f"Old {number}", text(number))
    site.call("update_option", "tests_closed", "1")
    try:
        assert desk.poll(mails_first_run=False).new == 10
    finally:
        site.call("update_option", "tests_closed", "")
    fresh = site.post("Fresh", text(55), post_date_gmt=f"{now() + timedelta(seconds=2):%Y-%m-%d %H:%M:%S}")
    desk.clock.advance(timedelta(seconds=5))
    assert desk.poll(mails_first_run=False).new > 4
    new = select(articles.c.external_id).where(~articles.c.is_backlog, articles.c.status == "published")
    with desk.database.read() as connection:
        assert [*connection.execute(new).scalars()] == [str(fresh)]


CLASSIC = """First words &amp; more with "quotes" -- and dashes... 'Tis Ann's 6' boat of '09, 30x40 -- "so" (it's said).
second line

<strong>"Bold"</strong> text.

[caption id="attachment_{id}" align="alignnone" width="900"]<img class="wp-image-{id}" \
src="{url}" alt="a boat" width="900" height="506" /> A caption "here"[/caption]

<h2>Head -- line</h2>
Text after it.
<blockquote>Quoted words stand here.</blockquote>
<ul>
<li>one</li>
<li>two</li>
</ul>
<pre>as "typed" -- here</pre>
<!--more-->
After more."""
BLOCKS = """<!-- wp:paragraph -->
<p>A block "quoted" with <a href="/other">a link</a>.</p>
<!-- /wp:paragraph -->

<!-- wp:image {{"id":{id},"sizeSlug":"large"}} -->
<figure class="wp-block-image size-large"><img src="{url}" alt="a boat" class="wp-image-{id}"/>\
<figcaption>Of blocks</figcaption></figure>
<!-- /wp:image -->

<!-- wp:list -->
<ul><li>one</li><li>two</li></ul>
<!-- /wp:list -->

<!-- wp:quote -->
<blockquote class="wp-block-quote"><p>Said "so".</p><cite>Bo</cite></blockquote>
<!-- /wp:quote -->"""


def fields(draft: Draft) -> dict[str, object]:
    """What a reader gets of a draft, but for white space between elements."""
    named = ("title", "deck", "sections", "tags", "slug", "permalink", "guid", "direction", "is_paid")
    return {
        **{name: getattr(draft, name) for name in named},
        "body_text": draft.body_text,
        "body_html": re.sub(r"\s*(<[^<>]+>)\s*", r"\1", draft.body_html),
        "authors": [author.name for author in draft.authors],  # an export does not know their pages
        "published": draft.published and (draft.published.at, draft.published.offset),
        "media": [pictured(media) for media in draft.media],
    }


def pictured(media: Media) -> tuple[object, ...]:
    """Of a picture in the text the export knows the file that its author chose, and not what the site adds."""
    files = {(file.url, file.width, file.height) for file in media.candidates}
    is_main = media.origin is PictureOrigin.FEATURED
    return (media.origin, media.description, media.caption, files if is_main else media.candidates[0].url)


def test_the_export_and_the_api_of_a_site_give_equal_articles(site: WordPress, desk: Desk) -> None:
    site.call("update_option", "timezone_string", "Europe/Berlin")
    site.call("wp_update_user", {"ID": 1, "display_name": "Ann O’Reed"})
    sections = [site.call("wp_create_category", name) for name in ("World", "Sport & Sea")]
    main = site.picture("main.jpg", jpeg(20, 2_800), post_excerpt='The <em>pier</em> at "noon"')
    site.call("update_post_meta", main, "_wp_attachment_image_alt", "A pier & a boat")
    inner = site.picture("inner.jpg", jpeg(120, 900))
    url = site.call("wp_get_attachment_url", inner)
    titles = ('Tom\'s & "Ana" <em>go</em> -- 5 > 3', "Plain", "Blocks")
    texts = (CLASSIC.format(id=inner, url=url), "One.\n\nline & two", BLOCKS.format(id=inner, url=url))
    details = {"post_category": sections, "tags_input": ["tide", "harbour & sea"], "post_date": "2026-07-05 15:34:55"}
    numbers = [
        site.post(title, text, post_excerpt=f'An "excerpt" -- of {title}.', **details)
        for title, text in zip(titles, texts, strict=True)
    ]
    for number in numbers:
        site.call("set_post_thumbnail", number, main)
    reading = desk.source.read(Memory())
    by_api = {each.external_id: read_wordpress(each.content.decode(), RULES) for each in reading.documents}
    by_export = {}
    for _, item in divide_feed(site.export().decode()).items:
        if found := re.search(r"post_id>(\d+)<", item):
            by_export[found[1]] = read_feed(item, RULES)
    for name in map(str, numbers):
        assert fields(by_api[name]) == fields(by_export[name])
        assert by_api[name].media[0].candidates[0].width


def test_a_story_that_is_saved_stands_in_the_feed_after_one_poll(
    site: WordPress, newsroom: Newsroom, invoke: Invoke
) -> None:
    newsroom.configure(CONFIG.format(address=site.address))
    given(invoke, "collect")
    site.post("Saved a moment ago", text(60))
    given(invoke, "sources", "poll", "blog")
    given(invoke, "feeds", "build")
    feeds = [path.read_text(encoding="utf-8") for path in newsroom.feeds.rglob("*") if path.is_file()]
    assert any("Saved a moment ago" in feed for feed in feeds)
    (listed,) = given(invoke, "sources", "list")["sources"]
    assert (listed["kind"], listed["where"], listed["error"]) == ("wordpress", site.address, None)
