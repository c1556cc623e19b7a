"""A thousand articles made to break feeds, taken through the real pick-up and the real feed step.

Most come as page dumps, as an editor would put them down. What a dump cannot say (relative links, local mean
times, permalinks that are none) comes as drafts, which is where any other format will arrive. Always the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from syndicate.articles import intake
from syndicate.articles.collecting import CollectionReport, Collector
from syndicate.articles.identity import article_id, tag_uri
from syndicate.articles.model import Audio, Author, Draft, ForeignTime, RawDocument
from syndicate.articles.rows import first_row
from syndicate.articles.rules import Rules
from syndicate.articles.sources import Memory, SourceReading
from syndicate.articles.store import ArticleStore
from syndicate.feeds.model import FeedKind, FeedSite, Podcast
from syndicate.feeds.publish import FeedPublisher, FeedReport
from syndicate.links import Links
from syndicate.shelf.folder import FolderShelf
from syndicate.storage import Database
from syndicate.testing.clock import ManualClock
from tests.newsroom import dump

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
AUTHORITY = "news.example,2026"
SITE = FeedSite(
    title="The “Example” & Sons <Gazette>",
    description="News from nowhere, & more.",
    language="en-GB",
    id_authority=AUTHORITY,
    author="The newsroom",
    entries=500,
    ttl_minutes=15,
    page_entries=400,
    hubs=("https://hub.example/",),
    podcast=Podcast(
        owner="The newsroom & <sons>",
        email="radio@news.example",
        category="Society & Culture",
        image_url="https://news.example/show.jpg",
    ),
    kinds=tuple(FeedKind),
)
LINKS = Links("https://news.example/desk", ["a key of the tests"])
RULES = Rules(language="en", zone=ZoneInfo("Europe/London"))

DUMPS, DRAFTS = 960, 330
#: The first of both, for a quick run.
PART = (90, 70)

NASTY = (
    "\x00null \x01and \x08other\x1f controls\x7f",
    "C1 \x80 \x85 \x9f, and \ufeff \u200b \u2028 \u2029 \ufffe \uffff \U0001fffe",
    "emoji 🎉👩‍👩‍👧‍👦🏳️‍🌈 and half of one \u200d",
    "می‌خواهم بدانم چرا",
    "هاتف بشاشة ثانية, then English",
    "turned \u202earound\u202c by an override",
    "a CDATA end ]]> and a start <![CDATA[",
    "<script>alert('x')</script>",
    "&nbsp;&amp;&lt;b&gt; &#1; &#xD800; &unknown; &",
    "1 < 2 && 3 > 2",
    "{{x}} {% y %} ${z} %s %(a)s %n",
    "<!-- comment --> <?php echo 1 ?> <!DOCTYPE html>",
    "</title></b></item></channel>",
    "combining " + "o" + "\u0301\u0327\u0338" * 30,
    "国际新闻 日本語 한국어 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ﷺ",
    "'\"`´\\ \\u0000 \\x00 \\n",
    "a\ttab and a non\u00a0breaking\u202fspace",
    "soft\u00adhyphen, zero\u200cjoiner, word\u2060joiner",
    "wrongly decoded â\u0080\u0099",
    "long " + "word " * 60,
    "by <b>Ada</b> <ada@news.example>",
    "fish &chips, &copy 2026, Q&4, &#8364 and a <b tag \ufdd0\U0010ffff",
)
SECTIONS = ("World", "Arts & Crafts", "国际", "…", "L'Été", "<b>bold</b>", "CON", "a" * 120, "archive", "Sport/Local")
PERMALINKS = (
    None,
    "https://news.example/100%",
    "https://news.example/a b?q=ü&x=[1]#f#g",
    "https://übung.example/ä/%C3%A4",
    "HTTPS://NEWS.EXAMPLE/Up",
    "http://news.example:8080/story?x=1;y=2&z='\"<>",
    "https://news.example/{}|^`",
)
SOUNDS = (
    Audio(url="https://news.example/a.mp3", media_type="audio/mpeg", size=123_456, seconds=61),
    Audio(url="https://news.example/ä b.M4A", media_type="audio/mp4"),
    Audio(url="https://news.example/a.mp3?x=1&y=<2>", media_type="audio/mpeg", seconds=0),
    Audio(url="javascript:x()", media_type="audio/mpeg", size=1),
    Audio(url="http://news.example/a.ogg", media_type="audio/ogg; codecs=opus", size=9),
)
#: What W3C's validator would not have, though nobody is wrong: an IPv6 host and old news.
BEYOND_W3C: tuple[dict[str, Any], ...] = (
    {"permalink": "https://[2001:db8::1]/story"},
    {"published": ForeignTime(at=datetime(1899, 12, 31, 23, 59, 59, tzinfo=UTC), offset=timedelta(), raw="1899")},
)
#: These are no web addresses: the article is left out, and the others go out.
NO_PERMALINKS = ("/relative", "javascript:alert(1)", "http://[::1", "https://news.example\\@evil.example/", "https://")
OFFSETS = (3208, -3600 * 12, 3600 * 14, 19800, 20700, -12600, 1, 86399, -86399, 0)
HTML = (
    '<p><a href="/sums">all</a>, <a href="?p=1">one</a>, <a href="#f">here</a>, <a href="//x.example">there</a>.</p>',
    "<p>&nbsp;&copy;&#1;&#xFFFE;&#x85;&#xD800; &lt;b&gt; ]]&gt; <![CDATA[ x ]]></p>",
    '<p onclick="x()" style="color:red"><script>1</script><style>p{}</style><iframe src="https://x.example"></iframe>t</p>',
    '<p><img src="pictures/a.jpg" alt="x"><img src="javascript:x()"><img src="data:image/png;base64,AA=="></p>',
    "<table><tr><td>unclosed<p>and <b>crossed <i>tags</b></i>",
    '<p dir="rtl">الهاتف جديد.</p><bdo dir="rtl">x</bdo><custom-element>y</custom-element>',
    '<p><a href="https://news.example/100%">percent</a> <a href="https://news.example/ä b">letters</a></p>',
    "<pre>\x00\x0b\x1b[31m</pre><math><mi>x</mi></math><svg onload=x()></svg>",
    "<p>" + "<b>" * 150 + "deep" + "</b>" * 150 + "</p>",
    "plain text, no element at all & more",
    "<p>fish &chips &copy 2026 Q&4 &#8364 \ufdd0 &#xFDEF; &#x1FFFE; a < b <? <! <![x</p></b><p/>",
)


@dataclass
class Desk:
    """A source in memory, of dumps by their names."""

    texts: dict[str, bytes]
    name: str = "desk"
    language: str = "en"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    def read(self, memory: Memory) -> SourceReading:
        del memory
        return SourceReading(documents=self._documents())

    def _documents(self) -> Iterator[RawDocument]:
        for name, content in sorted(self.texts.items()):
            yield RawDocument(source=self.name, external_id=name, content=content)

    def check_picture(self, path: str) -> None:
        """Every path will do: no picture is fetched here."""

    def picture(self, path: str, max_bytes: int) -> bytes:
        raise NotImplementedError(path)


@dataclass
class Pressroom:
    """A database and a shelf, and the two steps between an article and its feeds."""

    database: Database
    folder: Path
    site: FeedSite = SITE
    links: Links = LINKS
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))

    @property
    def shelf(self) -> FolderShelf:
        return FolderShelf(self.folder)

    def pick_up(self, texts: dict[str, bytes], rules: Rules = RULES) -> CollectionReport:
        return Collector(self.database, self.clock, self.site.id_authority).run(
            Desk(texts), rules, mails_first_run=True
        )

    def take(self, name: str, draft: Draft) -> None:
        """Decide on a draft and store it, as the pick-up does with what it has read."""
        minted = article_id("drafts", name)
        with self.database.write() as connection:
            ArticleStore(connection).add(
                [
                    first_row(
                        intake.decide(draft, None, self.clock.now()),
                        article_id=minted,
                        tag=tag_uri(self.site.id_authority, minted),
                        source="drafts",
                        external_id=name,
                        fingerprint="",
                        language=RULES.language,
                        is_backlog=False,
                        now=self.clock.now(),
                    )
                ],
                self.clock.now(),
            )

    def publish(self) -> FeedReport:
        return FeedPublisher(
            database=self.database, clock=self.clock, shelf=self.shelf, links=self.links, site=self.site
        ).run()

    def documents(self) -> dict[str, bytes]:
        return {name: stored.content for name in self.shelf.names() if (stored := self.shelf.read(name))}


def fill(room: Pressroom, dumps: int = DUMPS, drafts: int = DRAFTS) -> FeedReport:
    """Put the corpus, or the first of it, through both steps."""
    take_in(room, dumps, drafts)
    return room.publish()


def take_in(room: Pressroom, dumps: int, drafts: int) -> None:
    """Pick up that many dumps, and take that many drafts, all in one second."""
    room.pick_up(hostile_dumps(dumps))
    for number, draft in enumerate(hostile_drafts(drafts)):
        room.take(f"draft-{number:04}", draft)


def hostile_dumps(count: int) -> dict[str, bytes]:
    """Page dumps by name; a few cannot be read as articles."""
    random = Random(20260302)
    return {f"{_name(number, random)}.txt": _dump(number, random) for number in range(count)}


def hostile_drafts(count: int) -> Iterator[Draft]:
    """Drafts as a careless format would make them."""
    random = Random(20260303)
    for number in range(count):
        yield _draft(number, random)


def _name(number: int, random: Random) -> str:
    return f"{random.choice(['world', 'a b', 'ä', 'x&y'])}/{number:04}"


def _dump(number: int, random: Random) -> bytes:
    nasty = NASTY[number % len(NASTY)]
    title = nasty if number % 5 else f"The same title {number % 3}"
    if number == 7:
        title = "A title of great length " * 300
    body = "\n\n".join(f"{random.choice(NASTY)} stands in paragraph {one} of {number}." for one in range(4))
    if number in {11, 411}:
        body = "A paragraph that comes again and again, & again.\n\n" * 20_000
    text = dump(
        f"{title} number {number}" if number % 5 else title,
        section=SECTIONS[number % len(SECTIONS)],
        deck=NASTY[(number * 7) % len(NASTY)],
        published=NOW - timedelta(minutes=37 * number + 1),
        body=body,
    )
    return (_media(nasty) + text if number % 3 == 0 else text).encode("utf-8", "surrogatepass")


def _media(nasty: str) -> str:
    """Media metadata; its escapes smuggle in what UTF-8 cannot hold."""
    item = {
        "id": 1,
        "title": nasty,
        "description": f"{nasty} \ud800 \udfff",
        "is_video": "0",
        "images": {"s1": "a.jpg"},
    }
    return json.dumps([item]) + "\n\n"


def _draft(number: int, random: Random) -> Draft:
    nasty = NASTY[number % len(NASTY)]
    permalink = PERMALINKS[number % len(PERMALINKS)]
    if number % 64 == 63:
        permalink = NO_PERMALINKS[number // 64]
    elif permalink:
        permalink += f"&n={number}"
    html = HTML[number % len(HTML)]
    return Draft(
        title=None if number % 11 == 0 else f"{nasty} draft {number}",
        deck=None if number % 4 == 0 else random.choice(NASTY),
        sections=(SECTIONS[number % len(SECTIONS)], "" if number % 9 else "\ud83d"),
        tags=tuple(random.choices(NASTY, k=number % 4)),
        authors=(Author(name=random.choice(NASTY)), Author(name=f"Ann {number}", url="/ann")) if number % 3 else (),
        published=_published(number),
        permalink=permalink,
        language=random.choice(["en", "ar", "zh-Hant", None]),
        direction="rtl" if number % 5 == 0 else "ltr",
        audio=SOUNDS[number // 13 % len(SOUNDS)] if number % 13 == 0 else None,
        is_paid=number % 17 == 3,
        body_html="" if number == 22 else html * (20_000 if number == 33 else 1),
        body_text=f"{nasty} is the text of {number}.",
    )


def _published(number: int) -> ForeignTime | None:
    """None, the past, the future, or recent; at any offset."""
    if number % 7 == 0:
        return None
    # Half a minute from any dump.
    at = NOW - timedelta(minutes=53 * number + 7, seconds=30, microseconds=number)
    if number % 50 == 49:
        old = datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC) - timedelta(days=number)
        at = old if number % 100 == 99 else NOW + timedelta(days=9)
    return ForeignTime(at=at, offset=timedelta(seconds=OFFSETS[number % len(OFFSETS)]), raw="as it was found")


def a_plain_dump(title: str, **changes: Any) -> bytes:
    """One article without malice."""
    return dump(title, **{"published": NOW - timedelta(hours=1), **changes}).encode()


def a_site(**changes: Any) -> FeedSite:
    return replace(SITE, **changes)
