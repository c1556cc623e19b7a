"""The SQL of renditions: which articles show a file of the shelf, or showed it; who may see it; what has to go."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, insert, select, update
from sqlalchemy import true as always

from syndicate.images.model import Rendition, Role
from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import articles, renditions
from syndicate.storage.visibility import hidden, is_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

#: Names in one question; SQLite allows 32,766 variables, older builds 999.
CHUNK = 500

_NOT_LEAVING = renditions.c.is_leaving.is_(False)


class RenditionStore:
    """The files of hero images, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    def of(self, article_ids: Sequence[str]) -> dict[str, tuple[Rendition, ...]]:
        """The files that each of these articles shows now, in the order of making; at most `CHUNK` ids."""
        if not article_ids:
            return {}
        query = select(renditions).where(renditions.c.article_id.in_(article_ids), renditions.c.position.is_not(None))
        found: dict[str, list[Rendition]] = defaultdict(list)
        for row in self._connection.execute(query.order_by(renditions.c.article_id, renditions.c.position)):
            found[row.article_id].append(
                Rendition(
                    role=Role(row.role),
                    name=row.name,
                    width=row.width,
                    height=row.height,
                    size=row.size,
                    media_type=row.media_type,
                )
            )
        return {article_id: tuple(files) for article_id, files in found.items()}

    def put(self, article_id: str, files: Sequence[Rendition]) -> None:
        """Let the article show these files, which are on the shelf; what it showed before is remembered as shown."""
        if self.of([article_id]).get(article_id, ()) == tuple(files):
            return
        these = renditions.c.article_id == article_id
        self._connection.execute(update(renditions).where(these).values(position=None))
        for position, file in enumerate(files):
            this = and_(these, renditions.c.role == file.role.value, renditions.c.name == file.name)
            self._connection.execute(delete(renditions).where(this))
            row = {**asdict(file), "role": file.role.value, "article_id": article_id, "position": position}
            self._connection.execute(insert(renditions).values(**row, is_leaving=False))

    def remember(self, article_id: str, files: Sequence[Rendition]) -> None:
        """Note files that are on the shelf and that a mail shows, while the article goes on showing its own."""
        for file in files:
            row = {**asdict(file), "role": file.role.value, "article_id": article_id, "is_leaving": False}
            statement = insert_into(self._connection, renditions).values(**row)
            target, back = ["article_id", "role", "name"], {"is_leaving": False}
            self._connection.execute(statement.on_conflict_do_update(index_elements=target, set_=back))

    def is_public(self, name: str, now: datetime) -> bool:
        """Whether a story that readers may see at ``now`` shows the file, or showed it: mails still point to it.

        One look by the name and one by each article that has it, however many pictures there are.
        """
        joined = renditions.join(articles, articles.c.id == renditions.c.article_id)
        query = select(always()).select_from(joined).where(renditions.c.name == name, _NOT_LEAVING, is_visible(now))
        # SQLite would rather take the row by its id, and read past a long text to its last columns.
        query = query.with_hint(articles, "INDEXED BY ix_articles_published", "sqlite")
        return self._connection.execute(query.limit(1)).first() is not None

    def unseen(self, now: datetime) -> list[str]:
        """The names of files that no story shows or showed which readers may see at ``now``, and that are not marked.

        It is the hidden articles that are looked through, so the archive costs nothing.
        """
        of_hidden = and_(renditions.c.article_id.in_(hidden(now)), _NOT_LEAVING)
        query = select(renditions.c.name).where(of_hidden, ~_is_seen(now)).distinct()
        return list(self._connection.execute(query).scalars())

    def mark_leaving(self, names: Iterable[str]) -> None:
        """From now on nobody is shown these files: they are being removed."""
        for some in _chunks(sorted(names)):
            self._connection.execute(update(renditions).where(renditions.c.name.in_(some)).values(is_leaving=True))

    def leaving(self) -> list[str]:
        """The names that are marked."""
        query = select(renditions.c.name).where(renditions.c.is_leaving).distinct()
        return list(self._connection.execute(query.order_by(renditions.c.name)).scalars())

    def alone(self, article_id: str, now: datetime) -> list[str]:
        """The names that no story which readers may see at ``now`` shows or showed but this one."""
        of_it = renditions.c.article_id == article_id
        query = select(renditions.c.name).where(of_it, ~_is_seen(now, besides=article_id)).distinct()
        return list(self._connection.execute(query.order_by(renditions.c.name)).scalars())

    def showing(self, names: Iterable[str]) -> list[str]:
        """Ids of the articles that show one of these files now."""
        article_ids: set[str] = set()
        for some in _chunks(sorted(names)):
            query = select(renditions.c.article_id).where(
                renditions.c.name.in_(some), renditions.c.position.is_not(None)
            )
            article_ids.update(self._connection.execute(query).scalars())
        return sorted(article_ids)

    def forget(self, names: Iterable[str]) -> None:
        """These files are not on the shelf any more."""
        for some in _chunks(sorted(names)):
            self._connection.execute(delete(renditions).where(renditions.c.name.in_(some)))


def _is_seen(now: datetime, *, besides: str = "") -> ColumnElement[bool]:
    """Whether a story that readers may see, other than ``besides``, has the file of the row that is asked about."""
    other = renditions.alias("other")
    is_shown = exists().where(
        other.c.name == renditions.c.name,
        other.c.article_id != besides,
        articles.c.id == other.c.article_id,
        is_visible(now),
    )
    return is_shown.correlate(renditions)


def _chunks(names: Sequence[str]) -> Iterable[Sequence[str]]:
    return (names[start : start + CHUNK] for start in range(0, len(names), CHUNK))
