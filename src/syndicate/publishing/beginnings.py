"""What a start brings about in the database: newsletters that are new, and readers for a first look."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from syndicate.digests.occurrence_store import OccurrenceStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from syndicate.audience.model import Ground
    from syndicate.clock import Clock
    from syndicate.digests.model import Newsletter
    from syndicate.storage import Database
    from syndicate.text.mailboxes import Mailbox


def begin_newsletters(database: Database, clock: Clock, newsletters: Sequence[Newsletter]) -> None:
    """Let each newsletter that is new in the configuration begin here: it does not mail the archive."""
    with database.read() as connection:
        begun = OccurrenceStore(connection).begun()
    fresh = [newsletter.name for newsletter in newsletters if newsletter.name not in begun]
    if not fresh:
        return
    # Another start that is at the same point has then done the same.
    with suppress(IntegrityError), database.write() as connection:
        store = OccurrenceStore(connection)
        for name in set(fresh) - store.begun():
            store.begin(name, clock.now())


def add_sample_readers(
    database: Database, clock: Clock, readers: Sequence[Mailbox], newsletters: Sequence[Newsletter]
) -> None:
    """Give a database without any subscriber the readers that the configuration offers for a first look."""
    if not readers:
        return
    from syndicate.audience.store import AudienceStore

    with database.read() as connection:
        if next(AudienceStore(connection).all(), None) is not None:
            return
    with database.write() as connection:
        audience = AudienceStore(connection)
        if next(audience.all(), None) is not None:
            return
        for newsletter in newsletters:
            for reader in readers:
                audience.subscribe(
                    reader,
                    newsletter.name,
                    grounds=[_sample_ground(clock.now())],
                    now=clock.now(),
                )


def _sample_ground(now: datetime) -> Ground:
    from syndicate.audience.model import Ground, GroundKind

    wording = "a sample reader of the configuration; the address belongs to nobody"
    return Ground(kind=GroundKind.SAMPLE, wording=wording, recorded_at=now)
