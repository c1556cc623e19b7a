"""Recordings, by how their addresses end."""

from __future__ import annotations

from urllib.parse import urlsplit

from syndicate.text.media_types import RECORDINGS


def media_type_of(url: str) -> str | None:
    """The media type of the recording at an address; ``None`` when its path does not tell."""
    path = urlsplit(url).path.lower()
    return next((media_type for ending, media_type in RECORDINGS.items() if path.endswith(ending)), None)
