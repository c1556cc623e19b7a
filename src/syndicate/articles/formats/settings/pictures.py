"""The pictures that an editor names in a document's settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from syndicate.articles.formats.media.addresses import FILES, PICTURES, picture_address
from syndicate.articles.formats.settings.tree import Node, NodeKind
from syndicate.articles.formats.settings.values import DECK, NAME
from syndicate.articles.model import Candidate, Media, PictureOrigin

if TYPE_CHECKING:
    from syndicate.articles.formats.settings.values import Values

#: The keys of a picture in ``media``, and of one of its ``files``.
MEDIA_KEYS = ("url", "width", "height", "files", "kind", "title", "alt", "caption", "credit", "focal", "ai")
FILE_KEYS = ("url", "width", "height")
_ADDRESS = 4_000
_FOCAL = re.compile(r"([0-9]{1,3})%\s+([0-9]{1,3})%")
_SIZES = range(1, 100_000)


class PictureSettings:
    """Reads ``image`` with what belongs to it, and ``media``."""

    def __init__(self, values: Values) -> None:
        """Read those settings."""
        self._values = values

    def media(self) -> tuple[Media, ...]:
        """The picked picture first, then those of ``media`` in their order."""
        return (*self._picked(), *self._media())[:PICTURES]

    def _picked(self) -> Iterator[Media]:
        node = self._values.present("image")
        focal = self._focal(self._values.present("focal"), "focal")
        words = {name: self._values.line(f"image_{name}", DECK) or "" for name in ("alt", "caption", "credit")}
        ai = self._values.ai_use(self._values.entries.get("image_ai"), "image_ai")  # also told without a picture
        file = None if node is None else self._file(node, "image")
        if file is not None:
            yield Media(
                kind="image",
                candidates=(file,),
                description=words["alt"],
                caption=words["caption"],
                credit=words["credit"],
                origin=PictureOrigin.PICKED,
                focal=focal,
                ai=ai,
            )

    def _file(self, node: Node, name: str) -> Candidate | None:
        text = self._values.text_of(node, name, _ADDRESS)
        url = picture_address(text) if text else None
        if text and url is None:
            message = "is no picture's address on the web, nor the path of one beside the document; it was left out."
            self._values.note("picture-address", message, node, name)
        return Candidate(url=url) if url else None

    def _focal(self, node: Node | None, name: str) -> tuple[int, int] | None:
        text = None if node is None or node.kind is NodeKind.NOTHING else self._values.text_of(node, name, NAME)
        if node is None or text is None:
            return None
        match = _FOCAL.fullmatch(text)
        point = (int(match[1]), int(match[2])) if match else (101, 101)
        if max(point) > 100:  # noqa: PLR2004 - percent
            message = "must name a point from the left and the top, such as “50% 30%”; it was left out."
            self._values.note("setting-unfit", message, node, name)
            return None
        return point

    def _media(self) -> Iterator[Media]:
        """The pictures of ``media``, which JSON alone has."""
        node = self._values.present("media")
        if node is None:
            return
        if node.kind is not NodeKind.LIST:
            self._values.note_kind("media", node, "a list")
            return
        for place, item in self._values.items("media", node, PICTURES):
            if item.kind is not NodeKind.TABLE:
                self._values.note_kind(place, item, "a table")
            elif medium := self._medium(item, place):
                yield medium

    def _medium(self, node: Node, place: str) -> Media | None:
        self._values.note_unknown(node.entries, MEDIA_KEYS, f"{place}/")
        words = dict.fromkeys(("title", "alt", "caption", "credit", "kind"), "")
        for name in words:
            value = node.entries.get(name)
            if value is not None and value.kind is not NodeKind.NOTHING:
                words[name] = self._values.text_of(value, f"{place}/{name}", DECK) or ""
        if words["kind"] not in {"", "image", "video"}:
            self._values.note_kind(f"{place}/kind", node.entries["kind"], "“image” or “video”")
            words["kind"] = ""
        files = tuple(self._files(node, place))
        if not files:
            self._values.note("media-empty", "names no picture file that can be used; it was left out.", node, place)
            return None
        return Media(
            kind=words["kind"] or "image",
            candidates=files,
            title=words["title"],
            description=words["alt"],
            caption=words["caption"],
            credit=words["credit"],
            origin=PictureOrigin.METADATA,
            focal=self._focal(node.entries.get("focal"), f"{place}/focal"),
            ai=self._values.ai_use(node.entries.get("ai"), f"{place}/ai"),
        )

    def _files(self, node: Node, place: str) -> Iterator[Candidate]:
        listed = node.entries.get("files", Node(kind=NodeKind.LIST, start=node.start))
        if listed.kind is not NodeKind.LIST:
            self._values.note_kind(f"{place}/files", listed, "a list")
        if "url" in node.entries:
            yield from self._sized(node, place)
        for name, item in self._values.items(f"{place}/files", listed, FILES):
            self._values.note_unknown(item.entries, FILE_KEYS, f"{name}/")
            if "url" in item.entries:
                yield from self._sized(item, name)
            else:
                self._values.note_kind(name, item, "a table with “url”")

    def _sized(self, node: Node, place: str) -> Iterator[Candidate]:
        file = self._file(node.entries["url"], f"{place}/url")
        width, height = (self._pixels(node.entries.get(name), f"{place}/{name}") for name in ("width", "height"))
        if file is not None:
            yield Candidate(url=file.url, width=width, height=height)

    def _pixels(self, node: Node | None, name: str) -> int | None:
        if node is None or node.kind is NodeKind.NOTHING:
            return None
        digits = node.text if node.kind is NodeKind.NUMBER and node.text.isdigit() and len(node.text) < 6 else "0"  # noqa: PLR2004
        if int(digits) not in _SIZES:
            self._values.note_kind(name, node, "a whole number of pixels")
            return None
        return int(digits)
