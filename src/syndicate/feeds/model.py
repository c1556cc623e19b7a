"""What a feed is before it takes a format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from syndicate.articles.disclosure import OUR_WORDS, DisclosureWords


class FeedKind(StrEnum):
    """What the articles of a feed have in common; also the folder below ``feeds/`` that holds such feeds."""

    SITE = "site"
    SECTION = "section"
    AUTHOR = "author"
    TAG = "tag"
    LANGUAGE = "language"
    FILTER = "filter"
    NEWSLETTER = "newsletter"


class Updates(StrEnum):
    """What moves an entry's ``updated``: every change of what it says, or an editor's word alone."""

    CONTENT = "content"
    FLAGGED = "flagged"


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedPicture:
    """A hero image as a feed names it: absolute URL, pixels, bytes. Always JPEG, which every reader shows.

    Texts are plain: ``alt`` may be empty, ``title`` and ``credit`` stand where the source gave them.
    """

    url: str
    width: int
    height: int
    size: int
    alt: str
    caption: str | None
    title: str = ""
    credit: str = ""

    @property
    def name(self) -> str:
        """What it is called: its title, else the words that stand for it."""
        return self.title or self.alt

    @property
    def description(self) -> str:
        """What is said about it: its caption, else the words that stand for it where they are not its name."""
        return self.caption or (self.alt if self.alt != self.name else "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sound:
    """A recording as a feed names it: absolute URL, media type; bytes and seconds where they are known.

    Of one that ``is_episode``, directories of podcasts are told.
    """

    url: str
    media_type: str
    size: int | None = None
    seconds: int | None = None
    is_episode: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Podcast:
    """What directories of podcasts ask of a feed with sound.

    ``owner`` and ``email`` are shown to everybody; ``category`` is one of Apple's, ``image_url`` a square of 1,400
    pixels or more.
    """

    owner: str
    email: str
    category: str = "News"
    is_explicit: bool = False
    image_url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An article inside a feed. ``id`` never changes: its ``tag:`` URI, or the id that it had before it moved here.

    Texts are plain. ``tag`` stands where ``id`` is no URI, for a format that asks for one.

    ``content_html`` is sanitised for feeds; empty in a feed of summaries. ``published_at`` and
    ``updated_at`` are aware; their zone is kept where it can be written, as RFC 3339 and RFC 822 allow. The first is in
    whole seconds; the second has a fraction of the entry's own. ``remarks`` are the sentences at the end of
    the content: what is said of AI, and corrections. One that is not ``is_titled`` has its first words for a title,
    where a format must have one.
    """

    id: str
    url: str
    title: str
    summary: str
    content_html: str
    content_text: str
    published_at: datetime
    updated_at: datetime
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    language: str
    picture: FeedPicture | None
    sound: Sound | None = None
    remarks: tuple[str, ...] = ()
    is_titled: bool = True
    tag: str = ""

    @property
    def uri(self) -> str:
        """Its id as a URI, as Atom wants it (RFC 4287 §4.2.6)."""
        return self.tag or self.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """A saved choice of articles. A field that is empty asks for nothing.

    An article answers a field when it has one of its values, in any letter case. With ``match_all`` it
    must answer every field, else one suffices.
    """

    name: str
    title: str
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    match_all: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """A newsletter whose past editions everybody may read; days are in its ``zone``, ``language`` is a BCP 47 tag.

    ``besides`` are the cadences that it offers besides its own: their editions tell the same once more.
    """

    name: str
    title: str
    language: str
    zone: ZoneInfo
    besides: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedSite:
    """What the operator decides about all feeds.

    ``id_authority`` names the site inside ids (RFC 4151: ``example.org,2026``) and is never
    changed. ``entries`` is the most that one feed holds. ``summaries`` are the kinds of feeds, and the
    places below ``feeds/`` of single ones, that carry summaries alone. Of one kind there are at most
    ``most_feeds``. A page of an archive takes ``page_entries``. Without ``podcast`` directories are told nothing.
    ``disclosures`` are what is said of AI. ``series`` are the newsletters with feeds of their past editions.
    """

    title: str
    description: str
    language: str
    id_authority: str
    author: str
    entries: int = 50
    ttl_minutes: int = 5
    icon_url: str | None = None
    hubs: tuple[str, ...] = ()
    kinds: tuple[FeedKind, ...] = (FeedKind.SITE, FeedKind.SECTION)
    filters: tuple[Filter, ...] = ()
    summaries: frozenset[str] = frozenset()
    updates: Updates = Updates.CONTENT
    most_feeds: int = 500
    disclosures: DisclosureWords = OUR_WORDS
    page_entries: int = 1_000
    podcast: Podcast | None = None
    series: tuple[Series, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Which articles, or which newsletter's editions, a feed gathers.

    ``folder`` is its place below ``feeds/``; the site's has none.
    ``value`` is the name of the section, author, tag, language, filter or newsletter; ``filter_`` stands with the last.
    """

    folder: str
    title: str
    kind: FeedKind = FeedKind.SITE
    value: str | None = None
    filter_: Filter | None = None

    @property
    def slug(self) -> str:
        """The last part of its place; empty for the site's."""
        return self.folder.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tombstone:
    """What is left of a retracted entry: its ids, as it had them, and when it was taken back."""

    id: str
    deleted_at: datetime
    tag: str = ""

    @property
    def uri(self) -> str:
        """Its id as a URI."""
        return self.tag or self.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Chain:
    """The neighbours of a document in an archive, by folder below ``feeds/`` (RFC 5005 §4).

    The subscription document has ``previous`` alone; a page of the archive has ``current``, whose empty
    folder is the site's, and ``following``. The oldest page has no ``previous``.
    """

    previous: str | None = None
    following: str | None = None
    current: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Addresses:
    """Where a document stands, and its neighbours in the archive, in the same format: absolute URLs."""

    own: str
    previous: str | None = None
    following: str | None = None
    current: str | None = None

    @property
    def is_archive(self) -> bool:
        """Whether the document is a page of an archive rather than the one to subscribe to."""
        return self.current is not None

    @property
    def neighbours(self) -> tuple[tuple[str, str], ...]:
        """Link relation (RFC 5005 §4) and address of each neighbour."""
        named = {"prev-archive": self.previous, "next-archive": self.following, "current": self.current}
        return tuple((relation, url) for relation, url in named.items() if url)


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed in no format yet: newest entry first.

    ``id`` is a ``tag:`` URI that outlives the site's address; ``url`` is the page it belongs to;
    ``ttl_minutes`` equals the documents' ``max-age``. When a document grows too large, its last entries go,
    but for those whose ids are in ``kept``.
    """

    id: str
    title: str
    description: str
    url: str
    language: str
    author: str
    ttl_minutes: int
    entries: tuple[Entry, ...]
    icon_url: str | None = None
    hubs: tuple[str, ...] = ()
    deleted: tuple[Tombstone, ...] = ()
    kept: frozenset[str] = frozenset()
    chain: Chain = Chain()
    podcast: Podcast | None = None

    @property
    def updated_at(self) -> datetime | None:
        """When the newest change was, in UTC; ``None`` for a feed without any. Never the present."""
        changes = [entry.updated_at for entry in self.entries] + [tombstone.deleted_at for tombstone in self.deleted]
        return max((at.astimezone(UTC) for at in changes), default=None)
