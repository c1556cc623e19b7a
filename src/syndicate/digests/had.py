"""Who has had what: the conditions that keep an article from reaching anybody twice.

A reader *has had* an article when a delivery to them that carries it is pending, claimed, submitted
or uncertain. A refused, excluded or stopped one does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Text, and_, case, cast, func, literal, or_, select

from syndicate.digests.model import EditionState
from syndicate.storage.key_lists import is_among
from syndicate.storage.states import DeliveryState
from syndicate.storage.tables import (
    deliveries,
    editions,
    groups,
    occurrences,
    rendering_articles,
    rendering_corrections,
    renderings,
    subscriptions,
    variants,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select, Subquery

#: The states of a delivery that its reader has, or will have, or may have.
HAD_STATES = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SUBMITTED, DeliveryState.UNCERTAIN)
#: Sets that one number can tell apart: a bit each, within what both databases hold in an integer.
_BITS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A rendering, and those of the asked articles that it shows.

    With ``since`` it counts for those alone whose wave was decided after that.
    """

    edition_key: int
    variant_key: int
    revision: int
    article_ids: frozenset[str]
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Legend:
    """What the marks mean that a query gives to readers: each stands for the articles that one has had.

    A mark is one number or several, with dots between them; each bit of it is one of ``sets``.
    """

    shown: tuple[Shown, ...]
    sets: tuple[frozenset[str], ...]

    def articles(self, mark: str) -> frozenset[str]:
        """The articles of a mark; the empty mark has none."""
        words = [int(word) for word in mark.split(".") if word]
        bits = (word * _BITS + bit for word, number in enumerate(words) for bit in range(_BITS) if number >> bit & 1)
        return frozenset().union(*(self.sets[bit] for bit in bits))

    def marks(self, newsletter: str, keys: Sequence[int] | None = None) -> Subquery:
        """``key`` and ``mark`` of each subscription to the newsletter whose person has had any of it.

        ``keys`` are the subscriptions that are looked at; without them, all are.
        """
        due, own = subscriptions.alias("due"), subscriptions.alias("own")
        query = (
            select(due.c.key, self._mark().label("mark"))
            .join_from(deliveries, editions, editions.c.key == deliveries.c.edition_key)
            .join(variants, variants.c.key == deliveries.c.variant_key)
            .join(own, own.c.key == deliveries.c.subscription_key)
            .join(due, and_(due.c.subscriber_key == own.c.subscriber_key, due.c.newsletter == newsletter))
            .where(deliveries.c.edition_key.in_({shown.edition_key for shown in self.shown}), _counts())
            .where(or_(*(_is_of(shown) for shown in self.shown)))
            .group_by(due.c.key)
        )
        if keys is not None:
            query = query.where(is_among(due.c.key, keys))
        return query.subquery("marks")

    def _mark(self) -> ColumnElement[str]:
        numbers = [self._number(start) for start in range(0, len(self.sets), _BITS)]
        mark: ColumnElement[str] = cast(numbers[0], Text)
        for number in numbers[1:]:
            mark = mark.concat(literal(".")).concat(cast(number, Text))
        return mark

    def _number(self, start: int) -> ColumnElement[int]:
        """The bits of the sets from ``start`` on, of all deliveries of one person together."""
        known = [
            (_is_of(shown), literal(1 << self.sets.index(shown.article_ids) - start, BigInteger))
            for shown in self.shown
            if start <= self.sets.index(shown.article_ids) < start + _BITS
        ]
        return func.coalesce(func.sum(case(*known).distinct()), 0)


def legend_of(found: Iterable[Shown]) -> Legend:
    """The legend of what renderings show."""
    shown = tuple(found)
    return Legend(shown=shown, sets=tuple(dict.fromkeys(each.article_ids for each in shown)))


def shown_by_others(
    connection: Connection,
    articles: Select[Any],
    newsletter: str,
    *,
    since: datetime | None,
    besides: int | None = None,
) -> list[Shown]:
    """The renderings that show any of the articles, and count as had for readers of the newsletter.

    Those are its own, and what waves of other newsletters' brought that were decided after ``since``; without it,
    none of theirs. The edition with the key ``besides`` is left out.
    """
    is_own = editions.c.newsletter == newsletter
    near = or_(is_own, _has_wave_after(since) if since else literal(value=False))
    counts_whole = or_(is_own, editions.c.opened_at > since) if since else is_own
    columns = (editions.c.key, renderings.c.variant_key, renderings.c.revision, counts_whole)
    query = (
        select(*columns, rendering_articles.c.article_id)
        .join_from(rendering_articles, renderings, renderings.c.id == rendering_articles.c.rendering_id)
        .join(variants, variants.c.key == renderings.c.variant_key)
        .join(editions, editions.c.key == variants.c.edition_key)
        .where(rendering_articles.c.article_id.in_(articles), editions.c.opened_at.is_not(None), near)
        .order_by(renderings.c.id)
    )
    if besides is not None:
        query = query.where(editions.c.key != besides)
    articles_of: dict[tuple[int, int, int, bool], set[str]] = defaultdict(set)
    for *rendering, article_id in connection.execute(query):
        articles_of[tuple(rendering)].add(article_id)
    return [
        Shown(
            edition_key=edition,
            variant_key=variant,
            revision=revision,
            article_ids=frozenset(article_ids),
            since=None if is_whole else since,
        )
        for (edition, variant, revision, is_whole), article_ids in articles_of.items()
    ]


