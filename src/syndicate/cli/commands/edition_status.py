"""``syndicate edition status``: a line for each edition under way; on a terminal it stays up to date."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.session import Session, command, printable
from syndicate.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from syndicate.delivery.status.lines import EditionStatus
    from syndicate.publishing.wiring import Parts

#: Seconds between two looks.
PERIOD = 1.0


@command("status", example="syndicate edition status --all --follow")
@click.argument("edition_id", metavar="ID", required=False)
@click.option("--all", "is_all", is_flag=True, help="Every edition that is under way.")
@click.option("--follow", is_flag=True, help="On a terminal: look again each second, until nothing is under way.")
def status(session: Session, edition_id: str | None, is_all: bool, follow: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Show how an edition fares: its mails by state, rate and quota, and when its last reader has it."""
    if (edition_id is None) is not is_all:
        message = "name one edition, or say --all"
        raise click.UsageError(message)
    with session.parts(only_reads=True) as parts:
        if follow and sys.stdout.isatty() and not session.as_json:
            _follow(parts, edition_id)
            return
        looks = _look(parts, edition_id)
    lines = [look.line() for look in looks] or ["nothing is under way"]
    session.give({"editions": [shape(look) for look in looks]}, lines)


def _follow(parts: Parts, edition_id: str | None) -> None:
    """Keep the lines up to date until whatever they are about is over."""
    from syndicate.publishing.under_way import with_rates

    looks: list[EditionStatus] = []
    with _screen() as show:
        while True:
            looks = with_rates(_look(parts, edition_id), looks)
            show("\n".join(look.line() for look in looks) or "nothing is under way")
            if all(look.is_over for look in looks):
                return
            parts.clock.sleep(PERIOD)


@contextmanager
def _screen() -> Iterator[Callable[[str], None]]:
    """A place on the terminal whose text can be put anew; what it last said stays."""
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    with Live(console=Console(), auto_refresh=False) as live:
        yield lambda text: live.update(Text("\n".join(map(printable, text.split("\n")))), refresh=True)


def _look(parts: Parts, edition_id: str | None) -> list[EditionStatus]:
    from syndicate.delivery.status.store import StatusStore
    from syndicate.publishing.under_way import status_settings

    readers = None if edition_id is None else _readers(parts, edition_id)
    settings, now = status_settings(parts), parts.clock.now()
    with parts.database.read() as connection:
        store = StatusStore(connection, settings)
        return store.under_way(now) if edition_id is None else [store.of(edition_id, now, readers)]


def _readers(parts: Parts, edition_id: str) -> int | None:
    """To how many an edition would go that nobody has opened; ``None``: it is opened, or its newsletter is no more."""
    if parts.publisher.edition(edition_id).opened_at is not None:
        return None
    try:
        return parts.publisher.audience(edition_id)
    except UnknownNameError:
        return None


def shape(look: EditionStatus) -> dict[str, Any]:
    """How an edition fares, as JSON."""
    from syndicate.cli.shapes import instant

    plain = ("id", "newsletter", "number", "state", "held_because", "priority", "mails")
    end = look.forecast
    return {
        **{name: getattr(look, name) for name in plain},
        "deliveries": dict(look.counts),
        "allowed_rate": look.allowed_rate,
        "quota_left": look.quota_left,
        "allowed_today": look.allowed_today,
        "paused_until": instant(look.paused_until),
        "paused_because": look.paused_because if look.paused_until else None,
        "forbidden": look.forbidden,
        "trial": look.trial,
        "trial_wait_seconds": look.trial_wait.total_seconds(),
        "is_on_trial": look.is_on_trial,
        "ends_at": instant(end.ends_at) if end else None,
        "waits_for": end.waits_for if end else None,
    }
