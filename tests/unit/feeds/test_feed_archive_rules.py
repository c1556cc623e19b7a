from dataclasses import replace
from datetime import timedelta

import pytest

from syndicate.feeds.archives import (
    PAGE_BYTES,
    Appearance,
    ArchivePage,
    changes,
    cuts,
    overflow,
    page_name,
    superseded,
    version_of,
)
from tests.unit.feeds.feed_samples import an_outline


def _rows(count: int, page: int | None = None, start: int = 1) -> list[Appearance]:
    return [Appearance(position=at, article_id=f"a{at}", version="v", page=page) for at in range(start, start + count)]


@pytest.mark.parametrize(
    "change",
    [
        {"revision": 2},
        {"permalink": "https://news.example/new"},
        {"language": "tr"},
        {"sections": ("Arts",)},
        {"tags": ("x",)},
        {"authors": ("Bo",)},
        {"published_at": None},
    ],
)
def test_an_entry_that_says_something_else_has_another_version(change: dict[str, object]) -> None:
    one = an_outline()
    assert version_of(one) == version_of(replace(one, sequence=7))
    assert version_of(replace(one, **change)) != version_of(one)  # type: ignore[arg-type]
    assert version_of(replace(one, significant_at=one.dated_at + timedelta(1))) != version_of(one)


def test_sections_and_tags_of_one_name_are_two_things() -> None:
    assert version_of(an_outline(sections=("x",), tags=())) != version_of(an_outline(sections=(), tags=("x",)))


def test_a_log_takes_what_is_new_and_what_changed_in_the_order_of_first_sight() -> None:
    log = [*_rows(2, page=1), *_rows(2, start=3)]
    lag = changes({"a1": "v", "a2": "w", "a3": "w", "a4": "v", "a5": "v"}, log)
    assert lag.fresh == (("a2", "w"), ("a3", "w"), ("a5", "v"))
    assert [one.article_id for one in lag.gone] == ["a3"]


def test_what_left_the_feed_leaves_its_log_wherever_it_stands() -> None:
    log = [*_rows(1, page=1), replace(_rows(1)[0], position=9)]
    assert changes({}, log).gone == tuple(log)


@pytest.mark.parametrize(
    ("length", "most", "moved"), [(0, 8, 0), (4, 8, 0), (5, 8, 3), (1, 1, 1), (1, 2, 0), (2, 2, 2)]
)
def test_the_end_of_a_log_fills_half_of_the_feed_and_then_gives_half_of_that_away(
    length: int, most: int, moved: int
) -> None:
    rows = _rows(length)
    assert list(overflow(rows, most)) == rows[:moved]


def test_a_growing_page_lets_go_of_what_stands_nearer_to_the_reader() -> None:
    assert superseded(_rows(3, page=1), frozenset({"a2", "a9"})) == (_rows(3, page=1)[1],)


def test_pages_are_cut_at_their_number_of_entries() -> None:
    found = list(cuts([(one, 1) for one in [*_rows(2, page=1), *_rows(7, start=3)]], 3, 5))
    assert [[one.position for one in cut.rows] for cut in found] == [[1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert [cut.is_full for cut in found] == [True, True]


def test_pages_are_cut_before_they_grow_too_heavy() -> None:
    found = list(cuts([(one, PAGE_BYTES // 2) for one in _rows(5)], 0))
    assert [(len(cut.rows), cut.is_full) for cut in found] == [(2, True), (2, True), (1, False)]
    assert list(cuts([], 4)) == []


def test_a_page_has_its_final_name_when_it_is_full() -> None:
    growing = ArchivePage(number=3, taken=240, is_full=False, made_for="x")
    assert growing.folder("") == "archive/3-240"
    assert replace(growing, is_full=True).folder("section/world") == "section/world/archive/3"


def test_the_name_of_a_page_is_read_back() -> None:
    name = page_name("section/world/archive/3-240/rss.xml")
    assert name is not None
    assert (name.current, name.grows_below) == ("section/world/rss.xml", "section/world/archive/3-")
    assert name.is_growing
    bare = page_name("archive/12/feed.json")
    assert bare is not None
    assert (bare.number, bare.current, bare.is_growing) == (12, "feed.json", False)


@pytest.mark.parametrize("path", ["rss.xml", "archive/rss.xml", "archive/0/rss.xml", "archive/x/rss.xml", "archive/1/"])
def test_other_paths_lead_to_no_page(path: str) -> None:
    assert page_name(path) is None
