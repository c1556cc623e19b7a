"""What the desk says of an article, in plain values and whole sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.headlines import UNTITLED
from syndicate.articles.model import Severity
from syndicate.text.plain import counted
from syndicate.web import dates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from syndicate.articles.model import Article, ForeignTime
    from syndicate.articles.search import FoundArticle

_LANGUAGE = "en-GB"


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleLine:
    """An article that wants an eye, and why."""

    id: str
    headline: str
    source: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeLine:
    """A foreign time as it was written and as it was read; ``note`` warns when it may be off."""

    label: str
    raw: str
    read_as: str
    utc: str
    rule: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundLine:
    """An article in the list of all."""

    id: str
    headline: str
    language: str
    status: str
    meta: str
    found: str


def held_line(article: Article) -> ArticleLine:
    """An article on hold, with the findings that hold it."""
    blocking = [finding for finding in article.findings if finding.severity is Severity.BLOCK]
    return _article_line(article, [finding.message for finding in blocking or article.findings])


def embargoed_line(article: Article, zone: ZoneInfo, now: datetime) -> ArticleLine:
    """An article under embargo, with the hour at which that ends."""
    until = article.embargo_until
    if until is None:
        return _article_line(article, [])
    return _article_line(article, [f"until {dates.at_desk(until, zone, _LANGUAGE)} ({dates.in_words(until - now)})"])


def found_line(article: FoundArticle, dated: str) -> FoundLine:
    """An article in the list of all; ``dated`` is its date as the desk shows it."""
    count = len(article.findings)
    return FoundLine(
        id=article.id,
        headline=article.name or UNTITLED,
        language=article.language,
        status=article.status,
        meta=" · ".join(filter(None, [dated, ", ".join(article.sections), f"{article.source}: {article.external_id}"])),
        found=counted(count, "finding") if count else "",
    )


def time_lines(article: Article, zone: ZoneInfo, rule_of: Callable[[ForeignTime], str]) -> list[TimeLine]:
    """The times that the document carries: raw, read, in UTC, and by which rule."""
    named: Sequence[tuple[str, ForeignTime | None]] = (("Published", article.published), ("Updated", article.updated))
    return [
        TimeLine(
            label=label,
            raw=time.raw,
            read_as=dates.at_desk(time.at, zone, _LANGUAGE),
            utc=time.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            rule=rule_of(time),
            note="The zone's name is often written carelessly: this may be an hour off." if time.is_ambiguous else "",
        )
        for label, time in named
        if time is not None
    ]


def _article_line(article: Article, reasons: Sequence[str]) -> ArticleLine:
    return ArticleLine(
        id=article.id,
        headline=article.name or UNTITLED,
        source=f"{article.source} · {article.external_id}",
        reasons=tuple(reasons),
    )
