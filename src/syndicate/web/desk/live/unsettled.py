"""Files of sources that were saved and are not stored so yet: read at once for the desk, stored when they settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from syndicate.articles.sources.folder import FolderSource

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.articles.model import Article
    from syndicate.articles.unsettled import UnsettledArticle
    from syndicate.clock import Clock
    from syndicate.publishing.steps.collect import Collect
    from syndicate.publishing.wiring import Parts

#: Seconds beyond a file's own time to settle: the clocks of disks and machines round.
_MARGIN = 0.05
#: Seconds at least until a file that was not stored when it should have been is looked at again.
_AGAIN = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class BeingWritten:
    """A file of which nothing is stored yet, and in how many seconds it will be read."""

    source: str
    external_id: str
    seconds: int


@dataclass(kw_only=True, slots=True)
class _File:
    source: str
    articles: tuple[UnsettledArticle, ...]
    due_at: float


class UnsettledFiles:
    """What stands in files and in no row. Times are counted by the clock that nobody sets."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none."""
        self._clock = clock
        self._files: dict[Path, _File] = {}
        self._lock = Lock()

    @property
    def in_place(self) -> Mapping[str, Article]:
        """By the ids of stored articles, what stands in their files now, where readers would get that."""
        return {each.article_id: each.article for each in self._articles() if each.article_id and each.article}

    @property
    def shown(self) -> list[str]:
        """The external ids of what is `in_place`, sorted."""
        return sorted(each.external_id for each in self._articles() if each.article_id and each.article)

    @property
    def faults(self) -> Mapping[str, str]:
        """By external id, why what stands in a file now would be no article for readers."""
        return {each.external_id: each.reason for each in self._articles() if each.reason}

    def being_written(self) -> list[BeingWritten]:
        """The files of which nothing is stored, by their names."""
        now = self._clock.monotonic()
        with self._lock:
            return [
                BeingWritten(source=file.source, external_id=each.external_id, seconds=max(1, round(file.due_at - now)))
                for _, file in sorted(self._files.items())
                for each in file.articles
                if each.article_id is None
            ]

    def look(self, parts: Parts, paths: Iterable[Path]) -> set[str]:
        """Read those files as they are now; the ids of stored articles that look otherwise for it."""
        changed: set[str] = set()
        for path in sorted(paths):
            step = _step_of(parts, path)
            if step is not None:
                changed |= self._look(step, path)
        return changed

    def look_again(self, parts: Parts) -> set[str]:
        """Read all that are known once more, by other settings or as others have stored them."""
        with self._lock:
            paths = [*self._files]
        gone = [path for path in paths if _step_of(parts, path) is None]
        return self._forget(gone) | self.look(parts, paths)

    def due(self) -> set[str]:
        """The sources with files whose time to settle is over; they are due again later if they are not stored then."""
        now, found = self._clock.monotonic(), set()
        with self._lock:
            for file in self._files.values():
                if file.due_at <= now:
                    file.due_at = now + _AGAIN
                    found.add(file.source)
        return found

    def next_due(self) -> float | None:
        """In how many seconds the first of them is due; ``None``: there is none."""
        with self._lock:
            first = min((file.due_at for file in self._files.values()), default=None)
        return None if first is None else max(0.0, first - self._clock.monotonic())

    def _look(self, step: Collect, path: Path) -> set[str]:
        before = self._forget([path])
        found = step.read_now(path)
        if not found:
            return before
        source = step.settings.source
        settle = source.settle_seconds if isinstance(source, FolderSource) else 0.0
        with self._lock:
            due_at = self._clock.monotonic() + settle + _MARGIN
            self._files[path] = _File(source=step.source, articles=tuple(found), due_at=due_at)
        return before | {each.article_id for each in found if each.article_id}

    def _forget(self, paths: Iterable[Path]) -> set[str]:
        with self._lock:
            gone = [file for file in (self._files.pop(path, None) for path in paths) if file]
        return {each.article_id for file in gone for each in file.articles if each.article_id}

    def _articles(self) -> list[UnsettledArticle]:
        with self._lock:
            return [each for file in self._files.values() for each in file.articles]


def source_folders(parts: Parts) -> dict[str, Path]:
    """The folders that sources watch, by the sources' names."""
    sources = (step.settings.source for step in parts.publisher.collect_steps)
    return {source.name: source.folder for source in sources if isinstance(source, FolderSource)}


def _step_of(parts: Parts, path: Path) -> Collect | None:
    """What collects the source that the file lies in; of one folder in another, the inner one's."""
    folders = source_folders(parts)
    names = [name for name, folder in folders.items() if path.is_relative_to(folder)]
    if not names:
        return None
    name = max(names, key=lambda each: len(folders[each].parts))
    return next(step for step in parts.publisher.collect_steps if step.source == name)
