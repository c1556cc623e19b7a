"""Pictures that several witnesses name, each kept once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from syndicate.articles.formats.media.addresses import FILES, PICTURES
from syndicate.articles.model import Candidate, Media, PictureOrigin

# Two sizes of one picture differ in no more than this.
_SIZE = re.compile(r"[-_](?:\d{2,5}x\d{2,5}|scaled|large|medium|small|\d{2,5}w)(?=\.\w+\Z)", re.IGNORECASE)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)\Z", re.IGNORECASE)
_SIZE_FIELD = re.compile(r"(?:w|h|width|height|size|resize|fit|crop|q|quality|dpr|auto|format|fm|s)=", re.IGNORECASE)


def merged(media: Iterable[Media]) -> tuple[Media, ...]:
    """One for each picture, the surest origin first; a later one of the same adds the texts and sizes that it has."""
    order = list(PictureOrigin)
    ranked = sorted(media, key=lambda medium: order.index(medium.origin))
    kept: dict[str, Media] = {}
    for medium in ranked:
        names = [_name(file.url) for file in medium.candidates]
        name = next((known for known in names if known in kept), names[0])
        kept[name] = _both(kept[name], medium) if name in kept else medium
    return tuple(kept.values())[:PICTURES]


def _both(medium: Media, other: Media) -> Media:
    files: dict[str, Candidate] = {}
    for file in (*medium.candidates, *other.candidates):
        if files.get(file.url) is None or files[file.url].width is None:
            files[file.url] = file
    return replace(
        medium,
        candidates=tuple(files.values())[:FILES],
        title=medium.title or other.title,
        description=medium.description or other.description,
        caption=medium.caption or other.caption,
        credit=medium.credit or other.credit,
        ai=medium.ai or other.ai,
    )


def _name(address: str) -> str:
    """What two sizes of one picture have in common: all but what names a size, and what follows a file's name."""
    parts = urlsplit(address)
    if not parts.path.strip("/"):
        return address
    # Where the path names no file, the query may say which picture it is (``/picture.php?id=7&w=600``).
    query = (
        [] if _FILE.search(parts.path) else [field for field in parts.query.split("&") if not _SIZE_FIELD.match(field)]
    )
    return f"{parts.netloc.lower()}{_SIZE.sub('', parts.path)}{''.join(query)}"
