"""The SQL of special editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from syndicate.audience.mailable import is_mailable
from syndicate.digests.specials.request import ArticleFacts, Special
from syndicate.digests.store import EditionStore
from syndicate.storage.states import Audience, Breaking, EditionState
from syndicate.storage.tables import articles, choices, editions, releases, subscribers, subscriptions
from syndicate.storage.types import Utc
from syndicate.storage.visibility import is_visible

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.digests.model import Edition
    from syndicate.digests.newsletters import Newsletter


class SpecialStore:
    """Special editions within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def facts(self, article_ids: Collection[str], now: datetime) -> dict[str, ArticleFacts]:
        """What decides on those of the articles that readers may see at ``now``."""
        first = select(func.min(releases.c.at, type_=Utc)).where(releases.c.article_id == articles.c.id)
        query = select(articles.c.id, articles.c.ai, first.scalar_subquery().label("first_at")).where(
            articles.c.id.in_(article_ids), is_visible(now)
        )
        rows = self._connection.execute(query)
        return {row.id: ArticleFacts(released_at=row.first_at, has_ai_record=row.ai is not None) for row in rows}

    def held(self, edition_id: str, audience: Audience) -> Special:
        """What a special edition that waits for a person is of, by what it says."""
        store = EditionStore(self._connection)
        rendering = store.rendering(edition_id)
        content = (rendering.content if rendering else None) or {}
        told = rendering.corrections if rendering else ()
        return Special(
            audience=audience,
            article_ids=tuple(place.article_id for place in store.articles(edition_id)),
            corrections=frozenset(told if audience is Audience.CORRECTED else ()),
            subject=content.get("subject_pattern"),
        )

    def waiting(self, newsletter: str, special: Special) -> Edition | None:
        """The edition that waits for a person already and tells just those corrections; never one of stories."""
        if special.audience is not Audience.CORRECTED:
            return None
        query = select(editions.c.id).where(
            editions.c.newsletter == newsletter,
            editions.c.state == EditionState.HELD,
            editions.c.opened_at.is_(None),
            editions.c.audience == special.audience,
        )
        held = self._connection.execute(query.order_by(editions.c.key)).scalars().all()
        same = (each for each in held if self.held(each, special.audience).corrections == special.corrections)
        found = next(same, None)
        return EditionStore(self._connection).get(found) if found else None

    def has_breaking(self, newsletter: Newsletter) -> bool:
        """Whether a reader of the newsletter, of those that it goes to, wants breaking news."""
        query = (
            select(subscriptions.c.key)
            .join(subscribers)
            .join(choices, choices.c.id == subscriptions.c.choice_id)
            .where(choices.c.newsletter == newsletter.name, choices.c.breaking.in_([Breaking.ALSO, Breaking.ONLY]))
            .where(is_mailable(newsletter.readers))
        )
        return self._connection.execute(query.limit(1)).first() is not None
