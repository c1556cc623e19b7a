"""Watches the folders of sources, so that a file is picked up as soon as it rests and not at the next look alone."""

from __future__ import annotations

from threading import Lock, Timer
from typing import TYPE_CHECKING

from syndicate.articles.sources.folder import FolderSource
from syndicate.web.desk.live.watching import FolderWatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from syndicate.publishing.wiring import Parts

#: Seconds beyond a source's own patience: clocks of file systems are coarse.
_MARGIN = 0.1


class ArticleWatch:
    """Has sources read when something in their folders was saved and has rested; for as long as it is open.

    Where a machine cannot watch files, the looks of the schedule find them.
    """

    def __init__(self, wake: Callable[[], object]) -> None:
        """``wake`` is called in a thread of its own."""
        self._wake = wake
        self._watch: FolderWatch | None = None
        self._folders: frozenset[Path] = frozenset()
        self._settle_seconds = 0.0
        self._lock = Lock()
        self._timer: Timer | None = None
        self._is_again = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watch:
            self._watch.stop()
        with self._lock:
            if self._timer:
                self._timer.cancel()

    def follow(self, parts: Parts) -> None:
        """Watch the folders of these settings, and no others."""
        steps = parts.publisher.collect_steps
        sources = [step.settings.source for step in steps if isinstance(step.settings.source, FolderSource)]
        self._settle_seconds = max((source.settle_seconds for source in sources), default=0.0)
        folders = frozenset(source.folder for source in sources)
        if folders == self._folders:
            return
        if self._watch:
            self._watch.stop()
        self._folders, self._watch = folders, FolderWatch(folders, self._saved) if folders else None
        if self._watch:
            self._watch.start()

    def _saved(self, paths: set[Path]) -> None:
        del paths
        with self._lock:
            self._is_again = self._timer is not None
            if self._timer is None:
                self._begin()

    def _begin(self) -> None:
        self._timer = Timer(self._settle_seconds + _MARGIN, self._rested)
        self._timer.daemon = True
        self._timer.start()

    def _rested(self) -> None:
        """What was saved first has rested; what was saved since then is waited for anew."""
        with self._lock:
            self._timer = None
            if self._is_again:
                self._is_again = False
                self._begin()
        self._wake()
