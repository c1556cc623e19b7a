"""A row's cells become what it says about a reader; which columns say it was understood before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.audience import preferences
from syndicate.audience.former_ids import former_id
from syndicate.audience.imports.columns import Column, ColumnRole, Columns
from syndicate.audience.imports.dates import ListedDate, is_no_date, read_when
from syndicate.audience.imports.listed import ListedReader
from syndicate.audience.imports.words import (
    Standing,
    fold,
    header_of_leaving,
    is_header_of_standing,
    says_no,
    says_nothing,
    says_yes,
    standing_of,
    word_of_leaving,
)
from syndicate.audience.model import Ground, GroundKind, Suppression, Wishes
from syndicate.errors import BadDataError
from syndicate.text.mailboxes import read_mailbox
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from syndicate.audience.imports.request import ImportRequest
    from syndicate.audience.imports.systems import Vocabulary

_NAME_ROLES = (ColumnRole.FIRST_NAME, ColumnRole.NAME, ColumnRole.LAST_NAME)
_WISH_ROLES = (ColumnRole.SECTIONS, ColumnRole.TIME_ZONE, ColumnRole.LANGUAGE)
#: Different wishes that are remembered of one list.
MOST_KNOWN = 10_000
# What our export and others put before a cell that a spreadsheet would take for a formula.
_GUARDED = re.compile("'[=+@\t\r＝＋－＠-]")


@dataclass(frozen=True, kw_only=True, slots=True)
class ListOrigin:
    """The file that rows come from: its name and its SHA-256, in hexadecimal."""

    name: str
    sha256: str

    def at(self, column: str) -> str:
        """The place of a statement, for whoever asks later where it was read."""
        return f"{self.name}, column {column}, sha256 {self.sha256}" if column else f"{self.name}, sha256 {self.sha256}"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """One statement of a row on how a person stands."""

    standing: Standing
    column: str
    when: ListedDate | None = None


class RowReader:
    """Reads the rows of one list."""

    def __init__(self, columns: Columns, origin: ListOrigin, request: ImportRequest, by_name: Standing | None) -> None:
        """Know the columns; ``by_name`` is what the file's name says of all rows."""
        self._columns = columns
        self._origin = origin
        self._request = request
        self._address = next(columns.of(ColumnRole.ADDRESS))
        whole = request.standing or by_name
        self._whole = [_Said(standing=whole, column="")] if whole else []
        self._statuses = list(columns.of(ColumnRole.STATUS))
        self._ends = list(columns.of(ColumnRole.ENDED_AT))
        self._consents = list(columns.of(ColumnRole.CONSENT))
        self._places = {role: next((column.place for column in columns.of(role)), None) for role in ColumnRole}
        self._place = origin.at("")
        self._stated = self._ground(GroundKind.STATED, request.consent, None, None) if request.consent else None
        self._wishes: dict[tuple[str, ...], Wishes] = {}
        self._system_columns = _of_system(columns)

    def read(self, line: int, cells: list[str]) -> ListedReader:
        """What the row says.

        Raises:
            BadDataError: something in it cannot be used, or a status is not understood.
        """
        said = self._said(cells)
        most = max(said, key=lambda each: each.standing, default=None)
        mailbox = read_mailbox(_cell(cells, self._address))
        suppression = None
        if most and most.standing >= Standing.BLOCKED:
            when = next((each.when for each in said if each.when and each.standing is most.standing), None)
            suppression = Suppression(
                address_key=mailbox.key,
                reason=most.standing.word,
                since=min(when.at, self._request.now) if when else self._request.now,
                source=self._origin.at(most.column),
            )
        has_tie = suppression is None
        return ListedReader(
            line=line,
            mailbox=mailbox,
            name=self._name(cells),
            newsletter=self._newsletter(cells) if has_tie else None,
            wishes=self._wished(cells),
            standing=most.standing if most and has_tie else None,
            ended=_latest(said),
            source=self._origin.at(most.column) if most else self._place,
            suppression=suppression,
            grounds=self._grounds(cells) if not most or most.standing <= Standing.PAUSED else (),
            former_id=former_id(self._role(cells, ColumnRole.FORMER_ID)),
            is_paying=self._is_paying(cells),
        )

    def _is_paying(self, cells: list[str]) -> bool:
        system = self._columns.system
        return system is not None and any(
            fold(_cell(cells, column)) not in system.paying[column.folded]
            for column in self._system_columns
            if column.folded in system.paying
        )

    def _said(self, cells: list[str]) -> list[_Said]:
        said = list(self._whole)
        for column in self._statuses:
            if standing := self._status(column, _cell(cells, column)):
                cell_date = read_when(_cell(cells, column)) if standing >= Standing.ENDED else None
                said.append(_Said(standing=standing, column=column.label, when=cell_date))
        for column in self._ends:
            said.extend(_end(column, _cell(cells, column), Standing.ENDED))
        if system := self._columns.system:
            for column in self._system_columns:
                cell = _cell(cells, column)
                if column.folded in system.ends:
                    said.extend(_end(column, cell, system.ends[column.folded]))
                elif column.folded in system.statuses:
                    standing = self._word(column, cell, system.statuses[column.folded])
                    said.extend([_Said(standing=standing, column=column.label)] if standing else [])
        return said

    def _word(self, column: Column, cell: str, vocabulary: Vocabulary) -> Standing | None:
        folded = fold(cell)
        if folded in self._request.words:
            return self._request.words[folded]
        if folded not in vocabulary:
            raise _not_understood(column, cell)
        return vocabulary[folded]

    def _status(self, column: Column, cell: str) -> Standing | None:
        folded = fold(cell)
        if folded in self._request.words:
            return self._request.words[folded]
        if says_nothing(cell):
            return None
        told = standing_of(cell)
        if told is None and (word := word_of_leaving(cell)):
            told = word[1]
        if told is None:
            told = _answer(column, cell)
        if told is None:
            raise _not_understood(column, cell)
        return told

    def _grounds(self, cells: list[str]) -> tuple[Ground, ...]:
        reasons = [*self._system_grounds(cells), *self._mapped_grounds(cells)]
        return (*reasons, self._stated) if self._stated else tuple(reasons)

    def _system_grounds(self, cells: list[str]) -> list[Ground]:
        system = self._columns.system
        if system is None:
            return []
        joined = next((_cell(cells, column) for column in self._system_columns if column.folded in system.joined), "")
        found = []
        for column in self._system_columns:
            cell = _cell(cells, column)
            if column.folded not in system.ground:
                continue
            when = read_when(joined if system.ground_words else cell)
            if fold(cell) in system.ground_words or (not system.ground_words and when):
                found.append(self._ground(GroundKind.EXPORT, f"{column.header}: {cell}", when, column.header))
        return found

    def _mapped_grounds(self, cells: list[str]) -> list[Ground]:
        given = ((column, _cell(cells, column)) for column in self._consents)
        return [
            self._ground(GroundKind.EXPORT, f"{column.label}: {cell}", read_when(cell), column.label)
            for column, cell in given
            if not says_nothing(cell) and not says_no(cell) and not is_no_date(cell)
        ]

    def _ground(self, kind: GroundKind, wording: str, when: ListedDate | None, column: str | None) -> Ground:
        return Ground(
            kind=kind,
            wording=wording,
            recorded_at=self._request.now,
            given_at=min(when.at, self._request.now) if when else None,
            file_name=self._origin.name,
            file_hash=self._origin.sha256,
            system=self._columns.system.name if self._columns.system else None,
            column=column,
        )

    def _newsletter(self, cells: list[str]) -> str:
        return newsletter_of(self._role(cells, ColumnRole.NEWSLETTER), self._request)

    def _name(self, cells: list[str]) -> str | None:
        first, whole, last = (_unguarded(self._role(cells, role)) for role in _NAME_ROLES)
        if whole and ((first and last) or any(part and part in whole for part in (first, last))):
            return preferences.name(whole)
        return preferences.name(" ".join(filter(None, (first, whole, last))))

    def _wished(self, cells: list[str]) -> Wishes:
        """What the row wishes; few say anything that no row before said."""
        written = tuple(self._role(cells, role) for role in _WISH_ROLES)
        known = self._wishes.get(written)
        if known is None:
            sections, time_zone, language = written
            known = Wishes(
                sections=preferences.sections(sections),
                time_zone=preferences.time_zone(time_zone),
                language=preferences.language(language),
            )
            if len(self._wishes) < MOST_KNOWN:
                self._wishes[written] = known
        return known

    def _role(self, cells: list[str], role: ColumnRole) -> str:
        place = self._places[role]
        return cells[place] if place is not None and place < len(cells) else ""


