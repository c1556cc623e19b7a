"""``syndicate ingest``: pick up articles and prepare their pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.publishing.engines.once import CollectReport


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "ingest", example="syndicate ingest --json")
    def ingest(session: Session) -> None:
        """Pick up new and changed articles, and prepare their pictures."""
        with session.parts() as parts, session.busy("Picking up articles …"):
            report = parts.publisher.collect()
        session.give(shape(report), lines(report))
        for name in report.left_to_others:
            session.say(f"{name}: another process is at it")
            session.exit_code = Exit.TRY_LATER
        if report.failed:
            session.exit_code = Exit.PARTLY if report.sources else Exit.FAILED


def shape(report: CollectReport) -> dict[str, Any]:
    """Counts by outcome, over all sources and for each, and what is held or failed."""
    found = report.sources.values()
    return {
        "new": sum(one.new for one in found),
        "changed": sum(one.changed for one in found),
        "unchanged": sum(one.unchanged for one in found),
        "held": sum(one.held for one in found),
        "withdrawn": sum(one.withdrawn for one in found),
        "sources": {
            name: {
                "new": one.new,
                "changed": one.changed,
                "unchanged": one.unchanged,
                "held": one.held,
                "held_items": [{"external_id": item, "reason": reason} for item, reason in one.held_items],
                "withdrawn": one.withdrawn,
                "withdrawn_items": [{"external_id": item, "reason": reason} for item, reason in one.withdrawn_items],
                "passed_over": [
                    {"external_id": item, "kind": kind, "count": count}
                    for item, kinds in one.passed_over.items()
                    for kind, count in kinds.items()
                ],
            }
            for name, one in report.sources.items()
        },
        "failed": dict(report.failed),
        "pictures": {
            "ready": report.pictures.ready,
            "failed": [{"article": one.article_id, "reason": one.reason} for one in report.pictures.failures],
            "waiting": report.pictures.waiting,
            "passed_over": [{"article": one.article_id, "reason": one.reason} for one in report.pictures.notes],
        },
    }


def lines(report: CollectReport) -> list[str]:
    """The same for people."""
    told = []
    for name, one in report.sources.items():
        withdrawn = f", {one.withdrawn} withdrawn" if one.withdrawn else ""
        counts = f"{one.new} new, {one.changed} changed, {one.unchanged} unchanged, {one.held} held{withdrawn}"
        told.append(f"{name}: {counts}")
        told += [f"  held: {item}: {reason}" for item, reason in one.held_items]
        told += [f"  withdrawn: {item}: {reason}" for item, reason in one.withdrawn_items]
        told += [
            f"  passed over: {item}: {', '.join(f'{count} {kind}' for kind, count in kinds.items())}"
            for item, kinds in one.passed_over.items()
        ]
    told += [f"{name}: could not be read: {reason}" for name, reason in report.failed.items()]
    told += [f"  no picture for article {one.article_id}: {one.reason}" for one in report.pictures.failures]
    told += [f"  another picture for article {one.article_id}: {one.reason}" for one in report.pictures.notes]
    return told
