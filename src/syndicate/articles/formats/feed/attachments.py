"""The pictures of an export of WordPress: each an item of its own, with its words, and its sizes as PHP keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from lxml import etree

from syndicate.articles.formats.body.lines import plain_html
from syndicate.articles.formats.feed.tree import name_of, text_of
from syndicate.articles.formats.feed.typography import set_text

if TYPE_CHECKING:
    from syndicate.articles.formats.feed.tree import Element

_HOST = "http://search.yahoo.com/mrss/"
_HEADER = re.compile(rb"(?P<kind>[abids]):(?P<value>-?[\d.E+-]{1,40})(?P<end>[:;])|(?P<null>N);")
#: Characters of what PHP keeps of a picture, and how deep its lists lie.
_LONGEST, _DEEPEST = 200_000, 10
_WORDS = {"title": "title", "description": "_wp_attachment_image_alt", "text": "excerpt:encoded"}


def picture_of(item: Element, *, is_set: bool) -> tuple[str, Element] | None:
    """The id of a picture, and what the item that shows it is given: a ``media:group`` with a file for each size.

    ``is_set`` says that its caption is shown with the signs of `typography`. ``None``: the item is no picture.
    """
    fields = {**_metas(item), **{name_of(child): text_of(child).strip() for child in item}}
    address, number = fields.get("wp:attachment_url"), fields.get("wp:post_id")
    if not address or not number:
        return None
    group = etree.Element(f"{{{_HOST}}}group")
    details = unserialized(fields.get("_wp_attachment_metadata", ""))
    for url, size in _files(address, details if isinstance(details, dict) else {}):
        etree.SubElement(group, f"{{{_HOST}}}content", {"url": url, "medium": "image", **size})
    for name, key in _WORDS.items():
        if words := plain_html(fields.get(key, "")):
            etree.SubElement(group, f"{{{_HOST}}}{name}").text = set_text(words) if is_set and name == "text" else words
    return number, group


def _metas(item: Element) -> Mapping[str, str]:
    metas = ({name_of(part): text_of(part) for part in child} for child in item if name_of(child) == "wp:postmeta")
    return {meta.get("wp:meta_key", "").strip(): meta.get("wp:meta_value", "") for meta in metas}


def _files(address: str, details: Mapping[Any, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    yield address, _size(details)
    sizes = details.get("sizes")
    for size in sizes.values() if isinstance(sizes, dict) else ():
        if isinstance(size, dict) and isinstance(size.get("file"), str):
            yield urljoin(address, size["file"]), _size(size)


def _size(details: Mapping[Any, Any]) -> dict[str, str]:
    measured = {name: details.get(name) for name in ("width", "height")}
    return {name: str(pixels) for name, pixels in measured.items() if isinstance(pixels, int)}


def unserialized(text: str) -> Any:
    """What PHP's ``serialize`` wrote, of lists, texts and figures alone; ``None`` for what is broken or anything else.

    A list is a dictionary, whose keys are texts or figures. No object is ever made.
    """
    content = text.strip().encode("utf-8", "surrogatepass")
    try:
        return _Reader(content).value(0) if content and len(content) <= _LONGEST else None
    except (ValueError, IndexError):
        return None


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def value(self, depth: int) -> Any:
        header = _HEADER.match(self._content, self._at)
        if header is None or depth > _DEEPEST:
            raise ValueError(self._at)
        self._at = header.end()
        kind, value = header["kind"], header["value"]
        if header["null"]:
            return None
        if kind == b"s":
            return self._text(int(value))
        if kind == b"a":
            return self._list(int(value), depth)
        return float(value) if kind == b"d" else int(value)

    def _text(self, size: int) -> str:
        """So many bytes in quotes."""
        begin, self._at = self._at + 1, self._at + size + 3
        if self._content[begin - 1 : begin] + self._content[begin + size : self._at] != b'"";':
            raise ValueError(begin)
        return self._content[begin : begin + size].decode("utf-8", "replace")

    def _list(self, count: int, depth: int) -> dict[Any, Any]:
        """So many pairs of key and value in braces."""
        self._at += 1
        pairs: dict[Any, Any] = {}
        for _ in range(count):
            key = self.value(_DEEPEST)
            pairs[key if isinstance(key, (str, int)) else str(key)] = self.value(depth + 1)
        self._at += 1
        return pairs
