"""``syndicate ingest``: pick up articles and prepare their pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command
from syndicate.cli.shapes import instant

if TYPE_CHECKING:
    from syndicate.articles.collecting import CollectionReport
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
        "sources": {name: source_shape(source) for name, source in report.sources.items()},
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


def source_shape(source: CollectionReport) -> dict[str, Any]:
    """What came of one source; ``put_off_until`` of one that was not due, and so not read."""
    return {
        "new": source.new,
        "changed": source.changed,
        "unchanged": source.unchanged,
        "held": source.held,
        "held_items": [{"external_id": item, "reason": reason} for item, reason in source.held_items],
        "withdrawn": source.withdrawn,
        "withdrawn_items": [{"external_id": item, "reason": reason} for item, reason in source.withdrawn_items],
        "aliases": source.aliases,
        "alias_items": [{"external_id": item, "reason": reason} for item, reason in source.alias_items],
        "passed_over": [
            {"external_id": item, "kind": kind, "count": count}
            for item, kinds in source.passed_over.items()
            for kind, count in kinds.items()
        ],
        "notice": source.notice or None,
        "put_off_until": instant(source.put_off_until),
    }


def source_lines(name: str, source: CollectionReport) -> list[str]:
    """The same for people."""
    if source.put_off_until:
        return [f"{name}: not due before {instant(source.put_off_until)}; at once: syndicate sources poll {name}"]
    withdrawn = f", {source.withdrawn} withdrawn" if source.withdrawn else ""
    counts = f"{source.new} new, {source.changed} changed, {source.unchanged} unchanged, {source.held} held{withdrawn}"
    return [
        f"{name}: {counts}",
        *([f"  {source.notice}"] if source.notice else []),
        *(f"  held: {item}: {reason}" for item, reason in source.held_items),
        *(f"  withdrawn: {item}: {reason}" for item, reason in source.withdrawn_items),
        *(f"  not new: {item}: {reason}" for item, reason in source.alias_items),
        *(
            f"  passed over: {item}: {', '.join(f'{count} {kind}' for kind, count in kinds.items())}"
            for item, kinds in source.passed_over.items()
        ),
    ]


def lines(report: CollectReport) -> list[str]:
    """The same for people."""
    lines: list[str] = []
    for name, source in report.sources.items():
        lines += source_lines(name, source)
    lines += [f"{name}: could not be read: {reason}" for name, reason in report.failed.items()]
    lines += [
        f"  no picture for article {failure.article_id}: {failure.reason}" for failure in report.pictures.failures
    ]
    lines += [f"  another picture for article {note.article_id}: {note.reason}" for note in report.pictures.notes]
    return lines


commands = (collect,)
