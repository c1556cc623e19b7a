"""A list of keys as one value of a statement: whatever its length, the statement stays the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import BindParameter, Boolean, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.operators import OperatorType


class KeyList(TypeDecorator[Sequence[int]]):
    """Integers, in the words of the database: an array of PostgreSQL's, JSON for SQLite."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> str:
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


def is_among(column: ColumnElement[Any], keys: Sequence[int] | BindParameter[Any]) -> ColumnElement[bool]:
    """The condition that the column is one of the keys, or of those that a parameter of type `KeyList` will hold."""
    return IsAmong(column, keys if isinstance(keys, BindParameter) else bindparam(None, keys, type_=KeyList))


@compiles(IsAmong)
def _in_json(element: IsAmong, compiler: SQLCompiler, **given: Any) -> str:
    column, keys = (compiler.process(clause, **given) for clause in element.clauses)
    return f"({column} IN (SELECT value FROM json_each({keys})))"  # noqa: S608 - both are compiled


@compiles(IsAmong, "postgresql")
def _in_array(element: IsAmong, compiler: SQLCompiler, **given: Any) -> str:
    column, keys = (compiler.process(clause, **given) for clause in element.clauses)
    return f"({column} = ANY (CAST({keys} AS BIGINT[])))"
