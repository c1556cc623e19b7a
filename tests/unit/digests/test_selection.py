from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.model import Article, ForeignTime, Status
from syndicate.digests.model import Cadence, Newsletter, Overflow, Tier
from syndicate.digests.selection import SECONDARY_PLACES, select

MORNING = datetime(2026, 11, 22, 7, tzinfo=UTC)


def newsletter(*, sections: frozenset[str] = frozenset(), max_articles: int = 12) -> Newsletter:
    return Newsletter(
        name="morning",
        title="The Quay",
        sender_name="The Quay",
        sender_address="news@quay.example",
        reply_to=None,
        cadence=Cadence(at=time(7), zone=ZoneInfo("UTC")),
        max_lateness=timedelta(hours=6),
        language="en",
        sections=sections,
        min_articles=1,
        max_articles=max_articles,
    )


def article(number: int, *, section: str = "World") -> Article:
    return Article(
        sequence=number,
        id=f"a{number:03}",
        tag=f"tag:quay.example,2026:a{number:03}",
        source="samples",
        external_id=f"{number}.txt",
        status=Status.PUBLISHED,
        title=f"Title {number}",
        deck=None,
        sections=(section,),
        tags=(),
        authors=(),
        published=None,
        updated=None,
        embargo_until=None,
        permalink=None,
        language="en",
        direction="ltr",
        body_html="<p>Body</p>",
        body_text="Body",
        media=(),
        findings=(),
        content_hash="",
        revision=1,
        is_backlog=False,
        first_seen_at=MORNING + timedelta(minutes=number),
        changed_at=MORNING,
    )


def test_the_newest_article_with_a_picture_leads() -> None:
    chosen = select(newsletter(), [article(1), article(2), article(3)], {"a001", "a002"})
    assert [place.article.id for place in chosen.places] == ["a002", "a003", "a001"]
    assert chosen.places[0].tier is Tier.LEAD


def test_without_any_picture_the_newest_article_leads() -> None:
    chosen = select(newsletter(), [article(1), article(2)], set())
    assert chosen.places[0].article.id == "a002"


def test_an_article_of_another_section_stays_out_with_its_reason() -> None:
    chosen = select(newsletter(sections=frozenset({"World"})), [article(1), article(2, section="Culture")], frozenset())
    assert [place.article.id for place in chosen.places] == ["a001"]
    assert [(one.article_id, "sections" in one.reason) for one in chosen.exclusions] == [("a002", True)]


def test_nothing_to_choose_from_is_an_empty_selection() -> None:
    assert select(newsletter(), [], frozenset()).places == ()


def test_what_exceeds_the_limit_stands_as_a_headline() -> None:
    chosen = select(newsletter(max_articles=2), [article(number) for number in range(4)], set())
    assert [(place.article.id, place.tier) for place in chosen.places] == [
        ("a003", Tier.LEAD),
        ("a002", Tier.SECONDARY),
        ("a001", Tier.MORE),
        ("a000", Tier.MORE),
    ]
    assert "over the limit of 2" in chosen.places[3].reason


def test_what_exceeds_the_limit_is_passed_over_where_the_newsletter_drops_it() -> None:
    chosen = select(replace(newsletter(max_articles=2), overflow=Overflow.DROP), [article(n) for n in range(4)], set())
    assert [place.article.id for place in chosen.places] == ["a003", "a002"]
    assert [(left.article_id, left.is_final) for left in chosen.exclusions] == [("a001", True), ("a000", True)]


@pytest.mark.parametrize(
    ("published", "released", "embargo", "is_mailed"),
    [
        (timedelta(days=-8), timedelta(), None, False),  # an old upload
        (timedelta(days=-7), timedelta(), None, True),
        (timedelta(days=-30), timedelta(days=-29), None, True),  # it has waited since: that never makes it too old
        (timedelta(days=-30), timedelta(days=-29), timedelta(days=-2), False),
        (timedelta(days=-3), timedelta(days=-30), timedelta(days=-3), True),  # it came early, under embargo
    ],
)
def test_what_came_long_after_its_own_date_is_no_news(
    published: timedelta,
    released: timedelta,
    embargo: timedelta | None,
    is_mailed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    dated = replace(
        article(1),
        published=ForeignTime(at=MORNING + published, offset=timedelta(), raw=""),
        released_at=MORNING + released,
        embargo_until=MORNING + embargo if embargo is not None else None,
    )
    chosen = select(newsletter(), [dated], set())
    assert [place.article.id for place in chosen.places] == (["a001"] if is_mailed else [])
    assert all(left.is_final and "max_age" in left.reason for left in chosen.exclusions)
    assert len(chosen.exclusions) == (not is_mailed)


def test_an_article_without_a_date_is_news_when_it_comes() -> None:
    assert select(newsletter(), [replace(article(1), released_at=MORNING)], set()).places


@given(count=st.integers(0, 40), limit=st.integers(1, 30))
def test_every_candidate_is_either_placed_or_excluded_and_the_limit_holds(count: int, limit: int) -> None:
    candidates = [article(number) for number in range(count)]
    chosen = select(replace(newsletter(max_articles=limit), overflow=Overflow.DROP), candidates, {"a001"})
    placed = [place.article.id for place in chosen.places]
    assert len(placed) == min(count, limit)
    assert sorted(placed + [one.article_id for one in chosen.exclusions]) == [one.id for one in candidates]
    assert [place.tier for place in chosen.places].count(Tier.LEAD) == min(count, 1)
    assert [place.tier for place in chosen.places].count(Tier.SECONDARY) <= SECONDARY_PLACES
