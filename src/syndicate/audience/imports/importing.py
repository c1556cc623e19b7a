"""A list is imported: read through once for what it says, then stored in batches, with every bad row named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING

from syndicate.audience.imports.batches import BatchWriter
from syndicate.audience.imports.columns import Column, ColumnRole, Columns, read_header
from syndicate.audience.imports.inspection import inspect
from syndicate.audience.imports.own import OwnRowReader
from syndicate.audience.imports.records import read_records
from syndicate.audience.imports.request import ImportOutcome, ImportReport, ImportRequest
from syndicate.audience.imports.rows import ListOrigin, RowReader
from syndicate.audience.imports.systems import standing_by_name
from syndicate.audience.imports.words import fold, header_of_leaving
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from syndicate.audience.imports.files import ListFile
    from syndicate.audience.imports.listed import ListedReader
    from syndicate.audience.imports.records import Record
    from syndicate.storage import Database

#: Rows committed together: an import that is cut short keeps whole batches, and can be run again.
BATCH = 1_000
#: Records after which it is told how far it is.
TOLD_EVERY = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Tell:
    """Who hears of an import: of each bad row, of each reader who is kept though they left elsewhere.

    ``read`` is told now and then how many bytes were read, and how many there are to read in all passes.
    """

    refused: Callable[[BadDataError], None]
    kept: Callable[[str], None]
    read: Callable[[int, int], None] = lambda _, __: None


def import_list(file: ListFile, database: Database, request: ImportRequest, tell: Tell) -> ImportReport:
    """Bring a list into the audience; with ``request.is_rehearsal``, only say what would come of it.

    The first line names the columns, in any order and case. A bad row is told, its place as ``name:line``, and
    passed over; who is known or has left stays as they are.

    Raises:
        BadDataError: the file or its header cannot be used, or a column that nobody explained says that people
            left; nothing was imported.
    """
    columns, records = _open(file, request)
    by_name = standing_by_name(columns.system, PurePath(file.name).stem, columns.folded)
    _check_name(file.name, columns, request)
    is_looked_through = bool(columns.unknown()) or not file.always_decodes
    if is_looked_through:
        inspect(_counted(records, file, tell, passes=(0, 2)), columns, file.name)
    origin = ListOrigin(name=file.name, sha256=file.sha256)
    reader = OwnRowReader(columns, origin, request) if columns.is_own else RowReader(columns, origin, request, by_name)
    reading = _Reading(file.name, reader, tell)
    passes = (1, 2) if is_looked_through else (0, 1)
    records = _counted(_open(file, request)[1], file, tell, passes=passes)
    outcomes = _store(reading.readers(records), BatchWriter(database, request), reading)
    return ImportReport(
        outcomes=outcomes,
        refused=reading.refused,
        system="syndicate" if columns.is_own else columns.system.name if columns.system else None,
        sha256=file.sha256,
        paying=reading.paying,
        ignored_columns=tuple(column.header for column in _ignored(columns)),
    )


def _open(file: ListFile, request: ImportRequest) -> tuple[Columns, Iterator[Record]]:
    lines = file.lines()
    columns = read_header(lines, file.name, request.mapping)
    return columns, read_records(lines, columns.delimiter, len(columns.all))


def _check_name(name: str, columns: Columns, request: ImportRequest) -> None:
    """A file that is called after people who left says so of all its rows, unless its columns or the operator do."""
    explained = (
        request.standing or columns.system or columns.is_own or any(columns.of(ColumnRole.STATUS, ColumnRole.ENDED_AT))
    )
    first = fold(PurePath(name).stem).split()[:1]
    standing = header_of_leaving(first[0]) if first else None
    if explained or standing is None:
        return
    message = f"by its name, this is a list of people who are not to be written to ({standing.word})"
    hint = f"Say how its people stand: --status {standing.word}, or --status subscribed if the name is wrong"
    raise BadDataError(message, code="csv-status-unread", where=name, hint=hint)


def _counted(records: Iterator[Record], file: ListFile, tell: Tell, *, passes: tuple[int, int]) -> Iterator[Record]:
    """The records of one pass, of which so many were before, of so many."""
    before, all_ = passes
    for count, record in enumerate(records):
        if count % TOLD_EVERY == 0:
            tell.read(before * file.size + file.position(), all_ * file.size)
        yield record
    tell.read((before + 1) * file.size, all_ * file.size)


class _Reading:
    """The second pass: rows that can be used, the others told and counted."""

    def __init__(self, name: str, reader: OwnRowReader | RowReader, tell: Tell) -> None:
        self.name = name
        self.tell = tell
        self.refused = 0
        self.paying = 0
        self._reader = reader

    def readers(self, records: Iterator[Record]) -> Iterator[ListedReader]:
        for line, cells in records:
            try:
                if isinstance(cells, BadDataError):
                    raise cells
                reader = self._reader.read(line, cells)
                self.paying += reader.is_paying
                yield reader
            except BadDataError as error:
                error.where = f"{self.name}:{line}"
                self.refused += 1
                self.tell.refused(error)


def _store(readers: Iterator[ListedReader], writer: BatchWriter, reading: _Reading) -> Counter[ImportOutcome]:
    counts: Counter[ImportOutcome] = Counter()
    while batch := list(islice(readers, BATCH)):
        outcomes = writer.write(batch)
        counts.update(outcomes)
        for reader, outcome in zip(batch, outcomes, strict=True):
            if outcome is ImportOutcome.KEPT and reader.ended:
                left = f"left elsewhere ({reader.ended.at:%Y-%m-%d})"
                place = f"{reading.name}:{reader.line}"
                reading.tell.kept(
                    f"{place}: {reader.mailbox.shown} {left}, but asked for {reader.newsletter} here later"
                )
    return counts


def _ignored(columns: Columns) -> list[Column]:
    return [column for column in columns.all if column.header and _is_passed_over(columns, column)]


def _is_passed_over(columns: Columns, column: Column) -> bool:
    if column.role is not None or columns.is_own:
        return column.role is ColumnRole.IGNORE
    system = columns.system
    return not system or column.folded not in {*system.statuses, *system.ends, *system.ground, *system.joined}
