"""What the tests of withdrawals share: a site with a story that was published, mailed, fed and archived."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

from PIL import Image
from sqlalchemy import select

from syndicate.config import load
from syndicate.images.store import HeroStore
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage.tables import articles
from syndicate.web.http.listener import Listener
from syndicate.web.wiring import public_pages
from tests.crawling import crawl, telling
from tests.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.unit.web.web_samples import Reply

WORD = "Zyxquark"
SITE_URL = "http://127.0.0.1:8080"
CDN = "https://pictures.lantern.example/media"
MORE = """
[feeds]
entries = 4
scopes = ["section", "tag", "author", "language"]

[[feeds.filters]]
name = "all-of-it"
title = "All of it"
"""
STORY = f"""---
title: The {WORD} affair
deck: Nobody at {WORD} will comment
date: {{date}}
section: {{section}}
tags: [{WORD.lower()}-tag, harbour]
author: Ada {WORD}
image: pictures/{WORD.lower()}.jpg
---

The {WORD} affair began on a Tuesday, when the keepers of the lamp found that the oil had been sold twice over.

Nobody at {WORD} would say by whom, and the harbour office has no comment until spring, when the books are read.
"""


@dataclass(frozen=True)
class Site:
    """A newsroom whose pages are open, and what was to be seen in it before."""

    newsroom: Newsroom
    parts: Parts
    url: str
    article_id: str
    before: dict[str, Reply]
    pictures: dict[str, bytes]

    def crawled(self) -> dict[str, Reply]:
        """Everything that there is or ever was, but for web copies of mails, which are another promise."""
        ever = [path for path in self.before if not path.startswith("/editions/")]
        found = crawl(self.url, SITE_URL, ever)
        return {path: reply for path, reply in found.items() if not path.startswith("/editions/")}

    def command(self, *arguments: str) -> Any:
        return self.newsroom.json(*arguments)

    def on_shelf(self) -> set[str]:
        return set(self.parts.media_shelf.names())


def write_story(newsroom: Newsroom, title: str) -> None:
    date = datetime.now(UTC) - timedelta(hours=2)
    text = STORY.format(date=date.isoformat(), section=f"{WORD} news")
    newsroom.write_article("story.md", text.replace(f"title: The {WORD} affair", f"title: {title}"))


def write_others(newsroom: Newsroom, numbers: Iterable[int]) -> None:
    """Stories that nothing happens to, so that the one in question moves from the feeds to pages of archives."""
    for number in numbers:
        date = datetime.now(UTC) - timedelta(hours=3 + number)
        text = STORY.format(date=date.isoformat(), section="Harbour").replace(f"{WORD.lower()}-tag", "ferries")
        text = text.replace(f"pictures/{WORD.lower()}.jpg", "pictures/lamp.jpg").replace("affair", f"crossing {number}")
        newsroom.write_article(f"other-{number}.md", text.replace(WORD, "Ferry"))


def draw(newsroom: Newsroom, name: str, corner: float = -2) -> None:
    """A picture that is like no other."""
    path = newsroom.folder / "articles" / "pictures" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.effect_mandelbrot((1280, 720), (corner, -1, 1, 1), 40).convert("RGB").save(path)


@contextmanager
def opened(newsroom: Newsroom, config: str) -> Iterator[Site]:
    """Publish and mail everything, in two passes so that archives grow; then look at all that there ever was."""
    newsroom.configure(config)
    draw(newsroom, f"{WORD.lower()}.jpg")
    write_story(newsroom, f"A rumour of {WORD}")
    write_others(newsroom, range(4))
    with (
        open_parts(load(newsroom.folder / "config.toml", {})) as parts,
        Listener(public_pages(parts), "127.0.0.1", 0, name="site") as site,
    ):
        assert parts.publisher.run_once(Event()).errors == []
        earlier = crawl(site.url, SITE_URL)
        write_story(newsroom, f"The {WORD} affair")
        write_others(newsroom, range(4, 8))
        assert parts.publisher.run_once(Event()).errors == []
        with parts.database.read() as connection:
            found = connection.execute(select(articles.c.id).where(articles.c.external_id == "story.md")).scalar_one()
            hero = HeroStore(connection).get(found)
        assert hero is not None
        assert len(hero.renditions) == 5
        stored = {one.name: parts.media_shelf.read(one.name) for one in hero.renditions}
        before = crawl(site.url, SITE_URL, [*earlier, *(f"/media/{name}" for name in stored)])
        pictures = {name: kept.content for name, kept in stored.items() if kept}
        yield Site(newsroom, parts, site.url, found, before, pictures)


def shown_before(site: Site) -> set[str]:
    """The addresses that told of the story while it was out; more than a handful, or this tests nothing."""
    told = telling(site.before, WORD, *site.pictures)
    folders = (
        "",
        "section/zyxquark-news/",
        "tag/zyxquark-tag/",
        "author/ada-zyxquark/",
        "filter/all-of-it/",
        "language/en/",
    )
    assert {"/", "/feeds/", "/feeds/site/", "/feeds/feeds.opml", "/news-sitemap.xml"} <= told
    assert {f"/feeds/{folder}{file}" for folder in folders for file in ("rss.xml", "atom.xml", "feed.json")} <= told
    assert any("/archive/" in path for path in told)
    assert any(re.fullmatch(r"/articles/the-zyxquark-affair-\w+", path) for path in told)
    assert any(re.fullmatch(r"/articles/a-rumour-of-zyxquark-\w+", path) for path in told)
    assert all(site.before[f"/media/{name}"].body == content for name, content in site.pictures.items())
    return told


def see_it_gone(site: Site) -> None:
    """No word and no picture of the story at any address, and nothing of it on the shelf."""
    after = site.crawled()
    assert telling(after, WORD, *site.pictures) == set()
    assert not {path for path, reply in after.items() if reply.body in site.pictures.values()}
    assert {after[f"/media/{name}"].status for name in site.pictures} == {404}
    assert {path: after[path].status for path in after if path.endswith(site.article_id)} != {}
    assert {after[path].status for path in after if path.endswith(f"-{site.article_id}")} == {410}
    assert site.on_shelf().isdisjoint(site.pictures)
    others = [path for path in site.before if path.startswith("/articles/") and WORD.lower() not in path]
    assert {after[path].status for path in others} == {200}
    others = [name for name in site.on_shelf() if f"/media/{name}" in after]
    assert {after[f"/media/{name}"].status for name in others} <= {200}
    assert site.on_shelf()


def listed(newsroom: Newsroom) -> list[str]:
    path = newsroom.folder / "var" / "purge.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
