"""What is told to one reader beyond what all with the same reason are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.digests.explaining.absences import Absence

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from syndicate.digests.explaining.scene import Scene
    from syndicate.digests.explaining.store import Reader
    from syndicate.digests.newsletters import Choice


def detail_of(why: Absence, scene: Scene, reader: Reader | None, choice: Choice | None) -> str:
    """Since when, until when, or which other; empty where there is no more to tell."""
    if why is Absence.NOT_OPENED:
        return scene.edition.held_because or ""
    if reader is None:
        return ""
    return _of_subscription(why, reader) or _of_choice(why, scene, choice) or _of_slot(why, scene, reader)


def _of_subscription(why: Absence, reader: Reader) -> str:
    match why:
        case Absence.JOINED_AFTER:
            return f"at {_utc(reader.started_at)}"
        case Absence.LEFT_BEFORE | Absence.LEFT_MEANWHILE:
            return f"at {_utc(reader.ended_at)}"
        case Absence.SUPPRESSED:
            return f"{reader.suppressed}, since {_utc(reader.suppressed_at)}"
        case Absence.PAUSED:
            return f"until {_utc(reader.paused_until)}" if reader.paused_until else "until they come back"
    return ""


def _of_choice(why: Absence, scene: Scene, choice: Choice | None) -> str:
    if choice is None or choice.cadence is None:
        return ""
    own = scene.occasion.own_wave(choice)
    if why is Absence.OTHER_CADENCE:
        return choice.cadence.kind
    if why in {Absence.WAVE_TO_COME, Absence.WAVE_UNDECIDED, Absence.WAVE_LATE} and own and choice.schedule:
        return both_clocks(own.due_at, choice.schedule.zone)
    return ""


def _of_slot(why: Absence, scene: Scene, reader: Reader) -> str:
    if why is Absence.MOVED_PAST:
        return f"theirs is {reader.last_slot}"
    if why is Absence.HAD_DATE:
        others = scene.readers.editions_of_slot(reader)
        return ", ".join(f"the {cadence} one, number {number}" for number, cadence, _ in others)
    return ""


def both_clocks(at: datetime, zone: ZoneInfo) -> str:
    """An instant on the clock of a zone, and in UTC."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M} {zone.key}, {at:%Y-%m-%d %H:%M} UTC"


def _utc(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "-"
