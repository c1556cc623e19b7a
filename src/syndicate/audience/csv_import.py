"""Subscribers from a CSV file: streamed, so that its length costs no memory, with every bad line named."""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from syndicate.audience import preferences
from syndicate.audience.addresses import normalise
from syndicate.audience.model import Outcome, Signup
from syndicate.audience.store import AudienceStore
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from syndicate.storage import Database

#: Lines committed together: an import that is cut short keeps whole batches, and can be run again.
BATCH = 1_000

COLUMNS = frozenset({"address", "name", "newsletter", "sections", "time_zone", "language"})
_ALIASES = {"email": "address", "e-mail": "address", "email_address": "address", "timezone": "time_zone"}
_NOT_UTF8 = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """How many lines came to what, and the columns that were passed over."""

    added: int
    known: int
    ended_before: int
    refused: int
    ignored_columns: tuple[str, ...]


@contextmanager
def open_csv(path: Path) -> Iterator[Iterable[str]]:
    """The lines of a CSV file, for `import_csv`; bytes that are not UTF-8 are refused there, line by line.

    Raises:
        BadDataError: the file cannot be opened.
    """
    try:
        file = path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise BadDataError(message, code="csv-unreadable", where=str(path)) from error
    with file:
        yield file


def import_csv(
    lines: Iterable[str],
    *,
    name: str,
    database: Database,
    newsletters: Mapping[str, str],
    default_newsletter: str | None,
    now: datetime,
    on_refused: Callable[[BadDataError], None],
) -> ImportReport:
    """Subscribe who is listed; the first line names the columns, in any order and case.

    ``newsletters`` maps each newsletter there is to its cadence; the default one is meant where a
    line names none. One record stands on one line. A bad line is given to ``on_refused``, its place
    as ``name:line``, and passed over. Who is known, or ended the subscription, is left as is.

    Raises:
        BadDataError: the header cannot be used; nothing was imported.
    """
    numbered = enumerate(lines, start=1)
    layout = _layout(numbered, name)
    reading = _Reading(name, layout, newsletters, default_newsletter, on_refused)
    signups = reading.signups(numbered)
    counts: Counter[Outcome] = Counter()
    while batch := list(islice(signups, BATCH)):
        with database.write() as connection:
            counts.update(AudienceStore(connection).subscribe_all(batch, now=now))
    return ImportReport(
        added=counts[Outcome.ADDED],
        known=counts[Outcome.KNOWN],
        ended_before=counts[Outcome.ENDED_BEFORE],
        refused=reading.refused,
        ignored_columns=tuple(filter(None, (one for one in layout.columns if one not in COLUMNS))),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Layout:
    delimiter: str
    columns: tuple[str, ...]


@dataclass(slots=True)
class _Reading:
    """One pass over the lines below the header; counts the ones that it refuses."""

    name: str
    layout: _Layout
    newsletters: Mapping[str, str]
    default_newsletter: str | None
    on_refused: Callable[[BadDataError], None]
    refused: int = field(default=0, init=False)

    def signups(self, numbered: Iterable[tuple[int, str]]) -> Iterator[Signup]:
        for number, line in numbered:
            try:
                cells = _cells(line, self.layout)
                if cells:
                    yield self._signup(cells)
            except BadDataError as error:
                error.where = f"{self.name}:{number}"
                self.refused += 1
                self.on_refused(error)

    def _signup(self, cells: Mapping[str, str]) -> Signup:
        newsletter = cells.get("newsletter") or self.default_newsletter
        if newsletter is None:
            raise _refusal(
                reason="no newsletter is named", hint="Fill the column newsletter, or name one for the file."
            )
        if newsletter not in self.newsletters:
            known = ", ".join(self.newsletters)
            raise _refusal(reason=f"there is no newsletter “{newsletter}”", hint=f"There are: {known}.")
        return Signup(
            address=normalise(cells.get("address", "")),
            newsletter=newsletter,
            cadence=self.newsletters[newsletter],
            name=preferences.name(cells.get("name", "")),
            sections=preferences.sections(cells.get("sections", "")),
            time_zone=preferences.time_zone(cells.get("time_zone", "")),
            language=preferences.language(cells.get("language", "")),
        )


def _layout(numbered: Iterator[tuple[int, str]], name: str) -> _Layout:
    number, line = next(((number, line) for number, line in numbered if line.strip("\ufeff \t\r\n")), (1, ""))
    line = line.removeprefix("\ufeff")
    delimiter = max(",;\t", key=line.count)
    try:
        columns = tuple(map(_column, _split(line, delimiter)))
        _check_columns(columns)
    except BadDataError as error:
        error.where = f"{name}:{number}"
        raise
    return _Layout(delimiter=delimiter, columns=columns)


def _column(written: str) -> str:
    column = "_".join(written.lower().split())
    return _ALIASES.get(column, column)


def _check_columns(columns: tuple[str, ...]) -> None:
    if "address" not in columns:
        raise _refusal(
            reason="the first line names no column “address”", hint="Start with a line such as: address,name"
        )
    for column in sorted(COLUMNS):
        if columns.count(column) > 1:
            raise _refusal(reason=f"two columns are named “{column}”", hint="Keep one of them.")


def _cells(line: str, layout: _Layout) -> dict[str, str]:
    """The cells by column; empty for an empty line."""
    cells = [cell.strip() for cell in _split(line, layout.delimiter)]
    if not any(cells):
        return {}
    if len(cells) > len(layout.columns):
        reason = f"{len(cells)} fields stand under {len(layout.columns)} columns"
        raise _refusal(reason=reason, hint=f"Put quotes around a field that has {layout.delimiter!r} in it.")
    return dict(zip(layout.columns, cells, strict=False))


def _split(line: str, delimiter: str) -> list[str]:
    if _NOT_UTF8.search(line):
        raise _refusal(reason="this is not UTF-8 text", hint="Save the file as “CSV UTF-8”.")
    try:
        # One line at a time: an open quote must cost its own line, not swallow the rest of the file.
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True, strict=True), [])
    except csv.Error as error:
        hint = "A quoted field must end on its line; double a quotation mark within it."
        raise _refusal(reason=f"the quotation marks do not match ({error})", hint=hint) from error


def _refusal(*, reason: str, hint: str) -> BadDataError:
    return BadDataError(reason, code="csv-line", hint=hint)
