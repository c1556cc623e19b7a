"""Mails in doubt against what really left: nobody twice, nobody silently missing, whatever becomes of the events."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, insert, select, update

from syndicate.delivery.doubt.settling import Doubts, Resolution
from syndicate.delivery.doubt.verdicts import DoubtPolicy
from syndicate.delivery.events.ses import read_event
from syndicate.delivery.lanes.run import NeverStop
from syndicate.delivery.ledger import Ledger
from syndicate.digests import site_lock
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError
from syndicate.storage.tables import (
    articles,
    batches,
    deliveries,
    freezes,
    occurrences,
    rendering_articles,
    renderings,
    subscriptions,
)
from syndicate.storage.tables import editions as editions_table
from syndicate.testing.clock import ManualClock
from tests import editions
from tests.integration.event_parts import EDITION, NOON, a_mailing, applying, bounce, left, told
from tests.integration.plan_parts import heard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from syndicate.delivery.doubt.settling import SettleReport
    from syndicate.storage import Database

WAIT = timedelta(minutes=15)
LATER = NOON + timedelta(hours=1)
AN_ARTICLE = {
    "id": "a", "tag": "a", "external_id": "a", "source": "s", "fingerprint": "f", "status": "published",
    "sections": [], "tags": [], "authors": [], "language": "en", "direction": "ltr", "body_html": "", "body_text": "",
    "media": [], "findings": [], "content_hash": "h", "revision": 1, "is_backlog": False, "first_seen_at": NOON,
    "changed_at": NOON, "is_paid": False,
}  # fmt: skip
PLACE = {"position": 0, "article_id": "a", "revision": 1, "tier": "lead"}


def doubts(database: Database, policy: DoubtPolicy = DoubtPolicy.RECONCILE, at: datetime = LATER) -> Doubts:
    return Doubts(database=database, clock=ManualClock(at), policy=policy, wait=WAIT, max_lateness={})


def settle(database: Database, policy: DoubtPolicy = DoubtPolicy.RECONCILE, at: datetime = LATER) -> SettleReport:
    applying(database, at).match_parked()
    return doubts(database, policy, at).settle(NeverStop())


def hear(database: Database, bodies: Iterable[str], at: datetime = NOON + timedelta(minutes=2)) -> None:
    applying(database, at).apply([event for body in bodies if (event := read_event(body)) is not None])


def counts(database: Database, edition_id: str = EDITION) -> dict[str, int]:
    with database.read() as connection:
        return {state: count for state, count in Ledger(connection).counts(edition_id).items() if count}


def ids_in(database: Database, state: str) -> set[str]:
    with database.read() as connection:
        return set(connection.execute(select(deliveries.c.id).where(deliveries.c.state == state)).scalars())


def edition_state(database: Database) -> EditionState:
    with database.read() as connection:
        edition = EditionStore(connection).get(EDITION)
    assert edition is not None
    return edition.state


def close(database: Database, state: EditionState = EditionState.CLOSED) -> None:
    with database.write() as connection:
        EditionStore(connection).end(EDITION, state, NOON + timedelta(minutes=30))


def reasons(database: Database, at: datetime = LATER) -> set[str]:
    return {found.verdict.reason for found in doubts(database, at=at).verdicts()}


class Sent:
    """An edition of which some answers were lost: who was accepted by an answer, who is in doubt, who really left."""

    def __init__(self, database: Database, readers: int, in_doubt: int, apart: timedelta, seed: int = 1) -> None:
        self.random = Random(seed)
        self.ids = a_mailing(database, readers)
        self.doubtful = sorted(self.random.sample(range(readers), in_doubt))
        self.took = {self.ids[number] for number in self.doubtful if self.random.random() < 0.4}
        self.answered = [id_ for number, id_ in enumerate(self.ids) if number not in set(self.doubtful)]
        self.unknown = [self.ids[number] for number in self.doubtful]
        end = readers * apart
        left(database, self.answered, apart=end / max(1, len(self.answered)))
        # In stretches, as claims are made: each has its own time.
        for start in range(0, in_doubt, 1_000):
            at = NOON + apart * self.doubtful[start]
            left(database, self.unknown[start : start + 1_000], "uncertain", since=at, apart=timedelta(0))

    @property
    def accepted(self) -> set[str]:
        """Whoever SES has really taken."""
        return {*self.answered, *self.took}

    def events(self) -> list[str]:
        """All that SES tells: two events of each mail."""
        log = [body for id_ in sorted(self.accepted) for body in (told("Send", id_), told("Delivery", id_))]
        self.random.shuffle(log)
        return log


# --- by proof ----------------------------------------------------------------------


def test_with_all_events_nobody_is_sent_a_second_mail_and_nobody_is_missing(database: Database) -> None:
    sent = Sent(database, 400, 60, timedelta(milliseconds=100))
    log = sent.events()
    hear(database, [*log, *log[::10]])
    report = settle(database)
    assert report.resent == {EDITION: len(sent.unknown) - len(sent.took)}
    assert ids_in(database, "pending") == set(sent.ids) - sent.accepted
    assert ids_in(database, "submitted") == sent.accepted


@pytest.mark.parametrize("seed", range(5))
def test_with_lost_events_nobody_is_sent_a_second_mail_and_every_gap_is_listed(database: Database, seed: int) -> None:
    sent = Sent(database, 1_500, 200, timedelta(milliseconds=20), seed)
    hear(database, [body for body in sent.events() if sent.random.random() >= 0.05])
    assert settle(database).resent == {}
    gaps = set(sent.unknown) - sent.took
    assert ids_in(database, "uncertain") >= gaps
    listed = [found for found in doubts(database).verdicts() if not found.verdict.is_resent]
    assert sum(len(found.doubt.keys) for found in listed) == len(ids_in(database, "uncertain"))
    assert all("events get lost or are late" in found.verdict.reason for found in listed)


def test_while_the_events_are_late_nothing_is_sent_and_when_they_have_come_the_rest_is(database: Database) -> None:
    sent = Sent(database, 300, 50, timedelta(milliseconds=100))
    assert settle(database).resent == {}
    assert len(ids_in(database, "uncertain")) == 50
    hear(database, sent.events(), at=LATER)
    settle(database, at=LATER + timedelta(minutes=1))
    assert ids_in(database, "pending") == set(sent.ids) - sent.accepted


def test_what_fell_into_a_dead_hour_stays_and_what_did_not_is_sent(database: Database) -> None:
    ids = a_mailing(database, 3_900)
    hour = timedelta(hours=1)
    # 1,300 mails in each of three hours; ten in doubt in the middle of each; the second hour's events are lost.
    for number in range(3):
        some = ids[number * 1_300 : (number + 1) * 1_300]
        left(database, some[:1_290], since=NOON + number * hour, apart=hour / 1_290)
        middle = NOON + number * hour + hour / 2
        left(database, some[1_290:], "uncertain", since=middle, apart=timedelta(0))
    heard = [*ids[:1_290], *ids[2_600:3_890]]
    hear(database, [told("Send", id_) for id_ in heard], at=NOON + 4 * hour)
    report = settle(database, at=NOON + 5 * hour)
    assert report.resent == {EDITION: 20}
    assert ids_in(database, "uncertain") == set(ids[2_590:2_600])


def test_a_silence_before_any_later_mail_was_heard_of_proves_nothing(database: Database) -> None:
    ids = a_mailing(database, 60)
    left(database, ids[:50])
    left(database, ids[50:], "uncertain", since=NOON + timedelta(minutes=3))
    hear(database, [told("Send", id_) for id_ in ids[:50]])
    assert settle(database).resent == {}
    assert reasons(database) == {"no event has come yet about a mail that left after it"}
    later = a_mailing(database, 1, "edition-2")
    left(database, later, edition_id="edition-2", since=NOON + timedelta(minutes=20))
    hear(database, [told("Send", later[0])], at=NOON + timedelta(minutes=21))
    assert settle(database).resent == {EDITION: 10}


def test_a_mail_whose_call_was_under_way_beside_the_doubt_is_no_later_one(database: Database) -> None:
    """The stream may have broken off between the two."""
    ids = a_mailing(database, 60)
    lost_at = NOON + timedelta(seconds=30)
    left(database, ids[:50])
    left(database, ids[50:55], "uncertain", since=lost_at, apart=timedelta(0))
    with database.write() as connection:  # claimed a moment before it was given up
        claimed_at = lost_at - timedelta(seconds=2)
        connection.execute(update(batches).where(batches.c.claimed_at == lost_at).values(claimed_at=claimed_at))
    left(database, ids[55:], since=lost_at - timedelta(seconds=1), apart=timedelta(0))
    hear(database, [told("Send", id_) for id_ in (*ids[:50], *ids[55:])])
    assert settle(database).resent == {}
    assert reasons(database) == {"no event has come yet about a mail that left after it"}
    with database.write() as connection:  # its answer took long; it left as before
        this = update(deliveries).where(deliveries.c.id.in_(ids[55:]))
        connection.execute(this.values(settled_at=lost_at + timedelta(seconds=10)))
    assert settle(database).resent == {}
    with database.write() as connection:
        late = update(batches).where(batches.c.claimed_at == lost_at - timedelta(seconds=1))
        connection.execute(late.values(claimed_at=lost_at + timedelta(seconds=1)))
    assert settle(database).resent == {EDITION: 5}


def test_mails_of_another_day_bear_no_witness(database: Database) -> None:
    """Put back and sent again a day later, when events get lost, with nothing of the edition around."""
    ids = a_mailing(database, 60)
    left(database, ids[:50])
    next_day = NOON + timedelta(days=1)
    left(database, ids[50:], "uncertain", since=next_day, apart=timedelta(0))
    later = a_mailing(database, 1, "edition-2")
    left(database, later, edition_id="edition-2", since=next_day + timedelta(minutes=20))
    told_of = [told("Send", id_) for id_ in (*ids[:50], later[0])]
    hear(database, told_of, at=next_day + timedelta(minutes=21))
    assert settle(database, at=next_day + timedelta(hours=1)).resent == {}
    assert any("there are only 0 mails" in reason for reason in reasons(database, next_day + timedelta(hours=1)))


def test_a_mail_of_another_edition_that_was_never_heard_of_shows_that_events_get_lost(database: Database) -> None:
    ids = a_mailing(database, 60)
    left(database, ids[:50])
    left(database, ids[50:], "uncertain", since=NOON + timedelta(minutes=3), apart=timedelta(0))
    others = a_mailing(database, 2, "edition-2")
    left(database, others, edition_id="edition-2", since=NOON + timedelta(minutes=6))
    hear(database, [told("Send", id_) for id_ in (*ids[:50], others[0])], at=NOON + timedelta(minutes=7))
    assert settle(database).resent == {}
    assert any("left soon after it was never heard of" in reason for reason in reasons(database))
    hear(database, [told("Send", others[1])], at=NOON + timedelta(minutes=8))
    assert settle(database).resent == {EDITION: 10}


def test_mails_that_an_event_alone_told_of_bear_no_witness(database: Database) -> None:
    """They would all have been heard of, however many events were lost."""
    ids = a_mailing(database, 100)
    left(database, ids[:10])
    left(database, ids[10:], "uncertain", since=NOON + timedelta(milliseconds=50), apart=timedelta(0))
    hear(database, [told("Send", id_) for id_ in ids[:60]])
    assert settle(database).resent == {}
    assert any("there are only 10 mails" in reason for reason in reasons(database))


def test_a_stream_that_tells_of_returns_alone_proves_nothing(database: Database) -> None:
    ids = a_mailing(database, 200)
    left(database, ids[:150])
    left(database, ids[150:], "uncertain", apart=timedelta(0))
    hear(database, [bounce(id_, "Transient", "General", status="4.4.1") for id_ in ids[:5]])
    assert settle(database).resent == {}


def test_one_kind_of_event_that_is_missing_shows_that_events_get_lost(database: Database) -> None:
    ids = a_mailing(database, 200)
    left(database, ids[:150])
    left(database, ids[150:], "uncertain", apart=timedelta(0))
    log = [body for id_ in ids[:150] for body in (told("Send", id_), told("Delivery", id_))]
    hear(database, log[1:])  # of the first mail, only the delivery is known
    assert settle(database).resent == {}
    assert any("1 lack one that others have" in reason for reason in reasons(database))


def test_nothing_is_put_back_before_the_wait_is_over(database: Database) -> None:
    sent = Sent(database, 200, 20, timedelta(milliseconds=10))
    hear(database, sent.events())
    assert settle(database, at=NOON + timedelta(minutes=14)).resent == {}
    assert all("events are waited for until" in reason for reason in reasons(database, NOON + timedelta(minutes=14)))
    assert settle(database, at=NOON + timedelta(minutes=16)).resent


@pytest.mark.parametrize("in_doubt", [3_500, pytest.param(70_000, marks=pytest.mark.slow)])
def test_thousands_in_doubt_settle_without_a_person(database: Database, in_doubt: int) -> None:
    sent = Sent(database, in_doubt * 9 // 7, in_doubt, timedelta(milliseconds=10))
    log = sent.events()
    hear(database, [*log[: len(log) // 2], *log[:500]])
    assert settle(database).resent == {}  # half of the events are an hour late
    hear(database, log[len(log) // 2 - 100 :], at=LATER)
    settle(database, at=LATER + timedelta(minutes=1))
    assert ids_in(database, "pending") == set(sent.ids) - sent.accepted
    assert counts(database) == {
        "pending": len(sent.ids) - len(sent.accepted),
        "submitted": len(sent.accepted),
    }


# --- by policy, and by the rules of a resend ---------------------------------------


def all_in_doubt(database: Database, count: int = 5) -> list[str]:
    ids = a_mailing(database, count)
    left(database, ids, "uncertain", apart=timedelta(0))
    return ids


def another_edition_with_its_article(database: Database, readers: int) -> tuple[int, ...]:
    """So many readers of those in doubt have the edition's one article by another one; the keys of what is in doubt."""
    other = editions.an_edition(NOON, id="edition-2", newsletter=EDITION, number=2)
    with database.write() as connection:
        EditionStore(connection).add(other, editions.rendering_of(other), [])
    editions.freeze_for_all(database, other)
    with database.write() as connection:
        connection.execute(insert(articles), [AN_ARTICLE])
        shown = [{"rendering_id": key, **PLACE} for key in connection.execute(select(renderings.c.id)).scalars()]
        connection.execute(insert(rendering_articles), shown)
        keys = Ledger(connection).of("edition-2")
        lucky = [delivery.subscription_id for delivery in keys[:readers]]
        theirs = select(subscriptions.c.key).where(subscriptions.c.id.in_(lucky))
        is_other = (
            deliveries.c.edition_key
            == select(editions_table.c.key).where(editions_table.c.id == "edition-2").scalar_subquery()
        )
        others = update(deliveries).where(is_other, deliveries.c.subscription_key.not_in(theirs))
        connection.execute(others.values(state="refused", reason="no"))
        return tuple(row.key for row in Ledger(connection).of(EDITION) if row.subscription_id in lucky)


