"""TOML files beside the templates, whose mistakes are told at their line and column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NoReturn

from syndicate.errors import BadDataError
from syndicate.mail.markup.marks import column_of
from syndicate.text.guessing import nearest

_POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_VALUE = re.compile(r"^[ \t]*([A-Za-z0-9_-]+)[ \t]*=[ \t]*(\S)", re.MULTILINE)
_HINT = "A text stands in quotation marks; docs/mail.md names the tables and what each has."


class Table(dict[str, Any]):
    """A table of a TOML file as a template is given it; it knows where it stands."""

    def __init__(
        self,
        values: Mapping[str, Any],
        where: str,
        siblings: Iterable[Mapping[str, Any]] = (),
        places: Mapping[str, str] | None = None,
    ) -> None:
        """``siblings`` are tables beside it: what they have, it should have. ``places`` are where its values stand."""
        super().__init__(values)
        self._where = where
        self._siblings = tuple(siblings)
        self._places = places or {}

    def holding(self, values: Mapping[str, Any]) -> Table:
        """Other values for the same names, at the same place."""
        return Table(values, self._where, self._siblings, self._places)

    def refuse_value(self, name: str, wrong: str) -> NoReturn:
        """Say what is wrong with a value, where it stands.

        Raises:
            BadDataError: always.
        """
        _refuse(f"{name} is {self[name]!r}, {wrong}", self._places.get(name, self._where))

    def place_of_missing(self, name: str) -> str:
        """Where the name should stand; empty: it is rather a misspelling of one that is there."""
        is_expected = any(name in sibling for sibling in self._siblings) or not nearest(name, self)
        return self._where if is_expected else ""


class _File(Table):
    def __missing__(self, name: str) -> NoReturn:
        _refuse(f"there is no [{name}]", self._where)


@lru_cache(maxsize=16)
def read_table(text: str, name: str) -> Table:
    """The file ``name`` as a table of tables, which nobody changes.

    Raises:
        BadDataError: it is no TOML; or later, when it is asked for a table that it does not have.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _refuse(f"this is no TOML: {_POSITION.sub('', str(error)).lower()}", _place_of(error, text, name))
    tables = {key: value for key, value in values.items() if isinstance(value, dict)}
    known = {
        key: Table(value, _place(text, name, key), tables.values(), _places(text, name, key))
        for key, value in tables.items()
    }
    return _File({**values, **known}, f"{name}:1:1")


def _place(text: str, name: str, key: str) -> str:
    header = re.search(rf"^[ \t]*\[[ \t]*{re.escape(key)}\b", text, re.MULTILINE)
    offset = text.index("[", header.start()) if header else 0
    return f"{name}:{text.count(chr(10), 0, offset) + 1}:{column_of(text, offset)}"


def _places(text: str, name: str, key: str) -> dict[str, str]:
    """Where the values of a table stand."""
    header = re.search(rf"^[ \t]*\[[ \t]*{re.escape(key)}[ \t]*\]", text, re.MULTILINE)
    if header is None:
        return {}
    end = re.compile(r"^[ \t]*\[", re.MULTILINE).search(text, header.end())
    found = _VALUE.finditer(text, header.end(), end.start() if end else len(text))
    return {
        value[1]: f"{name}:{text.count(chr(10), 0, value.start(2)) + 1}:{column_of(text, value.start(2))}"
        for value in found
    }


def _place_of(error: Exception, text: str, name: str) -> str:
    position = _POSITION.search(str(error))
    if position and position[1]:
        return f"{name}:{position[1]}:{position[2]}"
    return f"{name}:{text.count(chr(10)) + 1}:{column_of(text, len(text))}"


def _refuse(message: str, where: str) -> NoReturn:
    raise BadDataError(message, code="template-broken", where=where, hint=_HINT)
