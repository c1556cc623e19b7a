"""The intent of a freeze, written in one transaction: the occurrence, its edition, and which readers get what of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from syndicate.digests import site_lock
from syndicate.digests.cadence import latest, occurrence_on
from syndicate.digests.due import BY_HAND, Turn
from syndicate.digests.model import Edition, Newsletter, Occurrence, SlotOutcome
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import EditionStore
from syndicate.digests.typesetting import passed_over_by
from syndicate.digests.variant_store import VariantStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.digests.drafting import EditionDraft
    from syndicate.digests.typesetting import TypesetEdition

#: The articles of a selection, in reading order.
Ids = tuple[str, ...]
#: What is rendered, by the articles of each selection.
Typeset = Mapping[Ids, "TypesetEdition"]


class OutOfDateError(Exception):
    """What an edition was decided by is not so any more."""


def write_intent(
    connection: Connection,
    edition_id: str,
    occurrence: Occurrence,
    draft: EditionDraft,
    made: Typeset,
    now: datetime,
) -> None:
    """Take the slot, the site's lock and the edition's number, and write down who gets what.

    Raises:
        OutOfDateError: an article was changed or taken back, or an occurrence was decided, since the draft.
        TryLaterError: another edition is being frozen.
    """
    store, decided = EditionStore(connection), OccurrenceStore(connection)
    plan = draft.plan
    key = decided.decide(
        plan.turn,
        occurrence.due_at,
        SlotOutcome.EDITION,
        now,
        edition_id=edition_id,
        cut=plan.cut,
        had_since=plan.had_since,
    )
    site_lock.take(connection, key)
    if decided.newest_key(besides=key) != draft.plan.after:
        raise OutOfDateError
    if store.visible_revisions(draft.revisions, now) != draft.revisions:
        raise OutOfDateError
    variants = VariantStore(connection)
    public, *others = draft.plan.selections
    variant_keys = {public: variants.default(edition_id)}
    for number, ids in enumerate(others, 2):
        variant_keys[ids] = variants.add(f"{number}", made[ids].frozen(edition_id, now), made[ids].places())
    too_large = {ids: typeset.content.passed_over for ids, typeset in made.items()}
    too_large.setdefault(public, passed_over_by(store.rendering(edition_id)))
    decided.add_groups(key, draft.plan.groups, variant_keys, too_large, now)
    store.open(edition_id, occurrence, now)


def by_hand(newsletter: Newsletter, edition_id: str, now: datetime) -> Occurrence:
    """The occurrence of an edition that a person makes beside the cadence."""
    on = now.astimezone(newsletter.cadence.zone).date()
    return Occurrence(cadence=newsletter.cadence.word, slot=f"{BY_HAND}{edition_id}", on=on, due_at=now)


def turn_of(newsletter: Newsletter, occurrence: Occurrence, *, instead_of: str | None = None) -> Turn:
    """Whose turn that occurrence is."""
    return Turn(newsletter=newsletter.name, cadence=occurrence.cadence, slot=occurrence.slot, instead_of=instead_of)


def slot_for(connection: Connection, newsletter: Newsletter, edition: Edition, now: datetime) -> Occurrence:
    """The slot that it takes: of its local date, or the newest that is due, unless decided; else one of its own."""
    own = by_hand(newsletter, edition.id, now)
    if edition.instead_of is not None:
        return own
    is_decided = OccurrenceStore(connection).is_decided
    of_today = occurrence_on(newsletter.cadence, own.on)
    for slot in (of_today, latest(newsletter.cadence, now)):
        if slot is not None and not is_decided(newsletter.name, slot.slot):
            return replace(slot, due_at=now)
    return own
