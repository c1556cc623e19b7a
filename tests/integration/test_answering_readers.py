"""Wishes to join are decided off the request, each once, and at most one mail a day reaches a mailbox by a form."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from syndicate.audience.joins.receiving import JoinLimits, receive
from syndicate.audience.joins.store import JoinStore
from syndicate.audience.model import SubscriptionState, Wishes
from syndicate.audience.store import AudienceStore
from syndicate.storage.states import JoinKind, JoinOutcome, TransactionalKind
from syndicate.storage.tables import suppressions
from syndicate.testing.clock import ManualClock
from tests.carriers import MemoryCarrier
from tests.integration.joining_parts import (
    DAY,
    DIGESTS,
    LINKS,
    NOON,
    a_newsletter,
    a_request,
    an_answer,
    answer,
    mails,
    outcomes,
    parsed,
    subscribe,
    text_of,
    wish,
)

if TYPE_CHECKING:
    from syndicate.storage import Database


def only_mail(carrier: MemoryCarrier) -> bytes:
    [[content]] = carrier.accepted.values()
    return content


def test_who_wishes_to_join_is_asked_and_nobody_is_subscribed_by_it(database: Database) -> None:
    join_id, carrier = wish(database, "Zoe <zoe@example.org>", language="de"), MemoryCarrier()

    report = answer(an_answer(database, carrier))

    assert (report.outcomes, report.mails.submitted) == ({JoinOutcome.ASKED: 1}, 1)
    mail, text = parsed(only_mail(carrier)), text_of(only_mail(carrier))
    assert (mail["To"], mail["Subject"]) == ("zoe@example.org", "Bestätigen Sie Ihr Abonnement von The Quay morning")
    token = text.partition("https://quay.example/confirm/")[2].split()[0]
    assert LINKS.read_confirm(token, NOON, DAY) == join_id
    with database.read() as connection:
        assert list(AudienceStore(connection).all()) == []


def test_two_hundred_wishes_for_one_mailbox_bring_one_mail(database: Database) -> None:
    spelled = ["victim@example.org", "v.i.c.t.i.m@example.org", "Victim+1@example.org", "VICTIM@EXAMPLE.ORG"]
    with database.write() as connection:
        for number in range(200):
            request = a_request(spelled[number % 4], network=f"198.51.{number}.0/24")
            JoinStore(connection).add(request, DIGESTS, NOON)
    carrier = MemoryCarrier()

    report = answer(an_answer(database, carrier))

    assert report.outcomes == {JoinOutcome.ASKED: 1, JoinOutcome.LIMITED: 199}
    assert sum(len(contents) for contents in carrier.accepted.values()) == 1


def test_two_that_decide_at_once_write_one_mail(database: Database) -> None:
    for _ in range(20):
        wish(database)
    carrier = MemoryCarrier()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answer, [an_answer(database, carrier), an_answer(database, carrier)]))

    assert outcomes(database).count("asked") == 1
    assert sum(len(contents) for contents in carrier.accepted.values()) == 1


def test_after_a_day_the_same_mailbox_may_be_asked_again(database: Database) -> None:
    carrier, clock = MemoryCarrier(), ManualClock(NOON)
    step = an_answer(database, carrier, clock=clock)
    wish(database)
    answer(step)
    clock.advance(DAY - timedelta(seconds=1))
    wish(database, at=clock.now())
    answer(step)
    clock.advance(timedelta(seconds=2))
    wish(database, at=clock.now())
    answer(step)

    assert outcomes(database) == ["asked", "limited", "asked"]
    assert len(carrier.accepted) == 2


def test_what_was_written_under_a_clock_that_went_years_ahead_keeps_nobody_out(database: Database) -> None:
    ahead = NOON + 900 * DAY
    wish(database, at=ahead)
    answer(an_answer(database, MemoryCarrier(), clock=ManualClock(ahead)))
    with database.write() as connection:
        assert receive(connection, a_request(), DIGESTS, JoinLimits(per_network=1, per_site=1), NOON)
    assert answer(an_answer(database, MemoryCarrier())).outcomes == {JoinOutcome.ASKED: 1}


@pytest.mark.parametrize("is_paused", [False, True])
def test_who_has_all_of_it_is_told_so_and_can_choose(database: Database, is_paused: bool) -> None:  # noqa: FBT001
    subscription_id, carrier = subscribe(database, "zoe@example.org"), MemoryCarrier()
    if is_paused:
        with database.write() as connection:
            AudienceStore(connection).pause(subscription_id, None, catches_up=False)
    wish(database)

    answer(an_answer(database, carrier))

    assert outcomes(database) == ["known"]
    token = text_of(only_mail(carrier)).partition("https://quay.example/preferences/")[2].split()[0]
    held = LINKS.read_preferences(token, NOON, DAY)
    assert held is not None
    assert (held.about, held.is_of("zoe@example.org")) == (subscription_id, True)


@pytest.mark.parametrize(("chosen", "heading"), [("fr", "Vous êtes déjà abonné"), (None, "Sie haben The Quay")])
def test_who_is_known_is_told_so_in_their_own_language_whatever_the_form_is_in(
    database: Database, chosen: str | None, heading: str
) -> None:
    carrier = MemoryCarrier()
    subscribe(database, "zoe@example.org", wishes=Wishes(language=chosen))
    wish(database, language="es")
    answer(an_answer(database, carrier, a_newsletter(language="de")))
    assert heading in str(parsed(only_mail(carrier))["Subject"])


def test_who_asks_for_the_link_alone_is_not_told_that_they_asked_for_more(database: Database) -> None:
    carrier = MemoryCarrier()
    subscribe(database, "zoe@example.org", "morning")
    subscribe(database, "zoe@example.org", "evening")
    with database.write() as connection:
        JoinStore(connection).add(replace(a_request(), newsletters=()), DIGESTS, NOON)
    answer(an_answer(database, carrier))
    assert "already" not in text_of(only_mail(carrier))
    assert "preferences" in str(parsed(only_mail(carrier))["Subject"])
    assert "The Quay evening and The Quay morning" in text_of(only_mail(carrier))


def test_who_lacks_one_of_what_they_wish_or_never_confirmed_is_asked(database: Database) -> None:
    subscribe(database, "zoe@example.org")
    subscribe(database, "bo@example.org", state=SubscriptionState.UNCONFIRMED)
    wish(database, "zoe@example.org", "morning", "evening")
    wish(database, "bo@example.org")

    answer(an_answer(database, MemoryCarrier()))

    assert outcomes(database) == ["asked", "asked"]


def test_nobody_is_written_to_who_is_suppressed_or_for_what_is_not_there(database: Database) -> None:
    with database.write() as connection:
        row = {"address_key": "zoe@example.org", "reason": "bounced", "since": NOON, "source": "SES"}
        connection.execute(insert(suppressions).values(row))
    wish(database, "zoe@example.org")
    wish(database, "bo@example.org", "gone")
    carrier = MemoryCarrier()

    report = answer(an_answer(database, carrier))

    assert report.outcomes == {JoinOutcome.REFUSED: 2}
    assert (mails(database), carrier.tried) == ([], [])


def test_a_move_is_asked_at_the_new_address_about_all_that_the_mover_gets(database: Database) -> None:
    subscription_id = subscribe(database, "zoe@example.org", "evening")
    subscribe(database, "zoe@example.org", "morning")
    wish(database, "new@example.org", kind=JoinKind.MOVE, subscription_id=subscription_id)
    carrier = MemoryCarrier()

    answer(an_answer(database, carrier))

    [row] = mails(database)
    assert (row["kind"], row["newsletter"]) == (TransactionalKind.MOVE, "evening")
    assert "The Quay evening and The Quay morning" in " ".join(text_of(only_mail(carrier)).split())
    assert parsed(only_mail(carrier))["To"] == "new@example.org"


def test_a_move_of_who_has_left_or_to_where_they_are_asks_nobody(database: Database) -> None:
    gone = wish(database, "new@example.org", kind=JoinKind.MOVE, subscription_id="nobody")
    same = wish(database, "zoe@example.org", kind=JoinKind.MOVE, subscription_id=subscribe(database, "zoe@example.org"))
    assert gone != same

    answer(an_answer(database, MemoryCarrier()))

    assert outcomes(database) == ["refused", "known"]


def test_the_address_of_a_wish_goes_unless_its_reader_was_asked(database: Database) -> None:
    asked, limited = wish(database), wish(database)
    answer(an_answer(database, MemoryCarrier()))

    with database.read() as connection:
        found = [JoinStore(connection).get(join_id) for join_id in (asked, limited)]
    assert [join.address if join else "" for join in found] == ["zoe@example.org", None]


def test_a_look_that_finds_nothing_asks_nobody_and_writes_nothing(database: Database) -> None:
    carrier = MemoryCarrier(answers_at_once=False, reaches_people=True)
    report = answer(an_answer(database, carrier))
    assert (report.outcomes, report.mails.submitted, carrier.tried) == ({}, 0, [])
