"""What a reader may choose of a newsletter, and what they chose before with the changes that they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from syndicate.audience import preferences
from syndicate.audience.model import SkippedSlot
from syndicate.audience.store import AudienceStore
from syndicate.digests.newsletters import ClockOwner
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.schedule import LATEST, Schedule, due_at, following, occurrence_on
from syndicate.errors import BadDataError
from syndicate.storage.states import Breaking, CadenceKind, MailFormat

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.audience.model import Subscription, Wishes
    from syndicate.digests.newsletters import Newsletter

#: What gives a wish back to the newsletter.
DEFAULT = "default"
#: Every section, in words.
ALL = "all"
#: What ends a pause.
OFF = "off"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a reader asks of a newsletter: wishes by the names of their fields, and a pause, as a person writes them.

    ``pause`` is a time as in `pause_until`, `OFF`, or nothing; with ``catches_up`` what came meanwhile follows it.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    pause: str | None = None
    catches_up: bool = False


def changed(newsletter: Newsletter, wishes: Wishes, given: Mapping[str, str]) -> Wishes:
    """The wishes with those that are ``given``, by the names of their fields, as a person writes them.

    `DEFAULT` gives one back to the newsletter.

    Raises:
        BadDataError: one cannot be read, or the newsletter does not offer it.
    """
    read: dict[str, Any] = {
        name: None if written == DEFAULT else _READERS[name](written) for name, written in given.items()
    }
    if "sections" in read:
        read["sections"] = () if given["sections"] in {DEFAULT, ALL} else read["sections"]
    wanted = replace(wishes, **read)
    _see_offered(newsletter, wanted, set(given))
    return wanted


def patience_kept(newsletter: Newsletter, before: Wishes, after: Wishes) -> timedelta:
    """How long a story may wait for who comes from a slower cadence; nothing if the new one waits longer."""
    old, new = newsletter.cadence(before.cadence).patience, newsletter.cadence(after.cadence).patience
    return old if old > new else timedelta()


def choose(
    connection: Connection, newsletter: Newsletter, subscription: Subscription, wishes: Wishes, now: datetime
) -> None:
    """Let a reader have those wishes from the next edition on; a slot that passes them by for it is written down."""
    before = subscription.wishes
    looked_at = OccurrenceStore(connection).looked_at(newsletter.name)
    skipped = skipped_slots(newsletter, before, wishes, looked_at or now)
    store = AudienceStore(connection)
    store.choose(subscription, wishes, now, patience_kept(newsletter, before, wishes), skipped)


def carry_out(
    connection: Connection, newsletter: Newsletter, subscription: Subscription, asked: Asked, now: datetime
) -> list[str]:
    """Do what a reader asks of one newsletter; lines of what they may not expect of it.

    Committing is the caller's. Commands and pages come here alike.

    Raises:
        BadDataError: something of it cannot be read, or the newsletter does not offer it; nothing has changed.
    """
    store = AudienceStore(connection)
    wishes = changed(newsletter, subscription.wishes, asked.given)
    until = None if asked.pause in {None, OFF} else pause_until(newsletter, wishes, asked.pause or "", now)
    if asked.given:
        choose(connection, newsletter, subscription, wishes, now)
    if asked.pause == OFF:
        store.resume(subscription.id, now)
    elif until is not None:
        store.pause(subscription.id, until, catches_up=asked.catches_up)
        return pause_doubts(newsletter, wishes, until - now) if asked.catches_up else []
    return []


def skipped_slots(newsletter: Newsletter, before: Wishes, after: Wishes, at: datetime) -> list[SkippedSlot]:
    """The slots that were to come to a reader at ``at``, and by what they choose instead have gone already."""
    old, new = _schedule(newsletter, before), _schedule(newsletter, after)
    was_next, comes = (following(schedule, at) if schedule else None for schedule in (old, new))
    if new is None or was_next is None or comes is None:
        return []
    dates = (was_next.on + timedelta(days=number) for number in range((comes.on - was_next.on).days))
    gone = [slot.slot for slot in (occurrence_on(new, date) for date in dates) if slot]
    clock = f"{new.at:%H:%M} {new.zone.key}"
    reason = f"it had gone by {clock} when they moved there; what it would have carried comes with that of {comes.slot}"
    return [SkippedSlot(slot=slot, reason=reason) for slot in gone]


def _schedule(newsletter: Newsletter, wishes: Wishes) -> Schedule | None:
    """When editions come to who has those wishes; ``None``: none comes at an hour."""
    cadence = newsletter.cadence(wishes.cadence)
    if wishes.breaking is Breaking.ONLY or cadence.kind is CadenceKind.INSTANT:
        return None
    at = time.fromisoformat(wishes.at) if wishes.at else None
    return newsletter.schedule(cadence, at, preferences.zone(wishes.time_zone))


def pause_until(newsletter: Newsletter, wishes: Wishes, written: str, now: datetime) -> datetime:
    """Until when a pause lasts: so many days or weeks, as ``10d`` or ``3w``, or up to a date, which is not in it.

    Days begin at midnight on the reader's clock, or on the newsletter's.

    Raises:
        BadDataError: code ``pause-unknown``; it is no such time, not in the future, or after `LATEST`.
    """
    zone = newsletter.schedule(newsletter.default, None, preferences.zone(wishes.time_zone)).zone
    today = now.astimezone(zone).date()
    until = _date(written.strip(), today)
    if until is None or not today < until <= LATEST:
        message = f"“{written}” is no time for a pause"
        hint = "Write 10d, 3w or a date to come, such as 2027-01-07; off ends a pause."
        raise BadDataError(message, code="pause-unknown", hint=hint)
    return due_at(until, time(), zone).astimezone(UTC)


def pause_doubts(newsletter: Newsletter, wishes: Wishes, pause: timedelta) -> list[str]:
    """What somebody may not expect who catches up after so long a pause."""
    cadence = newsletter.cadence(wishes.cadence)
    if pause <= cadence.patience:
        return []
    days = f"{cadence.patience / timedelta(days=1):.3g} days"
    return [f"by max_wait a story waits {days} at most: what comes early in this longer pause will not be mailed"]


def _date(written: str, today: date) -> date | None:
    number, unit = written[:-1], written[-1:]
    if number.isdecimal() and unit in "dw" and len(number) <= 4:  # noqa: PLR2004 - ten thousand days are a life
        return today + timedelta(days=int(number) * (7 if unit == "w" else 1))
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _see_offered(newsletter: Newsletter, wanted: Wishes, given: set[str]) -> None:
    kinds = [cadence.kind for cadence in newsletter.cadences]
    if "cadence" in given and wanted.cadence is not None and wanted.cadence not in kinds:
        raise _not_offered(newsletter, f"does not come {wanted.cadence}", f"It comes {', '.join(kinds)}.")
    if newsletter.clock is ClockOwner.NEWSLETTER and any(
        name in given and getattr(wanted, name) is not None for name in ("at", "time_zone")
    ):
        hint = 'Its publisher can leave the hour to readers: clock = "reader".'
        raise _not_offered(newsletter, "keeps its own clock", hint)
    sections = newsletter.filters.sections
    if "sections" in given and sections and (foreign := set(wanted.sections) - sections):
        listed = ", ".join(sorted(foreign))
        raise _not_offered(newsletter, f"has no section {listed}", f"It has {', '.join(sorted(sections))}.")


def _not_offered(newsletter: Newsletter, what: str, hint: str) -> BadDataError:
    return BadDataError(f"{newsletter.name} {what}", code="choice-unknown", hint=hint)


_READERS: Mapping[str, Any] = {
    "cadence": lambda written: preferences.one_of(written, CadenceKind),
    "at": preferences.time_of_day,
    "time_zone": preferences.time_zone,
    "sections": preferences.sections,
    "language": preferences.language,
    "format": lambda written: preferences.one_of(written, MailFormat),
    "breaking": lambda written: preferences.one_of(written, Breaking),
}
