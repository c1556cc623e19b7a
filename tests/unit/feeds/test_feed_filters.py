from typing import Any

import pytest

from syndicate.feeds.filters import belongs, passes, values
from syndicate.feeds.model import FeedKind, FeedSite, Filter, Updates
from syndicate.feeds.publish import by_scope, subscription
from syndicate.feeds.scopes import all_scopes, filtered, gather, has_summaries
from tests.unit.feeds.feed_samples import LINKS, SITE, an_outline

FILTER = Filter(name="slow", title="Slow news")


def _site(**changes: Any) -> FeedSite:
    known = {name: getattr(SITE, name) for name in FeedSite.__dataclass_fields__}
    return FeedSite(**{**known, **changes})


@pytest.mark.parametrize(
    ("wanted", "is_in"),
    [
        ({}, True),
        ({"sections": ("World",)}, True),
        ({"sections": ("WORLD", "Arts")}, True),
        ({"sections": ("Arts",)}, False),
        ({"sections": ("World",), "tags": ("ferries",)}, True),
        ({"sections": ("Arts",), "tags": ("ferries",)}, True),
        ({"sections": ("Arts",), "tags": ("ferries",), "match_all": True}, False),
        ({"sections": ("World",), "tags": ("ferries",), "match_all": True}, True),
        ({"authors": ("ada marsh",), "match_all": True}, True),
        ({"languages": ("en",)}, False),
        ({"languages": ("en-GB", "tr")}, True),
    ],
)
def test_a_filter_takes_what_answers_it(wanted: dict[str, Any], *, is_in: bool) -> None:
    one = an_outline(sections=("World",), tags=("ferries",), authors=("Ada Marsh",), language="en-GB")
    assert passes(one, Filter(name="slow", title="Slow news", **wanted)) is is_in


def test_a_feed_of_each_kind_gathers_what_has_its_name() -> None:
    site = _site(kinds=tuple(FeedKind), filters=(FILTER,))
    one = an_outline(sections=("World",), tags=("ferries",), authors=("Ada Marsh",), language="en-GB")
    found = all_scopes(site, [one], {})
    assert [scope.folder for scope in found] == [
        "",
        "section/world",
        "author/ada-marsh",
        "tag/ferries",
        "language/en-gb",
        "filter/slow",
    ]
    assert all(belongs(one, scope) for scope in found)
    other = an_outline(sections=(), tags=(), authors=(), language="tr")
    assert [scope.folder for scope in found if belongs(other, scope)] == ["", "filter/slow"]
    assert values(one, FeedKind.SITE) == values(one, FeedKind.FILTER) == ()


def test_only_the_kinds_that_are_asked_for_have_feeds() -> None:
    one = an_outline(tags=("ferries",))
    assert [scope.kind for scope in all_scopes(_site(kinds=(FeedKind.SITE,)), [one], {})] == [FeedKind.SITE]
    assert {scope.kind for scope in all_scopes(_site(kinds=(FeedKind.SITE, FeedKind.TAG)), [one], {})} == {
        FeedKind.SITE,
        FeedKind.TAG,
    }


def test_of_too_many_names_those_with_the_most_articles_have_feeds() -> None:
    outlines = [an_outline(tags=tags) for tags in [("rare",), ("often", "rarer"), ("often",)]]
    found = all_scopes(_site(kinds=(FeedKind.TAG,), most_feeds=2), outlines, {})
    assert [scope.value for scope in found[1:]] == ["often", "rare"]


def test_grouping_agrees_with_asking_each_feed() -> None:
    site = _site(kinds=tuple(FeedKind), filters=(FILTER, Filter(name="a", title="A", tags=("x",))))
    outlines = [
        an_outline(id=f"{number}", sections=("World", "World")[: number % 3], tags=("x",) * (number % 2))
        for number in range(6)
    ]
    for scope, placed in by_scope(site, outlines, {}).items():
        assert placed == [one for one in outlines if belongs(one, scope)]


def test_a_feed_in_one_language_says_so() -> None:
    (_, scope) = all_scopes(_site(kinds=(FeedKind.LANGUAGE,)), [an_outline(language="tr-TR")], {})
    assert gather(SITE, scope, (), LINKS.home()).language == "tr-TR"


@pytest.mark.parametrize(
    ("summaries", "which"), [({"filter"}, True), ({"filter/slow"}, True), ({"filter/slower", "tag"}, False)]
)
def test_a_feed_carries_summaries_by_its_kind_or_by_its_place(summaries: set[str], *, which: bool) -> None:
    site = _site(filters=(FILTER,), summaries=frozenset(summaries))
    assert has_summaries(site, filtered(site, "slow")) is which
    assert site.updates is Updates.CONTENT


def test_a_subscription_document_has_the_end_of_the_log_and_the_newest_of_the_rest() -> None:
    outlines = [an_outline(id=f"{number}", minutes=number) for number in range(10)]
    assert subscription(outlines, [], 3) == ["9", "8", "7"]
    assert subscription(outlines, ["0", "gone"], 3) == ["9", "8", "0"]
    assert subscription(outlines, ["0", "1", "2", "3"], 3) == ["3", "2", "1", "0"]
