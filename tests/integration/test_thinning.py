"""Of an edition that is over for long enough the sums stay, and nobody gets a story twice for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select, update

from syndicate.articles.releases import ReleaseStore
from syndicate.delivery import freezing
from syndicate.delivery.doubt.missing import MissingStore
from syndicate.delivery.events.ses import read_event
from syndicate.delivery.lanes.run import NeverStop
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.status.sums import sums_of
from syndicate.delivery.thin_store import ThinStore
from syndicate.delivery.thinning import Thinning, ThinReport
from syndicate.digests import site_lock
from syndicate.digests.model import EditionState
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.selection import FORGOTTEN, HAD
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore
from syndicate.errors import BadDataError
from syndicate.publishing.newsletters import people_kept
from syndicate.storage.states import ReleaseReason
from syndicate.storage.tables import (
    batches,
    deliveries,
    delivery_sums,
    editions,
    events,
    groups,
    occurrences,
    passed_over,
    releases,
    renderings,
    skips,
    subscriptions,
)
from syndicate.testing.clock import ManualClock
from tests.editions import an_edition, rendering_of
from tests.integration.edition_parts import MORNING, article_of, publish, titles_of
from tests.integration.event_parts import EDITION, NOON, a_mailing, applying, bounce, complaint, left
from tests.integration.plan_parts import is_scan, plans

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.publishing.wiring import Parts
    from syndicate.storage import Database
    from tests.newsroom import Newsroom

KEPT = timedelta(days=41)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OF_PEOPLE = (deliveries, events, groups, passed_over, skips)


def thin(database: Database, at: datetime, stop: Event | None = None, **kept: timedelta) -> ThinReport:
    wanted = {"renderings_kept": KEPT, "people_kept": KEPT, **kept}
    return Thinning(database=database, clock=ManualClock(at), **wanted).thin(stop or NeverStop())


def end(database: Database, state: EditionState = EditionState.CLOSED, edition_id: str = EDITION) -> None:
    with database.write() as connection:
        EditionStore(connection).end(edition_id, state, NOON)


def count(database: Database, table: Any) -> int:
    with database.read() as connection:
        number: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return number


def told(database: Database) -> tuple[Any, ...]:
    """What is said of the edition's deliveries."""
    with database.read() as connection:
        sums = sums_of(connection, [EDITION])[EDITION]
        return Ledger(connection).counts(EDITION), sums, MissingStore(connection).counts(EDITION)


def a_mixed_mailing(database: Database) -> None:
    """Eleven readers: of every end some, with what the world made of it."""
    ids = a_mailing(database, 11)
    left(database, ids[:6])
    left(database, ids[6:8], "refused")
    left(database, ids[8:9], "uncertain")
    left(database, ids[9:], "excluded")
    bodies = [bounce(ids[0]), bounce(ids[1], "Transient"), complaint(ids[2])]
    applying(database).apply([event for body in bodies if (event := read_event(body)) is not None])


def test_what_is_told_of_an_edition_is_the_same_when_its_rows_of_people_have_gone(database: Database) -> None:
    a_mixed_mailing(database)
    end(database)
    before = told(database)
    assert count(database, events) == 3
    assert thin(database, NOON + KEPT).people == 1
    assert told(database) == before
    assert [count(database, table) for table in OF_PEOPLE] == [0] * len(OF_PEOPLE)
    assert thin(database, NOON + KEPT + HOUR).people == 0
    assert told(database) == before


def test_an_edition_is_whole_until_it_was_closed_long_enough_ago(database: Database) -> None:
    a_mixed_mailing(database)
    end(database)
    thin(database, NOON + KEPT - SECOND)
    assert (count(database, deliveries), count(database, delivery_sums)) == (11, 0)
    thin(database, NOON + KEPT)
    assert count(database, deliveries) == 0


@pytest.mark.parametrize("state", [EditionState.SENDING, EditionState.HELD])
def test_an_edition_that_is_not_over_is_never_thinned(database: Database, state: EditionState) -> None:
    a_mixed_mailing(database)
    with database.write() as connection:
        connection.execute(update(editions).values(state=state))
    thin(database, NOON + KEPT * 20)
    assert count(database, deliveries) == 11


def test_an_edition_of_which_a_mail_waits_yet_is_not_thinned(database: Database) -> None:
    a_mailing(database, 2)
    end(database, EditionState.STOPPED)
    thin(database, NOON + KEPT)
    assert count(database, deliveries) == 2


