"""SQLAlchemy compiles a statement once an engine, and most tests open an engine of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.util import LRUCache

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import Dialect


class CompiledStatements(LRUCache[Any, Any]):
    """What engines of one kind of database compiled, for all of them; a key begins with the dialect of its engine.

    A test process speaks to one PostgreSQL server and one SQLite, so two dialects of a name are alike.
    """

    def get(self, key: tuple[Dialect, *tuple[Any, ...]], default: Any = None) -> Any:
        return super().get(_of_any_engine(key), default)

    def __setitem__(self, key: tuple[Dialect, *tuple[Any, ...]], value: Any) -> None:
        super().__setitem__(_of_any_engine(key), value)


def _of_any_engine(key: tuple[Dialect, *tuple[Any, ...]]) -> tuple[Any, ...]:
    dialect, *rest = key
    return (dialect.name, *rest)
