"""Which readers a newsletter goes to: decided from a language and a joining time; kept in a row as it is."""

from datetime import UTC, datetime, timedelta

import pytest

from syndicate.audience.reader_filter import EVERYBODY, ReaderFilter, filter_of, filter_text

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GERMAN = ReaderFilter(languages=frozenset({"de"}), default_language="en")


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("de", None),
        ("de-AT", None),
        ("den", "reads den; it goes to readers of de"),
        (None, "reads en; it goes to readers of de"),
    ],
)
def test_a_language_covers_its_variants_and_who_chose_none_reads_the_newsletters(
    language: str | None, why: str | None
) -> None:
    assert GERMAN.why_not(language, NOON) == why


def test_days_are_taken_from_their_first_instant_and_up_to_the_last_before_the_other() -> None:
    after = ReaderFilter(joined_from=NOON)
    before = ReaderFilter(joined_before=NOON)
    for at in (NOON - timedelta(seconds=1), NOON, NOON + timedelta(seconds=1)):
        assert (after.why_not(None, at) is None) is not (before.why_not(None, at) is None)
    assert after.why_not(None, NOON) is None


def test_a_filter_that_takes_all_is_nothing_in_a_row() -> None:
    assert not EVERYBODY
    assert not ReaderFilter(default_language="de")
    assert filter_text(ReaderFilter(default_language="de")) is None
    assert filter_of(None) is EVERYBODY


@pytest.mark.parametrize("readers", [GERMAN, ReaderFilter(joined_from=NOON, joined_before=NOON + timedelta(days=1))])
def test_a_row_gives_back_the_filter(readers: ReaderFilter) -> None:
    assert filter_of(filter_text(readers)) == readers
