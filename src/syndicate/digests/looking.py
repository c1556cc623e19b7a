"""The look at a newsletter: who has come to it since, and which waves are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.choice_store import ChoiceStore
from syndicate.digests.newsletters import CatchUp, ClockOwner
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.schedule import between
from syndicate.digests.waves import due_waves, instant_wave, latest_due
from syndicate.storage.states import CadenceKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.clock import Clock as ProgramClock
    from syndicate.digests.newsletters import Newsletter, ReaderChoice
    from syndicate.digests.waves import Wave
    from syndicate.storage import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class NewsletterLook:
    """What a look at ``now`` found: the waves that are due and were not decided, after the look at ``looked_at``.

    ``cuts`` are the newest releases at the instants of waves that are made up for one by one, by those instants;
    ``last_due`` when the newest decided slot of a cadence was due, ``last_turn`` when the newest in which somebody
    could be mailed was.
    """

    now: datetime
    looked_at: datetime | None
    waves: list[Wave]
    settled: int | None = None
    cuts: dict[datetime, int]
    last_due: dict[str, datetime]
    last_turn: dict[str, datetime]

    def excused(self, wave: Wave) -> timedelta | None:
        """The time in which nobody could be mailed: nobody looked, or slots were skipped or came too late.

        ``None``: nobody ever looked before.
        """
        if self.looked_at is None:
            return None
        cadence, since = wave.occurrence.cadence, self.looked_at
        if cadence in self.last_turn and self.last_turn[cadence] < self.last_due[cadence]:
            since = min(since, self.last_turn[cadence])
        return max(timedelta(), self.now - since - wave.cadence.period)

    def cut(self, wave: Wave, first_cut: int | None) -> int | None:
        """Up to which release the wave looks at most: to what had come when it was due, if it is one of several."""
        if wave.is_instant:
            return self.settled
        cuts = [cut for cut in (self.cuts.get(wave.occurrence.due_at), first_cut) if cut is not None]
        return min(cuts, default=None)

    def notice(self, newsletter: Newsletter, wave: Wave) -> str:
        """What is told of slots that were missed."""
        last_due = self.last_due.get(wave.occurrence.cadence)
        if last_due is None or newsletter.clock is ClockOwner.READER or wave.is_instant:
            return ""
        missed = len(between(newsletter.schedule(wave.cadence), last_due, wave.occurrence.due_at))
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
        self.let_in(newsletter)
        choices = self.choices(newsletter)
        with self._database.read() as connection:
            store = OccurrenceStore(connection)
            looked_at = store.looked_at(newsletter.name)
            due = due_waves(newsletter, choices, now, looked_at)
            decided = store.decided(newsletter.name, {wave.occurrence.slot for wave in due})
            waves = [wave for wave in due if wave.key not in decided]
            settled = self._settled(connection, newsletter, choices, now)
            if settled is not None and (wave := self._instant(connection, newsletter, choices, settled, now)):
                waves.append(wave)
            is_each = newsletter.catch_up is CatchUp.ALL
            instants = {wave.occurrence.due_at for wave in waves if not wave.is_instant} if is_each else set()
            return NewsletterLook(
                now=now,
                looked_at=looked_at,
                waves=waves,
                settled=settled,
                cuts={instant: ChoiceStore(connection).newest_at(instant) for instant in sorted(instants)[:-1]},
                last_due=store.last_due(newsletter.name) if waves else {},
                last_turn=store.last_turn(newsletter.name) if waves else {},
            )

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

    def let_in(self, newsletter: Newsletter) -> None:
        """Let readers come back whose pause is over, and give who joined the watermark from which they read on.

        That is the newest release that had come when their choice was last due, of those that are decided: who joins
        a minute before the next edition gets it whole, and nobody gets the archive.
        """
        while self._end_some_pauses():
            pass
        with self._database.read() as connection:
            joining = ChoiceStore(connection).joining(newsletter.name)
            choices = {choice.id: choice for choice in ChoiceStore(connection).of(newsletter)} if joining else {}
        for choice_id in joining:
            while self._let_some_in(newsletter, choices[choice_id], choice_id):
                pass

    def _end_some_pauses(self) -> int:
        with self._database.read() as connection:
            if not ChoiceStore(connection).has_pauses_over(self._clock.now()):
                return 0
        with self._database.write() as connection:
            return ChoiceStore(connection).end_pauses(self._clock.now())

    def _let_some_in(self, newsletter: Newsletter, choice: ReaderChoice, choice_id: int) -> int:
        with self._database.write() as connection:
            store, now = ChoiceStore(connection), self._clock.now()
            began = OccurrenceStore(connection).began_at(newsletter.name)
            if began is not None and _is_at_once(choice):
                return store.let_in(newsletter.name, choice_id, began, now, since_joining=True)
            return store.let_in(newsletter.name, choice_id, start_of(connection, newsletter, choice), now)

    def _settled(
        self, connection: Connection, newsletter: Newsletter, choices: list[ReaderChoice], now: datetime
    ) -> int | None:
        """The newest release that has rested long enough to follow at once; ``None``: it follows nobody."""
        cadence = newsletter.cadence(CadenceKind.INSTANT)
        if cadence.kind is not CadenceKind.INSTANT or not any(choice.cadence == cadence for choice in choices):
            return None
        return ChoiceStore(connection).newest_at(now - cadence.settle)

    def _instant(
        self, connection: Connection, newsletter: Newsletter, choices: list[ReaderChoice], settled: int, now: datetime
    ) -> Wave | None:
        decided = ChoiceStore(connection).instant_cuts([choice.id for choice in choices if choice.id is not None])
        return instant_wave(newsletter, choices, decided, settled, now)


def start_of(connection: Connection, newsletter: Newsletter, choice: ReaderChoice) -> int:
    """The release after which who joins now with that choice reads on."""
    began = OccurrenceStore(connection).began_at(newsletter.name)
    looked_at = OccurrenceStore(connection).looked_at(newsletter.name)
    if _is_at_once(choice) or began is None:
        return ReleaseStore(connection).newest()
    last = latest_due(choice, looked_at) if looked_at else None
    if last is None:
        return began
    newest = ChoiceStore(connection).newest_at(last.due_at)
    # What its edition did not look at, as it was approved or sent before, comes to all with the next.
    cut = OccurrenceStore(connection).cut_of(newsletter.name, last)
    return max(began, newest if cut is None else min(newest, cut))


def _is_at_once(choice: ReaderChoice) -> bool:
    return choice.schedule is None or choice.schedule.kind is CadenceKind.INSTANT
