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
            name=one.name,
            title=one.title,
            sender_name=one.sender.name or config.site.title,
            sender_address=one.sender.address,
            reply_to=one.reply_to.address if one.reply_to else None,
            cadence=Cadence(
                at=one.at,
                zone=one.time_zone,
                weekdays=frozenset(int(day) for day in one.weekdays),
                is_weekly=one.cadence == "weekly",
            ),
            max_lateness=one.max_lateness,
            language=one.language,
            sections=frozenset(one.sections),
            min_articles=one.min_articles,
            max_articles=one.max_articles,
            subject=one.subject,
            max_age=one.max_age,
            overflow=Overflow(one.overflow),
        )
        for one in config.newsletters
    )


def named(newsletters: Sequence[Newsletter], name: str) -> Newsletter:
    """The newsletter of that name.

    Raises:
        UnknownNameError: there is none; the hint lists those there are.
    """
    by_name = {one.name: one for one in newsletters}
    see_known("newsletter", name, by_name)
    return by_name[name]
