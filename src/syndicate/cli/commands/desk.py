"""``syndicate desk``: who may use the desk, the way in, and what was done there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli import shapes
from syndicate.cli.session import Session, command
from syndicate.errors import SyndicateError

if TYPE_CHECKING:
    from syndicate.config import Config
    from syndicate.web.desk.access.model import NamedEditor


@command("add", example="syndicate desk add Robin")
@click.argument("name")
@click.option("--password-stdin", "from_stdin", is_flag=True, help="Read the password from stdin, and ask nobody.")
def add(session: Session, name: str, from_stdin: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Let an editor use the desk by a name and a password. From the first one on, nobody comes in without."""
    from syndicate.web.desk.access import passwords
    from syndicate.web.desk.access.editor_store import EditorStore

    password = passwords.hashed(_password(from_stdin=from_stdin))
    with session.parts() as parts, parts.database.write() as connection:
        store = EditorStore(connection)
        is_first = store.is_empty()
        shown = store.add(name, password, parts.clock.now())
    lines = [f"{shown}: may use the desk"]
    if is_first:
        lines.append("from now on the desk asks for a name and a password; who came in by a link is out")
    session.give({"editor": shown, "outcome": "added"}, lines)


@command("password", example="syndicate desk password Robin")
@click.argument("name")
@click.option("--password-stdin", "from_stdin", is_flag=True, help="Read the password from stdin, and ask nobody.")
def password(session: Session, name: str, from_stdin: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Give an editor another password, and end all their sessions."""
    from syndicate.web.desk.access import passwords
    from syndicate.web.desk.access.editor_store import EditorStore

    fresh = passwords.hashed(_password(from_stdin=from_stdin))
    with session.parts(only_reads=True) as parts, parts.database.write() as connection:
        shown = EditorStore(connection).change(name, fresh, parts.clock.now())
    session.give({"editor": shown, "outcome": "changed"}, [f"{shown}: has a new password, and has to log in anew"])


@command("remove", example="syndicate desk remove Robin")
@click.argument("name")
def remove(session: Session, name: str) -> None:
    """Let an editor in no more, from this moment. What they did stays in the log."""
    from syndicate.web.desk.access.editor_store import EditorStore

    with session.parts(only_reads=True) as parts, parts.database.write() as connection:
        store = EditorStore(connection)
        shown = store.remove(name)
        is_last = store.is_empty()
    lines = [f"{shown}: may not use the desk any more"]
    if is_last:
        lines.append("no editor is left: the desk opens by a link again, which syndicate desk link prints")
    session.give({"editor": shown, "outcome": "removed"}, lines)


@command("list", example="syndicate desk list")
def list_editors(session: Session) -> None:
    """List the editors who may use the desk, and when each was last there."""
    from syndicate.web.desk.access.editor_store import EditorStore

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        told = [_shape(editor) for editor in EditorStore(connection).all()]
    lines = [
        f"{each['name']}  since {each['made_at']}  last seen {each['seen_at'] or 'never, or long ago'}" for each in told
    ]
    nobody = ["no editor has a name: the desk opens by a link, which syndicate desk link prints"]
    session.give({"editors": told}, lines or nobody)


@command("link", example="syndicate desk link")
def link(session: Session) -> None:
    """Print the way into the desk: while no editor has a name, with a token that lets in once, within a day."""
    from syndicate.web.desk.access.links import desk_link

    config = session.config()
    with session.parts(config=config, only_reads=True) as parts:
        address = desk_link(parts, _url(config))
    session.give({"url": address}, [address])


@command("log", example="syndicate desk log --limit 20")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most that many.")
def log(session: Session, limit: int) -> None:
    """What was done at the desk, and by whom, the newest first."""
    from syndicate.web.desk.access.log_store import LogStore

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        entries = LogStore(connection).recent(limit)
    told = [
        {
            "at": shapes.instant(entry.at),
            "who": entry.who,
            "act": entry.act,
            "words": entry.words,
            "about": entry.about,
            "outcome": entry.outcome,
            "status": entry.status,
        }
        for entry in entries
    ]
    lines = (f"{each['at']}  {each['who']} {each['words']}  {each['about']}  {each['outcome']}" for each in told)
    session.give({"acts": told}, lines)


def _password(*, from_stdin: bool) -> str:
    """A password that a person types twice without seeing it, or the first line of stdin."""
    if from_stdin:
        return sys.stdin.readline().removesuffix("\n").removesuffix("\r")
    if not sys.stdin.isatty():
        message = "nobody is there to ask; say --password-stdin"
        raise click.UsageError(message)
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed


def _url(config: Config) -> str:
    """Where the desk is reached: behind its proxy, or at this machine."""
    desk = config.desk
    if desk.url:
        return desk.url
    if not desk.port:
        message = "[desk] port is 0, so that only `syndicate run` knows where the desk listens"
        raise SyndicateError(message, code="desk-port", hint="It prints a link at its start. Or give [desk] a port.")
    return f"http://[{desk.host}]:{desk.port}" if ":" in desk.host else f"http://{desk.host}:{desk.port}"


def _shape(editor: NamedEditor) -> dict[str, Any]:
    return {
        "name": editor.name,
        "made_at": shapes.instant(editor.made_at),
        "password_changed_at": shapes.instant(editor.changed_at),
        "seen_at": shapes.instant(editor.seen_at),
    }


commands = (add, link, list_editors, log, password, remove)
