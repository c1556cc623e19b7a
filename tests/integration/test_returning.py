"""Who left while an edition went out and took it back: what was kept from them is theirs again, and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import ColumnElement, select, update

from syndicate.audience.model import EndedBy, Ending, Ground, GroundKind, Subscription, SubscriptionState
from syndicate.audience.store import AudienceStore
from syndicate.delivery.lanes.claiming import UNMAILABLE
from syndicate.delivery.returning import come_back
from syndicate.errors import TryLaterError
from syndicate.storage import Database
from syndicate.storage.states import DeliveryState, EditionState
from syndicate.storage.tables import deliveries, editions, freezes, occurrences, subscriptions
from tests.integration.delivery_parts import EDITION, NOON, an_edition

UNDO = Ground(kind=GroundKind.PAGE, wording="again, please", recorded_at=NOON, given_at=NOON)


@pytest.fixture
def reader(database: Database) -> Subscription:
    """One of two readers of an edition that is going out; they left, and their mail was left out."""
    an_edition(database, 2)
    with database.write() as connection:
        store = AudienceStore(connection)
        reader = next(store.all(EDITION))
        store.end(reader.id, Ending(at=NOON, by=EndedBy.PAGE))
        left_out = {"state": DeliveryState.EXCLUDED, "reason": UNMAILABLE, "attempts": 1, "settled_at": NOON}
        assert connection.execute(update(deliveries).where(theirs(reader)).values(left_out)).rowcount == 1
        left = store.get(reader.id)
    assert left is not None
    return left


def theirs(reader: Subscription) -> ColumnElement[bool]:
    key = select(subscriptions.c.key).where(subscriptions.c.id == reader.id).scalar_subquery()
    return deliveries.c.subscription_key == key


def states(database: Database, reader: Subscription) -> list[str]:
    query = select(deliveries.c.state).where(theirs(reader))
    with database.read() as connection:
        return list(connection.scalars(query))


def undo(database: Database, reader: Subscription) -> bool:
    with database.write() as connection:
        return come_back(connection, reader, UNDO, NOON)


def change(database: Database, **values: object) -> None:
    with database.write() as connection:
        connection.execute(update(deliveries).where(deliveries.c.state == DeliveryState.EXCLUDED).values(values))


def test_a_mail_that_was_left_out_waits_again_while_its_edition_goes_out(
    database: Database, reader: Subscription
) -> None:
    assert undo(database, reader)
    assert states(database, reader) == [DeliveryState.PENDING]
    with database.read() as connection:
        row = connection.execute(select(deliveries).where(theirs(reader))).one()
        assert AudienceStore(connection).is_confirmed(reader.id)
    assert (row.attempts, row.reason, row.settled_at) == (0, None, None)


@pytest.mark.parametrize("state", [EditionState.CLOSED, EditionState.STOPPED])
def test_an_edition_that_is_over_brings_nothing_more(
    database: Database, reader: Subscription, state: EditionState
) -> None:
    with database.write() as connection:
        connection.execute(update(editions).values(state=state))
    assert undo(database, reader)
    assert states(database, reader) == [DeliveryState.EXCLUDED]


@pytest.mark.parametrize("values", [{"reason": "no-article: all were taken back"}, {"message_id": "taken"}])
def test_what_was_left_out_for_another_reason_or_may_have_left_stays(
    database: Database, reader: Subscription, values: dict[str, str]
) -> None:
    change(database, **values)
    assert undo(database, reader)
    assert states(database, reader) == [DeliveryState.EXCLUDED]


def test_while_an_edition_is_frozen_it_is_not_known_who_has_what(database: Database, reader: Subscription) -> None:
    with database.write() as connection:
        key = connection.execute(select(occurrences.c.key)).scalars().first()
        connection.execute(freezes.insert().values(site="site", occurrence_key=key))
    with pytest.raises(TryLaterError):
        undo(database, reader)
    with database.read() as connection:
        assert not AudienceStore(connection).is_confirmed(reader.id)


@pytest.mark.parametrize(
    ("until", "state"), [(NOON + timedelta(days=9), SubscriptionState.PAUSED), (NOON, SubscriptionState.CONFIRMED)]
)
def test_a_pause_goes_on_to_its_end(
    database: Database, reader: Subscription, until: datetime, state: SubscriptionState
) -> None:
    assert undo(database, replace(reader, paused_until=until))
    with database.read() as connection:
        found = AudienceStore(connection).get(reader.id)
    assert found is not None
    assert (found.state, found.paused_until) == (state, until if state is SubscriptionState.PAUSED else None)


def test_who_has_not_left_cannot_come_back(database: Database, reader: Subscription) -> None:
    assert undo(database, reader)
    with database.read() as connection:
        back = AudienceStore(connection).get(reader.id)
    assert back is not None
    assert not undo(database, back)
