"""What the judge of feeds found: kept as long as documents are the same, asked for no longer than a page waits."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from syndicate.errors import NotFoundError
from syndicate.publishing.feed_checking import check_shelf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syndicate.clock import Clock
    from syndicate.feedcheck import Remark
    from syndicate.publishing.wiring import Parts

#: How long a page waits for the judge, in seconds.
PATIENCE = 2.0

Remarks = tuple["Remark", ...]


class JudgedFolders:
    """Remarks by document. Formats of one feed lie in one folder, and are judged together."""

    def __init__(self, clock: Clock) -> None:
        """Begin with nothing judged."""
        self._clock = clock
        self._kept: dict[str, tuple[tuple[str, ...], dict[str, Remarks]]] = {}
        self._lock = threading.Lock()

    def of(self, parts: Parts, tags: Mapping[str, str], *, patience_seconds: float = PATIENCE) -> dict[str, Remarks]:
        """The remarks of those documents, given by the tags of their bytes, of which there was time to judge.

        What formats say against each other stands at the folder's name, which ends with a slash.
        """
        end = self._clock.monotonic() + patience_seconds
        found: dict[str, Remarks] = {}
        for folder, names in _by_folder(tags).items():
            state = tuple(tags[name] for name in names)
            with self._lock:
                kept = self._kept.get(folder)
            if kept is None or kept[0] != state:
                if self._clock.monotonic() >= end:
                    continue
                kept = state, _judged(parts, names)
                with self._lock:
                    self._kept[folder] = kept
            found |= kept[1]
        return found


def _judged(parts: Parts, names: Sequence[str]) -> dict[str, Remarks]:
    ttl = parts.config.feeds.ttl_minutes
    try:
        checked = check_shelf(parts.feeds_shelf, parts.links, ttl_minutes=ttl, places=names)
        return {document.path: document.remarks for document in checked}
    except NotFoundError:  # written anew, or gone, meanwhile
        return {}


def _by_folder(tags: Mapping[str, str]) -> dict[str, list[str]]:
    folders: dict[str, list[str]] = {}
    for name in tags:
        folders.setdefault(name.rpartition("/")[0], []).append(name)
    return folders
