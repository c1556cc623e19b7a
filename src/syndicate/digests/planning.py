"""Deciding on an edition: where to cut, who gets the same, and what that is. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.grouping import Group, groups_again, groups_of, leading
from syndicate.digests.model import DedupeAcross, GroupOutcome
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import EditionStore
from syndicate.digests.window_store import WindowStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.digests.due import Turn
    from syndicate.digests.model import Newsletter
    from syndicate.digests.selection import GroupDecision

#: So long what one newsletter mailed is not mailed by another of the site, unless that says otherwise.
NEAR = timedelta(hours=24)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What an occurrence would bring, decided at one look: nothing later than the release ``cut`` was looked at.

    ``had_since`` is the instant after which what other newsletters mail counts as had. ``after`` is the newest
    occurrence that was decided before, by its key: if there is a later one, the plan is out of date.
    """

    turn: Turn
    cut: int
    had_since: datetime | None
    after: int
    groups: tuple[Group, ...]

    @property
    def leading(self) -> Group | None:
        """The group whose selection stands for the edition; ``None``: nobody gets anything."""
        return leading(self.groups)

    @property
    def selections(self) -> list[tuple[str, ...]]:
        """What is to be rendered: each distinct selection once, that of the leading group first."""
        return [decision.article_ids for decision in self.shown if decision.outcome is GroupOutcome.MAIL]

    @property
    def shown(self) -> list[GroupDecision]:
        """A decision for each distinct selection; if nobody gets anything, the one of the largest group."""
        mailed = [group.decision for group in self.groups if group.decision.outcome is GroupOutcome.MAIL]
        distinct = {decision.article_ids: decision for decision in reversed(mailed)}
        if not mailed:
            return [group.decision for group in self.groups[:1]]
        return [distinct[article_ids] for article_ids in dict.fromkeys(each.article_ids for each in mailed)]


def plan(connection: Connection, newsletter: Newsletter, turn: Turn, now: datetime, cut: int | None = None) -> Plan:
    """What the turn brings of all that came up to the cut: an earlier one, or now.

    Statements do not grow with what waits, and nothing grows with the readers but the database's own work.
    """
    store = WindowStore(connection)
    cut = ReleaseStore(connection).newest() if cut is None else cut
    since = had_since(newsletter, now)
    crowds = store.crowds(turn, cut, since)
    lowest = min((crowd.watermark for crowd in crowds), default=cut)
    candidates = store.candidates(newsletter, lowest, cut, now)
    groups = groups_of(newsletter, crowds, candidates, cut=cut)
    return Plan(turn=turn, cut=cut, had_since=since, after=_newest(connection), groups=tuple(groups))


def plan_again(
    connection: Connection, newsletter: Newsletter, turn: Turn, article_ids: Sequence[str], now: datetime
) -> Plan:
    """The same articles again, as far as readers may see them, for those whom another edition did not reach."""
    visible = EditionStore(connection).visible_revisions(article_ids, now)
    there = [article_id for article_id in article_ids if article_id in visible]
    store, since = WindowStore(connection), had_since(newsletter, now)
    cut = ReleaseStore(connection).newest()
    groups = groups_again(store.missed(turn, there, since), there, cut=cut)
    return Plan(turn=turn, cut=cut, had_since=since, after=_newest(connection), groups=tuple(groups))


def had_since(newsletter: Newsletter, now: datetime) -> datetime | None:
    """After which instant it counts as had what other newsletters of the site decided; ``None``: it never does."""
    match newsletter.dedupe_across:
        case DedupeAcross.DAY:
            return now - NEAR
        case DedupeAcross.ALWAYS:
            return _EVER
    return None


def _newest(connection: Connection) -> int:
    return OccurrenceStore(connection).newest_key()
