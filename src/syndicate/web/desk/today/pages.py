"""Everything that an editor should know this morning, on one page. No question of it grows with the archive."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from syndicate.articles.model import Status
from syndicate.articles.search import ArticleSearch
from syndicate.articles.search_store import SearchStore
from syndicate.articles.source_store import SourceStore
from syndicate.articles.store import ArticleStore
from syndicate.audience.store import AudienceStore
from syndicate.delivery.status.store import StatusStore
from syndicate.delivery.status.sums import sums_of
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.images.model import HeroState
from syndicate.images.store import HeroStore
from syndicate.publishing.under_way import status_settings
from syndicate.web.desk.articles.views import embargoed_line, held_line
from syndicate.web.desk.editions.faring import FaringLine, faring_line
from syndicate.web.desk.editions.views import edition_line
from syndicate.web.desk.outbox.views import mail_lines
from syndicate.web.desk.today import views
from syndicate.web.desk.today.folders import is_there

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.digests.drafts.slots import ComingSlot
    from syndicate.digests.explaining.coming import ExpectedEdition
    from syndicate.digests.newsletters import Newsletter
    from syndicate.web.desk.context import Desk

#: How much of each list the page shows.
EDITIONS = 10
ARTICLES = 50
MAILS = 8
#: So many of the articles that were seen last are looked at for pictures and findings.
AMONG = 500


class DeskToday:
    """The desk's first page."""

    def __init__(self, desk: Desk) -> None:
        """Show that desk."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where it lies, and its part that is put anew while mail leaves."""
        return [Route("/", self.today), Route("/today/sending", self.sending)]

    def today(self, request: Request) -> Response:
        """What is coming, what is on its way, what wants an eye."""
        del request
        desk, now = self._desk, self._desk.clock.now()
        zone = desk.parts.config.site.time_zone
        with desk.database.read() as connection:
            store = EditionStore(connection)
            held = store.recent(EDITIONS, state=EditionState.HELD)
            editions = store.recent(EDITIONS)
            sums = sums_of(connection, [edition.id for edition in editions])
            values = {
                "waiting": [views.waiting_line(edition, desk.titles, desk.parts.config) for edition in held],
                "editions": [edition_line(each, sums[each.id].everybody, desk.titles, zone) for each in editions],
                **self._alarms(connection, now),
            }
        values |= {"upcoming": self._upcoming(now), "sending": self._sending()}
        outbox = desk.outbox
        mails = mail_lines(outbox.recent(MAILS), desk) if outbox else None
        return desk.page("today", now=desk.when(now), mails=mails, mail_count=outbox.count() if outbox else 0, **values)

    def sending(self, request: Request) -> Response:
        """What is on its way, as a part of the page."""
        del request
        return self._desk.page("sending", sending=self._sending())

    def _sending(self) -> list[FaringLine]:
        desk, settings = self._desk, status_settings(self._desk.parts)
        zones = {newsletter.name: newsletter.zone for newsletter in desk.parts.newsletters}
        with desk.database.read() as connection:
            looks = StatusStore(connection, settings).under_way(desk.clock.now())
        site = desk.parts.config.site.time_zone
        return [
            faring_line(look, desk.titles.get(look.newsletter, look.newsletter), zones.get(look.newsletter, site))
            for look in looks
            if look.state != EditionState.HELD  # those wait for a person, and are told as such
        ]

    def _upcoming(self, now: datetime) -> list[views.UpcomingLine]:
        publisher = self._desk.parts.publisher
        found = [
            (newsletter, expected)
            for newsletter in publisher.newsletters
            for expected in publisher.expecting.next(newsletter).editions
        ]
        found.sort(key=lambda pair: (pair[1].due_at is None, pair[1].due_at or now))
        return [self._coming(newsletter, expected, now) for newsletter, expected in found]

    def _coming(self, newsletter: Newsletter, expected: ExpectedEdition, now: datetime) -> views.UpcomingLine:
        readers, slot = expected.readers, self._slot(newsletter, expected)
        if not readers:  # it follows stories, or all of them have come since the newsletter was last looked at
            with self._desk.database.read() as connection:
                readers = AudienceStore(connection).count(newsletter.name, newsletter.readers)
        return views.upcoming_line(
            newsletter, expected, readers, now, first_wave_at=slot.first_wave_at if slot else None
        )

    def _slot(self, newsletter: Newsletter, expected: ExpectedEdition) -> ComingSlot | None:
        """The slot of an edition that has one: the same that its own page is of."""
        if not expected.slot:
            return None
        cadence = newsletter.cadence(expected.cadence or newsletter.default.kind)
        reviewing = self._desk.parts.publisher.editing.reviewing
        return reviewing.slot_on(newsletter, cadence, date.fromisoformat(expected.slot))

    def _alarms(self, connection: Connection, now: datetime) -> dict[str, Any]:
        store, config = ArticleStore(connection), self._desk.parts.config
        zone = config.site.time_zone
        search = SearchStore(connection)
        recent = search.found(ArticleSearch(status=Status.PUBLISHED), now, limit=AMONG)
        heroes = HeroStore(connection).of([article.id for article in recent])
        failed = [each for each in recent if each.id in heroes and heroes[each.id].state is HeroState.FAILED]
        held = [article for article in store.all(now, status=Status.HELD, limit=ARTICLES) if is_there(config, article)]
        embargoed = store.all(now, status=Status.EMBARGOED, limit=ARTICLES)
        names = [source.name for source in config.sources]
        return {
            "held": [held_line(article) for article in held],
            "embargoed": [embargoed_line(article, zone, now) for article in embargoed],
            "pictures": [views.picture_line(each, heroes[each.id], now) for each in failed[:ARTICLES]],
            "complained": [views.complaint_line(each) for each in search.complained_of(recent)[:ARTICLES]],
            "sources": views.source_lines(names, SourceStore(connection).standings(), now),
        }
