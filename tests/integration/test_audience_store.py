from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from syndicate.audience.model import (
    EndedBy,
    Ending,
    Ground,
    GroundKind,
    Signup,
    SignupResult,
    Subscription,
    SubscriptionState,
    Suppression,
    Wishes,
)
from syndicate.audience.store import AudienceStore
from syndicate.storage import Database
from syndicate.storage.tables import subscribers
from syndicate.text.mailboxes import read_mailbox
from tests.editions import freeze_again, the_edition
from tests.integration.delivery_parts import EDITION, an_edition, rows

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)


def add(
    database: Database,
    written: str,
    newsletter: str = "morning",
    *,
    renew: bool = False,
    sections: tuple[str, ...] = (),
    **further: Any,
) -> SignupResult:
    chosen = {"wishes": Wishes(cadence="daily", sections=sections), **further}
    signup = Signup(mailbox=read_mailbox(written), newsletter=newsletter, **chosen)
    with database.write() as connection:
        return AudienceStore(connection).subscribe_all([signup], now=NOON, renew=renew)[0]


def listed(database: Database, newsletter: str | None = None) -> list[Subscription]:
    with database.read() as connection:
        return list(AudienceStore(connection).all(newsletter))


def end(database: Database, subscription_id: str, by: EndedBy = EndedBy.PAGE) -> bool:
    with database.write() as connection:
        return AudienceStore(connection).end(subscription_id, Ending(at=LATER, by=by))


def test_a_subscription_comes_back_as_it_was_asked_for(database: Database) -> None:
    with database.write() as connection:
        outcome = AudienceStore(connection).subscribe(
            read_mailbox("Ann Lee <Ann@Bücher.example>"),
            "morning",
            wishes=Wishes(cadence="daily", sections=("World", "Kultur"), time_zone="Europe/Berlin", language="de"),
            now=NOON,
        )
    assert outcome is SignupResult.ADDED
    [found] = listed(database)
    with database.read() as connection:
        assert AudienceStore(connection).get(found.id) == found
    assert found.subscriber.name == "Ann Lee"
    assert found.address == found.subscriber.address == "Ann@Bücher.example"
    assert found.subscriber.mailbox == "Ann@xn--bcher-kva.example"
    assert found.subscriber.created_at == NOON
    assert found.wishes.sections == ("World", "Kultur")
    assert (found.wishes.time_zone, found.wishes.language, found.wishes.cadence) == ("Europe/Berlin", "de", "daily")
    assert (found.state, found.started_at, found.ended_at) == (SubscriptionState.CONFIRMED, NOON, None)


def test_where_mail_goes_is_stored_with_the_person_and_stays_as_first_written(database: Database) -> None:
    add(database, "Ann@Bücher.example")
    add(database, "ANN@bücher.example", "evening")
    with database.read() as connection:
        assert connection.scalars(select(subscribers.c.mailbox)).all() == ["Ann@xn--bcher-kva.example"]
        [found] = AudienceStore(connection).all("evening")
    assert found.subscriber.mailbox == "Ann@xn--bcher-kva.example"


def test_the_name_given_goes_before_the_one_in_the_address(database: Database) -> None:
    add(database, "A. <ann@example.org>", name="Ann Lee")
    assert listed(database)[0].subscriber.name == "Ann Lee"


def test_the_same_mailbox_in_another_spelling_is_known(database: Database) -> None:
    assert add(database, "ann@example.org") is SignupResult.ADDED
    assert add(database, "Ann <ANN@Example.ORG>", sections=("World",)) is SignupResult.KNOWN
    [found] = listed(database)
    assert (found.subscriber.address, found.subscriber.name, found.wishes.sections) == ("ann@example.org", None, ())


def test_one_person_may_take_several_newsletters(database: Database) -> None:
    add(database, "ann@example.org")
    assert add(database, "ann@example.org", "weekly") is SignupResult.ADDED
    both = listed(database)
    assert [one.newsletter for one in both] == ["morning", "weekly"]
    assert len({one.subscriber.id for one in both}) == 1


