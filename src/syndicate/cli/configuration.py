"""``syndicate config``: check it, show it."""

from __future__ import annotations

import click

from syndicate.cli.session import Session, command


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
            [f"{one.path} = {one.value}    # {one.source}" for one in settings],
        )
