"""A list of keys as one value of a statement: whatever its length, the statement stays the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Boolean, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.operators import OperatorType


class KeyList(TypeDecorator[Iterable[int]]):
    """Integers, in the words of the database: an array of PostgreSQL's, JSON for SQLite."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> str:
        """Write them down."""
        written = ",".join(map(str, value or ()))
        return f"{{{written}}}" if dialect.name == "postgresql" else f"[{written}]"


class IsAmong(FunctionElement[bool]):
    """Whether a column is one of the keys: `is_among`."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:
        """Stand as it is: ``… = 1``, which SQLite would be told else, hides the column from every index."""
        del against
        return self


def is_among(column: ColumnElement[Any], keys: Iterable[int] | BindParameter[Any]) -> ColumnElement[bool]:
    """The condition that the column is one of the keys, or of those that a parameter of type `KeyList` will hold."""
    if not isinstance(keys, Iterable):
        return IsAmong(column, keys)
    return IsAmong(column, bindparam(None, tuple(keys), type_=KeyList))


@compiles(IsAmong)
def _in_json(element: IsAmong, compiler: SQLCompiler, **given: Any) -> str:
    column, keys = (compiler.process(clause, **given) for clause in element.clauses)
    return f"({column} IN (SELECT value FROM json_each({keys})))"  # noqa: S608 - both are compiled


@compiles(IsAmong, "postgresql")
def _in_array(element: IsAmong, compiler: SQLCompiler, **given: Any) -> str:
    column, keys = (compiler.process(clause, **given) for clause in element.clauses)
    return f"({column} = ANY (CAST({keys} AS BIGINT[])))"
