"""What the tests of the send room share: an edition with deliveries, a clock, a carrier in memory, mails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from syndicate.delivery.carriers.mime import MimeMails
from syndicate.delivery.control import Control
from syndicate.delivery.lanes.limits import SendingLimits
from syndicate.delivery.lanes.run import NeverStop, Run
from syndicate.delivery.lanes.sending import Sending
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.messages import Messages
from syndicate.delivery.model import Delivery, Refused, TryLater
from syndicate.digests.store import EditionStore
from syndicate.links import Links
from syndicate.storage.tables import choices, deliveries, subscribers, subscriptions
from syndicate.storage.tables import editions as editions_table
from syndicate.testing.clock import ManualClock
from tests import editions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.lanes.run import SendReport, StopSignal
    from syndicate.storage import Database

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
EDITION = "edition-1"
LEASE = timedelta(minutes=2)
#: What a carrier answers that is not reached, that is busy, or that will not have a mail.
UNREACHABLE = TryLater(reason="nobody answers", counts=False)
BUSY = TryLater(reason="busy")
NO = Refused(code="MessageRejected", reason="a virus")


class HandClock(ManualClock):
    """A clock that moves only when somebody sleeps, or moves it; it can tell when that happens."""

    def __init__(self, on_sleep: Callable[[], None] = lambda: None) -> None:
        super().__init__(NOON)
        self._on_sleep = on_sleep

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self._on_sleep()

    @property
    def slept(self) -> float:
        return self.monotonic()


def an_edition(
    database: Database,
    recipients: int,
    edition_id: str = EDITION,
    *,
    html: str = "",
    text: str = "",
    **changes: Any,
) -> str:
    """An edition with that many pending deliveries, to r0@example.com and on."""
    with database.write() as connection:
        edition = editions.an_edition(NOON, id=edition_id, newsletter=edition_id, **changes)
        EditionStore(connection).add(edition, editions.rendering_of(edition, html, text), [])
        _subscribe(connection, edition_id, recipients)
    editions.freeze_for_all(database, edition)
    return edition_id


def resume(database: Database, edition_id: str = EDITION) -> None:
    """A person lets the edition go on."""
    Control(database, HandClock()).resume(edition_id)


def _subscribe(connection: Connection, edition_id: str, count: int) -> None:
    people = [f"{edition_id}-p{n}" for n in range(count)]
    if not people:
        return
    keys = connection.execute(
        insert(subscribers).returning(subscribers.c.key, sort_by_parameter_order=True),
        [
            {
                "id": person,
                "address": f"{person}@example.com",
                "address_key": f"{person}@example.com",
                "mailbox": f"r{n}@example.com",
                "name": f"Reader {n}" if n % 2 else None,
                "created_at": NOON,
            }
            for n, person in enumerate(people)
        ],
    ).scalars()
    tie = {"newsletter": edition_id, "state": "confirmed", "watermark": 0, "started_at": NOON}
    tie["choice_id"] = no_choice(connection, edition_id)
    connection.execute(
        insert(subscriptions),
        [{"id": f"{edition_id}-s{n}", "subscriber_key": key, **tie} for n, key in enumerate(keys)],
    )


def no_choice(connection: Connection, newsletter: str) -> int:
    """The choice of whoever takes the newsletter as it comes."""
    row = {"newsletter": newsletter, "sections": [], "fingerprint": newsletter}
    found: int = connection.execute(insert(choices).values(row).returning(choices.c.id)).scalar_one()
    return found


def a_mail(delivery_id: str, address: str, body: str = "Good morning.") -> bytes:
    """A finished message in both forms, as the mail room builds them."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "The News <news@example.com>"
    mail["To"] = address
    mail["Subject"] = "Grüße aus Zürich"
    mail["Date"] = NOON
    mail["Message-ID"] = f"<{delivery_id}@example.com>"
    mail["List-Unsubscribe"] = f"<https://news.example.com/unsubscribe/{delivery_id}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["X-Syndicate-Delivery"] = delivery_id
    mail.set_content(f"{body}\n\nÜber Köln nach Łódź.\n", cte="quoted-printable")
    mail.add_alternative(
        f"<html><body><p>{body} Über Köln.</p></body></html>\n", subtype="html", cte="quoted-printable"
    )
    mail.set_boundary(f"=-{delivery_id}")
    return mail.as_bytes()


