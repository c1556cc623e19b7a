"""The step that answers readers, made of a configuration and of what sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.delivery.transactional.messages import TransactionalMessages
from syndicate.delivery.transactional.sending import TransactionalSending
from syndicate.mail.transactional import TransactionalRenderer
from syndicate.publishing.dressing import site_theme
from syndicate.publishing.steps.answer import Answer
from syndicate.shipped import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.config import Config
    from syndicate.delivery.lanes.sending import Sending
    from syndicate.digests.newsletters import Newsletter
    from syndicate.links import Links


def answer_step_of(config: Config, newsletters: Sequence[Newsletter], links: Links, sending: Sending) -> Answer:
    """The step, by the carrier and behind the fence of all other mails, at their pace."""
    mailto = config.delivery.unsubscribe_mailto
    messages = TransactionalMessages(
        links=links,
        renderers=_renderers(config),
        language=config.site.language,
        postal_address=config.site.postal_address,
        unsubscribe_mailto=mailto.address if mailto else None,
    )
    mails = TransactionalSending(
        database=sending.database,
        clock=sending.clock,
        carrier=sending.carrier,
        messages=messages,
        newsletters={newsletter.name: newsletter for newsletter in newsletters},
        limits=sending.limits,
        fence=sending.fence,
    )
    return Answer(database=sending.database, clock=sending.clock, sending=mails)


def _renderers(config: Config) -> dict[str, TransactionalRenderer]:
    """What sets the mails of each newsletter, in its own dress."""
    site, templates = site_theme(config), config.mail.templates or TEMPLATES
    return {
        newsletter.name: TransactionalRenderer(newsletter.templates or templates, newsletter.theme.over(site))
        for newsletter in config.newsletters
    }
