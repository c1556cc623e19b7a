"""From a claim to what a carrier is given: the rendering that all get alike, and what differs in one mail."""

from __future__ import annotations

from datetime import UTC
from email.utils import parseaddr
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from syndicate.delivery.model import Mailing, Recipient
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore
from syndicate.errors import BadDataError, NotFoundError
from syndicate.links import mailto
from syndicate.storage.tables import editions, occurrences
from syndicate.text.header import mail_address

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.delivery.model import Delivery
    from syndicate.digests.model import FrozenRendering
    from syndicate.links import Links
    from syndicate.storage import Database

#: Mailings that are kept at hand: no row of a rendering ever changes, and a wave that is decided later has its own.
KEPT = 8


class Messages:
    """Says what a claim's mail is: a function of rendering and recipient alone, whenever it is asked for."""

    def __init__(self, *, database: Database, links: Links, unsubscribe_mailto: str | None = None) -> None:
        """Take the parts; the mailbox ``unsubscribe_mailto`` joins the https address in ``List-Unsubscribe``."""
        self._database = database
        self._links = links
        self._mailto = unsubscribe_mailto
        self._kept = lru_cache(maxsize=KEPT)(self._load)

    def mailing(self, edition_id: str, variant_key: int | None, revision: int | None) -> Mailing:
        """What all who get that revision of the variant get alike.

        Whether a mail can be made of it is for the carrier to say, of each recipient.

        Raises:
            NotFoundError: the edition, or that revision of it, is gone.
        """
        with self._database.read() as connection:
            decided_at = _newest_wave(connection, edition_id)
        return self._kept(edition_id, variant_key, revision, decided_at)

    def recipient(self, claim: Delivery, mailing: Mailing) -> Recipient:
        """What differs in that mail of the mailing. An address that cannot be mailed is for the carrier to refuse.

        Of one delivery's tries at most one leaves between two resends, so these are what its mails are told apart by.
        The link to the preferences is of the mailing's day, in UTC, whenever it is made.
        """
        address, day = ascii_address(claim.address), mailing.date.astimezone(UTC).date()
        return Recipient(
            delivery_id=claim.id,
            attempt=claim.resends + 1,
            address=address,
            name=claim.name or "",
            unsubscribe_url=self._links.unsubscribe(claim.subscription_id),
            preferences_url=self._links.preferences(claim.subscription_id, address, day),
        )

    def _load(
        self, edition_id: str, variant_key: int | None, revision: int | None, decided_at: datetime | None
    ) -> Mailing:
        with self._database.read() as connection:
            edition = EditionStore(connection).get(edition_id)
            frozen = VariantStore(connection).rendering(variant_key, revision) if variant_key else None
            mails = _mails(connection, edition_id)
        if edition is None or frozen is None:
            message = f"there is no edition {edition_id}"
            raise NotFoundError(message, code="edition-unknown")
        date = decided_at or edition.frozen_at
        return mailing_of(
            frozen,
            key=f"{variant_key}.{frozen.revision}.{date.timestamp()}",
            newsletter=edition.newsletter,
            sender=edition.sender,
            reply_to=edition.reply_to,
            unsubscribe_mailto=self._mailto,
            date=date,
            mails=mails,
        )


def mailing_of(
    frozen: FrozenRendering,
    *,
    key: str,
    newsletter: str,
    sender: str,
    reply_to: str | None,
    unsubscribe_mailto: str | None,
    date: datetime,
    mails: int,
) -> Mailing:
    """What all get alike who get that rendering; ``sender`` is name and address as editions have them."""
    sender_name, sender_address = _sender(sender)
    return Mailing(
        key=key,
        edition_id=frozen.edition_id,
        sender_name=sender_name,
        sender_address=sender_address,
        reply_to=reply_to,
        subject=frozen.subject,
        html=frozen.html,
        text=frozen.text,
        list_id=f"{newsletter}.{sender_address.rpartition('@')[2]}",
        unsubscribe_mailto=mailto(unsubscribe_mailto, f"unsubscribe {newsletter}") if unsubscribe_mailto else None,
        date=date,
        mails=mails,
    )


def _mails(connection: Connection, edition_id: str) -> int:
    return connection.execute(select(editions.c.mails).where(editions.c.id == edition_id)).scalar() or 0


def _newest_wave(connection: Connection, edition_id: str) -> datetime | None:
    """When it was last decided for whom it is: a wave that comes a day later is no mail of yesterday."""
    query = select(func.max(occurrences.c.decided_at)).join(editions, editions.c.key == occurrences.c.edition_key)
    at: datetime | None = connection.execute(query.where(editions.c.id == edition_id)).scalar()
    return at


def _sender(written: str) -> tuple[str, str]:
    """The name and the address that the edition's row says it is from."""
    name, address = parseaddr(written)
    return name, ascii_address(address or written)


def ascii_address(address: str) -> str:
    """The address with its domain in ASCII, where it has such a form."""
    try:
        return mail_address(address)
    except BadDataError:
        return address
