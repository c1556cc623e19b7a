"""Reports on newsletters, by what is configured: for the desk and for the command line alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.delivery.events.fuse import FuseLimits
from syndicate.delivery.reporting.store import ReportStore
from syndicate.publishing.newsletters import named

if TYPE_CHECKING:
    from syndicate.delivery.reporting.model import NewsletterReport
    from syndicate.publishing.wiring import Parts

#: Editions in a report, unless somebody asks for another number.
EDITIONS = 50


def report_on(
    parts: Parts, name: str, *, limit: int = EDITIONS, before: int | None = None, has_weeks: bool = True
) -> NewsletterReport:
    """What became of a newsletter's newest editions, or of those with numbers below ``before``, and its readers.

    Without ``has_weeks`` it says nothing of the weeks of its readers, which take the longest to count.

    Raises:
        UnknownNameError: there is no such newsletter.
    """
    newsletter = named(parts.newsletters, name)
    limits = FuseLimits(**parts.config.delivery.fuse.model_dump())
    with parts.database.read() as connection:
        store = ReportStore(connection=connection, now=parts.clock.now())
        return store.of(
            newsletter.name, newsletter.title, limit=limit, before=before, limits=limits, has_weeks=has_weeks
        )
