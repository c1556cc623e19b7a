"""``syndicate config``: check it, show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.config import Setting


def register(group: click.Group) -> None:
    """Add the commands."""

    @group.group("config")
    def config() -> None:
        """The configuration: check it, or show every value and where it comes from."""

    @command(config, "check", example="syndicate config check --config /etc/syndicate/config.toml")
    def check(session: Session) -> None:
        """Say all that is wrong with the configuration, and what it misses on this machine."""
        from syndicate.config import examine

        found = examine(session.config_path)
        for one in found.warnings:
            session.warn(f"warning: {one}")
        path = str(found.config.path)
        warnings = [{"where": one.where, "message": one.message} for one in found.warnings]
        session.give({"ok": True, "path": path, "warnings": warnings}, [f"{path}: no complaints"])

    @command(config, "show", example="syndicate config show --json")
    def show(session: Session) -> None:
        """Show every value and where it comes from; secrets are masked."""
        from syndicate.config import describe

        settings = describe(session.config())
        session.give(
            {"settings": [{"path": one.path, "value": one.value, "source": one.source} for one in settings]},
            map(_line, settings),
        )


def _line(one: Setting) -> str:
    """The setting as the file would spell it."""
    from syndicate.config.wording import literal

    return f"{one.path} {'is not set' if one.value is None else f'= {literal(one.value)}'}    # {one.source}"
