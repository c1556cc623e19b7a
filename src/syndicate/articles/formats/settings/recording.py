"""The recording that an editor names in a document's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.formats.media.recordings import media_type_of
from syndicate.articles.model import Audio
from syndicate.text.media_types import RECORDINGS

if TYPE_CHECKING:
    from syndicate.articles.formats.settings.values import Values


def audio(values: Values) -> Audio | None:
    """What ``audio``, ``audio_seconds`` and ``audio_bytes`` say; ``None`` without an address that is of a recording."""
    seconds, size = values.whole_number("audio_seconds"), values.whole_number("audio_bytes")
    node = values.present("audio")
    url = values.address(node, "audio")
    if node is None or url is None:
        return None
    media_type = media_type_of(url)
    if media_type is None:
        endings = ", ".join(RECORDINGS)
        message = f"is no recording, for it ends with none of {endings}; it was left out."
        values.note("setting-unfit", message, node, "audio")
        return None
    return Audio(url=url, media_type=media_type, size=size, seconds=seconds)
