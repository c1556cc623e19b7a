"""The SQL of editions and occurrences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, func, insert, or_, select, update

from syndicate.digests.model import (
    Edition,
    EditionArticle,
    EditionState,
    Occurrence,
    Outcome,
    Place,
    Tier,
)
from syndicate.storage.tables import articles, edition_articles, editions, newsletters, occurrences
from syndicate.storage.visibility import is_visible


class EditionStore:
    """Editions within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def get(self, edition_id: str) -> Edition | None:
        """The edition of that id."""
        row = self._connection.execute(select(editions).where(editions.c.id == edition_id)).mappings().first()
        return _edition(row) if row else None

    def recent(self, limit: int = 20) -> list[Edition]:
        """The newest editions, newest first."""
        query = select(editions).order_by(editions.c.frozen_at.desc(), editions.c.id).limit(limit)
        return [_edition(row) for row in self._connection.execute(query).mappings()]

    def sending(self) -> list[Edition]:
        """Editions that are not closed, oldest first."""
        query = select(editions).where(editions.c.state == EditionState.SENDING).order_by(editions.c.frozen_at)
        return [_edition(row) for row in self._connection.execute(query).mappings()]

    def articles(self, edition_id: str) -> list[EditionArticle]:
        """What the edition holds, in reading order."""
        columns = edition_articles.c
        query = select(columns.position, columns.article_id, columns.tier, columns.revision)
        rows = self._connection.execute(query.where(columns.edition_id == edition_id).order_by(columns.position))
        return [
            EditionArticle(position=row.position, article_id=row.article_id, tier=Tier(row.tier), revision=row.revision)
            for row in rows
        ]

    def candidates(self, newsletter: str, now: datetime) -> list[str]:
        """Ids of articles that may be mailed at ``now`` and that this newsletter has not mailed yet.

        What could be seen before the newsletter began is not among them.
        """
        mailed = exists().where(
            edition_articles.c.article_id == articles.c.id, edition_articles.c.newsletter == newsletter
        )
        came_later = or_(
            articles.c.sequence > newsletters.c.since_sequence, articles.c.embargo_until > newsletters.c.since_at
        )
        query = (
            select(articles.c.id)
            .join(newsletters, newsletters.c.name == newsletter)
            .where(is_visible(now), articles.c.is_backlog.is_(False), came_later, ~mailed)
        )
        return list(self._connection.execute(query.order_by(articles.c.sequence)).scalars())

    def begun(self) -> set[str]:
        """The newsletters that have begun."""
        return set(self._connection.execute(select(newsletters.c.name)).scalars())

    def begin(self, newsletter: str, now: datetime) -> None:
        """Let a newsletter begin: it mails what readers can see from now on."""
        newest = select(func.coalesce(func.max(articles.c.sequence), 0)).scalar_subquery()
        self._connection.execute(insert(newsletters).values(name=newsletter, since_sequence=newest, since_at=now))

    def visible_revisions(self, article_ids: Collection[str], now: datetime) -> dict[str, int]:
        """Those of the articles that readers may see at ``now``, with their revisions.

        They cannot change until the transaction ends.
        """
        query = select(articles.c.id, articles.c.revision).where(articles.c.id.in_(article_ids), is_visible(now))
        rows = self._connection.execute(query.with_for_update(read=True))
        return {row.id: row.revision for row in rows}

    def is_decided(self, newsletter: str, slot: str) -> bool:
        """Whether that occurrence has had its turn."""
        query = select(occurrences.c.slot).where(occurrences.c.newsletter == newsletter, occurrences.c.slot == slot)
        return self._connection.execute(query).first() is not None

    def decide(
        self, newsletter: str, occurrence: Occurrence, outcome: Outcome, now: datetime, edition_id: str | None = None
    ) -> None:
        """Write down what became of an occurrence. A second decision is refused by the database."""
        row = {"newsletter": newsletter, "slot": occurrence.slot, "due_at": occurrence.due_at, "outcome": outcome}
        self._connection.execute(insert(occurrences).values(**row, edition_id=edition_id, decided_at=now))

    def next_number(self, newsletter: str) -> int:
        """The number that the next edition of this newsletter carries, from 1."""
        query = select(func.coalesce(func.max(editions.c.number), 0)).where(editions.c.newsletter == newsletter)
        return int(self._connection.execute(query).scalar_one()) + 1

    def add(self, edition: Edition, places: Sequence[Place]) -> None:
        """Freeze an edition. An article that this newsletter has mailed before is refused by the database."""
        row = asdict(edition) | {"findings": list(edition.findings)}
        self._connection.execute(insert(editions).values(**row))
        self._connection.execute(
            insert(edition_articles),
            [
                {
                    "edition_id": edition.id,
                    "position": position,
                    "newsletter": edition.newsletter,
                    "article_id": place.article.id,
                    "revision": place.article.revision,
                    "tier": place.tier,
                }
                for position, place in enumerate(places)
            ],
        )

    def reopen(self, edition_id: str) -> None:
        """Mark a closed edition as under way again, because deliveries were put back."""
        self._connection.execute(
            update(editions).where(editions.c.id == edition_id).values(state=EditionState.SENDING, closed_at=None)
        )

    def close(self, edition_id: str, now: datetime) -> None:
        """Mark an edition as done; the caller has checked that no delivery is open."""
        self._connection.execute(
            update(editions)
            .where(editions.c.id == edition_id, editions.c.state == EditionState.SENDING)
            .values(state=EditionState.CLOSED, closed_at=now)
        )


def _edition(row: Any) -> Edition:
    values = dict(row)
    values["state"] = EditionState(values["state"])
    values["findings"] = tuple(values["findings"])
    return Edition(**values)
