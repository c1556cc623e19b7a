"""``syndicate preview``: the desk alone, beside a publisher that runs or without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from syndicate.cli.serving import desk_of
from syndicate.cli.session import Session, command
from syndicate.cli.signals import CaughtSignals, caught_signals
from syndicate.cli.starting import ready

if TYPE_CHECKING:
    from syndicate.config import Config

#: Seconds between two looks whether anybody told it to stop.
_LOOK = 5.0


@command("preview", example="syndicate preview --open")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=0, help="Where it listens.  [default: 0, any free port]"
)
@click.option("--open", "is_shown", is_flag=True, help="Open it in this machine's browser.")
def preview(session: Session, port: int, is_shown: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Show the editors' desk alone, alive to every file that is saved."""
    with caught_signals(reads_again=True) as signals:
        if config := ready(session, signals.stop):
            _show(session, config, signals, port, is_shown=is_shown)
        session.exit_code = signals.exit_code


def _show(session: Session, config: Config, signals: CaughtSignals, port: int, *, is_shown: bool) -> None:
    from syndicate.publishing.settings import SettingsInForce
    from syndicate.web.desk.access.links import desk_link

    with session.parts(config=config) as parts, desk_of(SettingsInForce(parts), port) as desk:
        address = desk_link(parts, desk.url)
        session.give({"url": address}, [f"The desk is at {address}", "Stop with Ctrl-C."])
        if is_shown:
            _open(session, address)
        desk.following.gather()
        while not signals.stop.is_set():
            signals.stirred.wait(_LOOK)
            signals.stirred.clear()
            if signals.read_again.is_set():
                signals.read_again.clear()
                desk.following.settings_read(desk.desk.live.settings.read(by_word=True))


def _open(session: Session, address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        session.warn(f"no browser could be opened; the address is {address}")


commands = (preview,)
