"""What a coming edition would be by now, and whether it is what an editor approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.drafts import approving
from syndicate.digests.drafts.model import ComingEdition, Shaped
from syndicate.digests.drafts.slots import ComingSlot, coming_slot, slot_on
from syndicate.digests.drafts.store import DraftStore
from syndicate.digests.intents import open_slot, turn_of
from syndicate.digests.newsletters import LateStories, OnSilence
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.planning import Brief
from syndicate.digests.shape import AS_IT_IS
from syndicate.digests.store import EditionStore
from syndicate.ids import random_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.articles.model import Article
    from syndicate.clock import Clock
    from syndicate.digests.drafting import Drafting, EditionDraft
    from syndicate.digests.looking import Looking
    from syndicate.digests.newsletters import Cadence, Newsletter
    from syndicate.digests.schedule import Occurrence
    from syndicate.digests.shape import Shape
    from syndicate.digests.typesetting import TypesetEdition
    from syndicate.storage import Database

#: Why an edition is held that an editor should have approved.
NOT_APPROVED = "nobody approved it before its first wave"
#: Why one is held whose approval was of something else.
APPROVAL_VOID = "it is not what was approved"
_CHANGES_TOLD = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftReview:
    """A coming edition as it would be by now; of all its waves ``content`` is what an approval is of.

    ``changes`` are since the approval, a line each; ``None``: nobody approved it.
    """

    slot: ComingSlot
    shaped: Shaped
    draft: EditionDraft
    content: Mapping[str, Any]
    changes: tuple[str, ...] | None

    @property
    def is_approved(self) -> bool:
        """Whether an approval holds."""
        return self.changes == ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Whether a wave goes: ``silence`` is what its newsletter does without a valid approval, ``None``: it goes.

    ``reason`` says why not. Up to ``cut`` it looks at most, as that was approved. ``row`` is its draft, if any.
    """

    silence: OnSilence | None = None
    reason: str = ""
    cut: int | None = None
    row: ComingEdition | None = None


