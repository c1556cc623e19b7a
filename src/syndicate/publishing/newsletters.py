"""The newsletters that the configuration lays out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from syndicate.digests.newsletters import Cadence, Filters, Newsletter, Overflow
from syndicate.publishing.known_names import see_known
from syndicate.storage.states import CadenceKind

if TYPE_CHECKING:
    from syndicate.config import Config


def newsletters_of(config: Config) -> tuple[Newsletter, ...]:
    """The newsletters that the configuration lays out."""
    return tuple(
        Newsletter(
            name=newsletter.name,
            title=newsletter.title,
            sender_name=newsletter.sender.name or config.site.title,
            sender_address=newsletter.sender.address,
            reply_to=newsletter.reply_to.address if newsletter.reply_to else None,
            zone=newsletter.time_zone,
            cadences=(
                Cadence(
                    kind=CadenceKind(newsletter.cadence),
                    at=newsletter.at,
                    weekdays=frozenset(int(day) for day in newsletter.weekdays),
                    min_articles=newsletter.min_articles,
                    max_articles=newsletter.max_articles,
                    overflow=Overflow(newsletter.overflow),
                    subject=newsletter.subject,
                ),
            ),
            max_lateness=newsletter.max_lateness,
            language=newsletter.language,
            filters=Filters(sections=frozenset(newsletter.sections)),
            max_age=newsletter.max_age,
        )
        for newsletter in config.newsletters
    )


def named(newsletters: Sequence[Newsletter], name: str) -> Newsletter:
    """The newsletter of that name.

    Raises:
        UnknownNameError: there is none; the hint lists those there are.
    """
    by_name = {newsletter.name: newsletter for newsletter in newsletters}
    see_known("newsletter", name, by_name)
    return by_name[name]
