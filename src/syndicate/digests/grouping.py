"""Who gets the same: due subscriptions in groups by what they chose, where their window begins and what they have had.

Work grows with the distinct choices, watermarks and histories, never with the people who have them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from syndicate.digests.matching import unwanted_because
from syndicate.digests.model import GroupOutcome
from syndicate.digests.newsletters import ReaderChoice
from syndicate.digests.selection import ArticleCandidate, GroupDecision, SelectionRules, decide, decide_again
from syndicate.storage.states import MailFormat


@dataclass(frozen=True, kw_only=True, slots=True)
class Crowd:
    """So many due subscriptions with exactly that choice, watermark and patience, who have had those articles.

    ``patience`` are the seconds of the subscription's row. They are owed ``corrections``, by their keys.
    """

    watermark: int
    choice_id: int | None = None
    patience: int | None = None
    history: frozenset[str] = frozenset()
    corrections: frozenset[int] = frozenset()
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VariantKey:
    """What is rendered once: a selection in a language and a form, with what is put right."""

    stories: tuple[str, ...]
    headlines: tuple[str, ...] = ()
    language: str
    format: MailFormat = MailFormat.HTML
    corrections: tuple[int, ...] = ()

    @property
    def article_ids(self) -> tuple[str, ...]:
        """All that it shows."""
        return (*self.stories, *self.headlines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Due subscriptions for whom one decision holds.

    Their watermarks lie from ``from_watermark`` to ``through_watermark``, both included: between those no matching
    release lies. What is stored of a subscription is never evened out so. ``history`` is what they had of the window.
    """

    choice: ReaderChoice
    patience: int | None = None
    from_watermark: int
    through_watermark: int
    history: frozenset[str]
    corrections: frozenset[int] = frozenset()
    count: int
    decision: GroupDecision

    @property
    def is_mailed(self) -> bool:
        """Whether they get a mail."""
        return self.decision.outcome is GroupOutcome.MAIL

    @property
    def written_history(self) -> str:
        """Their history as a row holds it."""
        return history_text(self.history)

    @property
    def variant(self) -> VariantKey:
        """What they are shown."""
        return VariantKey(
            stories=self.decision.stories,
            headlines=self.decision.headlines,
            language=self.choice.language,
            format=self.choice.format,
            corrections=tuple(sorted(self.corrections)),
        )


#: The rules by which is chosen for a choice, and seconds of patience.
RulesOf = Callable[[ReaderChoice, int | None], SelectionRules]


def groups_of(
    choices: Mapping[int | None, ReaderChoice],
    rules_of: RulesOf,
    crowds: Iterable[Crowd],
    candidates: Sequence[ArticleCandidate],
    *,
    cut: int,
) -> list[Group]:
    """The groups of the crowds, the largest first, with what each gets of the candidates up to ``cut``.

    ``candidates`` stand in the order of their numbers, and hold every release after the lowest watermark.
    """
    of_choice: dict[tuple[int | None, int | None], list[Crowd]] = defaultdict(list)
    for crowd in crowds:
        of_choice[crowd.choice_id, crowd.patience].append(crowd)
    found = [
        group
        for (choice_id, patience), members in of_choice.items()
        for group in _groups_of_choice(
            choices[choice_id], rules_of(choices[choice_id], patience), members, candidates, cut
        )
    ]
    return _largest_first(found)


def _groups_of_choice(
    choice: ReaderChoice,
    rules: SelectionRules,
    crowds: Sequence[Crowd],
    candidates: Sequence[ArticleCandidate],
    cut: int,
) -> Iterable[Group]:
    matching = [
        candidate
        for candidate in candidates
        if not unwanted_because(candidate.terms, rules.newsletter.filters, rules.sections)
    ]
    numbers = [candidate.number for candidate in matching]
    gathered: dict[tuple[int, frozenset[str], frozenset[int]], _Gathering] = {}
    for crowd in crowds:
        start = bisect_right(numbers, crowd.watermark)
        history = crowd.history & {candidate.article_id for candidate in matching[start:]}
        gathered.setdefault((start, history, crowd.corrections), _Gathering()).add(crowd)
    for (start, history, corrections), members in gathered.items():
        yield Group(
            choice=choice,
            patience=crowds[0].patience,
            from_watermark=min(members.watermarks),
            through_watermark=max(members.watermarks),
            history=history,
            corrections=corrections,
            count=members.count,
            decision=decide(rules, matching[start:], cut=cut, had=history),
        )


