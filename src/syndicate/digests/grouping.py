"""Who gets the same: due subscriptions in groups by where their window begins and what of it they have had.

Work grows with the distinct watermarks and histories, never with the people who have them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from syndicate.digests.model import GroupOutcome, Newsletter
from syndicate.digests.selection import ArticleCandidate, GroupDecision, decide, decide_again


@dataclass(frozen=True, kw_only=True, slots=True)
class Crowd:
    """So many due subscriptions with exactly that watermark, who have had those articles."""

    watermark: int
    history: frozenset[str] = frozenset()
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Due subscriptions for whom one decision holds.

    Their watermarks lie from ``from_watermark`` to ``through_watermark``, both included: between those no matching
    release lies. What is stored of a subscription is never evened out so. ``history`` is what they had of the window.
    """

    from_watermark: int
    through_watermark: int
    history: frozenset[str]
    count: int
    decision: GroupDecision


def groups_of(
    newsletter: Newsletter, crowds: Iterable[Crowd], candidates: Sequence[ArticleCandidate], *, cut: int
) -> list[Group]:
    """The groups of the crowds, the largest first, with what each gets of the candidates up to ``cut``.

    ``candidates`` stand in the order of their numbers, and hold every release after the lowest watermark.
    """
    matching = [candidate for candidate in candidates if candidate.is_matching]
    numbers = [candidate.number for candidate in matching]
    gathered: dict[tuple[int, frozenset[str]], _Gathering] = {}
    for crowd in crowds:
        start = bisect_right(numbers, crowd.watermark)
        history = crowd.history & {candidate.article_id for candidate in matching[start:]}
        gathered.setdefault((start, history), _Gathering()).add(crowd)
    groups = [
        Group(
            from_watermark=min(members.watermarks),
            through_watermark=max(members.watermarks),
            history=history,
            count=members.count,
            decision=decide(newsletter, _after(candidates, max(members.watermarks)), cut=cut, had=history),
        )
        for (_, history), members in gathered.items()
    ]
    return _largest_first(groups)


def groups_again(crowds: Sequence[Crowd], article_ids: Sequence[str], *, cut: int) -> list[Group]:
    """The same articles again, in that order, for each crowd without what it has had meanwhile; no watermark moves."""
    groups = [
        Group(
            from_watermark=0,
            through_watermark=cut,
            history=history,
            count=sum(crowd.count for crowd in crowds if crowd.history & set(article_ids) == history),
            decision=decide_again(article_ids, history),
        )
        for history in dict.fromkeys(crowd.history & set(article_ids) for crowd in crowds)
    ]
    return _largest_first(groups)


def crowds_of(whole: Iterable[Crowd], readers: Sequence[Crowd]) -> list[Crowd]:
    """The readers with a history, and of each whole crowd those who are left without one."""
    known: Counter[int] = Counter()
    for crowd in readers:
        known[crowd.watermark] += crowd.count
    rest = (replace(crowd, count=crowd.count - known[crowd.watermark]) for crowd in whole)
    return [*(crowd for crowd in rest if crowd.count), *readers]


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedGroup:
    """A group as its rows hold it; ``window`` are the articles that were decided on for it, carried or passed over."""

    key: int
    from_watermark: int
    history: frozenset[str]
    window: frozenset[str]
    outcome: GroupOutcome
    has_reasons: bool


def groups_for(had: Collection[str], decided: Iterable[DecidedGroup]) -> list[int]:
    """The groups, by key, whose history is that of a reader who has had these; one at most for each watermark.

    Who waits is not asked for what waits. So of several that fit, the one that knows most of the reader is right.
    """
    found: dict[int, DecidedGroup] = {}
    for group in sorted(decided, key=lambda group: len(group.history)):
        if (group.window | group.history) & set(had) == group.history:
            found[group.from_watermark] = group
    return [group.key for group in found.values()]


def leading(groups: Sequence[Group]) -> Group | None:
    """The group whose selection stands for the edition: the largest that gets mail."""
    return next((group for group in groups if group.decision.outcome is GroupOutcome.MAIL), None)


def history_text(article_ids: Collection[str]) -> str:
    """A history as a row holds it: the same for the same articles; empty for none."""
    return ",".join(sorted(article_ids))


def history_of(text: str) -> frozenset[str]:
    """What `history_text` gave."""
    return frozenset(filter(None, text.split(",")))


@dataclass(slots=True)
class _Gathering:
    watermarks: list[int] = field(default_factory=list)
    count: int = 0

    def add(self, crowd: Crowd) -> None:
        self.watermarks.append(crowd.watermark)
        self.count += crowd.count


def _largest_first(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (-group.count, group.from_watermark, sorted(group.history)))


def _after(candidates: Sequence[ArticleCandidate], watermark: int) -> Sequence[ArticleCandidate]:
    return candidates[bisect_right(candidates, watermark, key=lambda candidate: candidate.number) :]
