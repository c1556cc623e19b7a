"""What a database's own trouble means for the caller."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syndicate.errors import StorageError, SyndicateError, TryLaterError, UnavailableError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL
    from sqlalchemy.exc import DBAPIError


#: Stands for a password.
MASK = "********"
#: The code of a server that answers and says no: it will not say yes by waiting.
REFUSED = "database-refused"
#: The code of a transaction that was given up because another one was at the same rows: it may be tried at once.
CONFLICT = "database-conflict"

# PostgreSQL's serialization_failure, deadlock_detected and lock_not_available.
_CONFLICTS = ("40001", "40P01", "55P03")
_REFUSAL = re.compile(
    r"authentication failed|no password supplied|no pg_hba\.conf entry|does not exist|permission denied"
    r"|not permitted to log in|not currently accepting connections|unrecognized|invalid (value|\w+ value|integer)"
    r"|does not support SSL|certificate|bad value for|unsupported"
)


def failure(url: URL, error: DBAPIError) -> SyndicateError:
    """What a database's own trouble means: disk full, file locked, server gone."""
    cause = _cause(url, error)
    # A password may stand in the query as well.
    where = url.set(drivername=url.get_backend_name(), query={}).render_as_string(hide_password=True)
    if url.get_backend_name() != "sqlite":
        if getattr(error.orig, "sqlstate", None) in _CONFLICTS:
            message = f"another process was changing the same rows: {cause}"
            return TryLaterError(message, code=CONFLICT, where=where, hint="Try again; nothing was half done.")
        if _REFUSAL.search(cause):
            return UnavailableError(f"the database refuses us: {cause}", code=REFUSED, where=where)
        return UnavailableError(f"the database does not answer: {cause}", code="database-failed", where=where)
    if "locked" in cause:
        message = "another process has kept the database locked"
        return TryLaterError(message, code="database-locked", where=where, hint="Try again; nothing was half done.")
    hint = "Free space on the disk or check the permissions; nothing was half done."
    return StorageError(f"the database failed: {cause}", code="database-failed", where=where, hint=hint)


def _cause(url: URL, error: DBAPIError) -> str:
    """The driver's own words, on one line, without the password that it may quote."""
    cause = " ".join(str(error.orig).strip().splitlines()[:1]) or type(error.orig).__name__
    for secret in (url.password, *(value for name, value in url.query.items() if "passw" in name.lower())):
        if isinstance(secret, str) and secret:
            cause = cause.replace(secret, MASK)
    return cause
