from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.model import Article, Status
from syndicate.digests.matching import Terms
from syndicate.digests.model import GroupOutcome, Selection, Tier
from syndicate.digests.newsletters import Cadence, Filters, Newsletter, Ordering, Overflow
from syndicate.digests.selection import (
    HAD,
    SECONDARY_PLACES,
    ArticleCandidate,
    SelectionRules,
    decide,
    places_of,
    selection_of,
)
from syndicate.digests.shape import AS_IT_IS, Shape
from syndicate.storage.states import CadenceKind

MORNING = datetime(2026, 11, 22, 7, tzinfo=UTC)
DAY = timedelta(days=1)


def rules(
    *,
    max_articles: int = 12,
    min_articles: int = 1,
    overflow: Overflow = Overflow.HEADLINES,
    shape: Shape = AS_IT_IS,
    max_wait: timedelta | None = None,
    **changes: Any,
) -> SelectionRules:
    """By what a newsletter of one section chooses in the morning."""
    cadence = Cadence(
        kind=CadenceKind.DAILY,
        at=time(7),
        max_articles=max_articles,
        min_articles=min_articles,
        overflow=overflow,
        max_wait=max_wait,
    )
    newsletter = Newsletter(
        name="morning",
        title="The Quay",
        sender_name="The Quay",
        sender_address="news@quay.example",
        reply_to=None,
        zone=ZoneInfo("UTC"),
        cadences=(cadence,),
        max_lateness=timedelta(hours=6),
        language="en",
        **{"filters": Filters(sections=frozenset({"World"})), **changes},
    )
    return SelectionRules(newsletter=newsletter, cadence=cadence, now=MORNING, shape=shape)


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
        released_at=MORNING - timedelta(hours=1),
        lag=lag,
        terms=Terms(sections=frozenset({"World" if is_matching else "Sport"})),
        hidden_because=hidden_because,
    )


