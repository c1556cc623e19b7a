"""Expecting: the next edition of each cadence, or of one reader, as things stand; planned as it will be, unwritten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.digests.choice_store import ChoiceStore
from syndicate.digests.drafts.store import DraftStore
from syndicate.digests.explaining.approvals import expected_approval
from syndicate.digests.explaining.article_store import StoryStore
from syndicate.digests.explaining.coming import (
    ExpectedApproval,
    ExpectedEdition,
    NextTold,
    next_occurrence,
    no_edition_because,
    rests_until,
    waits_because,
)
from syndicate.digests.explaining.explainer import must_be_known
from syndicate.digests.explaining.model import StoryFate
from syndicate.digests.explaining.one_reader import crowd_of, outside_because, periods_of, subscription_of
from syndicate.digests.grouping import Crowd
from syndicate.digests.intents import turn_of
from syndicate.digests.newsletters import LateStories, default_choice
from syndicate.digests.occurrence_store import OccurrenceStore, edition_of
from syndicate.digests.planning import Brief, plan
from syndicate.digests.schedule import Occurrence, due_at
from syndicate.digests.waves import choices_beside
from syndicate.storage.states import CadenceKind
from syndicate.storage.tables import releases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from syndicate.clock import Clock
    from syndicate.digests.drafts.model import Shaped
    from syndicate.digests.newsletters import Cadence, Newsletter, ReaderChoice
    from syndicate.digests.planning import Plan
    from syndicate.storage import Database
    from syndicate.text.mailboxes import Mailbox


class Expecting:
    """Looks ahead; ``kept`` is how long it is known who had what."""

    def __init__(self, *, database: Database, clock: Clock, kept: timedelta) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._kept = kept

    def next(self, newsletter: Newsletter) -> NextTold:
        """The next edition of each cadence that is offered, on the newsletter's clock."""
        now = self._clock.now()
        with self._database.read() as connection:
            look = _Ahead(connection, newsletter, now, self._kept)
            editions = tuple(look.of_cadence(cadence) for cadence in newsletter.cadences)
        return NextTold(newsletter=newsletter.name, editions=editions)

    def next_for(self, newsletter: Newsletter, address: Mailbox) -> NextTold:
        """The next edition of one reader, on their clock.

        Raises:
            NotFoundError: nothing is known of the address.
        """
        now = self._clock.now()
        with self._database.read() as connection:
            must_be_known(connection, address)
            edition = _Ahead(connection, newsletter, now, self._kept).of_reader(address)
        return NextTold(newsletter=newsletter.name, address=address.shown, editions=(edition,))

    def plan(
        self, connection: Connection, newsletter: Newsletter, address: Mailbox | None, at: datetime | None
    ) -> PlanAhead | None:
        """What the first edition would be that is due from ``at`` on (default: now), for one reader, or for all.

        It is that of the newsletter's own cadence, or the reader's. ``None``: there is none.

        Raises:
            NotFoundError: nothing is known of the address.
        """
        look = _Ahead(connection, newsletter, at or self._clock.now(), self._kept)
        if address is None:
            return look.plan_of_cadence(newsletter.default)
        must_be_known(connection, address)
        return look.plan_of_reader(address)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanAhead:
    """What would be decided at an hour to come, of all that is there by now.

    ``edition_id`` is the id that the edition has, or will have; ``None``: nobody has looked at it yet.
    """

    edition_id: str | None
    occurrence: Occurrence
    brief: Brief
    plan: Plan
    at: datetime


