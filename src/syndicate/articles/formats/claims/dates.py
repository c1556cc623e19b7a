"""The dates that documents claim; those in fields made for them are read by the one policy, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles import dates
from syndicate.articles.findings import warning
from syndicate.articles.model import UnreadTime
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from syndicate.articles.dates import Reading
    from syndicate.articles.model import Finding, ForeignTime
    from syndicate.articles.rules import Rules

_LONGEST = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimedDates:
    """What came of all claims; ``unread`` is the latest that a claim may mean which was not taken."""

    published: ForeignTime | None = None
    updated: ForeignTime | None = None
    unread: UnreadTime | None = None
    findings: tuple[Finding, ...] = ()


def stated_dates(published: Iterable[str], updated: Iterable[str], rules: Rules, language: str | None) -> ClaimedDates:
    """What came of the first of each that is not empty. A change that is not later than the publication is none.

    ``language`` is the document's own, which counts before the source's. What is no date at all is a finding.
    """
    first, change = (_first(values, rules, language) for values in (published, updated))
    at = first.time if first else None
    changed = change.time if change else None
    if at is not None and changed is not None and changed.at <= at.at:
        changed = None
    return ClaimedDates(
        published=at,
        updated=changed,
        unread=first.unread if first else None,
        findings=first.findings if first else (),
    )


def _first(values: Iterable[str], rules: Rules, language: str | None) -> Reading | None:
    raw = next((line for value in values if (line := one_line(value[:_LONGEST]))), None)
    if raw is None:
        return None
    reading = dates.read_text(raw, rules.zone, rules.zone_names, language or rules.language, dates.IN_FIELDS)
    if reading is None:
        message = f"“{raw}” is no date that can be read for certain, so it was left out."
        return dates.Reading(time=None, findings=(warning("date-invalid", message, raw),))
    return reading
