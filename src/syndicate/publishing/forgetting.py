"""Forgetting a person for good, by whichever door it was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.audience.erasing import clean_up, erase_address

if TYPE_CHECKING:
    from syndicate.audience.erasing import Cleaned, ErasedPerson
    from syndicate.publishing.wiring import Parts
    from syndicate.text.mailboxes import Mailbox


def forget(parts: Parts, mailbox: Mailbox) -> tuple[ErasedPerson, Cleaned]:
    """Forget whose address that is; what is left of them after the commit is cleaned up at once."""
    with parts.database.write() as connection:
        erased = erase_address(connection, mailbox, parts.address_digests, parts.clock.now())
    return erased, clean_up(parts.database, parts.config.delivery.outbox_folder, erased.mails)
