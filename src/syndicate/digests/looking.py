"""The look at a newsletter: who has come to it since, and which waves are due."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.choice_store import ChoiceStore, LookFacts
from syndicate.digests.newsletters import CatchUp, ClockOwner
from syndicate.digests.occurrence_store import LatestDecision, OccurrenceStore, WaveTurn, edition_of
from syndicate.digests.schedule import between
from syndicate.digests.waves import due_waves, instant_wave, latest_due
from syndicate.storage.states import CadenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from syndicate.clock import Clock as ProgramClock
    from syndicate.digests.newsletters import Newsletter, ReaderChoice
    from syndicate.digests.schedule import Occurrence
    from syndicate.digests.waves import Wave
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class NewsletterLook:
    """What a look at ``now`` found: the waves that are due and were not decided, after the look at ``looked_at``.

    ``choices`` are those of all readers; ``decided`` are the waves of the same slots that had their turn before.
    ``cuts`` are the newest releases at the instants of waves that are made up for one by one, by those instants;
    ``latest`` is what was decided last, by cadence.
    """

    now: datetime
    looked_at: datetime | None
    choices: list[ReaderChoice]
    waves: list[Wave]
    decided: list[WaveTurn]
    settled: int | None
    cuts: dict[datetime, int]
    latest: dict[str, LatestDecision]

    def edition_of(self, wave: Wave) -> tuple[str | None, int | None]:
        """The edition that an earlier wave of the slot came to, and up to which release the first one looked."""
        return edition_of(self.decided, *wave.key[:2])

    def excused(self, wave: Wave) -> timedelta | None:
        """The time in which nobody could be mailed: nobody looked, or slots were skipped or came too late.

        ``None``: nobody ever looked before.
        """
        if self.looked_at is None:
            return None
        latest, since = self.latest.get(wave.occurrence.cadence), self.looked_at
        if latest and latest.due_at and latest.turn_at and latest.turn_at < latest.due_at:
            since = min(since, latest.turn_at)
        return max(timedelta(), self.now - since - wave.cadence.period)

    def cut(self, wave: Wave, first_cut: int | None) -> int | None:
        """Up to which release the wave looks at most: to what had come when it was due, if it is one of several."""
        if wave.is_instant:
            return self.settled
        cuts = [cut for cut in (self.cuts.get(wave.occurrence.due_at), first_cut) if cut is not None]
        return min(cuts, default=None)

    def notice(self, newsletter: Newsletter, wave: Wave) -> str:
        """What is told of slots that were missed."""
        latest = self.latest.get(wave.occurrence.cadence)
        if latest is None or latest.due_at is None or newsletter.clock is ClockOwner.READER or wave.is_instant:
            return ""
        missed = len(between(newsletter.schedule(wave.cadence), latest.due_at, wave.occurrence.due_at))
        if not missed:
            return ""
        slots = (
            "1 earlier slot was missed; what it" if missed == 1 else f"{missed} earlier slots were missed; what they"
        )
        return f"{slots} would have carried comes with that of {wave.occurrence.slot}"


class Looking:
    """Looks at newsletters; what it finds follows from rows alone."""

    def __init__(self, *, database: Database, clock: ProgramClock) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock

    def choices(self, newsletter: Newsletter) -> list[ReaderChoice]:
        """What readers of the newsletter chose."""
        with self._database.read() as connection:
            return ChoiceStore(connection).of(newsletter)

    def look(self, newsletter: Newsletter) -> NewsletterLook:
        """The waves that are due, the earliest first; whoever came since the last look is let in before."""
        now = self._clock.now()
        with self._database.read() as connection:
            facts = ChoiceStore(connection).facts(newsletter, now)
            if not facts.awaits_somebody:
                return _look(connection, newsletter, facts, now)
        facts = self.let_in(newsletter)
        with self._database.read() as connection:
            return _look(connection, newsletter, facts, now)

    def note(self, newsletter: Newsletter, look: NewsletterLook) -> None:
        """Note that everything that was due at that look is decided."""
        if look.looked_at is None or look.now > look.looked_at:
            with self._database.write() as connection:
                OccurrenceStore(connection).look_at(newsletter.name, look.now)

    def note_instant(self, wave: Wave, cut: int) -> None:
        """Note up to where it is decided for whom stories follow; who reached the day's most waits for the next."""
        ids = [choice.id for choice in wave.choices if choice.id is not None]
        with self._database.write() as connection:
            ChoiceStore(connection).note_instant(ids, cut, wave.ends_day_at, wave.occurrence.due_at)

    def let_in(self, newsletter: Newsletter) -> LookFacts:
        """Let readers come back whose pause is over, and give who joined the watermark from which they read on.

        That is the newest release that had come when their choice was last due, of those that are decided: who joins
        a minute before the next edition gets it whole, and nobody gets the archive.
        """
        facts = self._facts(newsletter)
        if not facts.awaits_somebody:
            return facts
        while self._end_some_pauses():
            pass
        while self._let_some_in(newsletter):
            pass
        return self._facts(newsletter)

    def _facts(self, newsletter: Newsletter) -> LookFacts:
        with self._database.read() as connection:
            return ChoiceStore(connection).facts(newsletter, self._clock.now())

    def _end_some_pauses(self) -> int:
        with self._database.write() as connection:
            return ChoiceStore(connection).end_pauses(self._clock.now())

    def _let_some_in(self, newsletter: Newsletter) -> bool:
        """Let a slice of those in who wait for it, whatever they chose; whether there were any."""
        with self._database.write() as connection:
            store, now = ChoiceStore(connection), self._clock.now()
            joining = store.joining(newsletter.name)
            choices = store.some(newsletter, {choice_id for _, choice_id in joining})
            starts, keys_by_start = Starts(connection, newsletter), defaultdict(list)
            for key, choice_id in joining:
                keys_by_start[starts.of_joining(choices[choice_id])].append(key)
            for (watermark, since_joining), keys in keys_by_start.items():
                store.let_in(keys, watermark, now, since_joining=since_joining)
            return bool(joining)


