"""Whether a source is to be believed: against its own habit, and nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from syndicate.articles.sources import SourceError

#: A source of fewer documents may lose any number but all.
_FEW = 4


def see_whole(source: str, extent: int | None, extents: Sequence[int]) -> None:
    """Refuse a reading that shrank by half against the habit, which are the extents of the last good readings.

    Raises:
        SourceError: ``source-shrunk``.
    """
    if extent is None or not extents:
        return
    usual = median(extents)
    if extent * 2 > usual or (usual < _FEW and extent):
        return
    message = f"{source} has {extent:,} documents now, and had about {usual:,.0f}; nothing of it was taken"
    hint = f"If that is right: syndicate sources accept {source}"
    raise SourceError(message, code="source-shrunk", hint=hint)
