"""A group whose commands are imported when they are called, so that help and errors come at once."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click


class Lazy(NamedTuple):
    """A command that is not imported yet: the module that has it, and its line in the list of all.

    The module's ``commands`` are those of a group, unless one of them bears the name itself.
    """

    module: str
    help: str


class LazyGroup(click.Group):
    """A group that knows its commands by name. An alias calls one by an older name, and is in no list."""

    def __init__(
        self, *args: Any, lazy: Mapping[str, Lazy], aliases: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        """Take the commands in the order of the list."""
        super().__init__(*args, **kwargs)
        self._lazy = lazy
        self._aliases = aliases or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, sorted."""
        del ctx
        return sorted(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; ``None`` when there is none."""
        del ctx
        name = self._aliases.get(cmd_name, cmd_name)
        return _imported(name, self._lazy[name]) if name in self._lazy else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list, for which nothing is imported."""
        names = self.list_commands(ctx)
        room = formatter.width - 6 - max(map(len, names))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, click.Command(None, help=self._lazy[name].help).get_short_help_str(room)) for name in names]
            )


def _imported(name: str, lazy: Lazy) -> click.Command:
    commands: tuple[click.Command, ...] = import_module(lazy.module).commands
    by_name = {command.name or "": command for command in commands}
    return by_name.get(name) or click.Group(name, commands=by_name, help=lazy.help)
