"""``syndicate subscribers consent``, ``audit`` and ``erase``: what can be proved, and what is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command
from syndicate.errors import NotFoundError

if TYPE_CHECKING:
    from syndicate.audience.erasing import Cleaned, ErasedPerson
    from syndicate.publishing.wiring import Parts
    from syndicate.text.mailboxes import Mailbox


@command("consent", example="syndicate subscribers consent robin@example.org")
@click.argument("address")
def consent(session: Session, address: str) -> None:
    """Show what a reader agreed to and withdrew, the oldest first: in which words, when, and where."""
    from syndicate.audience.consents import ConsentLedger
    from syndicate.audience.store import AudienceStore
    from syndicate.cli.commands import subscriber_shapes
    from syndicate.delivery.status.person import consent_shape
    from syndicate.text.mailboxes import read_mailbox

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        key = read_mailbox(address).key
        store = AudienceStore(connection, parts.address_digests)
        subscriptions = store.of_address(key)
        if not subscriptions:
            raise erased_before(address) if store.erased([key]) else nobody(address)
        acts = ConsentLedger(connection).of(each.id for each in subscriptions)
    told = [consent_shape(each, acts.get(each.id, ())) for each in subscriptions]
    lines = (line for shape in told for line in subscriber_shapes.consent_lines(shape))
    session.give({"address": subscriptions[0].address, "subscriptions": told}, lines)


@command("audit", example="syndicate subscribers audit --json")
def audit(session: Session) -> None:
    """Prove the ledger of consent: every row as it was sealed, none missing, and a ground for all who are mailed.

    Keep the head that it tells somewhere else: as long as a later audit passes and has that row, nothing before it
    was changed.
    """
    from syndicate.audience.consents import ConsentLedger

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        ledger = ConsentLedger(connection)
        with session.busy("the ledger is read …"):
            found = ledger.audit()
        count, first = ledger.ungrounded()
    faults = [{"number": number, "fault": fault} for number, fault in found.broken]
    data = {
        "rows": found.rows,
        "erased": found.erased,
        "head": found.head,
        "faults": faults,
        "confirmed_without_ground": {"count": count, "first": first},
    }
    lines = [f"{found.rows} rows, {found.erased} of them erased; head {found.head}"]
    lines += [f"row {number}: {fault}" for number, fault in found.broken]
    if count:
        shown = ", ".join(first)
        lines.append(f"{count} confirmed subscriptions have no ground, and should not be mailed: {shown}")
    session.give(data, [*lines, *(["all of it holds"] if not faults and not count else [])])
    if faults or count:
        session.exit_code = Exit.FAILED


@command("erase", example="syndicate subscribers erase robin@example.org")
@click.argument("address")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(session: Session, address: str, yes: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Forget a person: the address is nowhere any more, and no list brings it back. It cannot be undone."""
    from syndicate.cli.confirming import confirm_word
    from syndicate.publishing.forgetting import forget
    from syndicate.text.mailboxes import read_mailbox

    mailbox = read_mailbox(address)
    question = f"All that is known of {mailbox.shown} goes, for good. Type the address to erase it"
    with session.parts() as parts:
        _see_known(parts, mailbox)
        confirm_word(mailbox.shown, question, is_sure=yes)
        erased, cleaned = forget(parts, mailbox)
    _tell(session, erased, cleaned)


def _see_known(parts: Parts, mailbox: Mailbox) -> None:
    """Nothing is asked, nor remembered, about an address that was never here; one erased before may be cleaned up."""
    from syndicate.audience.erasing import is_known
    from syndicate.audience.store import AudienceStore

    with parts.database.read() as connection:
        was_erased = AudienceStore(connection, parts.address_digests).erased([mailbox.key])
        if not was_erased and not is_known(connection, mailbox, parts.address_digests):
            raise nobody(mailbox.shown)


def _tell(session: Session, erased: ErasedPerson, cleaned: Cleaned) -> None:
    data = {
        "subscriptions": erased.subscriptions,
        "deliveries": erased.deliveries,
        "wishes": erased.wishes,
        "was_suppressed": erased.was_suppressed,
        "in_flight": cleaned.in_flight,
        "is_log_empty": cleaned.is_log_empty,
    }
    counts = f"{erased.subscriptions} subscriptions, {erased.wishes} wishes to join"
    session.give(data, [f"erased: {counts}; {erased.deliveries} deliveries name nobody any more"])
    if cleaned.in_flight:
        session.warn("a mail is just leaving; its row loses the address within the hour, or run this again")
    if not cleaned.is_log_empty:
        session.warn(
            "the database's log could not be emptied, since somebody reads in it: syndicate db compact does it"
        )


def erased_before(address: str) -> NotFoundError:
    """Of whom nothing is kept but that they were erased."""
    message = f"“{address}” was erased: nothing else is known of this reader, and no list brings them back"
    hint = f"If they asked to come back: syndicate subscribers add {address} --renew"
    return NotFoundError(message, code="address-erased", hint=hint)


def nobody(address: str) -> NotFoundError:
    """Of an address that was never here."""
    message = f"nothing is known of “{address}”"
    return NotFoundError(message, code="address-unknown", hint="syndicate subscribers list shows who is there.")
