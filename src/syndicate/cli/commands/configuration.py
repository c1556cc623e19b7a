"""``syndicate config``: check it, show it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.config.examining import Examined
    from syndicate.config.listing import ConfigValue
    from syndicate.digests.defaults import Move
    from syndicate.storage.knock import DatabaseState


@command("check", example="syndicate config check --config /etc/syndicate/config.toml")
def check(session: Session) -> None:
    """Say all that is wrong with the configuration, what it misses on this machine, and how the database is."""
    examined = session.examined()
    path = str(examined.config.path)
    warnings = [{"where": warning.where, "message": warning.message} for warning in examined.warnings]
    moves = _moves(examined)
    shape: dict[str, Any] = {"ok": True, "path": path, "warnings": warnings, "database": _shape(examined.database)}
    shape["moves"] = [asdict(move) for move in moves]
    session.give(shape, [*_database_lines(examined.database), *map(str, moves), f"{path}: no complaints"])


@command("show", example="syndicate config show --json")
def show(session: Session) -> None:
    """Show every value and where it comes from; secrets are masked."""
    from syndicate.config.listing import describe

    settings = describe(session.config())
    session.give(
        {
            "settings": [
                {"path": setting.path, "value": setting.value, "source": setting.source} for setting in settings
            ]
        },
        map(_line, settings),
    )


def _shape(database: DatabaseState | None) -> dict[str, str | None] | None:
    if database is None:
        return None
    return {"kind": database.kind, "version": database.version, "schema": database.schema, "needs": database.needs}


def _moves(examined: Examined) -> list[Move]:
    """Whom the next start moves; nobody where there is no database, or one of another program, or none to be read."""
    from contextlib import closing, suppress

    from syndicate.errors import StorageError
    from syndicate.publishing.moving import coming_moves
    from syndicate.publishing.newsletters import newsletters_of
    from syndicate.storage import open_database

    if examined.database is None or examined.database.schema != examined.database.needs:
        return []
    with suppress(StorageError), closing(open_database(examined.config.database.url.get_secret_value())) as database:
        return coming_moves(database, newsletters_of(examined.config))
    return []


def _database_lines(database: DatabaseState | None) -> Iterator[str]:
    if database:
        schema = f"schema {database.schema}" if database.schema else "empty; the first start sets it up"
        yield f"database: {database.kind} {database.version}, {schema}"


def _line(setting: ConfigValue) -> str:
    """The setting as the file would spell it."""
    from syndicate.config.phrasing import literal

    shown = "is not set" if setting.value is None else f"= {literal(setting.value)}"
    return f"{setting.path} {shown}    # {setting.source}"


commands = (check, show)
