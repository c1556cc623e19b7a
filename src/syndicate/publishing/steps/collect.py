"""Collect: bring what is new or changed in one source into the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.collecting import CollectionReport
from syndicate.articles.source_store import SourceStore
from syndicate.articles.sources.folder import FolderSource

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta
    from pathlib import Path

    from syndicate.articles.collecting import Collector
    from syndicate.articles.rules import Rules
    from syndicate.articles.source_store import SourceCourse
    from syndicate.articles.sources import Source
    from syndicate.articles.unsettled import UnsettledArticle
    from syndicate.clock import Clock
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceSettings:
    """A source, how its documents are read, and whether what its first run finds is mailed.

    One that is asked over the network has a pace, ``every``; all others are read at each look.
    """

    source: Source
    rules: Rules
    mails_first_run: bool
    every: timedelta | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Collect:
    """Collects one source.

    Exclusive by source (``collect:NAME``): two runs over the same documents would decide the same twice, and the
    first run, whose articles are not mailed, is one run. Sources share no article, so they need not wait for each
    other.
    """

    database: Database
    clock: Clock
    collector: Collector
    settings: SourceSettings

    @property
    def source(self) -> str:
        """The source's name."""
        return self.settings.source.name

    @property
    def name(self) -> str:
        """The step's name, and its lock's."""
        return f"collect:{self.source}"

    def read_now(self, file: Path) -> list[UnsettledArticle] | None:
        """What the file says now that is not stored so, settled or not; ``None``: a run would read nothing there.

        Nothing is written, and no lock is taken.
        """
        source = self.settings.source
        document = source.document(file) if isinstance(source, FolderSource) else None
        return None if document is None else self.collector.read_now(source, self.settings.rules, document)

    @property
    def every(self) -> timedelta | None:
        """About how long after a look the source is asked again; ``None``: at each look."""
        return self.settings.every

    def run(self, stop: StopSignal) -> CollectionReport:
        """Pick up all that is new or changed, if the source is due. One that is asked is left when ``stop`` is set.

        Raises:
            SyndicateError: the source cannot be read; batches stored before that stay.
        """
        with self.database.lock(self.name):
            course = self._course()
            if self.every and course.is_put_off(self.clock.now()):
                return CollectionReport(put_off_until=course.next_at)
            return self._collect(stop.is_set if self.every else _never)

    def poll(self) -> CollectionReport:
        """The same, for a person who asks for it: at once, due or not.

        Raises:
            SyndicateError: as `run` does.
        """
        with self.database.lock(self.name):
            return self._collect(_never)

    def _course(self) -> SourceCourse:
        with self.database.read() as connection:
            return SourceStore(connection).course(self.source)

    def _collect(self, is_stopped: Callable[[], bool]) -> CollectionReport:
        settings = self.settings
        return self.collector.run(
            settings.source,
            settings.rules,
            mails_first_run=settings.mails_first_run,
            every=self.every,
            is_stopped=is_stopped,
        )


def _never() -> bool:
    return False
