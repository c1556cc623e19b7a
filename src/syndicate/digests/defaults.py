"""What a newsletter offers who chose nothing, and whom it moves when the publisher changes that.

A reader's own choice holds: a change moves whoever left to the newsletter what it changes, and nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from syndicate.audience import preferences
from syndicate.audience.model import Wishes
from syndicate.digests.newsletters import Cadence, Clock, Newsletter
from syndicate.digests.schedule import ALL_WEEK, WORKING_DAYS
from syndicate.storage.states import Breaking, CadenceKind

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """When an edition comes to somebody: the cadence, its days, the time and whose clock that is on."""

    kind: CadenceKind
    at: time
    zone: str
    weekdays: tuple[int, ...]
    day: int

    def __str__(self) -> str:
        """In words, as the configuration has them."""
        if self.kind is CadenceKind.INSTANT:
            return f"instant {self.zone}"
        days = f" ({self._days()})" if self._days() else ""
        return f"{self.kind}{days} {self.at:%H:%M} {self.zone}"

    def _days(self) -> str:
        if self.kind is CadenceKind.MONTHLY:
            return f"day {self.day}"
        whole = WORKING_DAYS if self.kind is CadenceKind.WEEKDAYS else ALL_WEEK
        return "" if frozenset(self.weekdays) == whole else ", ".join(_DAYS[day] for day in self.weekdays)


@dataclass(frozen=True, kw_only=True, slots=True)
class Defaults:
    """What stands where a reader chose nothing; the first of ``cadences`` is the newsletter's own.

    ``zone`` is the newsletter's; by ``is_own_clock`` a reader's own zone and time come before it.
    """

    is_own_clock: bool
    zone: str
    language: str
    cadences: tuple[Coming, ...]

    def coming(self, wishes: Wishes) -> Coming | None:
        """When editions come to who wishes that; ``None``: only breaking news does."""
        if wishes.breaking is Breaking.ONLY:
            return None
        offered = next((cadence for cadence in self.cadences if cadence.kind == wishes.cadence), self.cadences[0])
        if not self.is_own_clock or offered.kind is CadenceKind.INSTANT:
            return offered
        own = preferences.zone(wishes.time_zone)
        at = time.fromisoformat(wishes.at) if wishes.at else offered.at
        return replace(offered, at=at, zone=own.key if own else offered.zone)

    def told(self, wishes: Wishes) -> str:
        """The same in words."""
        return f"{self.coming(wishes)}, on readers' clocks" if self.is_own_clock else str(self.coming(wishes))


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """A change of a newsletter's default: how many readers it moves, and how many keep what they have by their choice.

    ``what`` changes: the ``default``, the ``clock`` with it, the ``language``, or a cadence that readers choose.
    """

    newsletter: str
    what: str
    before: str
    after: str
    moved: int
    kept: int

    def __str__(self) -> str:
        """What a publisher has to know before it happens."""
        readers = "reader" if self.moved == 1 else "readers"
        if self.what == "clock":
            return f"{self._change()}: moves {self.moved:,} {readers}; {self.kept:,} stay as they are"
        who = "did not choose" if self.what in {"default", "language"} else "chose it"
        keep = f"{self.kept:,} {'keeps' if self.kept == 1 else 'keep'} their own choice"
        return f"{self._change()}: moves {self.moved:,} {readers} who {who}; {keep}"

    def _change(self) -> str:
        return f"{self.newsletter}: its {self.what} goes from {self.before} to {self.after}"


def defaults_of(newsletter: Newsletter) -> Defaults:
    """The defaults of a newsletter as it is laid out."""
    return Defaults(
        is_own_clock=newsletter.clock is Clock.READER,
        zone=newsletter.zone.key,
        language=newsletter.language,
        cadences=tuple(_coming(cadence, newsletter.zone.key) for cadence in newsletter.cadences),
    )


def _coming(cadence: Cadence, zone: str) -> Coming:
    """What is said of a cadence that says when it comes."""
    days = tuple(sorted(cadence.weekdays))
    match cadence.kind:
        case CadenceKind.INSTANT:
            return Coming(kind=cadence.kind, at=time(), zone=zone, weekdays=(), day=1)
        case CadenceKind.MONTHLY:
            return Coming(kind=cadence.kind, at=cadence.at, zone=zone, weekdays=(), day=cadence.day)
    return Coming(kind=cadence.kind, at=cadence.at, zone=zone, weekdays=days, day=1)


def as_row(defaults: Defaults) -> dict[str, Any]:
    """The defaults as a row holds them."""
    cadences = [
        {"kind": each.kind, "at": f"{each.at:%H:%M}", "weekdays": list(each.weekdays), "day": each.day}
        for each in defaults.cadences
    ]
    said = {"is_own_clock": defaults.is_own_clock, "zone": defaults.zone, "language": defaults.language}
    return said | {"cadences": cadences}


def of_row(row: Mapping[str, Any]) -> Defaults:
    """What `as_row` gave."""
    cadences = (
        Coming(
            kind=CadenceKind(each["kind"]),
            at=time.fromisoformat(each["at"]),
            zone=row["zone"],
            weekdays=tuple(each["weekdays"]),
            day=each["day"],
        )
        for each in row["cadences"]
    )
    said = {name: row[name] for name in ("is_own_clock", "zone", "language")}
    return Defaults(**said, cadences=tuple(cadences))


def moves(newsletter: str, before: Defaults, after: Defaults, readers: Iterable[tuple[Wishes, int]]) -> list[Move]:
    """What a change moves, by how many ``readers`` wish what."""
    crowds = list(readers)
    moved = [(wishes, count) for wishes, count in crowds if before.coming(wishes) != after.coming(wishes)]
    stay = [(wishes, count) for wishes, count in crowds if before.coming(wishes) == after.coming(wishes)]
    found = []
    of_all = "default" if before.is_own_clock == after.is_own_clock else "clock"
    for kind in (None, *(cadence.kind for cadence in before.cadences)):
        nobodys = Wishes(cadence=kind)
        count = sum(count for wishes, count in moved if wishes.cadence == kind)
        kept = sum(count for wishes, count in stay if kind in {None, wishes.cadence})
        if count or (kind is None and before.coming(nobodys) != after.coming(nobodys)):
            told = {"what": str(kind or of_all), "before": before.told(nobodys), "after": after.told(nobodys)}
            found.append(Move(newsletter=newsletter, **told, moved=count, kept=kept))
    return [*found, *_of_language(newsletter, before, after, crowds)]


def _of_language(
    newsletter: str, before: Defaults, after: Defaults, crowds: Iterable[tuple[Wishes, int]]
) -> Iterable[Move]:
    if before.language == after.language:
        return
    counts = {True: 0, False: 0}
    for wishes, count in crowds:
        counts[wishes.language is None] += count
    told = {"what": "language", "before": before.language, "after": after.language}
    yield Move(newsletter=newsletter, **told, moved=counts[True], kept=counts[False])
