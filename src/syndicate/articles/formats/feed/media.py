"""The pictures and the recording of a feed's item: Media RSS 1.5.1, enclosures, and the podcasts' picture.

What is grouped is one picture in several files (``media:group``), and so are files whose addresses differ in their size
alone. The words of a picture are its own, else its group's, else the item's. All are ``Origin.METADATA``: a list of the
item's media, none of which is called its main one; the first that can be used is taken, in the order here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.findings import warning
from syndicate.articles.formats.claims.values import web_address
from syndicate.articles.formats.feed.texts import plain
from syndicate.articles.formats.feed.tree import name_of
from syndicate.articles.formats.media.addresses import FILES
from syndicate.articles.formats.media.files import PictureFiles
from syndicate.articles.formats.media.recordings import media_type_of
from syndicate.articles.formats.settings.values import LARGEST
from syndicate.articles.model import Audio, Media, PictureOrigin
from syndicate.text.media_types import FILMS, PICTURES, RECORDINGS
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from syndicate.articles.formats.feed.tree import Element, Item
    from syndicate.articles.model import Candidate, Finding

_TEXT_LENGTH = 2_000
#: Media that are read of an item; more are no article's.
_MOST = 200
_FLASH = "application/x-shockwave-flash"
_DURATION = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:\.\d+)?\Z")


class FeedMedia:
    """Reads the media of an item."""

    def __init__(self, item: Item) -> None:
        """Take the item."""
        self._item = item
        self._files = PictureFiles()
        self._findings: list[Finding] = []
        self._words_of_item: dict[str, str] = {}
        self._media = self._limited(self._listed())

    @property
    def findings(self) -> list[Finding]:
        """What was wrong with the addresses that were read so far."""
        return [*self._files.findings(), *self._findings]

    def pictures(self) -> Iterator[Media]:
        """The pictures, and the posters of videos, in the order in which they are to be tried."""
        posters = self._item.elements("media:thumbnail")
        for files in self._media:
            yield from self._of_files(files, posters[:FILES])
        others = (*posters, *self._enclosures("image"), *self._item.elements("itunes:image"))
        for element in others[:_MOST]:
            yield from self._medium("image", [element], [element])

    def recording(self) -> Audio | None:
        """The first recording of sound."""
        listed = [file for files in self._media for file in files if _kind(file) == "audio"]
        for element in (*self._enclosures("audio")[:_MOST], *listed):
            written = _address(element)
            url = web_address(written, self._item.base_of(element))
            declared = _type(element) if _type(element).startswith("audio/") else None
            media_type = media_type_of(url) or declared if url else None
            if url is None or media_type is None:
                message = "This recording has no http(s) address, or does not say of what type it is; it was dropped."
                self._findings.append(warning("audio-address", message, written[:400]))
                continue
            size = _number(element.get("length") or element.get("fileSize") or "")
            return Audio(url=url, media_type=media_type, size=size, seconds=self._seconds(element))
        return None

    def _listed(self) -> list[list[Element]]:
        """The files of each medium: of a group together, then those that stand alone; the default ones first."""
        groups = [
            sorted((file for file in group if name_of(file) == "media:content"), key=_is_not_default)
            for group in self._item.elements("media:group")
        ]
        alone = sorted(self._item.elements("media:content"), key=_is_not_default)
        return [*filter(None, groups), *([file] for file in alone)]

    def _limited(self, listed: Sequence[list[Element]]) -> list[list[Element]]:
        count = sum(map(len, listed))
        if count > _MOST:
            message = f"The item names {count:,} media; the first {_MOST} were read."
            self._findings.append(warning("media-many", message))
        kept, left = [], _MOST
        for files in listed[:_MOST]:
            kept += [files[:left]] if left else []
            left -= len(files[:left])
        return kept

    def _enclosures(self, kind: str) -> list[Element]:
        links = [link for link in self._item.elements("link", "atom:link") if link.get("rel") == "enclosure"]
        return [link for link in (*self._item.elements("enclosure"), *links) if _kind(link) == kind]

    def _seconds(self, element: Element) -> int | None:
        durations = [element.get("duration") or "", *self._item.texts("itunes:duration")]
        match = next((match for duration in durations if (match := _DURATION.match(duration.strip()))), None)
        hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
        return 3600 * hours + 60 * minutes + seconds or None

    def _of_files(self, files: Sequence[Element], posters: Sequence[Element]) -> Iterator[Media]:
        """The picture that these files are, or the poster of the video."""
        around = [*files, *_group(files[0])]
        own = [child for element in around for child in element if name_of(child) == "media:thumbnail"]
        pictures = [file for file in files if _kind(file) == "image"]
        if pictures:
            yield from self._medium("image", [*pictures, *own], around)
        elif any(_kind(file) == "video" for file in files):
            yield from self._medium("video", own or posters, around)

    def _medium(self, kind: str, files: Sequence[Element], around: Sequence[Element]) -> Iterator[Media]:
        candidates = {candidate.url: candidate for element in reversed(files) if (candidate := self._file(element))}
        if not candidates:
            return
        yield Media(
            kind=kind,
            candidates=tuple(reversed(candidates.values()))[:FILES],
            title=self._words(around, "media:title"),
            description=self._words(around, "media:description"),
            caption=self._words(around, "media:text"),
            credit=self._words(around, "media:credit") or self._words(around, "media:copyright"),
            origin=PictureOrigin.FEATURED if self._item.is_of_wordpress else PictureOrigin.METADATA,
        )

    def _file(self, element: Element) -> Candidate | None:
        file = self._files.file(
            _address(element),
            self._item.base_of(element),
            key="thumbnail" if name_of(element) == "media:thumbnail" else "",
            width=element.get("width"),
            height=element.get("height"),
        )
        # WordPress.com gives its authors' portraits as media of every article.
        return None if file and (urlsplit(file.url).hostname or "").endswith("gravatar.com") else file

    def _words(self, around: Iterable[Element], name: str) -> str:
        """The words of the nearest element of that name: in the file, in its group, or else in the item."""
        for element in around:
            if words := _joined(child for child in element if name_of(child) == name):
                return words
        if name not in self._words_of_item:
            self._words_of_item[name] = _joined(self._item.elements(name))
        return self._words_of_item[name]


def _joined(elements: Iterable[Element]) -> str:
    texts = [plain(element, is_atom=False) for element in islice(elements, FILES)]
    return shorten(", ".join(dict.fromkeys(filter(None, texts))), _TEXT_LENGTH)


def _group(element: Element) -> list[Element]:
    parent = element.getparent()
    return [parent] if parent is not None and name_of(parent) == "media:group" else []


def _is_not_default(element: Element) -> bool:
    return (element.get("isDefault") or "").strip().lower() != "true"


def _address(element: Element) -> str:
    return element.get("url") or element.get("href") or ""


def _type(element: Element) -> str:
    return (element.get("type") or "").partition(";")[0].strip().lower()


def _kind(element: Element) -> str:
    """``image``, ``audio``, ``video`` or ``other``: by its word, by its media type, or else by how its address ends."""
    medium = (element.get("medium") or "").strip().lower() or _type(element).partition("/")[0]
    if medium in {"image", "audio", "video"}:
        return medium
    if _type(element) == _FLASH:
        return "video"
    if medium not in {"", "application"}:
        return "other"
    path = re.split("[?#]", _address(element).strip().lower())[0]
    if path.endswith(tuple(RECORDINGS)):
        return "audio"
    if path.endswith(tuple(FILMS)):
        return "video"
    # What is listed as media without a word more is a picture, as far as its address does not say otherwise.
    is_listed = name_of(element) == "media:content" and not medium
    return "image" if path.endswith(tuple(PICTURES)) or is_listed else "other"


def _number(text: str) -> int | None:
    digits = text.strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= len(str(LARGEST))
    return int(digits) or None if is_number else None
