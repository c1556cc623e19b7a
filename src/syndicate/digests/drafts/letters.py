"""What editors are told of a coming edition that wants their approval, and when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from syndicate.digests.newsletters import OnSilence

if TYPE_CHECKING:
    from syndicate.digests.drafts.model import ComingEdition
    from syndicate.digests.newsletters import Newsletter


class LetterKind(StrEnum):
    """Why a letter is written: the draft is ready, so long before its first wave, or that came without approval."""

    READY = "ready"
    HOUR = "t-60"
    QUARTER = "t-15"
    UNAPPROVED = "unapproved"


_BEFORE = {LetterKind.HOUR: timedelta(minutes=60), LetterKind.QUARTER: timedelta(minutes=15)}
_SILENCE = {
    OnSilence.SEND: "Without an approval it is sent as it is.",
    OnSilence.HOLD: "Without an approval it is held.",
    OnSilence.SKIP: "Without an approval it is skipped; its stories come with the next.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A mail to editors, plain."""

    subject: str
    text: str

    @property
    def html(self) -> str:
        """The same for whoever reads HTML alone."""
        paragraphs = (escape(part).replace("\n", "<br>") for part in self.text.strip().split("\n\n"))
        body = "".join(f"<p>{part}</p>" for part in paragraphs)
        head = f"<head><title>{escape(self.subject)}</title></head>"
        return f'<!doctype html><html lang="en">{head}<body>{body}</body></html>'


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftNews:
    """What a letter tells: ``stories`` are headlines in reading order; ``changes`` are since an approval."""

    row: ComingEdition
    subject: str = ""
    stories: Sequence[str] = ()
    hash: str = ""
    changes: Sequence[str] | None = None


def due_letter(first_wave_at: datetime, lead: timedelta, told: Collection[str], now: datetime) -> LetterKind | None:
    """The newest letter whose time has come and that was not written; ``None``: there is none, or it is too late."""
    if now >= first_wave_at:
        return None
    times = {kind: first_wave_at - span for kind, span in {LetterKind.READY: lead, **_BEFORE}.items()}
    ready_at = times[LetterKind.READY]
    begun = [kind for kind, at in times.items() if ready_at <= at <= now]
    newest = max(begun, key=lambda kind: (times[kind], kind is LetterKind.READY), default=None)
    return newest if newest and newest not in told else None


def asking(newsletter: Newsletter, kind: LetterKind, news: DraftNews) -> Letter:
    """The letter that asks for approval."""
    on_silence = newsletter.approval.on_silence if newsletter.approval else OnSilence.SEND
    urgency = {LetterKind.HOUR: " within the hour", LetterKind.QUARTER: " in a quarter of an hour"}.get(kind, "")
    name, row = newsletter.name, news.row
    options = f"{name} --cadence {row.cadence} --slot {row.slot}"
    parts = [
        f"{newsletter.title}, {row.cadence}, {row.slot}: the draft waits for an approval.",
        f"Its first mail leaves at {instant_in(row.first_wave_at, newsletter.zone)}. {_SILENCE[on_silence]}",
        *_what_changed(news.changes),
        *_what_it_says(news),
        f"To approve it as it stands here:\nsyndicate edition draft approve {options} --hash {news.hash[:12]}",
        f"To see it whole:\nsyndicate edition draft show {options}",
    ]
    return Letter(
        subject=f"{newsletter.title} {row.slot} ({row.cadence}) waits for approval, leaves{urgency or ' soon'}",
        text="\n\n".join(parts) + "\n",
    )


def unapproved(newsletter: Newsletter, news: DraftNews, reason: str, edition_id: str | None) -> Letter:
    """The letter that says what became of an edition without a valid approval; a held one has an id."""
    row = news.row
    fate = "is held" if edition_id else "was skipped; its stories come with the next"
    parts = [
        f"{newsletter.title}, {row.cadence}, {row.slot} {fate}: {reason}.",
        f"Its first mail was to leave at {instant_in(row.first_wave_at, newsletter.zone)}.",
        *(_what_it_says(news) if edition_id else []),
        *([f"To let it go:\nsyndicate edition resume {edition_id}"] if edition_id else []),
    ]
    state = "held" if edition_id else "skipped"
    return Letter(
        subject=f"{newsletter.title} {row.slot} ({row.cadence}) is {state}: no approval",
        text="\n\n".join(parts) + "\n",
    )


def instant_in(instant: datetime, zone: ZoneInfo) -> str:
    """An instant on a zone's clock, with its name, and in UTC: an editor may sit anywhere."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M} {zone.key} ({instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"


def _what_changed(changes: Sequence[str] | None) -> list[str]:
    if not changes:
        return []
    lines = "\n".join(f"- {change}" for change in changes)
    return [f"It was approved, and that is void, because it has changed since:\n{lines}"]


def _what_it_says(news: DraftNews) -> list[str]:
    if not news.stories:
        return ["No story is there for its readers yet."]
    return [f"Subject: {news.subject}", "Stories:\n" + "\n".join(f"- {headline}" for headline in news.stories)]