class Starts:
    """From which release they read on who join a newsletter now, by what they chose; asked once for each instant."""

    def __init__(self, connection: Connection, newsletter: Newsletter) -> None:
        """Work on that transaction."""
        self._connection = connection
        self._newsletter = newsletter.name
        self._began = OccurrenceStore(connection).began_at(newsletter.name)
        self._looked_at = OccurrenceStore(connection).looked_at(newsletter.name)
        self._decided = cache(self._decided_by)

    def of(self, choice: ReaderChoice) -> int:
        """The release after which who joins now with that choice reads on."""
        if self._began is None or _is_at_once(choice):
            return ReleaseStore(self._connection).newest()
        last = latest_due(choice, self._looked_at) if self._looked_at else None
        return self._began if last is None else max(self._began, self._decided(last))

    def of_joining(self, choice: ReaderChoice) -> tuple[int, bool]:
        """The same of who joined some time ago, and whether what was newest then counts, if it is later."""
        if self._began is not None and _is_at_once(choice):
            return self._began, True
        return self.of(choice), False

    def _decided_by(self, last: Occurrence) -> int:
        """What had come by then; what its edition did not look at comes to all with the next."""
        newest = ChoiceStore(self._connection).newest_at(last.due_at)
        cut = OccurrenceStore(self._connection).cut_of(self._newsletter, last)
        return newest if cut is None else min(newest, cut)


def _look(connection: Connection, newsletter: Newsletter, facts: LookFacts, now: datetime) -> NewsletterLook:
    store = OccurrenceStore(connection)
    due = due_waves(newsletter, facts.choices, now, facts.looked_at)
    settled = _settled(connection, newsletter, facts.choices, now)
    if settled is not None and (wave := instant_wave(newsletter, facts.choices, facts.instant_cuts, settled, now)):
        due.append(wave)
    decided = store.decided(newsletter.name, [wave.occurrence for wave in due])
    known = {wave.key for wave in decided}
    waves = [wave for wave in due if wave.is_instant or wave.key not in known]
    return NewsletterLook(
        now=now,
        looked_at=facts.looked_at,
        choices=facts.choices,
        waves=waves,
        decided=decided,
        settled=settled,
        cuts=_cuts(connection, waves) if newsletter.catch_up is CatchUp.ALL else {},
        latest=store.latest(newsletter.name, {str(wave.occurrence.cadence) for wave in waves}),
    )


def _cuts(connection: Connection, waves: Iterable[Wave]) -> dict[datetime, int]:
    """The newest release at the instant of each wave but the last."""
    instants = {wave.occurrence.due_at for wave in waves if not wave.is_instant}
    return {instant: ChoiceStore(connection).newest_at(instant) for instant in sorted(instants)[:-1]}


def _settled(
    connection: Connection, newsletter: Newsletter, choices: Iterable[ReaderChoice], now: datetime
) -> int | None:
    """The newest release that has rested long enough to follow at once; ``None``: it follows nobody."""
    cadence = newsletter.cadence(CadenceKind.INSTANT)
    if cadence.kind is not CadenceKind.INSTANT or not any(choice.cadence == cadence for choice in choices):
        return None
    return ChoiceStore(connection).newest_at(now - cadence.settle)


def _is_at_once(choice: ReaderChoice) -> bool:
    return choice.schedule is None or choice.schedule.kind is CadenceKind.INSTANT
