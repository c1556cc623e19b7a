"""From a claim to its finished message: the edition's frozen bodies, its merge fields filled for one reader."""

from __future__ import annotations

from email.utils import parseaddr
from functools import lru_cache
from typing import TYPE_CHECKING

from syndicate.delivery.model import Message, Refused
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore
from syndicate.errors import BadDataError, NotFoundError
from syndicate.links import mailto
from syndicate.mail.merge_fields import fill
from syndicate.mail.message import build_message
from syndicate.mail.model import Envelope, Rendering
from syndicate.text.header import mail_address

if TYPE_CHECKING:
    from syndicate.delivery.model import Delivery
    from syndicate.digests.model import Edition, FrozenRendering
    from syndicate.links import Links
    from syndicate.storage import Database

#: Renderings that are kept at hand: no row of one ever changes.
KEPT = 8


class Messages:
    """Builds the message of a claim: a function of rendering and recipient alone, whenever it is asked for."""

    def __init__(self, *, database: Database, links: Links, unsubscribe_mailto: str | None = None) -> None:
        """Take the parts; the mailbox ``unsubscribe_mailto`` joins the https address in ``List-Unsubscribe``."""
        self._database = database
        self._links = links
        self._mailto = unsubscribe_mailto
        self._frozen = lru_cache(maxsize=KEPT)(self._load)

    def of(self, claim: Delivery) -> Message | Refused:
        """The message, or our own refusal to send what cannot be one.

        Raises:
            NotFoundError: the edition, or that revision of it, is gone.
        """
        edition, frozen = self._frozen(claim.edition_id, claim.variant_key, claim.revision)
        try:
            return self._built(claim, edition, frozen)
        except BadDataError as error:
            return Refused(code=error.code, reason=str(error), counts=False)

    def _built(self, claim: Delivery, edition: Edition, frozen: FrozenRendering) -> Message:
        unsubscribe_url = self._links.unsubscribe(claim.subscription_id)
        filled = fill(Rendering(html=frozen.html, text=frozen.text), {"unsubscribe_url": unsubscribe_url})
        sender_name, sender_address = _sender(edition)
        domain = sender_address.rpartition("@")[2]
        envelope = Envelope(
            delivery_id=claim.id,
            sender_name=sender_name,
            sender_address=sender_address,
            recipient_name=claim.name or "",
            recipient_address=claim.address,
            reply_to=edition.reply_to,
            subject=frozen.subject,
            list_id=f"{edition.newsletter}.{domain}",
            unsubscribe_url=unsubscribe_url,
            unsubscribe_mailto=self._unsubscribe_mailto(edition.newsletter),
        )
        return Message(
            delivery_id=claim.id,
            edition_id=claim.edition_id,
            sender_address=mail_address(sender_address),
            recipient_address=claim.address,
            # The edition's own instant, not the clock's: the same delivery is the same bytes at every try.
            content=build_message(
                envelope, filled.html, filled.text, date=edition.frozen_at, message_id=f"<{claim.id}@{domain}>"
            ),
        )

    def _unsubscribe_mailto(self, newsletter: str) -> str | None:
        """A mail whose subject says what is to end (RFC 2369 §3.2), for whoever reads that mailbox."""
        return mailto(self._mailto, f"unsubscribe {newsletter}") if self._mailto else None

    def _load(self, edition_id: str, variant_key: int | None, revision: int | None) -> tuple[Edition, FrozenRendering]:
        with self._database.read() as connection:
            edition = EditionStore(connection).get(edition_id)
            frozen = VariantStore(connection).rendering(variant_key, revision) if variant_key else None
        if edition is None or frozen is None:
            message = f"there is no edition {edition_id}"
            raise NotFoundError(message, code="edition-unknown")
        return edition, frozen


def _sender(edition: Edition) -> tuple[str, str]:
    """The name and the address that the edition's row says it is from."""
    name, address = parseaddr(edition.sender)
    if not address.rpartition("@")[0]:
        message = f"the edition is from {edition.sender!r}, which is not one address"
        hint = "Give the newsletter a sender: Name <name@example.com>."
        raise BadDataError(message, code="mail-no-sender", hint=hint)
    return name, address
