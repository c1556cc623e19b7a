"""``syndicate adopt`` as a person uses it, and what guards editions until they are over."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from syndicate.config import load
from syndicate.delivery.guard.fence import Fence
from syndicate.delivery.guard.fenced_watcher import FencedWatcher, forget_ended
from syndicate.delivery.guard.watch import Watch
from syndicate.delivery.ledger import Ledger
from syndicate.digests.store import EditionStore
from syndicate.publishing.fencing import fence_of
from syndicate.storage import Database, open_database
from syndicate.storage.tables import editions, hosts
from syndicate.testing.clock import ManualClock
from tests.commands import Invoke, given, types
from tests.integration.delivery_parts import EDITION, NOON, an_edition
from tests.newsroom import CONFIG, Newsroom

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def database_of(newsroom: Newsroom) -> Database:
    return open_database(f"sqlite:///{newsroom.folder / 'var' / 'syndicate.db'}")


def lose_track(newsroom: Newsroom, invoke: Invoke) -> str:
    """An edition is under way, mail has left, and the machine's own file is gone; the edition's id."""
    given(invoke, "collect")
    edition_id: str = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    database = database_of(newsroom)
    fence = fence_of(load(newsroom.folder / "config.toml", {}), database, ManualClock(NOW))
    assert fence.admit() is None
    shutil.rmtree(fence.folder())
    assert fence.admit() is not None
    database.close()
    return edition_id


def test_a_fresh_newsroom_has_nothing_to_adopt(invoke: Invoke) -> None:
    given(invoke, "collect")
    code, out, _ = invoke("adopt")
    assert code == 0
    assert "there is nothing to adopt" in out
    assert not given(invoke, "adopt")["adopted"]


def test_what_is_known_is_shown_and_the_word_is_asked_for(
    invoke: Invoke, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition_id = lose_track(newsroom, invoke)
    code, out, err = invoke("adopt")
    assert (code, "say --yes" in err) == (2, True), "nobody is there to ask"
    assert re.search(r"start 1, the last at 2026-11-28 00:00 UTC", out)
    assert "this machine: knows nothing of it" in out
    assert f"{edition_id}  daily 1, sending" in out
    types(monkeypatch, "yes\n")
    assert invoke("adopt")[0] == 1
    types(monkeypatch, "adopt\n")
    assert invoke("adopt")[0] == 0
    assert "there is nothing to adopt" in invoke("adopt")[1]


def test_a_script_can_say_yes(invoke: Invoke, newsroom: Newsroom) -> None:
    lose_track(newsroom, invoke)
    found = given(invoke, "adopt", "--yes")
    assert found["adopted"]
    assert "knows nothing of it" in found["refused"]


SES = """
[delivery]
via = "ses"
[delivery.ses]
region = "eu-west-1"
endpoint_url = "http://127.0.0.1:9"
"""


def test_a_copied_newsroom_sends_nothing_and_publishes_its_feeds(
    invoke: Invoke, newsroom: Newsroom, tmp_path: Path
) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    newsroom.configure(re.sub("(?m)^sample_readers.*$", "", CONFIG) + SES)
    original = database_of(newsroom)
    fence = fence_of(load(newsroom.folder / "config.toml", {}), original, ManualClock(NOW))
    assert fence.admit() is None
    original.close()
    copy = Newsroom(tmp_path / "copy")
    shutil.copytree(newsroom.folder, copy.folder)
    sent = copy.run("edition", "send", edition_id, "--yes", "--json")
    told = json.loads(sent.stdout)
    assert sent.returncode == 75
    assert "nothing is sent to people" in told["stopped_because"]
    assert "syndicate adopt" in told["hint"]
    assert told["deliveries"]["pending"] == 2
    assert copy.run("collect").returncode == 0
    assert copy.run("feeds", "build").returncode == 0


@pytest.fixture
def fence(database: Database, tmp_path: Path) -> Fence:
    an_edition(database, 3)
    ours = Fence(database, ManualClock(NOON), tmp_path / "state")
    assert ours.admit() is None
    return ours


def end(database: Database) -> None:
    with database.write() as connection:
        connection.execute(update(editions).values(state="closed", closed_at=NOON))


def test_an_edition_that_is_over_is_forgotten_once_older_copies_are_told(fence: Fence) -> None:
    watcher = FencedWatcher(fence)
    assert watcher.note(EDITION, [("ann@example.org", 0)]) == []
    before = fence.standing().generation
    watcher.forget(EDITION)
    assert watcher.editions() == []
    assert fence.standing().generation == (before or 0) + 1


def test_a_reader_who_comes_up_again_holds_the_edition_and_a_person_is_told_the_way_on(
    database: Database, fence: Fence
) -> None:
    watch = Watch(database=database, fence=fence)
    with database.write() as connection:
        batch = Ledger(connection).claim(EDITION, NOON, 5, carrier="ses", lease_until=NOON + timedelta(minutes=5))
    assert batch is not None
    assert watch.note(batch, 5) is None
    stop = watch.note(batch, 5)
    assert stop is not None
    assert "3 of its readers were about to get it a second time" in stop.reason
    one = replace(batch, claims=batch.claims[:1])
    assert "one of its readers was about to" in (watch.note(one, 5) or stop).reason
    for step in ("run --once", f"deliveries uncertain --edition {EDITION}", f"edition resume {EDITION}"):
        assert f"syndicate {step}" in stop.hint
    with database.read() as connection:
        edition = EditionStore(connection).get(EDITION)
    assert edition is not None
    assert (edition.state, "one of its readers was" in (edition.held_because or "")) == ("held", True)


def test_what_guards_an_edition_stays_while_the_database_may_be_a_copy(database: Database, fence: Fence) -> None:
    watcher = FencedWatcher(fence)
    watcher.note(EDITION, [("ann@example.org", 0)])
    with database.write() as connection:
        connection.execute(update(hosts).values(generation=0))
    watcher.forget(EDITION)
    assert watcher.note(EDITION, [("ann@example.org", 0)]) == ["ann@example.org"]


def test_editions_that_ended_elsewhere_are_forgotten_and_those_under_way_are_not(
    database: Database, fence: Fence
) -> None:
    watcher = FencedWatcher(fence)
    for edition_id in (EDITION, "of-a-backup-that-is-gone"):
        watcher.note(edition_id, [("ann@example.org", 0)])
    assert forget_ended(database, watcher) == ["of-a-backup-that-is-gone"]
    end(database)
    assert forget_ended(database, watcher) == [EDITION]
    assert watcher.editions() == []
