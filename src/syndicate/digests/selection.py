"""What goes into an edition: what editors put first, then by weight or newest first, one with a picture in the lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.digests.matching import Terms, unwanted_because
from syndicate.digests.model import Exclusion, GroupOutcome, Place, Selection, Tier
from syndicate.digests.newsletters import Cadence, Newsletter, Overflow
from syndicate.digests.shape import AS_IT_IS, Shape

if TYPE_CHECKING:
    from syndicate.articles.model import Article

#: How many articles stand below the lead with deck and thumbnail; the rest are headlines.
SECONDARY_PLACES = 5
#: So many headlines beyond a newsletter's limit still fit under its stories.
OVERFLOW_PLACES = 40
#: Why an article is not mailed to those who have it.
HAD = "they have it already"
#: Why an article is not mailed that readers may not see; what it is follows.
HIDDEN = "not for readers"
#: Why one is not mailed that came before what is still known of who has it.
FORGOTTEN = "it first came longer ago than it is known who has it"


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleCandidate:
    """A release of an article in the window of a newsletter, and what its selection asks of the article now.

    ``dated_at`` orders it; readers can see it since ``released_at``. ``lag`` is from the article's own date to the
    release. ``hidden_because`` says why readers may not see it now; ``None``: they may. ``is_forgotten`` if it first
    came longer ago than history is kept.
    """

    number: int
    article_id: str
    dated_at: datetime
    released_at: datetime
    lag: timedelta
    terms: Terms = field(default_factory=Terms)
    has_picture: bool = False
    has_ai_record: bool = False
    hidden_because: str | None = None
    is_forgotten: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SelectionRules:
    """By what is chosen for one group of readers, at ``now``.

    ``sections`` are the readers' own; empty: all of the newsletter's. A story may wait for them as long as the cadence
    says, or for the longer ``patience``; time that is ``excused`` does not count, as nobody could be mailed in it.
    ``None``: no wait is too long.
    """

    newsletter: Newsletter
    cadence: Cadence
    now: datetime
    sections: frozenset[str] = frozenset()
    patience: timedelta = timedelta()
    excused: timedelta | None = timedelta()
    shape: Shape = AS_IT_IS

    def has_waited_too_long(self, candidate: ArticleCandidate, further: timedelta = timedelta()) -> bool:
        """Whether its wait is over, or will be so much later."""
        if self.excused is None:
            return False
        left_out = self.newsletter.blackouts.time_between(candidate.released_at, self.now)
        waited = self.now + further - candidate.released_at - self.excused - left_out
        return waited > max(self.cadence.patience, self.patience)


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
    rules: SelectionRules, candidates: Iterable[ArticleCandidate], *, cut: int, had: Collection[str] = ()
) -> GroupDecision:
    """Choose among the releases of one window up to ``cut``, in the order of their numbers.

    An article counts once, by its first release there. What readers ``had``, what they may not see now, what
    came to us long after its own date, and what waited too long, is passed over; what exceeds ``max_articles`` stands
    as a bare headline or is passed over, as the cadence's ``overflow`` says. With fewer than ``min_articles`` the
    group waits, and moves up to the first that waits; but nothing waits that would have waited too long by the next.
    """
    first = _once(candidates)
    passed = {candidate.article_id: _passed_over(rules, candidate, had) for candidate in first}
    chosen = [candidate for candidate in first if passed[candidate.article_id] is None]
    exclusions = tuple(exclusion for exclusion in passed.values() if exclusion)
    if not chosen:
        return GroupDecision(outcome=GroupOutcome.NOTHING, exclusions=exclusions, moves_to=cut)
    if len(chosen) < rules.cadence.min_articles and not _must_go(rules, chosen):
        return _waiting(rules, first, chosen, exclusions)
    return _mail(rules, chosen, cut, exclusions)


def _once(candidates: Iterable[ArticleCandidate]) -> list[ArticleCandidate]:
    found: dict[str, ArticleCandidate] = {}
    for candidate in candidates:
        found.setdefault(candidate.article_id, candidate)
    return list(found.values())


def _must_go(rules: SelectionRules, chosen: Iterable[ArticleCandidate]) -> bool:
    return any(rules.has_waited_too_long(candidate, rules.cadence.period) for candidate in chosen)


def _passed_over(rules: SelectionRules, candidate: ArticleCandidate, had: Collection[str]) -> Exclusion | None:
    if reason := unwanted_because(candidate.terms, rules.newsletter.filters, rules.sections):
        return Exclusion(article_id=candidate.article_id, reason=reason)
    reason = _left_out_because(rules, candidate, had)
    return _final(candidate, reason) if reason else None


def _left_out_because(rules: SelectionRules, candidate: ArticleCandidate, had: Collection[str]) -> str | None:
    """Why readers do not get a story that is theirs: for what it is, or for what is wished."""
    if candidate.hidden_because:
        return candidate.hidden_because
    if candidate.article_id in had:
        return HAD
    return _old_because(rules, candidate) or _unwished_because(rules, candidate)


def _old_because(rules: SelectionRules, candidate: ArticleCandidate) -> str | None:
    if candidate.lag > rules.newsletter.max_age:
        return _too_old(candidate.lag, rules.newsletter.max_age)
    if candidate.is_forgotten:
        return FORGOTTEN
    if rules.has_waited_too_long(candidate):
        waited, most = rules.now - candidate.released_at, rules.cadence.patience
        return f"it waited too long: {_days(waited)} of {_days(most)} at most"
    return None


def _unwished_because(rules: SelectionRules, candidate: ArticleCandidate) -> str | None:
    if rules.newsletter.requires_ai_record and not candidate.has_ai_record:
        return "nothing is recorded of the part that AI had in it, and the newsletter requires that"
    who = rules.shape.dropped.get(candidate.article_id)
    return f"dropped from this edition by {who}" if who else None


def _waiting(
    rules: SelectionRules,
    first: Sequence[ArticleCandidate],
    chosen: Sequence[ArticleCandidate],
    exclusions: Sequence[Exclusion],
) -> GroupDecision:
    """What comes after the first that waits is decided together with it."""
    moves_to = chosen[0].number - 1
    decided = {candidate.article_id for candidate in first if candidate.number <= moves_to}
    return GroupDecision(
        outcome=GroupOutcome.WAIT,
        stories=tuple(candidate.article_id for candidate in _in_order(rules, chosen)),
        exclusions=tuple(left for left in exclusions if left.article_id in decided or not left.is_final),
        moves_to=moves_to,
    )


def _mail(
    rules: SelectionRules, chosen: Sequence[ArticleCandidate], cut: int, exclusions: Sequence[Exclusion]
) -> GroupDecision:
    ordered = _in_order(rules, chosen)
    limit = rules.cadence.max_articles
    taken, beyond = ordered[:limit], ordered[limit:]
    shown = beyond[:OVERFLOW_PLACES] if rules.cadence.overflow is Overflow.HEADLINES else []
    dropped = [_final(candidate, f"over the limit of {limit}") for candidate in beyond[len(shown) :]]
    return GroupDecision(
        outcome=GroupOutcome.MAIL,
        stories=tuple(candidate.article_id for candidate in taken),
        headlines=tuple(candidate.article_id for candidate in shown),
        exclusions=(*exclusions, *dropped),
        moves_to=cut,
    )


def _in_order(rules: SelectionRules, chosen: Iterable[ArticleCandidate]) -> list[ArticleCandidate]:
    """What editors put first, then what weighs most, the newest of what weighs the same."""
    first = {article_id: place for place, article_id in enumerate(rules.shape.first)}
    by_date = sorted(chosen, key=lambda candidate: (candidate.dated_at, candidate.article_id), reverse=True)
    by_weight = sorted(by_date, key=lambda candidate: -_weight(rules, candidate))
    return sorted(by_weight, key=lambda candidate: first.get(candidate.article_id, len(first)))


def _weight(rules: SelectionRules, candidate: ArticleCandidate) -> float:
    ordering = rules.newsletter.ordering
    if ordering.is_by_date:
        return 0.0
    known = [ordering.sections[section] for section in candidate.terms.sections if section in ordering.sections]
    age = max(timedelta(), rules.now - candidate.dated_at)
    fresh: float = 0.5 ** (age / ordering.half_life)
    return max(known, default=1.0) * fresh * (ordering.picture if candidate.has_picture else 1.0)


def decide_again(article_ids: Sequence[str], had: Collection[str], *, is_correction: bool = False) -> GroupDecision:
    """The same articles once more, in that order, less what readers have had meanwhile; their windows stay.

    A mail that puts something right needs none.
    """
    left = tuple(article_id for article_id in article_ids if article_id not in had)
    return GroupDecision(
        outcome=GroupOutcome.MAIL if left or is_correction else GroupOutcome.NOTHING,
        stories=left,
        exclusions=tuple(Exclusion(article_id=each, reason=HAD, is_final=True) for each in article_ids if each in had),
        moves_to=0,
    )


def selection_of(
    decision: GroupDecision,
    articles: Mapping[str, Article],
    illustrated: Collection[str],
    limit: int,
    shape: Shape = AS_IT_IS,
) -> Selection:
    """The places of what was decided on; ``illustrated`` holds the ids of articles whose picture is ready."""
    stories = places_of([articles[article_id] for article_id in decision.stories], illustrated, shape)
    headlines = (_headline(articles[article_id], limit) for article_id in decision.headlines)
    return Selection(places=(*stories, *headlines), exclusions=decision.exclusions)


def places_of(taken: Sequence[Article], illustrated: Collection[str], shape: Shape = AS_IT_IS) -> tuple[Place, ...]:
    """The places of articles in that order; whom editors put first leads, else the first with a picture.

    A brief leads where there is nothing else.
    """
    if not taken:
        return ()
    lead, why = _lead(taken, illustrated, shape)
    rest = [article for article in taken if article is not lead]
    return (
        Place(article=lead, tier=Tier.LEAD, reason=why),
        *(_place(article, Tier.SECONDARY, shape) for article in rest[:SECONDARY_PLACES]),
        *(_place(article, Tier.MORE, shape) for article in rest[SECONDARY_PLACES:]),
    )


def _lead(taken: Sequence[Article], illustrated: Collection[str], shape: Shape) -> tuple[Article, str]:
    if taken[0].id in shape.first:
        return taken[0], "put first by an editor"
    whole = [article for article in taken if not article.is_brief] or taken
    lead = next((article for article in whole if article.id in illustrated and not article.is_brief), whole[0])
    if lead.is_brief:
        return lead, "the first; all are briefs"
    if lead.id in illustrated:
        return lead, "the first with a picture"
    return lead, "the first; none has a picture" if lead is taken[
        0
    ] else "the first that is no brief; none has a picture"


def _place(article: Article, tier: Tier, shape: Shape) -> Place:
    return Place(
        article=article, tier=tier, reason="put there by an editor" if article.id in shape.first else "in order"
    )


def _headline(article: Article, limit: int) -> Place:
    return Place(article=article, tier=Tier.MORE, reason=f"over the limit of {limit}: stands as a headline")


def _too_old(lag: timedelta, max_age: timedelta) -> str:
    day = timedelta(days=1)
    return f"came {lag / day:.1f} days after its own date, max_age is {max_age / day:g}"


def _days(span: timedelta) -> str:
    return f"{span / timedelta(days=1):.1f} days"


def _final(candidate: ArticleCandidate, reason: str) -> Exclusion:
    return Exclusion(article_id=candidate.article_id, reason=reason, is_final=True)
