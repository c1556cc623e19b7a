"""Lines become records: quoted fields may span lines, and a quotation mark that is wrong costs its own row."""

from __future__ import annotations

import re
from collections import deque
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from syndicate.audience.imports.files import LONGEST_LINE
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Within these a quoted field has to end; else its quotation mark is taken for a slip.
MOST_LINES = 500
MOST_CHARACTERS = 1 << 17

#: The number of a record's first line, and its cells or why it cannot be read.
Record = tuple[int, list[str] | BadDataError]

_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_ADDRESS = re.compile(r"[^@\s\"<>]+@[^@\s\"<>]+\.[^@\s\"<>]+")


def read_records(lines: Iterable[tuple[int, str]], delimiter: str, width: int) -> Iterator[Record]:
    """The records below the header, empty ones left out; cells are trimmed, empty ones beyond ``width`` dropped."""
    ahead = _Ahead(lines)
    while taken := ahead.take():
        number, line = taken
        try:
            cells = _record(line, ahead, delimiter, width)
        except BadDataError as error:
            yield number, error
            continue
        if any(cells):
            yield number, cells


def split_line(line: str, delimiter: str) -> list[str]:
    """The trimmed cells of one line.

    Raises:
        BadDataError: its quotation marks do not match, or it is no text.
    """
    cells = _split(_readable(line), delimiter)
    if cells is None:
        raise _quotes(reason="a quoted field does not end")
    return cells


class _Ahead:
    """Lines that can be looked at before they are taken."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        self._lines = iter(lines)
        self._waiting: deque[tuple[int, str]] = deque()

    def take(self) -> tuple[int, str] | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def following(self) -> Iterator[tuple[int, str]]:
        """The lines that follow, not taken: those looked at already, then new ones."""
        yield from list(self._waiting)
        for numbered in self._lines:
            self._waiting.append(numbered)
            yield numbered

    def skip(self, count: int) -> None:
        for _ in range(count):
            self._waiting.popleft()


def _record(line: str, ahead: _Ahead, delimiter: str, width: int) -> list[str]:
    cells = _split(_readable(line), delimiter)
    if cells is None:
        cells = _continued(line, ahead, delimiter, width)
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if len(cells) > width:
        reason = f"{len(cells)} fields stand under {width} columns"
        raise _refusal(reason=reason, hint=f"Put quotation marks around a field that has {delimiter!r} in it.")
    return cells


def _continued(line: str, ahead: _Ahead, delimiter: str, width: int) -> list[str]:
    """The cells of a record whose quoted field goes on below ``line``; takes its lines only when it ends well."""
    text, suspect = line, None
    for count, (number, following) in enumerate(islice(ahead.following(), MOST_LINES), start=1):
        text += following
        if suspect is None and _looks_like_row(following, delimiter, width):
            suspect = number
        if len(text) > MOST_CHARACTERS:
            break
        if '"' not in following:
            continue
        cells = _split(_readable(text), delimiter)
        if cells is None:
            continue
        ahead.skip(count)
        if suspect is not None:
            # Two slips can look like one long field; what lies between must not vanish without a word.
            reason = f"a quoted field runs on to line {number}, and line {suspect} in it looks like a row of its own"
            raise _refusal(
                reason=f"the quotation marks do not match ({reason}; none of these lines was taken)", hint=_MEND
            )
        return cells
    raise _quotes(reason="a quoted field does not end")


def _looks_like_row(line: str, delimiter: str, width: int) -> bool:
    cells = [cell.strip(' "\r\n') for cell in line.split(delimiter)]
    return len(cells) == width and any(map(_ADDRESS.fullmatch, cells))


def _split(text: str, delimiter: str) -> list[str] | None:
    """The trimmed cells; ``None`` when the last quoted field is still open."""
    text = text.rstrip("\r\n")
    if '"' not in text:
        return [cell.strip() for cell in text.split(delimiter)]
    field, still_open = _patterns(delimiter)
    cells, position = [], 0
    while found := field.match(text, position):
        quoted, plain, more = found.groups()
        cells.append(plain.strip() if quoted is None else quoted.replace('""', '"').strip())
        if not more:
            return cells
        position = found.end()
    if still_open.match(text, position):
        return None
    raise _quotes(reason="something stands behind a quoted field")


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    # RFC 4180 §2, with spaces allowed around quoted fields. Nothing is tried twice: the quantifiers are possessive.
    mark = re.escape(delimiter)
    field = rf' *+(?:"((?:[^"]++|"")*+)" *+|((?!")[^{mark}]*+))({mark}|\Z)'
    return re.compile(field, re.DOTALL), re.compile(r' *+"(?:[^"]++|"")*+\Z', re.DOTALL)


def _readable(text: str) -> str:
    if len(text) >= LONGEST_LINE:
        raise _refusal(
            reason="the line is longer than any list's", hint="Look for a quotation mark or a line end that is missing."
        )
    if not text.isascii() or "\x00" in text:
        found = _UNREADABLE.search(text)
        if found and found[0] == "\x00":
            raise _refusal(reason="there is a NUL character in it", hint="Take it out, and save the file again.")
        if found:
            byte = ord(found[0]) & 0xFF
            hint = "Save the file as “CSV UTF-8”, or say how it is written, such as: --encoding windows-1252"
            raise _refusal(reason=f"this is not UTF-8 text (byte 0x{byte:02X})", hint=hint)
    return text


_MEND = "Double a quotation mark within a quoted field, and put one at its end."


def _quotes(*, reason: str) -> BadDataError:
    return _refusal(reason=f"the quotation marks do not match ({reason})", hint=_MEND)


def _refusal(*, reason: str, hint: str) -> BadDataError:
    return BadDataError(reason, code="csv-line", hint=hint)
