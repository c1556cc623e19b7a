"""Recordings, by how their addresses end."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The media type of a recording, by what its address ends with.
MEDIA_TYPES: Mapping[str, str] = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
}


def media_type_of(url: str) -> str | None:
    """The media type of the recording at an address; ``None`` when its path does not tell."""
    path = urlsplit(url).path.lower()
    return next((media_type for ending, media_type in MEDIA_TYPES.items() if path.endswith(ending)), None)