@contextmanager
def changes(database: Database) -> Iterator[list[str]]:
    """The statements that change something meanwhile."""
    made: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        del connection, cursor
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            made.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield made
    event.remove(database.engine, "before_cursor_execute", note)


def test_at_most_once_leaves_all_to_a_person(database: Database) -> None:
    all_in_doubt(database)
    assert settle(database, DoubtPolicy.AT_MOST_ONCE).resent == {}
    assert counts(database) == {"uncertain": 5}


def test_at_least_once_sends_again_after_the_wait_and_counts_it(database: Database) -> None:
    all_in_doubt(database)
    close(database)
    assert settle(database, DoubtPolicy.AT_LEAST_ONCE, NOON + timedelta(minutes=10)).resent == {}
    assert settle(database, DoubtPolicy.AT_LEAST_ONCE).resent == {EDITION: 5}
    assert edition_state(database) is EditionState.SENDING
    with database.read() as connection:
        rows = Ledger(connection).of(EDITION)
    assert {(row.state, row.resends, row.attempts) for row in rows} == {("pending", 1, 0)}


@pytest.mark.parametrize("state", [EditionState.STOPPED, EditionState.DISCARDED])
def test_nothing_of_an_edition_that_a_person_ended_is_sent_again(database: Database, state: EditionState) -> None:
    all_in_doubt(database)
    close(database, state)
    assert settle(database, DoubtPolicy.AT_LEAST_ONCE).resent == {}
    with pytest.raises(BadDataError, match="nothing of it is sent any more"):
        doubts(database).resolve(EDITION, None, Resolution.RESEND)


