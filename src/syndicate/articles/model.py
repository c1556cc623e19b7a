"""What an article is, from the raw document to the stored record.

Three forms, so that no step can take one for another: `RawDocument` (as found),
`Draft` (as read, nothing decided) and `Article` (as stored).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from syndicate.articles.headlines import headline_of, name_of
from syndicate.storage.states import AiUse as AiUse
from syndicate.storage.states import Status as Status


class WithdrawnBy(StrEnum):
    """Who took an article back: an ``OPERATOR``, until it is restored, or its own ``DOCUMENT``, while it says so."""

    OPERATOR = "operator"
    DOCUMENT = "document"


class Severity(StrEnum):
    """What a finding does: ``BLOCK`` holds the article, ``WARN`` only tells the editor."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something an editor should know; ``quote`` is the text it is about, or empty.

    ``where`` is the place in a template, as ``file:line:column``, both from 1; empty: there is none, or nobody knows.
    """

    severity: Severity
    code: str
    message: str
    quote: str = ""
    where: str = ""

    def __str__(self) -> str:
        """The message behind its place, as compilers write it."""
        return f"{self.where}: {self.message}" if self.where else self.message


@dataclass(frozen=True, kw_only=True, slots=True)
class ForeignTime:
    """A time that others wrote: the instant in UTC, the offset it was read with, its raw text.

    ``is_ambiguous`` says that the zone was a name that people write carelessly (``CET`` in
    summer), so that the instant may be an hour off.
    """

    at: datetime
    offset: timedelta
    raw: str
    is_ambiguous: bool = False

    def __post_init__(self) -> None:
        """Refuse a naive instant."""
        if self.at.tzinfo is None:
            message = f"a foreign time needs an instant, not {self.at!r}"
            raise ValueError(message)

    def isoformat(self) -> str:
        """RFC 3339 with the offset it was read with, in whole seconds."""
        return self.at.astimezone(timezone(self.offset)).replace(microsecond=0).isoformat()


@dataclass(frozen=True, kw_only=True, slots=True)
class UnreadTime:
    """A time that was seen but not read: the latest instant that it may mean, and its raw text.

    ``is_stated`` says that a key names it which is there to withhold the article, and not its date alone.
    """

    latest: datetime
    raw: str
    is_stated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """A byline's name, and the author's page if it is known."""

    name: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """One file of a picture. ``key`` is its label in the metadata, opaque; sizes in pixels when declared."""

    url: str
    key: str = ""
    width: int | None = None
    height: int | None = None


class PictureOrigin(StrEnum):
    """Who says that a picture belongs to the article, the surest first.

    ``PICKED``: an editor, in the document's own settings. ``FEATURED``: the system it was written in, as its
    main picture. ``METADATA``: a list of the article's media. ``PAGE``: what the page tells other sites to
    show. ``BODY``: it stands in the text.
    """

    PICKED = "picked"
    FEATURED = "featured"
    METADATA = "metadata"
    PAGE = "page"
    BODY = "body"


@dataclass(frozen=True, kw_only=True, slots=True)
class Media:
    """A picture or a video's poster, with its files in order of preference.

    Texts are plain, unescaped. A candidate's URL is absolute, or, from folder sources alone, a
    path relative to the source's folder that has been checked to stay inside it. ``focal`` is the point
    that a crop must keep, in percent from the left and the top. ``ai`` is what the document says of it; ``None``:
    nothing.
    """

    kind: str  # "image" or "video"
    candidates: tuple[Candidate, ...]
    title: str = ""
    description: str = ""
    caption: str = ""
    credit: str = ""
    origin: PictureOrigin = PictureOrigin.METADATA
    focal: tuple[int, int] | None = None
    ai: AiUse | None = None

    @property
    def is_video(self) -> bool:
        """Whether the picture stands for a video."""
        return self.kind == "video"


@dataclass(frozen=True, kw_only=True, slots=True)
class Audio:
    """A recording of the article: an absolute web address, its media type, bytes and seconds where they are known."""

    url: str
    media_type: str
    size: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Witness:
    """What whoever lists a document says of it, as it is written there; it counts where the document is silent."""

    title: str = ""
    published: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RawDocument:
    """A document as found: where it came from, and its bytes.

    ``external_id`` is the source's own lasting name for it (for a folder: the relative path with
    ``/``). ``fault`` says why the bytes could not be had; the article is then held with it. Of a document
    with several articles, ``item`` is the name of one in it, and its external id is ``path#item``. ``witness`` is there
    where somebody else tells of it. One that ``is_stopgap`` is one article, which stands in for what its source does
    not give now, and takes the place of no other.
    """

    source: str
    external_id: str
    content: bytes
    fault: Finding | None = None
    item: str = ""
    witness: Witness | None = None
    is_stopgap: bool = False

    @property
    def path(self) -> str:
        """The name of the whole document, by which pictures lie beside it."""
        return self.external_id.removesuffix(f"#{self.item}") if self.item else self.external_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """An article as read. Unknown is ``None``, never a guess. Texts are plain; ``body_html`` is sanitised.

    ``unread`` is the latest of the dates that were seen but not read: it may be an embargo.
    ``embargo_until`` is one that the document names beside its date; from ``expires_at`` on nobody sees it. ``slug`` is
    its own word for addresses. Of an article that ``is_paid`` the public gets no more than the summary. ``ai`` is what
    it says of its text. ``guid`` is the id that it has in the feeds of the system it comes from, as written;
    ``old_addresses`` are those at which that system shows it, or did: absolute, or, where the site is not known, paths
    that begin with ``/``; each with its query.
    """

    title: str | None
    deck: str | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    published: ForeignTime | None = None
    updated: ForeignTime | None = None
    unread: UnreadTime | None = None
    embargo_until: datetime | None = None
    expires_at: datetime | None = None
    permalink: str | None = None
    slug: str | None = None
    guid: str | None = None
    old_addresses: tuple[str, ...] = ()
    language: str | None = None
    direction: str | None = None  # "ltr" or "rtl"
    body_html: str = ""
    body_text: str = ""  # paragraphs with a blank line between; no other white space than single spaces and line ends
    media: tuple[Media, ...] = ()
    audio: Audio | None = None
    is_paid: bool = False
    ai: AiUse | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """An article as stored, known for ever by ``id`` (ours, in addresses) and ``tag`` (RFC 4151, in feeds).

    ``sequence`` is the order of first sight. ``changed_at`` moves when the content hash does,
    ``significant_at`` when an editor says so. ``released_at`` is when it last became visible, its embargo left aside;
    ``None`` while it never was. ``status`` is as of the ``now`` it was loaded with; so are ``withdrawn_at``,
    ``withdrawn_by`` and ``was_public`` of one whose ``expires_at`` is over. ``ai`` is what somebody said of AI in its
    text; ``None``: nobody did, and nobody may take it for either. ``guid`` is the id that it had in the feeds of the
    system it came from, and keeps in ours in place of its ``tag``.
    """

    sequence: int
    id: str
    tag: str
    source: str
    external_id: str
    status: Status
    title: str | None
    deck: str | None
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    authors: tuple[Author, ...]
    published: ForeignTime | None
    updated: ForeignTime | None
    embargo_until: datetime | None
    permalink: str | None
    language: str
    direction: str
    body_html: str
    body_text: str
    media: tuple[Media, ...]
    findings: tuple[Finding, ...]
    content_hash: str
    revision: int
    is_backlog: bool
    first_seen_at: datetime
    changed_at: datetime
    audio: Audio | None = None
    is_paid: bool = False
    significant_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: WithdrawnBy | None = None
    withdrawal_reason: str | None = None
    was_public: bool | None = None
    expires_at: datetime | None = None
    released_at: datetime | None = None
    ai: AiUse | None = None
    guid: str | None = None

    @property
    def dated_at(self) -> datetime:
        """The instant that orders articles: of publication, or of first sight when none is known."""
        return self.published.at if self.published else self.first_seen_at

    @property
    def headline(self) -> str:
        """What readers are told that it is called; never empty."""
        return headline_of(self.title, self.body_text)

    @property
    def name(self) -> str:
        """What editors are told that it is called; empty where it has neither title nor text."""
        return name_of(self.title, self.body_text)

    @property
    def is_brief(self) -> bool:
        """Whether one line tells it: it has no title, or nothing below its title."""
        return self.title is None or not (self.deck or self.body_text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Headline:
    """An article in a list of any status, without its text; ``status`` is as of the ``now`` it was loaded with.

    ``name`` is what editors are told that it is called, as of an `Article`.
    """

    id: str
    external_id: str
    status: Status
    title: str | None
    name: str
    embargo_until: datetime | None
    dated_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """What places an article that readers may see: all that feeds choose by, without its text.

    ``fingerprint`` differs when anything stored of its document does. ``published_at`` is ``None`` when no
    time of publication is known; ``dated_at`` orders it then as well. ``correction`` is the key of the newest one.
    """

    sequence: int
    id: str
    fingerprint: str
    dated_at: datetime
    published_at: datetime | None
    revision: int
    significant_at: datetime | None
    permalink: str | None
    language: str
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    correction: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Retraction:
    """An article that readers could see and that was taken back: what is left to say of it."""

    id: str
    tag: str
    withdrawn_at: datetime
    language: str
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    guid: str | None = None
