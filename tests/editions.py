"""An edition and what it says, for tests that do not compose one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from syndicate.delivery.freezing import freeze
from syndicate.digests.due import BY_HAND, Turn
from syndicate.digests.grouping import Group
from syndicate.digests.model import Edition, EditionState, FrozenRendering, GroupOutcome, SlotOutcome
from syndicate.digests.newsletters import ReaderChoice
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.schedule import Occurrence
from syndicate.digests.selection import GroupDecision
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore
from syndicate.storage.tables import deliveries, editions, occurrences, subscriptions
from syndicate.testing.clock import ManualClock

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.storage import Database


def an_edition(at: datetime, **changes: Any) -> Edition:
    """An edition under way, frozen at that instant; nothing of it has left."""
    edition = Edition(
        id="e" * 26,
        newsletter="morning",
        cadence="daily",
        number=1,
        slot=f"{at:%Y-%m-%d}",
        state=EditionState.SENDING,
        held_because=None,
        revision=1,
        due_at=at,
        frozen_at=at,
        opened_at=at,
        first_claimed_at=None,
        planned_at=at,
        closed_at=None,
        instead_of=None,
        min_articles=1,
        sender="News <news@example.com>",
        reply_to=None,
        language="en",
        subject="News",
        preheader="",
        size=0,
        content_hash="0",
        findings=(),
    )
    return replace(edition, **changes)


def rendering_of(edition: Edition, html: str = "", text: str = "") -> FrozenRendering:
    """What the edition says in the revision in force."""
    return FrozenRendering(
        edition_id=edition.id,
        revision=edition.revision,
        reason=None,
        made_at=edition.frozen_at,
        language=edition.language,
        subject=edition.subject,
        preheader=edition.preheader,
        html=html,
        text=text,
        size=edition.size,
        content=None,
        content_hash=edition.content_hash,
        findings=edition.findings,
    )


#: The choice of all readers, whatever they chose.
_ANYBODYS = ReaderChoice(id=None, cadence=None, schedule=None, sections=frozenset(), language="en")


def freeze_for_all(database: Database, edition: Edition) -> int:
    """Decide that all readers of its newsletter get an edition, and write its deliveries; how many those are."""
    decide_for_all(database, edition)
    return freeze(database, ManualClock(edition.frozen_at), edition.id)


def decide_for_all(database: Database, edition: Edition) -> None:
    """Decide that all readers of its newsletter get an edition; its deliveries are yet to be written."""
    turn = Turn(newsletter=edition.newsletter, cadence=edition.cadence, slot=f"{BY_HAND}{edition.id}")
    everybody = Group(
        choice=_ANYBODYS,
        from_watermark=0,
        through_watermark=2**31,
        history=frozenset(),
        count=1,
        decision=GroupDecision(outcome=GroupOutcome.MAIL, moves_to=0),
    )
    at = edition.frozen_at
    occurrence = Occurrence(cadence=turn.cadence, slot=turn.slot, on=at.date(), due_at=at)
    with database.write() as connection:
        connection.execute(update(subscriptions).values(joins_at=None))
        store = OccurrenceStore(connection)
        key = store.decide(turn, occurrence, SlotOutcome.EDITION, at, edition_id=edition.id, cut=0)
        keys = {everybody.variant: VariantStore(connection).default(edition.id)}
        store.add_groups(key, [everybody], keys, {}, at)


def freeze_again(database: Database, edition: Edition) -> int:
    """Write the deliveries of an edition as if none had been written; how many those are."""
    key = select(editions.c.key).where(editions.c.id == edition.id).scalar_subquery()
    with database.write() as connection:
        connection.execute(delete(deliveries).where(deliveries.c.edition_key == key))
        this = update(occurrences).where(occurrences.c.edition_key == key)
        connection.execute(this.values(frozen_choice=None, frozen_through=None, frozen_at=None))
    return freeze(database, ManualClock(edition.frozen_at), edition.id)


def the_edition(connection: Connection, edition_id: str) -> Edition:
    """That edition as it stands."""
    found = EditionStore(connection).get(edition_id)
    assert found is not None
    return found


def said_by(database: Database, edition: Edition) -> FrozenRendering:
    """What the edition says in the revision in force."""
    with database.read() as connection:
        found = EditionStore(connection).rendering(edition.id)
    assert found is not None
    return found
