from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.model import Article, Status
from syndicate.digests.model import GroupOutcome, Selection, Tier
from syndicate.digests.newsletters import Cadence, Newsletter, Overflow
from syndicate.digests.selection import HAD, SECONDARY_PLACES, ArticleCandidate, decide, selection_of

MORNING = datetime(2026, 11, 22, 7, tzinfo=UTC)
DAY = timedelta(days=1)


def newsletter(*, max_articles: int = 12, min_articles: int = 1) -> Newsletter:
    return Newsletter(
        name="morning",
        title="The Quay",
        sender_name="The Quay",
        sender_address="news@quay.example",
        reply_to=None,
        cadence=Cadence(at=time(7), zone=ZoneInfo("UTC")),
        max_lateness=timedelta(hours=6),
        language="en",
        sections=frozenset(),
        min_articles=min_articles,
        max_articles=max_articles,
    )


def release(
    number: int,
    of: int | None = None,
    *,
    lag: timedelta = timedelta(),
    is_matching: bool = True,
    hidden_because: str | None = None,
) -> ArticleCandidate:
    """A release of the article of that number, or of another one."""
    article = number if of is None else of
    return ArticleCandidate(
        number=number,
        article_id=f"a{article:03}",
        dated_at=MORNING + timedelta(minutes=article),
        lag=lag,
        is_matching=is_matching,
        hidden_because=hidden_because,
    )


def article(number: int) -> Article:
    return Article(
        sequence=number,
        id=f"a{number:03}",
        tag=f"tag:quay.example,2026:a{number:03}",
        source="samples",
        external_id=f"{number}.txt",
        status=Status.PUBLISHED,
        title=f"Title {number}",
        deck=None,
        sections=("World",),
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


def select(letter: Newsletter, releases: Sequence[ArticleCandidate], illustrated: Collection[str] = ()) -> Selection:
    decision = decide(letter, releases, cut=100)
    articles = {found.id: found for found in map(article, range(100))}
    return selection_of(decision, articles, illustrated, letter.max_articles)


def placed(selection: Selection) -> list[str]:
    return [place.article.id for place in selection.places]


def test_the_newest_article_with_a_picture_leads() -> None:
    chosen = select(newsletter(), [release(1), release(2), release(3)], {"a001", "a002"})
    assert placed(chosen) == ["a002", "a003", "a001"]
    assert chosen.places[0].tier is Tier.LEAD


def test_without_any_picture_the_newest_article_leads() -> None:
    assert placed(select(newsletter(), [release(1), release(2)])) == ["a002", "a001"]


def test_an_article_of_another_section_stays_out_with_its_reason() -> None:
    chosen = select(newsletter(), [release(1), release(2, is_matching=False)])
    assert placed(chosen) == ["a001"]
    assert [(left.article_id, "sections" in left.reason) for left in chosen.exclusions] == [("a002", True)]


def test_nothing_to_choose_from_is_an_empty_selection() -> None:
    decision = decide(newsletter(), [], cut=9)
    assert (decision.outcome, decision.article_ids, decision.moves_to) == (GroupOutcome.NOTHING, (), 9)


def test_what_exceeds_the_limit_stands_as_a_headline() -> None:
    chosen = select(newsletter(max_articles=2), [release(number) for number in range(4)])
    assert [(place.article.id, place.tier) for place in chosen.places] == [
        ("a003", Tier.LEAD),
        ("a002", Tier.SECONDARY),
        ("a001", Tier.MORE),
        ("a000", Tier.MORE),
    ]
    assert "over the limit of 2" in chosen.places[3].reason


def test_what_exceeds_the_limit_is_passed_over_where_the_newsletter_drops_it() -> None:
    letter = replace(newsletter(max_articles=2), overflow=Overflow.DROP)
    chosen = select(letter, [release(number) for number in range(4)])
    assert placed(chosen) == ["a003", "a002"]
    assert [(left.article_id, left.is_final) for left in chosen.exclusions] == [("a001", True), ("a000", True)]


@pytest.mark.parametrize(("lag", "is_mailed"), [(7 * DAY, True), (7 * DAY + timedelta(seconds=1), False)])
def test_what_came_long_after_its_own_date_is_no_news(
    lag: timedelta,
    is_mailed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    chosen = select(newsletter(), [release(1, lag=lag)])
    assert placed(chosen) == (["a001"] if is_mailed else [])
    assert all(left.is_final and "max_age" in left.reason for left in chosen.exclusions)
    assert len(chosen.exclusions) == (not is_mailed)


def test_an_article_counts_once_by_its_first_release_in_the_window() -> None:
    decision = decide(newsletter(), [release(1), release(2, of=2), release(3, of=1, lag=30 * DAY)], cut=3)
    assert decision.article_ids == ("a002", "a001")
    assert decision.exclusions == ()


def test_what_readers_have_or_may_not_see_is_passed_over_in_writing() -> None:
    releases = [release(1), release(2, hidden_because="withdrawn"), release(3)]
    decision = decide(newsletter(), releases, cut=3, had={"a001"})
    assert decision.article_ids == ("a003",)
    assert {left.article_id: left.reason for left in decision.exclusions} == {"a001": HAD, "a002": "withdrawn"}


def test_a_group_with_too_little_waits_and_moves_up_to_the_first_that_waits() -> None:
    releases = [release(1, lag=8 * DAY), release(2), release(3, lag=8 * DAY)]
    decision = decide(newsletter(min_articles=2), releases, cut=3)
    assert (decision.outcome, decision.moves_to) == (GroupOutcome.WAIT, 1)
    assert [left.article_id for left in decision.exclusions] == ["a001"]
    later = decide(newsletter(min_articles=2), [*releases[1:], release(4)], cut=4)
    assert (later.article_ids, later.moves_to) == (("a004", "a002"), 4)
    assert [left.article_id for left in later.exclusions] == ["a003"]


@given(count=st.integers(0, 40), limit=st.integers(1, 30))
def test_every_candidate_is_either_placed_or_excluded_and_the_limit_holds(count: int, limit: int) -> None:
    candidates = [release(number) for number in range(count)]
    chosen = select(replace(newsletter(max_articles=limit), overflow=Overflow.DROP), candidates, {"a001"})
    assert len(chosen.places) == min(count, limit)
    left_out = [left.article_id for left in chosen.exclusions]
    assert sorted(placed(chosen) + left_out) == [candidate.article_id for candidate in candidates]
    assert [place.tier for place in chosen.places].count(Tier.LEAD) == min(count, 1)
    assert [place.tier for place in chosen.places].count(Tier.SECONDARY) <= SECONDARY_PLACES
