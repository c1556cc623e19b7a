"""The root command, and the way an error becomes a message and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from syndicate.cli.exits import Exit, exit_of
from syndicate.cli.lazy import Lazy, LazyGroup
from syndicate.cli.session import ReaderGoneError, Session, common_options, tell_error
from syndicate.errors import SyndicateError

EXIT_CODES = """\b
Exit codes:
  0    done
  1    failed
  2    wrong usage or configuration
  3    partly done; the output says what was not
  65   bad data or template
  69   a remote system is unavailable
  70   a fault of syndicate itself
  75   try later: a lock is held, or a quota is used up
  130  interrupted
"""


class _Root(LazyGroup):
    """click ends with 1 and without a word when any pipe breaks; when it is not our output's, there is much to say."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _refused(error) from error


def _refused(error: OSError) -> SyndicateError:
    """What the machine itself refused: a file, a disk, a connection."""
    return SyndicateError(error.strerror or str(error), code="system", where=str(error.filename or "the system"))


_COMMANDS = {
    name: Lazy(f"syndicate.cli.commands.{module}", help_)
    for name, module, help_ in (
        ("adopt", "adopt", "Let this machine send mail for this database."),
        (
            "articles",
            "articles",
            "What was picked up: list it, show one article whole, take one back, tell readers of a change.",
        ),
        ("aws", "aws", "Amazon SES: set it up, look how it stands."),
        ("collect", "collect", "Pick up new and changed articles, and prepare their pictures."),
        ("config", "configuration", "The configuration: check it, or show every value and where it comes from."),
        ("db", "database", "The database."),
        ("deliveries", "deliveries", "Deliveries: list them, see what is in doubt, resolve it."),
        ("desk", "desk", "The desk: who may use it, the way in, what was done there."),
        ("edition", "editions", "Editions: compose, list, show, send, hold, stop."),
        ("feeds", "feeds", "The feed documents."),
        ("init", "init", "Make a newsroom in DIR: a configuration with every key, and sample articles."),
        ("images", "images", "Hero images: list them, look for one again, say which point a crop must keep."),
        ("newsletter", "newsletters", "What a newsletter brings next, and when."),
        ("preview", "preview", "Show the editors' desk alone, alive to every file that is saved."),
        ("report", "report", "Show past editions in numbers, and readers week by week; of one newsletter or of each."),
        ("run", "run", "Publish: pick up articles, write feeds, send digests, serve the pages."),
        ("sources", "sources", "Where articles come from: list the sources, check an address, read one now."),
        ("subscribers", "subscribers", "Who receives digests: add, import, show, end, erase."),
        ("websub", "websub", "Hubs that tell readers of news: list them, check a feed's."),
    )
}
_ALIASES = {"ingest": "collect"}
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=_Root, lazy=_COMMANDS, aliases=_ALIASES, context_settings=_SETTINGS, epilog=EXIT_CODES)
@common_options
@click.version_option(package_name="syndicate", message="%(prog)s %(version)s")
def cli() -> None:
    """Articles in; feeds and inboxes out."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line; gives the exit code."""
    session = Session()
    try:
        cli.main(list(arguments), prog_name="syndicate", obj=session, standalone_mode=False)
    except ReaderGoneError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains at exit
        return Exit.OK
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last place where something useful can be said
        return _tell(session, error, arguments)
    return session.exit_code


def _tell(session: Session, error: Exception, arguments: Sequence[str]) -> Exit:
    """Say what went wrong; gives the exit code that it means."""
    if isinstance(error, click.UsageError):
        _tell_misuse(session, error, arguments)
        return Exit.USAGE
    if isinstance(error, SyndicateError):
        tell_error(session, error)
        return exit_of(error)
    if isinstance(error, OSError):
        tell_error(session, _refused(error))
        return Exit.FAILED
    from syndicate.cli.faults import fault

    tell_error(session, fault(error, session.private_folder))
    return Exit.FAULT


def _tell_misuse(session: Session, error: click.UsageError, arguments: Sequence[str]) -> None:
    if "--json" not in arguments:
        error.show()
        return
    session.as_json = True  # which the option's own callback may not have come to say
    tell_error(session, SyndicateError(error.format_message(), code="usage"))
