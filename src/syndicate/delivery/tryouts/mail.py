"""A test of a mail: what all of a newsletter's readers would get, marked, made out to one editor, and leading nowhere.

Pure. Its links to leave and to choose lead to the pages that know nobody.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.delivery.model import Mailing, Recipient
from syndicate.mail.merge_fields import neutral_values

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.text.mailboxes import Mailbox

#: What stands before the subject, so that nobody takes it for the edition.
MARK = "[test]"


@dataclass(frozen=True, kw_only=True, slots=True)
class TryOut:
    """What is tried: the words of a mail with their merge fields, who sends it, and for whose newsletter.

    ``html`` is empty of a mail that is text alone. A reader as whom it is made out has a ``recipient_name``, or none.
    """

    newsletter: str
    sender_name: str
    sender_address: str
    reply_to: str | None
    subject: str
    html: str
    text: str
    recipient_name: str = ""


def mail_of(tried: TryOut, to: Mailbox, *, id_: str, site_url: str, date: datetime) -> tuple[Mailing, Recipient]:
    """The mail and whom it goes to; ``id_`` names it for the carrier, and is no delivery's."""
    said = f"{tried.subject}\x00{tried.html}\x00{tried.text}"
    neutral = neutral_values(site_url)
    mailing = Mailing(
        key=f"test.{id_}.{hashlib.sha256(said.encode()).hexdigest()}",
        edition_id=id_,
        sender_name=tried.sender_name,
        sender_address=tried.sender_address,
        reply_to=tried.reply_to,
        subject=f"{MARK} {tried.subject}",
        html=tried.html,
        text=tried.text,
        list_id=f"{tried.newsletter}.{tried.sender_address.rpartition('@')[2]}",
        unsubscribe_mailto=None,
        date=date,
        mails=1,
    )
    return mailing, Recipient(
        delivery_id=id_, attempt=1, address=to.address, name=tried.recipient_name or to.name or "", **neutral
    )