def newsletter_of(written: str, request: ImportRequest) -> str:
    """The newsletter that a row names, or the one for rows that name none.

    Raises:
        BadDataError: there is none of that name, or none is named at all.
    """
    newsletter = written or request.default_newsletter
    if newsletter is None:
        hint = "Fill the column newsletter, or name one for the file: --newsletter NAME"
        message = "no newsletter is named"
        raise BadDataError(message, code="csv-line", hint=hint)
    if newsletter not in request.newsletters:
        known = ", ".join(request.newsletters)
        message = f"there is no newsletter “{newsletter}”"
        raise BadDataError(message, code="csv-line", hint=f"There are: {known}.")
    return newsletter


def _of_system(columns: Columns) -> list[Column]:
    """The system's own columns, but for those that the operator explained otherwise."""
    if columns.system is None:
        return []
    return [each for each in columns.all if each.place not in columns.mapped and columns.system.knows(each.folded)]


def _cell(cells: list[str], column: Column) -> str:
    return cells[column.place] if column.place < len(cells) else ""


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _end(column: Column, cell: str, standing: Standing) -> list[_Said]:
    if is_no_date(cell) or says_nothing(cell) or says_no(cell):
        return []
    return [_Said(standing=standing, column=column.label, when=read_when(cell))]


def _latest(said: list[_Said]) -> ListedDate | None:
    dates = [each.when for each in said if each.when and each.standing >= Standing.ENDED]
    return max(dates, key=lambda when: when.until, default=None)


def _answer(column: Column, cell: str) -> Standing | None:
    """What a yes, a no or a date says under the column's header."""
    leaving = header_of_leaving(column.header)
    if says_no(cell):
        return Standing.SUBSCRIBED if leaving else Standing.ENDED if is_header_of_standing(column.header) else None
    if not says_yes(cell) and read_when(cell) is None:
        return None
    return leaving or (Standing.SUBSCRIBED if is_header_of_standing(column.header) else None)


def _not_understood(column: Column, cell: str) -> BadDataError:
    word = shorten(cell, 40)
    message = f"“{word}” in the column “{column.label}” is not understood"
    hint = (
        f'Say what it means: --word "{word}=ended" (or subscribed, paused, unconfirmed, blocked, bounced, complained)'
    )
    return BadDataError(message, code="csv-status-unknown", hint=hint)
