"""``syndicate feeds``: write the feed documents, look at them, judge them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syndicate.cli.commands.feeds_check import check
from syndicate.cli.commands.feeds_readers import readers
from syndicate.cli.commands.feeds_show import list_feeds, show
from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.feeds.publish import FeedReport


@command("build", example="syndicate feeds build")
def build(session: Session) -> None:
    """Bring every feed document up to date; an unchanged one is not touched."""
    with session.parts() as parts, session.busy("Building feeds …"):
        report = parts.publisher.build_feeds()
    session.give(shape(report), lines(report))
    if report.left_out:
        session.exit_code = Exit.PARTLY


def shape(report: FeedReport) -> dict[str, Any]:
    """What building did."""
    return {
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "left_out": [{"article": article, "reason": reason} for article, reason in report.left_out],
    }


def lines(report: FeedReport) -> list[str]:
    """The same for people."""
    return [
        f"feeds: {report.written} written, {report.unchanged} unchanged, {report.removed} removed",
        *(f"  left out: article {article}: {reason}" for article, reason in report.left_out),
    ]


commands = (build, list_feeds, show, check, readers)
