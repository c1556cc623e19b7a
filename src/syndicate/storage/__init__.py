"""Engine, tables, locks and migrations: SQLAlchemy Core on SQLite (default) or PostgreSQL."""

from syndicate.storage.database import Database, open_database
from syndicate.storage.locks import Lock

__all__ = ["Database", "Lock", "open_database"]
