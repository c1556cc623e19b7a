"""Who acts, for the record."""

from __future__ import annotations

import getpass

import click

from syndicate.text.plain import one_line

_LONGEST = 100


def author_name(by: str | None) -> str:
    """The name that was given, in one clean line, or the user's on this machine.

    Raises:
        UsageError: it is no name, or the machine does not know it.
    """
    if by:
        return _name(by)
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        message = "this machine does not know your name: say --by NAME"
        raise click.UsageError(message) from error


def _name(by: str) -> str:
    name = one_line(by)
    if not name or len(name) > _LONGEST:
        message = f"say in --by a name of at most {_LONGEST} characters"
        raise click.UsageError(message)
    return name
