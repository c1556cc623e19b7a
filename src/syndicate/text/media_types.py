"""Media types (RFC 6838) of the files that we read and write, and the endings that tell them.

A table of ours: Python's own `mimetypes` follows the tables of the machine that it runs on.
"""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import splitext

JPEG, PNG, GIF, WEBP, AVIF = "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"

#: Endings of names, in lower case; the first of a type is the one that we write.
PICTURES: Mapping[str, str] = {
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".png": PNG,
    ".gif": GIF,
    ".webp": WEBP,
    ".avif": AVIF,
}
RECORDINGS: Mapping[str, str] = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
}
FILMS: Mapping[str, str] = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".m3u8": "application/vnd.apple.mpegurl",
    ".mpd": "application/dash+xml",
}
_ALL = {**PICTURES, **RECORDINGS, **FILMS}


def media_type_of(name: str) -> str | None:
    """The media type of a file by the ending of its name, in either case; ``None`` where that tells nothing."""
    return _ALL.get(splitext(name)[1].lower())


def ending_of(media_type: str) -> str:
    """The ending that we write for a media type, ``".jpg"``.

    Raises:
        KeyError: it is no type of ours.
    """
    return next(ending for ending, known in _ALL.items() if known == media_type)
