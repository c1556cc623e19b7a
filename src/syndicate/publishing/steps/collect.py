"""Collect: bring what is new or changed in one source into the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.sources.folder import FolderSource

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.articles.collecting import CollectionReport, Collector
    from syndicate.articles.rules import Rules
    from syndicate.articles.sources import Source
    from syndicate.articles.unsettled import UnsettledArticle
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceSettings:
    """A source, how its documents are read, and whether what its first run finds is mailed."""

    source: Source
    rules: Rules
    mails_first_run: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Collect:
    """Collects one source.

    Exclusive by source (``collect:NAME``): two runs over the same documents would decide the same twice, and the
    first run, whose articles are not mailed, is one run. Sources share no article, so they need not wait for each
    other.
    """

    database: Database
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

    def run(self, stop: StopSignal) -> CollectionReport:
        """Pick up all that is new or changed; a run that began is not cut short.

        Raises:
            SyndicateError: the source cannot be read; batches stored before that stay.
        """
        del stop
        settings = self.settings
        with self.database.lock(self.name):
            return self.collector.run(settings.source, settings.rules, mails_first_run=settings.mails_first_run)
