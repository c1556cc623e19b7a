"""``syndicate feeds``: write the feed documents, look at them, judge them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.commands import feeds_check, feeds_show
from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.feeds.publish import FeedReport


def register(group: click.Group) -> None:
    """Add the commands."""

    @group.group("feeds")
    def feeds() -> None:
        """The feed documents."""

    @command(feeds, "build", example="syndicate feeds build")
    def build(session: Session) -> None:
        """Bring every feed document up to date; an unchanged one is not touched."""
        with session.parts() as parts, session.busy("Building feeds …"):
            report = parts.publisher.build_feeds()
        session.give(shape(report), lines(report))
        if report.left_out:
            session.exit_code = Exit.PARTLY

    feeds_show.register(feeds)
    feeds_check.register(feeds)


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
