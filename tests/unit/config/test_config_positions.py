"""The scanner is judged by a writer of TOML that remembers where it put each key and value."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.config.positions import KeyPath, Position, Span, scan

_AWKWARD = "ab \"'\\#=,.[]{}\n\té🗞"
_KEYS = st.text("ab-_9", min_size=1, max_size=3) | st.text("a.\"' #=é]", max_size=3)
_SCALARS = (
    st.text(_AWKWARD, max_size=8) | st.integers(-99, 99) | st.booleans() | st.just(1.5) | st.dates() | st.datetimes()
)
_VALUES: st.SearchStrategy[Any] = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=12
)
_TREES = st.dictionaries(_KEYS, _VALUES, max_size=5)


@dataclass(kw_only=True)
class _Writer:
    """Writes a tree as TOML in spellings that it draws, and keeps the offset of each key and value."""

    draw: Any
    text: str = ""
    keys: dict[KeyPath, int] = field(default_factory=dict)
    values: dict[KeyPath, int] = field(default_factory=dict)

    def pick(self, *choices: str) -> str:
        return str(self.draw(st.sampled_from(choices)))

    def table(self, path: KeyPath, table: dict[str, Any]) -> None:
        apart = {key: value for key, value in table.items() if self._goes_apart(value)}
        for key, value in table.items():
            if key not in apart:
                self.text += self.pick("", "", "  ", "\t", "# [no] = 'key'\n", "\n\r\n")
                self.pair(path, key, value)
                self.text += self.pick("\n", " # it's a comment\n", "\r\n")
        for key, value in apart.items():
            for index, entry in enumerate(value if isinstance(value, list) else [value]):
                self.header((*path, key), index, entry, is_array=isinstance(value, list))

    def header(self, path: KeyPath, index: int, entry: dict[str, Any], *, is_array: bool) -> None:
        start = len(self.text)
        self.text += "[[" if is_array else "["
        for step in path[:-1]:
            self.text += "" if isinstance(step, int) else self.spelt_key(step) + self.pick(".", " . ")
        self.text += self.pick("", " ")
        self.values.setdefault(path, start)
        self.keys.setdefault(path, len(self.text))
        self.text += self.spelt_key(str(path[-1])) + ("]]" if is_array else "]") + self.pick("\n", " # [x]\n")
        inner = (*path, index) if is_array else path
        if is_array:
            self.keys[inner] = self.values[inner] = start
        self.table(inner, entry)

    def pair(self, path: KeyPath, key: str, value: Any) -> None:
        path = (*path, key)
        self.keys[path] = len(self.text)
        self.text += self.spelt_key(key)
        self.text += self.pick(" = ", "=", " =\t")
        self.value(path, value)

    def value(self, path: KeyPath, value: Any) -> None:
        self.values[path] = len(self.text)
        if isinstance(value, dict):
            self.members("{}", path, list(value.items()), blanks=("", " "))
        elif isinstance(value, list):
            self.members("[]", path, list(enumerate(value)), blanks=("", " ", "\n", " # ] , [\n  "))
        else:
            self.text += self.spelt_string(value) if isinstance(value, str) else _plain(value)

    def members(
        self, marks: str, path: KeyPath, members: list[tuple[str | int, Any]], *, blanks: tuple[str, ...]
    ) -> None:
        self.text += marks[0] + self.pick(*blanks)
        for count, (step, value) in enumerate(members):
            self.text += "," + self.pick(*blanks) if count else ""
            if isinstance(step, int):
                self.keys[*path, step] = len(self.text)
                self.value((*path, step), value)
            else:
                self.pair(path, step, value)
            self.text += self.pick(*blanks)
        self.text += marks[1]

    def spelt_key(self, key: str) -> str:
        spellings = [json.dumps(key, ensure_ascii=False)]
        spellings += [key] if re.fullmatch(r"[A-Za-z0-9_-]+", key) else []
        spellings += [f"'{key}'"] if "'" not in key else []
        return self.pick(*spellings)

    def spelt_string(self, text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        quoted = json.dumps(text, ensure_ascii=False)
        spellings = [quoted, f'"""\n{escaped}"""']
        spellings += [f'"""{escaped}"""', f'"""\\\n  {quoted[1:-1]}"""'] if text == text.lstrip() else []
        spellings += [f"'{text}'"] if "'" not in text and "\n" not in text else []
        spellings += [f"'''\n{text}'''"] if "'" not in text else []
        return self.pick(*spellings)

    def _goes_apart(self, value: Any) -> bool:
        is_array = isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value)
        return bool((isinstance(value, dict) or is_array) and self.draw(st.booleans()))


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _position(text: str, offset: int) -> Position:
    before = text[:offset]
    return Position(line=before.count("\n") + 1, column=offset - (before.rfind("\n") + 1) + 1)


@given(tree=_TREES, choices=st.data())
def test_every_key_and_value_is_found_where_the_writer_put_it(tree: dict[str, Any], choices: st.DataObject) -> None:
    writer = _Writer(draw=choices.draw)
    writer.table((), tree)
    assert tomllib.loads(writer.text) == tree
    spans = scan(writer.text)
    for path, offset in writer.values.items():
        assert spans[path].value == _position(writer.text, offset), path
        assert spans[path].key == _position(writer.text, writer.keys[path]), path
    assert spans.keys() == writer.values.keys() | _implied(writer.values)


def _implied(paths: dict[KeyPath, int]) -> set[KeyPath]:
    """Tables that only a deeper header names."""
    return {path[:end] for path in paths for end in range(1, len(path))}


def test_a_dotted_key_gives_each_part_its_own_place() -> None:
    spans = scan('delivery . "ses" .region = "x"\n')
    assert spans["delivery",] == Span(key=Position(line=1, column=1), value=Position(line=1, column=28))
    assert spans["delivery", "ses"].key == Position(line=1, column=12)
    assert spans["delivery", "ses", "region"].key == Position(line=1, column=19)


def test_a_sub_table_belongs_to_the_last_entry_of_its_array() -> None:
    spans = scan('[[sources]]\n[[sources]]\n[sources.zone_names]\nCET = "x"\n')
    assert spans["sources", 1, "zone_names", "CET"].key == Position(line=4, column=1)
    assert spans["sources",].key == Position(line=1, column=3)
    assert spans["sources", 1].key == Position(line=2, column=1)


def test_arrays_of_tables_may_be_nested() -> None:
    spans = scan("[[a]]\n[[a.b]]\n[[a.b]]\nc = 1\n[[a]]\n[[a.b]]\nc = 2\n[a.b.d]\ne = 3\n")
    assert spans["a", 0, "b", 1, "c"].key.line == 4
    assert spans["a", 1, "b", 0, "c"].key.line == 7
    assert spans["a", 1, "b", 0, "d", "e"].key.line == 9


def test_a_header_stands_for_its_table_even_after_a_header_below_it() -> None:
    spans = scan("[delivery.ses]\n\n[delivery]\n")
    assert spans["delivery",].value == Position(line=3, column=1)


@pytest.mark.parametrize(
    "value",
    [
        '""""""',
        '"""a"""""',
        '"""a\\""""',
        "''''''",
        "'''a'''''",
        '"""\n"" x"""',
        '"\\""',
        '"\\\\"',
        "1979-05-27 07:32:00",
        "-inf",
        "[[], [[]]]",
    ],
)
def test_the_key_after_an_awkward_value_is_found(value: str) -> None:
    text = f"first = {value}\nsecond = 2\n"
    tomllib.loads(text)
    line = 2 + value.count("\n")
    assert scan(text)["second",] == Span(key=Position(line=line, column=1), value=Position(line=line, column=10))


def test_a_column_counts_characters_not_bytes() -> None:
    assert scan('"é🗞" = 1')["é🗞",].value == Position(line=1, column=8)