def groups_again(
    choices: Mapping[int | None, ReaderChoice],
    crowds: Sequence[Crowd],
    article_ids: Sequence[str],
    *,
    cut: int,
    corrects: Collection[int] = (),
) -> list[Group]:
    """The same articles again, in that order, for each crowd without what it has had meanwhile; no watermark moves.

    What ``corrects`` is told to whom it is owed, and nothing but that to nobody else.
    """
    counts: Counter[tuple[int | None, frozenset[str], frozenset[int]]] = Counter()
    for crowd in crowds:
        owed = crowd.corrections.intersection(corrects) if corrects else crowd.corrections
        if owed or not corrects:
            counts[crowd.choice_id, crowd.history & set(article_ids), owed] += crowd.count
    groups = [
        Group(
            choice=choices[choice_id],
            from_watermark=0,
            through_watermark=cut,
            history=history,
            corrections=owed,
            count=count,
            decision=decide_again(article_ids, history, is_correction=bool(corrects)),
        )
        for (choice_id, history, owed), count in counts.items()
    ]
    return _largest_first(groups)


def crowds_of(whole: Iterable[Crowd], readers: Sequence[Crowd]) -> list[Crowd]:
    """The readers with a history, and of each whole crowd those who are left without one."""
    known: Counter[Crowd] = Counter()
    for crowd in readers:
        known[_without_history(crowd)] += crowd.count
    rest = (replace(crowd, count=crowd.count - known[_without_history(crowd)]) for crowd in whole)
    return [*(crowd for crowd in rest if crowd.count), *readers]


def _without_history(crowd: Crowd) -> Crowd:
    return replace(crowd, history=frozenset(), corrections=frozenset(), count=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedGroup:
    """A group as its rows hold it; ``window`` are the articles that were decided on for it, carried or passed over."""

    key: int
    choice_id: int | None
    from_watermark: int
    through_watermark: int
    patience: int | None
    history: frozenset[str]
    corrections: frozenset[int]
    window: frozenset[str]
    outcome: GroupOutcome

    def overlaps(self, other: DecidedGroup) -> bool:
        """Whether somebody's choice, patience and watermark can be of both."""
        is_alike = (self.choice_id, self.patience or 0) == (other.choice_id, other.patience or 0)
        is_apart = self.through_watermark < other.from_watermark or other.through_watermark < self.from_watermark
        return is_alike and not is_apart


def groups_for(had: Collection[str], decided: Iterable[DecidedGroup], corrections: Collection[int] = ()) -> list[int]:
    """The groups, by key, whose history is that of a reader who has had these and is owed those corrections.

    There is one at most for each choice and watermark. Who waits is not asked for what waits. So of several that fit,
    the one that knows most of the reader is right.
    """
    found: list[DecidedGroup] = []
    had, owed = set(had), frozenset(corrections)
    for group in sorted(decided, key=lambda group: -len(group.history)):
        fits = group.corrections == owed and (group.window | group.history) & had == group.history
        if fits and not any(group.overlaps(other) for other in found):
            found.append(group)
    return [group.key for group in found]


def leading(groups: Sequence[Group]) -> Group | None:
    """The group whose selection stands for the edition.

    Of those that get mail, the largest that has no selection of its own and is owed nothing; else the largest.
    """
    mailed = [group for group in groups if group.is_mailed]
    plain = (group for group in mailed if group.choice.is_plain and not group.corrections)
    return next(plain, next(iter(mailed), None))


def merge_rare(
    groups_with: Callable[[frozenset[frozenset[str]]], list[Group]], most: int
) -> tuple[list[Group], dict[frozenset[str], int]]:
    """Groups that come to no more than ``most`` variants, if that can be, and whose readers are given more.

    These are told by the sections that they chose, with how many they are.

    ``groups_with`` gives the groups where readers of those section sets get all sections. Those of the fewest readers
    are merged first, and no more of them than must be.
    """
    groups = groups_with(frozenset())
    readers: Counter[frozenset[str]] = Counter()
    for group in groups:
        readers[group.choice.sections] += group.count
    rarest = [sections for sections, _ in reversed(readers.most_common()) if sections]
    merged = 0
    while _variants(groups) > most and merged < len(rarest):
        merged = min(len(rarest), max(merged * 2, _variants(groups) - most))
        groups = groups_with(frozenset(rarest[:merged]))
    return groups, {sections: readers[sections] for sections in rarest[:merged]}


def history_text(article_ids: Collection[str]) -> str:
    """A history as a row holds it: the same for the same articles; empty for none."""
    return ",".join(sorted(article_ids))


def history_of(text: str) -> frozenset[str]:
    """What `history_text` gave."""
    return frozenset(filter(None, text.split(",")))


def seconds(patience: int | None) -> timedelta:
    """The patience of a row."""
    return timedelta(seconds=patience or 0)


def _variants(groups: Iterable[Group]) -> int:
    return len({group.variant for group in groups if group.is_mailed})


@dataclass(slots=True)
class _Gathering:
    watermarks: list[int] = field(default_factory=list)
    count: int = 0

    def add(self, crowd: Crowd) -> None:
        self.watermarks.append(crowd.watermark)
        self.count += crowd.count


def _largest_first(groups: Iterable[Group]) -> list[Group]:
    return sorted(
        groups,
        key=lambda group: (
            -group.count,
            group.choice.id or 0,
            group.from_watermark,
            sorted(group.history),
            sorted(group.corrections),
            group.patience or 0,
        ),
    )
