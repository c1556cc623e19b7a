"""What a start brings about in the database: newsletters that are new, and readers for a first look."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from syndicate.audience.model import GroundKind
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.storage.states import ConsentAct, SubscriptionState
from syndicate.storage.tables import consents, subscriptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select

    from syndicate.audience.digests import AddressDigests
    from syndicate.audience.model import Ground
    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.digests.newsletters import Newsletter
    from syndicate.storage import Database
    from syndicate.text.mailboxes import Mailbox

log = logging.getLogger(__name__)

#: The first subscriptions of a database, among which those of sample readers are, if there are any.
MOST_SAMPLES = 1_000


def begin(
    database: Database, clock: Clock, config: Config, newsletters: Sequence[Newsletter], digests: AddressDigests
) -> None:
    """All of it, for a configuration that is in force from now on."""
    begin_newsletters(database, clock, newsletters)
    if config.delivery.via == "outbox":
        add_sample_readers(database, clock, config.audience.sample_readers, newsletters, digests)
    else:
        end_sample_readers(database, clock)


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
    database: Database,
    clock: Clock,
    readers: Sequence[Mailbox],
    newsletters: Sequence[Newsletter],
    digests: AddressDigests,
) -> None:
    """Give a database without any subscriber the readers that the configuration offers for a first look."""
    if not readers or _has_readers(database):
        return
    from syndicate.audience.store import AudienceStore

    with database.write() as connection:
        audience = AudienceStore(connection, digests)
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


def _has_readers(database: Database) -> bool:
    with database.read() as connection:
        return connection.execute(select(subscriptions.c.key).limit(1)).first() is not None


def end_sample_readers(database: Database, clock: Clock) -> None:
    """End the subscriptions of readers for a first look, now that mail leaves for people; who asked for it stays."""
    with database.read() as connection:
        ids = connection.execute(_samples()).scalars().all()
    if not ids:
        return
    from syndicate.audience.model import EndedBy, Ending
    from syndicate.audience.store import AudienceStore

    for subscription_id in ids:
        with database.write() as connection:
            AudienceStore(connection).end(subscription_id, Ending(at=clock.now(), by=EndedBy.OPERATOR))
        log.warning("subscription %s was a sample reader's, and has ended: mail leaves for people now", subscription_id)


def _samples() -> Select[Any]:
    """Confirmed subscriptions that nobody asked for; they were there before any other."""
    first = select(subscriptions.c.id).order_by(subscriptions.c.key).limit(MOST_SAMPLES)
    is_given = (consents.c.subscription_id == subscriptions.c.id, consents.c.act == ConsentAct.GIVEN)
    has_ground = select(consents.c.number).where(*is_given)
    is_sample = consents.c.kind == GroundKind.SAMPLE
    return select(subscriptions.c.id).where(
        subscriptions.c.id.in_(first),
        subscriptions.c.state == SubscriptionState.CONFIRMED,
        has_ground.where(is_sample).exists(),
        ~has_ground.where(~is_sample).exists(),
    )


def _sample_ground(now: datetime) -> Ground:
    from syndicate.audience.model import Ground

    wording = "a sample reader of the configuration; the address belongs to nobody"
    return Ground(kind=GroundKind.SAMPLE, wording=wording, recorded_at=now)
