"""The SQL of corrections."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from syndicate.articles.corrections import Correction
from syndicate.storage.tables import corrections

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection


class CorrectionStore:
    """Corrections within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def add(self, article_id: str, *, revision: int, note: str, noted_at: datetime, noted_by: str) -> Correction:
        """Note what was wrong in an article before that revision."""
        row = {
            "article_id": article_id,
            "revision": revision,
            "note": note,
            "noted_at": noted_at,
            "noted_by": noted_by,
        }
        key: int = self._connection.execute(insert(corrections).values(row).returning(corrections.c.key)).scalar_one()
        return Correction(key=key, **row)

    def of(self, article_ids: Collection[str]) -> dict[str, tuple[Correction, ...]]:
        """The corrections of those articles that have any, of each the newest first."""
        found: dict[str, list[Correction]] = defaultdict(list)
        for correction in self._found(corrections.c.article_id.in_(article_ids)):
            found[correction.article_id].append(correction)
        return {article_id: tuple(noted) for article_id, noted in found.items()}

    def some(self, keys: Collection[int]) -> tuple[Correction, ...]:
        """The corrections with these keys, the newest first."""
        return tuple(self._found(corrections.c.key.in_(keys))) if keys else ()

    def newest(self) -> Mapping[str, int]:
        """By the ids of articles that have any: the key of the newest correction."""
        query = select(corrections.c.article_id, func.max(corrections.c.key)).group_by(corrections.c.article_id)
        return dict(self._connection.execute(query).all())

    def _found(self, condition: ColumnElement[Any]) -> list[Correction]:
        query = select(corrections).where(condition).order_by(corrections.c.noted_at.desc(), corrections.c.key.desc())
        return [Correction(**row) for row in self._connection.execute(query).mappings()]
