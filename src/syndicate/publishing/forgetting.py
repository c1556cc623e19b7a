"""Forgetting a person for good, by whichever door it was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.audience.erasing import clean_up, erase_address
from syndicate.audience.people_store import PeopleStore

if TYPE_CHECKING:
    from syndicate.audience.erasing import Cleaned, ErasedPerson
    from syndicate.publishing.wiring import Parts
    from syndicate.text.mailboxes import Mailbox


def forget(parts: Parts, mailbox: Mailbox) -> tuple[ErasedPerson, Cleaned]:
    """Forget whose address that is; what is left of them after the commit is cleaned up at once."""
    with parts.database.write() as connection:
        erased = erase_address(connection, mailbox, parts.address_digests, parts.clock.now())
    return erased, _cleaned(parts, erased)


def forget_person(parts: Parts, subscriber_id: str) -> tuple[ErasedPerson, Cleaned] | None:
    """The same by the person, whatever their address is by now; ``None`` if they are not known any more."""
    with parts.database.write() as connection:
        mailbox = PeopleStore(connection).mailbox(subscriber_id)
        if mailbox is None:
            return None
        erased = erase_address(connection, mailbox, parts.address_digests, parts.clock.now())
    return erased, _cleaned(parts, erased)


def _cleaned(parts: Parts, erased: ErasedPerson) -> Cleaned:
    return clean_up(parts.database, parts.config.delivery.outbox_folder, erased.mails)
