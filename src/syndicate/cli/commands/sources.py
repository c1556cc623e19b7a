"""``syndicate sources``: how the sources fare, ask one at once, take one as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.commands.collect import source_lines, source_shape
from syndicate.cli.commands.sources_check import check
from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.articles.source_store import SourceStanding
    from syndicate.config import Config
    from syndicate.config.sources import SourceSection

_NAME = click.argument("name", metavar="NAME")
#: The systems whose exports are read.
_KINDS = ("wordpress", "blogger", "ghost", "medium", "substack", "hugo", "jekyll", "pelican", "eleventy")


@command("list", example="syndicate sources list --json")
def list_sources(session: Session) -> None:
    """List the sources, and what was imported: when each was read, what is wrong, when it is asked again."""
    from syndicate.articles.source_store import SourceStore

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        standings = SourceStore(connection).standings()
        now = parts.clock.now()
        shapes = [_shape(section, standings.get(section.name), now) for section in parts.config.sources]
        configured = {section.name for section in parts.config.sources}
        shapes += [
            shape
            for name, standing in sorted(standings.items())
            if name not in configured and (shape := _import_shape(standing, now))
        ]
    session.give({"sources": shapes}, [line for shape in shapes for line in _lines(shape)])


def _import_shape(standing: SourceStanding, now: datetime) -> dict[str, Any] | None:
    """What an export brought; ``None`` for a source that the configuration has no more."""
    if (imported := standing.imported) is None:
        return None
    return _shape_of(standing.name, "import", f"{imported.file} ({imported.kind})", standing, now)


def _shape(section: SourceSection, standing: SourceStanding | None, now: datetime) -> dict[str, Any]:
    kind = section.kinds[0]
    where = f"/push/{section.name}" if section.push else str(getattr(section, kind))
    return _shape_of(section.name, kind, where, standing, now)


def _shape_of(name: str, kind: str, where: str, standing: SourceStanding | None, now: datetime) -> dict[str, Any]:
    from syndicate.articles.collecting.habit import silent_since
    from syndicate.cli.shapes import instant

    has_failed = standing is not None and standing.error is not None
    is_awaited = standing is not None and standing.imported is None  # an export brings what it has, and no more
    return {
        "name": name,
        "kind": kind,
        "where": where,
        "read_at": instant(standing.read_at) if standing else None,
        "tried_at": instant(standing.tried_at) if standing else None,
        "silent_since": instant(silent_since(standing.arrivals, now)) if standing and is_awaited else None,
        "newest_at": instant(standing.newest_at) if standing else None,
        "next_at": instant(standing.next_at) if standing else None,
        "notice": standing.notice if standing else None,
        "error": {
            "code": standing.error_code,
            "message": standing.error,
            "since": instant(standing.failing_since),
            "failures": standing.failures,
        }
        if standing and has_failed
        else None,
    }


def _lines(shape: dict[str, Any]) -> list[str]:
    tried = f"tried in vain {shape['tried_at']}" if shape["tried_at"] else "never read"
    read = f"read {shape['read_at']}" if shape["read_at"] else tried
    lines = [f"{shape['name']}  {shape['kind']}  {shape['where']}  {read}"]
    if error := shape["error"]:
        lines.append(f"  failing since {error['since']}: {error['message']} [{error['code']}]")
    if shape["silent_since"]:
        lines.append(f"  silent for longer than it ever was: something new came last {shape['silent_since']}")
    if shape["notice"]:
        lines.append(f"  {shape['notice']}")
    if shape["next_at"]:
        lines.append(f"  asked again {shape['next_at']}")
    return lines


@command("poll", example="syndicate sources poll site")
@_NAME
def poll(session: Session, name: str) -> None:
    """Read one source now, due or not: what is new or changed is picked up."""
    with session.parts() as parts, session.busy(f"Reading {name} …"):
        _see_configured(parts.config, name)
        step = next(step for step in parts.publisher.collect_steps if step.source == name)
        report = step.poll()
    session.give({"source": name, **source_shape(report)}, source_lines(name, report))


@command("accept", example="syndicate sources accept site")
@_NAME
def accept(session: Session, name: str) -> None:
    """Take a source as it is from now on, although it shrank or was gone; it is due at once."""
    from syndicate.articles.source_store import SourceStore

    with session.parts() as parts:
        _see_configured(parts.config, name)
        with parts.database.write() as connection:
            was_read = SourceStore(connection).accept(name)
    outcome = "accepted" if was_read else "never-read"
    words = "is taken as it is, and read at the next look" if was_read else "was never read: there is nothing to accept"
    session.give({"source": name, "outcome": outcome}, [f"{name}: {words}"])


@command("import", example="syndicate sources import quay.ghost.2026-11-20.json --source old-site")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--source", "name", metavar="NAME", help="What the import is called.  [default: its system's name]")
@click.option("--kind", type=click.Choice(_KINDS), help="The system it is of.  [default: told by what lies in it]")
@click.option("--site", metavar="ADDRESS", help="Where the articles are or were, such as https://quay.example.")
def import_file(session: Session, file: Path, name: str | None, kind: str | None, site: str | None) -> None:
    """Take in the archive of another system: a file, or a folder. Nothing of it is ever mailed."""
    from syndicate.publishing.importing import import_archive

    with session.parts() as parts, session.busy(f"Taking in {file.name} …"):
        name, report = import_archive(parts, file, name=name, kind=kind, site=site)
    session.give({"source": name, **source_shape(report)}, source_lines(name, report))
    if report.held:
        session.exit_code = Exit.PARTLY


def _see_configured(config: Config, name: str) -> None:
    from syndicate.publishing.known_names import see_known

    see_known("source", name, {section.name for section in config.sources})


commands = (list_sources, check, poll, accept, import_file)
