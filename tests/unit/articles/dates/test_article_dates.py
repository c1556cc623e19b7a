from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.dates import Reading, find_all, read_text, zones

BERLIN = ZoneInfo("Europe/Berlin")


def reading_of(text: str, **zone_names: str) -> Reading:
    reading = read_text(text, BERLIN, zone_names)
    assert reading is not None
    return reading


def instant_of(text: str, **zone_names: str) -> str:
    time = reading_of(text, **zone_names).time
    assert time is not None
    return time.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("October 5, 2025, 15:34:55 CET", "2025-10-05T15:34:55+01:00"),
        ("October 5, 2025, 15:34:55 CEST", "2025-10-05T15:34:55+02:00"),
        ("October 5, 2025, 15:34:55 +0530", "2025-10-05T15:34:55+05:30"),
        ("October 5, 2025 at 3:34 PM EDT", "2025-10-05T15:34:00-04:00"),
        ("November 19, 2019, 07:47 PM EST", "2019-11-19T19:47:00-05:00"),
        ("Nov. 20, 2019 5:52 AM EST", "2019-11-20T05:52:00-05:00"),
        ("Sunday, 5 October 2025 15:34 UTC", "2025-10-05T15:34:00+00:00"),
        ("5th October 2025, 12:05 am GMT+2", "2025-10-05T00:05:00+02:00"),
        ("Mon, 18 Nov 2019 16:07:38 -0600", "2019-11-18T16:07:38-06:00"),
        ("10:02 AM EST Nov 19, 2019", "2019-11-19T10:02:00-05:00"),
        ("at 5:36 PM BST on Jul 18, 2019", "2019-07-18T17:36:00+01:00"),
        ("2025-10-05T15:34:55Z", "2025-10-05T15:34:55+00:00"),
        ("2025-10-05T15:34:55.123+01:00", "2025-10-05T15:34:55+01:00"),
        ("2025-10-05 15:34 (CEST)", "2025-10-05T15:34:00+02:00"),
        ("October 5, 2025 15:34 NPT", "2025-10-05T15:34:00+05:45"),
        ("October 5, 2025, 12:30 p.m. ET", "2025-10-05T12:30:00-04:00"),
        ("December 5, 2025, 12:30 p.m. ET", "2025-12-05T12:30:00-05:00"),
        ("5 May 2025 13:05 PM UTC", "2025-05-05T13:05:00+00:00"),
        ("October 5, 2025", "2025-10-05T00:00:00+02:00"),
        ("October 5, 2025, 15:34", "2025-10-05T15:34:00+02:00"),
    ],
)
def test_a_date_is_read_with_the_offset_that_is_written(text: str, expected: str) -> None:
    assert instant_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "October 5",
        "5 Oct at 14:00",
        "no date",
        "version 2025",
        "Mai 5, 2025",
        "320 May 2019",
    ],
)
def test_what_is_not_certainly_a_date_with_a_year_is_none(text: str) -> None:
    assert read_text(text, BERLIN, {}) is None


@pytest.mark.parametrize(
    "text", ["February 30, 2025", "2025-13-01", "October 5, 2025 25:00", "October 5, 0001", "May 1, 2020 0:30 PM"]
)
def test_what_is_not_in_the_calendar_is_left_out_with_a_finding(text: str) -> None:
    reading = reading_of(text)
    assert reading.time is None
    assert [finding.code for finding in reading.findings] == ["date-invalid"]


@pytest.mark.parametrize("offset", ["+99:00", "+24:00", "-15:00", "+1275", "UTC+25"])
def test_an_offset_that_no_clock_has_is_left_out_with_a_finding(offset: str) -> None:
    reading = reading_of(f"October 5, 2025, 15:34:55 {offset}")
    assert reading.time is None
    assert [finding.code for finding in reading.findings] == ["date-invalid"]


@pytest.mark.parametrize("text", ["Auguſt 5, 2025", "Aprıl 5, 2025", "5 AprİL 2025"])
def test_letters_that_only_fold_to_a_months_name_are_not_one(text: str) -> None:
    assert read_text(text, BERLIN, {}) is None


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("December 1, 2099, 15:34:55 IST", datetime(2099, 12, 2, 5, 34, 55, tzinfo=UTC)),
        ("December 1, 2099, 15:34:55 +99:00", datetime(2099, 12, 2, 5, 34, 55, tzinfo=UTC)),
        ("December 31, 2099, 24:00 CET", datetime(2100, 1, 1, 14, tzinfo=UTC)),
        ("February 30, 2025", datetime(2025, 3, 1, 14, tzinfo=UTC)),
        ("2025-12-41", datetime(2026, 1, 1, 14, tzinfo=UTC)),
        ("2025-13-01", datetime(2026, 1, 1, 14, tzinfo=UTC)),
        ("December 31, 9999, 09:00 CET", datetime.max.replace(tzinfo=UTC)),
        ("December 31, 0000, 09:00 CET", datetime(2, 1, 1, 14, tzinfo=UTC)),
    ],
)
def test_a_date_that_is_not_read_still_says_what_it_may_mean_at_the_latest(text: str, latest: datetime) -> None:
    reading = reading_of(text)
    assert reading.time is None
    assert reading.unread is not None
    assert (reading.unread.latest, reading.unread.raw) == (latest, text)


