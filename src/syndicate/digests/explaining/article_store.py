"""The SQL of explanations about articles: how they stand, what variants show, and what groups were not given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from syndicate.articles.headlines import name_of
from syndicate.digests.explaining.fates import ArticleStanding, Release, ShownStory
from syndicate.digests.matching import Terms
from syndicate.storage.beginnings import BEGINNING
from syndicate.storage.states import ReleaseReason, Status, TermKind, Tier
from syndicate.storage.tables import (
    article_terms,
    articles,
    newsletters,
    passed_over,
    releases,
    rendering_articles,
    renderings,
    sources,
    variants,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PLAIN = (
    "id",
    "is_backlog",
    "embargo_until",
    "expires_at",
    "withdrawn_at",
    "withdrawal_reason",
)
#: By which an article is called.
_CALLED = (articles.c.title, BEGINNING)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceDown:
    """A source whose last run failed."""

    name: str
    tried_at: datetime | None
    error: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderingTold:
    """What a revision of a variant shows, when it was made, and why."""

    revision: int
    made_at: datetime
    reason: str | None
    shown: Mapping[str, ShownStory]


class StoryStore:
    """Articles and renderings, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def between(self, after: int, cut: int) -> list[str]:
        """The articles that were released after one number up to the other, each once, in that order."""
        query = select(releases.c.article_id, func.min(releases.c.number)).group_by(releases.c.article_id)
        query = query.where(releases.c.number > after, releases.c.number <= cut)
        return [row[0] for row in self._connection.execute(query.order_by(func.min(releases.c.number)))]

    def standings(self, article_ids: Iterable[str]) -> dict[str, ArticleStanding]:
        """How those articles stand; no text of theirs is read."""
        ids = list(article_ids)
        columns = (*(articles.c[name] for name in _PLAIN), articles.c.status, articles.c.source, *_CALLED)
        language = articles.c.language
        down = (sources.c.last_error, sources.c.last_run_at)
        query = select(*columns, language, *down).outerjoin(sources, sources.c.name == articles.c.source)
        rows = self._connection.execute(query.where(articles.c.id.in_(ids))).mappings().all()
        words, numbers = self._words(ids), self._releases(ids)
        return {
            row["id"]: ArticleStanding(
                **{name: row[name] for name in _PLAIN},
                title=name_of(row["title"], row["beginning"]),
                status=Status(row["status"]),
                terms=_terms(words[row["id"]], row["source"], row["language"]),
                releases=tuple(numbers[row["id"]]),
                source_error=row["last_error"],
                source_tried_at=row["last_run_at"],
            )
            for row in rows
        }

    def titles(self, article_ids: Iterable[str]) -> dict[str, str]:
        """What those articles are called."""
        query = select(articles.c.id, *_CALLED).where(articles.c.id.in_(list(article_ids)))
        return {row.id: name_of(row.title, row.beginning) for row in self._connection.execute(query)}

    def awaited(self, until: datetime) -> list[tuple[str, str, datetime]]:
        """What is released when its embargo ends, by then: id, title and end, the earliest first."""
        query = select(articles.c.id, *_CALLED, articles.c.embargo_until)
        query = query.where(articles.c.awaits_release, articles.c.embargo_until <= until)
        rows = self._connection.execute(query.order_by(articles.c.embargo_until, articles.c.sequence))
        return [(row.id, name_of(row.title, row.beginning), row.embargo_until) for row in rows]

    def sources_down(self) -> list[SourceDown]:
        """The sources whose last run failed."""
        query = select(sources.c.name, sources.c.last_run_at, sources.c.last_error)
        rows = self._connection.execute(query.where(sources.c.last_error.is_not(None)).order_by(sources.c.name))
        return [SourceDown(name=row.name, tried_at=row.last_run_at, error=row.last_error) for row in rows]

    def began(self, newsletter: str) -> tuple[int, datetime | None]:
        """The release after which a newsletter mails, and when that was."""
        query = select(newsletters.c.since_release, newsletters.c.since_at).where(newsletters.c.name == newsletter)
        row = self._connection.execute(query).first()
        return (row.since_release, row.since_at) if row else (0, None)

    def passed_over(self, group_keys: Collection[int]) -> dict[int, dict[str, str]]:
        """By group: what it was not given, and why."""
        query = select(passed_over.c.group_key, passed_over.c.article_id, passed_over.c.reason)
        found: dict[int, dict[str, str]] = defaultdict(dict)
        for row in self._connection.execute(query.where(passed_over.c.group_key.in_(list(group_keys)))):
            found[row.group_key][row.article_id] = row.reason
        return found

    def passed_over_in(self, group_keys: Collection[int], article_id: str) -> dict[int, str]:
        """By group: why it was not given that article."""
        query = select(passed_over.c.group_key, passed_over.c.reason).where(passed_over.c.article_id == article_id)
        keys = set(group_keys)
        return {row.group_key: row.reason for row in self._connection.execute(query) if row.group_key in keys}

    def default_variant(self, edition_key: int) -> int:
        """The variant that stands for the edition."""
        query = select(variants.c.key).where(variants.c.edition_key == edition_key, variants.c.name == "default")
        key: int = self._connection.execute(query).scalar_one()
        return key

    def renderings(self, variant_key: int) -> list[RenderingTold]:
        """All revisions of a variant, the first one first."""
        query = select(renderings.c.id, renderings.c.revision, renderings.c.made_at, renderings.c.reason)
        query = query.add_columns(renderings.c.content).where(renderings.c.variant_key == variant_key)
        rows = self._connection.execute(query.order_by(renderings.c.revision)).all()
        places = self._places([row.id for row in rows])
        return [
            RenderingTold(
                revision=row.revision,
                made_at=row.made_at,
                reason=row.reason,
                shown=_shown(places[row.id], _reasons(row.content)),
            )
            for row in rows
        ]

    def revisions_with(self, variant_keys: Collection[int], article_id: str) -> set[tuple[int, int]]:
        """In which revisions of the variants the article is, as (variant, revision)."""
        query = (
            select(renderings.c.variant_key, renderings.c.revision)
            .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
            .where(rendering_articles.c.article_id == article_id, renderings.c.variant_key.in_(list(variant_keys)))
        )
        return {(row.variant_key, row.revision) for row in self._connection.execute(query)}

    def in_force(self, variant_keys: Collection[int]) -> dict[int, tuple[int, str | None]]:
        """By variant: the revision in force, and why it was made."""
        query = (
            select(variants.c.key, variants.c.revision, renderings.c.reason)
            .join(renderings, renderings.c.variant_key == variants.c.key)
            .where(renderings.c.revision == variants.c.revision, variants.c.key.in_(list(variant_keys)))
        )
        return {row.key: (row.revision, row.reason) for row in self._connection.execute(query)}

    def _places(self, rendering_ids: list[int]) -> dict[int, list[tuple[str, Tier]]]:
        query = select(rendering_articles).where(rendering_articles.c.rendering_id.in_(rendering_ids))
        found: dict[int, list[tuple[str, Tier]]] = defaultdict(list)
        for row in self._connection.execute(query.order_by(rendering_articles.c.position)):
            found[row.rendering_id].append((row.article_id, Tier(row.tier)))
        return found

    def _words(self, article_ids: list[str]) -> dict[str, dict[str, set[str]]]:
        query = select(article_terms).where(article_terms.c.article_id.in_(article_ids))
        words: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self._connection.execute(query):
            words[row.article_id][row.kind].add(row.term)
        return words

    def _releases(self, article_ids: list[str]) -> dict[str, list[Release]]:
        query = select(releases).where(releases.c.article_id.in_(article_ids)).order_by(releases.c.number)
        found: dict[str, list[Release]] = defaultdict(list)
        for row in self._connection.execute(query):
            release = Release(number=row.number, reason=ReleaseReason(row.reason), at=row.at)
            found[row.article_id].append(release)
        return found


def _terms(words: Mapping[str, set[str]], source: str, language: str) -> Terms:
    return Terms(
        sections=frozenset(words[TermKind.SECTION]),
        tags=frozenset(words[TermKind.TAG]),
        authors=frozenset(words[TermKind.AUTHOR]),
        source=source,
        language=language,
    )


def _shown(places: Iterable[tuple[str, Tier]], reasons: Mapping[str, str]) -> dict[str, ShownStory]:
    return {article_id: ShownStory(tier=tier, reason=reasons.get(article_id, "")) for article_id, tier in places}


def _reasons(content: Mapping[str, Any] | None) -> dict[str, str]:
    """Why each story has its place, where the rendering was made since that is kept."""
    stories = (content or {}).get("stories", ())
    return {story["as_listed"]["article_id"]: story.get("reason", "") for story in stories}
