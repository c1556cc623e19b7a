"""The editors who have names, in the database."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, insert, select, update

from syndicate.errors import BadDataError, NotFoundError, SyndicateError
from syndicate.storage.tables import desk_editors, desk_links, desk_sessions
from syndicate.web.desk.access.model import NamedEditor

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Select

_LONGEST_NAME = 60


class EditorStore:
    """Editors by their names, of which capitals and spaces around do not matter."""

    def __init__(self, connection: Connection) -> None:
        """Work within that transaction."""
        self._connection = connection

    def is_empty(self) -> bool:
        """Whether no editor has a name: then who is at this machine is let in by a link."""
        return not self._connection.execute(select(exists(desk_editors.select()))).scalar_one()

    def all(self) -> list[NamedEditor]:
        """Every editor, by name."""
        rows = self._connection.execute(_query().order_by(desk_editors.c.name_key)).mappings()
        return [NamedEditor(**row) for row in rows]

    def get(self, name: str) -> NamedEditor | None:
        """The editor of that name, if there is one; any text may be asked for."""
        row = self._connection.execute(_query().where(desk_editors.c.name_key == key_of(name))).mappings().first()
        return NamedEditor(**row) if row else None

    def add(self, name: str, password: str, now: datetime) -> str:
        """Let an editor in by a name; ``password`` is what `passwords.hashed` made of it. Gives the name as it is kept.

        From the first editor on, whoever came in by a link is out.

        Raises:
            BadDataError: that is no name.
            SyndicateError: there is an editor of that name.
        """
        shown = _readable(name)
        if self.get(shown):
            message, hint = f"there is an editor {shown}", f"Another password: syndicate desk password {shown}"
            raise SyndicateError(message, code="editor-known", hint=hint)
        values = {"name": shown, "name_key": key_of(shown), "password": password}
        self._connection.execute(insert(desk_editors).values(**values, made_at=now, changed_at=now))
        self._connection.execute(delete(desk_links))
        self._connection.execute(delete(desk_sessions).where(desk_sessions.c.editor_key.is_(None)))
        return shown

    def change(self, name: str, password: str, now: datetime) -> str:
        """Give an editor another password, by its hash; all their sessions end. Gives the name.

        Raises:
            NotFoundError: there is no editor of that name.
        """
        editor = self._named(name)
        self._set(editor.key, password=password, changed_at=now)
        self._connection.execute(delete(desk_sessions).where(desk_sessions.c.editor_key == editor.key))
        return editor.name

    def rehash(self, key: int, password: str) -> None:
        """Keep the same password by a newer hash."""
        self._set(key, password=password)

    def remove(self, name: str) -> str:
        """Let an editor in no more; their sessions end. Gives the name.

        Raises:
            NotFoundError: there is no editor of that name.
        """
        editor = self._named(name)
        self._connection.execute(delete(desk_editors).where(desk_editors.c.key == editor.key))
        return editor.name

    def _named(self, name: str) -> NamedEditor:
        editor = self.get(name)
        if editor is None:
            message = f"there is no editor “{name}”"
            raise NotFoundError(message, code="editor-unknown", hint="syndicate desk list shows who there is.")
        return editor

    def _set(self, key: int, **values: object) -> None:
        self._connection.execute(update(desk_editors).where(desk_editors.c.key == key).values(**values))


def key_of(name: str) -> str:
    """By what names are compared; any text has one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()).replace("\x00", "")


def _readable(name: str) -> str:
    shown = " ".join(name.split())
    if not shown or not shown.isprintable() or len(shown) > _LONGEST_NAME:
        message = f"a name has up to {_LONGEST_NAME} letters, and nothing that cannot be seen"
        raise BadDataError(message, code="editor-name", hint='Write it as colleagues know it: "Robin Fisher".')
    return shown


def _query() -> Select[tuple[int, str, str, datetime, datetime, datetime]]:
    seen = select(func.max(desk_sessions.c.seen_at)).where(desk_sessions.c.editor_key == desk_editors.c.key)
    columns = desk_editors.c
    return select(
        columns.key,
        columns.name,
        columns.password,
        columns.made_at,
        columns.changed_at,
        seen.scalar_subquery().label("seen_at"),
    )