def messages_of(database: Database) -> Messages:
    """What builds the mails of that database."""
    return Messages(database=database, links=Links("https://news.example.com", ["k" * 32]))


def content_of(database: Database, delivery: Delivery) -> bytes:
    """The mail of a delivery."""
    messages = messages_of(database)
    mailing = messages.mailing(EDITION, delivery.variant_key, delivery.revision)
    return MimeMails().message(mailing, messages.recipient(delivery, mailing))


@dataclass(frozen=True)
class Carriage:
    """Carries one edition to its end, as the step does; without its pictures and its revisions."""

    sending: Sending
    clock: Clock

    def run(self, edition_id: str, stop: StopSignal | None = None, *, is_asked_for: bool = False) -> SendReport:
        run = Run(edition_id=edition_id, is_asked_for=is_asked_for, has_pictures=True)
        ending = stop or NeverStop()
        with self.sending.lanes() as lanes:
            self.sending.settle_abandoned(lanes, {edition_id: run})
            while not ending.is_set() and not (lanes.is_idle and not run.is_due_then):
                if run.stopped and run.is_due(self.clock.monotonic()):
                    run.begin_turn()
                lanes.step({edition_id: run})
            while not lanes.is_idle:
                lanes.step({edition_id: run}, takes_more=False)
        if run.error is not None:
            raise run.error
        self.sending.tell([run])
        return self.sending.report(run)


def a_sending(
    database: Database,
    carrier: Carrier,
    *,
    clock: Clock | None = None,
    messages: Messages | None = None,
    rate_per_second: float | None = None,
    refused_share: float = 0.05,
    **parts: Any,
) -> Carriage:
    """What carries the editions of those parts."""
    clock = clock or HandClock()
    sending = Sending(
        database=database,
        clock=clock,
        carrier=carrier,
        messages=messages or messages_of(database),
        limits=SendingLimits(max_attempts=5, rate_per_second=rate_per_second, refused_share=refused_share),
        **parts,
    )
    return Carriage(sending, clock)


def unsubscribe(database: Database, *numbers: int) -> None:
    """Let these readers of the edition leave after it was frozen."""
    ids = [f"{EDITION}-s{number}" for number in numbers]
    with database.write() as connection:
        connection.execute(update(subscriptions).where(subscriptions.c.id.in_(ids)).values(state="ended"))


def spoil(database: Database, *numbers: int) -> None:
    """Give these recipients an address that no mail can be built for."""
    spoiled = [f"r{number}@example.com" for number in numbers]
    with database.write() as connection:
        connection.execute(update(deliveries).where(deliveries.c.address.in_(spoiled)).values(address="r1@ex\nample"))


def forget_the_sender(database: Database, sender: str) -> None:
    """Let the edition's row say something that is no sender."""
    with database.write() as connection:
        connection.execute(update(editions_table).where(editions_table.c.id == EDITION).values(sender=sender))


def counts(database: Database, edition_id: str = EDITION) -> dict[str, int]:
    """The deliveries of an edition by state, without the states that nobody is in."""
    with database.read() as connection:
        found = Ledger(connection).counts(edition_id)
    return {state: count for state, count in found.items() if count}


def rows(database: Database, edition_id: str = EDITION) -> list[Delivery]:
    """Every delivery of an edition, by address."""
    with database.read() as connection:
        return sorted(Ledger(connection).of(edition_id, limit=10_000), key=lambda row: row.address)


def interrupted(database: Database, count: int = 1, carrier: str = "memory") -> tuple[Delivery, ...]:
    """Claims of a process that has ended."""
    with database.write() as connection:
        batch = Ledger(connection).claim(
            EDITION, HandClock().now(), count, carrier=carrier, lease_until=HandClock().now() + LEASE, by="gone:1"
        )
    return batch.claims if batch else ()
