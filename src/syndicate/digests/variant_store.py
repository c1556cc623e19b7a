"""The SQL of variants: what an edition says to those with one selection, revision by revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, insert, select, union, update

from syndicate.digests.model import EditionArticle, FrozenRendering
from syndicate.storage.states import DeliveryState, MailFormat
from syndicate.storage.tables import (
    articles,
    corrections,
    deliveries,
    editions,
    rendering_articles,
    rendering_corrections,
    renderings,
    variants,
)
from syndicate.storage.visibility import is_visible

if TYPE_CHECKING:
    from sqlalchemy import CompoundSelect, Connection, Select

#: The variant that the public sees.
DEFAULT = "default"
_OF_RENDERING = (
    "revision",
    "reason",
    "made_at",
    "subject",
    "preheader",
    "html",
    "text",
    "size",
    "content",
    "content_hash",
    "findings",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownVariants:
    """The variants of an edition, by their keys; ``by_saying`` is by content hash, language and format.

    ``default`` is the one that the public sees.
    """

    edition_key: int
    default: int
    by_saying: Mapping[tuple[str, str, str], int]
    count: int


class VariantStore:
    """Variants within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def default(self, edition_id: str) -> int:
        """The key of the variant that the public sees."""
        query = select(variants.c.key).join(editions, editions.c.key == variants.c.edition_key)
        query = query.where(editions.c.id == edition_id, variants.c.name == DEFAULT)
        key: int = self._connection.execute(query).scalar_one()
        return key

    def add(self, name: str, rendering: FrozenRendering, places: Sequence[EditionArticle]) -> int:
        """Add a variant with its first rendering; its key."""
        edition = select(editions.c.key).where(editions.c.id == rendering.edition_id).scalar_subquery()
        said = {"language": rendering.language, "format": rendering.format, "revision": rendering.revision}
        row = {"edition_key": edition, "name": name, **said}
        statement = insert(variants).values(row).returning(variants.c.key)
        key: int = self._connection.execute(statement).scalar_one()
        self._add_renderings([(key, rendering, places)])
        return key

    def known(self, edition_id: str) -> KnownVariants:
        """The variants of an edition that is there, by what they say in force."""
        names = (variants.c.edition_key, variants.c.key, variants.c.name, variants.c.language, variants.c.format)
        query = (
            select(*names, renderings.c.content_hash)
            .join(editions, editions.c.key == variants.c.edition_key)
            .join(renderings, _is_in_force())
            .where(editions.c.id == edition_id)
        )
        rows = self._connection.execute(query.order_by(variants.c.key.desc())).all()  # of two alike, the first counts
        return KnownVariants(
            edition_key=rows[0].edition_key,
            default=next(row.key for row in rows if row.name == DEFAULT),
            by_saying={(row.content_hash, row.language, row.format): row.key for row in rows},
            count=len(rows),
        )

    def find_or_add(
        self, known: KnownVariants, said: Sequence[tuple[FrozenRendering, Sequence[EditionArticle]]]
    ) -> list[int]:
        """For each rendering the variant that says the same, byte for byte; a new one if there is none.

        However many are new, the statements are the same.
        """
        sayings = [_saying(rendering) for rendering, _ in said]
        new = dict(pair for pair in zip(sayings, said, strict=True) if pair[0] not in known.by_saying)
        added = self._add_all(known, list(new.values())) if new else []
        keys = {**known.by_saying, **dict(zip(new, added, strict=True))}
        return [keys[saying] for saying in sayings]

    def revise(self, variant_key: int, rendering: FrozenRendering, places: Sequence[EditionArticle]) -> bool:
        """Put a further revision in force; ``False`` when somebody else has put one in force meanwhile."""
        this = and_(variants.c.key == variant_key, variants.c.revision == rendering.revision - 1)
        moved = self._connection.execute(update(variants).where(this).values(revision=rendering.revision))
        if moved.rowcount:
            self._add_renderings([(variant_key, rendering, places)])
        return moved.rowcount > 0

    def rendering(self, variant_key: int, revision: int | None = None) -> FrozenRendering | None:
        """What a variant says in that revision, or in the one in force."""
        columns = (*(renderings.c[name] for name in _OF_RENDERING), variants.c.language, variants.c.format)
        wanted = variants.c.revision if revision is None else revision
        query = (
            select(editions.c.id.label("edition_id"), *columns)
            .join_from(renderings, variants, variants.c.key == renderings.c.variant_key)
            .join(editions, editions.c.key == variants.c.edition_key)
            .where(variants.c.key == variant_key, renderings.c.revision == wanted)
        )
        row = self._connection.execute(query).mappings().first()
        return frozen_rendering(row) if row else None

    def articles(self, variant_key: int) -> list[str]:
        """The articles of a variant in force, in reading order."""
        query = _in_force(rendering_articles.c.article_id).where(variants.c.key == variant_key)
        return list(self._connection.execute(query.order_by(rendering_articles.c.position)).scalars())

    def hidden(self, edition_id: str, now: datetime) -> dict[int, list[str]]:
        """By the keys of the edition's variants: what they show that readers may not see at ``now``."""
        found: dict[int, list[str]] = defaultdict(list)
        for key, article_id in self._connection.execute(_HIDDEN, {"this": edition_id, "now": now}):
            found[key].append(article_id)
        return {key: sorted(article_ids) for key, article_ids in found.items()}

    def keys(self, edition_id: str) -> list[int]:
        """The edition's variants."""
        query = select(variants.c.key).join(editions, editions.c.key == variants.c.edition_key)
        return list(self._connection.execute(query.where(editions.c.id == edition_id)).scalars())

    def is_awaited(self, variant_key: int) -> bool:
        """Whether a delivery waits for the variant."""
        return self._connection.execute(self._waiting(variant_key).limit(1)).first() is not None

    def must_change(self, edition_id: str, now: datetime) -> bool:
        """Whether a delivery waits for what readers may not see any more at ``now``."""
        return any(self.is_awaited(key) for key in self.hidden(edition_id, now))

    def leave_out(self, variant_key: int, reason: str, now: datetime, *, limit: int) -> int:
        """Exclude up to so many deliveries that wait for a variant of which nothing is left; how many that were."""
        some = self._waiting(variant_key).limit(limit)
        values = {"state": DeliveryState.EXCLUDED, "reason": reason, "not_before": None, "settled_at": now}
        return self._connection.execute(update(deliveries).where(deliveries.c.key.in_(some)).values(values)).rowcount

    def _waiting(self, variant_key: int) -> Select[tuple[int]]:
        edition = select(variants.c.edition_key).where(variants.c.key == variant_key).scalar_subquery()
        waiting = (deliveries.c.variant_key == variant_key, deliveries.c.state == DeliveryState.PENDING)
        return select(deliveries.c.key).where(deliveries.c.edition_key == edition, *waiting)

    def _add_all(
        self, known: KnownVariants, said: Sequence[tuple[FrozenRendering, Sequence[EditionArticle]]]
    ) -> list[int]:
        rows = [
            {
                "edition_key": known.edition_key,
                "name": f"{number}",
                "language": rendering.language,
                "format": rendering.format,
                "revision": rendering.revision,
            }
            for number, (rendering, _) in enumerate(said, known.count + 1)
        ]
        added = self._connection.execute(insert(variants).returning(variants.c.name, variants.c.key), rows)
        by_name: dict[Any, int] = dict(added.all())  # in any order: SQLite promises none
        keys = [by_name[row["name"]] for row in rows]
        self._add_renderings([(key, *saying) for key, saying in zip(keys, said, strict=True)])
        return keys

    def _add_renderings(self, said: Sequence[tuple[int, FrozenRendering, Sequence[EditionArticle]]]) -> None:
        """Add what each variant, by its key, says, with the articles and corrections that are in it."""
        statement = insert(renderings).returning(renderings.c.variant_key, renderings.c.id)
        ids: dict[int, int] = dict(
            self._connection.execute(statement, [_row(key, rendering) for key, rendering, _ in said]).all()
        )
        placed = [{"rendering_id": ids[key], **asdict(place)} for key, _, places in said for place in places]
        if placed:
            self._connection.execute(insert(rendering_articles), placed)
        told = [
            {"rendering_id": ids[key], "correction_key": correction}
            for key, rendering, _ in said
            for correction in rendering.corrections
        ]
        if told:
            self._connection.execute(insert(rendering_corrections), told)