@pytest.mark.parametrize("name", ["IST", "CST", "AST", "XYZ"])
def test_a_name_of_several_zones_is_not_guessed(name: str) -> None:
    reading = reading_of(f"October 5, 2025, 15:34 {name}")
    assert reading.time is None
    assert reading.findings[0].code == "zone-unknown"
    assert "zone_names" in reading.findings[0].message


def test_the_source_can_say_which_zone_its_name_means() -> None:
    assert instant_of("October 5, 2025, 15:34 IST", IST="Asia/Kolkata") == "2025-10-05T15:34:00+05:30"
    assert instant_of("October 5, 2025, 15:34:55 CET", CET="Europe/Berlin") == "2025-10-05T15:34:55+02:00"
    assert not reading_of("October 5, 2025, 15:34:55 CET", CET="Europe/Berlin").findings
    assert instant_of("October 5, 2025, 15:34 IST", ist="Asia/Kolkata") == "2025-10-05T15:34:00+05:30"


def test_cet_in_summer_stays_literal_and_the_editor_is_told_both_readings() -> None:
    reading = reading_of("October 5, 2025, 15:34:55 CET")
    assert reading.time is not None
    assert reading.time.is_ambiguous
    assert reading.time.at == datetime(2025, 10, 5, 14, 34, 55, tzinfo=UTC)
    assert reading.time.raw == "October 5, 2025, 15:34:55 CET"
    (finding,) = reading.findings
    assert finding.code == "zone-ambiguous"
    assert "15:34:55 CET is 14:34:55 UTC" in finding.message
    assert "one hour earlier" in finding.message


@pytest.mark.parametrize(
    ("text", "season", "meant"),
    [
        ("July 5, 2025, 10:00 EST", "summer", "earlier"),
        ("January 5, 2025, 10:00 CEST", "standard", "later"),
        ("January 5, 2025, 10:00 BST", "standard", "later"),
        ("January 5, 2025, 10:00 AEST", "summer", "earlier"),
    ],
)
def test_every_name_out_of_season_is_ambiguous(text: str, season: str, meant: str) -> None:
    reading = reading_of(text)
    assert reading.time is not None
    assert reading.time.is_ambiguous
    assert f"while {season} time" in reading.findings[0].message
    assert reading.findings[0].message.endswith(f"one hour {meant}.")


@pytest.mark.parametrize("text", ["January 5, 2025, 10:00 CET", "July 5, 2025, 10:00 EDT", "July 5, 2025, 10:00 JST"])
def test_a_name_in_season_is_certain(text: str) -> None:
    reading = reading_of(text)
    assert reading.time is not None
    assert not reading.time.is_ambiguous
    assert not reading.findings


def test_a_time_without_zone_is_the_sources_and_the_editor_is_told() -> None:
    reading = reading_of("October 5, 2025, 15:34")
    assert [finding.code for finding in reading.findings] == ["zone-missing"]


def test_a_time_that_comes_twice_is_the_earlier_one() -> None:
    reading = reading_of("October 26, 2025, 02:30")
    assert reading.time is not None
    assert reading.time.offset == timedelta(hours=2)
    assert reading.time.is_ambiguous
    assert reading.findings[0].code == "clock-change"


def test_all_dates_of_a_line_are_found() -> None:
    line = "Published Nov 18, 2019 at 4:07 PM | Updated at 5:36 PM CST on Nov 18, 2019"
    assert [line[found.start : found.end] for found in find_all(line)] == [
        "Nov 18, 2019 at 4:07 PM",
        "5:36 PM CST on Nov 18, 2019",
    ]


@given(
    st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2199, 12, 30)),  # noqa: DTZ001
    st.sampled_from(["UTC", "CET", "EST", "JST", "NPT", "AEDT"]),
    st.sampled_from(["%B %-d, %Y, %H:%M:%S", "%-d %b %Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%b. %d, %Y at %I:%M:%S %p"]),
)
def test_every_written_time_comes_back_with_its_literal_offset(at: datetime, name: str, pattern: str) -> None:
    reading = reading_of(f"{at.strftime(pattern)} {name}")
    known = zones.find(name, {})
    assert known is not None
    assert reading.time is not None
    assert reading.time.at == at.replace(microsecond=0, tzinfo=known.zone)


@given(st.text(st.sampled_from("October 5, 2025 15:34:55 CET+-()TZamp."), max_size=120))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    for _ in find_all(text):
        pass
    read_text(text, BERLIN, {})
