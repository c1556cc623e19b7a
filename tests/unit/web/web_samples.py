"""A newsroom in small for the tests of the web room: articles, pictures, editions, and a client."""

from __future__ import annotations

import http.client
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw
from sqlalchemy import insert, update

from syndicate.articles.model import Article, Author, Finding, ForeignTime, Severity, Status
from syndicate.articles.store import ArticleStore
from syndicate.audience.digests import AddressDigests
from syndicate.config import load
from syndicate.digests.model import Edition, EditionArticle, Tier
from syndicate.digests.store import EditionStore
from syndicate.feeds.model import FeedSite
from syndicate.feeds.publish import FeedPublisher
from syndicate.ids import stable_id
from syndicate.images.model import Choice, Hero, HeroState, Rendition, Role
from syndicate.images.store import HeroStore
from syndicate.links import Links
from syndicate.publishing.newsletters import newsletters_of
from syndicate.publishing.wiring import Parts
from syndicate.shelf.folder import FolderShelf
from syndicate.storage import Database
from syndicate.storage.tables import articles
from syndicate.testing.clock import ManualClock
from syndicate.text.media_types import JPEG, WEBP, ending_of
from syndicate.web.desk.access.links import desk_link
from syndicate.web.desk.application import desk_app
from syndicate.web.desk.context import Desk
from syndicate.web.http.listener import Listener
from syndicate.web.public.application import PublicSite
from tests import editions

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

CONFIG = """
[site]
title = "The Quay"
url = "https://quay.example"
language = "en"
time_zone = "Europe/Berlin"
postal_address = "4 Basin Street, 20457 Hamburg"
id_authority = "quay.example,2026"

[delivery]
outbox_folder = "{outbox}"

[[newsletters]]
name = "morning"
title = "The Quay at dawn"
sender = "The Quay <news@quay.example>"
at = "07:00"
"""

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")

TEXT = (
    "For eighty years the first ferry woke the street behind the fish market. From today the crossing is made by two "
    "boats that make less noise than the gulls, and the town is learning to look before it steps onto the slip."
)
BODY = (
    f"<p>{TEXT}</p><h2>A bell for the quiet boats</h2><p>The harbour office has asked for a bell. The crews would "
    'rather have a song, and <a href="https://quay.example/poll">a poll</a> is open until Friday.</p>'
    "<blockquote><p>You hear the water now. That is new, and it is a little frightening.</p></blockquote>"
    "<ul><li>Two boats, 84 berths each</li><li>Eleven crossings a day</li></ul>"
    "<p>The last diesel ferry goes to the museum, where children may sound its horn on Sundays.</p>"
)


def an_article(name: str = "ferry", **changes: Any) -> Article:
    """A published article; ``name`` makes its id."""
    published = ForeignTime(
        at=NOW - timedelta(hours=2), offset=timedelta(hours=1), raw="November 23, 2026, 05:00:00 CET"
    )
    article = Article(
        sequence=1,
        id=stable_id("desk", name),
        tag=f"tag:quay.example,2026:{stable_id('desk', name)}",
        source="desk",
        external_id=f"{name}.txt",
        status=Status.PUBLISHED,
        title="The last diesel ferry leaves, and nobody hears the new one arrive",
        deck="Battery boats take over the northern routes this week. The harbour masters worry about silence.",
        sections=("World",),
        tags=("ferries",),
        authors=(Author(name="Ada Brandt"),),
        published=published,
        updated=None,
        embargo_until=None,
        permalink=None,
        language="en-GB",
        direction="ltr",
        body_html=BODY,
        body_text=TEXT,
        media=(),
        findings=(),
        content_hash="0",
        revision=1,
        is_backlog=False,
        first_seen_at=NOW - timedelta(hours=1),
        changed_at=NOW - timedelta(hours=1),
    )
    return replace(article, **changes)


def a_hero(article_id: str, **changes: Any) -> Hero:
    """A hero image that is ready, in both sizes."""
    hero = Hero(
        article_id=article_id,
        choice=Choice(
            source_url="pictures/ferry.png",
            alt="A white ferry under a low sun",
            caption="The night ferry leaves the old basin. Illustration: The Quay",
            is_video=False,
        ),
        state=HeroState.READY,
        renditions=(
            Rendition(role=Role.LEAD, name="aa/lead.jpg", width=1200, height=675, size=1),
            Rendition(role=Role.THUMB, name="aa/thumb.jpg", width=240, height=180, size=1),
        ),
    )
    return replace(hero, **changes)


def a_finding(message: str = "The date could not be read.", **changes: Any) -> Finding:
    """A finding that holds an article."""
    finding = Finding(severity=Severity.BLOCK, code="date-unreadable", message=message, quote="32 Octember")
    return replace(finding, **changes)


