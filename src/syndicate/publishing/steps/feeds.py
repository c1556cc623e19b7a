"""Feeds: bring every feed document up to date with what readers may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.feeds.publish import FeedPublisher, FeedReport
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class WriteFeeds:
    """Writes all feeds.

    Exclusive for the whole site (``feeds``): each file is replaced whole, but pages of archives are cut from
    what lies there, and a list of what caches should drop is told by one writer at a time.
    """

    name: ClassVar[str] = "feeds"

    database: Database
    feeds: FeedPublisher

    def run(self, stop: StopSignal) -> FeedReport:
        """Write what changed; an unchanged document is not touched. A run that began is not cut short."""
        del stop
        with self.database.lock(self.name):
            return self.feeds.run()
