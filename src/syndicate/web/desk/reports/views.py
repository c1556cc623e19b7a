"""Reports in words: numbers with their shares, and whole sentences about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.delivery.events.fuse import FuseLevel, MailSums, reading
from syndicate.web import dates

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.delivery.events.fuse import FuseLimits
    from syndicate.delivery.reporting.model import EditionReport, NewsletterReport, Week

#: Of what is said in a sentence.
_RECENT_WEEKS = 4
#: Width and height of a plot, in pixels.
PLOT_SIZE = (720, 280)
#: Where the carrier told nothing.
UNTOLD = "not told"


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionRow:
    """A past edition in the table; each number with its share of the mails that were taken. ``alarm`` may be empty."""

    id: str
    number: int
    subject: str
    day: str
    taken: str
    delivered: str
    bounced: str
    returned: str
    complained: str
    refused: str
    uncertain: str
    left: str
    alarm: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WeekRow:
    """A week in the table; ``day`` is its Monday."""

    day: str
    joined: str
    left: str
    net: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NewsletterLine:
    """A newsletter in the list of all: its readers, and how its newest edition fared, in sentences."""

    name: str
    title: str
    readers: str
    newest: str


def line_of(report: NewsletterReport, zone: ZoneInfo, language: str) -> NewsletterLine:
    """A newsletter for the list of all."""
    newest = _newest(report.editions[0], zone, language) if report.editions else "Nothing of it has been sent yet."
    return NewsletterLine(name=report.name, title=report.title, readers=readers_of(report), newest=newest)


def readers_of(report: NewsletterReport) -> str:
    """How many there are, and how it went of late."""
    recent = report.weeks[-_RECENT_WEEKS:]
    came, went = sum(week.joined for week in recent), sum(week.left for week in recent)
    readers = "1 reader gets it." if report.readers == 1 else f"{report.readers:,} readers get it."
    return f"{readers} In the last four weeks {came:,} came and {went:,} went."


def fuse_of(limits: FuseLimits) -> str:
    """Where the fuse warns, and where it holds."""
    return (
        f"The fuse warns when {_percent(limits.bounce_warn)} came back for good or {_percent(limits.complaint_warn)} "
        f"were called spam, and holds an edition at {_percent(limits.bounce_hold)} and "
        f"{_percent(limits.complaint_hold)}, once there are enough to be sure."
    )


def row_of(edition: EditionReport, limits: FuseLimits, zone: ZoneInfo, language: str) -> EditionRow:
    """An edition for the table."""
    sums = MailSums(submitted=edition.submitted, bounced=edition.bounced, complained=edition.complained)
    judged = reading(sums, limits)
    return EditionRow(
        id=edition.id,
        number=edition.number,
        subject=edition.subject,
        day=dates.of_day(edition.came_out_at.astimezone(zone).date(), language),
        taken=f"{edition.submitted:,} of {edition.recipients:,}",
        delivered=_told(edition, edition.delivered),
        bounced=_told(edition, edition.bounced),
        returned=_told(edition, edition.returned),
        complained=_told(edition, edition.complained),
        refused=f"{edition.refused:,}",
        uncertain=f"{edition.uncertain:,}",
        left=_with_share(edition, edition.left),
        alarm=judged.reason if judged.level is not FuseLevel.GOOD else "",
    )


def weeks_of(report: NewsletterReport, language: str) -> list[WeekRow]:
    """The weeks for the table, the newest first."""
    return [_week(week, language) for week in reversed(report.weeks)]


def _week(week: Week, language: str) -> WeekRow:
    day = dates.of_day(week.starts_on, language)
    return WeekRow(day=day, joined=f"{week.joined:,}", left=f"{week.left:,}", net=f"{week.net:+,}" if week.net else "0")


def _newest(edition: EditionReport, zone: ZoneInfo, language: str) -> str:
    day = dates.of_day(edition.came_out_at.astimezone(zone).date(), language)
    sent = f"No. {edition.number} of {day}: {edition.submitted:,} of {edition.recipients:,} mails were taken"
    if not edition.is_heard:
        return f"{sent}; nothing was told of what became of them."
    return f"{sent}, {edition.delivered:,} were delivered, {edition.bounced:,} came back for good."


def _told(edition: EditionReport, count: int) -> str:
    return _with_share(edition, count) if edition.is_heard else UNTOLD


def _with_share(edition: EditionReport, count: int) -> str:
    share = edition.share(count)
    return f"{count:,} ({share * 100:.2f} %)" if share else f"{count:,}"


def _percent(share: float) -> str:
    return f"{share * 100:.4g} %"
