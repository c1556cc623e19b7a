"""Why somebody has no delivery of an edition: decided alike for one reader and for all with the same standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from syndicate.digests.due import INSTANT, SPECIAL
from syndicate.digests.model import Edition, EditionState, GroupOutcome, SlotOutcome
from syndicate.digests.newsletters import ClockOwner, Newsletter, ReaderChoice
from syndicate.digests.schedule import Occurrence, minute_of, occurrence_on
from syndicate.storage.states import Breaking, SubscriptionState


class Absence(StrEnum):
    """Why there is no delivery, as all may hear it."""

    DROPPED = "the edition was dropped before it was sent"
    NOT_OPENED = "nobody gets it before a person sends it"
    NOT_SUBSCRIBED = "not subscribed"
    JOINED_AFTER = "joined after it was decided"
    LEFT_BEFORE = "had left"
    LEFT_MEANWHILE = "left while it was being decided"
    UNCONFIRMED = "never confirmed"
    SUPPRESSED = "nobody may write to the address"
    OUTSIDE = "not among the readers that the newsletter goes to"
    PAUSED = "paused"
    WAS_PAUSED = "had paused, and came back without what was missed"
    NOT_MISSED = "the edition that it stands in for did not miss them"
    NOT_ASKED = "asked for no breaking news"
    ONLY_BREAKING = "wants nothing but breaking news"
    OTHER_CADENCE = "chose another cadence"
    QUIET = "it is their quiet time; the next one brings it"
    DAY_IS_FULL = "had the most of a day already; the next day brings it"
    TOO_LITTLE = "too little is new for them; it waits for more"
    NOTHING_NEW = "nothing new is left for them"
    NO_SLOT = "their own clock has no edition on that date"
    WAVE_TO_COME = "it comes to them at a later hour"
    WAVE_UNDECIDED = "it is due for them, and is not decided yet"
    WAVE_EMPTY = "nobody with their hour had enough that is new"
    WAVE_LATE = "their hour was missed by more than max_lateness"
    WAVE_SKIPPED = "their hour was skipped"
    WAVE_ENDED = "it was ended before their hour"
    HAD_DATE = "had an edition for that date already"
    HAD_PERIOD = "had an edition for that week or month already"
    SKIPPED_BY_MOVE = "it had gone by their new clock when they moved; the next one brings what it would have"
    MOVED_PAST = "their slot had moved past that date"
    DECIDED_BEFORE = "all that it looked at was decided for them before"
    BEING_WRITTEN = "its deliveries are being written"
    WRITTEN_OVER = "it was not their turn then; what tells why was written over since"
    CHANGED_MEANWHILE = "changed something while it was being decided; the next one looks at them again"


class SlotStanding(StrEnum):
    """How the newest slot that was a reader's own lies to the edition's.

    ``LATER`` it was when the edition was decided; ``SINCE``: it came to be later.
    """

    EARLIER = "earlier"
    SAME = "same"
    LATER = "later"
    SINCE = "since"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReaderStanding:
    """How subscriptions stand to an edition that they have no delivery of; the same for all of a kind.

    What is said of time is said against the instant at which the edition was decided, and against its cut.
    """

    state: SubscriptionState
    choice_id: int
    is_suppressed: bool = False
    began_after: bool = False
    left_before: bool = False
    is_joining: bool = False
    is_past: bool = False
    has_period: bool = False
    was_paused: bool = False
    was_passed: bool = False
    is_outside: bool = False
    slot: SlotStanding = SlotStanding.EARLIER


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """What an edition was decided for: ``waves`` by their numbers, with their outcomes.

    ``quiet`` are the outcomes of groups that got no mail, by their choices; ``choice_ids`` all that were decided for.
    ``is_newest``: nothing was decided since, so that subscriptions stand as they did.
    """

    edition: Edition
    newsletter: Newsletter
    now: datetime
    decided_at: datetime | None
    waves: Mapping[int, SlotOutcome] = field(default_factory=dict)
    quiet: Mapping[int | None, frozenset[GroupOutcome]] = field(default_factory=dict)
    choice_ids: frozenset[int | None] = frozenset()
    is_newest: bool = True

    def own_wave(self, choice: ReaderChoice) -> Occurrence | None:
        """When the edition's slot comes to readers with that choice; ``None``: it does not, or to all at once."""
        is_of_waves = self.newsletter.clock is ClockOwner.READER and self.edition.slot[:1].isdigit()
        if not is_of_waves or choice.schedule is None:
            return None
        return occurrence_on(choice.schedule, datetime.fromisoformat(self.edition.slot).date())


def absence(occasion: Occasion, standing: ReaderStanding | None, choice: ReaderChoice | None) -> Absence:
    """Why who stands so has no delivery. Without a ``standing``, nobody of that address subscribed."""
    return (
        _of_edition(occasion.edition)
        or _of_subscription(standing)
        or _of_choice(occasion, standing, choice)
        or _of_wave(occasion, standing, choice)
        or _of_window(occasion, standing)
        or _of_turn(occasion, standing)
        or _of_last_resort(occasion, standing)
    )


