from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.model import Article, Status
from syndicate.digests.model import Cadence, Newsletter, Tier
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


@given(count=st.integers(0, 40), limit=st.integers(1, 30))
def test_every_candidate_is_either_placed_or_excluded_and_the_limit_holds(count: int, limit: int) -> None:
    candidates = [article(number) for number in range(count)]
    chosen = select(newsletter(max_articles=limit), candidates, {"a001"})
    placed = [place.article.id for place in chosen.places]
    assert len(placed) == min(count, limit)
    assert sorted(placed + [one.article_id for one in chosen.exclusions]) == [one.id for one in candidates]
    assert [place.tier for place in chosen.places].count(Tier.LEAD) == min(count, 1)
    assert [place.tier for place in chosen.places].count(Tier.SECONDARY) <= SECONDARY_PLACES
