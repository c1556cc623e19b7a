"""Which slot comes next, and from when to when it does so anywhere on earth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from syndicate.digests.newsletters import Cadence, Newsletter, ReaderChoice
from syndicate.digests.schedule import Occurrence, Schedule, following, occurrence_on
from syndicate.storage.states import CadenceKind


@dataclass(frozen=True, kw_only=True, slots=True)
class ComingSlot:
    """A slot with the choices that it comes to: ``occurrence`` is its first wave, the last is at ``last_wave_at``."""

    cadence: Cadence
    occurrence: Occurrence
    last_wave_at: datetime
    choices: tuple[ReaderChoice, ...]

    @property
    def first_wave_at(self) -> datetime:
        """The earliest instant at which it comes to anybody."""
        return self.occurrence.due_at

    def is_over(self, now: datetime) -> bool:
        """Whether it has come to all."""
        return self.last_wave_at <= now


def coming_slot(
    newsletter: Newsletter, cadence: Cadence, choices: Sequence[ReaderChoice], now: datetime
) -> ComingSlot | None:
    """The first slot whose first wave is yet to come; ``None``: there is none within a year, or it has no slots."""
    schedules = _schedules(newsletter, cadence, choices)
    ahead = {found.on for schedule in schedules if (found := following(schedule, now))}
    slots = (slot_on(newsletter, cadence, choices, day) for day in sorted(ahead))
    return next((slot for slot in slots if slot and slot.first_wave_at > now), None)


def slot_on(newsletter: Newsletter, cadence: Cadence, choices: Sequence[ReaderChoice], day: date) -> ComingSlot | None:
    """The slot of that local date; ``None``: there is none."""
    found = [occurrence_on(schedule, day) for schedule in _schedules(newsletter, cadence, choices)]
    waves = sorted((wave for wave in found if wave), key=lambda wave: wave.due_at)
    if not waves:
        return None
    return ComingSlot(
        cadence=cadence,
        occurrence=waves[0],
        last_wave_at=waves[-1].due_at,
        choices=tuple(_theirs(cadence, choices)),
    )


def waves_after(slot: ComingSlot, now: datetime) -> list[ReaderChoice]:
    """The choices to which a slot comes later than ``now``."""
    due = {choice: occurrence_on(choice.schedule, slot.occurrence.on) for choice in slot.choices if choice.schedule}
    return [choice for choice, wave in due.items() if wave and wave.due_at > now]


def _schedules(newsletter: Newsletter, cadence: Cadence, choices: Sequence[ReaderChoice]) -> list[Schedule]:
    """The distinct ones; where nobody chose the cadence, or nobody chose anything, that of the newsletter."""
    if cadence.kind is CadenceKind.INSTANT:
        return []
    own = newsletter.schedule(cadence)
    return list(dict.fromkeys((own, *(each.schedule for each in _theirs(cadence, choices) if each.schedule))))


def _theirs(cadence: Cadence, choices: Iterable[ReaderChoice]) -> list[ReaderChoice]:
    return [choice for choice in choices if choice.cadence == cadence]
