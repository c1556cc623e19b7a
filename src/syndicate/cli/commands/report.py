"""``syndicate report``: what became of past editions, and how many readers came and went."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.delivery.reporting.model import EditionReport, NewsletterReport

_SHARES = ("delivered", "bounced", "returned", "complained")
#: Weeks that are told to people; as JSON there is a year of them.
_WEEKS = 4


@command("report", example="syndicate report morning --limit 10")
@click.argument("newsletter", required=False)
@click.option("--limit", type=click.IntRange(1, 1_000), default=20, show_default=True, help="So many editions.")
@click.option("--before", type=click.IntRange(1), metavar="NUMBER", help="Only editions with lower numbers.")
def report(session: Session, newsletter: str | None, limit: int, before: int | None) -> None:
    """Show past editions in numbers, and readers week by week; of one newsletter or of each."""
    from syndicate.publishing.reporting import report_on

    with session.parts(only_reads=True) as parts:
        names = [newsletter] if newsletter else [known.name for known in parts.newsletters]
        reports = [report_on(parts, name, limit=limit, before=before) for name in names]
    session.give({"newsletters": [shape(told) for told in reports]}, [line for told in reports for line in lines(told)])


def shape(told: NewsletterReport) -> dict[str, Any]:
    """A report as JSON; shares are of the mails that were taken, 0 to 1, and null where nothing was told."""
    return {
        "name": told.name,
        "title": told.title,
        "readers": told.readers,
        "editions": [_edition(edition) for edition in told.editions],
        "has_earlier": told.has_earlier,
        "weeks": [{**asdict(week), "starts_on": week.starts_on.isoformat(), "net": week.net} for week in told.weeks],
        "fuse": asdict(told.limits),
    }


def lines(told: NewsletterReport) -> list[str]:
    """The same for people."""
    weeks = "; ".join(f"{week.starts_on}: {week.joined} came, {week.left} went" for week in told.weeks[-_WEEKS:])
    return [
        f"{told.title} ({told.name}): {told.readers} readers",
        f"  weeks from  {weeks}",
        *(_line(edition) for edition in told.editions),
        *([f"  earlier ones: --before {told.editions[-1].number}"] if told.has_earlier else []),
    ]


def _edition(edition: EditionReport) -> dict[str, Any]:
    from syndicate.cli.shapes import instant

    shares = {name: edition.share(getattr(edition, name)) if edition.is_heard else None for name in _SHARES}
    return {**asdict(edition), "came_out_at": instant(edition.came_out_at), "shares": shares}


def _line(edition: EditionReport) -> str:
    told = ", ".join(_told(edition, name) for name in _SHARES) if edition.is_heard else "nothing was told of them"
    return (
        f"  No. {edition.number}  {edition.came_out_at:%Y-%m-%d}  {edition.submitted} of {edition.recipients} taken: "
        f"{told}; {edition.refused} refused, {edition.uncertain} uncertain, {edition.left} left  {edition.subject}"
    )


def _told(edition: EditionReport, name: str) -> str:
    share = edition.share(getattr(edition, name))
    return f"{getattr(edition, name)} {name}" + ("" if share is None else f" ({share:.2%})")


commands = (report,)
