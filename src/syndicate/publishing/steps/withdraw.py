"""Taking an article back from its readers, and giving it back: the decision first, then at once all that follows.

What follows is decided from rows, so a process that is killed between leaves it to the next pass. What another
process is at is waited for a little; then it is that process's next pass that does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from syndicate.articles.model import Status
from syndicate.articles.store import ArticleStore
from syndicate.delivery.lanes.run import NeverStop
from syndicate.errors import NotFoundError, SyndicateError, TryLaterError
from syndicate.images.rendition_store import RenditionStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.articles.model import Article
    from syndicate.clock import Clock
    from syndicate.publishing.purging import Purging
    from syndicate.publishing.steps.feeds import WriteFeeds
    from syndicate.publishing.steps.pictures import MakePictures
    from syndicate.publishing.steps.revise import Revise
    from syndicate.storage import Database

#: So long a step waits for a process that is at it.
PATIENCE_SECONDS = 5.0
_LOOK_SECONDS = 0.1


class Consequence(StrEnum):
    """What follows from a withdrawal or from its end: a pass over the pictures, the editions, the feeds."""

    PICTURES = "pictures"
    EDITIONS = "editions"
    FEEDS = "feeds"


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawal:
    """An article that is withdrawn; ``is_new`` unless it was before.

    ``purge`` are the public addresses whose copies caches should drop, none of an article that readers never
    saw. ``pending`` is left to the process that is at it.
    """

    is_new: bool
    purge: tuple[str, ...]
    pending: tuple[Consequence, ...]


class RestoreOutcome(StrEnum):
    """What came of giving an article back: ``WITHHELD`` when its own document keeps it from its readers."""

    RESTORED = "restored"
    WITHHELD = "withheld"
    NOT_WITHDRAWN = "not-withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Restoration:
    """An article that was to be given back, and how it stands now: it may be on hold, or under embargo."""

    outcome: RestoreOutcome
    status: Status
    pending: tuple[Consequence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawing:
    """Withdraws and restores by an editor's word. Takes no lock of its own: the decision is one transaction."""

    database: Database
    clock: Clock
    pictures: MakePictures
    revise: Revise
    feeds: WriteFeeds
    purging: Purging

    def withdraw(self, article_id: str, reason: str | None) -> Withdrawal:
        """Take the article back, remove its pictures, revise editions, write the feeds, list what caches should drop.

        Said again, it does again what follows.

        Raises:
            NotFoundError: there is no such article.
            SyndicateError: something of what follows failed. The article is withdrawn, and the next pass goes on.
        """
        now = self.clock.now()
        with self.database.write() as connection:
            article = _existing(connection, article_id, now)
            is_new = ArticleStore(connection).withdraw(article_id, now, reason)
            purge = self._purge(connection, article, now)
        pending = self._follow(
            {
                Consequence.PICTURES: self.pictures.sweep,
                Consequence.EDITIONS: lambda: self.revise.run(NeverStop()),
                Consequence.FEEDS: lambda: self.feeds.run(NeverStop()),
            }
        )
        return Withdrawal(is_new=is_new, purge=purge, pending=pending)

    def restore(self, article_id: str) -> Restoration:
        """Give a withdrawn article back, make its picture anew, and write the feeds.

        Raises:
            NotFoundError: there is no such article.
            SyndicateError: something of what follows failed. The article is given back, and the next pass goes on.
        """
        now = self.clock.now()
        with self.database.write() as connection:
            _existing(connection, article_id, now)
            is_restored = ArticleStore(connection).restore(article_id, now)
            status = _existing(connection, article_id, now).status
        pending = self._follow(
            {
                Consequence.PICTURES: lambda: self.pictures.run(NeverStop()),
                Consequence.FEEDS: lambda: self.feeds.run(NeverStop()),
            }
        )
        return Restoration(outcome=_outcome(status, is_restored=is_restored), status=status, pending=pending)

    def _purge(self, connection: Connection, article: Article, now: datetime) -> tuple[str, ...]:
        """Note what caches should drop; of pictures that is done by who removes them, but they are told here too."""
        if ArticleStore(connection).is_public(article.id, now) is None:
            return ()
        addresses = self.purging.note_article(connection, article)
        pictures = self.purging.pictures(RenditionStore(connection).alone(article.id, now))
        return (*addresses, *pictures)

    def _follow(self, steps: Mapping[Consequence, Callable[[], object]]) -> tuple[Consequence, ...]:
        """Take every step, whatever becomes of the others; those that another process is at."""
        pending: list[Consequence] = []
        failures: list[SyndicateError] = []
        for consequence, step in steps.items():
            try:
                self._patiently(step)
            except TryLaterError:
                pending.append(consequence)
            except SyndicateError as error:
                failures.append(error)
        if failures:
            raise failures[0]
        return tuple(pending)

    def _patiently(self, step: Callable[[], object]) -> None:
        """Take a step, waiting a little for who holds its lock."""
        ends = self.clock.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                step()
            except TryLaterError:
                if self.clock.monotonic() >= ends:
                    raise
                self.clock.sleep(_LOOK_SECONDS)
            else:
                return


def _outcome(status: Status, *, is_restored: bool) -> RestoreOutcome:
    if status is Status.WITHDRAWN:
        return RestoreOutcome.WITHHELD
    return RestoreOutcome.RESTORED if is_restored else RestoreOutcome.NOT_WITHDRAWN


def _existing(connection: Connection, article_id: str, now: datetime) -> Article:
    found = ArticleStore(connection).get(article_id, now)
    if found is None:
        message = f"there is no article {article_id}"
        raise NotFoundError(message, code="article-unknown", hint="See: syndicate articles list")
    return found