def article(number: int, title: str | None = "Title") -> Article:
    return Article(
        sequence=number,
        id=f"a{number:03}",
        tag=f"tag:quay.example,2026:a{number:03}",
        source="samples",
        external_id=f"{number}.txt",
        status=Status.PUBLISHED,
        title=title,
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


def select(
    letter: SelectionRules,
    releases: Sequence[ArticleCandidate],
    illustrated: Collection[str] = (),
    shape: Shape = AS_IT_IS,
) -> Selection:
    decision = decide(letter, releases, cut=100)
    articles = {found.id: found for found in map(article, range(100))}
    return selection_of(decision, articles, illustrated, letter.cadence.max_articles, shape)


def placed(selection: Selection) -> list[str]:
    return [place.article.id for place in selection.places]


def test_the_newest_article_with_a_picture_leads() -> None:
    chosen = select(rules(), [release(1), release(2), release(3)], {"a001", "a002"})
    assert placed(chosen) == ["a002", "a003", "a001"]
    assert chosen.places[0].tier is Tier.LEAD


def test_without_any_picture_the_newest_article_leads() -> None:
    assert placed(select(rules(), [release(1), release(2)])) == ["a002", "a001"]


def test_a_brief_leads_only_where_there_is_nothing_else() -> None:
    whole, briefs = article(1), [article(number, title=None) for number in (2, 3)]
    places = places_of([*briefs, whole], {"a002"})
    assert [(place.article.id, place.shows_picture) for place in places] == [
        ("a001", True),
        ("a002", False),
        ("a003", False),
    ]
    assert places[0].reason == "the first that is no brief; none has a picture"
    assert [place.article.id for place in places_of(briefs, {"a003"})] == ["a002", "a003"]


def test_an_article_of_another_section_stays_out_with_its_reason() -> None:
    chosen = select(rules(), [release(1), release(2, is_matching=False)])
    assert placed(chosen) == ["a001"]
    assert [(left.article_id, "sections" in left.reason) for left in chosen.exclusions] == [("a002", True)]


def test_nothing_to_choose_from_is_an_empty_selection() -> None:
    decision = decide(rules(), [], cut=9)
    assert (decision.outcome, decision.article_ids, decision.moves_to) == (GroupOutcome.NOTHING, (), 9)


def test_what_exceeds_the_limit_stands_as_a_headline() -> None:
    chosen = select(rules(max_articles=2), [release(number) for number in range(4)])
    assert [(place.article.id, place.tier) for place in chosen.places] == [
        ("a003", Tier.LEAD),
        ("a002", Tier.SECONDARY),
        ("a001", Tier.MORE),
        ("a000", Tier.MORE),
    ]
    assert "over the limit of 2" in chosen.places[3].reason


def test_what_exceeds_the_limit_is_passed_over_where_the_newsletter_drops_it() -> None:
    letter = rules(max_articles=2, overflow=Overflow.DROP)
    chosen = select(letter, [release(number) for number in range(4)])
    assert placed(chosen) == ["a003", "a002"]
    assert [(left.article_id, left.is_final) for left in chosen.exclusions] == [("a001", True), ("a000", True)]


@pytest.mark.parametrize(("lag", "is_mailed"), [(7 * DAY, True), (7 * DAY + timedelta(seconds=1), False)])
def test_what_came_long_after_its_own_date_is_no_news(
    lag: timedelta,
    is_mailed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    chosen = select(rules(), [release(1, lag=lag)])
    assert placed(chosen) == (["a001"] if is_mailed else [])
    assert all(left.is_final and "max_age" in left.reason for left in chosen.exclusions)
    assert len(chosen.exclusions) == (not is_mailed)


def test_an_article_counts_once_by_its_first_release_in_the_window() -> None:
    decision = decide(rules(), [release(1), release(2, of=2), release(3, of=1, lag=30 * DAY)], cut=3)
    assert decision.article_ids == ("a002", "a001")
    assert decision.exclusions == ()


def test_what_readers_have_or_may_not_see_is_passed_over_in_writing() -> None:
    releases = [release(1), release(2, hidden_because="withdrawn"), release(3)]
    decision = decide(rules(), releases, cut=3, had={"a001"})
    assert decision.article_ids == ("a003",)
    assert {left.article_id: left.reason for left in decision.exclusions} == {"a001": HAD, "a002": "withdrawn"}


def test_a_group_with_too_little_waits_and_moves_up_to_the_first_that_waits() -> None:
    releases = [release(1, lag=8 * DAY), release(2), release(3, lag=8 * DAY)]
    decision = decide(rules(min_articles=2), releases, cut=3)
    assert (decision.outcome, decision.moves_to) == (GroupOutcome.WAIT, 1)
    assert [left.article_id for left in decision.exclusions] == ["a001"]
    later = decide(rules(min_articles=2), [*releases[1:], release(4)], cut=4)
    assert (later.article_ids, later.moves_to) == (("a004", "a002"), 4)
    assert [left.article_id for left in later.exclusions] == ["a003"]


@given(count=st.integers(0, 40), limit=st.integers(1, 30))
def test_every_candidate_is_either_placed_or_excluded_and_the_limit_holds(count: int, limit: int) -> None:
    candidates = [release(number) for number in range(count)]
    chosen = select(rules(max_articles=limit, overflow=Overflow.DROP), candidates, {"a001"})
    assert len(chosen.places) == min(count, limit)
    left_out = [left.article_id for left in chosen.exclusions]
    assert sorted(placed(chosen) + left_out) == [candidate.article_id for candidate in candidates]
    assert [place.tier for place in chosen.places].count(Tier.LEAD) == min(count, 1)
    assert [place.tier for place in chosen.places].count(Tier.SECONDARY) <= SECONDARY_PLACES


def test_a_story_that_would_have_waited_too_long_by_the_next_edition_goes_below_the_minimum() -> None:
    waits = release(1)
    assert decide(rules(min_articles=2, max_wait=2 * DAY), [waits], cut=1).outcome is GroupOutcome.WAIT
    decision = decide(rules(min_articles=2, max_wait=DAY), [waits], cut=1)
    assert (decision.outcome, decision.article_ids) == (GroupOutcome.MAIL, ("a001",))


def test_what_waited_too_long_is_passed_over_in_writing_unless_nobody_could_be_mailed() -> None:
    impatient = rules(max_wait=timedelta(minutes=30))
    decision = decide(impatient, [release(1)], cut=1)
    assert [(left.article_id, "waited too long" in left.reason) for left in decision.exclusions] == [("a001", True)]
    for excuse in (replace(impatient, excused=timedelta(hours=1)), replace(impatient, patience=timedelta(hours=2))):
        assert decide(excuse, [release(1)], cut=1).article_ids == ("a001",)
    assert decide(replace(impatient, excused=None), [release(1)], cut=1).article_ids == ("a001",)


def test_what_editors_put_first_stands_first_and_leads_also_without_a_picture() -> None:
    shape = Shape(pins=("a001",), order=("a003", "a000"), lead="a002", dropped={"a004": "Ida"})
    chosen = select(rules(shape=shape), [release(number) for number in range(6)], {"a005"}, shape)
    assert placed(chosen) == ["a002", "a001", "a003", "a000", "a005"]
    assert {left.article_id: left.reason for left in chosen.exclusions} == {"a004": "dropped from this edition by Ida"}


def test_heavier_sections_and_pictures_come_before_what_is_a_little_newer() -> None:
    ordering = Ordering(sections={"World": 3.0}, half_life=timedelta(hours=1), picture=1.5)
    candidates = [
        replace(release(1), has_picture=True),
        release(2),
        replace(release(3), terms=Terms(sections=frozenset({"World", "Harbour"}))),
        replace(release(4), terms=Terms(sections=frozenset({"Harbour"}))),
    ]
    decision = decide(rules(ordering=ordering, filters=Filters()), candidates, cut=4)
    assert decision.article_ids == ("a001", "a003", "a002", "a004")


def test_a_newsletter_that_requires_an_ai_record_leaves_out_what_has_none() -> None:
    strict = rules(requires_ai_record=True)
    decision = decide(strict, [release(1), replace(release(2), has_ai_record=True)], cut=2)
    assert decision.article_ids == ("a002",)
    assert "requires" in decision.exclusions[0].reason
