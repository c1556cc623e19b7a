"""What goes into an edition: newest first, the newest with a picture in the lead."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from syndicate.articles.model import Article
from syndicate.digests.model import Exclusion, Newsletter, Place, Selection, Tier

#: How many articles stand below the lead with deck and thumbnail; the rest are headlines.
SECONDARY_PLACES = 5


def select(newsletter: Newsletter, candidates: Sequence[Article], illustrated: Collection[str]) -> Selection:
    """Choose among articles that may be mailed and were not mailed by this newsletter yet.

    ``illustrated`` holds the ids of articles whose picture is ready. What exceeds
    ``max_articles`` is left for the next edition.
    """
    wanted = [article for article in candidates if _is_wanted(newsletter, article)]
    ordered = sorted(wanted, key=lambda article: (article.dated_at, article.id), reverse=True)
    taken = ordered[: newsletter.max_articles]
    return Selection(places=_places(taken, illustrated), exclusions=_exclusions(newsletter, candidates, taken))


def _is_wanted(newsletter: Newsletter, article: Article) -> bool:
    return not newsletter.sections or not newsletter.sections.isdisjoint(article.sections)


def _places(taken: Sequence[Article], illustrated: Collection[str]) -> tuple[Place, ...]:
    if not taken:
        return ()
    lead = next((article for article in taken if article.id in illustrated), taken[0])
    why = "newest with a picture" if lead.id in illustrated else "newest; none has a picture"
    rest = [article for article in taken if article is not lead]
    return (
        Place(article=lead, tier=Tier.LEAD, reason=why),
        *(Place(article=one, tier=Tier.SECONDARY, reason="by date") for one in rest[:SECONDARY_PLACES]),
        *(Place(article=one, tier=Tier.MORE, reason="by date") for one in rest[SECONDARY_PLACES:]),
    )


def _exclusions(
    newsletter: Newsletter, candidates: Sequence[Article], taken: Sequence[Article]
) -> tuple[Exclusion, ...]:
    kept = {article.id for article in taken}
    return tuple(
        Exclusion(
            article_id=article.id,
            reason=f"over the limit of {newsletter.max_articles}: waits for the next edition"
            if _is_wanted(newsletter, article)
            else "its sections are not this newsletter's",
        )
        for article in candidates
        if article.id not in kept
    )
