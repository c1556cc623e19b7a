"""Which picture stands for an article, and in which order its files are tried.

Labels of sizes (``s1``, ``large``) are opaque: what counts is pixels, declared in numbers with the
file or in its label or address, or else measured. What is measured is decided here too, and done
elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from syndicate.articles.model import PictureOrigin
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

#: Files of one medium whose pixels are measured.
MOST_MEASURED = 4

ALT_LENGTH = 125

_ORIGINS = tuple(PictureOrigin)

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
    """A size in pixels; a declared one may lack its height."""

    width: int
    height: int | None

    @property
    def ratio(self) -> float | None:
        """Width by height."""
        return self.width / self.height if self.height else None


_NOTHING: Mapping[str, Size] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Rung:
    """A medium that has usable files; ``candidates`` in the order of the document."""

    medium: Media
    candidates: tuple[Candidate, ...]


def ladder(media: Sequence[Media]) -> list[Rung]:
    """The media to try, the surest first: by who says so, then by the order in the document."""
    usable = {
        position: tuple(candidate for candidate in medium.candidates if _is_usable(candidate, medium.origin))
        for position, medium in enumerate(media)
    }
    rungs = [
        Rung(medium=media[position], candidates=candidates) for position, candidates in usable.items() if candidates
    ]
    return sorted(rungs, key=lambda rung: _ORIGINS.index(rung.medium.origin))


def ranked(rung: Rung, size_order: Sequence[str] = (), sizes: Mapping[str, Size] = _NOTHING) -> list[Candidate]:
    """A rung's files, the best first, without those that are too small or out of shape.

    ``sizes`` are the measured ones, by address. From the text only what is known to be large enough is taken.
    """
    known = {candidate: size_of(candidate, sizes) for candidate in rung.candidates}
    fit = [candidate for candidate, size in known.items() if is_fit(size, rung.medium.origin)]
    return sorted(fit, key=lambda candidate: _rank(candidate, known[candidate], size_order))


def to_measure(rung: Rung, size_order: Sequence[str] = (), sizes: Mapping[str, Size] = _NOTHING) -> list[Candidate]:
    """The files whose pixels have to be known before the rung can be ranked; at most `MOST_MEASURED`.

    None where a declared size is as good as any, or where there is nothing to choose between.
    """
    known = {candidate: size_of(candidate, sizes) for candidate in rung.candidates}
    unknown = [candidate for candidate, size in known.items() if size is None]
    is_settled = any(
        size and size.width >= WANTED_WIDTH and not _is_minor(candidate) for candidate, size in known.items()
    )
    if is_settled or (len(known) == 1 and rung.medium.origin is not PictureOrigin.BODY):
        return []
    return sorted(unknown, key=lambda candidate: _rank(candidate, None, size_order))[:MOST_MEASURED]


def choose(media: Sequence[Media], size_order: Sequence[str] = ()) -> Choice | None:
    """The first choice by what is declared, before anything is measured; ``None`` when there is no usable file.

    ``size_order`` is the source's own order of labels, best first; it settles what sizes leave open.
    """
    rungs = ladder(media)
    for rung in rungs:
        for best in ranked(rung, size_order):
            return choice_of(rung.medium, best)
    return choice_of(rungs[0].medium, rungs[0].candidates[0]) if rungs else None


def choice_of(medium: Media, candidate: Candidate) -> Choice:
    """That file of the medium, with the words that belong to it."""
    title = one_line(medium.title)
    return Choice(
        source_url=address_of(candidate),
        alt=alternative_text(medium, candidate),
        caption=_caption(medium),
        is_video=medium.is_video,
        title="" if _is_file_name(title, candidate) else title,
        credit=one_line(medium.credit) or None,
        focal=medium.focal,
        ai=medium.ai,
    )


def choices_of(media: Sequence[Media]) -> list[Choice]:
    """Every usable file of the media, the surest medium first."""
    return [choice_of(rung.medium, candidate) for rung in ladder(media) for candidate in rung.candidates]


def reworded(choice: Choice, media: Sequence[Media]) -> Choice | None:
    """The same file with what the media say of it now; ``None`` when it is not among them any more."""
    for rung in ladder(media):
        for candidate in rung.candidates:
            if (address_of(candidate), rung.medium.is_video) == (choice.source_url, choice.is_video):
                return choice_of(rung.medium, candidate)
    return None


def fingerprint(media: Sequence[Media], size_order: Sequence[str] = ()) -> str:
    """Differs when another file may have to be chosen or cut otherwise; words are not in it."""
    files = [
        (
            rung.medium.origin,
            rung.medium.is_video,
            rung.medium.focal,
            [asdict(candidate) for candidate in rung.candidates],
        )
        for rung in ladder(media)
    ]
    return hashlib.sha256(json.dumps([files, list(size_order)]).encode()).hexdigest()[:32]


def best_candidate(candidates: Sequence[Candidate], size_order: Sequence[str] = ()) -> Candidate | None:
    """The smallest file that is large enough, else the largest, else one of unknown size, else a small one."""
    usable = [candidate for candidate in candidates if _is_usable(candidate, PictureOrigin.METADATA)]
    return min(usable, key=lambda candidate: _rank(candidate, declared_size(candidate), size_order), default=None)


def size_of(candidate: Candidate, sizes: Mapping[str, Size]) -> Size | None:
    """Declared, or else measured."""
    return declared_size(candidate) or sizes.get(address_of(candidate))


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


def _is_usable(candidate: Candidate, origin: PictureOrigin) -> bool:
    """Whether it may be a picture of the story, by its name and its declared size."""
    name = _file_name(candidate)
    if not name or _OTHER_FORMAT.search(name):
        return False
    size = declared_size(candidate)
    if size is None:
        return not _NOT_THE_STORY.search(name)
    return is_fit(size, origin) and (size.width >= GOOD_WIDTH or not _NOT_THE_STORY.search(name))


def is_fit(size: Size | None, origin: PictureOrigin) -> bool:
    """Whether a picture of that size may stand for an article; from the text only what is known to be large."""
    if size is None:
        return origin is not PictureOrigin.BODY
    if size.width < (GOOD_WIDTH if origin is PictureOrigin.BODY else LEAST_WIDTH):
        return False
    if size.height is None or size.ratio is None:
        return True
    return size.width * size.height >= LEAST_PIXELS and RATIOS[0] <= size.ratio <= RATIOS[1]


def _rank(candidate: Candidate, size: Size | None, size_order: Sequence[str]) -> tuple[float, ...]:
    is_minor = _is_minor(candidate)
    order = size_order.index(candidate.key) if candidate.key in size_order else len(size_order)
    if size is None:
        return (4 if is_minor else 2, 0, 0, 0, order)
    nearness = abs(math.log(size.ratio / BEST_RATIO)) if size.ratio else math.inf
    if size.width >= WANTED_WIDTH:
        return (0, is_minor, size.width, nearness, order)
    return (1 if size.width >= GOOD_WIDTH and not is_minor else 3, 0, -size.width, nearness, order)


def _is_minor(candidate: Candidate) -> bool:
    return bool(_MINOR.search(candidate.key))


def _caption(medium: Media) -> str | None:
    """The caption with the credit behind it, in one line; ``None`` when neither is known."""
    caption, credit = one_line(medium.caption), one_line(medium.credit)
    return " ".join(part for part in (caption, "" if credit in caption else credit) if part) or None


def address_of(candidate: Candidate) -> str:
    """The file's address with a scheme, or its relative path."""
    url = candidate.url.strip()
    return f"https:{url}" if url.startswith("//") else url


def _file_name(candidate: Candidate) -> str:
    """The last part of the path; empty when the address is of no use to anybody."""
    try:
        parts = urlsplit(address_of(candidate))
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