def test_the_last_batch_stays_since_it_tells_that_mail_has_left(database: Database) -> None:
    a_mixed_mailing(database)
    end(database)
    assert count(database, batches) == 4
    thin(database, NOON + KEPT)
    assert count(database, batches) == 1


class _StopAfter(Event):
    """Is set once it was asked so often."""

    def __init__(self, asked: int) -> None:
        super().__init__()
        self._left = asked

    def is_set(self) -> bool:
        self._left -= 1
        return self._left < 0


def test_what_was_torn_is_gone_on_with_and_the_sums_are_right_between(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("syndicate.delivery.thinning.SLICE", 16)
    monkeypatch.setattr(freezing, "SLICE", 2)
    a_mixed_mailing(database)
    end(database)
    before = told(database)
    for _ in range(20):
        thin(database, NOON + KEPT, _StopAfter(2))
        assert told(database) == before
    assert count(database, deliveries) == 0


def test_while_an_edition_is_frozen_everything_stays(database: Database) -> None:
    a_mixed_mailing(database)
    end(database)
    with database.write() as connection:
        site_lock.take(connection, connection.execute(select(occurrences.c.key)).scalar_one())
    thin(database, NOON + KEPT)
    assert count(database, deliveries) == 11


def test_words_about_what_readers_were_not_mailed_go_with_their_time(database: Database) -> None:
    a_mailing(database, 1)
    with database.write() as connection:
        key = connection.execute(select(subscriptions.c.key)).scalar_one()
        row = {"subscription_key": key, "after_release": 1, "through_release": 2, "reason": "they had paused"}
        connection.execute(insert(skips), [{**row, "at": NOON}, {**row, "at": NOON + SECOND}])
    thin(database, NOON + KEPT)
    assert count(database, skips) == 1


def with_a_second_variant(database: Database) -> int:
    a_mailing(database, 2)
    with database.write() as connection:
        edition = an_edition(NOON, id=EDITION, content_hash="1")
        key = VariantStore(connection).add("2", rendering_of(edition, html="<p>yours</p>", text="yours"), [])
        connection.execute(update(deliveries).values(state="refused", reason="550: no", variant_key=key))
        connection.execute(update(renderings).where(renderings.c.variant_key != key).values(html="all", text="all"))
    end(database)
    return key


def test_what_only_some_saw_is_emptied_and_what_everybody_sees_stays(database: Database) -> None:
    key = with_a_second_variant(database)
    thin(database, NOON + DAY - SECOND, renderings_kept=DAY)
    with database.read() as connection:
        rendering = VariantStore(connection).rendering(key)
        assert rendering
        assert rendering.html == "<p>yours</p>"
    thin(database, NOON + DAY, renderings_kept=DAY)
    with database.read() as connection:
        rendering, public = VariantStore(connection).rendering(key), EditionStore(connection).rendering(EDITION)
    assert rendering
    assert public
    assert (rendering.html, rendering.text, public.html, public.text) == ("", "", "all", "all")
    assert count(database, deliveries) == 2


def test_the_looks_of_every_hour_go_by_index(sqlite_database: Database) -> None:
    def looks(connection: Connection) -> None:
        ThinStore(connection=connection).with_renderings(NOON)
        ThinStore(connection=connection).with_people(NOON)

    found = plans(sqlite_database, looks, "editions")
    assert len(found) == 2
    for plan in found:
        assert not [table for table in ("editions", "deliveries", "releases") if is_scan(plan, table)]


# --- in a newsroom ---------------------------------------------------------------------


def wait_until(parts: Parts, at: datetime) -> None:
    parts.clock.sleep((at - parts.clock.now()).total_seconds())


def mail(parts: Parts, at: datetime) -> None:
    """A pass over all steps at that time."""
    wait_until(parts, at)
    report = parts.publisher.run_once()
    assert not report.errors


def the_only_edition(parts: Parts) -> str:
    with parts.database.read() as connection:
        return str(connection.execute(select(editions.c.id)).scalar_one())


def bring_back(parts: Parts, title: str) -> None:
    """Let an article be released once more, as when an edition that nobody had is given back."""
    with parts.database.write() as connection:
        ReleaseStore(connection).add([(article_of(parts, title), ReleaseReason.RETURNED)], parts.clock.now())


@pytest.mark.parametrize(("before", "reason"), [(SECOND, HAD), (timedelta(), FORGOTTEN), (-DAY, FORGOTTEN)])
def test_an_article_that_returns_comes_to_nobody_twice_on_either_side_of_the_moment_in_which_it_is_forgotten(
    desk: Newsroom, parts: Parts, before: timedelta, reason: str
) -> None:
    publish(desk, parts, "old")
    mail(parts, MORNING)
    with parts.database.read() as connection:
        closed_at = connection.execute(select(editions.c.closed_at)).scalar_one()
    wait_until(parts, closed_at + people_kept(parts.config) - before)
    parts.publisher.thin_step.run(NeverStop())
    assert count(parts.database, deliveries) == (2 if reason == HAD else 0)
    bring_back(parts, "old")
    publish(desk, parts, "new", published=parts.clock.now() - HOUR)
    mail(parts, parts.clock.now())
    with parts.database.read() as connection:
        newest = connection.execute(select(editions.c.id).order_by(editions.c.key.desc()).limit(1)).scalar_one()
        left_out = OccurrenceStore(connection).passed_over(newest)
    assert titles_of(parts, newest) == ["new"]
    assert left_out == {article_of(parts, "old"): reason}


def test_a_clock_that_was_set_ahead_thins_nothing(desk: Newsroom, parts: Parts, clock: ManualClock) -> None:
    publish(desk, parts, "one")
    mail(parts, MORNING)
    clock.set(MORNING + people_kept(parts.config) * 2)
    [error, *_] = parts.publisher.run_once().errors
    assert "the clock was set" in str(error)
    assert count(parts.database, deliveries) == 2


def test_an_edition_stays_whose_article_was_first_numbered_later(desk: Newsroom, parts: Parts) -> None:
    kept = people_kept(parts.config)
    publish(desk, parts, "one")
    mail(parts, MORNING)
    with parts.database.write() as connection:
        connection.execute(update(releases).values(at=MORNING + DAY))
    mail(parts, MORNING + kept + HOUR)
    assert count(parts.database, deliveries) == 2
    mail(parts, MORNING + kept + DAY)
    assert count(parts.database, deliveries) == 0


def test_nothing_of_a_thinned_edition_is_sent_again(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "one")
    mail(parts, MORNING)
    edition_id = the_only_edition(parts)
    with parts.database.write() as connection:
        connection.execute(update(deliveries).values(state="refused", reason="550: no"))
        connection.execute(update(editions).values(submitted=0))
    assert parts.publisher.missing(edition_id) == 2
    mail(parts, MORNING + 30 * DAY + HOUR)
    publisher = parts.publisher
    with pytest.raises(BadDataError, match="not known any more"):
        publisher.missing(edition_id)
    with pytest.raises(BadDataError, match="not known any more"):
        publisher.deliver_missing(edition_id, NeverStop())
    with pytest.raises(BadDataError, match="not known any more"):
        publisher.compose_instead_of(publisher.newsletter("daily"), edition_id)
    assert count(parts.database, deliveries) == 2


def test_an_edition_is_not_sent_again_whose_story_was_had_by_people_who_are_forgotten(
    desk: Newsroom, parts: Parts
) -> None:
    publish(desk, parts, "one")
    mail(parts, MORNING)
    edition_id = the_only_edition(parts)
    with parts.database.write() as connection:
        place = EditionStore(connection).articles(edition_id)
        other = an_edition(MORNING, id="other", newsletter="second", number=1, state=EditionState.CLOSED)
        EditionStore(connection).add(other, rendering_of(other), place)
        row = {"edition_key": select(editions.c.key).where(editions.c.id == "other").scalar_subquery()}
        connection.execute(insert(delivery_sums).values(**row, state="submitted", why="", count=1, mails=1))
        connection.execute(update(deliveries).values(state="refused", reason="550: no"))
    with pytest.raises(BadDataError, match="not known any more"):
        parts.publisher.deliver_missing(edition_id, NeverStop())


def test_the_page_of_a_thinned_edition_says_what_it_said(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "one")
    mail(parts, MORNING)
    edition_id = the_only_edition(parts)
    with parts.database.read() as connection:
        before = EditionStore(connection).public_copy(edition_id, parts.clock.now())
    mail(parts, MORNING + people_kept(parts.config) + HOUR)
    with parts.database.read() as connection:
        assert EditionStore(connection).public_copy(edition_id, parts.clock.now()) == before
    assert count(parts.database, deliveries) == 0
