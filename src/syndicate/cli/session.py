"""What every command shares: its options, its output, and the parts it opens when it needs them."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any, TypeVar

import click

from syndicate.cli.exits import Exit
from syndicate.errors import ConfigError, NotFoundError, SyndicateError

if TYPE_CHECKING:
    from syndicate.config import Config
    from syndicate.config.examining import Examined
    from syndicate.publishing.wiring import Parts

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

F = TypeVar("F", bound=Callable[..., Any])


class ReaderGoneError(Exception):
    """Whoever read our output has gone. That is their business: nothing failed."""


def _print(text: str, *, err: bool = False, nl: bool = True) -> None:
    try:
        click.echo(text, err=err, nl=nl)
    except BrokenPipeError as error:
        raise ReaderGoneError from error


@dataclass
class Session:
    """One invocation: where the configuration is, and how to speak."""

    config_path: Path | None = None
    as_json: bool = False
    verbosity: int = 0
    exit_code: Exit = Exit.OK
    #: Where a fault is kept: beside the key that signs links, which is never served; known with the configuration.
    private_folder: Path | None = None

    def config(self) -> Config:
        """Load the configuration."""
        from syndicate.config import load

        config = load(self.config_path)
        self.private_folder = config.web.secret_file.parent
        for warning in config.moved:
            self.warn(f"warning: {warning}")
        return config

    def examined(self, *, knocks: bool = True) -> Examined:
        """Load the configuration, look at what it needs of this machine, and tell what is odd about it."""
        from syndicate.config.examining import examine

        examined = examine(self.config_path, knocks=knocks)
        self.private_folder = examined.config.web.secret_file.parent
        for warning in examined.warnings:
            self.warn(f"warning: {warning}")
        return examined

    @contextmanager
    def parts(self, *, config: Config | None = None, only_reads: bool = False) -> Iterator[Parts]:
        """Open the database and wire the parts, of a configuration that is loaded or of one at hand.

        They are closed at the end. A command that ``only_reads`` makes no database: a path may be mistyped.

        Raises:
            NotFoundError: there is none, and none is to be made.
        """
        from syndicate.publishing.wiring import open_parts
        from syndicate.storage.address import missing_file

        config = config or self.config()
        made = missing_file(config.database.url.get_secret_value())
        if made and only_reads:
            raise _no_database(made)
        with open_parts(config) as parts:
            if made and not self.as_json and self.verbosity >= 0:
                self.warn(f"made a new database at {made}")
            yield parts

    def say(self, text: str) -> None:
        """Print a line for people: on stdout, or on stderr when data goes to stdout."""
        if self.verbosity >= 0:
            _print(printable(text), err=self.as_json)

    def warn(self, text: str) -> None:
        """Print a line on stderr, whatever happens."""
        _print(printable(text), err=True)

    def write(self, text: str) -> None:
        """Hand out data that has a form of its own, such as CSV, as it is."""
        _print(text, nl=False)

    def give(self, data: Mapping[str, Any], lines: Iterable[str] = ()) -> None:
        """Hand out the result: ``data`` as JSON if asked for, else ``lines``."""
        if self.as_json:
            _print(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            for line in lines:
                _print(printable(line))

    def give_each(
        self, name: str, shapes: Callable[[], Generator[Mapping[str, Any]]], lines: Callable[[], Generator[str]]
    ) -> None:
        """Hand out a list of any length as it is read: as JSON one object with the list under ``name``, else lines.

        What is called for is closed before this returns, also when whoever reads our output goes early.
        """
        if not self.as_json:
            with closing(lines()) as written:
                self.give({}, written)
            return
        mark = f'{{\n  "{name}": [\n'
        with closing(shapes()) as given:
            for shape in given:
                _print(mark + indent(json.dumps(shape, ensure_ascii=False, indent=2), "    "), nl=False)
                mark = ",\n"
        _print("\n  ]\n}" if mark == ",\n" else f'{{\n  "{name}": []\n}}')

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Show that something takes its time; on a terminal only."""
        if not self.is_watched:
            yield
            return
        from rich.console import Console

        with Console(stderr=True).status(what):
            yield

    @property
    def is_watched(self) -> bool:
        """Whether a person looks at a terminal and wants to hear."""
        return sys.stderr.isatty() and self.verbosity >= 0 and not self.as_json


def _no_database(path: Path) -> NotFoundError:
    hint = "Is [database] url right? The first run, or `syndicate collect`, makes one."
    return NotFoundError(f"there is no database at {path}", code="database-missing", hint=hint)


def command(name: str, *, example: str) -> Callable[[F], click.Command]:
    """A command that takes the common options and gets the `Session` first."""

    def decorate(function: F) -> click.Command:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            session = click.get_current_context().ensure_object(Session)
            _set_up_logging(session.verbosity)
            return function(session, *args, **kwargs)

        epilog = f"\b\nExample:\n  {example}"
        return click.command(name, epilog=epilog)(common_options(call))

    return decorate


def common_options(function: F) -> F:
    """``--config``, ``--json``, ``-q``, ``-v``: before or after the command's name."""
    options = (
        click.option(
            "--config",
            "config_path",
            type=click.Path(path_type=Path, dir_okay=False),
            help="The configuration file.  [default: $SYNDICATE_CONFIG, else ./config.toml]",
            envvar="SYNDICATE_CONFIG",
            expose_value=False,
            callback=_keep_path,
        ),
        click.option(
            "--json",
            "as_json",
            is_flag=True,
            help="Data as JSON on stdout.",
            expose_value=False,
            callback=_keep("as_json"),
        ),
        click.option("-q", "--quiet", "quiet", is_flag=True, help="Say less.", expose_value=False, callback=_quieter),
        click.option(
            "-v",
            "--verbose",
            "verbose",
            count=True,
            help="Say more; twice for everything.",
            expose_value=False,
            callback=_louder,
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def _keep_path(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    session = context.ensure_object(Session)
    # Before or after the command's name, a flag beats the environment.
    is_flag = context.get_parameter_source(str(parameter.name)) is click.core.ParameterSource.COMMANDLINE
    if value and (is_flag or session.config_path is None):
        session.config_path = value


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        del parameter
        if value:
            setattr(context.ensure_object(Session), name, value)

    return callback


def _quieter(context: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own signature
    del parameter
    if value:
        context.ensure_object(Session).verbosity = -1


def _louder(context: click.Context, parameter: click.Parameter, value: int) -> None:
    del parameter
    if value:
        context.ensure_object(Session).verbosity = value


def _set_up_logging(verbosity: int) -> None:
    levels = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO}
    logging.basicConfig(
        stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.WARNING
    )
    logging.getLogger("syndicate").setLevel(levels.get(verbosity, logging.DEBUG))


def tell_error(session: Session, error: SyndicateError) -> None:
    """Say on stderr what went wrong, and what to do: as JSON if data is wanted as JSON."""
    if session.as_json:
        shown: dict[str, Any] = {"code": error.code, "message": error.message, "where": error.where, "hint": error.hint}
        if isinstance(error, ConfigError):
            shown["complaints"] = [
                {"where": complaint.where, "message": complaint.message} for complaint in error.complaints
            ]
        _print(json.dumps({"error": shown}, ensure_ascii=False), err=True)
        return
    _print(printable(str(error) if isinstance(error, ConfigError) else f"error: {error}"), err=True)
    if error.hint:
        _print(printable(f"hint: {error.hint}"), err=True)


def printable(text: str) -> str:
    """The text with control characters written out: what comes from articles and lists must not steer a terminal.

    Those that turn a line round are among them.
    """
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)
