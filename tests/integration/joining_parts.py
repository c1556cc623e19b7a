"""What the tests of joining share: newsletters, wishes as forms keep them, and the step that answers, by a carrier."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from threading import Event
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from syndicate.audience.digests import AddressDigests
from syndicate.audience.joins.model import JoinRequest
from syndicate.audience.joins.store import JoinStore
from syndicate.audience.store import AudienceStore
from syndicate.audience.transactional import TransactionalMail, enqueue
from syndicate.delivery.lanes.limits import SendingLimits
from syndicate.delivery.transactional.messages import TransactionalMessages
from syndicate.delivery.transactional.sending import TransactionalSending
from syndicate.digests.newsletters import Cadence, Newsletter
from syndicate.links import Links
from syndicate.mail.transactional import TransactionalRenderer
from syndicate.publishing.steps.answer import Answer
from syndicate.shipped import TEMPLATES
from syndicate.storage.states import CadenceKind, JoinKind, JoinOutcome, TransactionalKind
from syndicate.storage.tables import joins, transactional_mails
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox

if TYPE_CHECKING:
    from email.message import EmailMessage

    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.publishing.steps.answer import AnswerReport
    from syndicate.storage import Database

#: A Sunday.
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KEYS = ["k" * 32]
LINKS = Links("https://quay.example", KEYS)
DIGESTS = AddressDigests(KEYS)


def a_newsletter(name: str = "morning", **changes: Any) -> Newsletter:
    """A daily one, at seven in UTC."""
    told: dict[str, Any] = {
        "name": name,
        "title": f"The Quay {name}",
        "sender_name": "The Quay",
        "sender_address": "news@quay.example",
        "reply_to": None,
        "zone": ZoneInfo("UTC"),
        "language": "en",
        "cadences": (Cadence(kind=CadenceKind.DAILY, at=time(7)),),
        "max_lateness": timedelta(hours=36),
    }
    return Newsletter(**told | changes)


def an_answer(
    database: Database,
    carrier: Carrier,
    *newsletters: Newsletter,
    clock: Clock | None = None,
    limits: SendingLimits | None = None,
    **parts: Any,
) -> Answer:
    """The step with these newsletters, or with a morning and an evening one."""
    there = newsletters or (a_newsletter("morning"), a_newsletter("evening"))
    renderer = TransactionalRenderer(TEMPLATES)
    sending = TransactionalSending(
        database=database,
        clock=clock or ManualClock(NOON),
        carrier=carrier,
        messages=TransactionalMessages(
            links=LINKS,
            renderers={newsletter.name: renderer for newsletter in there},
            language="en",
            postal_address="The Quay\n1 Harbour Street",
        ),
        newsletters={newsletter.name: newsletter for newsletter in there},
        limits=limits or SendingLimits(),
        **parts,
    )
    return Answer(database=database, clock=sending.clock, sending=sending)


def answer(step: Answer) -> AnswerReport:
    """One look of the step."""
    return step.run(Event())


def a_request(address: str = "zoe@example.org", *newsletters: str, **changes: Any) -> JoinRequest:
    """What a form sent."""
    told: dict[str, Any] = {"wording": "Yes, mail me.", "version": "1", "page": "/subscribe", "network": "192.0.2.0/24"}
    return JoinRequest(mailbox=read_mailbox(address), newsletters=newsletters or ("morning",), **told | changes)


def wish(database: Database, address: str = "zoe@example.org", *newsletters: str, **changes: Any) -> str:
    """What a form keeps; its id."""
    at = changes.pop("at", NOON)
    with database.write() as connection:
        return JoinStore(connection).add(a_request(address, *newsletters, **changes), DIGESTS, at)


def subscribe(database: Database, address: str, newsletter: str = "morning", **changes: Any) -> str:
    """A confirmed subscription; its id."""
    mailbox = read_mailbox(address)
    with database.write() as connection:
        store = AudienceStore(connection)
        store.subscribe(mailbox, newsletter, now=changes.pop("now", NOON), **changes)
        return store.of_address(mailbox.key, newsletter)[0].id


def post(database: Database, kind: TransactionalKind, address: str = "zoe@example.org", **changes: Any) -> str:
    """Have a mail sent; its id."""
    at = changes.pop("at", NOON)
    mail = TransactionalMail(
        kind=kind, address=address, limit_key=DIGESTS.of_limit(read_mailbox(address)), newsletter="morning", **changes
    )
    with database.write() as connection:
        return enqueue(connection, mail, at)


def a_confirmation(database: Database, address: str = "zoe@example.org", **changes: Any) -> str:
    """A wish that was asked about, whose mail waits; the mail's id."""
    at = changes.get("at", NOON)
    join_id = wish(database, address, **changes)
    with database.write() as connection:
        store = JoinStore(connection)
        found = store.get(join_id)
        assert found is not None
        store.decide(found.key, JoinOutcome.ASKED, NOON)
    kind = TransactionalKind.MOVE if found.kind is JoinKind.MOVE else TransactionalKind.CONFIRM
    return post(database, kind, address, join_id=join_id, at=at)


def outcomes(database: Database) -> list[str | None]:
    """What the wishes came to, in their order."""
    with database.read() as connection:
        return list(connection.execute(select(joins.c.outcome).order_by(joins.c.key)).scalars())


def mails(database: Database) -> list[dict[str, Any]]:
    """The rows of mails to one person, in their order."""
    with database.read() as connection:
        rows = connection.execute(select(transactional_mails).order_by(transactional_mails.c.key)).mappings()
        return [dict(row) for row in rows]


def parsed(content: bytes) -> EmailMessage:
    """A mail as its reader's program takes it apart."""
    return message_from_bytes(content, policy=default)


def text_of(content: bytes) -> str:
    """The text part."""
    part = parsed(content).get_body(("plain",))
    assert part is not None
    return str(part.get_content())
