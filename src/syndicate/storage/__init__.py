"""Engine, tables, locks and migrations: SQLAlchemy Core on SQLite (default) or PostgreSQL.

Every room says its states in the words of `syndicate.storage.states`, a worker that decodes pictures too; so SQLAlchemy
is imported where a database is asked for, and not with the words.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__all__ = ["Database", "Lock", "open_database"]

if TYPE_CHECKING:
    from syndicate.storage.database import Database, open_database
    from syndicate.storage.locks import Lock
else:
    _PLACES = {"Database": "database", "Lock": "locks", "open_database": "database"}

    def __getattr__(name: str) -> object:
        if name not in _PLACES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
