from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicate.audience.csv_import import ImportReport, import_csv, open_csv
from syndicate.audience.model import EndedBy, Subscription
from syndicate.audience.store import AudienceStore
from syndicate.errors import BadDataError
from syndicate.storage import Database

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEWSLETTERS = {"morning": "daily", "weekly": "weekly"}


def read(
    database: Database, lines: Iterable[str], *, newsletter: str | None = "morning"
) -> tuple[ImportReport, list[str]]:
    refusals: list[BadDataError] = []
    report = import_csv(
        lines,
        name="readers.csv",
        database=database,
        newsletters=NEWSLETTERS,
        default_newsletter=newsletter,
        now=NOON,
        on_refused=refusals.append,
    )
    return report, [str(one) for one in refusals]


def listed(database: Database) -> list[Subscription]:
    with database.read() as connection:
        return list(AudienceStore(connection).all())


def test_every_column_ends_up_in_the_subscription(sqlite_database: Database) -> None:
    report, refusals = read(
        sqlite_database,
        [
            "Time_Zone,Name,EMAIL,Newsletter,Sections,Language\n",
            'Europe/Berlin,"Lee, Ann",ann@example.org,weekly,World; Culture,DE\n',
        ],
    )
    assert (report.added, refusals) == (1, [])
    [found] = listed(sqlite_database)
    assert (found.subscriber.name, found.subscriber.address) == ("Lee, Ann", "ann@example.org")
    assert (found.newsletter, found.cadence, found.sections) == ("weekly", "weekly", ("World", "Culture"))
    assert (found.time_zone, found.language) == ("Europe/Berlin", "de")


def test_an_address_alone_is_enough(database: Database) -> None:
    report, _ = read(database, ["address\n", "ann@example.org\n", "Bob <bob@example.org>"])
    assert report == ImportReport(added=2, known=0, ended_before=0, refused=0, ignored_columns=())
    assert [one.subscriber.name for one in listed(database)] == [None, "Bob"]


@pytest.mark.parametrize(
    "lines",
    [
        ["address;name;sections\r\n", 'ann@example.org;Ann;"World;Culture"\r\n'],
        ["address\tname\tsections\n", "ann@example.org\tAnn\tWorld;Culture\n"],
        ["\ufeffaddress,name,sections\n", "ann@example.org,Ann,World;Culture\n"],
        ["\n", ' "Address", name ,sections\n', "\n", "ann@example.org,Ann,World;Culture\n", ",,\n"],
    ],
)
def test_separators_byte_order_mark_and_empty_lines_are_as_programs_write_them(
    sqlite_database: Database, lines: list[str]
) -> None:
    report, refusals = read(sqlite_database, lines)
    assert (report.added, refusals) == (1, [])
    assert listed(sqlite_database)[0].sections == ("World", "Culture")


def test_each_bad_line_is_named_with_its_reason_and_the_others_are_taken(sqlite_database: Database) -> None:
    report, refusals = read(
        sqlite_database,
        [
            "address,name,newsletter,time_zone,language\n",
            "ann@example.org\n",
            "ann at example.org\n",
            "bob@example.org,Bob,evening\n",
            "bob@example.org,Bob,,Mars/Base\n",
            "bob@example.org,Bob,,,germanic\n",
            '"bob@example.org,Bob\n',
            "bob@example.org,Bob,,,,more\n",
            "bob@example.org,B\udcfcb\n",
            "bob@example.org," + "x" * 200_000 + "\n",
            ",Nobody\n",
            "carl@example.org,Carl\n",
        ],
    )
    assert (report.added, report.refused) == (2, 9)
    reasons = dict(line.split(": ", 1) for line in refusals)
    assert list(reasons) == [f"readers.csv:{number}" for number in range(3, 12)]
    expected = [
        "form name@domain",
        "no newsletter “evening”",
        "“Mars/Base” is not a time zone",
        "“germanic” is not a language tag",
        "quotation marks",
        "6 fields stand under 5 columns",
        "not UTF-8",
        "field larger than field limit",
        "address is empty",
    ]
    for reason, part in zip(reasons.values(), expected, strict=True):
        assert part in reason


