"""The endings of renditions' names, which tell their media types."""

from __future__ import annotations

from collections.abc import Mapping

from syndicate.images.model import JPEG, WEBP

#: By media type.
SUFFIXES: Mapping[str, str] = {JPEG: ".jpg", WEBP: ".webp"}


def media_type_of(name: str) -> str:
    """The media type of the rendition with that name; JPEG where the ending tells nothing."""
    return next((media_type for media_type, suffix in SUFFIXES.items() if name.endswith(suffix)), JPEG)