def test_an_edition_that_is_held_stays_held(database: Database) -> None:
    all_in_doubt(database)
    with database.write() as connection:
        EditionStore(connection).hold(EDITION, "a person wants to look")
    assert settle(database, DoubtPolicy.AT_LEAST_ONCE).resent == {EDITION: 5}
    assert edition_state(database) is EditionState.HELD


def test_what_is_older_than_its_newsletter_may_be_late_is_left_to_a_person(database: Database) -> None:
    all_in_doubt(database)
    assert settle(database, DoubtPolicy.AT_LEAST_ONCE, NOON + timedelta(days=3)).resent == {}
    assert "too late" in next(iter(reasons(database, NOON + timedelta(days=3))))


def test_a_pass_takes_no_longer_for_all_that_was_left_to_a_person_before(database: Database) -> None:
    all_in_doubt(database)
    with heard(database) as statements:
        report = doubts(database, at=NOON + timedelta(days=3)).settle(NeverStop())
    assert report.stay == 0
    assert len(statements.about("deliveries")) == 1


def test_editions_are_asked_once_who_has_their_articles_however_many_doubts_there_are(database: Database) -> None:
    ids = a_mailing(database, 40)
    for number, id_ in enumerate(ids):
        left(database, [id_], "uncertain", since=NOON + number * timedelta(minutes=2))
    with heard(database) as statements:
        found = list(doubts(database, DoubtPolicy.AT_LEAST_ONCE, NOON + timedelta(hours=3)).verdicts())
    assert len(found) == 40
    assert len(statements.sent) < 10


