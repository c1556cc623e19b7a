"""What a database plans to do for our statements, asked of itself, for the very statements that were sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, event, text

from syndicate.storage import Database

Sent = tuple[str, Any]


@dataclass
class Statements:
    """The statements that were sent, with what was filled in."""

    sent: list[Sent] = field(default_factory=list)

    def about(self, table: str) -> list[Sent]:
        """Those that name the table."""
        return [sent for sent in self.sent if re.search(rf"\b{table}\b", sent[0])]


@contextmanager
def heard(database: Database) -> Iterator[Statements]:
    """Note what is sent meanwhile."""
    statements = Statements()

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        statements.sent.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def plans(database: Database, ask: Callable[[Connection], object], table: str) -> list[str]:
    """The plan of each statement about the table that is sent when that is asked; nothing of it is kept."""
    with heard(database) as statements, database.engine.connect() as connection:
        ask(connection)
        connection.rollback()
    word = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.engine.connect() as connection:
        explained = (connection.exec_driver_sql(word + sent, filled) for sent, filled in statements.about(table))
        return ["\n".join(str(row[-1]) for row in rows) for rows in explained]


def is_scan(plan: str, table: str) -> bool:
    """Whether the whole table is gone through."""
    return re.search(rf"(SCAN {table}\b|Seq Scan on {table}\b)", plan) is not None


def is_sorted(plan: str) -> bool:
    """Whether rows are put in order once they are read."""
    return re.search(r"(TEMP B-TREE|Sort Key)", plan) is not None


def analyse(database: Database) -> None:
    """Let the database learn how large its tables are."""
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