def test_a_line_must_belong_to_a_newsletter(sqlite_database: Database) -> None:
    report, refusals = read(sqlite_database, ["address\n", "ann@example.org\n"], newsletter=None)
    assert report.refused == 1
    assert refusals == ["readers.csv:2: no newsletter is named"]


def test_who_is_known_or_has_left_is_counted_and_left_alone(database: Database) -> None:
    lines = ["address\n", "ann@example.org\n", "bob@example.org\n"]
    read(database, lines)
    with database.write() as connection:
        store = AudienceStore(connection)
        store.end(next(store.all()).id, NOON, EndedBy.ONE_CLICK)
    report, _ = read(database, [*lines, "carl@example.org\n", "CARL@example.org\n"])
    assert (report.added, report.known, report.ended_before) == (1, 2, 1)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "no column “address”"),
        (["ann@example.org\n"], "no column “address”"),
        (["name,city\n", "Ann,Kiel\n"], "no column “address”"),
        (["address,email\n"], "two columns are named “address”"),
        (["\udcff\udcfea\x00d\x00\n"], "not UTF-8"),
        (['"address\n'], "quotation marks"),
    ],
)
def test_a_header_that_says_nothing_stops_the_import(sqlite_database: Database, lines: list[str], reason: str) -> None:
    with pytest.raises(BadDataError, match=reason) as caught:
        read(sqlite_database, lines)
    assert caught.value.where == "readers.csv:1"
    assert listed(sqlite_database) == []


def test_columns_that_mean_nothing_to_us_are_passed_over_and_told(sqlite_database: Database) -> None:
    report, _ = read(sqlite_database, ["address,City,,Shoe size\n", "ann@example.org,Kiel,,44\n"])
    assert report.ignored_columns == ("city", "shoe_size")


def test_what_stood_before_a_broken_stream_is_kept_in_whole_batches(database: Database) -> None:
    def lines() -> Iterator[str]:
        yield "address\n"
        for number in range(2_500):
            yield f"reader{number}@example.org\n"
        message = "the disk went away"
        raise OSError(message)

    with pytest.raises(OSError, match="went away"):
        read(database, lines())
    with database.read() as connection:
        assert AudienceStore(connection).count("morning") == 2_000


def test_a_long_file_costs_no_memory(sqlite_database: Database) -> None:
    def lines(count: int) -> Iterator[str]:
        yield "address\n"
        yield from (f"reader{number}@example\n" for number in range(count))  # no dot: refused, all of them

    def peak(count: int) -> int:
        tracemalloc.start()
        import_csv(
            lines(count),
            name="readers.csv",
            database=sqlite_database,
            newsletters=NEWSLETTERS,
            default_newsletter="morning",
            now=NOON,
            on_refused=lambda _: None,
        )
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)
    assert peak(10_000) < peak(1_000) + 100_000


def test_a_file_is_read_whatever_its_bytes_and_line_ends(sqlite_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "readers.csv"
    path.write_bytes("\ufeffaddress;name\r\nann@example.org;Zoë\r\n".encode() + b"bob@example.org;B\xfcb\r\n")
    with open_csv(path) as lines:
        report, refusals = read(sqlite_database, lines)
    assert (report.added, report.refused) == (1, 1)
    assert refusals == ["readers.csv:3: this is not UTF-8 text"]
    assert listed(sqlite_database)[0].subscriber.name == "Zoë"


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    with (
        pytest.raises(BadDataError, match=r"nowhere\.csv: the file cannot be read"),
        open_csv(tmp_path / "nowhere.csv"),
    ):
        pass


@given(lines=st.lists(st.text(st.characters(), max_size=60), max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_lines_hold_each_is_counted_or_empty(sqlite_database: Database, lines: list[str]) -> None:
    report, refusals = read(sqlite_database, ["address,name\n", *lines])
    assert report.refused == len(refusals)
    assert report.added + report.known + report.ended_before + report.refused <= len(lines)
