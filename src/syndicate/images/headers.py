"""A picture's pixels by the first bytes of its file, read without decoding anything.

Enough to choose between files of one picture when each of them is known by its beginning alone. What
is made of a picture goes by its pixels; a header that lies costs that file its place, no more.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Where a header ends in all but a few files; of those the size stays unknown.
ENOUGH_BYTES = 64 * 1024

#: EXIF 2.32 §4.6.4, tag Orientation; from 5 on the picture is stored lying.
_ORIENTATION = 0x0112
_FIRST_LYING = 5

# ITU-T T.81 table B.1; C4, C8 and CC between the starts of frames are tables.
_MARKER = 0xFF
_APP1 = 0xE1
_STARTS_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

_WEB_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")


def size_in(start: bytes) -> tuple[int, int] | None:
    """Width and height as the picture is shown, by the beginning of a JPEG, PNG, GIF, WebP or AVIF file.

    ``None`` when it is none of them or when the size stands further behind.
    """
    for is_it, read in _FORMATS:
        if is_it(start):
            try:
                width, height = read(start)
            except (struct.error, IndexError, ValueError):
                return None
            return (width, height) if width > 0 and height > 0 else None
    return None


def kind_in(start: bytes) -> str:
    """What a file that is no picture of ours is, for an editor; empty when its beginning does not tell."""
    text = start[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return "an SVG drawing"
    if text.startswith(_WEB_PAGES):
        return "a web page"
    if text.startswith(b"%pdf"):
        return "a PDF"
    return "empty" if not start else ""


# --- JPEG: ITU-T T.81 annex B ------------------------------------------------------------


def _jpeg(start: bytes) -> tuple[int, int]:
    is_lying = False
    for marker, segment in _segments(start):
        if marker == _APP1 and segment.startswith(b"Exif\0\0"):
            is_lying = _orientation(segment[6:]) >= _FIRST_LYING
        if marker in _STARTS_OF_FRAME:
            height, width = struct.unpack_from(">HH", segment, 1)
            return (height, width) if is_lying else (width, height)
    raise ValueError


def _segments(start: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while at + 4 <= len(start):
        if start[at] != _MARKER:
            raise ValueError
        if start[at + 1] == _MARKER:  # filling
            at += 1
            continue
        (length,) = struct.unpack_from(">H", start, at + 2)
        yield start[at + 1], start[at + 4 : at + 2 + length]
        at += 2 + max(2, length)


def _orientation(tiff: bytes) -> int:
    """TIFF 6.0 §2: the value of the tag in the first directory; 1 when it is not there."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for entry in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * entry)
            if tag == _ORIENTATION:
                return int(value)
    except struct.error:
        pass
    return 1


# --- PNG (RFC 2083 §4.1.1), GIF89a §18, WebP (RFC 9649 §2), AVIF (ISO 23008-12 §6.5) ------


def _png(start: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", start, 16)
    return width, height


def _gif(start: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", start, 6)
    return width, height


def _webp(start: bytes) -> tuple[int, int]:
    kind = start[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(start[24:27], "little"), 1 + int.from_bytes(start[27:30], "little")
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", start, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", start, 26)
    return width & 0x3FFF, height & 0x3FFF


def _avif(start: bytes) -> tuple[int, int]:
    # Each image item has a size: the picture's own is the largest, others are tiles and thumbnails.
    sizes = [struct.unpack_from(">II", start, at + 8) for at in _places(start, b"ispe")]
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    turns = [start[at + 4] & 1 for at in _places(start, b"irot")]
    return (height, width) if any(turns) else (width, height)


def _places(start: bytes, kind: bytes) -> Iterator[int]:
    at = start.find(kind)
    while at >= 0:
        yield at
        at = start.find(kind, at + 4)


_FORMATS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], tuple[int, int]]], ...] = (
    (lambda start: start.startswith(b"\xff\xd8\xff"), _jpeg),
    (lambda start: start.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    (lambda start: start.startswith((b"GIF87a", b"GIF89a")), _gif),
    (lambda start: start.startswith(b"RIFF") and start[8:12] == b"WEBP", _webp),
    (lambda start: start[4:12] in {b"ftypavif", b"ftypavis", b"ftypmif1"}, _avif),
)
