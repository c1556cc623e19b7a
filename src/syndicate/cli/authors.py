"""Who acts, for the record."""

from __future__ import annotations

import getpass

import click


def author_name(by: str | None) -> str:
    """The name that was given, or the user's on this machine.

    Raises:
        UsageError: the machine does not know it.
    """
    try:
        return by or getpass.getuser()
    except (OSError, KeyError) as error:
        message = "this machine does not know your name: say --by NAME"
        raise click.UsageError(message) from error
