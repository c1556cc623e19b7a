"""All readers leave while their edition is being sent, or frozen: no mail is claimed for anybody who is out."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from syndicate.clock import SystemClock
from syndicate.config import load
from syndicate.delivery import freezing
from syndicate.links import Links
from syndicate.publishing.wiring import open_parts
from syndicate.storage import open_database
from syndicate.storage.tables import batches, deliveries, subscriptions
from syndicate.web.http.listener import Listener
from syndicate.web.wiring import public_pages
from tests.emptying import empty
from tests.integration.on_time_parts import Place, Station, a_decided_edition, an_edition

if TYPE_CHECKING:
    from syndicate.storage import Database

SIZES = [150, pytest.param(1_000, marks=pytest.mark.slow)]
RATE = 100  # recipients a second: readers leave all the while
CALLERS = 4


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite: Path) -> Place:
    if request.param == "sqlite":
        return Place(folder=tmp_path, template=migrated_sqlite)
    url = request.getfixturevalue("postgres_url")
    database = open_database(url)
    with database.write() as connection:
        empty(connection)
    database.close()
    return Place(folder=tmp_path, template=migrated_sqlite, postgres_url=url)


@contextmanager
def pages_of(station: Station) -> Iterator[tuple[str, Links]]:
    """The public pages of the station's newsroom: their address, and the links that lead to them."""
    environ = {"SYNDICATE_DATABASE__URL": station.url, "SYNDICATE_WEB__SECRET": "k" * 32}
    config = load(station.newsroom.folder / "config.toml", environ=environ)
    with open_parts(config) as parts, Listener(public_pages(parts), "127.0.0.1", 0) as listener:
        yield listener.url, parts.links


def leave_all(url: str, links: Links, ids: Sequence[str]) -> dict[str, datetime]:
    """Press the mail program's button for each of the subscriptions; when each was told that it is done."""

    def some(share: Sequence[str]) -> dict[str, datetime]:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        left = {}
        for subscription_id in share:
            path = urlsplit(links.unsubscribe(subscription_id)).path
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, b"List-Unsubscribe=One-Click", headers)
            reply = connection.getresponse()
            reply.read()
            assert reply.status == 200
            left[subscription_id] = datetime.now(UTC)
        connection.close()
        return left

    with ThreadPoolExecutor(CALLERS) as pool:
        shares = pool.map(some, [ids[number::CALLERS] for number in range(CALLERS)])
    return {subscription_id: at for share in shares for subscription_id, at in share.items()}


def ids_of(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(subscriptions.c.id).order_by(subscriptions.c.key.desc())).scalars())


def claimed_late(database: Database, left: dict[str, datetime]) -> list[str]:
    """Whose mail was claimed, and left, after they had been told that they are out."""
    query = (
        select(subscriptions.c.id, batches.c.claimed_at)
        .join_from(deliveries, subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
        .join(batches, batches.c.key == deliveries.c.batch_key)
        .where(deliveries.c.state != "excluded")
    )
    with database.read() as connection:
        return [which for which, claimed_at in connection.execute(query) if claimed_at > left[which]]


@pytest.mark.parametrize("readers", SIZES)
def test_nobody_who_has_left_gets_a_mail_of_an_edition_that_is_being_sent(place: Place, readers: int) -> None:
    with place.a_station("station", RATE) as station:
        an_edition(station.database, "morning", readers)
        ids = ids_of(station.database)
        with pages_of(station) as (url, links):
            station.deliver()
            station.ses.wait_until(lambda sent: sent.recipients > 0)
            left = leave_all(url, links, ids)
            station.wait()
        counts = station.states()
        assert claimed_late(station.database, left) == []
        assert set(counts) == {"submitted", "excluded"}
        assert counts.total() == readers
        assert counts["excluded"] > 0, "nobody left in time: there was no race"


@pytest.mark.parametrize("readers", SIZES)
def test_nobody_who_leaves_while_an_edition_is_frozen_gets_a_mail_of_it(
    place: Place, monkeypatch: pytest.MonkeyPatch, readers: int
) -> None:
    monkeypatch.setattr(freezing, "SLICE", 10)  # so that the freeze takes as long as they take to leave
    monkeypatch.setattr(freezing, "LEAST", 10)
    with place.a_station("station", RATE) as station:
        edition_id = a_decided_edition(station.database, "morning", readers)
        ids = ids_of(station.database)
        with pages_of(station) as (url, links):
            freezer = threading.Thread(target=freezing.freeze, args=(station.database, SystemClock(), edition_id))
            freezer.start()
            left = leave_all(url, links, ids)
            freezer.join(60)
            assert not freezer.is_alive()
        station.deliver()
        station.wait()
        assert claimed_late(station.database, left) == []
        assert station.states()["submitted"] == 0
