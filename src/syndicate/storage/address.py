"""Addresses of databases: read whole, or refused with what is wrong and never with what stands in them.

A password may stand anywhere in an address that is broken, so no message repeats a part of it.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from syndicate.errors import StorageError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

SQLITE, POSTGRESQL = "sqlite", "postgresql"

#: What the scheme may name: whichever driver of PostgreSQL an address was copied with, ours is used.
_DRIVERS = {
    SQLITE: frozenset({"", "pysqlite"}),
    POSTGRESQL: frozenset({"", "psycopg", "psycopg2", "psycopg_async", "psycopgbinary", "asyncpg", "pg8000"}),
}
_SCHEME = re.compile(r"(?P<dialect>[a-z0-9]*)(\+(?P<driver>[a-z0-9_]*))?://(?P<rest>.*)", re.DOTALL | re.ASCII)
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_LABEL = r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(\.{_LABEL})*\.?", re.ASCII)
_LONGEST_NAME, _HIGHEST_PORT = 253, 65_535

_WHOSE = "the database's address"
_WRITE = 'write "sqlite:///var/syndicate.db" or "postgresql://user@host/name"'
_ESCAPE = "in a user's name or password, @ is written %40, / %2F, : %3A and % %25"


def read(address: str) -> URL:
    """The address in its parts, fit to be opened.

    Raises:
        StorageError: it is broken, is no database of ours, or its driver is missing; message and hint are the rest
            of a sentence that began with what held the address.
    """
    text = address.strip()
    if not text:
        raise _refusal(because=f"is empty; {_WRITE}")
    if _UNFIT.search(text):
        raise _refusal(because=f"has control characters or bytes that are no UTF-8 in it; {_WRITE}")
    found = _SCHEME.fullmatch(text)
    if not found:
        raise _refusal(because=f"is no database address; {_WRITE}")
    dialect, driver = found["dialect"], found["driver"] or ""
    _check_dialect(dialect, driver)
    if dialect == SQLITE:
        _check_sqlite(found["rest"])
        return _parsed(text)
    _check_escapes(found["rest"])
    url = _parsed(text).set(drivername="postgresql+psycopg")
    _check_server(url, text)
    _check_options(url)
    return url


def missing_file(address: str) -> Path | None:
    """The file of a SQLite database that is not there yet; ``None`` when it is, and for a server.

    Raises:
        StorageError: as `read`.
    """
    url = read(address)
    if url.get_backend_name() != SQLITE or url.database is None or Path(url.database).exists():
        return None
    return Path(url.database)


def _check_dialect(dialect: str, driver: str) -> None:
    if dialect == "postgres":
        raise _refusal(because=f"is no database address; {_WRITE}: postgresql in full")
    if dialect not in _DRIVERS:
        raise _refusal(because=f"is of a kind that is not supported, for it must be SQLite or PostgreSQL; {_WRITE}")
    if driver not in _DRIVERS[dialect]:
        raise _refusal(because=f'names a driver that there is not; write "{dialect}://" alone')


def _check_sqlite(rest: str) -> None:
    path = rest.removeprefix("/")
    if path == rest or path in {"", ":memory:"}:
        raise _refusal(because='names no file, and workers and restarts share one; write "sqlite:///var/syndicate.db"')
    if "?" in path:
        raise _refusal(
            because="has a ? in it, but a SQLite file has no options here; end the address with the file's name"
        )


def _check_escapes(rest: str) -> None:
    if _BROKEN_ESCAPE.search(rest):
        raise _refusal(because="has a % that begins no escape; write %25 for a percent sign")
    for escapes in _ESCAPES.findall(rest):
        try:
            text = bytes.fromhex(escapes.replace("%", "")).decode("utf-8")
        except UnicodeDecodeError as error:
            message = "has escapes that are no UTF-8, such as %FF; write letters beyond ASCII as they are"
            raise _refusal(because=message) from error
        if _UNFIT.search(text):
            raise _refusal(because="has an escaped control character in it; leave it out")


def _parsed(text: str) -> URL:
    try:
        return make_url(text)
    except (ArgumentError, ValueError) as error:
        message = f"has a port that is no number, or an IPv6 address without both its brackets; {_ESCAPE}"
        raise _refusal(because=message) from error


def _check_server(url: URL, text: str) -> None:
    host = url.host or ""
    if ":" in host or f"[{host}]" in text:
        _check_ipv6(host)
    elif host and (len(host) > _LONGEST_NAME or not _NAME.fullmatch(host)):
        raise _refusal(
            because=f"has a host that is no machine's name; {_ESCAPE}; a folder of sockets is written ?host=/run/…"
        )
    if url.port is not None and not 1 <= url.port <= _HIGHEST_PORT:
        raise _refusal(because="has a port that is no number from 1 to 65535; correct it")
    if set(url.database or "") & set("@/"):
        raise _refusal(because=f"has @ or / in the database's name; {_ESCAPE}")
    if not (host or url.database or url.username or url.query):
        raise _refusal(because='names no database; write "postgresql://user@host/name"')


def _check_ipv6(host: str) -> None:
    try:
        IPv6Address(host)
    except ValueError as error:
        raise _refusal(because="has no IPv6 address in its brackets; write one such as [::1]") from error


def _check_options(url: URL) -> None:
    """See that the driver is there and knows every option; no connection is made."""
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import make_conninfo

        dialect = url.get_dialect()()
    except (ImportError, NoSuchModuleError) as error:
        raise _missing_driver() from error
    try:
        _, options = dialect.create_connect_args(url)
        int(options.get("connect_timeout", 0))
        make_conninfo(**{name: value for name, value in options.items() if name != "context"})
    except (ProgrammingError, ArgumentError, TypeError, ValueError) as error:
        message = "has an option behind its ? that PostgreSQL does not take; correct it or leave it out"
        raise _refusal(because=message) from error


def _missing_driver() -> StorageError:
    message = "needs the driver of PostgreSQL, which is not installed"
    hint = "install it into the same environment: .venv/bin/python -m pip install -e '.[postgres]'"
    return StorageError(message, code="driver-missing", where=_WHOSE, hint=hint)


def _refusal(*, because: str) -> StorageError:
    wrong, _, remedy = because.partition("; ")
    return StorageError(wrong, code="database-url", where=_WHOSE, hint=remedy)
