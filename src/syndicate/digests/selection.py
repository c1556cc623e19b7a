"""What goes into an edition: newest first, the newest with a picture in the lead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from syndicate.articles.model import Article
from syndicate.digests.model import Exclusion, Newsletter, Overflow, Place, Selection, Tier

#: How many articles stand below the lead with deck and thumbnail; the rest are headlines.
SECONDARY_PLACES = 5
#: So many headlines beyond a newsletter's limit still fit under its stories.
OVERFLOW_PLACES = 40


def select(newsletter: Newsletter, candidates: Sequence[Article], illustrated: Collection[str]) -> Selection:
    """Choose among articles that may be mailed and were not mailed by this newsletter yet.

    ``illustrated`` holds the ids of articles whose picture is ready. What exceeds ``max_articles``
    stands as a bare headline or is passed over, as the newsletter's ``overflow`` says; what came to us
    long after its own date is passed over.
    """
    matching = [article for article in candidates if _is_matching(newsletter, article)]
    old = [article for article in matching if lag(article) > newsletter.max_age]
    fresh = [article for article in matching if lag(article) <= newsletter.max_age]
    ordered = sorted(fresh, key=lambda article: (article.dated_at, article.id), reverse=True)
    limit = newsletter.max_articles
    taken, beyond = ordered[:limit], ordered[limit:]
    shown = beyond[:OVERFLOW_PLACES] if newsletter.overflow is Overflow.HEADLINES else []
    return Selection(
        places=(*places_of(taken, illustrated), *(_headline(article, limit) for article in shown)),
        exclusions=(
            *(_too_old(article, newsletter.max_age) for article in old),
            *(_exclusion(article, f"over the limit of {limit}") for article in beyond[len(shown) :]),
            *_not_matching(candidates, matching),
        ),
    )


def lag(article: Article) -> timedelta:
    """From the article's own date until readers could see it here; of one without a date, none."""
    return _released_at(article) - article.published.at if article.published else timedelta()


def places_of(taken: Sequence[Article], illustrated: Collection[str]) -> tuple[Place, ...]:
    """The places of articles in that order; the first with a picture leads."""
    if not taken:
        return ()
    lead = next((article for article in taken if article.id in illustrated), taken[0])
    why = "newest with a picture" if lead.id in illustrated else "newest; none has a picture"
    rest = [article for article in taken if article is not lead]
    return (
        Place(article=lead, tier=Tier.LEAD, reason=why),
        *(Place(article=article, tier=Tier.SECONDARY, reason="by date") for article in rest[:SECONDARY_PLACES]),
        *(Place(article=article, tier=Tier.MORE, reason="by date") for article in rest[SECONDARY_PLACES:]),
    )


def _released_at(article: Article) -> datetime:
    released_at = article.released_at or article.first_seen_at
    return max(released_at, article.embargo_until) if article.embargo_until else released_at


def _is_matching(newsletter: Newsletter, article: Article) -> bool:
    return not newsletter.sections or not newsletter.sections.isdisjoint(article.sections)


def _headline(article: Article, limit: int) -> Place:
    return Place(article=article, tier=Tier.MORE, reason=f"over the limit of {limit}: stands as a headline")


def _too_old(article: Article, max_age: timedelta) -> Exclusion:
    days = lag(article) / timedelta(days=1)
    return _exclusion(article, f"came {days:.1f} days after its own date, max_age is {max_age / timedelta(days=1):g}")


def _exclusion(article: Article, reason: str) -> Exclusion:
    return Exclusion(article_id=article.id, reason=reason, is_final=True)


def _not_matching(candidates: Sequence[Article], matching: Sequence[Article]) -> list[Exclusion]:
    kept = {article.id for article in matching}
    reason = "its sections are not this newsletter's"
    return [Exclusion(article_id=article.id, reason=reason) for article in candidates if article.id not in kept]
