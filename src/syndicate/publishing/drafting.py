"""What sets editions in type, and makes mails of those that are yet to come, made of a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.delivery.preview_mails import PreviewMails
from syndicate.digests.drafting import Drafting
from syndicate.mail.judge.verdicts import Judge
from syndicate.publishing.disclosing import disclosure_words
from syndicate.publishing.dressing import renderers_of

if TYPE_CHECKING:
    from syndicate.config import Config
    from syndicate.images.at_hand import PicturesAtHand
    from syndicate.links import Links
    from syndicate.storage import Database


def drafting_of(config: Config, database: Database, links: Links, pictures: PicturesAtHand) -> Drafting:
    """With the templates, the theme, the words and the judge that the configuration has for each newsletter."""
    return Drafting(
        database=database,
        renderers=renderers_of(config),
        links=links,
        postal_address=config.site.postal_address,
        pictures=pictures,
        disclosures=disclosure_words(config),
        judge=Judge(config.mail.clients),
    )


def preview_mails_of(config: Config, database: Database, links: Links) -> PreviewMails:
    """With the mailbox that the configuration has mails be unsubscribed by."""
    mailto = config.delivery.unsubscribe_mailto
    return PreviewMails(database=database, links=links, unsubscribe_mailto=mailto.address if mailto else None)
