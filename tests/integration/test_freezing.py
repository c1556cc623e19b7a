"""An edition's deliveries are written in slices: torn, gone on with, never twice, and nothing leaves before the end."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, text, update

from syndicate.articles.releases import ReleaseStore
from syndicate.audience.model import EndedBy, Ending, Wishes
from syndicate.audience.store import AudienceStore
from syndicate.delivery import freezing
from syndicate.delivery.freeze_decision import decision_of
from syndicate.delivery.freeze_store import FreezeStore
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState
from syndicate.digests.model import Edition, EditionState
from syndicate.digests.newsletters import DedupeAcross, Newsletter
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import EditionStore
from syndicate.errors import TryLaterError
from syndicate.publishing.wiring import Parts
from syndicate.storage import Database, open_database
from syndicate.storage.states import Breaking, ReleaseReason
from syndicate.storage.tables import articles, counters, deliveries, freezes, occurrences, releases, subscriptions
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.editions import the_edition
from tests.integration.edition_parts import article_of, had, publish, titles_of, withdraw
from tests.integration.on_time_parts import an_edition
from tests.newsroom import REPOSITORY, Newsroom

#: How many further readers a newsletter gets.
CROWD = 7


class KilledError(BaseException):
    """The process is gone."""


def join(parts: Parts, count: int, newsletter: str = "daily", prefix: str = "r") -> None:
    with parts.database.write() as connection:
        for number in range(count):
            address = read_mailbox(f"{prefix}{number}@example.com")
            AudienceStore(connection).subscribe(address, newsletter, now=parts.clock.now())


def decided(parts: Parts, newsletter: str = "daily") -> Edition:
    """An edition whose deliveries are yet to be written."""
    composed = parts.publisher.composing.compose_due(parts.publisher.newsletter(newsletter))
    assert composed.edition is not None
    return composed.edition


def torn_after(monkeypatch: pytest.MonkeyPatch, parts: Parts, edition: Edition, slices: int) -> None:
    """Begin a freeze in slices of two, and end as a process does that is killed."""
    monkeypatch.setattr(freezing, "SLICE", 2)
    monkeypatch.setattr(freezing, "FIRST", 1)
    whole, left = freezing.carry_out_slice, [slices]

    def slice_once(*arguments: Any) -> Any:
        if not left[0]:
            raise KilledError
        left[0] -= 1
        return whole(*arguments)

    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr(freezing, "carry_out_slice", slice_once)
        freezing.freeze(parts.database, parts.clock, edition.id)


def stands(parts: Parts, edition: Edition) -> Edition:
    with parts.database.read() as connection:
        return the_edition(connection, edition.id)


def counted(parts: Parts, edition: Edition) -> dict[str, int]:
    with parts.database.read() as connection:
        found = Ledger(connection).counts(edition.id)
    return {state: count for state, count in found.items() if count}


def watermarks(parts: Parts, newsletter: str = "daily") -> Counter[int]:
    query = select(subscriptions.c.watermark).where(subscriptions.c.newsletter == newsletter)
    with parts.database.read() as connection:
        return Counter(connection.execute(query).scalars())


@pytest.mark.parametrize("slices", range(5))
def test_a_freeze_that_was_torn_is_gone_on_with_and_nothing_left_before_its_end(
    desk: Newsroom, parts: Parts, monkeypatch: pytest.MonkeyPatch, slices: int
) -> None:
    publish(desk, parts, "First")
    join(parts, CROWD)
    edition = decided(parts)
    torn_after(monkeypatch, parts, edition, slices)
    assert stands(parts, edition).state is EditionState.FREEZING
    assert counted(parts, edition).get("pending", 0) == 2 * slices
    assert freezing.unfinished_freezes(parts.database) == [edition.id]
    freezing.finish_freezes(parts.database, parts.clock)
    assert stands(parts, edition).state is EditionState.SENDING
    assert counted(parts, edition) == {"pending": CROWD + 2}
    assert watermarks(parts) == {1: CROWD + 2}
    assert freezing.unfinished_freezes(parts.database) == []
    assert freezing.freeze(parts.database, parts.clock, edition.id) == 0


def join_for_breaking_news(parts: Parts, count: int) -> None:
    """Readers of the same newsletter whom no daily edition is for."""
    with parts.database.write() as connection:
        for number in range(count):
            address = read_mailbox(f"breaking{number}@example.com")
            AudienceStore(connection).subscribe(
                address, "daily", now=parts.clock.now(), wishes=Wishes(breaking=Breaking.ONLY)
            )


@pytest.mark.parametrize(("before", "meanwhile"), [(0, 0), (30, 0), (0, 30)])
@pytest.mark.parametrize("slices", [1, 3])
def test_a_torn_freeze_goes_on_as_it_began_whoever_is_there_by_then(
    desk: Newsroom, parts: Parts, monkeypatch: pytest.MonkeyPatch, before: int, meanwhile: int, slices: int
) -> None:
    """Where most readers are meant their rows are read by key, among those of other newsletters, else by choice."""
    publish(desk, parts, "First")
    for number in range(CROWD):
        join(parts, 1, prefix=f"reader{number}x")
        join(parts, 1, newsletter="evening", prefix=f"reader{number}x")
    join_for_breaking_news(parts, before)
    edition = decided(parts)
    with parts.database.read() as connection:
        found = FreezeStore(connection).get(edition.id)
        assert found is not None
        assert decision_of(connection, found).is_wide is (before == 0)
    torn_after(monkeypatch, parts, edition, slices)
    join_for_breaking_news(parts, before + meanwhile)
    freezing.freeze(parts.database, parts.clock, edition.id)
    assert stands(parts, edition).state is EditionState.SENDING
    assert counted(parts, edition) == {"pending": CROWD + 2}


def test_who_leaves_or_joins_while_an_edition_is_frozen_is_not_in_it(
    desk: Newsroom, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(desk, parts, "First")
    join(parts, CROWD)
    edition = decided(parts)
    torn_after(monkeypatch, parts, edition, 1)
    with parts.database.write() as connection:
        audience = AudienceStore(connection)
        (last,) = audience.of_address(read_mailbox(f"r{CROWD - 1}@example.com").key)
        audience.end(last.id, Ending(at=parts.clock.now(), by=EndedBy.PAGE))
    join(parts, 1, prefix="late")
    parts.publisher.deliver(Event())
    assert counted(parts, edition) == {"submitted": CROWD + 1}
    assert watermarks(parts) == {0: 2, 1: CROWD + 1}, "who joined late reads on from the next look"


def test_an_edition_that_is_held_while_it_is_frozen_is_held_when_it_is_frozen(
    desk: Newsroom, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(desk, parts, "First")
    edition = decided(parts)
    torn_after(monkeypatch, parts, edition, 0)
    parts.publisher.control.hold(edition.id, "let me see")
    with pytest.raises(TryLaterError):
        parts.publisher.control.stop(edition.id)
    parts.publisher.deliver(Event())
    assert desk.mails() == []
    found = stands(parts, edition)
    assert (found.state, found.held_because) == (EditionState.HELD, "let me see")


def second(parts: Parts, **changes: Any) -> Newsletter:
    """Another newsletter of the site, with the same readers."""
    other = replace(parts.publisher.newsletter("daily"), name="evening", **changes)
    with parts.database.write() as connection:
        OccurrenceStore(connection).begin("evening", parts.clock.now())
        for address in ("ann@example.org", "bo@example.net"):
            AudienceStore(connection).subscribe(read_mailbox(address), "evening", now=parts.clock.now())
    steps = dict(parts.publisher.compose_steps)
    steps["evening"] = replace(steps["daily"], newsletter=other)
    vars(parts)["publisher"] = replace(parts.publisher, compose_steps=steps)
    return other


def test_two_newsletters_that_freeze_together_bring_nobody_an_article_twice(
    desk: Newsroom, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = second(parts, dedupe_across=DedupeAcross.DAY)
    publish(desk, parts, "First", "Second")
    edition = decided(parts)
    torn_after(monkeypatch, parts, edition, 0)
    with pytest.raises(TryLaterError, match="being written"):
        parts.publisher.composing.compose_due(evening)
    assert parts.publisher.compose_due(evening).edition is None
    parts.publisher.deliver(Event())
    assert len(desk.mails()) == 2


@pytest.mark.parametrize(
    ("across", "hours", "mails"),
    [
        (DedupeAcross.DAY, 23, 0),
        (DedupeAcross.DAY, 24, 2),
        (DedupeAcross.ALWAYS, 72, 0),
        (DedupeAcross.NEVER, 1, 2),
    ],
)
def test_another_newsletter_leaves_out_what_its_readers_have_as_near_as_it_says(
    desk: Newsroom, parts: Parts, clock: ManualClock, across: DedupeAcross, hours: int, mails: int
) -> None:
    evening = second(parts, dedupe_across=across)
    publish(desk, parts, "First")
    freezing.freeze(parts.database, clock, decided(parts).id)
    clock.advance(timedelta(hours=hours))
    edition = parts.publisher.compose_due(evening).edition
    assert (counted(parts, edition)["pending"] if edition else 0) == mails


def test_readers_with_another_past_get_the_rest_in_a_variant_of_their_own(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    evening = second(parts, dedupe_across=DedupeAcross.DAY)
    with parts.database.write() as connection:
        audience = AudienceStore(connection)
        (bo,) = audience.of_address(read_mailbox("bo@example.net").key, "daily")
        audience.end(bo.id, Ending(at=clock.now(), by=EndedBy.PAGE))
    publish(desk, parts, "First")
    freezing.freeze(parts.database, clock, decided(parts).id)
    publish(desk, parts, "Second")
    join(parts, 2, "evening")
    edition = parts.publisher.compose_due(evening).edition
    assert edition is not None
    assert titles_of(parts, edition.id) == ["Second", "First"]
    parts.publisher.deliver(Event())
    first, latest = article_of(parts, "First"), article_of(parts, "Second")
    got = Counter(article_id for _, article_id in had(parts))
    assert (got[first], got[latest]) == (4, 4)
    bodies = {str(mail["To"]): str(mail["Subject"]) for mail in desk.mails() if "Second" in str(mail["Subject"])}
    assert len(bodies) == 4
    (anns,) = (mail for mail in desk.mails() if "ann@" in str(mail["To"]) and "Second" in str(mail["Subject"]))
    plain = anns.get_body(("plain",))
    assert plain is not None
    assert "First" not in plain.get_content()


def test_who_was_brought_less_while_an_edition_is_frozen_gets_nothing_twice(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    evening = second(parts, dedupe_across=DedupeAcross.DAY)
    publish(desk, parts, "First", "Second")
    daily = decided(parts)
    freezing.freeze(parts.database, clock, daily.id)
    publish(desk, parts, "Third")
    join(parts, 1, "evening")  # who had nothing yet, and is to get First
    edition = parts.publisher.composing.compose_due(evening).edition
    assert edition is not None
    with parts.database.read() as connection:
        found = FreezeStore(connection).get(edition.id)
        assert found is not None
        decision = decision_of(connection, found)
    withdraw(parts, "Second")
    assert daily.id in parts.publisher.revise_published()
    step = freezing.carry_out_slice(parts.database, edition.id, decision, 5)
    assert (step.written, step.is_out_of_date) == (0, True)
    assert freezing.freeze(parts.database, clock, edition.id) == 1, (
        "the others fit no group any more: they have the next"
    )
    parts.publisher.deliver(Event())
    bodies = [mail.get_body(("plain",)) for mail in desk.mails() if "ann@" in str(mail["To"])]
    assert sum("First" in body.get_content() for body in bodies if body) == 1


def test_who_joins_while_an_edition_for_nobody_is_frozen_is_not_in_it(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    with parts.database.write() as connection:
        audience = AudienceStore(connection)
        for address in ("ann@example.org", "bo@example.net"):
            (reader,) = audience.of_address(read_mailbox(address).key, "daily")
            audience.end(reader.id, Ending(at=clock.now(), by=EndedBy.PAGE))
    publish(desk, parts, "First")
    edition = decided(parts)
    join(parts, 1)
    with parts.database.write() as connection:  # as a look does that began before
        connection.execute(update(subscriptions).values(joins_at=None))
    assert freezing.freeze(parts.database, clock, edition.id) == 0
    assert watermarks(parts) == {0: 3}
    assert stands(parts, edition).state is EditionState.SENDING


def test_an_edition_that_nobody_had_gives_its_articles_back(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    publish(desk, parts, "First")
    edition = decided(parts)
    freezing.freeze(parts.database, clock, edition.id)
    parts.publisher.control.stop(edition.id)
    parts.publisher.control.stop(edition.id)
    with parts.database.read() as connection:
        reasons = connection.execute(select(releases.c.reason).order_by(releases.c.number)).scalars().all()
    assert reasons == [ReleaseReason.INTAKE, ReleaseReason.RETURNED]
    clock.advance(timedelta(days=1))
    again = parts.publisher.compose_due(parts.publisher.newsletter("daily")).edition
    assert again is not None
    assert titles_of(parts, again.id) == ["First"]
    assert counted(parts, again) == {"pending": 2}


def test_what_somebody_has_is_not_given_back(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    publish(desk, parts, "First")
    edition = decided(parts)
    freezing.freeze(parts.database, clock, edition.id)
    with parts.database.write() as connection:
        one = select(func.min(deliveries.c.key)).scalar_subquery()
        values = {"state": DeliveryState.SUBMITTED, "revision": 1}
        connection.execute(update(deliveries).where(deliveries.c.key == one).values(values))
    parts.publisher.control.stop(edition.id)
    clock.advance(timedelta(days=1))
    assert parts.publisher.compose_due(parts.publisher.newsletter("daily")).edition is None


def test_a_refused_mail_is_not_put_back_while_an_edition_is_frozen(
    desk: Newsroom, parts: Parts, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(desk, parts, "First")
    first = decided(parts)
    freezing.freeze(parts.database, clock, first.id)
    clock.advance(timedelta(days=1))
    publish(desk, parts, "Second")
    torn_after(monkeypatch, parts, decided(parts), 0)
    with pytest.raises(TryLaterError), parts.database.write() as connection:
        Ledger(connection).requeue(the_edition(connection, first.id), DeliveryState.REFUSED)


@pytest.fixture
def statements(parts: Parts) -> Iterator[list[str]]:
    """What is asked of the database."""
    asked: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    event.listen(parts.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(parts.database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("many", [3_000, pytest.param(20_000, marks=pytest.mark.slow)])
def test_composing_costs_the_same_with_sixty_and_with_thousands_of_articles(
    desk: Newsroom, parts: Parts, clock: ManualClock, statements: list[str], many: int
) -> None:
    publish(desk, parts, "First")
    freezing.freeze(parts.database, clock, decided(parts).id)  # from now on nobody has to be let in
    costs = []
    for waiting in (60, many):
        copy_article(parts.database, "First", waiting)
        clock.advance(timedelta(days=1))
        statements.clear()
        edition = decided(parts)
        costs.append(len(statements))
        freezing.freeze(parts.database, clock, edition.id)
    assert costs[0] == costs[1] <= 30
    assert set(watermarks(parts)) == {many + 61}


def copy_article(database: Database, title: str, count: int) -> None:
    """So many further articles, each released."""
    with database.write() as connection:
        row = dict(connection.execute(select(articles).where(articles.c.title == title)).mappings().one())
        del row["sequence"]
        newest = connection.execute(select(func.max(articles.c.sequence))).scalar_one()
        names = [f"copy-{newest + number}" for number in range(count)]
        rows = [{**row, "id": name, "tag": name, "external_id": name, "title": name} for name in names]
        connection.execute(insert(articles), rows)
        ReleaseStore(connection).add([(name, ReleaseReason.INTAKE) for name in names], row["released_at"])


@pytest.mark.postgres
def test_intakes_that_commit_the_other_way_round_are_not_skipped(
    desk: Newsroom, parts: Parts, clock: ManualClock
) -> None:
    if parts.database.is_sqlite:
        pytest.skip("SQLite has one writer")
    publish(desk, parts, "First", "Second")
    ids = [article_of(parts, title) for title in ("First", "Second")]
    with parts.database.write() as connection:
        connection.execute(releases.delete())
        connection.execute(update(counters).values(value=0))
    is_numbered = threading.Event()

    def overtake() -> None:
        with parts.database.write() as connection:
            is_numbered.set()
            ReleaseStore(connection).add([(ids[1], ReleaseReason.INTAKE)], clock.now())

    with parts.database.write() as connection:
        ReleaseStore(connection).add([(ids[0], ReleaseReason.INTAKE)], clock.now())
        later = threading.Thread(target=overtake)
        later.start()
        assert is_numbered.wait(10)
        later.join(0.2)
        assert later.is_alive()  # it waits for the number before its own
        assert parts.publisher.composing.by_hand.draft(parts.publisher.newsletter("daily"))[1] is None
    later.join()
    edition = decided(parts)
    assert sorted(titles_of(parts, edition.id)) == ["First", "Second"]


def test_a_freeze_survives_any_number_of_kills(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First")
    readers = 120
    join(parts, readers)
    edition = decided(parts)
    url = parts.database.engine.url.set(drivername=parts.database.engine.dialect.name)
    command = [sys.executable, "-m", "tests.integration.freeze_child", url.render_as_string(hide_password=False)]
    for part in (1, 2, 3):
        process = subprocess.Popen([*command, edition.id], cwd=REPOSITORY)
        wait_for_progress(parts.database, part * readers // 4)
        process.kill()
        process.wait()
        assert stands(parts, edition).state is EditionState.FREEZING
    parts.publisher.deliver(Event())
    assert counted(parts, edition) == {"submitted": readers + 2}
    assert len(desk.mails()) == readers + 2
    assert watermarks(parts) == {1: readers + 2}


def wait_for_progress(database: Database, through: int) -> None:
    """Wait until the freeze has come to that subscription."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with database.read() as connection:
            if (connection.execute(select(occurrences.c.frozen_through)).scalar() or 0) >= through:
                return
    pytest.fail("the freeze does not go on")


def test_several_processes_may_freeze_the_same_edition(
    desk: Newsroom, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "SLICE", 3)
    monkeypatch.setattr(freezing, "FIRST", 1)
    publish(desk, parts, "First")
    join(parts, 40)
    edition = decided(parts)
    url = parts.database.engine.url.set(drivername=parts.database.engine.dialect.name)
    written: list[int] = []

    def help_out() -> None:
        database = open_database(url.render_as_string(hide_password=False))
        written.append(freezing.freeze(database, parts.clock, edition.id))
        database.close()

    threads = [threading.Thread(target=help_out) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(written) == 42
    assert counted(parts, edition) == {"pending": 42}
    with parts.database.read() as connection:
        assert connection.execute(select(freezes)).first() is None
        assert EditionStore(connection).recent()[0].state is EditionState.SENDING


@pytest.mark.postgres
def test_a_list_that_was_filled_a_moment_ago_is_counted_before_it_is_frozen(postgres_database: Database) -> None:
    an_edition(postgres_database, "morning", 3_000)
    query = text("SELECT relname FROM pg_class WHERE relname IN ('subscribers', 'subscriptions') AND reltuples < 3000")
    with postgres_database.read() as connection:
        assert connection.execute(query).all() == []