def _of_edition(edition: Edition) -> Absence | None:
    if edition.opened_at is not None:
        return None
    return Absence.DROPPED if edition.state is EditionState.DISCARDED else Absence.NOT_OPENED


def _of_subscription(standing: ReaderStanding | None) -> Absence | None:
    if standing is None:
        return Absence.NOT_SUBSCRIBED
    facts = (
        (standing.began_after, Absence.JOINED_AFTER),
        (standing.left_before, Absence.LEFT_BEFORE),
        (standing.state is SubscriptionState.UNCONFIRMED, Absence.UNCONFIRMED),
        (standing.is_suppressed, Absence.SUPPRESSED),
        (standing.state is SubscriptionState.PAUSED, Absence.PAUSED),
        (standing.was_paused, Absence.WAS_PAUSED),
        (standing.is_outside, Absence.OUTSIDE),
    )
    return next((why for is_so, why in facts if is_so), None)


def _of_choice(occasion: Occasion, standing: ReaderStanding | None, choice: ReaderChoice | None) -> Absence | None:
    edition = occasion.edition
    if edition.instead_of is not None:
        return Absence.NOT_MISSED
    if choice is None or standing is None:
        return None
    if edition.slot.startswith(SPECIAL):
        return Absence.NOT_ASKED if choice.breaking is Breaking.NO else None
    if choice.cadence is None:
        return Absence.ONLY_BREAKING
    if choice.cadence.kind != edition.cadence:
        return Absence.OTHER_CADENCE
    return _of_rest(occasion, standing, choice) if edition.slot.startswith(INSTANT) else None


def _of_rest(occasion: Occasion, standing: ReaderStanding, choice: ReaderChoice) -> Absence | None:
    """Of an edition that followed a story: whether the reader rested."""
    if standing.has_period:
        return Absence.DAY_IS_FULL
    return Absence.QUIET if choice.id not in occasion.choice_ids and _is_quiet(occasion, choice) else None


def _is_quiet(occasion: Occasion, choice: ReaderChoice) -> bool:
    quiet = occasion.newsletter.quiet
    if quiet is None or occasion.decided_at is None or choice.schedule is None:
        return False
    return quiet.cover(occasion.decided_at.astimezone(choice.schedule.zone).time())


_OF_OUTCOMES = {
    SlotOutcome.EMPTY: Absence.WAVE_EMPTY,
    SlotOutcome.LATE: Absence.WAVE_LATE,
    SlotOutcome.SKIPPED: Absence.WAVE_SKIPPED,
    SlotOutcome.ENDED: Absence.WAVE_ENDED,
}


def _of_wave(occasion: Occasion, standing: ReaderStanding | None, choice: ReaderChoice | None) -> Absence | None:
    """Of an edition that comes to readers at their own hours: what became of theirs."""
    if standing is not None and standing.was_passed:
        return Absence.SKIPPED_BY_MOVE
    is_of_waves = occasion.newsletter.clock is ClockOwner.READER and occasion.edition.slot[:1].isdigit()
    if not is_of_waves or standing is None or choice is None or standing.slot is not SlotStanding.EARLIER:
        return None
    wave = occasion.own_wave(choice)
    if wave is None:
        return Absence.NO_SLOT
    if wave.due_at > occasion.now:
        return Absence.WAVE_TO_COME
    outcome = occasion.waves.get(minute_of(wave.due_at))
    if outcome is None:
        return Absence.WAVE_UNDECIDED if not occasion.edition.has_all_waves(occasion.now) else None
    return _OF_OUTCOMES.get(outcome) if outcome else None


def _of_window(occasion: Occasion, standing: ReaderStanding | None) -> Absence | None:
    """Nothing was new enough, and nothing was passed over for them: of that there is no delivery."""
    if standing is None:
        return None
    has_moved = standing.slot is not SlotStanding.EARLIER or not occasion.edition.slot[:1].isdigit()
    quiet = occasion.quiet.get(standing.choice_id, frozenset()) if has_moved else frozenset()
    if GroupOutcome.WAIT in quiet and not (standing.is_past and GroupOutcome.NOTHING in quiet):
        return Absence.TOO_LITTLE
    return Absence.NOTHING_NEW if GroupOutcome.NOTHING in quiet else None


def _of_turn(occasion: Occasion, standing: ReaderStanding | None) -> Absence | None:
    if standing is None:
        return None
    if standing.slot is SlotStanding.SAME:
        return Absence.HAD_DATE
    if standing.slot is SlotStanding.LATER:
        return Absence.MOVED_PAST
    if standing.has_period:
        return Absence.HAD_PERIOD
    if standing.is_joining:
        return Absence.JOINED_AFTER
    return Absence.DECIDED_BEFORE if standing.is_past and occasion.is_newest else None


def _of_last_resort(occasion: Occasion, standing: ReaderStanding | None) -> Absence:
    if occasion.edition.state is EditionState.FREEZING:
        return Absence.BEING_WRITTEN
    if not occasion.is_newest:
        return Absence.WRITTEN_OVER
    is_gone = standing is not None and standing.state is SubscriptionState.ENDED
    return Absence.LEFT_MEANWHILE if is_gone else Absence.CHANGED_MEANWHILE