def test_one_call_may_name_the_same_person_twice(database: Database) -> None:
    signup = Signup(mailbox=read_mailbox("ann@example.org"), newsletter="morning", name="First")
    again = Signup(mailbox=read_mailbox("ANN@example.org"), newsletter="morning", name="Second")
    with database.write() as connection:
        assert AudienceStore(connection).subscribe_all([signup, again], now=NOON) == [
            SignupResult.ADDED,
            SignupResult.KNOWN,
        ]
    assert [one.subscriber.name for one in listed(database)] == ["First"]


def test_no_signup_at_all_is_no_error(database: Database) -> None:
    with database.write() as connection:
        assert AudienceStore(connection).subscribe_all([], now=NOON) == []


def test_who_ended_a_subscription_is_not_taken_back_unasked(database: Database) -> None:
    add(database, "ann@example.org")
    end(database, listed(database)[0].id)
    assert add(database, "ann@example.org") is SignupResult.ENDED_BEFORE
    assert listed(database)[0].state is SubscriptionState.ENDED


def test_who_asks_again_gets_the_old_subscription_with_the_new_wishes(database: Database) -> None:
    add(database, "ann@example.org", sections=("World",))
    before = listed(database)[0]
    end(database, before.id)
    again = add(database, "ann@example.org", renew=True, sections=("Culture",), state=SubscriptionState.UNCONFIRMED)
    assert again is SignupResult.RENEWED
    [after] = listed(database)
    assert (after.id, after.wishes.sections, after.state) == (before.id, ("Culture",), SubscriptionState.UNCONFIRMED)
    assert (after.ended_at, after.ended_by) == (None, None)


def test_asking_again_changes_nothing_for_who_is_there(database: Database) -> None:
    add(database, "ann@example.org", state=SubscriptionState.PAUSED)
    assert add(database, "ann@example.org", renew=True) is SignupResult.KNOWN
    assert listed(database)[0].state is SubscriptionState.PAUSED


def test_a_subscription_ends_once_and_remembers_the_first_time(database: Database) -> None:
    add(database, "ann@example.org")
    subscription_id = listed(database)[0].id
    assert end(database, subscription_id, EndedBy.ONE_CLICK) is True
    assert end(database, subscription_id, EndedBy.PAGE) is False
    [found] = listed(database)
    assert (found.ended_at, found.ended_by) == (LATER, EndedBy.ONE_CLICK)


def test_ending_one_newsletter_leaves_the_other(database: Database) -> None:
    add(database, "ann@example.org")
    add(database, "ann@example.org", "weekly")
    end(database, listed(database, "morning")[0].id)
    assert [one.state for one in listed(database, "weekly")] == [SubscriptionState.CONFIRMED]


def test_what_does_not_exist_cannot_be_ended_confirmed_or_found(database: Database) -> None:
    assert end(database, "nobody") is False
    with database.read() as connection:
        store = AudienceStore(connection)
        assert store.is_confirmed("nobody") is False
        assert store.get("nobody") is None


@pytest.mark.parametrize("state", list(SubscriptionState))
def test_only_a_confirmed_subscription_gets_mail(database: Database, state: SubscriptionState) -> None:
    add(database, "ann@example.org", state=state)
    is_confirmed = state is SubscriptionState.CONFIRMED
    with database.read() as connection:
        store = AudienceStore(connection)
        assert store.is_confirmed(next(store.all()).id) is is_confirmed
        assert store.count("morning") == int(is_confirmed)


def test_a_recipient_is_mailed_in_ascii_with_the_wishes_of_the_subscription(database: Database) -> None:
    add(database, "Ann <Ann@Bücher.example>", wishes=Wishes(sections=("World",), time_zone="Asia/Tokyo", language="ja"))
    with database.read() as connection:
        [found] = AudienceStore(connection).all("morning")
    assert (found.subscriber.mailbox, found.subscriber.name) == ("Ann@xn--bcher-kva.example", "Ann")
    assert (found.wishes.sections, found.wishes.time_zone, found.wishes.language) == (("World",), "Asia/Tokyo", "ja")


def test_the_list_is_in_the_order_of_the_addresses(database: Database) -> None:
    for name in ("carl", "Ann", "bob"):
        add(database, f"{name}@example.org")
    assert [one.subscriber.address for one in listed(database)] == [
        "Ann@example.org",
        "bob@example.org",
        "carl@example.org",
    ]


