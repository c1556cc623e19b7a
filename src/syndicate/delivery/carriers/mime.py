"""Finished MIME for the carriers that take it: one splice a mailing, kept while it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.delivery.carriers.keeping import Kept
from syndicate.delivery.model import Refused
from syndicate.mail.model import Envelope, Rendering
from syndicate.mail.splicing import Splice

if TYPE_CHECKING:
    from syndicate.delivery.model import Mailing, Recipient
    from syndicate.errors import BadDataError


class MimeMails:
    """Builds each recipient's message: the same bytes for every carrier and at every try."""

    def __init__(self) -> None:
        self._splices = Kept[Splice]()

    def message(self, mailing: Mailing, recipient: Recipient) -> bytes:
        """The whole document.

        Raises:
            BadDataError: no mail can be made for this recipient, or of this mailing for anybody.
        """
        splice = self._splices.get(mailing.key, lambda: _splice(mailing))
        return splice.message(
            delivery_id=recipient.delivery_id,
            name=recipient.name,
            address=recipient.address,
            unsubscribe_url=recipient.unsubscribe_url,
            preferences_url=recipient.preferences_url,
        )


def unfit(error: BadDataError) -> Refused:
    """Our own refusal of what cannot be a mail; it says nothing about what the carrier thinks."""
    return Refused(code=error.code, reason=str(error), counts=False)


def _splice(mailing: Mailing) -> Splice:
    envelope = Envelope(
        delivery_id="",
        sender_name=mailing.sender_name,
        sender_address=mailing.sender_address,
        recipient_name="",
        recipient_address="",
        reply_to=mailing.reply_to,
        subject=mailing.subject,
        list_id=mailing.list_id,
        unsubscribe_url="",
        unsubscribe_mailto=mailing.unsubscribe_mailto,
    )
    return Splice(Rendering(html=mailing.html, text=mailing.text), envelope, date=mailing.date)
