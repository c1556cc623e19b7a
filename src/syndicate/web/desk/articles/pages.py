"""An article with everything that was read, decided and complained about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from syndicate.articles.headlines import UNTITLED
from syndicate.articles.review.acceptance import AcceptanceStore, parted
from syndicate.articles.store import ArticleStore
from syndicate.images.store import HeroStore
from syndicate.web.desk.articles import views
from syndicate.web.desk.articles.acts import came_of
from syndicate.web.desk.articles.findings import FindingActs
from syndicate.web.desk.articles.mailings import mailings_of
from syndicate.web.desk.articles.pictures import hero_card
from syndicate.web.desk.articles.quotes import placed
from syndicate.web.desk.articles.rules import rule_of, why_not_out
from syndicate.web.http import responses

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.web.desk.context import Desk


class DeskArticles:
    """An article, and what an editor does with what was found in it."""

    def __init__(self, desk: Desk) -> None:
        """Show that desk's."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where they lie."""
        acts = FindingActs(self._desk.database, self._desk.clock)
        return [
            Route("/articles/{article_id}", self.article),
            Route("/articles/{article_id}/findings", acts.accept, methods=["POST"]),
        ]

    def article(self, request: Request) -> Response:
        """An article whole."""
        desk, now = self._desk, self._desk.clock.now()
        zone = desk.parts.config.site.time_zone
        article_id = responses.an_id(request.path_params["article_id"])
        with desk.database.read() as connection:
            article = ArticleStore(connection).get(article_id, now)
            if article is None:
                raise responses.not_found()
            hero = HeroStore(connection).get(article.id)
            open_ones, accepted = parted(article.findings, AcceptanceStore(connection).accepted(article))
        lines, body = placed([*open_ones, *accepted], article.body_text)
        return desk.page(
            "article",
            article=article,
            findings=lines[: len(open_ones)],
            accepted=lines[len(open_ones) :],
            body=body,
            headline=article.name or UNTITLED,
            times=views.time_lines(article, zone, lambda time: rule_of(time, article.source, desk.parts.config)),
            why_not_out=why_not_out(article, desk.parts.config),
            embargo=views.embargoed_line(article, zone, now).reasons,
            hero=hero_card(hero, article, now) if hero else None,
            seen=desk.when(article.first_seen_at),
            changed=desk.when(article.changed_at),
            public_url=article.permalink or desk.parts.links.article(article.id, article.title),
            mailings=mailings_of(desk, article.id),
            done=came_of(request.query_params.get("done")),
        )
