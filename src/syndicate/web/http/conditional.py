"""Conditional GET over documents that are hashed and compressed once per change (RFC 9110 §8.8, §13; RFC 5861).

Nothing here reads a clock, a file or a socket: a document and a request go in, an answer comes out.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

#: For what is meant for one reader, or for one moment.
NO_STORE = "no-store"

#: Below this many bytes compressing costs more than it saves.
MIN_GZIP_BYTES = 400

_ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')
_QUALITY = re.compile(r";\s*q\s*=\s*([0-9.]+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Representation:
    """One state of a document, in each encoding that it is sent in.

    ``etag`` belongs to ``content``, ``gzip_etag`` to ``gzipped``: a strong tag names bytes, not their meaning.
    ``modified_at`` is aware, or ``None`` when only the hash tells states apart.
    """

    content: bytes
    media_type: str
    etag: str
    modified_at: datetime | None = None
    gzipped: bytes | None = None
    gzip_etag: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionalRequest:
    """What a request says about the copy it has and the encodings it takes; raw header values."""

    method: str
    accept_encoding: str = ""
    if_none_match: str | None = None
    if_modified_since: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionalResponse:
    """Status, headers and body; the body is empty for 304 and for ``HEAD``."""

    status: int
    headers: dict[str, str]
    body: bytes


def representation(
    content: bytes, media_type: str, *, modified_at: datetime | None = None, compress: bool = True
) -> Representation:
    """Hash and compress; equal content gives equal bytes and tags for ever."""
    digest = hashlib.sha256(content).hexdigest()[:32]
    gzipped = _gzip(content) if compress else None
    return Representation(
        content=content,
        media_type=media_type,
        etag=f'"{digest}"',
        modified_at=modified_at,
        gzipped=gzipped,
        gzip_etag=f'"{digest}-gzip"' if gzipped else "",
    )


def respond(document: Representation, request: ConditionalRequest, cache_control: str) -> ConditionalResponse:
    """200 with the best encoding, or 304 when the reader's copy is this one.

    ``If-None-Match`` decides alone when it is there (RFC 9110 §13.2.2); any date at or after
    ours satisfies ``If-Modified-Since``, because readers send dates of their own making.
    """
    gzipped = document.gzipped if takes_gzip(request.accept_encoding) else None
    etag = document.gzip_etag if gzipped is not None else document.etag
    headers = {"etag": etag, "cache-control": cache_control}
    if document.gzipped is not None:
        headers["vary"] = "Accept-Encoding"
    if document.modified_at is not None:
        headers["last-modified"] = http_date(document.modified_at)
    if _has_it(request, etag, document.modified_at):
        return ConditionalResponse(status=304, headers=headers, body=b"")
    body = document.content if gzipped is None else gzipped
    headers |= {"content-type": document.media_type, "content-length": str(len(body))}
    if gzipped is not None:
        headers["content-encoding"] = "gzip"
    return ConditionalResponse(status=200, headers=headers, body=b"" if request.method == "HEAD" else body)


def http_date(instant: datetime) -> str:
    """An instant as HTTP writes it, in whole seconds (RFC 9110 §5.6.7)."""
    return format_datetime(instant.astimezone(UTC), usegmt=True)


def takes_gzip(accept_encoding: str) -> bool:
    """Whether gzip may be sent: named, or covered by ``*``, with a quality above zero (RFC 9110 §12.5.3)."""
    qualities = dict(map(_coding, accept_encoding.lower().split(",")))
    return qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", 0.0))) > 0


def _coding(member: str) -> tuple[str, float]:
    name = member.partition(";")[0].strip()
    quality = _QUALITY.search(member)
    if quality is None:
        return name, 1.0
    try:
        return name, float(quality[1])
    except ValueError:
        return name, 0.0


def _has_it(request: ConditionalRequest, etag: str, modified_at: datetime | None) -> bool:
    if request.method not in {"GET", "HEAD"}:
        return False
    if request.if_none_match is not None:
        return _names(request.if_none_match, etag)
    if request.if_modified_since is None or modified_at is None:
        return False
    since = _parse_date(request.if_modified_since)
    return since is not None and modified_at.replace(microsecond=0) <= since


def _names(if_none_match: str, etag: str) -> bool:
    # Weak comparison (RFC 9110 §8.8.3.2): proxies that compress mark a tag W/ and may send it back.
    return if_none_match.strip() == "*" or etag in _ENTITY_TAG.findall(if_none_match)


def _parse_date(raw: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(raw)
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _gzip(content: bytes) -> bytes | None:
    if len(content) < MIN_GZIP_BYTES:
        return None
    packed = gzip.compress(content, 6, mtime=0)
    return packed if len(packed) < len(content) else None