def test_while_an_edition_is_frozen_nothing_is_put_back_and_afterwards_all_is(database: Database) -> None:
    all_in_doubt(database)
    with database.write() as connection:
        key = connection.execute(select(occurrences.c.key)).scalar_one()
        connection.execute(insert(freezes).values(site=site_lock.SITE, occurrence_key=key))
    assert settle(database, DoubtPolicy.AT_LEAST_ONCE).resent == {}
    with database.write() as connection:
        site_lock.release(connection, key)
    assert settle(database, DoubtPolicy.AT_LEAST_ONCE).resent == {EDITION: 5}


def test_whoever_has_an_article_of_it_by_another_edition_is_left_to_a_person(database: Database) -> None:
    all_in_doubt(database)
    have_it = another_edition_with_its_article(database, readers=2)
    assert settle(database, DoubtPolicy.AT_LEAST_ONCE).resent == {EDITION: 3}
    [found] = doubts(database, DoubtPolicy.AT_LEAST_ONCE).verdicts(EDITION)
    assert (found.doubt.keys, found.verdict.is_resent) == (have_it, False)
    assert "by another edition" in found.verdict.reason
    with changes(database) as made:
        report = settle(database, DoubtPolicy.AT_LEAST_ONCE)
    assert (report.resent, report.stay) == ({}, 2)
    assert made == [], "a pass that decides nothing new writes nothing"


