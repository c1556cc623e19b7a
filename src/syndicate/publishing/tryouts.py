"""Tests of mails, made of the parts: of a coming edition as it would be sent, or of one that is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from typing import TYPE_CHECKING

from syndicate.audience.store import AudienceStore
from syndicate.delivery.tryouts.mail import TryOut
from syndicate.delivery.tryouts.sending import NO_ADDRESS, TryingOut
from syndicate.digests.schedule import see_in_reach
from syndicate.digests.store import EditionStore
from syndicate.errors import BadDataError, NotFoundError
from syndicate.storage.states import MailFormat
from syndicate.text.header import mail_address

if TYPE_CHECKING:
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.typesetting import TypesetEdition
    from syndicate.publishing.wiring import Parts
    from syndicate.text.mailboxes import Mailbox


def trying_out(parts: Parts) -> TryingOut:
    """What sends tests, by the carrier, the pace and the fence of editions."""
    sending, config = parts.publisher.deliver_step.sending, parts.config
    return TryingOut(
        database=parts.database,
        clock=parts.clock,
        carrier=sending.carrier,
        limits=sending.limits,
        site_url=parts.links.site_url,
        addresses=config.desk.test_to or config.editorial.editors,
        fence=sending.fence,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class WhereTestsGo:
    """The addresses that tests may go to, as they are written; without any, ``how`` to name one."""

    addresses: tuple[str, ...]
    how: str = NO_ADDRESS


def where_tests_go(parts: Parts) -> WhereTestsGo:
    """What a page offers; nothing is opened for it."""
    mailboxes = parts.config.desk.test_to or parts.config.editorial.editors
    return WhereTestsGo(addresses=tuple(mailbox.shown for mailbox in mailboxes))


def coming(parts: Parts, newsletter: Newsletter, reader: Mailbox | None = None) -> TryOut:
    """The next edition of the newsletter's own cadence, as most readers would get it, or as one would.

    Raises:
        NotFoundError: there is nothing to mail, or nothing is known of the reader.
        BadDataError: the mail cannot be rendered.
    """
    preview = parts.publisher.previewing.coming(newsletter, reader)
    if preview is None:
        raise _nothing(newsletter)
    return _tried(newsletter, preview.made, _name(parts, newsletter, reader) if reader else "")


def coming_slot(parts: Parts, newsletter: Newsletter, cadence: str, slot: str) -> TryOut:
    """The coming edition of that slot, as editors shaped it and as most readers would get it.

    Raises:
        NotFoundError: there is no such slot, or nothing to mail.
        BadDataError: the mail cannot be rendered, or must not be sent.
    """
    reviewing = parts.publisher.composing.reviewing
    found = reviewing.slot_on(newsletter, newsletter.cadence(cadence), _day(slot))
    if found is None:
        message = f"{newsletter.name} has no {cadence} edition on {slot}"
        raise NotFoundError(message, code="slot-unknown", hint="Slots are local dates, such as 2026-12-24.")
    made = reviewing.set_in_type(reviewing.review(newsletter, found, reviewing.made(newsletter, found)))
    if made is None:
        raise _nothing(newsletter)
    return _tried(newsletter, made)


def frozen(parts: Parts, edition_id: str) -> TryOut:
    """An edition as it is in force, as the public sees it.

    Raises:
        NotFoundError: there is no such edition.
    """
    edition = parts.publisher.edition(edition_id)
    with parts.database.read() as connection:
        rendering = EditionStore(connection).rendering(edition_id)
    if rendering is None:
        message = f"there is nothing left of edition {edition_id}"
        raise NotFoundError(message, code="edition-unknown")
    name, address = parseaddr(edition.sender)
    return TryOut(
        newsletter=edition.newsletter,
        sender_name=name,
        sender_address=mail_address(address),
        reply_to=edition.reply_to,
        subject=rendering.subject,
        html=rendering.html,
        text=rendering.text,
    )


def _tried(newsletter: Newsletter, made: TypesetEdition, recipient_name: str = "") -> TryOut:
    return TryOut(
        newsletter=newsletter.name,
        sender_name=newsletter.sender_name,
        sender_address=newsletter.sender_address,
        reply_to=newsletter.reply_to,
        subject=made.digest.subject,
        html="" if made.content.format is MailFormat.TEXT else made.rendering.html,
        text=made.rendering.text,
        recipient_name=recipient_name,
    )


def _name(parts: Parts, newsletter: Newsletter, reader: Mailbox) -> str:
    with parts.database.read() as connection:
        found = AudienceStore(connection).of_address(reader.key, newsletter.name)
    return next((subscription.subscriber.name or "" for subscription in found), "")


def _day(slot: str) -> date:
    try:
        day = date.fromisoformat(slot)
    except ValueError as error:
        message = f"{slot!r} is no slot"
        hint = "Slots are local dates, such as 2026-12-24."
        raise BadDataError(message, code="slot-unknown", hint=hint) from error
    see_in_reach(day)
    return day


def _nothing(newsletter: Newsletter) -> NotFoundError:
    message = f"there is nothing to mail of {newsletter.name} yet"
    return NotFoundError(message, code="nothing-to-mail", hint="A test needs an edition with a story in it.")
