"""Every error raised on purpose: one tree, each with a code, a sentence and a hint.

The tree says what the caller can do about it; ``cli`` alone turns a class into an
exit code::

    SyndicateError
    ├── ConfigError       the configuration is wrong; all complaints at once
    ├── NotFoundError     a thing named by a person does not exist
    │   └── UnknownNameError  nor does the configuration name it
    ├── BadDataError      content, a template or a file cannot be used as it is
    ├── StorageError      our own disk, database or bucket failed
    │   ├── SchemaError   the database is older or newer than this program
    │   └── ShelfUnavailableError  the store that holds the bucket is not reached
    ├── UnavailableError  a remote system did not do its part
    └── TryLaterError     somebody else is at it, or a quota is used up
"""

from __future__ import annotations

from dataclasses import dataclass


class SyndicateError(Exception):
    """What went wrong, where, and what to do.

    ``code`` is a stable slug for machines (``lock-held``), ``where`` a place such as
    ``config.toml:12:3`` or a path, ``hint`` one sentence on the remedy.
    """

    def __init__(self, message: str, *, code: str, where: str | None = None, hint: str | None = None) -> None:
        """Build the error; ``message`` is one sentence without the place."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """``where: message``, or the message alone."""
        return f"{self.where}: {self.message}" if self.where else self.message


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint:
    """One thing wrong with the configuration, at the place where it stands."""

    where: str
    message: str

    def __str__(self) -> str:
        """``config.toml:12:3: unknown key …``."""
        return f"{self.where}: {self.message}"


class ConfigError(SyndicateError):
    """The configuration cannot be used; ``complaints`` lists every reason, in file order."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        """Join the complaints, a line each."""
        super().__init__("\n".join(map(str, complaints)), code="config-invalid")
        self.complaints = complaints


class NotFoundError(SyndicateError):
    """A thing named by a person (an article, an edition, a newsletter) does not exist."""


class UnknownNameError(NotFoundError):
    """A person named a newsletter or a source that there never was; the hint lists those there are."""


class BadDataError(SyndicateError):
    """Content, a template or a file cannot be used as it is."""


class StorageError(SyndicateError):
    """Our own disk, database or bucket failed; nothing was half done."""


class SchemaError(StorageError):
    """The database's schema is not the one this program was written for."""


class ShelfUnavailableError(StorageError):
    """The store that holds a shelf's bucket is not reached, or does not do its part; it may later."""


class UnavailableError(SyndicateError):
    """A remote system did not do its part; nothing is wrong with the input."""


class TryLaterError(SyndicateError):
    """The same call can succeed later: a lock is held, or a quota is used up."""
