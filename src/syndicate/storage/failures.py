"""What a database's own trouble means for the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.errors import StorageError, SyndicateError, TryLaterError, UnavailableError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL
    from sqlalchemy.exc import OperationalError


def failure(url: URL, error: OperationalError) -> SyndicateError:
    """What a database's own trouble means: disk full, file locked, server gone."""
    cause = str(error.orig).strip().splitlines()[0]
    # A password may stand in the query as well.
    where = url.set(query={}).render_as_string(hide_password=True)
    if url.get_backend_name() != "sqlite":
        return UnavailableError(f"the database does not answer: {cause}", code="database-failed", where=where)
    if "locked" in cause:
        message = "another process has kept the database locked"
        return TryLaterError(message, code="database-locked", where=where, hint="Try again; nothing was half done.")
    hint = "Free space on the disk or check the permissions; nothing was half done."
    return StorageError(f"the database failed: {cause}", code="database-failed", where=where, hint=hint)
