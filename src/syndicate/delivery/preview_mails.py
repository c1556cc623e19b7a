"""The mail of an edition that is yet to come, made of it as it will be when it is carried."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from syndicate.audience.store import AudienceStore
from syndicate.delivery.carriers.mime import MimeMails
from syndicate.delivery.messages import ascii_address, mailing_of
from syndicate.delivery.model import Mailing, Recipient
from syndicate.digests.composed import mailbox
from syndicate.errors import NotFoundError
from syndicate.mail.merge_fields import neutral_values

if TYPE_CHECKING:
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.previewing import Preview
    from syndicate.links import Links
    from syndicate.storage import Database
    from syndicate.text.mailboxes import Mailbox

#: Whom a mail is made out to that is nobody's (RFC 2606).
NOBODY = "reader@example.org"
#: What stands in the place of the id that the delivery will have.
DELIVERY_ID = "preview"


class PreviewMails:
    """Makes finished messages of previews; nothing is written, and nothing leaves."""

    def __init__(self, *, database: Database, links: Links, unsubscribe_mailto: str | None) -> None:
        """Take the parts."""
        self._database = database
        self._links = links
        self._mailto = unsubscribe_mailto

    def message(
        self, newsletter: Newsletter, preview: Preview, reader: Mailbox | None = None, *, is_neutral: bool = False
    ) -> bytes:
        """The whole document that a reader would get, but for its ``Date`` and the id of its delivery.

        Without a reader it is nobody's. Where it ``is_neutral``, links lead to pages that know nobody.

        Raises:
            BadDataError: no mail can be made of it, or for that reader.
            NotFoundError: the reader has no subscription to the newsletter.
        """
        mailing = self.mailing(newsletter, preview)
        return MimeMails().message(mailing, self.recipient(newsletter, preview, reader, is_neutral=is_neutral))

    def mailing(self, newsletter: Newsletter, preview: Preview) -> Mailing:
        """What all of the preview's readers would get alike."""
        return mailing_of(
            preview.made.frozen(preview.edition_id, preview.at),
            key=f"preview.{preview.edition_id}",
            newsletter=newsletter.name,
            sender=mailbox(newsletter.sender_name, newsletter.sender_address),
            reply_to=newsletter.reply_to,
            unsubscribe_mailto=self._mailto,
            date=preview.at,
            mails=1,
        )

    def recipient(
        self, newsletter: Newsletter, preview: Preview, reader: Mailbox | None, *, is_neutral: bool = False
    ) -> Recipient:
        """What differs in that reader's mail of the preview.

        Raises:
            NotFoundError: the reader has no subscription to the newsletter.
        """
        neutral = neutral_values(self._links.site_url)
        if reader is None:
            return Recipient(delivery_id=DELIVERY_ID, attempt=1, address=NOBODY, name="", **neutral)
        with self._database.read() as connection:
            found = AudienceStore(connection).of_address(reader.key, newsletter.name)
        if not found:
            message = f"“{reader.shown}” has no subscription to {newsletter.name}"
            raise NotFoundError(message, code="subscription-unknown", hint="See: syndicate subscribers list")
        subscription = found[0]
        address, day = ascii_address(subscription.address), preview.at.astimezone(UTC).date()
        own = {
            "unsubscribe_url": self._links.unsubscribe(subscription.id),
            "preferences_url": self._links.preferences(subscription.id, address, day),
        }
        return Recipient(
            delivery_id=DELIVERY_ID,
            attempt=1,
            address=address,
            name=subscription.subscriber.name or "",
            **(neutral if is_neutral else own),
        )