def _saying(rendering: FrozenRendering) -> tuple[str, str, str]:
    return rendering.content_hash, rendering.language, rendering.format


def _row(variant_key: int, rendering: FrozenRendering) -> dict[str, Any]:
    row = {name: getattr(rendering, name) for name in _OF_RENDERING}
    return row | {"variant_key": variant_key, "findings": list(rendering.findings)}


def frozen_rendering(row: Mapping[Any, Any]) -> FrozenRendering:
    """The rendering of a row that holds all of it."""
    return FrozenRendering(**{**row, "format": MailFormat(row["format"]), "findings": tuple(row["findings"])})


def _is_in_force() -> Any:
    return and_(renderings.c.variant_key == variants.c.key, renderings.c.revision == variants.c.revision)


def _in_force(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join_from(variants, editions, editions.c.key == variants.c.edition_key)
        .join(renderings, _is_in_force())
        .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
        .join(articles, articles.c.id == rendering_articles.c.article_id)
    )


def _told_in_force(*columns: Any) -> Select[Any]:
    """The same of the articles that a variant puts right."""
    return (
        select(*columns)
        .join_from(variants, editions, editions.c.key == variants.c.edition_key)
        .join(renderings, _is_in_force())
        .join(rendering_corrections, rendering_corrections.c.rendering_id == renderings.c.id)
        .join(corrections, corrections.c.key == rendering_corrections.c.correction_key)
        .join(articles, articles.c.id == corrections.c.article_id)
    )


def _hidden() -> CompoundSelect[int, str]:
    """Of an edition's variants: what they show that readers may not see. It is asked for every few mails."""
    shown = (_in_force(variants.c.key, articles.c.id), _told_in_force(variants.c.key, articles.c.id))
    of_it = (editions.c.id == bindparam("this"), ~is_visible(bindparam("now")))
    return union(*(query.where(*of_it) for query in shown))


_HIDDEN = _hidden()
