"""Which waves are due: for each instant at which a slot comes to somebody, the choices whose readers it comes to.

On the newsletter's clock a slot has one wave for each cadence. On readers' clocks there are as many as there are
distinct instants in what they chose: some dozens a day, however many they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from syndicate.digests.due import INSTANT, instant_period
from syndicate.digests.newsletters import Cadence, CatchUp, ClockOwner, Newsletter, ReaderChoice, default_choice
from syndicate.digests.schedule import Occurrence, Schedule, between, due_at, latest, minute_of, occurrence_on
from syndicate.storage.states import CadenceKind

#: By so much may a slot be looked at late, and nobody says that it was missed.
GRACE = timedelta(minutes=15)
#: The last place on earth where a date ends is twelve hours behind UTC.
_LAST_ZONE = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wave:
    """A slot as it comes at one instant to the readers with those choices.

    ``is_missed``: by the newsletter's wish what nobody looked at in time is not made up for. Of one that follows a
    story, ``ends_day_at`` is when the day is over of which nobody gets more than the most.
    """

    occurrence: Occurrence
    cadence: Cadence
    choices: tuple[ReaderChoice, ...]
    is_missed: bool = False
    ends_day_at: datetime | None = None

    @property
    def is_instant(self) -> bool:
        """Whether it follows a story."""
        return self.cadence.kind is CadenceKind.INSTANT

    @property
    def key(self) -> tuple[str, str, int]:
        """What names it among those of its newsletter: cadence, slot, wave."""
        return self.occurrence.cadence, self.occurrence.slot, self.occurrence.wave


def due_waves(
    newsletter: Newsletter, choices: Sequence[ReaderChoice], now: datetime, looked_at: datetime | None
) -> list[Wave]:
    """The waves that are due at ``now`` and were not at ``looked_at``, the earliest first; some may be decided already.

    Every cadence that is offered has its slots decided, also while nobody has chosen it: whoever does reads on from
    the newest.
    """
    found: dict[tuple[str, str, int], list[ReaderChoice]] = defaultdict(list)
    occurrences: dict[tuple[str, str, int], Occurrence] = {}
    known: dict[Schedule, list[Occurrence]] = {}
    for choice in (*_nobodys(newsletter), *choices):
        if choice.schedule is None or choice.schedule.kind is CadenceKind.INSTANT:
            continue
        if choice.schedule not in known:
            known[choice.schedule] = list(_due(newsletter, choice.schedule, now, looked_at))
        for occurrence in known[choice.schedule]:
            key = (str(occurrence.cadence), occurrence.slot, occurrence.wave)
            occurrences.setdefault(key, occurrence)
            found[key].append(choice)
    waves = [
        Wave(
            occurrence=occurrences[key],
            cadence=newsletter.cadence(key[0]),
            choices=tuple(of_wave),
            is_missed=newsletter.catch_up is CatchUp.SKIP and now - occurrences[key].due_at > GRACE,
        )
        for key, of_wave in found.items()
    ]
    return sorted(waves, key=lambda wave: (wave.occurrence.due_at, wave.occurrence.cadence))


def waves_until(newsletter: Newsletter, occurrence: Occurrence) -> datetime | None:
    """Until when readers elsewhere may yet get that slot; ``None``: it comes to all at once."""
    if newsletter.clock is ClockOwner.NEWSLETTER or not occurrence.slot[:1].isdigit():
        return None
    return datetime.combine(occurrence.on + timedelta(days=1), time(), UTC) + _LAST_ZONE


def instant_wave(
    newsletter: Newsletter,
    choices: Iterable[ReaderChoice],
    decided: Mapping[int, tuple[int | None, datetime | None]],
    cut: int,
    now: datetime,
) -> Wave | None:
    """Whom a story follows now of those with such choices: who has not had everything up to ``cut`` decided.

    ``cut`` is the newest release that has settled. Quiet hours are on each reader's own clock.
    """
    cadence = newsletter.cadence(CadenceKind.INSTANT)
    due = [choice for choice in choices if _is_instant(choice) and not _is_quiet(newsletter, choice, now)]
    due = [choice for choice in due if choice.id is not None and _has_more(decided[choice.id], cut, now)]
    if cadence.kind is not CadenceKind.INSTANT or not due:
        return None
    day = now.astimezone(newsletter.zone).date()
    if newsletter.blackouts.cover(day):
        return None
    occurrence = Occurrence(
        cadence=CadenceKind.INSTANT,
        slot=f"{INSTANT}{now.astimezone(UTC):%Y-%m-%dT%H:%M:%S}#{cut}",
        on=day,
        due_at=now,
        period=instant_period(day, cadence.daily_cap),
    )
    ends_day_at = due_at(day + timedelta(days=1), time(), newsletter.zone)
    return Wave(occurrence=occurrence, cadence=cadence, choices=tuple(due), ends_day_at=ends_day_at)


def latest_due(choice: ReaderChoice, by: datetime) -> Occurrence | None:
    """The newest occurrence of a choice that was due by then."""
    return latest(choice.schedule, by) if choice.schedule is not None else None


def choices_beside(choice: ReaderChoice, choices: Iterable[ReaderChoice], occurrence: Occurrence) -> list[ReaderChoice]:
    """The choices of the wave by which an occurrence comes to that choice, itself among them."""
    of_cadence = [each for each in choices if each.cadence == choice.cadence]
    if choice.schedule is None or choice.schedule.kind is CadenceKind.INSTANT:
        return of_cadence
    waves = [(each, occurrence_on(each.schedule, occurrence.on)) for each in of_cadence if each.schedule]
    return [each for each, wave in waves if wave and wave.due_at == occurrence.due_at]


def _nobodys(newsletter: Newsletter) -> list[ReaderChoice]:
    return [
        default_choice(newsletter, cadence)
        for cadence in newsletter.cadences
        if cadence.kind is not CadenceKind.INSTANT
    ]


def _due(newsletter: Newsletter, schedule: Schedule, now: datetime, looked_at: datetime | None) -> Iterable[Occurrence]:
    newest = latest(schedule, now)
    if newest is None:
        return
    missed: list[Occurrence] = []
    if (
        newsletter.catch_up is not CatchUp.LATEST and looked_at is not None
    ):  # each is made up for, or skipped in writing
        missed = between(schedule, looked_at, newest.due_at)
    for occurrence in (*missed, newest):
        if newsletter.clock is ClockOwner.NEWSLETTER:
            yield occurrence
        elif looked_at is None or occurrence.due_at > looked_at:
            yield replace(occurrence, wave=minute_of(occurrence.due_at))


def _is_instant(choice: ReaderChoice) -> bool:
    return choice.schedule is not None and choice.schedule.kind is CadenceKind.INSTANT


def _is_quiet(newsletter: Newsletter, choice: ReaderChoice, now: datetime) -> bool:
    zone = choice.schedule.zone if choice.schedule else newsletter.zone
    return newsletter.quiet is not None and newsletter.quiet.cover(now.astimezone(zone).time())


def _has_more(decided: tuple[int | None, datetime | None], cut: int, now: datetime) -> bool:
    upto, again_at = decided
    return upto is None or upto < cut or (again_at is not None and again_at <= now)
