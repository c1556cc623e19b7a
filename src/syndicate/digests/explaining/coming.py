"""What comes next to whom, and when: decided from schedules, a plan, and what a subscription says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from syndicate.digests.explaining.model import StoryFate
from syndicate.digests.model import GroupOutcome
from syndicate.digests.newsletters import Cadence, Newsletter, OnSilence, ReaderChoice
from syndicate.digests.schedule import Occurrence, due_at, following
from syndicate.storage.states import SubscriptionState

if TYPE_CHECKING:
    from syndicate.digests.grouping import Group

#: So many slots ahead are looked at for one that a reader has not had.
_AHEAD = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpectedApproval:
    """An editor's approval, which a newsletter wants: ``by`` whom and when, ``None`` as long as nobody gave it.

    ``changes`` are what makes it void, a line each. Without a valid one, ``on_silence`` holds.
    """

    on_silence: OnSilence
    by: str | None = None
    at: datetime | None = None
    changes: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the edition goes as things stand."""
        return self.by is not None and not self.changes


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpectedEdition:
    """An edition that is yet to be decided.

    Without ``due_at`` there is none to wait for, and ``reason`` says why. ``zone`` is the clock that it is on.
    ``stories`` are in reading order; ``readers`` is to how many it would go, as `Plan.readers` has it, of one reader
    or of what follows at once ``None``. Without an ``approval`` it needs none.
    """

    cadence: str | None
    slot: str | None = None
    due_at: datetime | None = None
    zone: ZoneInfo | None = None
    readers: int | None = None
    stories: tuple[StoryFate, ...] = ()
    left_out: tuple[StoryFate, ...] = ()
    reason: str = ""
    held_because: str | None = None
    approval: ExpectedApproval | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NextTold:
    """What comes next of a newsletter: of each cadence, or to one reader."""

    newsletter: str
    address: str | None = None
    editions: tuple[ExpectedEdition, ...]


def next_occurrence(
    choice: ReaderChoice,
    now: datetime,
    *,
    last_slot: str | None = None,
    periods: Mapping[str, str | None] | None = None,
) -> Occurrence | None:
    """The first occurrence to come that is not of a date, a week or a month that a reader has had."""
    if choice.schedule is None:
        return None
    found = following(choice.schedule, now)
    for _ in range(_AHEAD):
        if found is None or not _is_had(found, last_slot, periods or {}):
            return found
        found = following(choice.schedule, found.due_at)
    return found


def _is_had(occurrence: Occurrence, last_slot: str | None, periods: Mapping[str, str | None]) -> bool:
    last = periods.get(occurrence.cadence)
    is_same_period = occurrence.period is not None and last is not None and occurrence.period <= last
    return is_same_period or (last_slot is not None and occurrence.slot <= last_slot)


def no_edition_because(row: Mapping[Any, Any] | None) -> str | None:
    """Why nothing comes to a reader at all, by the row of their subscription; ``None``: something does."""
    if row is None:
        return "not subscribed"
    if row["suppressed"] is not None:
        return f"nobody may write to the address: {row['suppressed']}"
    match row["state"]:
        case SubscriptionState.UNCONFIRMED:
            return "never confirmed"
        case SubscriptionState.ENDED:
            return f"left at {row['ended_at']:%Y-%m-%d %H:%M} UTC" if row["ended_at"] else "left"
        case SubscriptionState.PAUSED if row["paused_until"] is None:
            return "paused until they come back"
    return None


def waits_because(told: Group | None, cadence: Cadence) -> str | None:
    """Why nothing would leave as things stand; ``None``: something would."""
    if told is None or told.decision.outcome is GroupOutcome.NOTHING:
        return "nothing is new so far"
    if told.decision.outcome is GroupOutcome.WAIT:
        return f"waits for more: {len(told.decision.stories)} of at least {cadence.min_articles}"
    return None


def rests_until(
    newsletter: Newsletter, zone: ZoneInfo, due: datetime, full_until: datetime | None
) -> tuple[str | None, datetime | None]:
    """Why a story does not follow when it is due, and from when on it does."""
    if full_until is not None and due < full_until:
        return "had the most of a day; the next day brings it", full_until
    if newsletter.blackouts.cover(due.astimezone(newsletter.zone).date()):
        return "nothing is mailed on that day", None
    quiet, local = newsletter.quiet, due.astimezone(zone)
    if quiet is None or not quiet.cover(local.time()):
        return None, None
    day = local.date() if local.time() < quiet.end else local.date() + timedelta(days=1)
    return "it is quiet time until then", due_at(day, quiet.end, zone)
