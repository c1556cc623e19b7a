"""Which picture stands for an article: decided from the media metadata alone, before anything is fetched.

Labels of sizes (``s1``, ``large``) are opaque: what counts is a size that somebody declared, in
numbers, with the file or in its label or address. An unknown size is no reason to refuse.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from syndicate.images.model import Choice
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.articles.model import Candidate, Media

#: Pixels across that a lead picture wants: 600 in a mail, twice as dense.
WANTED_WIDTH = 1200
#: Below this it is shown small; below the other not at all.
GOOD_WIDTH = 600
LEAST_WIDTH = 300
LEAST_PIXELS = 50_000
#: Width by height: outside of these a crop to 16:9 loses the subject.
RATIOS = (0.5, 3.0)
BEST_RATIO = 16 / 9

ALT_LENGTH = 125

# 16x9 is a shape and 1200x675 a size: no picture is smaller than 32 on both sides and wanted.
_SIZE = re.compile(r"(?<![0-9])([0-9]{2,5})[x×]([0-9]{2,5})(?![0-9])")
_SHAPE_SIDE = 32
_MINOR = re.compile(r"thumb|small|icon|avatar", re.IGNORECASE)
_NOT_THE_STORY = re.compile(
    r"(?<![a-z])(logo|avatar|gravatar|favicon|sprite|spacer|blank|placeholder|pixel)(?![a-z])", re.IGNORECASE
)
_OTHER_FORMAT = re.compile(r"\.(svgz?|pdf|mp4|m4v|mov|webm|ogv|m3u8|mpd|mp3|html?)\Z", re.IGNORECASE)
_PICTURE_NAME = re.compile(r"\.(jpe?g|png|gif|webp|avif|heic|tiff?|bmp|svg)\Z", re.IGNORECASE)
_CAMERA_NAME = re.compile(
    r"(img|image|dsc[nf]?|pxl|dji|gopr|p|photo|picture|screen ?shot|untitled|unnamed)?[\d\W_]*\Z", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """A declared size; the height may not be known."""

    width: int
    height: int | None

    @property
    def ratio(self) -> float | None:
        """Width by height."""
        return self.width / self.height if self.height else None


def choose(media: Sequence[Media], size_order: Sequence[str] = ()) -> Choice | None:
    """The first medium that has a usable file, and the best of its files; ``None`` when there is none.

    ``size_order`` is the source's own order of labels, best first; it settles what sizes leave open.
    """
    for medium in media:
        best = best_candidate(medium.candidates, size_order)
        if best is not None:
            return Choice(
                source_url=_address(best),
                alt=alternative_text(medium, best),
                caption=_caption(medium),
                is_video=medium.is_video,
            )
    return None


def best_candidate(candidates: Sequence[Candidate], size_order: Sequence[str] = ()) -> Candidate | None:
    """The smallest file that is large enough, else the largest, else one of unknown size, else a small one."""
    usable = [one for one in candidates if _is_usable(one)]
    return min(usable, key=lambda one: _rank(one, size_order), default=None)


def declared_size(candidate: Candidate) -> Size | None:
    """The size given with the file, or written into its label or its address as ``1200x675``."""
    if candidate.width and candidate.width > 0:
        return Size(width=candidate.width, height=candidate.height or None)
    for text in (candidate.key, candidate.url):
        for width, height in reversed(_SIZE.findall(text)):
            if max(int(width), int(height)) > _SHAPE_SIDE:
                return Size(width=int(width), height=int(height))
    return None


def alternative_text(medium: Media, candidate: Candidate) -> str:
    """What the picture shows, for those who do not see it: at most 125 characters, or empty.

    Empty rather than a file's name: a screen reader then passes the picture over.
    """
    for text in (medium.description, medium.caption, medium.title):
        line = one_line(text)
        if line and not _is_file_name(line, candidate):
            return shorten(line, ALT_LENGTH)
    return ""


def _is_usable(candidate: Candidate) -> bool:
    name = _file_name(candidate)
    if not name or _OTHER_FORMAT.search(name):
        return False
    size = declared_size(candidate)
    if _NOT_THE_STORY.search(name) and (size is None or size.width < GOOD_WIDTH):
        return False
    return size is None or _is_large_enough(size)


def _is_large_enough(size: Size) -> bool:
    if size.width < LEAST_WIDTH:
        return False
    if size.height is None or size.ratio is None:
        return True
    return size.width * size.height >= LEAST_PIXELS and RATIOS[0] <= size.ratio <= RATIOS[1]


def _rank(candidate: Candidate, size_order: Sequence[str]) -> tuple[float, ...]:
    size = declared_size(candidate)
    is_minor = bool(_MINOR.search(candidate.key))
    order = size_order.index(candidate.key) if candidate.key in size_order else len(size_order)
    if size is None:
        return (4 if is_minor else 2, 0, 0, 0, order)
    nearness = abs(math.log(size.ratio / BEST_RATIO)) if size.ratio else math.inf
    if size.width >= WANTED_WIDTH:
        return (0, is_minor, size.width, nearness, order)
    return (1 if size.width >= GOOD_WIDTH and not is_minor else 3, 0, -size.width, nearness, order)


def _caption(medium: Media) -> str | None:
    """The caption with the credit behind it, in one line; ``None`` when neither is known."""
    caption, credit = one_line(medium.caption), one_line(medium.credit)
    return " ".join(part for part in (caption, "" if credit in caption else credit) if part) or None


def _address(candidate: Candidate) -> str:
    """The file's address with a scheme, or its relative path."""
    url = candidate.url.strip()
    return f"https:{url}" if url.startswith("//") else url


def _file_name(candidate: Candidate) -> str:
    """The last part of the path; empty when the address is of no use to anybody."""
    try:
        parts = urlsplit(_address(candidate))
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https", ""}:
        return ""
    return unquote(parts.path).rpartition("/")[2] or parts.netloc


def _is_file_name(text: str, candidate: Candidate) -> bool:
    if _PICTURE_NAME.search(text) or _CAMERA_NAME.match(text):
        return True
    return _words(text) == _words(_file_name(candidate).rpartition(".")[0])


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()
