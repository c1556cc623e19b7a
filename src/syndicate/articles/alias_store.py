"""The SQL of who an article is: documents that are another's article, and articles that another document takes over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, select, update

from syndicate.articles.identity import StoryTraits
from syndicate.articles.model import Status
from syndicate.articles.rows import KNOWN, known_of
from syndicate.storage.tables import article_aliases as aliases
from syndicate.storage.tables import articles
from syndicate.storage.text_lists import is_among_texts

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from syndicate.articles.intake import Known

#: Articles that claim one page, those seen first, which a further one is compared with.
_MOST_CLAIMANTS = 10
_TRAITS = ("title", "body_text", "published_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class Leader:
    """An article, the page that it claims, and the document that its text is taken from.

    ``traits`` are there where they were asked for.
    """

    known: Known
    source: str
    external_id: str
    page: str | None
    traits: StoryTraits = field(default_factory=StoryTraits)


class AliasStore:
    """Documents and the articles that they are, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    def fingerprints(self, source: str, external_ids: Sequence[str]) -> dict[str, str]:
        """External id → fingerprint of the aliases among these."""
        query = select(aliases.c.external_id, aliases.c.fingerprint).where(self._are(source, external_ids))
        return {row.external_id: row.fingerprint for row in self._connection.execute(query)}

    def leader(self, source: str, external_id: str) -> Leader | None:
        """The article that a document is an alias of."""
        query = _leading(*_TRAITS).join(aliases, aliases.c.article_id == articles.c.id)
        query = query.where(self._are(source, (external_id,)))
        return next(iter(self._leaders(query)), None)

    def claimants(self, page: str) -> list[Leader]:
        """The articles that say that they are this page, but for those on hold; the one seen first leads."""
        query = _leading(*_TRAITS).where(articles.c.page == page, articles.c.status != Status.HELD.value)
        return self._leaders(query.order_by(articles.c.sequence).limit(_MOST_CLAIMANTS))

    def twins(self, source: str, fingerprint: str) -> list[Leader]:
        """Articles of the source whose document reads, byte for byte, as that one does."""
        query = _leading().where(articles.c.source == source, articles.c.fingerprint == fingerprint)
        return self._leaders(query.order_by(articles.c.sequence).limit(_MOST_CLAIMANTS))

    def of(self, article_id: str) -> list[tuple[str, str]]:
        """Source and external id of the documents that are this article as well."""
        query = select(aliases.c.source, aliases.c.external_id).where(aliases.c.article_id == article_id)
        return [
            (row.source, row.external_id) for row in self._connection.execute(query.order_by(*query.selected_columns))
        ]

    def note(self, source: str, external_id: str, article_id: str, fingerprint: str) -> None:
        """Remember that the document is that article, and which version of it was looked at."""
        values = {"article_id": article_id, "fingerprint": fingerprint}
        this = update(aliases).where(self._are(source, (external_id,)))
        if not self._connection.execute(this.values(values)).rowcount:
            self._connection.execute(insert(aliases).values(source=source, external_id=external_id, **values))

    def take_over(self, article_id: str, source: str, external_id: str) -> None:
        """Let the article be that document's from now on; who it is for readers stays."""
        self.drop(source, (external_id,))
        values = {"source": source, "external_id": external_id}
        self._connection.execute(update(articles).where(articles.c.id == article_id).values(values))

    def inherit(self, article_id: str) -> bool:
        """Let another document that is this article have it, to be read anew; ``False``: there is none."""
        for source, external_id in self.of(article_id)[:1]:
            self.take_over(article_id, source, external_id)
            this = update(articles).where(articles.c.id == article_id)
            self._connection.execute(this.values(fingerprint=""))
            return True
        return False

    def drop(self, source: str, external_ids: Sequence[str]) -> None:
        """Forget that these documents are other articles."""
        self._connection.execute(delete(aliases).where(self._are(source, external_ids)))

    def among(self, column: str, values: Iterable[str]) -> set[str]:
        """Those of the values that articles have in that column: one question for many."""
        query = select(articles.c[column]).where(is_among_texts(self._connection, articles.c[column], values))
        return set(self._connection.execute(query.distinct()).scalars())

    def _leaders(self, query: Any) -> list[Leader]:
        return [
            Leader(
                known=known_of(row),
                source=row.source,
                external_id=row.external_id,
                page=row.page,
                traits=StoryTraits(**{name: getattr(row, name) for name in _TRAITS if hasattr(row, name)}),
            )
            for row in self._connection.execute(query)
        ]

    def _are(self, source: str, external_ids: Sequence[str]) -> ColumnElement[bool]:
        return and_(aliases.c.source == source, is_among_texts(self._connection, aliases.c.external_id, external_ids))


def _leading(*besides: str) -> Any:
    return select(*(articles.c[name] for name in (*KNOWN, "source", "external_id", "page", *besides)))
