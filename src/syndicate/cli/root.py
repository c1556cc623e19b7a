"""The root command, and the way an error becomes a message and an exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

import click

from syndicate.cli import articles, audience, configuration, database, editions, feeds, images, ingest, serve
from syndicate.cli.exits import Exit, exit_of
from syndicate.cli.session import Session, common_options, tell_error
from syndicate.errors import SyndicateError

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


for module in (serve, ingest, articles, images, feeds, audience, editions, configuration, database):
    module.register(cli)


def run(arguments: Sequence[str]) -> int:
    """Run the command line; gives the exit code."""
    session = Session()
    try:
        cli.main(list(arguments), prog_name="syndicate", obj=session, standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.UsageError as error:
        if "--json" in arguments:
            click.echo(json.dumps({"error": {"code": "usage", "message": error.format_message()}}), err=True)
        else:
            error.show()
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return Exit.INTERRUPTED
    except SyndicateError as error:
        tell_error(session, error)
        return exit_of(error)
    except OSError as error:
        return _lost(error)
    return session.exit_code


def _lost(error: OSError) -> Exit:
    """What the machine itself refused: a file, a disk, or somebody to print to."""
    if isinstance(error, BrokenPipeError):
        # Whoever read our output has gone; that is their business. Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    click.echo(f"error: {error.filename or 'the system'}: {error.strerror or error}", err=True)
    return Exit.FAILED