class Reviewing:
    """Looks at coming editions; ``kept`` is how long it is known who had what."""

    def __init__(
        self, *, database: Database, clock: Clock, drafting: Drafting, looking: Looking, kept: timedelta
    ) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._drafting = drafting
        self._looking = looking
        self._kept = kept

    def coming(self, newsletter: Newsletter, cadence: Cadence, since: datetime | None = None) -> ComingSlot | None:
        """The slot whose first wave is the first after ``since``; default: after now."""
        return coming_slot(newsletter, cadence, self._looking.choices(newsletter), since or self._clock.now())

    def slot_on(self, newsletter: Newsletter, cadence: Cadence, day: date) -> ComingSlot | None:
        """The slot of that local date."""
        return slot_on(newsletter, cadence, self._looking.choices(newsletter), day)

    def shaped(self, newsletter: Newsletter, occurrence: Occurrence) -> Shaped:
        """What editors made of that slot."""
        with self._database.read() as connection:
            return DraftStore(connection).shaped(newsletter.name, occurrence.cadence, occurrence.slot)

    def made(self, newsletter: Newsletter, slot: ComingSlot) -> Shaped:
        """The same, with a row."""
        found = self.shaped(newsletter, slot.occurrence)
        if found.row is not None and found.row.first_wave_at == slot.first_wave_at:
            return found
        occurrence = slot.occurrence
        with self._database.write() as connection:
            store = DraftStore(connection)
            return store.make(
                newsletter.name, occurrence.cadence, occurrence.slot, slot.first_wave_at, self._clock.now()
            )

    def review(self, newsletter: Newsletter, slot: ComingSlot, shaped: Shaped) -> DraftReview:
        """What it would be when it first leaves, or now if that is over.

        Where late stories wait, nothing that came after a valid approval is in it.
        """
        if (cut := _fixed_cut(newsletter, shaped)) is not None:
            review = _review(slot, shaped, self._draft(newsletter, slot, shaped, cut))
            if review.is_approved:
                return review
        return _review(slot, shaped, self._draft(newsletter, slot, shaped, None))

    def set_in_type(
        self, review: DraftReview, in_place: Mapping[str, Article] = MappingProxyType({}), *, judges: bool = True
    ) -> TypesetEdition | None:
        """What most readers would get, to the byte; ``None``: there is nothing for anybody. No picture is made for it.

        Articles that are ``in_place`` are shown where the stored ones of their ids have their places. Where nobody
        ``judges``, nothing is found in it, and nothing refused.

        Raises:
            BadDataError: the mail cannot be rendered or must not be sent.
        """
        leading, row = review.draft.leading, review.shaped.row
        if leading is None or row is None:
            return None
        return self._drafting.set_in_type(
            review.draft.brief,
            leading.showing(in_place),
            row.edition_id,
            review.slot.occurrence.on,
            mends=False,
            judges=judges,
        )

    def verdict(self, brief: Brief, occurrence: Occurrence, shaped: Shaped, edition_id: str | None) -> Verdict:
        """Whether a wave goes that was to be planned so, of a new edition or of one that is there."""
        newsletter = brief.newsletter
        slot = self.slot_on(newsletter, brief.cadence, occurrence.on) if newsletter.approval else None
        if newsletter.approval is None or slot is None:
            return Verdict(cut=brief.most_cut, row=shaped.row)
        shaped = self.made(newsletter, slot)
        goes = Verdict(cut=brief.most_cut, row=shaped.row)
        if edition_id is None:
            review = self.review(newsletter, slot, shaped)
            if review.is_approved:
                return replace(goes, cut=_lowest(brief.most_cut, _fixed_cut(newsletter, shaped)))
        else:
            review = _review(slot, shaped, self._draft(newsletter, slot, shaped, brief.most_cut))
            if self._is_covered(review, edition_id):
                return goes
        return replace(goes, silence=newsletter.approval.on_silence, reason=_why(review.changes))

    def id_for(self, row: ComingEdition | None) -> str:
        """The id that a new edition was to have, unless the slot is decided once more and it is taken."""
        if row is None:
            return random_id()
        with self._database.read() as connection:
            is_free = EditionStore(connection).get(row.edition_id) is None
        return row.edition_id if is_free else random_id()

    def shape_by_hand(self, newsletter: Newsletter, cadence: Cadence) -> Shape:
        """What editors made of the slot that an edition by hand takes when it is opened, if it takes one."""
        with self._database.read() as connection:
            slot = open_slot(connection, newsletter, cadence, self._clock.now())
        return self.shaped(newsletter, slot).shape if slot else AS_IT_IS

    def _is_covered(self, review: DraftReview, edition_id: str) -> bool:
        approval = review.shaped.row.approval if review.shaped.row else None
        with self._database.read() as connection:
            carried, told = DraftStore(connection).carried(edition_id), DraftStore(connection).told(edition_id)
        return approving.is_covered(approval.content if approval else None, review.content, carried, told)

    def _draft(self, newsletter: Newsletter, slot: ComingSlot, shaped: Shaped, most_cut: int | None) -> EditionDraft:
        now = self._clock.now()
        self._looking.let_in(newsletter)
        self._number_due(now)
        brief = Brief(
            newsletter=newsletter,
            cadence=slot.cadence,
            turn=turn_of(newsletter, slot.occurrence, slot.choices),
            choices=slot.choices,
            kept=self._kept,
            excused=self._excused(newsletter, slot.cadence, now),
            shape=shaped.shape,
            most_cut=most_cut,
            goes_on=slot.cadence == newsletter.default,
        )
        return self._drafting.draft(brief, max(now, slot.first_wave_at))

    def _number_due(self, now: datetime) -> None:
        """Number what may be shown by now; a look that finds nothing waits for no writer."""
        with self._database.read() as connection:
            has_due = ReleaseStore(connection).has_due(now)
        if has_due:
            with self._database.write() as connection:
                ReleaseStore(connection).number_due(now)

    def _excused(self, newsletter: Newsletter, cadence: Cadence, now: datetime) -> timedelta | None:
        with self._database.read() as connection:
            looked_at = OccurrenceStore(connection).looked_at(newsletter.name)
        return None if looked_at is None else max(timedelta(), now - looked_at - cadence.period)


def _fixed_cut(newsletter: Newsletter, shaped: Shaped) -> int | None:
    """Up to which release an approval lets stories in, where those that come later wait."""
    approval = shaped.row.approval if shaped.row else None
    return approval.cut if approval and newsletter.late_stories is LateStories.WAIT else None


def _lowest(*cuts: int | None) -> int | None:
    return min((cut for cut in cuts if cut is not None), default=None)


def _review(slot: ComingSlot, shaped: Shaped, draft: EditionDraft) -> DraftReview:
    content = _content(draft)
    approval = shaped.row.approval if shaped.row else None
    changes = tuple(approving.differences(approval.content, content)) if approval else None
    return DraftReview(slot=slot, shaped=shaped, draft=draft, content=content, changes=changes)


def _content(draft: EditionDraft) -> Mapping[str, Any]:
    brief = draft.brief
    articles = {
        place.article.id: place.article for variant in draft.variants.values() for place in variant.selection.places
    }
    told = {each.key: each for variant in draft.variants.values() for each, _ in variant.corrections}
    corrections = [told[key] for key in sorted(told)]
    return approving.content_of(brief.newsletter, brief.cadence, brief.shape, articles.values(), corrections)


def _why(changes: Sequence[str] | None) -> str:
    if not changes:
        return NOT_APPROVED
    told = "; ".join(changes[:_CHANGES_TOLD])
    return f"{APPROVAL_VOID}: {told}{'; …' if len(changes) > _CHANGES_TOLD else ''}"