#: The HTML of `an_edition`.
EDITION_HTML = (
    '<!DOCTYPE html><html lang="en"><head><style>p{color:#1b1d22}</style></head><body><h1>The Quay</h1>'
    '<img src="https://quay.example/media/aa/lead.jpg" width="560" height="315" alt="A ferry">'
    '<p style="margin:0">Good morning &#123;&#123;name&#125;&#125;.</p>'
    '<a href="{{unsubscribe_url}}">Unsubscribe</a></body></html>'
)


def an_edition(**changes: Any) -> Edition:
    """An edition whose first mail has left."""
    finding = {"severity": "warn", "code": "subject-long", "message": "The subject is long.", "quote": "The last"}
    edition: Edition = editions.an_edition(
        NOW,
        number=7,
        first_claimed_at=NOW,
        sender="The Quay <news@quay.example>",
        subject="The last diesel ferry leaves",
        preheader="Battery boats take over the northern routes",
        size=len(EDITION_HTML.encode()),
        findings=(finding,),
    )
    return replace(edition, **changes)


def renditions_of(article_id: str) -> tuple[Rendition, ...]:
    """All that a large picture gets: three sizes, each as JPEG and as WebP."""
    return tuple(
        Rendition(
            role=role,
            name=f"{article_id[:2]}/{stable_id(article_id, role)}{ending_of(media_type)}",
            width=width,
            height=height,
            size=1,
            media_type=media_type,
        )
        for role, width, height in ((Role.LEAD, 1200, 675), (Role.SMALL, 600, 338), (Role.THUMB, 240, 180))
        for media_type in (JPEG, WEBP)
    )


def jpeg(width: int, height: int, hue: int = 20) -> bytes:
    """A drawn picture as JPEG."""
    return drawn(width, height, hue, JPEG)


@cache
def drawn(width: int, height: int, hue: int, media_type: str) -> bytes:
    """A drawn picture: a sun over hills by the sea."""
    sky, hills, sea = (
        Image.new("HSV", (1, 1), one) for one in ((hue, 110, 245), (hue + 200, 120, 110), (170, 140, 60))
    )
    picture = sky.convert("RGB").resize((width, height))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width * 0.62, height * 0.2, width * 0.62 + height * 0.28, height * 0.48), fill="#fff1dd")
    ridge = [(0, 0.6), (0.2, 0.48), (0.35, 0.58), (0.55, 0.42), (0.8, 0.55), (1, 0.46), (1, 1), (0, 1)]
    draw.polygon([(x * width, y * height) for x, y in ridge], fill=hills.convert("RGB").getpixel((0, 0)))
    draw.rectangle((0, height * 0.72, width, height), fill=sea.convert("RGB").getpixel((0, 0)))
    packed = io.BytesIO()
    picture.save(packed, {JPEG: "JPEG", WEBP: "WEBP"}[media_type], quality=80)
    return packed.getvalue()


