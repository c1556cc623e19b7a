"""The newsletters that the configuration lays out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from typing import TYPE_CHECKING

from syndicate.audience.reader_filter import ReaderFilter
from syndicate.digests.newsletters import (
    Approval,
    CatchUp,
    ClockOwner,
    DedupeAcross,
    Filters,
    LateStories,
    Newsletter,
    OnSilence,
    Ordering,
    QuietHours,
    Welcome,
    history_kept,
)
from syndicate.digests.schedule import BlackoutRule, Blackouts, due_at
from syndicate.publishing.known_names import see_known

if TYPE_CHECKING:
    from syndicate.config import Config
    from syndicate.config.newsletters.sections import NewsletterSection, UtmSection


def newsletters_of(config: Config) -> tuple[Newsletter, ...]:
    """The newsletters that the configuration lays out."""
    return tuple(_newsletter(section, config.site.title) for section in config.newsletters)


def people_kept(config: Config) -> timedelta:
    """How long rows of people of closed editions stay, and it is known who had what."""
    return config.retention.people or history_kept(newsletters_of(config))


def _newsletter(section: NewsletterSection, site: str) -> Newsletter:
    return Newsletter(
        name=section.name,
        title=section.title,
        sender_name=section.sender.name or site,
        sender_address=section.sender.address,
        reply_to=section.reply_to.address if section.reply_to else None,
        zone=section.time_zone,
        language=section.language,
        cadences=section.offered,
        max_lateness=section.max_lateness,
        clock=ClockOwner(section.clock),
        filters=_filters(section),
        readers=_readers(section),
        ordering=_ordering(section),
        blackouts=_blackouts(section),
        quiet=QuietHours(start=section.quiet_hours[0], end=section.quiet_hours[1]) if section.quiet_hours else None,
        max_age=section.max_age,
        dedupe_across=DedupeAcross(section.dedupe_across),
        catch_up=CatchUp(section.catch_up),
        late_stories=LateStories(section.late_stories),
        max_variants=section.max_variants,
        approval=_approval(section),
        requires_ai_record=section.require_ai_record,
        welcome=Welcome(section.welcome),
        blocks=tuple(block.planned for block in section.blocks),
        utm=_utm(section.utm),
    )


def _filters(section: NewsletterSection) -> Filters:
    return Filters(
        sections=frozenset(section.sections),
        tags=frozenset(section.tags),
        authors=frozenset(section.authors),
        sources=frozenset(section.sources),
        languages=frozenset(section.languages),
    )


def _readers(section: NewsletterSection) -> ReaderFilter:
    readers, zone = section.readers, section.time_zone
    return ReaderFilter(
        languages=frozenset(readers.languages),
        default_language=section.language,
        joined_from=due_at(readers.joined_from, time(), zone) if readers.joined_from else None,
        joined_before=due_at(readers.joined_before, time(), zone) if readers.joined_before else None,
    )


def _ordering(section: NewsletterSection) -> Ordering:
    ordering = section.ordering
    return Ordering(sections=ordering.sections, half_life=ordering.half_life, picture=ordering.picture)


def _blackouts(section: NewsletterSection) -> Blackouts:
    once = (span for span in section.blackouts if not span.is_yearly)
    return Blackouts(
        days=frozenset(day for span in once for day in span.days),
        yearly=frozenset((span.first.month, span.first.day) for span in section.blackouts if span.is_yearly),
        rule=BlackoutRule(section.on_blackout),
    )


def _approval(section: NewsletterSection) -> Approval | None:
    if section.approval == "auto" or section.on_silence is None:
        return None
    return Approval(on_silence=OnSilence(section.on_silence), lead=section.approval_lead)


def _utm(utm: UtmSection) -> dict[str, str]:
    if utm.source is None:
        return {}
    return {"source": utm.source, "medium": utm.medium, "campaign": utm.campaign}


def named(newsletters: Sequence[Newsletter], name: str) -> Newsletter:
    """The newsletter of that name.

    Raises:
        UnknownNameError: there is none; the hint lists those there are.
    """
    by_name = {newsletter.name: newsletter for newsletter in newsletters}
    see_known("newsletter", name, by_name)
    return by_name[name]
