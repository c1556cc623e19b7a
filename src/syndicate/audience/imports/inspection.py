"""A look at the whole list before anything is stored, for columns that nobody explained and that say who left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.audience.imports.words import (
    Standing,
    header_of_leaving,
    is_header_of_standing,
    is_unknown_status,
    says_no,
    says_nothing,
    says_yes,
    standing_of,
    word_of_leaving,
)
from syndicate.errors import BadDataError
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syndicate.audience.imports.columns import Column, Columns
    from syndicate.audience.imports.records import Record


class ColumnWatch:
    """Looks through the cells of one unexplained column for words that say that people are not to be written to."""

    def __init__(self, column: Column) -> None:
        """Look at what the header says by itself."""
        self.column = column
        self.finding: StatusFinding | None = None
        self._leaving = header_of_leaving(column.header)
        self._is_standing = is_header_of_standing(column.header)
        self._saw_yes = False
        self._blank: int | None = None

    def look(self, line: int, cell: str) -> None:
        """Look at the next cell."""
        if self.finding is None and self._says_left(line, cell):
            self.finding = StatusFinding(header=self.column.label, line=line, cell=cell)

    def _says_left(self, line: int, cell: str) -> bool:
        if says_nothing(cell):
            self._blank = self._blank or line
            return self._is_mixed()
        if word_of_leaving(cell):
            # An address to press is no sign that somebody has pressed it.
            return not cell.lower().startswith(("http://", "https://"))
        if self._leaving is not None:
            return not says_no(cell) and not cell.lower().startswith(("http://", "https://"))
        if is_unknown_status(self.column.header, cell):
            return True
        if not self._is_standing:
            return False
        standing = standing_of(cell)
        self._saw_yes = self._saw_yes or says_yes(cell)
        return says_no(cell) or (standing is not None and standing > Standing.SUBSCRIBED) or self._is_mixed()

    def _is_mixed(self) -> bool:
        """Whether some are ticked and some are not, under a header such as “Subscribed”."""
        return self._is_standing and self._leaving is None and self._saw_yes and self._blank is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusFinding:
    """A cell that seems to say that somebody left."""

    header: str
    line: int
    cell: str


def inspect(records: Iterable[Record], columns: Columns, name: str) -> int:
    """Read all records through; how many there are.

    Raises:
        BadDataError: unexplained columns say that people left; each is named, with the place where it says so.
    """
    watches = [ColumnWatch(column) for column in columns.unknown()]
    count = 0
    for line, cells in records:
        count += 1
        if isinstance(cells, BadDataError):
            continue
        for watch in watches:
            if watch.column.place < len(cells):
                watch.look(line, cells[watch.column.place])
    findings = [watch.finding for watch in watches if watch.finding]
    if findings:
        raise _refusal(findings, name)
    return count


def _refusal(findings: list[StatusFinding], name: str) -> BadDataError:
    told = "; ".join(
        f"the column “{finding.header}” ({_cell(finding.cell)} in line {finding.line})" for finding in findings
    )
    ways = " ".join(f'--map "{finding.header}=status"' for finding in findings)
    message = f"this may say that people left or must not be written to, and nobody has said what it means: {told}"
    hint = (
        f"Nothing was imported. Say what each column is: {ways} reads how people stand, =ended_at a date on which"
        " they left, =ignore passes it over."
    )
    return BadDataError(message, code="csv-status-unread", where=f"{name}:{findings[0].line}", hint=hint)


def _cell(cell: str) -> str:
    return f"“{shorten(cell, 40)}”" if cell else "empty beside others that say yes"
