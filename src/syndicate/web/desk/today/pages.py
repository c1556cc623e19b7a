"""Everything that an editor should know this morning, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from syndicate.articles.model import Status
from syndicate.articles.store import ArticleStore
from syndicate.audience.store import AudienceStore
from syndicate.delivery.ledger import Ledger
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.images.model import HeroState
from syndicate.images.store import HeroStore
from syndicate.web.desk.articles.views import embargoed_line, held_line
from syndicate.web.desk.editions.views import edition_line
from syndicate.web.desk.outbox.views import mail_lines
from syndicate.web.desk.today import views

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.desk.context import Desk

#: How much of each list the page shows.
EDITIONS = 20
ARTICLES = 50
MAILS = 8


class DeskToday:
    """The desk's first page."""

    def __init__(self, desk: Desk) -> None:
        """Show that desk."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where it lies."""
        return [Route("/", self.today)]

    def today(self, request: Request) -> Response:
        """What is coming, what is on its way, what wants an eye."""
        del request
        desk, now = self._desk, self._desk.clock.now()
        zone = desk.parts.config.site.time_zone
        with desk.database.read() as connection:
            store, ledger = EditionStore(connection), Ledger(connection)
            held = store.recent(EDITIONS, state=EditionState.HELD)
            editions = store.recent(EDITIONS)
            values = {
                "waiting": [views.waiting_line(edition, desk.titles) for edition in held],
                "upcoming": self._upcoming(connection, now),
                "editions": [edition_line(each, ledger.counts(each.id), desk.titles, zone) for each in editions],
                **self._alarms(connection, now),
            }
        outbox = desk.outbox
        mails = mail_lines(outbox.recent(MAILS), desk) if outbox else None
        return desk.page("today", now=desk.when(now), mails=mails, mail_count=outbox.count() if outbox else 0, **values)

    def _upcoming(self, connection: Connection, now: datetime) -> list[views.UpcomingLine]:
        audience = AudienceStore(connection)
        return [
            views.upcoming_line(newsletter, occurrence, audience.count(newsletter.name, newsletter.readers), now)
            for newsletter, occurrence in self._desk.parts.publisher.upcoming(now)
        ]

    def _alarms(self, connection: Connection, now: datetime) -> dict[str, Any]:
        store, zone = ArticleStore(connection), self._desk.parts.config.site.time_zone
        recent = store.all(now, limit=ARTICLES)
        heroes = HeroStore(connection).of([article.id for article in recent])
        failed = [
            article for article in recent if article.id in heroes and heroes[article.id].state is HeroState.FAILED
        ]
        embargoed = store.all(now, status=Status.EMBARGOED, limit=ARTICLES)
        return {
            "held": [held_line(article) for article in store.all(now, status=Status.HELD, limit=ARTICLES)],
            "embargoed": [embargoed_line(article, zone, now) for article in embargoed],
            "pictures": [views.picture_line(article, heroes[article.id], now) for article in failed],
        }
