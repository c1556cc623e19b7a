"""Composing asks the database as often for twenty articles and readers as for thousands.

But for one statement: of thousands of articles most are passed over, and that is written down.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from syndicate.delivery import freezing
from syndicate.publishing.wiring import Parts
from syndicate.storage import Database
from syndicate.storage.tables import subscribers, subscriptions
from syndicate.testing.clock import ManualClock
from tests.integration.edition_parts import publish
from tests.integration.plan_parts import heard
from tests.integration.test_freezing import copy_article, decided
from tests.newsroom import Newsroom

FEW = 20
MANY = [5_000, pytest.param(20_000, marks=pytest.mark.slow)]


def copy_reader(database: Database, count: int) -> None:
    """So many further readers, with the wishes of one that is there."""
    with database.write() as connection:
        person = dict(connection.execute(select(subscribers).limit(1)).mappings().one())
        tie = dict(connection.execute(select(subscriptions).limit(1)).mappings().one())
        newest = connection.execute(select(func.max(subscribers.c.key))).scalar_one()
        numbers = range(newest + 1, newest + 1 + count)
        names = {number: f"copy-{number}@example.org" for number in numbers}
        people = [
            {**person, "key": key, "id": name, "address": name, "address_key": name, "mailbox": name}
            for key, name in names.items()
        ]
        del tie["key"]
        connection.execute(insert(subscribers), people)
        connection.execute(
            insert(subscriptions), [{**tie, "id": name, "subscriber_key": key} for key, name in names.items()]
        )


@pytest.mark.parametrize("many", MANY)
def test_composing_for_twenty_and_for_thousands_takes_the_same_statements(
    desk: Newsroom, parts: Parts, clock: ManualClock, many: int
) -> None:
    publish(desk, parts, "First")
    freezing.freeze(parts.database, clock, decided(parts).id)  # from now on nobody has to be let in
    costs = []
    for count in (FEW, many):
        copy_article(parts.database, "First", count)
        copy_reader(parts.database, count)
        clock.advance(timedelta(days=1))
        with heard(parts.database) as statements:
            edition = decided(parts)
        costs.append(len(statements.sent) - len(statements.about("INSERT INTO passed_over")))
        freezing.freeze(parts.database, clock, edition.id)
    assert costs[0] == costs[1] <= 30
