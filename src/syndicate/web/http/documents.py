"""Documents kept between requests, so that an unchanged one is hashed and compressed once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from syndicate.web.http.conditional import Representation, representation

if TYPE_CHECKING:
    from datetime import datetime

#: How many bytes of documents are kept, compressed copies included.
KEPT_BYTES = 64_000_000


class DocumentCache:
    """The last documents asked for, by name; the content itself decides whether one is still right."""

    def __init__(self, max_bytes: int = KEPT_BYTES) -> None:
        """Keep at most that many bytes."""
        self._max_bytes = max_bytes
        self._bytes = 0
        self._kept: OrderedDict[str, Representation] = OrderedDict()
        self._lock = threading.Lock()

    def document(
        self, name: str, content: bytes, media_type: str, modified_at: datetime | None = None
    ) -> Representation:
        """The document of that name with that content, made anew only if anything of it differs."""
        with self._lock:
            kept = self._kept.get(name)
            if kept is not None and _is_same(kept, content, media_type, modified_at):
                self._kept.move_to_end(name)
                return kept
        made = representation(content, media_type, modified_at=modified_at)
        with self._lock:
            self._keep(name, made)
        return made

    def _keep(self, name: str, made: Representation) -> None:
        before = self._kept.pop(name, None)
        self._bytes += _size(made) - (_size(before) if before else 0)
        self._kept[name] = made
        while self._bytes > self._max_bytes:
            self._bytes -= _size(self._kept.popitem(last=False)[1])


def _is_same(kept: Representation, content: bytes, media_type: str, modified_at: datetime | None) -> bool:
    return kept.content == content and kept.media_type == media_type and kept.modified_at == modified_at


def _size(kept: Representation) -> int:
    return len(kept.content) + len(kept.gzipped or b"")
