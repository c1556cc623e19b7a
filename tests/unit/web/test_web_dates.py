from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.model import ForeignTime
from syndicate.web import dates

PUBLISHED = ForeignTime(at=datetime(2025, 10, 5, 14, 34, 55, tzinfo=UTC), offset=timedelta(hours=1), raw="…")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-GB", "Sunday, 5 October 2025, 15:34 UTC+1"),
        ("de", "Sonntag, 5. Oktober 2025, 15:34 UTC+1"),
        ("ar", "الأحد، 5 أكتوبر 2025، 3:34 م UTC+1"),
    ],
)
def test_a_date_in_full_speaks_the_articles_language_on_its_own_clock(language: str, expected: str) -> None:
    assert dates.in_full(PUBLISHED, language).replace("\u202f", " ") == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, "14:34 UTC"), (-210, "11:04 UTC−3:30"), (345, "20:19 UTC+5:45"), (-60, "13:34 UTC−1")],
)
def test_the_offset_is_named_beside_the_hour(minutes: int, expected: str) -> None:
    time = ForeignTime(at=PUBLISHED.at, offset=timedelta(minutes=minutes), raw="")
    assert dates.in_full(time, "en-GB").endswith(expected)


def test_the_day_is_the_day_where_it_was_written() -> None:
    late = ForeignTime(at=datetime(2025, 10, 5, 23, 30, tzinfo=UTC), offset=timedelta(hours=9), raw="")
    assert dates.day(late, "en-GB") == "6 October 2025"


@pytest.mark.parametrize("language", ["xx-nonsense", "", "e", "en-", "../../etc"])
def test_a_language_that_nobody_knows_is_written_as_english(language: str) -> None:
    assert dates.day(PUBLISHED, language) == "October 5, 2025"


def test_the_desk_names_its_clock() -> None:
    shown = dates.at_desk(PUBLISHED.at, ZoneInfo("Europe/Berlin"), "en-GB")
    assert shown == "Sunday, 5 October 2025, 16:34 Europe/Berlin"


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(minutes=59), "in 59 minutes"),
        (timedelta(hours=3, minutes=10), "in 3 hours"),
        (timedelta(days=-2), "2 days ago"),
        (timedelta(hours=-1), "1 hour ago"),
    ],
)
def test_distances_are_told_in_their_largest_unit(gap: timedelta, expected: str) -> None:
    assert dates.in_words(gap) == expected
