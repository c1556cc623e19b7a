"""Another mail for those whom an edition certainly has not reached, and for nobody else."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, select, update

from syndicate.audience.reader_filter import ReaderFilter
from syndicate.delivery.doubt.missing import MissingStore
from syndicate.delivery.events.ses import read_event
from syndicate.delivery.model import Delivery, DeliveryState, Fate
from syndicate.delivery.status.sums import sums_of
from syndicate.digests import site_lock
from syndicate.digests.model import EditionState
from syndicate.digests.store import EditionStore
from syndicate.errors import TryLaterError
from syndicate.storage.tables import deliveries, freezes, occurrences, subscriptions
from syndicate.storage.tables import editions as editions_table
from tests.commands import Invoke, given, types
from tests.integration.delivery_parts import rows
from tests.integration.event_parts import (
    EDITION,
    NOON,
    a_mailing,
    applying,
    bounce,
    complaint,
    left,
    suppressed,
    told,
)

if TYPE_CHECKING:
    from syndicate.storage import Database
    from tests.newsroom import Newsroom

TEMPORARY = ("Transient", "General")


def hear(database: Database, *bodies: str) -> None:
    applying(database).apply([event for body in bodies if (event := read_event(body)) is not None])


def put_back(database: Database) -> int:
    with database.write() as connection:
        edition = EditionStore(connection).lock(EDITION)
        assert edition is not None
        expected = MissingStore(connection).sendable(edition)
        count = MissingStore(connection).put_back(edition)
    assert count == expected, "another number was shown than put back"
    return count


def by_id(database: Database) -> dict[str, Delivery]:
    return {row.id: row for row in rows(database, EDITION)}


def waiting(database: Database) -> set[str]:
    return {id_ for id_, row in by_id(database).items() if row.state is DeliveryState.PENDING}


def sums_are_right(database: Database) -> bool:
    with database.read() as connection:
        told_by_sums = sums_of(connection, [EDITION])[EDITION].everybody
        counted = Counter(row.state.value for row in rows(database, EDITION))
        audience = connection.execute(select(func.count()).select_from(deliveries)).scalar_one()
    return {state: count for state, count in told_by_sums.items() if count} == dict(counted) and audience == sum(
        counted.values()
    )


def test_those_whom_it_certainly_has_not_reached_get_another_mail_and_nobody_else(database: Database) -> None:
    ids = a_mailing(database, 11)
    refused, unsent, returned, bounced, listed, annoyed, arrived, doubtful, gone, excluded, silent = ids
    left(database, [unsent, returned, bounced, listed, annoyed, arrived, gone, silent])
    left(database, [refused], "refused")
    left(database, [doubtful], "uncertain")
    left(database, [excluded], "excluded")
    hear(
        database,
        told("Reject", unsent),
        bounce(returned, *TEMPORARY),
        bounce(bounced),
        bounce(listed, "Permanent", "OnAccountSuppressionList"),
        complaint(annoyed),
        told("Delivery", arrived),
        bounce(gone, *TEMPORARY),
    )
    with database.write() as connection:  # she has left since
        key = select(deliveries.c.subscription_key).where(deliveries.c.id == gone).scalar_subquery()
        connection.execute(update(subscriptions).where(subscriptions.c.key == key).values(state="ended"))
    assert sums_are_right(database)
    assert put_back(database) == 3
    assert waiting(database) == {refused, unsent, returned}
    assert sums_are_right(database)
    fresh = by_id(database)[returned]
    assert (fresh.attempts, fresh.resends, fresh.fate, fresh.message_id, fresh.reason) == (0, 1, None, None, None)
    assert by_id(database)[doubtful].state is DeliveryState.UNCERTAIN
    assert put_back(database) == 0, "who is put back once waits, and is not put back again"


@pytest.mark.parametrize("has_tag", [True, False])
def test_no_late_word_about_a_mail_that_came_back_keeps_the_next_from_leaving(
    database: Database, *, has_tag: bool
) -> None:
    [reader] = a_mailing(database, 1)
    left(database, [reader])
    hear(database, bounce(reader, *TEMPORARY))
    assert put_back(database) == 1
    late = (
        bounce(reader, *TEMPORARY),
        told("Send", reader, has_tag=has_tag),
        told("Delivery", reader, has_tag=has_tag, at=NOON + timedelta(minutes=3)),
        bounce(reader, "Transient", "MailboxFull", has_tag=has_tag),
    )
    hear(database, *late)
    row = by_id(database)[reader]
    assert (row.state, row.fate, row.message_id) == (DeliveryState.PENDING, None, None)
    assert sums_are_right(database)


def test_a_late_word_about_a_mail_that_came_back_says_nothing_of_the_one_that_followed(database: Database) -> None:
    [reader] = a_mailing(database, 1)
    left(database, [reader])
    hear(database, bounce(reader, *TEMPORARY))
    put_back(database)
    left(database, [reader])
    with database.write() as connection:
        connection.execute(update(deliveries).values(message_id="the-second"))
    hear(database, told("Delivery", reader, message_id="the-second"))
    hear(database, bounce(reader, "Transient", "MailboxFull"))
    row = by_id(database)[reader]
    assert (row.state, row.fate, row.message_id) == (DeliveryState.SUBMITTED, Fate.DELIVERED, "the-second")
    assert put_back(database) == 0
    assert sums_are_right(database)


def test_who_is_outside_of_the_readers_by_now_is_neither_counted_nor_put_back(database: Database) -> None:
    readers = a_mailing(database, 3)
    left(database, readers, "refused")
    earlier = ReaderFilter(joined_before=NOON - timedelta(days=1))
    with database.write() as connection:
        first = select(subscriptions.c.key).order_by(subscriptions.c.key).limit(1).scalar_subquery()
        this = update(subscriptions).where(subscriptions.c.key == first)
        connection.execute(this.values(started_at=NOON - timedelta(days=9)))
        edition = EditionStore(connection).lock(EDITION)
        assert edition is not None
        store = MissingStore(connection)
        assert (store.sendable(edition, earlier), store.put_back(edition, earlier)) == (1, 1)
    assert waiting(database) == {readers[0]}


def test_the_next_mail_may_come_back_as_well(database: Database) -> None:
    [reader] = a_mailing(database, 1)
    left(database, [reader])
    hear(database, bounce(reader, *TEMPORARY))
    put_back(database)
    left(database, [reader], "uncertain")
    hear(database, bounce(reader, *TEMPORARY, message_id="the-second"))
    assert by_id(database)[reader].fate is Fate.RETURNED
    assert put_back(database) == 1
    assert sums_are_right(database)


def test_a_hard_bounce_that_came_after_the_mail_was_put_back_keeps_it_from_leaving(database: Database) -> None:
    [reader] = a_mailing(database, 1)
    left(database, [reader])
    hear(database, bounce(reader, *TEMPORARY))
    assert put_back(database) == 1
    hear(database, bounce(reader))
    assert waiting(database) == set()
    assert suppressed(database) == {f"{EDITION}-r0@example.com": "bounced"}
    assert put_back(database) == 0
    assert sums_are_right(database)


def test_nobody_is_put_back_while_an_edition_is_being_frozen(database: Database) -> None:
    [reader] = a_mailing(database, 1)
    left(database, [reader], "refused")
    with database.write() as connection:
        other = connection.execute(select(occurrences.c.key)).scalar_one()
        connection.execute(insert(freezes).values(site=site_lock.SITE, occurrence_key=other))
    with pytest.raises(TryLaterError):
        put_back(database)
    assert by_id(database)[reader].state is DeliveryState.REFUSED


# --- as a person does it -----------------------------------------------------------


def a_sent_edition(invoke: Invoke, newsroom: Newsroom) -> str:
    """An edition that both readers were sent, of whom the second is refused after all."""
    given(invoke, "collect")
    edition_id: str = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    given(invoke, "run", "--once")
    assert len(newsroom.mails()) == 2
    return edition_id


def refuse(newsroom: Newsroom, *addresses: str) -> None:
    from syndicate.storage import open_database

    database = open_database(f"sqlite:///{newsroom.folder / 'var' / 'syndicate.db'}")
    with database.write() as connection:
        these = update(deliveries).where(deliveries.c.address.in_(addresses))
        connection.execute(these.values(state="refused", reason="MessageRejected: a virus", message_id=None))
        connection.execute(update(editions_table).values(submitted=editions_table.c.submitted - len(addresses)))
    database.close()


def test_the_count_is_typed_and_the_missing_get_it(
    invoke: Invoke, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition_id = a_sent_edition(invoke, newsroom)
    refuse(newsroom, "bo@example.net")
    for mail in newsroom.outbox.iterdir():
        mail.unlink()
    types(monkeypatch, "2\n")
    code, _, err = invoke("edition", "send", edition_id, "--only-missing")
    assert code == 1
    assert "This goes to 1 reader whom it has not reached. Type the number to send" in err
    assert newsroom.mails() == []
    types(monkeypatch, "1\n")
    assert given(invoke, "edition", "send", edition_id, "--only-missing")["submitted"] == 1
    assert [str(mail["To"]) for mail in newsroom.mails()] == ["Bo <bo@example.net>"]
    shown = given(invoke, "edition", "show", edition_id)
    assert (shown["state"], shown["deliveries"]["submitted"]) == (EditionState.CLOSED, 2)
    again = given(invoke, "edition", "send", edition_id, "--only-missing")  # nobody is missing, nothing is asked
    assert (again["submitted"], len(newsroom.mails())) == (0, 1)


@pytest.mark.parametrize("options", [("--only-missing",), ("--again", "refused"), ("--again", "uncertain")])
def test_an_edition_that_nobody_has_opened_has_nobody_to_be_put_back(
    invoke: Invoke, newsroom: Newsroom, options: tuple[str, ...]
) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily")["edition"]["id"]
    code, _, err = invoke("edition", "send", edition_id, *options, "--yes")
    assert (code, newsroom.mails()) == (65, [])
    assert f"syndicate edition send {edition_id}" in err


def test_again_and_only_missing_exclude_each_other(invoke: Invoke) -> None:
    code, _, err = invoke("edition", "send", "whichever", "--only-missing", "--again", "refused", "--yes")
    assert code == 2
    assert "exclude each other" in err


def test_reasons_that_name_an_address_are_one_line_by_their_code(database: Database) -> None:
    ids = a_mailing(database, 6)
    left(database, ids[:4], "refused")
    with database.write() as connection:
        for id_ in ids[:3]:
            reason = f"MESSAGE_REJECTED: Email address is not verified: {id_}@example.com"
            connection.execute(update(deliveries).where(deliveries.c.id == id_).values(reason=reason))
        connection.execute(update(deliveries).where(deliveries.c.id == ids[3]).values(reason="no colon in it"))
    with database.read() as connection:
        counts = MissingStore(connection).counts(EDITION)
        readers = MissingStore(connection).readers(EDITION, 2)
    assert {(count.why, count.count) for count in counts if count.state == "refused"} == {
        ("MESSAGE_REJECTED", 3),
        ("no colon in it", 1),
    }
    assert [reader.why for reader in readers] == [
        f"MESSAGE_REJECTED: Email address is not verified: {id_}@example.com" for id_ in ids[:2]
    ]
