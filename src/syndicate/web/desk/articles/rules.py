"""By which rule of `docs/reading.md` a date was read, and why an article is not out; with lines of the config."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.dates import find_all
from syndicate.articles.model import Severity, Status, WithdrawnBy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syndicate.articles.model import Article, ForeignTime
    from syndicate.config import Config


def rule_of(time: ForeignTime, source: str, config: Config) -> str:
    """In one sentence how the zone of a written time was told."""
    found = next(find_all(time.raw), None)
    clock = found.clock if found else None
    if clock is not None and clock.utc is not None:
        return "Rule 1: its offset stands beside it, and was taken as it is."
    names = _zone_names(config, source)
    if clock is not None and clock.zone is not None:
        if clock.zone in names:
            place = config.where(("sources", source, "zone_names"))
            return f"The source says that {clock.zone} means {names[clock.zone]} ({place})."
        number = 3 if time.is_ambiguous else 2
        return f"Rule {number}: {clock.zone} has the offset that it has by the letter, all year."
    if found is None:
        return "It was read as the document's own format has it."
    place = config.where(("sources", source, "time_zone")) if _is_configured(config, source) else ""
    told = f"Rule 4: it names no zone, so the source's own was meant{f' ({place})' if place else ''}."
    return f"{told} In the hour that the clock change repeats, the earlier one." if time.is_ambiguous else told


def why_not_out(article: Article, config: Config) -> list[str]:
    """Why readers do not see it, a sentence each; nothing of an article that is out."""
    if article.status is Status.HELD:
        blocks = [finding for finding in article.findings if finding.severity is Severity.BLOCK]
        told = [f"On hold: {finding.message}" for finding in blocks]
        return [*told, *_zone_line(article, config)] if told else ["On hold."]
    if article.status is Status.EMBARGOED:
        published = article.published
        is_dated = published is not None and published.at == article.embargo_until
        reason = "its date of publication lies ahead" if is_dated else "its document names the end of an embargo"
        return [f"Under embargo: {reason}."]
    if article.status is Status.WITHDRAWN:
        return [_withdrawn(article)]
    return []


def _withdrawn(article: Article) -> str:
    if article.withdrawn_by is WithdrawnBy.DOCUMENT:
        return "Withdrawn: its own document withholds it, or says that its time is over."
    return f"Withdrawn by an editor{f': {article.withdrawal_reason}' if article.withdrawal_reason else ''}."


def _zone_line(article: Article, config: Config) -> list[str]:
    """Where a zone that nobody knows is to be named."""
    if not any(finding.code in {"embargo-unclear", "zone-unknown"} for finding in article.findings):
        return []
    if not _is_configured(config, article.source):
        return []
    return [f"A zone is named in the source's zone_names: {config.where(('sources', article.source, 'zone_names'))}."]


def _is_configured(config: Config, source: str) -> bool:
    return any(section.name == source for section in config.sources)


def _zone_names(config: Config, source: str) -> Mapping[str, str]:
    return next((section.zone_names for section in config.sources if section.name == source), {})
