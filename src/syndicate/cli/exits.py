"""Exit codes, as every command uses them (some are from sysexits.h)."""

from __future__ import annotations

from enum import IntEnum

from syndicate.errors import (
    BadDataError,
    ConfigError,
    ShelfUnavailableError,
    SyndicateError,
    TryLaterError,
    UnavailableError,
    UnknownNameError,
)


class Exit(IntEnum):
    """What a command's end means."""

    OK = 0
    FAILED = 1
    USAGE = 2
    PARTLY = 3
    BAD_DATA = 65
    UNAVAILABLE = 69
    FAULT = 70
    TRY_LATER = 75
    INTERRUPTED = 130


_BY_ERROR: tuple[tuple[type[SyndicateError], Exit], ...] = (
    (ConfigError, Exit.USAGE),
    (UnknownNameError, Exit.USAGE),
    (BadDataError, Exit.BAD_DATA),
    (UnavailableError, Exit.UNAVAILABLE),
    (ShelfUnavailableError, Exit.UNAVAILABLE),
    (TryLaterError, Exit.TRY_LATER),
)


def exit_of(error: SyndicateError) -> Exit:
    """The exit code that an error leads to."""
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), Exit.FAILED)