class Newsroom:
    """A database, two shelves, an outbox, and the parts of both listeners made from them."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.clock = ManualClock(NOW)
        self.links = Links("https://quay.example", ["a test key"])
        self.feeds = FolderShelf(folder / "feeds")
        self.media = FolderShelf(folder / "media")
        self.outbox = folder / "outbox"
        self._folder = folder
        self._stored = 0

    def site(self, **changes: Any) -> PublicSite:
        """The public side."""
        site = PublicSite(
            database=self.database,
            clock=self.clock,
            links=self.links,
            feeds=self.feeds,
            media=self.media,
            title="The Quay",
            language="en",
            description="News from a harbour town",
            postal_address="4 Basin Street, 20457 Hamburg",
            newsletters={"morning": "The Quay at dawn"},
        )
        return replace(site, **changes)

    def desk(self, more: str = "") -> Desk:
        """The editors' side; ``more`` is added to the configuration."""
        return Desk(self.parts(more))

    def parts(self, more: str = "") -> Parts:
        """All that is made of the configuration, over this database and these shelves."""
        self._folder.mkdir(exist_ok=True)
        file = self._folder / "config.toml"
        file.write_text(CONFIG.format(outbox=self.outbox) + more, encoding="utf-8")
        config = load(file, {})
        return Parts(
            config=config,
            database=self.database,
            clock=self.clock,
            links=self.links,
            address_digests=AddressDigests(["a test key"]),
            feeds_shelf=self.feeds,
            media_shelf=self.media,
            newsletters=newsletters_of(config),
        )

    def add(self, name: str = "ferry", **changes: Any) -> Article:
        """Store an article; later ones are newer, unless they say when."""
        self._stored += 1
        article = an_article(name, sequence=self._stored, **changes)
        with self.database.write() as connection:
            connection.execute(insert(articles).values(**_article_row(article)))
        return article

    def show(self, article: Article, *, hue: int = 20, **changes: Any) -> Hero:
        """Give an article a hero image, and put its renditions on the shelf."""
        renditions = renditions_of(article.id)
        hero = a_hero(article.id, **{"renditions": renditions, **changes})
        for one in hero.renditions:
            self.media.write(one.name, drawn(one.width, one.height, hue, one.media_type))
        with self.database.write() as connection:
            HeroStore(connection).put(hero)
        return hero

    def publish_feeds(self) -> None:
        """Write the feeds of the articles that are there."""
        site = FeedSite(
            title="The Quay",
            description="News from a harbour town",
            language="en",
            id_authority="quay.example,2026",
            author="The Quay",
            ttl_minutes=15,
        )
        FeedPublisher(database=self.database, clock=self.clock, shelf=self.feeds, links=self.links, site=site).run()

    def withdraw(self, article: Article) -> None:
        """Take an article back."""
        with self.database.write() as connection:
            ArticleStore(connection).withdraw(article.id, self.clock.now())

    def expire(self, article: Article, at: datetime, *, released_at: datetime | None) -> None:
        """Let an article's time be over then; when it came out, if it ever did."""
        this = update(articles).where(articles.c.id == article.id)
        with self.database.write() as connection:
            connection.execute(this.values(expires_at=at, released_at=released_at))

    def freeze(self, *held: Article, html: str = EDITION_HTML, **changes: Any) -> Edition:
        """Store an edition of those articles."""
        edition = an_edition(**changes)
        text = "Good morning.\n\nUnsubscribe: {{unsubscribe_url}}\n"
        places = [
            EditionArticle(
                position=position,
                article_id=article.id,
                tier=Tier.SECONDARY if position else Tier.LEAD,
                revision=article.revision,
            )
            for position, article in enumerate(held)
        ]
        with self.database.write() as connection:
            EditionStore(connection).add(edition, editions.rendering_of(edition, html, text), places)
        return edition


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a server said; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def fetch(
    url: str, method: str = "GET", *, headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> Reply:
    """One request over a connection of its own, following nothing."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, dict(headers or {}))
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Reply(status=response.status, headers=named, body=response.read())
    finally:
        connection.close()


def _article_row(article: Article) -> dict[str, Any]:
    names = set(articles.columns.keys()) & set(Article.__dataclass_fields__)
    row: dict[str, Any] = {name: getattr(article, name) for name in names}
    status = Status.PUBLISHED if article.status is Status.EMBARGOED else article.status
    row |= {"status": status.value, "fingerprint": article.id, "media": []}
    row |= {"sections": list(article.sections), "tags": list(article.tags)}
    row["authors"] = [{"name": author.name, "url": author.url} for author in article.authors]
    row["audio"] = asdict(article.audio) if article.audio else None
    row["findings"] = [
        {"severity": one.severity.value, "code": one.code, "message": one.message, "quote": one.quote}
        for one in article.findings
    ]
    for name, time in (("published", article.published), ("updated", article.updated)):
        row[f"{name}_at"] = time.at if time else None
        row[f"{name}_offset"] = int(time.offset.total_seconds()) if time else None
        row[f"{name}_raw"] = time.raw if time else None
    return row


class Door:
    """A listener that stays open while tests change what is behind it."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None
        self._listener = Listener(self._pass_on, "127.0.0.1", 0, name="test-door")

    @property
    def url(self) -> str:
        return self._listener.url

    def __enter__(self) -> Self:
        self._listener.start()
        return self

    def __exit__(self, *left: object) -> None:
        self._listener.stop()

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


def enter(door: Door, desk: Desk) -> dict[str, str]:
    """Open that desk at the door, and come in by a link: the header of who is in. It needs a desk without editors."""
    door.app = desk_app(desk)
    return cookie_of(fetch(desk_link(desk.parts, door.url)))


def log_in(door: Door, name: str, password: str, to: str = "/") -> Reply:
    """What the desk at that door says to a name and a password."""
    body = urlencode({"name": name, "password": password, "to": to}).encode()
    return fetch(f"{door.url}/login", "POST", headers=own_form(door), body=body)


def own_form(door: Door) -> dict[str, str]:
    """The headers that a browser sends with a form of a page at that door."""
    return {
        "Origin": door.url,
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def cookie_of(reply: Reply) -> dict[str, str]:
    """The header by which a browser gives back the cookie that it was given."""
    return {"Cookie": reply.headers["set-cookie"].partition(";")[0]}
