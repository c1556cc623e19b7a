"""From a delivery to its finished message: the edition's frozen bodies, its slots filled for one reader."""

from __future__ import annotations

from email.utils import parseaddr
from functools import lru_cache
from typing import TYPE_CHECKING

from syndicate.digests.store import EditionStore
from syndicate.errors import NotFoundError
from syndicate.links import mailto
from syndicate.mail.merge_fields import fill
from syndicate.mail.message import build
from syndicate.mail.model import Envelope, Rendering

if TYPE_CHECKING:
    from syndicate.delivery.model import Delivery
    from syndicate.digests.model import Edition, FrozenRendering
    from syndicate.links import Links
    from syndicate.storage import Database


class Letters:
    """Builds the message of a delivery: a function of rendering and recipient alone, whenever it is called."""

    def __init__(self, *, database: Database, links: Links, unsubscribe_mailto: str | None) -> None:
        """Take the parts; the mailbox ``unsubscribe_mailto`` joins the https address in ``List-Unsubscribe``."""
        self._database = database
        self._links = links
        self._mailto = unsubscribe_mailto
        self._said = lru_cache(maxsize=8)(self._load)

    def __call__(self, delivery: Delivery) -> bytes:
        """The whole MIME document.

        Raises:
            BadDataError: no message can be built for that recipient.
        """
        edition, said = self._said(delivery.edition_id, delivery.revision)
        unsubscribe_url = self._links.unsubscribe(delivery.subscription_id)
        filled = fill(Rendering(html=said.html, text=said.text), {"unsubscribe_url": unsubscribe_url})
        sender_name, sender_address = parseaddr(edition.sender)
        domain = sender_address.rpartition("@")[2]
        envelope = Envelope(
            delivery_id=delivery.id,
            sender_name=sender_name,
            sender_address=sender_address,
            recipient_name=delivery.name or "",
            recipient_address=delivery.address,
            reply_to=edition.reply_to,
            subject=said.subject,
            list_id=f"{edition.newsletter}.{domain}",
            unsubscribe_url=unsubscribe_url,
            unsubscribe_mailto=self._unsubscribe_mailto(edition.newsletter),
        )
        # The edition's own instant, not the clock's: the same delivery is the same bytes at every try.
        return build(envelope, filled.html, filled.text, date=edition.frozen_at, message_id=f"<{delivery.id}@{domain}>")

    def _unsubscribe_mailto(self, newsletter: str) -> str | None:
        """A mail whose subject says what is to end (RFC 2369 §3.2), for whoever reads that mailbox."""
        return mailto(self._mailto, f"unsubscribe {newsletter}") if self._mailto else None

    def _load(self, edition_id: str, revision: int | None) -> tuple[Edition, FrozenRendering]:
        with self._database.read() as connection:
            store = EditionStore(connection)
            edition, said = store.get(edition_id), store.rendering(edition_id, revision)
        if edition is None or said is None:
            message = f"there is no edition {edition_id}"
            raise NotFoundError(message, code="edition-unknown")
        return edition, said
