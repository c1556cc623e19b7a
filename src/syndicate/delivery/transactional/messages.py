"""From a mail to one person to what a carrier is given."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.delivery.model import Mailing, Recipient
from syndicate.links import mailto
from syndicate.mail.transactional import MailOccasion, TransactionalRenderer
from syndicate.storage.states import TransactionalKind

if TYPE_CHECKING:
    from datetime import date

    from syndicate.delivery.transactional.model import OpenMail
    from syndicate.delivery.transactional.occasions import MailSubject
    from syndicate.digests.newsletters import Newsletter
    from syndicate.links import Links

#: The kinds that anybody can have sent anywhere: nothing of theirs is known, not even a name.
_TO_STRANGERS = (TransactionalKind.CONFIRM, TransactionalKind.KNOWN, TransactionalKind.MOVE)


@dataclass(frozen=True, kw_only=True, slots=True)
class TransactionalMessages:
    """Makes the words of mails when they leave; ``renderers`` are by newsletter.

    ``language`` is the site's (BCP 47), for whom none is known. The mailbox ``unsubscribe_mailto`` joins the https
    address in ``List-Unsubscribe``.
    """

    links: Links
    renderers: Mapping[str, TransactionalRenderer]
    language: str
    postal_address: str
    unsubscribe_mailto: str | None = None

    def made(self, mail: OpenMail, subject: MailSubject) -> tuple[Mailing, Recipient]:
        """The mail and whom it goes to; from the same rows, the same mail.

        Raises:
            BadDataError: a template or a catalog is broken.
        """
        newsletter = subject.newsletters[0]
        letter = self.renderers[newsletter.name].render(self._occasion(mail, subject))
        domain, is_of_list = newsletter.sender_address.rpartition("@")[2], letter.can_be_left
        said = f"{letter.digest.subject}\x00{letter.rendering.html}\x00{letter.rendering.text}"
        mailing = Mailing(
            key=f"transactional.{mail.id}.{hashlib.sha256(said.encode()).hexdigest()}",
            edition_id=mail.id,
            sender_name=newsletter.sender_name,
            sender_address=newsletter.sender_address,
            reply_to=newsletter.reply_to,
            subject=letter.digest.subject,
            html=letter.rendering.html,
            text=letter.rendering.text,
            list_id=f"{newsletter.name}.{domain}" if is_of_list else None,
            unsubscribe_mailto=self._mailto(newsletter) if is_of_list else None,
            date=mail.created_at,
            mails=1,
        )
        return mailing, self._recipient(mail, subject, is_of_list=is_of_list)

    def _occasion(self, mail: OpenMail, subject: MailSubject) -> MailOccasion:
        newsletter, written_on = subject.newsletters[0], mail.created_at.date()
        return MailOccasion(
            kind=mail.kind,
            title=newsletter.title,
            newsletters=tuple(each.title for each in subject.newsletters),
            language=mail.language or (newsletter.language if mail.kind is TransactionalKind.KNOWN else self.language),
            url=self._url(mail, subject, written_on),
            site_url=self.links.home(),
            postal_address=self.postal_address,
            written_on=written_on,
            next_on=subject.next_on,
            follows_stories=subject.follows_stories,
            is_for_link=subject.is_for_link,
        )

    def _url(self, mail: OpenMail, subject: MailSubject, day: date) -> str:
        match mail.kind:
            case TransactionalKind.CONFIRM | TransactionalKind.MOVE:
                return self.links.confirm(mail.join_id or "", day)
            case TransactionalKind.KNOWN | TransactionalKind.WELCOME:
                return self.links.preferences(_subscription_id(mail, subject), mail.address or "", day)
            case TransactionalKind.MOVED:
                return self.links.subscribe()

    def _recipient(self, mail: OpenMail, subject: MailSubject, *, is_of_list: bool) -> Recipient:
        return Recipient(
            delivery_id=mail.id,
            attempt=1,
            address=mail.address or "",
            name="" if mail.kind in _TO_STRANGERS else mail.name or "",
            unsubscribe_url=self.links.unsubscribe(_subscription_id(mail, subject)) if is_of_list else "",
        )

    def _mailto(self, newsletter: Newsletter) -> str | None:
        return mailto(self.unsubscribe_mailto, f"unsubscribe {newsletter.name}") if self.unsubscribe_mailto else None


def _subscription_id(mail: OpenMail, subject: MailSubject) -> str:
    """The subscription to the newsletter whose mail it is."""
    own = subject.subscriptions.get(subject.newsletters[0].name)
    return str(own["id"]) if own else mail.subscription_id or ""
