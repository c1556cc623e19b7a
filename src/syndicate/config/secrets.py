"""Values that are never shown whole: the key that signs links, the database's address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import PlainValidator, Secret, SecretStr, ValidationInfo

from syndicate.config.phrasing import MASK
from syndicate.errors import StorageError

#: In characters; shorter secrets can be guessed.
SECRET_LENGTH = 32

_SQLITE_FILE = re.compile(r"(?P<scheme>sqlite(\+[a-z0-9]+)?):///(?P<file>.+)")
_PLAIN_FILE = re.compile(r"sqlite:///[\w/. -]+", re.ASCII)
# The last @ ends the password: one inside it may stand there unescaped.
_USER_PASSWORD = re.compile(r"(?<=://)([^:/@]*):.*(?=@)", re.DOTALL)
_QUERY_PASSWORD = re.compile(r"(?i)((?:^|[?&])[^=&]*passw[^=&]*=)[^&]*")


class DatabaseUrl(Secret[str]):
    """The address of a database; printed without its password, given whole by ``get_secret_value()``."""

    def _display(self) -> str:
        return without_password(self.get_secret_value())

    @property
    def file(self) -> Path | None:
        """The SQLite file, or ``None`` for a server."""
        match = _SQLITE_FILE.fullmatch(self.get_secret_value())
        return Path(match["file"]) if match else None


def without_password(url: str) -> str:
    """The address with every password in it masked."""
    return _QUERY_PASSWORD.sub(rf"\1{MASK}", _USER_PASSWORD.sub(rf"\1:{MASK}", url))


def has_password(url: str) -> bool:
    """Whether a password stands in the address."""
    return without_password(url) != url


def read_database_url(value: object, circumstances: ValidationInfo) -> DatabaseUrl:
    """A SQLite file, made absolute from the folder of the configuration file, or a PostgreSQL address.

    Messages never repeat the value: a password may stand in it, in a place where nobody expects one.
    """
    if isinstance(value, DatabaseUrl):
        value = value.get_secret_value()
    if not isinstance(value, str):
        message = 'is no database address; write "sqlite:///var/syndicate.db" or "postgresql://user@host/name"'
        raise ValueError(message)  # noqa: TRY004 - as every reader does
    url = value.strip()
    if not _PLAIN_FILE.fullmatch(url):
        _see_readable(url)
    match = _SQLITE_FILE.fullmatch(url)
    return DatabaseUrl(_absolute(match, circumstances) if match else url)


def _see_readable(url: str) -> None:
    from syndicate.storage import address  # not above: SQLAlchemy is wanted for an unusual address only

    try:
        address.read(url)
    except StorageError as error:
        message = f"{error.message}; {error.hint}"
        raise ValueError(message) from error


def _absolute(match: re.Match[str], circumstances: ValidationInfo) -> str:
    folder = circumstances.context.folder if circumstances.context else None
    return f"{match['scheme']}:///{folder / match['file'] if folder else match['file']}"


def read_secret(value: object) -> SecretStr:
    """Text of at least `SECRET_LENGTH` characters; no message repeats it."""
    if isinstance(value, SecretStr):
        return value
    if not isinstance(value, str) or len(value.strip()) < SECRET_LENGTH:
        message = (
            f"is too short; a secret has at least {SECRET_LENGTH} characters, such as `openssl rand -hex 32` prints"
        )
        raise ValueError(message)
    return SecretStr(value.strip())


def read_password(value: object) -> SecretStr:
    """Text that is not empty; no message repeats it."""
    if isinstance(value, SecretStr):
        return value
    if not isinstance(value, str) or not value.strip():
        message = "is no password; it must not be empty"
        raise ValueError(message)
    return SecretStr(value.strip())


DatabaseAddress = Annotated[DatabaseUrl, PlainValidator(read_database_url)]
SecretText = Annotated[SecretStr, PlainValidator(read_secret)]
PasswordText = Annotated[SecretStr, PlainValidator(read_password)]
