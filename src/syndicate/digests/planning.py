"""Deciding on an edition: where to cut, who gets the same, and what that is. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from syndicate.digests.grouping import Crowd, Group, groups_again, groups_of, leading, merge_rare, seconds
from syndicate.digests.matching import unwanted_because
from syndicate.digests.model import Exclusion
from syndicate.digests.newsletters import DedupeAcross, default_choice
from syndicate.digests.selection import SelectionRules
from syndicate.digests.shape import AS_IT_IS, Shape
from syndicate.digests.store import EditionStore
from syndicate.digests.window_store import WindowStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.digests.due import Turn
    from syndicate.digests.grouping import VariantKey
    from syndicate.digests.newsletters import Cadence, Newsletter, ReaderChoice
    from syndicate.digests.selection import ArticleCandidate

#: So long what one newsletter mailed is not mailed by another of the site, unless that says otherwise.
NEAR = timedelta(hours=24)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Brief:
    """What an edition is planned by: whose turn it is, what they chose, and what editors want of it.

    ``excused`` and ``kept`` are as in `SelectionRules` and in `WindowStore.candidates`. Up to ``most_cut`` it looks, if
    that is given. What it ``corrects``, it tells alone, and to nobody else. ``goes_on``: without any reader at all, it
    is planned for nobody, from where the newsletter has come to.
    """

    newsletter: Newsletter
    cadence: Cadence
    turn: Turn
    choices: Sequence[ReaderChoice]
    kept: timedelta
    excused: timedelta | None = timedelta()
    shape: Shape = AS_IT_IS
    most_cut: int | None = None
    corrects: frozenset[int] = frozenset()
    goes_on: bool = True

    def rules(self, now: datetime, choice: ReaderChoice, patience: int | None = None) -> SelectionRules:
        """By what is chosen for readers with that choice."""
        return SelectionRules(
            newsletter=self.newsletter,
            cadence=self.cadence,
            now=now,
            sections=choice.sections,
            patience=seconds(patience),
            excused=self.excused,
            shape=self.shape,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What an occurrence would bring, decided at one look: nothing later than the release ``cut`` was looked at.

    ``had_since`` is the instant after which what other newsletters mail counts as had. ``after`` is the newest
    occurrence that was decided before, by its key: if there is a later one, the plan is out of date. ``unwanted`` is
    what the leading group's readers do not get because it is not theirs. Readers of the section
    sets ``merged``, each with how many they are, get all sections, as there would be too many variants.
    """

    turn: Turn
    cut: int
    had_since: datetime | None
    after: int
    groups: tuple[Group, ...]
    unwanted: tuple[Exclusion, ...] = ()
    merged: Mapping[frozenset[str], int] = field(default_factory=dict)

    @property
    def leading(self) -> Group | None:
        """The group whose selection stands for the edition; ``None``: nobody gets anything."""
        return leading(self.groups)

    @property
    def variants(self) -> list[VariantKey]:
        """What is to be rendered: each distinct variant once, that of the leading group first."""
        first = self.leading
        if first is None:
            return []
        return list(dict.fromkeys((first.variant, *(group.variant for group in self.groups if group.is_mailed))))

    @property
    def readers(self) -> int:
        """How many get a mail of it; where nobody does, how many would if there were anything."""
        mailed = [group for group in self.groups if group.is_mailed]
        return sum(group.count for group in mailed or self.groups)

    @property
    def told(self) -> Group | None:
        """The group whose decision is told: the leading one; if nobody gets anything, the largest."""
        return self.leading or next(iter(self.groups), None)


def plan(connection: Connection, brief: Brief, now: datetime, crowds: Sequence[Crowd] | None = None) -> Plan:
    """What the turn brings of all that came up to now, or up to the brief's cut.

    Given ``crowds`` are looked at instead of those whose turn it is. Statements do not grow with what waits, and
    nothing grows with the readers but the database's own work.
    """
    store, newsletter = WindowStore(connection), brief.newsletter
    newest, after = store.newest()
    cut = newest if brief.most_cut is None else min(newest, brief.most_cut)
    since = had_since(newsletter, now)
    if crowds is None:
        crowds = store.crowds(brief.turn, cut, since, now)
    if not crowds and brief.goes_on and not store.has_readers(newsletter.name, newsletter.readers):
        crowds = [Crowd(watermark=store.newest_cut(newsletter.name), count=0)]
    lowest = min((crowd.watermark for crowd in crowds), default=cut)
    candidates = store.candidates(newsletter.name, lowest, cut, now, brief.kept)
    made = partial(_groups, brief, now, crowds, candidates, cut)
    groups, merged = merge_rare(made, newsletter.max_variants)
    found = Plan(turn=brief.turn, cut=cut, had_since=since, after=after, groups=tuple(groups), merged=merged)
    return replace(found, unwanted=_unwanted(brief, found.told, candidates))


def plan_again(connection: Connection, brief: Brief, article_ids: Sequence[str], now: datetime) -> Plan:
    """The same articles again, as far as readers may see them, for everybody whose turn it is, whatever they had.

    What came longer ago than history is kept is not among them: nobody knows any more who had it.
    """
    store, since = WindowStore(connection), had_since(brief.newsletter, now)
    visible = EditionStore(connection).visible_revisions(article_ids, now)
    forgotten = store.forgotten(article_ids, now - brief.kept)
    there = [article_id for article_id in article_ids if article_id in visible and article_id not in forgotten]
    cut, after = store.newest()
    crowds = store.everybody(brief.turn, there, since, now)
    groups = groups_again(_by_id(brief), crowds, there, cut=cut, corrects=brief.corrects)
    return Plan(turn=brief.turn, cut=cut, had_since=since, after=after, groups=tuple(groups))


def had_since(newsletter: Newsletter, now: datetime) -> datetime | None:
    """After which instant it counts as had what other newsletters of the site decided; ``None``: it never does."""
    match newsletter.dedupe_across:
        case DedupeAcross.DAY:
            return now - NEAR
        case DedupeAcross.ALWAYS:
            return _EVER
    return None


def _groups(
    brief: Brief,
    now: datetime,
    crowds: Sequence[Crowd],
    candidates: Sequence[ArticleCandidate],
    cut: int,
    merged: frozenset[frozenset[str]],
) -> list[Group]:
    choices = {
        choice_id: replace(choice, sections=frozenset()) if choice.sections in merged else choice
        for choice_id, choice in _by_id(brief).items()
    }
    return groups_of(choices, partial(brief.rules, now), crowds, candidates, cut=cut)


def _by_id(brief: Brief) -> Mapping[int | None, ReaderChoice]:
    nobodys = default_choice(brief.newsletter, brief.cadence)
    return {None: nobodys} | {choice.id: choice for choice in brief.choices}


def _unwanted(brief: Brief, told: Group | None, candidates: Sequence[ArticleCandidate]) -> tuple[Exclusion, ...]:
    if told is None:
        return ()
    found: dict[str, str] = {}
    for candidate in candidates:
        reason = unwanted_because(candidate.terms, brief.newsletter.filters, told.choice.sections)
        if reason and candidate.number > told.from_watermark:
            found[candidate.article_id] = reason
    return tuple(Exclusion(article_id=article_id, reason=reason) for article_id, reason in found.items())
