"""The intent of a freeze, written in one transaction: the occurrence, its edition, and which readers get what of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from syndicate.digests import site_lock
from syndicate.digests.due import BY_HAND, SPECIAL, Turn
from syndicate.digests.model import Edition, SlotOutcome
from syndicate.digests.newsletters import Cadence, ClockOwner, Newsletter
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.schedule import Occurrence, latest, occurrence_on
from syndicate.digests.store import EditionStore
from syndicate.digests.typesetting import passed_over_by
from syndicate.digests.variant_store import VariantStore
from syndicate.digests.waves import waves_until

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from syndicate.digests.drafting import EditionDraft
    from syndicate.digests.grouping import VariantKey
    from syndicate.digests.newsletters import ReaderChoice
    from syndicate.digests.typesetting import TypesetEdition

#: What is rendered, by its variant.
Typeset = Mapping["VariantKey", "TypesetEdition"]


class OutOfDateError(Exception):
    """What an edition was decided by is not so any more."""


def write_intent(
    connection: Connection,
    edition: Edition,
    occurrence: Occurrence,
    draft: EditionDraft,
    made: Typeset,
    now: datetime,
    *,
    held_because: str | None = None,
) -> Edition:
    """Take the slot, the site's lock and the edition's number, and write down who gets what; the edition as it is then.

    Nobody else changes the edition meanwhile: it is new, or locked. What stands for one that was not opened yet is
    there already. The statements are the same however many variants are new.

    Raises:
        OutOfDateError: an article was changed or taken back, or an occurrence was decided, since the draft.
        TryLaterError: another edition is being frozen.
    """
    store, decided, plan = EditionStore(connection), OccurrenceStore(connection), draft.plan
    key = decided.decide(
        plan.turn,
        occurrence,
        SlotOutcome.EDITION,
        now,
        edition_id=edition.id,
        cut=plan.cut,
        had_since=plan.had_since,
    )
    site_lock.take(connection, key)
    if decided.newest_besides(key) != plan.after or store.visible_revisions(draft.revisions, now) != draft.revisions:
        raise OutOfDateError
    is_first = edition.opened_at is None
    variant_keys = _variant_keys(connection, edition.id, plan.variants, made, now, is_first=is_first)
    too_large = {variant: typeset.content.passed_over for variant, typeset in made.items()}
    if plan.variants[0] not in made:
        too_large[plan.variants[0]] = passed_over_by(store.rendering(edition.id))
    decided.add_groups(key, plan.groups, variant_keys, too_large, now)
    if is_first:
        return store.open(edition, occurrence, now, waves_until(draft.brief.newsletter, occurrence), held_because)
    return store.open_wave(edition, occurrence, held_because)


def _variant_keys(
    connection: Connection,
    edition_id: str,
    variants: Sequence[VariantKey],
    made: Typeset,
    now: datetime,
    *,
    is_first: bool,
) -> dict[VariantKey, int]:
    """The keys of the variants; of an edition that is opened the first is what stands for it, whatever that says."""
    store = VariantStore(connection)
    known, others = store.known(edition_id), variants[1:] if is_first else variants
    said = [(made[variant].frozen(edition_id, now), made[variant].places()) for variant in others]
    first = {variants[0]: known.default} if is_first else {}
    return first | dict(zip(others, store.find_or_add(known, said), strict=True))


def by_hand(
    newsletter: Newsletter, cadence: Cadence, edition_id: str, now: datetime, *, is_special: bool = False
) -> Occurrence:
    """The occurrence of an edition that a person makes beside the cadence."""
    on = now.astimezone(newsletter.zone).date()
    slot = f"{SPECIAL if is_special else BY_HAND}{edition_id}"
    return Occurrence(cadence=cadence.kind, slot=slot, on=on, due_at=now)


def own_slot(newsletter: Newsletter, edition: Edition, now: datetime) -> Occurrence:
    """The occurrence that a held edition has when it takes no date."""
    cadence = newsletter.cadence(edition.cadence)
    return by_hand(newsletter, cadence, edition.id, now, is_special=edition.audience is not None)


def turn_of(
    newsletter: Newsletter, occurrence: Occurrence, choices: Iterable[ReaderChoice], *, instead_of: str | None = None
) -> Turn:
    """Whose turn that occurrence is of the readers with those choices."""
    return Turn(
        newsletter=newsletter.name,
        cadence=occurrence.cadence,
        slot=occurrence.slot,
        period=occurrence.period,
        choice_ids=tuple(sorted(choice.id for choice in choices if choice.id is not None)),
        instead_of=instead_of,
        readers=newsletter.readers,
    )


def slot_for(connection: Connection, newsletter: Newsletter, edition: Edition, now: datetime) -> Occurrence:
    """The slot that it takes: of its local date, or the newest that is due, unless decided; else one of its own.

    On readers' own clocks no slot is everybody's at one instant, so it takes none.
    """
    cadence = newsletter.cadence(edition.cadence)
    takes_one = edition.instead_of is None and edition.audience is None
    slot = open_slot(connection, newsletter, cadence, now) if takes_one else None
    return replace(slot, due_at=now) if slot else own_slot(newsletter, edition, now)


def open_slot(connection: Connection, newsletter: Newsletter, cadence: Cadence, now: datetime) -> Occurrence | None:
    """The slot of the newsletter's local date, or the newest that is due, if it is not decided."""
    if newsletter.clock is ClockOwner.READER:
        return None
    schedule = newsletter.schedule(cadence)
    today = now.astimezone(newsletter.zone).date()
    slots = [slot for slot in (occurrence_on(schedule, today), latest(schedule, now)) if slot is not None]
    decided = {wave.key for wave in OccurrenceStore(connection).decided(newsletter.name, slots)}
    return next((slot for slot in slots if (slot.cadence, slot.slot, slot.wave) not in decided), None)