def test_a_mail_that_turns_up_after_all_is_not_sent_again(database: Database) -> None:
    ids = all_in_doubt(database)
    settle(database, DoubtPolicy.AT_LEAST_ONCE)
    hear(database, [told("Delivery", ids[0])], at=LATER)
    assert counts(database) == {"pending": 4, "submitted": 1}


def test_a_person_resolves_as_they_know(database: Database) -> None:
    ids = all_in_doubt(database, 2_500)
    assert doubts(database).resolve(EDITION, ids[0], Resolution.SENT) == 1
    assert doubts(database).resolve(EDITION, ids[1], Resolution.UNSENT) == 1
    assert doubts(database).resolve(EDITION, None, Resolution.RESEND) == 2_498
    assert counts(database) == {"submitted": 1, "refused": 1, "pending": 2_498}
    with database.read() as connection:
        assert connection.execute(select(editions_table.c.submitted)).scalar_one() == 1


def test_two_at_once_put_nothing_back_twice(database: Database) -> None:
    all_in_doubt(database)
    found = list(doubts(database, DoubtPolicy.AT_LEAST_ONCE).verdicts())
    first, second = doubts(database), doubts(database)
    assert [first._put_back(each) for each in found] == [5]  # noqa: SLF001 - both have judged before either acts
    assert [second._put_back(each) for each in found] == [0]  # noqa: SLF001
    with database.read() as connection:
        assert Counter(row.resends for row in Ledger(connection).of(EDITION)) == {1: 5}