class _Ahead:
    """One look at what comes, within one transaction."""

    def __init__(self, connection: Connection, newsletter: Newsletter, now: datetime, kept: timedelta) -> None:
        self._connection = connection
        self._newsletter = newsletter
        self._now = now
        self._kept = kept
        self._choices = ChoiceStore(connection).of(newsletter)

    def of_cadence(self, cadence: Cadence) -> ExpectedEdition:
        if cadence.kind is CadenceKind.INSTANT:
            nobody = [Crowd(watermark=ChoiceStore(self._connection).newest_at(self._now - cadence.settle), count=0)]
            return self._instant(default_choice(self._newsletter, cadence), nobody, self._now)
        choice = default_choice(self._newsletter, cadence)
        occurrence = next_occurrence(choice, self._now)
        if occurrence is None:
            return ExpectedEdition(cadence=cadence.kind, reason="its schedule has no date within a year")
        return self._coming(choice, occurrence, [each for each in self._choices if each.cadence == cadence], None)

    def plan_of_cadence(self, cadence: Cadence) -> PlanAhead | None:
        choice = default_choice(self._newsletter, cadence)
        is_instant = cadence.kind is CadenceKind.INSTANT
        occurrence = self._at_once(cadence) if is_instant else next_occurrence(choice, self._now)
        theirs = [each for each in self._choices if each.cadence == cadence]
        return self._carried(cadence, occurrence, theirs, None) if occurrence else None

    def plan_of_reader(self, address: Mailbox) -> PlanAhead | None:
        row = subscription_of(self._connection, self._newsletter, address)
        if row is None or no_edition_because(row):
            return None
        choice = self._choice_of(row)
        if outside_because(self._newsletter, row, choice):
            return None
        cadence = choice.cadence
        if cadence is None:
            return None
        is_instant = cadence.kind is CadenceKind.INSTANT
        slots = {"last_slot": row["last_slot"], "periods": periods_of(row)}
        occurrence = self._at_once(cadence) if is_instant else next_occurrence(choice, self._now, **slots)
        if occurrence is None:
            return None
        choice = self._as_mailed(choice, cadence, occurrence)
        return self._carried(
            cadence, occurrence, [choice], [crowd_of(self._connection, self._newsletter, row, choice, self._now)]
        )

    def _at_once(self, cadence: Cadence) -> Occurrence:
        on = self._now.astimezone(self._newsletter.zone).date()
        return Occurrence(cadence=cadence.kind, slot=f"{on}", on=on, due_at=self._now)

    def of_reader(self, address: Mailbox) -> ExpectedEdition:
        row = subscription_of(self._connection, self._newsletter, address)
        why = no_edition_because(row)
        if row is None or why is not None:
            return ExpectedEdition(cadence=None, reason=why or "")
        choice = self._choice_of(row)
        if outside := outside_because(self._newsletter, row, choice):
            return ExpectedEdition(cadence=None, reason=outside)
        cadence = choice.cadence
        if cadence is None:
            return ExpectedEdition(cadence=None, reason="wants nothing but breaking news: there is no date for that")
        back_at = max(self._now, row["paused_until"]) if row["paused_until"] else self._now
        crowd = crowd_of(self._connection, self._newsletter, row, choice, self._now)
        if cadence.kind is CadenceKind.INSTANT:
            choice = self._as_mailed(choice, cadence, self._at_once(cadence))
            return self._instant(choice, [crowd], back_at, self._full_until(row["last_instant"], cadence))
        occurrence = next_occurrence(choice, back_at, last_slot=row["last_slot"], periods=periods_of(row))
        if occurrence is None:
            return ExpectedEdition(cadence=cadence.kind, reason="its schedule has no date within a year")
        choice = self._as_mailed(choice, cadence, occurrence)
        return self._coming(choice, occurrence, [choice], [crowd])

    def _choice_of(self, row: RowMapping) -> ReaderChoice:
        return next(choice for choice in self._choices if choice.id == row["choice_id"])

    def _as_mailed(self, choice: ReaderChoice, cadence: Cadence, occurrence: Occurrence) -> ReaderChoice:
        """The choice as its wave takes it: of all sections where the wave would have too many variants."""
        if not choice.sections:
            return choice
        wave = self._carried(cadence, occurrence, choices_beside(choice, self._choices, occurrence), None)
        return replace(choice, sections=frozenset()) if choice.sections in wave.plan.merged else choice

    # --- by slots --------------------------------------------------------------------

    def _coming(
        self,
        choice: ReaderChoice,
        occurrence: Occurrence,
        choices: Sequence[ReaderChoice],
        crowds: Sequence[Crowd] | None,
    ) -> ExpectedEdition:
        assert choice.cadence is not None  # noqa: S101 - for the type checker
        assert choice.schedule is not None  # noqa: S101 - for the type checker
        shaped = DraftStore(self._connection).shaped(self._newsletter.name, occurrence.cadence, occurrence.slot)
        approval, cut = self._approved(choice.cadence, occurrence, shaped)
        made = self._carried(choice.cadence, occurrence, choices, crowds, cut).plan
        stories, left_out = self._fates(made, occurrence.due_at)
        return ExpectedEdition(
            cadence=choice.cadence.kind,
            slot=occurrence.slot,
            due_at=occurrence.due_at,
            zone=choice.schedule.zone,
            readers=None if crowds is not None else made.readers,
            stories=stories,
            left_out=left_out,
            reason=waits_because(made.told, choice.cadence) or "",
            held_because=shaped.shape.held_because,
            approval=approval,
        )

    def _approved(
        self, cadence: Cadence, occurrence: Occurrence, shaped: Shaped
    ) -> tuple[ExpectedApproval | None, int | None]:
        """The approval of all that comes in that slot, and up to which release it looks, if it lets nothing else in."""
        if self._newsletter.approval is None:
            return None, None
        given = shaped.row.approval if shaped.row else None
        theirs = [each for each in self._choices if each.cadence == cadence]
        cuts: list[int | None] = [given.cut] if given and self._newsletter.late_stories is LateStories.WAIT else []
        for cut in (*cuts, None):
            ahead = self._carried(cadence, occurrence, theirs, None, cut)
            found = expected_approval(
                self._connection, ahead.brief, shaped, ahead.plan, ahead.at, self._edition_of(occurrence)[0]
            )
            if cut is not None and found is not None and found.is_valid:
                return found, cut
        return found, None

    def _edition_of(self, occurrence: Occurrence) -> tuple[str | None, int | None]:
        """The edition that a slot has by now, and up to which release its first wave looked."""
        decided = OccurrenceStore(self._connection).decided(self._newsletter.name, [occurrence])
        return edition_of(decided, occurrence.cadence, occurrence.slot)

    def _plan(
        self, cadence: Cadence, occurrence: Occurrence, choices: Sequence[ReaderChoice], crowds: Sequence[Crowd] | None
    ) -> Plan:
        """What would be decided at that hour, of all that has come by now."""
        return self._carried(cadence, occurrence, choices, crowds).plan

    def _carried(
        self,
        cadence: Cadence,
        occurrence: Occurrence,
        choices: Sequence[ReaderChoice],
        crowds: Sequence[Crowd] | None,
        cut: int | None = None,
    ) -> PlanAhead:
        newsletter, key = self._newsletter.name, (occurrence.cadence, occurrence.slot)
        edition_id, first_cut = self._edition_of(occurrence)
        waits = edition_id is not None and self._newsletter.late_stories is LateStories.WAIT
        shaped = DraftStore(self._connection).shaped(newsletter, *key)
        brief = Brief(
            newsletter=self._newsletter,
            cadence=cadence,
            turn=turn_of(self._newsletter, occurrence, choices),
            choices=choices,
            kept=self._kept,
            shape=shaped.shape,
            most_cut=first_cut if waits else cut,
            goes_on=crowds is None and cadence == self._newsletter.default,
        )
        at = max(self._now, occurrence.due_at)
        made = plan(self._connection, brief, at, crowds)
        foreseen = shaped.row.edition_id if shaped.row else None
        return PlanAhead(edition_id=edition_id or foreseen, occurrence=occurrence, brief=brief, plan=made, at=at)

    def _fates(self, made: Plan, at: datetime) -> tuple[tuple[StoryFate, ...], tuple[StoryFate, ...]]:
        """What the told group would be shown, and what stays out or is awaited until then."""
        told = made.told
        if told is None:
            return (), self._awaited(at)
        reasons = {left.article_id: left.reason for left in (*told.decision.exclusions, *made.unwanted)}
        titles = StoryStore(self._connection).titles([*told.decision.article_ids, *reasons])
        stories = tuple(
            StoryFate(article_id=each, title=titles.get(each, ""), reason="expected" if told.is_mailed else "waits")
            for each in told.decision.stories
        )
        headlines = tuple(
            StoryFate(article_id=each, title=titles.get(each, ""), reason="over the limit: stands as a headline")
            for each in told.decision.headlines
        )
        left = (StoryFate(article_id=each, title=titles.get(each, ""), reason=why) for each, why in reasons.items())
        return (*stories, *headlines), (*left, *self._awaited(at))

    def _awaited(self, at: datetime) -> tuple[StoryFate, ...]:
        """What readers cannot see yet, and may by then."""
        return tuple(
            StoryFate(article_id=article_id, title=title, reason=f"its embargo ends at {until:%Y-%m-%d %H:%M} UTC")
            for article_id, title, until in StoryStore(self._connection).awaited(at)
        )

    # --- at once ---------------------------------------------------------------------

    def _instant(
        self, choice: ReaderChoice, crowds: Sequence[Crowd], since: datetime, full_until: datetime | None = None
    ) -> ExpectedEdition:
        """What follows at once: each story when it has settled, unless its reader rests then."""
        assert choice.cadence is not None  # noqa: S101 - for the type checker
        assert choice.schedule is not None  # noqa: S101 - for the type checker
        cadence, zone = choice.cadence, choice.schedule.zone
        made = self._plan(cadence, self._at_once(cadence), [choice], crowds)
        stories, left_out = self._fates(made, self._now)
        settled = {each: at + cadence.settle for each, at in self._released([s.article_id for s in stories]).items()}
        due = max(min(settled.values()), since) if settled else None
        because, until = rests_until(self._newsletter, zone, due, full_until) if due else (None, None)
        return ExpectedEdition(
            cadence=cadence.kind,
            due_at=until or due,
            zone=zone,
            stories=tuple(
                replace(story, reason=f"settles at {settled[story.article_id]:%Y-%m-%d %H:%M} UTC") for story in stories
            ),
            left_out=left_out,
            reason=because or waits_because(made.told, cadence) or "",
        )

    def _released(self, article_ids: Sequence[str]) -> Mapping[str, datetime]:
        query = select(releases.c.article_id, releases.c.at).where(releases.c.article_id.in_(article_ids))
        return {row.article_id: row.at for row in self._connection.execute(query.order_by(releases.c.number))}

    def _full_until(self, last_instant: str | None, cadence: Cadence) -> datetime | None:
        """When the day is over of which a reader has had the most."""
        day = self._now.astimezone(self._newsletter.zone).date()
        if last_instant is None or last_instant < f"{day}#{cadence.daily_cap:02}":
            return None
        return due_at(day + timedelta(days=1), time(), self._newsletter.zone)
