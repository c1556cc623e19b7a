"""``syndicate init``: a newsroom of one's own to begin with."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@command("init", example="syndicate init quay")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--templates", is_flag=True, help="Copy the templates of mails as well, to change them.")
def init(session: Session, folder: Path, templates: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Make a newsroom in DIR: a configuration with every key, and sample articles.

    What is there is never changed; a newsroom that is there gets what it lacks.
    """
    from syndicate.shipped import establish

    written = establish(folder, with_templates=templates)
    next_step = _next_step(folder)
    session.give(
        {"folder": str(folder.absolute()), "written": list(written), "next": next_step},
        _lines(folder, written, next_step),
    )


def _next_step(folder: Path) -> str:
    return "syndicate run" if folder.absolute() == Path.cwd() else f"cd {shlex.quote(str(folder))} && syndicate run"


def _lines(folder: Path, written: Sequence[str], next_step: str) -> Iterator[str]:
    parts = dict.fromkeys(Path(path).parts[0] + ("/" if "/" in path else "") for path in written)
    yield f"{folder}: {', '.join(parts) or 'nothing was missing'}"
    if "config.toml" not in written and "templates/" in parts:
        yield 'To use these templates, write into config.toml: [mail] templates = "templates/email"'
    yield f"Next: {next_step}"


commands = (init,)
