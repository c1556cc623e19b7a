"""Who is owed which corrections: whose mail had the text before it was put right, and who was not told since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, literal, or_, select

from syndicate.digests.had import Legend, Shown, legend_of
from syndicate.storage.key_lists import is_among
from syndicate.storage.tables import (
    articles,
    corrections,
    editions,
    rendering_articles,
    rendering_corrections,
    renderings,
    subscriptions,
    variants,
)
from syndicate.storage.visibility import is_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Select, Subquery

#: A correction that is older is told in no mail: the page and the feeds have it.
TOLD_FOR = timedelta(days=31)


@dataclass(frozen=True, kw_only=True, slots=True)
class Owing:
    """What mails of a newsletter said wrong, by correction, and by which others that was put right."""

    wrong: Legend
    told: Legend


@dataclass(frozen=True, kw_only=True, slots=True)
class ReaderMarks:
    """What is known of readers: what they had of some articles, and what is owed to them; as one mark for each."""

    had: Legend
    owing: Owing | None

    @property
    def is_something(self) -> bool:
        """Whether there can be a mark at all."""
        return bool(self.had.shown or self.owing)

    @property
    def shown(self) -> tuple[Shown, ...]:
        """The renderings that it goes by."""
        return (*self.had.shown, *(self.owing.wrong.shown + self.owing.told.shown if self.owing else ()))

    def marks(self, newsletter: str, keys: Sequence[int] | None = None) -> Subquery:
        """``key`` and ``mark`` of each subscription to the newsletter of which something is known: `Legend.marks`."""
        if self.owing is None:
            return self.had.marks(newsletter, keys)
        of = subscriptions.alias("of")
        legends = {"had": self.had, "wrong": self.owing.wrong, "told": self.owing.told}
        parts = {name: part.marks(newsletter, keys).alias(name) for name, part in legends.items() if part.shown}
        marked = [func.coalesce(parts[name].c.mark, "") if name in parts else literal("") for name in legends]
        joined: Any = of
        for part in parts.values():
            joined = joined.outerjoin(part, part.c.key == of.c.key)
        query = select(of.c.key, _together(marked).label("mark")).select_from(joined)
        query = query.where(
            of.c.newsletter == newsletter,
            or_(*(parts[name].c.mark.is_not(None) for name in ("had", "wrong") if name in parts)),
        )
        return (query if keys is None else query.where(is_among(of.c.key, keys))).subquery("marks")

    def read(self, mark: str) -> tuple[frozenset[str], frozenset[int]]:
        """The articles that a reader with that mark has had, and the corrections that are owed."""
        if self.owing is None:
            return self.had.articles(mark), frozenset()
        had, wrong, told = mark.split(_BETWEEN)
        owed = self.owing.wrong.articles(wrong) - self.owing.told.articles(told)
        return self.had.articles(had), frozenset(map(int, owed))


def recent(connection: Connection, now: datetime) -> set[int]:
    """The corrections, by their keys, that mails tell at ``now``."""
    query = select(corrections.c.key).join(articles, articles.c.id == corrections.c.article_id)
    query = query.where(corrections.c.noted_at > now - TOLD_FOR, corrections.c.noted_at <= now, is_visible(now))
    return set(connection.execute(query).scalars())


def owing(
    connection: Connection, newsletter: str, keys: Collection[int], *, besides: int | None = None
) -> Owing | None:
    """What is owed of these corrections to readers of the newsletter; ``None``: none of its mails said any of it wrong.

    The edition with the key ``besides`` is left out.
    """
    if not keys:
        return None
    wrong = _legend(connection, _wrong(), newsletter, keys, besides)
    return Owing(wrong=wrong, told=_legend(connection, _told(), newsletter, keys, besides)) if wrong.shown else None


_BETWEEN = "/"
_OF_RENDERING = (editions.c.key, renderings.c.variant_key, renderings.c.revision, corrections.c.key)


def _together(marks: Iterable[ColumnElement[Any]]) -> ColumnElement[Any]:
    first, *others = marks
    for other in others:
        first = first.concat(literal(_BETWEEN)).concat(other)
    return first


def _wrong() -> Select[Any]:
    is_before = and_(
        rendering_articles.c.article_id == corrections.c.article_id,
        rendering_articles.c.revision < corrections.c.revision,
    )
    return (
        select(*_OF_RENDERING)
        .join_from(corrections, rendering_articles, is_before)
        .join(renderings, renderings.c.id == rendering_articles.c.rendering_id)
    )


def _told() -> Select[Any]:
    return (
        select(*_OF_RENDERING)
        .join_from(corrections, rendering_corrections)
        .join(renderings, renderings.c.id == rendering_corrections.c.rendering_id)
    )


def _legend(
    connection: Connection, query: Select[Any], newsletter: str, keys: Collection[int], besides: int | None
) -> Legend:
    """The legend of the renderings of the query; its articles are the keys of corrections, as text."""
    query = (
        query.join(variants, variants.c.key == renderings.c.variant_key)
        .join(editions, editions.c.key == variants.c.edition_key)
        .where(corrections.c.key.in_(keys), editions.c.newsletter == newsletter, editions.c.opened_at.is_not(None))
        .order_by(renderings.c.id)
    )
    if besides is not None:
        query = query.where(editions.c.key != besides)
    keys_of: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    for edition_key, variant_key, revision, correction_key in connection.execute(query):
        keys_of[edition_key, variant_key, revision].add(str(correction_key))
    return legend_of(
        Shown(edition_key=edition, variant_key=variant, revision=revision, article_ids=frozenset(found))
        for (edition, variant, revision), found in keys_of.items()
    )
