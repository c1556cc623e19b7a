"""``syndicate feeds readers``: which programs ask for the feeds, and how well."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.feeds.polls import ProgramPolls


@command("readers", example="syndicate feeds readers --days 7")
@click.option("--days", type=click.IntRange(1, 400), default=30, show_default=True, help="Look back that many days.")
def readers(session: Session, days: int) -> None:
    """Show what programs ask for the feeds: polls, how many of them needed no bytes, and the subscribers they claim."""
    from syndicate.feeds.poll_store import PollStore

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        since = parts.clock.now().date() - timedelta(days=days - 1)
        programs = PollStore(connection).programs(since)
    shapes = [_shape(program) for program in programs]
    session.give({"since": since.isoformat(), "programs": shapes}, _lines(shapes))


def _shape(program: ProgramPolls) -> dict[str, Any]:
    return {
        "program": program.program,
        "polls": program.polls,
        "conditional_share": round(program.conditional / program.polls, 4),
        "unchanged_share": round(program.unchanged / program.polls, 4),
        "bytes": program.bytes,
        "blind_bytes": program.blind_bytes,
        "subscribers": program.subscribers,
    }


def _lines(shapes: list[dict[str, Any]]) -> list[str]:
    if not shapes:
        return ["nobody has asked for a feed in that time"]
    head = f"{'program':<40}  {'polls':>9}  {'conditional':>11}  {'304':>4}  {'MB':>9}  {'MB blind':>9}  subscribers"
    return [head, *map(_line, shapes)]


def _line(shape: dict[str, Any]) -> str:
    said = "" if shape["subscribers"] is None else f"{shape['subscribers']:,}"
    shares = f"{shape['conditional_share']:>11.0%}  {shape['unchanged_share']:>4.0%}"
    sizes = f"{shape['bytes'] / 1e6:>9,.1f}  {shape['blind_bytes'] / 1e6:>9,.1f}"
    return f"{shape['program']:<40}  {shape['polls']:>9,}  {shares}  {sizes}  {said}".rstrip()
