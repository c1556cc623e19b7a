"""``syndicate subscribers import`` and ``export``: whole lists."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.audience.imports.request import ImportReport
    from syndicate.errors import BadDataError
    from syndicate.publishing.wiring import Parts

_STANDINGS = ("subscribed", "paused", "unconfirmed", "ended", "blocked", "bounced", "complained")


@command(
    "import",
    example='syndicate subscribers import readers.csv --newsletter morning --consent "form on our site, 2021-2025"',
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--newsletter", metavar="NAME", help="For rows that name none.  [default: the only one]")
@click.option(
    "--consent",
    metavar="TEXT",
    help="How the people of this file asked for mail; without it they stay unconfirmed.",
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="COLUMN=ROLE",
    help="What a column is: address, name, first_name, last_name, newsletter, sections, time_zone, language,"
    " status, ended_at, consent, former_id, ignore. May be repeated; #3 is the third column.",
)
@click.option(
    "--word",
    "words",
    multiple=True,
    metavar="WORD=MEANING",
    help="What a word in a status column says: subscribed, paused, unconfirmed, ended, blocked, bounced,"
    " complained. May be repeated.",
)
@click.option("--status", type=click.Choice(_STANDINGS), help="How all people of this file stand.")
@click.option("--encoding", metavar="NAME", help="How the file is written, such as windows-1252.  [default: UTF-8]")
@click.option("--dry-run", is_flag=True, help="Only say what would come of it.")
def import_file(session: Session, file: Path, **options: Any) -> None:
    """Bring a list of subscribers in: a CSV file with a header, or another system's export.

    Bad rows are named and passed over. Exports of Mailchimp, Ghost, Substack, Buttondown, listmonk, and
    MailPoet and Newsletter of WordPress are known by their headers: who left there is not mailed here.
    """
    refusals: list[str] = []

    def refuse(error: BadDataError) -> None:
        if session.as_json:
            refusals.append(str(error))
        session.warn(". ".join(filter(None, (str(error), error.hint))))

    with session.parts() as parts:
        report = _import(session, parts, file, options, refuse)
    data, lines = _shape_and_lines(report, refusals, is_rehearsal=options["dry_run"])
    session.give(data, lines)
    if report.refused:
        session.exit_code = Exit.PARTLY


def _import(
    session: Session, parts: Parts, file: Path, options: dict[str, Any], refuse: Callable[[BadDataError], None]
) -> ImportReport:
    from syndicate.audience.imports.files import open_list
    from syndicate.audience.imports.importing import Tell, import_list
    from syndicate.audience.imports.request import STANDINGS, ImportRequest, read_mapping, read_words

    consent = options["consent"]
    if consent is not None and not consent.strip():
        message = "--consent needs the words by which these people asked"
        raise click.BadParameter(message)
    request = ImportRequest(
        newsletters=[newsletter.name for newsletter in parts.newsletters],
        default_newsletter=_only(parts, options["newsletter"]),
        now=parts.clock.now(),
        consent=consent.strip() if consent else None,
        standing=STANDINGS[options["status"]] if options["status"] else None,
        mapping=read_mapping(options["mapping"]),
        words=read_words(options["words"]),
        is_rehearsal=options["dry_run"],
        digests=parts.address_digests,
    )
    with open_list(file, options["encoding"]) as opened, _watched(session, file) as read:
        return import_list(opened, parts.database, request, Tell(refused=refuse, kept=session.warn, read=read))


def _shape_and_lines(
    report: ImportReport, refusals: list[str], *, is_rehearsal: bool
) -> tuple[dict[str, Any], Iterator[str]]:
    from syndicate.audience.imports.request import ImportOutcome

    counts = {outcome: report.count(outcome) for outcome in ImportOutcome}
    added = counts[ImportOutcome.ADDED] + counts[ImportOutcome.UNCONFIRMED]
    data = {
        **{outcome.value: count for outcome, count in counts.items()},
        "added": added,
        "refused": report.refused,
        "refusals": refusals,
        "ignored_columns": list(report.ignored_columns),
        "paying": report.paying,
        "system": report.system,
        "sha256": report.sha256,
        "dry_run": is_rehearsal,
    }
    return data, _lines(report, added, is_rehearsal=is_rehearsal)


def _lines(report: ImportReport, added: int, *, is_rehearsal: bool) -> Iterator[str]:
    from syndicate.audience.imports.request import ImportOutcome

    if is_rehearsal:
        yield "a dry run: nothing was changed; the import would do this:"
    if report.system:
        yield f"read as an export of {report.system}"
    yield f"{added} added, {report.count(ImportOutcome.KNOWN)} known, {report.refused} refused"
    for outcome, line in _SENTENCES.items():
        if count := report.count(ImportOutcome(outcome)):
            yield f"{count} {line}"
    if report.paying:
        yield f"{report.paying} paying where they come from: not taken over; end it there, or let it go on there"
    yield from (f"column passed over: {column}" for column in report.ignored_columns)


_SENTENCES = {
    "unconfirmed": "of them unconfirmed, so not mailed: nothing says that they asked "
    "(--consent TEXT states it, save of whom the list itself calls unconfirmed)",
    "confirmed": "confirmed now, who were there without a ground",
    "ended": "ended, who left elsewhere",
    "kept": "left elsewhere, but asked here later: they stay",
    "ended_before": "left out because they unsubscribed before",
    "suppressed": "suppressed: no newsletter writes to these addresses",
    "barred": "left out because their addresses are suppressed",
    "erased": "left out because they were erased (if one asked to come back: syndicate subscribers add --renew)",
}


@command("export", example="syndicate subscribers export --output readers.csv")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that only you can read.  [default: stdout]",
)
def export(session: Session, output: Path | None) -> None:
    """Write all subscriptions, grounds and suppressions as CSV; an import of it puts them back."""
    from syndicate.audience.exporting import csv_lines, export_rows
    from syndicate.audience.store import AudienceStore

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        store = AudienceStore(connection)
        if output is not None:
            count = _write(output, csv_lines(export_rows(store))) - 1
            session.give({"path": str(output), "rows": count}, [f"{count} rows written to {output}"])
        elif session.as_json:
            session.give_each("rows", lambda: (row for row in export_rows(store)), _no_lines)
        else:
            for line in csv_lines(export_rows(store)):
                session.write(line)


def _no_lines() -> Generator[str]:
    yield from ()


def _write(path: Path, lines: Iterable[str]) -> int:
    """Write the file whole or not at all, for its owner alone; how many lines."""
    count = 0
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            for count, line in enumerate(lines, start=1):  # noqa: B007 - the last number is the answer
                file.write(line)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return count


def _only(parts: Parts, name: str | None) -> str | None:
    """The newsletter for rows that name none: the one asked for, else the only one there is."""
    from syndicate.publishing.newsletters import named

    if name is not None:
        return named(parts.newsletters, name).name
    return parts.newsletters[0].name if len(parts.newsletters) == 1 else None


@contextmanager
def _watched(session: Session, file: Path) -> Iterator[Callable[[int, int], None]]:
    """Who hears how much was read: on a terminal a bar, with how fast it is and how long it takes yet."""
    if not session.is_watched:
        yield lambda _, __: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(TextColumn("{task.description}"), *columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(file.name, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
