"""The pictures and the recording of an item of a JSON Feed: its main image, its banner, and attachments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.articles.findings import warning
from syndicate.articles.formats.body.lines import plain_or_html
from syndicate.articles.formats.claims.values import web_address
from syndicate.articles.formats.media.files import PictureFiles
from syndicate.articles.formats.media.recordings import media_type_of
from syndicate.articles.formats.settings.foreign import at, items, text
from syndicate.articles.formats.settings.values import LARGEST
from syndicate.articles.model import Audio, Media, PictureOrigin
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syndicate.articles.formats.settings.tree import Node
    from syndicate.articles.model import Finding

_TEXT_LENGTH = 2_000
#: Attachments that are read of an item; more are no article's.
_MOST = 200
_NUMBER = re.compile(r"([0-9]{1,11})(?:\.[0-9]+)?")


class JsonFeedMedia:
    """Reads the media of an item; ``base`` is what their addresses are relative to."""

    def __init__(self, item: Node, base: str | None) -> None:
        """Take the item."""
        self._item = item
        self._base = base
        self._files = PictureFiles()
        self._findings: list[Finding] = []
        self._attachments = self._limited(items(at(item, "attachments")))

    @property
    def findings(self) -> list[Finding]:
        """What was wrong with what was read so far."""
        return [*self._files.findings(), *self._findings]

    def pictures(self) -> Iterator[Media]:
        """The main image, the banner, and the pictures that are attached."""
        yield from self._medium(text(at(self._item, "image")), PictureOrigin.FEATURED)
        yield from self._medium(text(at(self._item, "banner_image")), PictureOrigin.METADATA)
        for attachment in self._attachments:
            if _type(attachment).startswith("image/"):
                yield from self._medium(
                    text(at(attachment, "url")), PictureOrigin.METADATA, text(at(attachment, "title"))
                )

    def recording(self) -> Audio | None:
        """The first recording of sound."""
        for attachment in self._attachments:
            written = text(at(attachment, "url"))
            url = web_address(written, self._base)
            declared = _type(attachment) if _type(attachment).startswith("audio/") else None
            is_open = _type(attachment).partition("/")[0] in {"", "application"}
            media_type = (media_type_of(url) if url and (declared or is_open) else None) or declared
            if url and media_type:
                size, seconds = (
                    _number(text(at(attachment, name))) for name in ("size_in_bytes", "duration_in_seconds")
                )
                return Audio(url=url, media_type=media_type, size=size, seconds=seconds)
            if declared:
                message = "This recording has no http(s) address; it was dropped."
                self._findings.append(warning("audio-address", message, written[:400]))
        return None

    def _limited(self, listed: Sequence[Node]) -> Sequence[Node]:
        if len(listed) > _MOST:
            message = f"The item names {len(listed):,} media; the first {_MOST} were read."
            self._findings.append(warning("media-many", message))
        return listed[:_MOST]

    def _medium(self, address: str, origin: PictureOrigin, title: str = "") -> Iterator[Media]:
        file = self._files.file(address, self._base)
        if file is not None:
            words = shorten(plain_or_html(title), _TEXT_LENGTH)
            yield Media(kind="image", candidates=(file,), title=words, origin=origin)


def _type(node: Node) -> str:
    return text(at(node, "mime_type")).partition(";")[0].strip().lower()


def _number(written: str) -> int | None:
    match = _NUMBER.fullmatch(written)
    return min(int(match[1]), LARGEST) or None if match else None
