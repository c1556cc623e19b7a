"""The newsletters that the configuration lays out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from syndicate.digests.model import Cadence, Newsletter, Overflow
from syndicate.publishing.known_names import see_known

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
            cadence=Cadence(
                at=newsletter.at,
                zone=newsletter.time_zone,
                weekdays=frozenset(int(day) for day in newsletter.weekdays),
                is_weekly=newsletter.cadence == "weekly",
            ),
            max_lateness=newsletter.max_lateness,
            language=newsletter.language,
            sections=frozenset(newsletter.sections),
            min_articles=newsletter.min_articles,
            max_articles=newsletter.max_articles,
            subject=newsletter.subject,
            max_age=newsletter.max_age,
            overflow=Overflow(newsletter.overflow),
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
