"""The root command, and the way an error becomes a message and an exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

import click

from syndicate.cli import articles, audience, configuration, database, editions, feeds, ingest, serve
from syndicate.cli.exits import Exit, exit_of
from syndicate.cli.session import Session, common_options
from syndicate.errors import ConfigError, SyndicateError

EXIT_CODES = """\b
Exit codes:
  0    done
  1    failed
  2    wrong usage or configuration
  3    partly done; the output says what was not
  65   bad data or template
  69   a remote system is unavailable
  75   try later: a lock is held, or a quota is used up
  130  interrupted
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EXIT_CODES)
@common_options
@click.version_option(package_name="syndicate", message="%(prog)s %(version)s")
def cli() -> None:
    """Articles in; feeds and inboxes out."""


for module in (serve, ingest, articles, feeds, audience, editions, configuration, database):
    module.register(cli)


def run(arguments: Sequence[str]) -> int:
    """Run the command line; gives the exit code."""
    session = Session()
    try:
        cli.main(list(arguments), prog_name="syndicate", obj=session, standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.UsageError as error:
        error.show()
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return Exit.INTERRUPTED
    except SyndicateError as error:
        _tell(error, session)
        return exit_of(error)
    except BrokenPipeError:
        # Whoever read our output has gone; that is their business. Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    return session.exit_code


def _tell(error: SyndicateError, session: Session) -> None:
    if session.as_json:
        shown = {"code": error.code, "message": error.message, "where": error.where, "hint": error.hint}
        if isinstance(error, ConfigError):
            shown["complaints"] = [{"where": one.where, "message": one.message} for one in error.complaints]  # type: ignore[assignment]
        click.echo(json.dumps({"error": shown}, ensure_ascii=False), err=True)
        return
    click.echo(f"error: {error}" if not isinstance(error, ConfigError) else str(error), err=True)
    if error.hint:
        click.echo(f"hint: {error.hint}", err=True)