def test_what_the_transaction_throws_away_was_never_there(database: Database) -> None:
    with database.read() as connection:
        store = AudienceStore(connection)
        store.subscribe(read_mailbox("ann@example.org"), "morning", now=NOON)
        assert store.count("morning") == 1
    assert listed(database) == []


def suppress(database: Database, address: str = "ann@example.org") -> bool:
    with database.write() as connection:
        barred = Suppression(address_key=address, reason="complained", since=NOON, source="operator")
        return AudienceStore(connection).suppress(barred)


def test_a_suppressed_address_is_not_subscribed_counted_or_mailed_and_the_first_reason_stands(
    database: Database,
) -> None:
    add(database, "ann@example.org")
    add(database, "bob@example.org")
    assert (suppress(database), suppress(database)) == (True, False)
    assert add(database, "ANN@example.org", "weekly") is SignupResult.SUPPRESSED
    with database.read() as connection:
        store = AudienceStore(connection)
        assert store.count("morning") == 1
        assert {each.address: store.is_confirmed(each.id) for each in store.all()} == {
            "ann@example.org": False,
            "bob@example.org": True,
        }
        assert [each.suppressed for each in store.all()] == ["complained", None]


def test_a_suppression_that_is_lifted_leaves_subscriptions_as_they_stood(database: Database) -> None:
    add(database, "ann@example.org")
    suppress(database)
    with database.write() as connection:
        assert AudienceStore(connection).unsuppress("ann@example.org") is True
        assert AudienceStore(connection).unsuppress("ann@example.org") is False
        assert AudienceStore(connection).count("morning") == 1


def test_a_suppression_comes_before_the_wish_to_come_back(database: Database) -> None:
    add(database, "ann@example.org")
    end(database, listed(database)[0].id)
    suppress(database)
    assert add(database, "ann@example.org", renew=True) is SignupResult.SUPPRESSED
    assert listed(database)[0].state is SubscriptionState.ENDED


def test_the_freeze_plans_nothing_for_a_suppressed_address_and_the_claim_asks_again(database: Database) -> None:
    an_edition(database, 3)
    suppress(database, f"{EDITION}-p1@example.com")
    with database.read() as connection:
        edition = the_edition(connection, EDITION)
    assert freeze_again(database, edition) == 2
    with database.read() as connection:
        store = AudienceStore(connection)
        wanted = {row.subscription_id: store.is_confirmed(row.subscription_id) for row in rows(database)}
        barred = {each.id for each in store.all() if each.suppressed}
    assert len(barred) == 1
    assert not barred & wanted.keys()
    assert all(wanted.values())
    suppress(database, f"{EDITION}-p0@example.com")
    with database.read() as connection:
        store = AudienceStore(connection)
        assert sum(store.is_confirmed(which) for which in wanted) == 1


def test_grounds_are_kept_once_and_the_oldest_stands_first(database: Database) -> None:
    asked = Ground(kind=GroundKind.OPERATOR, wording="by phone", recorded_at=NOON, given_at=NOON)
    again = replace(asked, recorded_at=LATER, given_at=LATER)
    add(database, "ann@example.org", grounds=(asked, asked))
    end(database, listed(database)[0].id)
    add(database, "ann@example.org", renew=True, grounds=(again,))
    [found] = listed(database)
    with database.read() as connection:
        store = AudienceStore(connection)
        assert store.grounds_of([found.id]) == {found.id: [asked, again]}
        assert store.asked_at([found.id, "nobody"]) == {found.id: LATER}


def test_a_ground_confirms_who_was_there_without_one(database: Database) -> None:
    asked = Ground(kind=GroundKind.OPERATOR, wording="by phone", recorded_at=NOON)
    add(database, "ann@example.org", state=SubscriptionState.UNCONFIRMED)
    assert add(database, "ann@example.org") is SignupResult.KNOWN
    assert add(database, "ann@example.org", grounds=(asked,)) is SignupResult.CONFIRMED
    assert listed(database)[0].state is SubscriptionState.CONFIRMED
