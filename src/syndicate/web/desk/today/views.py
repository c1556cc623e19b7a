"""What the desk says of this day, in plain values and whole sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from syndicate.articles.collecting.habit import silent_since
from syndicate.articles.headlines import UNTITLED
from syndicate.digests.newsletters import OnSilence
from syndicate.text.plain import counted
from syndicate.web import dates
from syndicate.web.desk.articles.pictures import next_try
from syndicate.web.desk.articles.views import ArticleLine
from syndicate.web.desk.coming.rules import held_rule
from syndicate.web.desk.editions.views import edition_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from syndicate.articles.model import Article
    from syndicate.articles.search import FoundArticle
    from syndicate.articles.source_store import SourceStanding
    from syndicate.config import Config
    from syndicate.digests.explaining.coming import ExpectedApproval, ExpectedEdition
    from syndicate.digests.model import Edition
    from syndicate.digests.newsletters import Newsletter
    from syndicate.images.model import Hero

_LANGUAGE = "en-GB"
#: A source that is not looked at for so long is told.
UNREAD = timedelta(hours=1)
_MOST_REASONS = 3
_UNAPPROVED = {OnSilence.SEND: "sent all the same", OnSilence.HOLD: "held", OnSilence.SKIP: "skipped"}


@dataclass(frozen=True, kw_only=True, slots=True)
class UpcomingLine:
    """An edition to come, in words; ``path`` leads to it, or is empty. ``alarms`` want an eye."""

    title: str
    cadence: str
    due: str
    distance: str
    wave: str
    readers: str
    stories: tuple[str, ...]
    notes: tuple[str, ...]
    alarms: tuple[str, ...]
    path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingLine:
    """An edition that waits for a person, and why; ``rule`` is the setting that holds it, or empty."""

    id: str
    title: str
    subject: str
    reason: str
    rule: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceLine:
    """A source, when it was read, and what came of it; ``alarm`` is empty when all is well."""

    name: str
    read: str
    alarm: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureLine:
    """A hero image that could not be had."""

    article_id: str
    headline: str
    reason: str
    next_try: str


def upcoming_line(
    newsletter: Newsletter,
    expected: ExpectedEdition,
    readers: int,
    now: datetime,
    *,
    first_wave_at: datetime | None = None,
) -> UpcomingLine:
    """An edition to come, on its newsletter's clock.

    ``readers`` are those to whom it goes, as on its own page; of what follows stories, all of the newsletter.
    """
    due, zone = expected.due_at, newsletter.zone
    path = f"/coming/{newsletter.name}/{expected.cadence}/{expected.slot}" if expected.slot else ""
    held = f"It will be held: {expected.held_because}." if expected.held_because else ""
    return UpcomingLine(
        title=newsletter.title,
        cadence=expected.cadence or "",
        due=dates.at_desk(due, zone, _LANGUAGE) if due else "no date",
        distance=dates.in_words(due - now) if due else "",
        wave=_wave(first_wave_at, due, zone),
        readers=f"goes to {counted(readers, 'reader')}",
        stories=tuple(story.title or UNTITLED for story in expected.stories),
        notes=tuple(filter(None, (_sentence(expected.reason), _approved(expected.approval, zone)))),
        alarms=tuple(filter(None, (held, _unapproved(expected.approval)))),
        path=path,
    )


def _wave(first_at: datetime | None, due: datetime | None, zone: ZoneInfo) -> str:
    """When readers elsewhere have it before the newsletter's own clock says so."""
    is_earlier = first_at is not None and due is not None and first_at < due
    return f"First anywhere at {dates.at_desk(first_at, zone, _LANGUAGE)}." if first_at and is_earlier else ""


def _approved(approval: ExpectedApproval | None, zone: ZoneInfo) -> str:
    if approval is None or not approval.is_valid or approval.at is None:
        return ""
    return f"Approved by {approval.by}, {dates.at_desk(approval.at, zone, _LANGUAGE)}."


def _unapproved(approval: ExpectedApproval | None) -> str:
    if approval is None or approval.is_valid:
        return ""
    silence = f"without that it is {_UNAPPROVED[approval.on_silence]}"
    if approval.by is None:
        return f"Nobody has approved it yet; {silence}."
    changes = counted(len(approval.changes), "change")
    return f"The approval by {approval.by} holds no more: {changes} since. It wants another; {silence}."


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""


def waiting_line(edition: Edition, titles: Mapping[str, str], config: Config) -> WaitingLine:
    """An edition that nobody gets until a person lets it go."""
    return WaitingLine(
        id=edition.id,
        title=edition_title(edition, titles),
        subject=edition.subject,
        reason=edition.held_because or "no reason was recorded",
        rule=held_rule(config, edition.newsletter, edition.held_because),
    )


def picture_line(article: Article | FoundArticle, hero: Hero, now: datetime) -> PictureLine:
    """A failed picture: why, and whether it is tried again."""
    return PictureLine(
        article_id=article.id,
        headline=article.name or UNTITLED,
        reason=hero.reason or "no reason was recorded",
        next_try=next_try(hero, now),
    )


def complaint_line(article: FoundArticle) -> ArticleLine:
    """What readers see, and what was found in it."""
    return ArticleLine(
        id=article.id,
        headline=article.name or UNTITLED,
        source=f"{article.source} · {article.external_id}",
        reasons=tuple(finding.message for finding in article.findings[:_MOST_REASONS]),
    )


def source_lines(names: Iterable[str], standings: Mapping[str, SourceStanding], now: datetime) -> list[SourceLine]:
    """The sources of the configuration, those first that want an eye."""
    lines = [_source_line(name, standings.get(name), now) for name in names]
    return sorted(lines, key=lambda line: (not line.alarm, line.name))


def _source_line(name: str, standing: SourceStanding | None, now: datetime) -> SourceLine:
    if standing is None or standing.tried_at is None:
        return SourceLine(name=name, read="never read", alarm="It was never read. Does a publisher run?")
    newest = standing.newest_at
    told = f"{'read' if standing.read_at else 'tried in vain'} {dates.in_words(standing.tried_at - now)}"
    came = f"newest article {dates.in_words(newest - now)}" if newest else "no article of late"
    return SourceLine(name=name, read=f"{told} · {came}", alarm=_alarm(standing, now))


def _alarm(standing: SourceStanding, now: datetime) -> str:
    if standing.error:
        since = f" (first {dates.in_words(standing.failing_since - now)})" if standing.failing_since else ""
        return f"The last run broke off: {standing.error}{since}"
    if standing.tried_at and now - standing.tried_at > UNREAD:
        return "It is not being read. Does a publisher run?"
    if standing.notice:
        return standing.notice
    since_when = silent_since(standing.arrivals, now)
    if since_when:
        return f"It is silent for longer than it ever was: something new came last {dates.in_words(since_when - now)}."
    return ""
