"""The hero image of an article and its renditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from syndicate.storage.states import AiUse as AiUse
from syndicate.storage.states import HeroState as HeroState
from syndicate.storage.states import Role as Role
from syndicate.text.media_types import JPEG

#: A point in percent from the left and from the top.
Focal = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The file that was picked for an article, and what its metadata say.

    ``source_url`` is absolute, or a path relative to the source's folder. ``alt`` may be empty; ``caption``
    has the credit behind it, ``credit`` stands alone. ``focal`` and ``ai`` are the document's own words.
    """

    source_url: str
    alt: str
    caption: str | None
    is_video: bool
    title: str = ""
    credit: str | None = None
    focal: Focal | None = None
    ai: AiUse | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What was asked for when a hero image was looked for: which files, and of which revision of the article.

    ``files`` is a fingerprint of all that may change the pixels; words are not in it.
    """

    files: str = ""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendition:
    """One encoded size on the shelf. ``name`` is content-addressed; pixels; bytes."""

    role: Role
    name: str
    width: int
    height: int
    size: int
    media_type: str = JPEG


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoded:
    """A finished file that is not on the shelf yet: sRGB, without metadata; JPEGs are progressive."""

    role: Role
    media_type: str
    content: bytes
    width: int
    height: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """What became of a picture: its files, the lead's JPEG first; its dominant colour; its own upright size.

    ``ai`` is what its own metadata say.
    """

    files: tuple[Encoded, ...]
    ground: str
    width: int
    height: int
    ai: AiUse | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """The file that the renditions were made from: SHA-256, upright pixels, its server's validators as sent.

    ``point`` is what the crops kept: renditions for another point are made from the file anew. ``ai`` is what its own
    metadata say.
    """

    digest: str
    width: int
    height: int
    point: Focal | None = None
    etag: str | None = None
    modified: str | None = None
    ai: AiUse | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejection:
    """A file that came before in the order but could not be used; ``is_permanent`` ones are not asked for again."""

    address: str
    reason: str
    is_permanent: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherPicture:
    """A picture of an article that one edition shows in place of its hero image, or that one cut otherwise."""

    choice: Choice
    files: tuple[Rendition, ...]
    ground: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hero:
    """An article's hero image as stored.

    ``retry_at`` is when it is looked at again, which a ready one may have too: it is shown meanwhile.
    ``ground`` is its dominant colour (``#rrggbb``), to stand where it is not loaded yet. ``sizes`` are
    the pixels that were measured of files without a declared size, by address. ``focal`` is an
    editor's word by command and stands above the document's.
    """

    article_id: str
    choice: Choice
    state: HeroState
    renditions: tuple[Rendition, ...] = ()
    reason: str | None = None
    attempts: int = 0
    retry_at: datetime | None = None
    wish: Wish = Wish()
    ground: str | None = None
    original: Original | None = None
    rejections: tuple[Rejection, ...] = ()
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    focal: Focal | None = None

    @property
    def kept_point(self) -> Focal | None:
        """The point that a crop keeps: the editor's, else the document's."""
        return self.focal or self.choice.focal

    @property
    def ai(self) -> AiUse | None:
        """What is said of AI in the picture: by the document, else by the file."""
        return self.choice.ai or (self.original.ai if self.original else None)

    def rendition(self, role: Role) -> Rendition | None:
        """The JPEG for that use, if it was made; a lead of at most 600 pixels across has no ``SMALL``."""
        return next((rendition for rendition in self.sources(JPEG, role) if rendition.role is role), None)

    def sources(self, media_type: str, *roles: Role) -> tuple[Rendition, ...]:
        """What a ``srcset`` lists: renditions of that type, the narrowest first; 16:9 unless roles are given."""
        roles_shown = roles or (Role.LEAD, Role.SMALL)
        renditions = [
            rendition
            for rendition in self.renditions
            if rendition.media_type == media_type and rendition.role in roles_shown
        ]
        return tuple(sorted(renditions, key=lambda rendition: rendition.width))
