"""``syndicate ingest``: pick up articles and prepare their pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.publishing.engines.once import CollectReport


@command("collect", example="syndicate collect --json")
def collect(session: Session) -> None:
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
    sources = report.sources.values()
    return {
        "new": sum(source.new for source in sources),
        "changed": sum(source.changed for source in sources),
        "unchanged": sum(source.unchanged for source in sources),
        "held": sum(source.held for source in sources),
        "withdrawn": sum(source.withdrawn for source in sources),
        "sources": {
            name: {
                "new": source.new,
                "changed": source.changed,
                "unchanged": source.unchanged,
                "held": source.held,
                "held_items": [{"external_id": item, "reason": reason} for item, reason in source.held_items],
                "withdrawn": source.withdrawn,
                "withdrawn_items": [{"external_id": item, "reason": reason} for item, reason in source.withdrawn_items],
                "passed_over": [
                    {"external_id": item, "kind": kind, "count": count}
                    for item, kinds in source.passed_over.items()
                    for kind, count in kinds.items()
                ],
            }
            for name, source in report.sources.items()
        },
        "failed": dict(report.failed),
        "pictures": {
            "ready": report.pictures.ready,
            "failed": [
                {"article": failure.article_id, "reason": failure.reason} for failure in report.pictures.failures
            ],
            "waiting": report.pictures.waiting,
            "passed_over": [{"article": note.article_id, "reason": note.reason} for note in report.pictures.notes],
        },
    }


def lines(report: CollectReport) -> list[str]:
    """The same for people."""
    lines = []
    for name, source in report.sources.items():
        withdrawn = f", {source.withdrawn} withdrawn" if source.withdrawn else ""
        counts = (
            f"{source.new} new, {source.changed} changed, {source.unchanged} unchanged, {source.held} held{withdrawn}"
        )
        lines.append(f"{name}: {counts}")
        lines += [f"  held: {item}: {reason}" for item, reason in source.held_items]
        lines += [f"  withdrawn: {item}: {reason}" for item, reason in source.withdrawn_items]
        lines += [
            f"  passed over: {item}: {', '.join(f'{count} {kind}' for kind, count in kinds.items())}"
            for item, kinds in source.passed_over.items()
        ]
    lines += [f"{name}: could not be read: {reason}" for name, reason in report.failed.items()]
    lines += [
        f"  no picture for article {failure.article_id}: {failure.reason}" for failure in report.pictures.failures
    ]
    lines += [f"  another picture for article {note.article_id}: {note.reason}" for note in report.pictures.notes]
    return lines


commands = (collect,)
