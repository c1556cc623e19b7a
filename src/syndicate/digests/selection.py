"""What goes into an edition: newest first, the newest with a picture in the lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.digests.model import Exclusion, GroupOutcome, Newsletter, Overflow, Place, Selection, Tier

if TYPE_CHECKING:
    from syndicate.articles.model import Article

#: How many articles stand below the lead with deck and thumbnail; the rest are headlines.
SECONDARY_PLACES = 5
#: So many headlines beyond a newsletter's limit still fit under its stories.
OVERFLOW_PLACES = 40
#: Why an article is not mailed to those who have it.
HAD = "they have it already"


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleCandidate:
    """A release of an article in the window of a newsletter, and what its selection asks of the article now.

    ``dated_at`` orders it. ``lag`` is from the article's own date to the release. ``hidden_because`` says why
    readers may not see it now; ``None``: they may.
    """

    number: int
    article_id: str
    dated_at: datetime
    lag: timedelta
    is_matching: bool
    hidden_because: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupDecision:
    """What those get who have the same window and have had the same of it.

    ``stories`` and then ``headlines`` are article ids in reading order: of the edition, or of what waits for more.
    Everything up to the release ``moves_to`` is decided for them; the final ``exclusions`` say what was left out.
    """

    outcome: GroupOutcome
    stories: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    moves_to: int

    @property
    def article_ids(self) -> tuple[str, ...]:
        """All that they get, or wait for."""
        return (*self.stories, *self.headlines)


def decide(
    newsletter: Newsletter, candidates: Iterable[ArticleCandidate], *, cut: int, had: Collection[str] = ()
) -> GroupDecision:
    """Choose among the releases of one window up to ``cut``, in the order of their numbers.

    An article counts once, by its first release there. What readers ``had``, what they may not see now, and what
    came to us long after its own date, is passed over; what exceeds ``max_articles`` stands as a bare headline or
    is passed over, as the newsletter's ``overflow`` says. With fewer than ``min_articles`` the group waits, and
    moves up to the first that waits.
    """
    first = _once(candidates)
    passed = {candidate.article_id: _passed_over(newsletter, candidate, had) for candidate in first}
    chosen = [candidate for candidate in first if passed[candidate.article_id] is None]
    exclusions = tuple(exclusion for exclusion in passed.values() if exclusion)
    if not chosen:
        return GroupDecision(outcome=GroupOutcome.NOTHING, exclusions=exclusions, moves_to=cut)
    if len(chosen) < newsletter.min_articles:
        return _waiting(first, chosen, exclusions)
    return _mail(newsletter, chosen, cut, exclusions)


def _once(candidates: Iterable[ArticleCandidate]) -> list[ArticleCandidate]:
    first: dict[str, ArticleCandidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.article_id, candidate)
    return list(first.values())


def _passed_over(newsletter: Newsletter, candidate: ArticleCandidate, had: Collection[str]) -> Exclusion | None:
    if not candidate.is_matching:
        return Exclusion(article_id=candidate.article_id, reason="its sections are not this newsletter's")
    if candidate.hidden_because:
        return _final(candidate, candidate.hidden_because)
    if candidate.article_id in had:
        return _final(candidate, HAD)
    if candidate.lag > newsletter.max_age:
        return _final(candidate, _too_old(candidate.lag, newsletter.max_age))
    return None


def _waiting(
    first: Sequence[ArticleCandidate], chosen: Sequence[ArticleCandidate], exclusions: Sequence[Exclusion]
) -> GroupDecision:
    """What comes after the first that waits is decided together with it."""
    moves_to = chosen[0].number - 1
    decided = {candidate.article_id for candidate in first if candidate.number <= moves_to}
    return GroupDecision(
        outcome=GroupOutcome.WAIT,
        stories=tuple(candidate.article_id for candidate in _newest_first(chosen)),
        exclusions=tuple(left for left in exclusions if left.article_id in decided or not left.is_final),
        moves_to=moves_to,
    )


def _mail(
    newsletter: Newsletter, chosen: Sequence[ArticleCandidate], cut: int, exclusions: Sequence[Exclusion]
) -> GroupDecision:
    ordered = _newest_first(chosen)
    limit = newsletter.max_articles
    taken, beyond = ordered[:limit], ordered[limit:]
    shown = beyond[:OVERFLOW_PLACES] if newsletter.overflow is Overflow.HEADLINES else []
    dropped = [_final(candidate, f"over the limit of {limit}") for candidate in beyond[len(shown) :]]
    return GroupDecision(
        outcome=GroupOutcome.MAIL,
        stories=tuple(candidate.article_id for candidate in taken),
        headlines=tuple(candidate.article_id for candidate in shown),
        exclusions=(*exclusions, *dropped),
        moves_to=cut,
    )


def _newest_first(chosen: Iterable[ArticleCandidate]) -> list[ArticleCandidate]:
    return sorted(chosen, key=lambda candidate: (candidate.dated_at, candidate.article_id), reverse=True)


def decide_again(article_ids: Sequence[str], had: Collection[str]) -> GroupDecision:
    """The same articles once more, in that order, less what readers have had meanwhile; their windows stay."""
    left = tuple(article_id for article_id in article_ids if article_id not in had)
    return GroupDecision(
        outcome=GroupOutcome.MAIL if left else GroupOutcome.NOTHING,
        stories=left,
        exclusions=tuple(Exclusion(article_id=each, reason=HAD, is_final=True) for each in article_ids if each in had),
        moves_to=0,
    )


def selection_of(
    decision: GroupDecision, articles: Mapping[str, Article], illustrated: Collection[str], limit: int
) -> Selection:
    """The places of what was decided on; ``illustrated`` holds the ids of articles whose picture is ready."""
    stories = places_of([articles[article_id] for article_id in decision.stories], illustrated)
    headlines = (_headline(articles[article_id], limit) for article_id in decision.headlines)
    return Selection(places=(*stories, *headlines), exclusions=decision.exclusions)


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


def _headline(article: Article, limit: int) -> Place:
    return Place(article=article, tier=Tier.MORE, reason=f"over the limit of {limit}: stands as a headline")


def _too_old(lag: timedelta, max_age: timedelta) -> str:
    day = timedelta(days=1)
    return f"came {lag / day:.1f} days after its own date, max_age is {max_age / day:g}"


def _final(candidate: ArticleCandidate, reason: str) -> Exclusion:
    return Exclusion(article_id=candidate.article_id, reason=reason, is_final=True)
