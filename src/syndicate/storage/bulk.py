"""Many rows at once, by the shortest way that each database has: one prepared statement, or COPY.

For rows that come by the thousand. The rest of the product says the same by SQLAlchemy's statements.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Table

    #: A value in Python → the same as the driver takes it.
    Bind = Callable[[Any], Any]

#: From so many rows on COPY is worth the table that it needs.
MANY = 50
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def insert_rows(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]], ending: str = ""
) -> None:
    """Insert rows whose values, text, numbers, instants and ``None``, stand in the order of ``names``.

    ``ending`` is what the statement ends with; without any, a row that is there already is an error.
    """
    if not rows:
        return
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite and len(rows) >= MANY:
        _copy(connection, table, names, rows, ending)
        return
    values = f"VALUES ({', '.join(['?' if is_sqlite else '%s'] * len(names))})"
    bound = _bound(table, names, rows) if is_sqlite else list(rows)
    connection.exec_driver_sql(_insert(table, names, values) + ending, bound)


def insert_new(connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """The same; a row that is there already stays as it is."""
    insert_rows(connection, table, names, rows, " ON CONFLICT DO NOTHING")


def _insert(table: Table, names: tuple[str, ...], source: str) -> str:
    # Names of our own tables, never of anybody's; "column" is a word of SQL's own, and so quoted.
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table.name} ({columns}) {source}"


@cache
def _binds(table: Table, names: tuple[str, ...]) -> tuple[Bind | None, ...]:
    from sqlalchemy.dialects import sqlite

    dialect = sqlite.dialect()
    return tuple(table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)


def _bound(table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows as SQLite takes them: instants as text. Few are different, so each is converted once."""
    columns = list(zip(*rows, strict=True))
    for place, bind in enumerate(_binds(table, names)):
        if bind is not None:
            known = {value: bind(value) for value in set(columns[place])}
            columns[place] = tuple(map(known.__getitem__, columns[place]))
    return list(zip(*columns, strict=True))


def _copy(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]], ending: str
) -> None:
    """Into a table of this session's own, from where those go on that are new."""
    own = f"new_{table.name}"
    columns = ", ".join(f'"{name}"' for name in names)
    made = f"CREATE TEMPORARY TABLE {own} ON COMMIT DROP AS SELECT {columns} FROM {table.name} WITH NO DATA"  # noqa: S608
    connection.exec_driver_sql(made)
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {own} ({columns}) FROM STDIN") as copying:
        copying.write(_copied(rows))
    connection.exec_driver_sql(_insert(table, names, f"SELECT {columns} FROM {own}") + ending)  # noqa: S608
    connection.exec_driver_sql(f"DROP TABLE {own}")


def _copied(rows: Sequence[tuple[Any, ...]]) -> str:
    """The rows in COPY's text form. What is special to it is rare, so it is looked for in a whole column at once."""
    columns = [_column(values) for values in zip(*rows, strict=True)]
    return "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"


def _column(values: tuple[Any, ...]) -> list[str]:
    written = {value: str(value) for value in set(values) if value is not None}
    if _SPECIAL.search("".join(written.values())) is not None:
        written = {value: text.translate(_ESCAPED) for value, text in written.items()}
    written[None] = r"\N"
    return [written[value] for value in values]
