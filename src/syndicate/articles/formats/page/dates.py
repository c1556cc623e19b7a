"""When a page says that its article was published and updated: every claim read by one policy, then compared.

The surest claims are those that name the publication: the article's JSON-LD, ``article:published_time`` and the like.
Where they are days apart and no more than half agree, none is taken. Of those that agree, the one that says most is:
with a zone before without, with a time before a day alone. Only without any, visible text near the headline is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.articles import dates
from syndicate.articles.dates import datelines
from syndicate.articles.dates.datelines import later
from syndicate.articles.findings import warning
from syndicate.articles.formats.claims.dates import ClaimedDates
from syndicate.articles.model import UnreadTime

if TYPE_CHECKING:
    from syndicate.articles.dates import Reading
    from syndicate.articles.formats.page.datelines import Visible
    from syndicate.articles.formats.page.metadata.head import PageHead
    from syndicate.articles.formats.page.metadata.json_ld import Described
    from syndicate.articles.rules import Rules

#: Claims farther apart than this mean different events: a day alone may be one off, and a zone half a day.
_APART = timedelta(hours=49)
_LONGEST = 120
#: What systems print that were given no date at all.
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)

_PUBLISHED = (
    "article:published_time", "article:published", "og:article:published_time", "article.published", "og:pubdate",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "citation_publication_date", "dc.date.issued",
    "dcterms.issued", "dcterms.date.issued",
)  # fmt: skip
# As sure where they stand in the head; but microdata and old systems write them into comments and teasers, too.
_ALSO_PUBLISHED = (
    "datepublished", "rnews:datepublished", "publish-date", "publish_date", "publication_date", "published_at",
    "published", "pub_date", "pubdate", "published_time_telegram",
)  # fmt: skip
# Mostly of the publication, sometimes of the page's file.
# Not "created": when a record was made says little, after a system has moved.
_DATED = ("date", "dc.date", "dcterms.date", "sailthru.date")
_UPDATED = (
    "article:modified_time", "article:modified", "og:updated_time", "datemodified", "dateupdated", "dcterms.modified",
    "dc.date.modified", "last-modified", "updated-date", "lastmod",
)  # fmt: skip
# "20251005", "20251005T153455+0200": ISO 8601's basic format, which only machines write.
_COMPACT = re.compile(
    r"\A(?P<year>(?:19|20)\d\d)(?P<dash>-?)(?P<month>[01]\d)(?P=dash)(?P<day>[0-3]\d)"
    r"(?:[T ]?(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<zone>Z|[+-]\d\d:?(?:\d\d)?)?)?\Z"
)


def read_dates(
    head: PageHead, about: Described | None, page: Described | None, seen: Visible, rules: Rules
) -> ClaimedDates:
    """The dates of the article that ``about`` describes, on a page that ``page`` describes.

    The page's own language says how ``05.10.2025`` is meant there, before the source's.
    """
    rules = replace(rules, language=head.language or rules.language)
    claimed = _published(_tiers(head, about, page, seen), rules)
    if claimed.published is None:
        claimed = _or_in_text(claimed, seen.lines, rules)
    updated = claimed.updated or next(
        (reading.time for raw in _updates(head, about, seen) if (reading := _read(raw, rules)) and reading.time), None
    )
    if claimed.published and updated and updated.at <= claimed.published.at:
        updated = None
    return replace(claimed, updated=updated)


def _tiers(head: PageHead, about: Described | None, page: Described | None, seen: Visible) -> Iterator[list[str]]:
    """Claims of like weight together, the surest first."""
    yield [*([about.published] if about and about.published else []), *_meta(head, _PUBLISHED)]
    yield _meta(head, _ALSO_PUBLISHED)
    yield [claim for claim in (page.published if page else None,) if claim]
    yield _meta(head, _DATED)
    yield list(seen.published)


def _meta(head: PageHead, names: Iterable[str]) -> list[str]:
    return [value for name in names for value in head.meta.get(name, ())[:1]]


def _published(tiers: Iterable[list[str]], rules: Rules) -> ClaimedDates:
    """The first tier with a claim that is read decides; one that was not may be an embargo all the same."""
    refused: list[Reading] = []
    for tier in tiers:
        readings = [reading for raw in tier if (reading := _read(raw, rules)) is not None]
        good = [reading for reading in readings if reading.time is not None]
        refused += [reading for reading in readings if reading.time is None]
        if good:
            agreed = _agreed(good)
            return replace(agreed, unread=later(agreed.unread, _latest(refused)))
    return ClaimedDates(unread=_latest(refused), findings=refused[0].findings if refused else ())


def _agreed(good: list[Reading]) -> ClaimedDates:
    """The claim that says most among those that agree, if these are more than half of all."""
    instants = [reading.time.at for reading in good if reading.time]
    groups = [
        [reading for reading in good if reading.time and abs(reading.time.at - instant) <= _APART]
        for instant in instants
    ]
    agreeing = max(groups, key=len)
    if 2 * len(agreeing) > len(good):
        best = max(agreeing, key=_precision)
        return ClaimedDates(published=best.time, findings=best.findings)
    raws = list(dict.fromkeys(reading.time.raw for reading in good if reading.time))
    message = "The page gives dates of publication that are days apart, so none was taken."
    finding = warning("date-conflict", message, " · ".join(raws))
    return ClaimedDates(unread=UnreadTime(latest=max(instants), raw=raws[0]), findings=(finding,))


def _precision(reading: Reading) -> int:
    if any(finding.code in {"zone-missing", "clock-change"} for finding in reading.findings):
        return 1
    return 2 if reading.time and ":" in reading.time.raw else 0


def _latest(refused: Iterable[Reading]) -> UnreadTime | None:
    latest: UnreadTime | None = None
    for reading in refused:
        latest = later(latest, reading.unread)
    return latest


def _updates(head: PageHead, about: Described | None, seen: Visible) -> Iterator[str]:
    if about and about.updated:
        yield about.updated
    for name in _UPDATED:
        yield from head.meta.get(name, ())[:1]
    yield from seen.updated


def _or_in_text(claimed: ClaimedDates, lines: Sequence[str], rules: Rules) -> ClaimedDates:
    """The first line of dates and names alone that gives a date; without one, what was found."""
    for line in lines:
        dateline = datelines.alone(line, rules)
        if dateline is not None and (dateline.published or dateline.unread):
            return ClaimedDates(
                published=dateline.published,
                updated=dateline.updated,
                unread=later(claimed.unread, dateline.unread),
                findings=(*claimed.findings, *dateline.findings),
            )
    return claimed


def _extended(match: re.Match[str]) -> str:
    """ISO 8601's basic format in its extended one."""
    day = "-".join(match.group("year", "month", "day"))
    clock = ":".join(part for part in match.group("hour", "minute", "second") if part)
    return f"{day}T{clock}{match['zone'] or ''}" if clock else day


def _read(raw: str, rules: Rules) -> Reading | None:
    """A claim read; ``None`` for what holds no date that is known at all, or the zero of a computer's clock."""
    text = _COMPACT.sub(_extended, raw[:_LONGEST].strip())
    reading = dates.read_text(text, rules.zone, rules.zone_names, rules.language)
    is_zero = reading is not None and reading.time is not None and abs(reading.time.at - _ZERO) < timedelta(days=2)
    return None if is_zero else reading
