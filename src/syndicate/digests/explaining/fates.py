"""Why a story is in somebody's mail or not: decided from what is written of their group, and what the story is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from syndicate.digests.explaining.model import StoryFate
from syndicate.digests.matching import Terms, unwanted_because
from syndicate.digests.model import GroupOutcome, Tier
from syndicate.digests.newsletters import Newsletter
from syndicate.digests.selection import HIDDEN
from syndicate.storage.states import ReleaseReason, Status

#: Why a group is not given what came before its window.
BEFORE = "it was decided for them before"
_TIERS = {
    Tier.LEAD: "it leads",
    Tier.SECONDARY: "in order",
    Tier.MORE: "in order, as a headline",
}
_ENDS_OF_WAITS = {
    ReleaseReason.EMBARGO_OVER: "its embargo ended",
    ReleaseReason.APPROVED: "an editor let it go",
    ReleaseReason.RESTORED: "it was given back",
    ReleaseReason.RETURNED: "an edition that nobody had gave it back",
}


def came_because(reason: ReleaseReason) -> str:
    """Why an article came out then, in words."""
    return _ENDS_OF_WAITS.get(reason, "it came")


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """A number that an article was given, why and when."""

    number: int
    reason: ReleaseReason
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleStanding:
    """An article, as far as it tells why it is mailed or not; ``source_error`` is that of its source's last run."""

    id: str
    title: str
    status: Status
    terms: Terms
    is_backlog: bool
    embargo_until: datetime | None
    expires_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_reason: str | None
    releases: tuple[Release, ...] = ()
    source_error: str | None = None
    source_tried_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownStory:
    """A place in a rendering, and why it is there if that was kept."""

    tier: Tier
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupTold:
    """What was decided for a group: for whom with what window, and what is shown to one of them.

    ``first`` was meant to be shown when it was decided, ``shown`` is what the reader's own revision shows;
    ``taken_out`` says why that is less. ``began`` is the release after which the newsletter mails.
    ``named`` are the articles of which a special edition was made.
    """

    outcome: GroupOutcome
    sections: frozenset[str]
    from_watermark: int
    moves_to: int
    cut: int
    decided_at: datetime
    began: int
    began_at: datetime | None = None
    passed_over: Mapping[str, str] = field(default_factory=dict)
    first: frozenset[str] = frozenset()
    shown: Mapping[str, ShownStory] = field(default_factory=dict)
    taken_out: str | None = None
    named: frozenset[str] | None = None


def story_fate(article: ArticleStanding, newsletter: Newsletter, group: GroupTold, now: datetime) -> StoryFate:
    """Whether the group gets the article, and why."""
    shown = group.shown.get(article.id)
    if shown is not None:
        reason = shown.reason or _TIERS[shown.tier]
        return StoryFate(article_id=article.id, title=article.title, tier=shown.tier, reason=reason)
    return StoryFate(
        article_id=article.id, title=article.title, reason=left_out_because(article, newsletter, group, now)
    )


def left_out_because(article: ArticleStanding, newsletter: Newsletter, group: GroupTold, now: datetime) -> str:
    """Why a group does not get an article that it is not shown."""
    if article.id in group.first:
        return f"taken out after the freeze: {group.taken_out or 'readers may not see it any more'}"
    if article.id in group.passed_over:
        return _passed_over_because(article, group)
    if group.named is not None and article.id not in group.named:
        return "this special edition was not made of it"
    return (
        never_there_because(article, newsletter, group.cut, group.decided_at, now)
        or _before_the_newsletter(article, group)
        or unwanted_because(article.terms, newsletter.filters, group.sections)
        or hidden_because(article, now)
        or _before_the_window(article, group)
        or _waits(group)
    )


def _passed_over_because(article: ArticleStanding, group: GroupTold) -> str:
    """What was written; of what readers might not see, more exactly if that still holds."""
    reason = group.passed_over[article.id]
    exact = hidden_because(article, group.decided_at) if reason.startswith(HIDDEN) else None
    return exact or reason


def hidden_because(article: ArticleStanding, now: datetime) -> str | None:
    """Why readers may not see it at ``now``; ``None``: they may."""
    if article.status is Status.HELD:
        return "it is held for an editor"
    if article.status is Status.WITHDRAWN:
        because = f": {article.withdrawal_reason}" if article.withdrawal_reason else ""
        at = f" at {_utc(article.withdrawn_at)}" if article.withdrawn_at else ""
        return f"it was withdrawn{at}{because}"
    if article.embargo_until and article.embargo_until > now:
        return f"it is under embargo until {_utc(article.embargo_until)}"
    if article.expires_at and article.expires_at <= now:
        return f"it expired at {_utc(article.expires_at)}"
    return None


def never_there_because(
    article: ArticleStanding, newsletter: Newsletter, cut: int, decided_at: datetime, now: datetime
) -> str | None:
    """Why an article was in nobody's window of what was decided with that cut; ``None``: it may have been in one's."""
    if article.is_backlog:
        return "it was out before its source was first read, and is never mailed"
    if not article.releases:
        return hidden_because(article, now) or unwanted_because(article.terms, newsletter.filters, ()) or _UNRELEASED
    first = article.releases[0]
    return _late(article, first, decided_at) if first.number > cut else None


_UNRELEASED = "it waits for its release: the next look gives it"


def _late(article: ArticleStanding, first: Release, decided_at: datetime) -> str:
    why = came_because(first.reason)
    late = f"{why} at {_utc(first.at)}, and the edition was decided at {_utc(decided_at)}"
    if article.source_error is None:
        return late
    return f"{late}; its source is down, last tried at {_utc(article.source_tried_at)}: {article.source_error}"


def _before_the_newsletter(article: ArticleStanding, group: GroupTold) -> str | None:
    if article.releases[-1].number > group.began:
        return None
    at = f" at {_utc(group.began_at)}" if group.began_at else ""
    return f"it was out before the newsletter began{at}"


def _before_the_window(article: ArticleStanding, group: GroupTold) -> str | None:
    numbers = [release.number for release in article.releases if release.number <= group.cut]
    if max(numbers) > group.from_watermark:
        return None
    return BEFORE


def _waits(group: GroupTold) -> str:
    if group.outcome is GroupOutcome.WAIT:
        return "it waits: too little is new"
    return "an earlier edition passed it over, or it came longer ago than is known who has what"


def _utc(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "-"
