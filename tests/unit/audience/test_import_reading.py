from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.audience.imports.dates import is_no_date, read_when
from syndicate.audience.imports.records import read_records, split_line
from syndicate.audience.imports.words import Standing, fold, header_of_leaving, standing_of, word_of_leaving
from syndicate.audience.own_list import guarded, restored
from syndicate.errors import BadDataError


def records(text: str, width: int = 2, delimiter: str = ",") -> list[tuple[int, list[str] | str]]:
    lines = enumerate(io.StringIO(text, newline=""), start=2)
    return [
        (line, cells.message if isinstance(cells, BadDataError) else cells)
        for line, cells in read_records(lines, delimiter, width)
    ]


def test_a_quoted_field_may_span_lines_and_hold_marks_and_delimiters() -> None:
    text = 'a,"one\r\ntwo ""three"", four\n\nfive"\nb,x\n'
    assert records(text) == [(2, ["a", 'one\r\ntwo "three", four\n\nfive']), (6, ["b", "x"])]


@pytest.mark.parametrize(
    "bad",
    ['a,"open', 'a,"x" y', '"a', 'a, "{""k"": true}', 'a,"x"y"', '""a""'],
)
def test_a_bad_quotation_mark_costs_its_own_row(bad: str) -> None:
    text = f'{bad}\nb,"B"\nc,C\nd,"D\nd"\n'
    found = records(text)
    assert [line for line, _ in found] == [2, 3, 4, 5]
    assert "quotation marks" in found[0][1]
    assert [cells for _, cells in found[1:]] == [["b", "B"], ["c", "C"], ["d", "D\nd"]]


def test_an_open_quotation_mark_is_looked_for_within_bounds_only() -> None:
    text = 'a,"open\n' + "b,x\n" * 2_000 + 'c,"\n'
    found = records(text)
    assert "does not end" in found[0][1]
    assert len(found) == 2_002


def test_many_open_marks_cost_no_more_than_their_lines() -> None:
    text = "".join(f'a{number},"x{number}\n' for number in range(3_000))
    assert len(records(text)) == 3_000


@given(rows=st.lists(st.lists(st.text(st.sampled_from("a \"'\n\r,;é=")), min_size=2, max_size=2), max_size=6))
def test_what_pythons_own_writer_writes_is_read_back(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    expected = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    assert [cells for _, cells in records(written.getvalue())] == expected


@given(cell=st.text(st.characters()))
def test_a_guarded_cell_is_no_formula_and_comes_back(cell: str) -> None:
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert restored(guarded(cell)) == cell


def test_a_line_with_an_open_field_is_no_header() -> None:
    assert split_line(' "a" ;"b;c"; d\n', ";") == ["a", "b;c", "d"]
    with pytest.raises(BadDataError, match="does not end"):
        split_line('a,"b', ",")


@pytest.mark.parametrize(
    ("written", "at", "until"),
    [
        ("2024-02-03 04:05:06", "2024-02-03T04:05:06", "2024-02-03T04:05:06"),
        ("2024-02-03T04:05:06.000Z", "2024-02-03T04:05:06", "2024-02-03T04:05:06"),
        ("2024-02-03T04:05:06+02:00", "2024-02-03T02:05:06", "2024-02-03T02:05:06"),
        ("2024-02-03", "2024-02-03T00:00:00", "2024-02-03T23:59:59.999999"),
        ("2024", "2024-01-01T00:00:00", "2024-12-31T23:59:59.999999"),
        ("3.2.2024", "2024-02-03T00:00:00", "2024-02-03T23:59:59.999999"),
        ("2/3/2024", "2024-02-03T00:00:00", "2024-03-02T23:59:59.999999"),
        ("13/2/2024 4:05 PM", "2024-02-13T16:05:00", "2024-02-13T16:05:00"),
        ("Feb 3, 2024", "2024-02-03T00:00:00", "2024-02-03T23:59:59.999999"),
        ("1706933106", "2024-02-03T04:05:06", "2024-02-03T04:05:06"),
    ],
)
def test_a_date_is_read_from_its_earliest_to_its_latest_meaning(written: str, at: str, until: str) -> None:
    found = read_when(written)
    assert found
    assert (found.at, found.until) == (
        datetime.fromisoformat(at).replace(tzinfo=UTC),
        datetime.fromisoformat(until).replace(tzinfo=UTC),
    )


@pytest.mark.parametrize("written", ["", "soon", "2024-13-01", "99/99/2024", "31/31/2024", "true", "2024-02-30"])
def test_what_is_no_date_is_none(written: str) -> None:
    assert read_when(written) is None


def test_the_dates_of_nothing_are_known() -> None:
    assert all(map(is_no_date, ["", "0000-00-00 00:00:00", "NULL", "-", "never"]))
    assert not is_no_date("2024")


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("UN-SUBSCRIBED", None),
        ("Unsubscribed!", Standing.ENDED),
        ("hat sich abgemeldet", Standing.ENDED),
        ("Hard-Bounce (550)", Standing.BOUNCED),
        ("black list", None),
        ("Лист: заблокирован", Standing.BLOCKED),
        ("本人により退会済み", Standing.ENDED),
        ("marked as spam by reader", Standing.COMPLAINED),
        ("the rubber bouncer", None),
        ("turn left", None),
        ("left", Standing.ENDED),
    ],
)
def test_words_of_leaving_are_found_in_texts_and_whole_cells(text: str, standing: Standing | None) -> None:
    found = word_of_leaving(text)
    assert (found[1] if found else None) is standing


def test_headers_are_compared_without_accents_case_and_signs() -> None:
    assert fold("  E-Mail_Adresse (privat) ") == "e mail adresse privat"
    assert fold("Prénom") == fold("PRENOM") == "prenom"
    assert header_of_leaving("Email-Opt-Out") is Standing.ENDED
    assert standing_of("Aktiv") is Standing.SUBSCRIBED