def _has_wave_after(since: datetime) -> ColumnElement[bool]:
    """Whether the edition was opened after that, or a later wave of it was decided then."""
    waves = select(occurrences.c.key).where(occurrences.c.edition_key == editions.c.key)
    return or_(editions.c.opened_at > since, waves.where(occurrences.c.decided_at > since).exists())


def lack(connection: Connection, newsletter: str, edition_key: int) -> list[ColumnElement[bool]]:
    """The condition on ``deliveries`` that their readers have had nothing of the edition by another one.

    What other newsletters brought counts as it did when the edition's first wave was decided on. Of an edition that has
    no story, what it puts right counts instead.
    """
    decided = select(occurrences.c.had_since).where(occurrences.c.edition_key == edition_key)
    since = connection.execute(decided.order_by(occurrences.c.key).limit(1)).scalar()
    carried = (
        select(rendering_articles.c.article_id)
        .join(renderings, renderings.c.id == rendering_articles.c.rendering_id)
        .join(variants, variants.c.key == renderings.c.variant_key)
        .where(variants.c.edition_key == edition_key, renderings.c.revision == variants.c.revision)
    )
    shown = shown_by_others(connection, carried, newsletter, since=since, besides=edition_key)
    legend = legend_of([*shown, *_told_by_others(connection, newsletter, edition_key)])
    if not legend.shown:
        return []
    return [deliveries.c.subscription_key.not_in(select(legend.marks(newsletter).c.key))]


def _told_by_others(connection: Connection, newsletter: str, edition_key: int) -> list[Shown]:
    """The renderings of other editions that tell what one tells that has no story."""
    of_it = select(renderings.c.id).join(variants, variants.c.key == renderings.c.variant_key)
    of_it = of_it.where(variants.c.edition_key == edition_key)
    stories = select(rendering_articles.c.position).where(rendering_articles.c.rendering_id.in_(of_it))
    told = rendering_corrections.alias()
    query = (
        select(editions.c.key, renderings.c.variant_key, renderings.c.revision)
        .join_from(rendering_corrections, renderings, renderings.c.id == rendering_corrections.c.rendering_id)
        .join(variants, variants.c.key == renderings.c.variant_key)
        .join(editions, editions.c.key == variants.c.edition_key)
        .join(told, told.c.correction_key == rendering_corrections.c.correction_key)
        .where(told.c.rendering_id.in_(of_it), ~stories.exists())
        .where(editions.c.newsletter == newsletter, editions.c.opened_at.is_not(None), editions.c.key != edition_key)
        .distinct()
    )
    rows = connection.execute(query)
    return [Shown(edition_key=row[0], variant_key=row[1], revision=row[2], article_ids=frozenset()) for row in rows]


def somebody_has(connection: Connection, edition_id: str) -> bool:
    """Whether a delivery of the edition counts as had."""
    query = (
        select(deliveries.c.key)
        .join(editions, editions.c.key == deliveries.c.edition_key)
        .where(editions.c.id == edition_id, _counts())
        .limit(1)
    )
    return connection.execute(query).first() is not None


def brought_by(
    connection: Connection, subscriber_key: int, article_ids: Sequence[str], *, besides: str
) -> dict[str, str]:
    """Of the articles that a person has had: the edition that brought each first, as people call it.

    The edition with the id ``besides`` is left out.
    """
    revision = func.coalesce(deliveries.c.revision, variants.c.revision)
    query = (
        select(rendering_articles.c.article_id, editions.c.newsletter, editions.c.number, editions.c.opened_at)
        .join_from(deliveries, subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
        .join(editions, editions.c.key == deliveries.c.edition_key)
        .join(variants, variants.c.key == deliveries.c.variant_key)
        .join(renderings, and_(renderings.c.variant_key == variants.c.key, renderings.c.revision == revision))
        .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
        .where(subscriptions.c.subscriber_key == subscriber_key, rendering_articles.c.article_id.in_(article_ids))
        .where(editions.c.id != besides, _counts())
        .order_by(deliveries.c.key.desc())
    )
    return {
        row.article_id: f"{row.newsletter} {row.number} of {row.opened_at:%Y-%m-%d %H:%M} UTC"
        for row in connection.execute(query)
    }


def _is_of(shown: Shown) -> ColumnElement[bool]:
    """Whether the delivery carries that rendering; one that was never claimed has the rendering in force."""
    revision = func.coalesce(deliveries.c.revision, variants.c.revision)
    is_it = and_(deliveries.c.variant_key == shown.variant_key, revision == shown.revision)
    if shown.since is None:
        return is_it
    late = select(groups.c.key).join(occurrences, occurrences.c.key == groups.c.occurrence_key)
    late = late.where(occurrences.c.edition_key == shown.edition_key, occurrences.c.decided_at > shown.since)
    return and_(is_it, deliveries.c.group_key.in_(late))


def _counts() -> ColumnElement[bool]:
    """Whether the row's reader has it; what still waits of an edition that was ended never leaves."""
    ended = editions.c.state.in_([EditionState.STOPPED, EditionState.DISCARDED])
    waits_in_vain = and_(deliveries.c.state == DeliveryState.PENDING, ended)
    return and_(deliveries.c.state.in_(HAD_STATES), ~waits_in_vain)
