"""``syndicate feeds check``: our own judge over the feed documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.publishing.feed_checking import Checked


@command("check", example="syndicate feeds check section/world")
@click.argument("places", metavar="[PATH]...", nargs=-1)
def check(session: Session, places: tuple[str, ...]) -> None:
    """Judge every feed document, or those at each PATH below feeds/, by the rules of their formats."""
    from syndicate.publishing.feed_checking import check_shelf

    with session.parts(only_reads=True) as parts, session.busy("Checking feeds …"):
        ttl = parts.config.feeds.ttl_minutes
        checked = list(check_shelf(parts.feeds_shelf, parts.links, ttl_minutes=ttl, places=places))
    session.give(shape(checked), lines(checked))
    session.exit_code = exit_of(checked)


def shape(checked: Sequence[Checked]) -> dict[str, Any]:
    """Every document with its remarks."""
    errors, warnings = _counts(checked)
    documents = [
        {
            "path": document.path,
            "kind": document.kind,
            "size": document.size,
            "remarks": [
                {
                    "level": remark.level.value,
                    "slug": remark.slug,
                    "element": remark.element,
                    "line": remark.line,
                    "message": remark.message,
                }
                for remark in document.remarks
            ],
        }
        for document in checked
    ]
    return {"errors": errors, "warnings": warnings, "documents": documents}


def lines(checked: Sequence[Checked]) -> list[str]:
    """Each remark on a line, as compilers write it, and the sum."""
    errors, warnings = _counts(checked)
    documents = sum(not document.path.endswith("/") for document in checked)
    return [
        *(f"{document.path}:{remark}" for document in checked for remark in document.remarks),
        f"feeds: {documents} documents, {errors} errors, {warnings} warnings",
    ]


def exit_of(checked: Sequence[Checked]) -> Exit:
    """65 with errors, 3 with warnings alone."""
    errors, warnings = _counts(checked)
    if errors:
        return Exit.BAD_DATA
    return Exit.PARTLY if warnings else Exit.OK


def _counts(checked: Sequence[Checked]) -> tuple[int, int]:
    from syndicate.feedcheck import Level

    return sum(document.count(Level.ERROR) for document in checked), sum(
        document.count(Level.WARNING) for document in checked
    )
