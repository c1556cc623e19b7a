"""Composing an edition: load, decide, render, check, and write down what is to be frozen.

What is written is the intent: the occurrence, the edition, for whom it says what. The deliveries follow in slices, by
`syndicate.delivery.freezing`; until the last of them the site's lock is held and nothing of the edition leaves.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.digests.by_hand import ComposingByHand
from syndicate.digests.composed import ATTEMPTS, Composed, draft_now, new_edition, set_in_type, too_fast
from syndicate.digests.drafts.reviewing import Reviewing, Verdict
from syndicate.digests.drafts.store import DraftStore
from syndicate.digests.intents import OutOfDateError, Typeset, turn_of, write_intent
from syndicate.digests.looking import Looking, NewsletterLook
from syndicate.digests.model import Edition, Selection, SlotOutcome
from syndicate.digests.newsletters import LateStories, Newsletter, OnSilence
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.passing import pass_by
from syndicate.digests.planning import Brief
from syndicate.digests.store import ENDED_STATES, EditionStore

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.digests.drafting import Drafting, EditionDraft
    from syndicate.digests.schedule import Occurrence
    from syndicate.digests.shape import Shape
    from syndicate.digests.waves import Wave
    from syndicate.storage import Database

#: What is told of a slot that is not made up for.
MISSED_AND_SKIPPED = "its slot was missed; skipped, as catch_up asks"


class Composing:
    """Makes the editions that are due; those that a person wishes are made ``by_hand``.

    One attempt is one read and, if anything came of it, one transaction. ``kept`` is how long it is known who had what.
    """

    def __init__(self, *, database: Database, clock: Clock, drafting: Drafting, kept: timedelta) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._drafting = drafting
        self._kept = kept
        self.looking = Looking(database=database, clock=clock)
        self.reviewing = Reviewing(database=database, clock=clock, drafting=drafting, looking=self.looking, kept=kept)
        self.by_hand = ComposingByHand(
            database=database,
            clock=clock,
            drafting=drafting,
            looking=self.looking,
            reviewing=self.reviewing,
            kept=kept,
        )

    def compose_due(self, newsletter: Newsletter, *, believes_empty: bool = True) -> Composed:
        """Compose the earliest wave that is due and has not had its turn; its deliveries are to be frozen then.

        A wave is decided once: with an edition, as empty (nobody has ``min_articles`` new), as late (missed by more
        than ``max_lateness``), or as skipped. Without ``believes_empty`` an empty one stays open.

        Raises:
            BadDataError: the edition cannot be rendered or must not be sent; nothing was decided.
            TryLaterError: another edition is being frozen, or the articles change too fast.
        """
        look = self.looking.look(newsletter)
        composed = Composed(newsletter=newsletter.name, outcome=None)
        for wave in look.waves:
            composed = self._compose_wave(newsletter, wave, look, believes_empty=believes_empty)
            if composed.outcome is not None:
                return composed
        if not look.waves:
            self.looking.note(newsletter, look)
        return composed

    def _compose_wave(
        self, newsletter: Newsletter, wave: Wave, look: NewsletterLook, *, believes_empty: bool
    ) -> Composed:
        now, occurrence = self._clock.now(), wave.occurrence
        edition_id, first_cut = look.edition_of(wave)
        with self._database.read() as connection:
            edition = EditionStore(connection).get(edition_id) if edition_id else None
            shaped = DraftStore(connection).shaped(newsletter.name, occurrence.cadence, occurrence.slot)
        brief = self._brief_of(newsletter, wave, look, shaped.shape, first_cut if edition else None)
        if edition is not None and edition.state in ENDED_STATES:
            return self._decide(brief, occurrence, SlotOutcome.ENDED, now)
        if now - occurrence.due_at > newsletter.max_lateness:
            return self._decide(brief, occurrence, SlotOutcome.LATE, now)
        if wave.is_missed:
            return self._decide(brief, occurrence, SlotOutcome.SKIPPED, now, notice=MISSED_AND_SKIPPED)
        verdict = self.reviewing.verdict(brief, occurrence, shaped, edition.id if edition else None)
        brief = replace(brief, most_cut=verdict.cut)
        return self._compose(
            brief, wave, now, edition, verdict, believes_empty=believes_empty, notice=look.notice(newsletter, wave)
        )

    def _brief_of(
        self, newsletter: Newsletter, wave: Wave, look: NewsletterLook, shape: Shape, first_cut: int | None
    ) -> Brief:
        return Brief(
            newsletter=newsletter,
            cadence=wave.cadence,
            turn=turn_of(newsletter, wave.occurrence, wave.choices),
            choices=wave.choices,
            kept=self._kept,
            excused=look.excused(wave),
            shape=shape,
            most_cut=look.cut(wave, first_cut if newsletter.late_stories is LateStories.WAIT else None),
            goes_on=wave.cadence == newsletter.default,
        )

    def _compose(
        self,
        brief: Brief,
        wave: Wave,
        now: datetime,
        edition: Edition | None,
        verdict: Verdict,
        *,
        believes_empty: bool,
        notice: str,
    ) -> Composed:
        newsletter, occurrence = brief.newsletter, wave.occurrence
        for _ in range(ATTEMPTS):
            draft = draft_now(self._database, self._drafting, brief, now)
            if draft.leading is None:
                if not believes_empty and not wave.is_instant:
                    return Composed(newsletter=newsletter.name, outcome=None, selection=draft.selection)
                pass_by(self._database, draft.plan, now, brief.shape.dropped)
                if wave.is_instant:
                    self.looking.note_instant(wave, draft.plan.cut)
                    return Composed(newsletter=newsletter.name, outcome=None, selection=draft.selection)
                return self._decide(brief, occurrence, SlotOutcome.EMPTY, now, draft.selection, notice)
            if verdict.silence is OnSilence.SKIP:
                skipped = f"skipped, as on_silence asks: {verdict.reason}"
                return self._decide(brief, occurrence, SlotOutcome.SKIPPED, now, draft.selection, skipped)
            edition_id = edition.id if edition else self.reviewing.id_for(verdict.row)
            made = set_in_type(self._drafting, draft, edition_id, occurrence.on)
            held = verdict.reason if verdict.silence is OnSilence.HOLD else None
            opened = self._open(draft, occurrence, edition_id, made, now, is_new=edition is None, held_because=held)
            if opened is not None:
                if wave.is_instant:
                    self.looking.note_instant(wave, draft.plan.cut)
                return Composed(
                    newsletter=newsletter.name,
                    outcome=SlotOutcome.EDITION,
                    edition=opened,
                    selection=draft.selection,
                    due_at=occurrence.due_at,
                    notice=notice or _merged(draft),
                )
        raise too_fast(newsletter)

    def _open(
        self,
        draft: EditionDraft,
        occurrence: Occurrence,
        edition_id: str,
        made: Typeset,
        now: datetime,
        *,
        is_new: bool,
        held_because: str | None,
    ) -> Edition | None:
        """Write a wave, of a new edition or of one that is there; ``None`` when what it was decided by changed."""
        with suppress(OutOfDateError), self._database.write() as connection:
            store = EditionStore(connection)
            edition = store.lock(edition_id) if not is_new else None
            if edition is None:
                leading, *_ = made.values()
                edition = new_edition(draft.brief, occurrence, now, edition_id, leading, cut=draft.plan.cut)
                store.add(edition, leading.frozen(edition_id, now), leading.places())
            because = held_because or (draft.brief.shape.held_because if is_new else None)
            return write_intent(connection, edition, occurrence, draft, made, now, held_because=because)
        return None

    def _decide(
        self,
        brief: Brief,
        occurrence: Occurrence,
        outcome: SlotOutcome,
        now: datetime,
        selection: Selection | None = None,
        notice: str = "",
    ) -> Composed:
        with self._database.write() as connection:
            OccurrenceStore(connection).decide(brief.turn, occurrence, outcome, now)
        name, due_at = brief.newsletter.name, occurrence.due_at
        return Composed(newsletter=name, outcome=outcome, selection=selection, due_at=due_at, notice=notice)


def _merged(draft: EditionDraft) -> str:
    if not draft.plan.merged:
        return ""
    most, readers = draft.brief.newsletter.max_variants, sum(draft.plan.merged.values())
    return f"{readers} readers get all sections, as max_variants is {most}: too many chose differently"
