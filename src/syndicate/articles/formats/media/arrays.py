"""The media metadata that stands in a dump as JSON: found, read, and taken out of the text.

``[{"id":1,"title":"…","description":"…","is_video":"0","images":{"s5":"https://…"}}]``, anywhere, even
in mid-sentence. A regular expression or a bracket counter fails on ``]`` in a string, so the JSON
decoder itself says where an array ends. Types float between the sites that print them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from syndicate.articles.findings import repeated, warning
from syndicate.articles.formats.media.addresses import (
    FILES,
    PICTURES,
    picture_address,
)
from syndicate.articles.model import Candidate, Media
from syndicate.text.plain import shorten, unescape

if TYPE_CHECKING:
    from syndicate.articles.model import Finding

_START = re.compile(r"\[\s{0,40}\{\s{0,40}\"")
# What is left of metadata whose start was lost: two keys on a line are no prose.
_DEBRIS = re.compile(
    r"(?:[\"“”]|&quot;|&#34;|&#822[01];)\w{1,40}(?:[\"“”]|&quot;|&#34;|&#822[01];)[ \t\xa0]?:[\s\"“”&{\[\d]"
)
_DEBRIS_KEYS = 2
# The colon behind a key. Few articles have one, and one letter is found fast.
_COLON = re.compile(r":(?:(?<=[\"“”;]:)|(?<=[\"“”;][ \t\xa0]:))")
_DECODER, _LOOSE_DECODER = json.JSONDecoder(), json.JSONDecoder(strict=False)
#: Arrays that are tried in one document; each may cost as much as the decoder's recursion limit.
_ATTEMPTS = 200
_PIXELS = range(1, 100_000)
_TEXT_LENGTH = 2_000


class Extracted(NamedTuple):
    """The text without its metadata, the pictures in document order, and what was wrong."""

    text: str
    media: tuple[Media, ...]
    findings: tuple[Finding, ...]


def extract(text: str, size_order: tuple[str, ...] = ()) -> Extracted:
    """Take every media array out of the text.

    A broken one is dropped from where it starts to the end of its line, with a warning: half an
    address is worse than none. ``size_order`` puts the files of a picture in order, best first.
    """
    pieces, media, findings, broken = [], [], [], []
    position = 0
    for start, end, objects in _arrays(text):
        pieces.append(text[position:start])
        # Of the spaces on both sides of it one is enough.
        position = end + text.startswith(" ", end) if text.endswith(" ", 0, start) else end
        if objects is None:
            broken.append(text[start : min(end, start + 400)])
            continue
        for fields in objects:
            medium, complaints = _media(fields, size_order)
            findings += complaints
            media += [medium] if medium else []
    message = "The media metadata is broken JSON; it was dropped from here to the end of the line."
    rest, complaints = _without_debris("".join([*pieces, text[position:]]))
    findings += [*_too_many(len(media)), *repeated("media-broken", message, broken), *complaints]
    return Extracted(text=rest, media=tuple(media[:PICTURES]), findings=tuple(findings))


def _too_many(count: int) -> list[Finding]:
    message = f"The media metadata names {count:,} pictures; the first {PICTURES} were kept."
    return [warning("media-many", message)] if count > PICTURES else []


def _arrays(text: str) -> Iterator[tuple[int, int, list[dict[str, Any]] | None]]:
    """Start, end and objects of each media array; ``None`` for a broken one, ending with its line."""
    position = attempts = 0
    while (start := _find_start(text, position)) >= 0:
        attempts += 1
        value, position = _decode(text, start) if attempts <= _ATTEMPTS else (None, _line_end(text, start))
        if value is None or _is_media(value):
            yield start, position, value


def _find_start(text: str, position: int) -> int:
    """Where the next list of objects starts; -1 when there is none."""
    start = text.find("[", position)
    while start >= 0 and _START.match(text, start) is None:
        start = text.find("[", start + 1)
    return start


def _decode(text: str, start: int) -> tuple[list[Any] | None, int]:
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        # Up to the error all was JSON, so no word of the article is lost by going on behind it.
        last = start + len(text[start : error.pos].rstrip())
        return _decode_loosely(text, start) or (None, _line_end(text, last))
    except (RecursionError, ValueError):  # too deep, or a number of more digits than Python converts
        return None, _line_end(text, start)
    return value, end


def _decode_loosely(text: str, start: int) -> tuple[list[Any] | None, int] | None:
    """With raw line ends inside strings, as some sites print them; within the paragraph only."""
    end = text.find("\n\n", start)
    block = text[start : end if end >= 0 else len(text)]
    if "\n" not in block:
        return None
    try:
        value, length = _LOOSE_DECODER.raw_decode(block)
    except (ValueError, RecursionError):
        return None
    return (value, start + length) if _is_media(value) else None


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return end if end >= 0 else len(text)


def _is_media(value: list[Any]) -> bool:
    return all(isinstance(element, dict) for element in value) and any("images" in element for element in value)


def _without_debris(text: str) -> tuple[str, list[Finding]]:
    if not _COLON.search(text):
        return text, []
    kept, dropped = [], []
    for line in text.split("\n"):
        if len(_DEBRIS.findall(line)) >= _DEBRIS_KEYS:
            dropped.append(line[:400])
        else:
            kept.append(line)
    return "\n".join(kept), repeated(
        "media-broken", "This line is a piece of broken metadata; it was dropped.", dropped
    )


# --- one object ---------------------------------------------------------------------


def _media(fields: Mapping[str, Any], size_order: tuple[str, ...]) -> tuple[Media | None, list[Finding]]:
    title = _text(fields.get("title"))
    candidates, findings = _candidates(fields.get("images"), size_order)
    if not candidates:
        if not findings:
            findings.append(warning("media-empty", "The media metadata names no picture file.", title))
        return None, findings
    return Media(
        kind="video" if _is_true(fields.get("is_video")) else "image",
        candidates=tuple(candidates),
        title=title,
        description=_text(fields.get("description") or fields.get("alt")),
        caption=_text(fields.get("caption")),
        credit=_text(fields.get("credit") or fields.get("copyright")),
    ), findings


def _text(value: object) -> str:
    return shorten(unescape(value), _TEXT_LENGTH) if isinstance(value, str) else ""


def _is_true(value: object) -> bool:
    # Nothing else is spelt out: a list may be nested too deeply for that.
    return isinstance(value, str | int) and str(value).strip().lower() in {"1", "true", "yes"}


def _candidates(images: object, size_order: tuple[str, ...]) -> tuple[list[Candidate], list[Finding]]:
    candidates, findings = [], []
    for key, value in _files(images):
        fields = value if isinstance(value, dict) else {"url": value}
        address = fields.get("url") or fields.get("src")
        if not isinstance(address, str) or not address.strip():
            continue
        url = picture_address(address)
        if url is None:
            message = "This picture address is not http(s), nor a picture file beside the document; it was dropped."
            findings.append(warning("picture-address", message, address[:400]))
        else:
            width, height = _pixels(fields.get("width")), _pixels(fields.get("height"))
            candidates.append(Candidate(url=url, key=shorten(key, 100), width=width, height=height))
    order = {key: place for place, key in enumerate(size_order)}
    candidates.sort(key=lambda file: order.get(file.key, len(order)))
    return candidates[:FILES], findings


def _files(images: object) -> list[tuple[str, object]]:
    if isinstance(images, dict):
        return list(images.items())
    if isinstance(images, list):  # ``[]`` is how PHP writes an empty object
        return [("", image) for image in images]
    return [("", images)]


def _pixels(value: object) -> int | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:6])
    return value if isinstance(value, int) and not isinstance(value, bool) and value in _PIXELS else None


# --- addresses ------------------------------------------------------------------------
