"""A clock that is set wrong decides nothing, mails nothing that is late, and says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import func, select

from syndicate.articles.source_store import SourceStore
from syndicate.config import load
from syndicate.delivery.ledger import Ledger
from syndicate.digests.model import EditionState, SlotOutcome
from syndicate.digests.store import EditionStore
from syndicate.errors import StorageError, TryLaterError
from syndicate.publishing.clock_watch import ClockWatch
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage import Database
from syndicate.storage.tables import editions, occurrences
from syndicate.testing.clock import ManualClock
from tests.integration.edition_parts import MORNING, compose, had, publish
from tests.newsroom import Newsroom

MONTH = timedelta(days=30)
DAY = timedelta(days=1)


def edition_count(parts: Parts) -> int:
    with parts.database.read() as connection:
        return connection.execute(select(func.count()).select_from(editions)).scalar_one()


@pytest.fixture
def restarted(desk: Newsroom, database: Database) -> object:
    """Open the parts anew, as a new process does, with a clock that stands at that instant."""
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    config = load(desk.folder / "config.toml", environ={"SYNDICATE_DATABASE__URL": url})
    return lambda at: open_parts(config, ManualClock(at))


@pytest.mark.parametrize("jump", [MONTH, -MONTH])
def test_a_clock_that_is_set_far_away_while_we_run_decides_nothing_until_it_is_back(
    desk: Newsroom, parts: Parts, clock: ManualClock, jump: timedelta
) -> None:
    publish(desk, parts, "First")
    assert compose(parts) is SlotOutcome.EDITION
    parts.publisher.deliver(Event())
    clock.advance(DAY)
    publish(desk, parts, "Second", published=clock.now() - timedelta(hours=1))
    right = clock.now()
    clock.set(right + jump)
    for _ in range(3):
        with pytest.raises(TryLaterError) as caught:
            compose(parts)
        assert caught.value.code == "clock-doubtful"
        assert "30.0 days" in str(caught.value)
        parts.publisher.deliver(Event())
    assert edition_count(parts) == 1
    held = parts.publisher.compose_by_hand(parts.publisher.newsletter("daily")).edition
    assert held is not None
    with pytest.raises(TryLaterError):
        parts.publisher.open_edition(held.id)
    parts.publisher.control.discard(held.id)
    clock.set(right)
    assert compose(parts) is SlotOutcome.EDITION
    parts.publisher.deliver(Event())
    assert edition_count(parts) == 3  # one was discarded
    assert set(had(parts).values()) == {1}


def test_after_a_restart_with_a_clock_set_back_no_day_is_served_again(
    desk: Newsroom, parts: Parts, restarted: object
) -> None:
    publish(desk, parts, "First")
    assert compose(parts) is SlotOutcome.EDITION
    parts.publisher.deliver(Event())
    with restarted(MORNING - MONTH) as again:  # type: ignore[operator]
        for _ in range(2):
            with pytest.raises(TryLaterError, match="has not come yet"):
                compose(again)
        again.publisher.deliver(Event())
        assert edition_count(again) == 1
    with restarted(MORNING + DAY) as right:  # type: ignore[operator]
        publish(desk, right, "Second", published=MORNING + DAY - timedelta(hours=1))
        assert compose(right) is SlotOutcome.EDITION


def test_after_a_restart_with_a_clock_set_ahead_there_is_one_edition_at_most_and_it_is_told(
    desk: Newsroom, parts: Parts, restarted: object
) -> None:
    publish(desk, parts, "First")
    assert compose(parts) is SlotOutcome.EDITION
    parts.publisher.deliver(Event())
    publish(desk, parts, "Second")
    with restarted(MORNING + MONTH) as ahead:  # type: ignore[operator]
        newsletter = ahead.publisher.newsletter("daily")
        composed = ahead.publisher.compose_due(newsletter)
        assert composed.outcome is SlotOutcome.EDITION
        assert composed.notice.startswith("29 earlier slots were missed")
        assert ahead.publisher.compose_due(newsletter).outcome is None
    with restarted(MORNING + DAY) as back:  # type: ignore[operator]
        with pytest.raises(TryLaterError) as caught:
            compose(back)
        assert "edition reopen" in str(caught.value.hint)
        slot = f"{MORNING + MONTH:%Y-%m-%d}"
        assert back.publisher.reopen("daily", slot)
        publish(desk, back, "Third", published=MORNING + DAY - timedelta(hours=1))
        assert compose(back) is SlotOutcome.EDITION
        back.publisher.deliver(Event())
        assert set(had(back).values()) == {1}


@pytest.mark.postgres
@pytest.mark.parametrize("jump", [MONTH, -MONTH, timedelta(hours=1)])
def test_a_clock_that_the_database_server_does_not_share_is_not_believed(
    postgres_database: Database, jump: timedelta
) -> None:
    right, wrong = ManualClock(datetime.now(UTC)), ManualClock(datetime.now(UTC) + jump)
    assert ClockWatch(postgres_database, right, asks_server=True).doubt() is None
    assert "the database server's" in (ClockWatch(postgres_database, wrong, asks_server=True).doubt() or "")


def test_a_machine_that_slept_is_no_clock_set_ahead(parts: Parts, clock: ManualClock) -> None:
    clock.advance(MONTH)
    assert compose(parts) is SlotOutcome.EMPTY


def test_an_edition_that_was_frozen_in_time_does_not_leave_six_days_later(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "First")
    assert compose(parts) is SlotOutcome.EDITION
    clock.advance(timedelta(days=6))
    for _ in range(2):
        (report,) = parts.publisher.deliver(Event()).sent.values()
        assert "6.0 days ago" in report.stopped_because
        assert "edition resume" in report.hint
    assert desk.mails() == []
    with parts.database.read() as connection:
        (edition,) = EditionStore(connection).recent()
    assert edition.state is EditionState.HELD
    parts.publisher.control.resume(edition.id)
    parts.publisher.deliver(Event())
    assert len(desk.mails()) == 2


def test_an_edition_that_stood_still_in_the_middle_is_held_but_a_long_one_that_went_on_is_not(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    publish(desk, parts, "First")
    assert compose(parts) is SlotOutcome.EDITION
    with parts.database.read() as connection:
        (edition,) = EditionStore(connection).recent()

    def claim() -> None:
        with parts.database.write() as connection:
            Ledger(connection).claim(
                edition.id, clock.now(), 1, carrier="memory", lease_until=clock.now() + timedelta(minutes=2)
            )
            EditionStore(connection).note_claims(edition.id, 1, clock.now())

    clock.advance(timedelta(hours=30))
    claim()
    clock.advance(timedelta(hours=30))  # 60 hours after it was due, 30 after its last mail
    (report,) = parts.publisher.deliver(Event()).sent.values()
    assert (report.submitted, report.uncertain) == (1, 1)


def test_what_the_carrier_asks_to_wait_is_no_lateness(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    publish(desk, parts, "First")
    assert compose(parts) is SlotOutcome.EDITION
    with parts.database.write() as connection:
        (edition,) = EditionStore(connection).recent()
        EditionStore(connection).postpone(edition.id, clock.now() + timedelta(hours=48))
    clock.advance(timedelta(hours=50))
    (report,) = parts.publisher.deliver(Event()).sent.values()
    assert report.submitted == 2


def test_a_source_that_another_process_could_not_read_leaves_the_slot_open(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    parts.publisher.collect()
    with parts.database.write() as connection:
        error = StorageError("the folder is gone", code="source-missing")
        SourceStore(connection).note_failure("desk", clock.now(), error, None)
    assert compose(parts) is None
    publish(desk, parts, "First")
    assert compose(parts) is SlotOutcome.EDITION
    with parts.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(occurrences)).scalar_one() == 1


def test_a_source_that_is_dead_for_long_leaves_no_slot_open(parts: Parts, clock: ManualClock) -> None:
    parts.publisher.collect()
    right = clock.now()
    with parts.database.write() as connection:
        error = StorageError("the folder is gone", code="source-missing")
        SourceStore(connection).note_failure("desk", right - timedelta(hours=13), error, None)
        SourceStore(connection).note_failure("desk", right, error, None)
    assert compose(parts) is SlotOutcome.EMPTY
