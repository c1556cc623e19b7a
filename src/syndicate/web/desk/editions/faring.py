"""How an edition on its way fares, in whole sentences. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.delivery.pace.forecast import spoken_rate
from syndicate.text.plain import counted
from syndicate.web import dates

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.delivery.status.lines import EditionStatus

_LANGUAGE = "en-GB"
_TROUBLE = {
    "uncertain": "it is not known of {} whether it left",
    "refused": "the carrier refused {}",
    "bounced": "{} came back",
    "complained": "{} was complained of",
    "excluded": "{} must not be sent",
    "stopped": "{} will never leave",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FaringLine:
    """An edition on its way: how far it came, at what pace, and when the last reader has it.

    ``share`` is how much of it has left, in percent. ``alarms`` want an eye.
    """

    id: str
    heading: str
    state: str
    far: str
    share: int
    facts: tuple[str, ...]
    alarms: tuple[str, ...]


def faring_line(look: EditionStatus, title: str, zone: ZoneInfo) -> FaringLine:
    """How it fares; instants are on that clock."""
    left = look.counts["submitted"]
    return FaringLine(
        id=look.id,
        heading=f"{title}, no. {look.number}" if look.number else title,
        state=look.state,
        far=_far(look, left),
        share=round(100 * left / look.mails) if look.mails else 0,
        facts=tuple(filter(None, (_trial(look), *_pace(look), _end(look, zone)))) if not look.is_over else (),
        alarms=tuple(filter(None, (*_troubles(look), *_halts(look, zone)))),
    )


def _far(look: EditionStatus, left: int) -> str:
    if not look.is_opened:
        return f"It would go to {counted(look.mails, 'reader')}; nothing has left."
    waiting = look.counts["pending"] + look.counts["claimed"]
    told = f"{left:,} of {counted(look.mails, 'mail')} {'has' if left == 1 else 'have'} left"
    return f"{told}; {waiting:,} {'waits' if waiting == 1 else 'wait'}." if waiting else f"{told}."


def _troubles(look: EditionStatus) -> list[str]:
    return [
        f"{words[0].upper()}{words[1:]}."
        for word, pattern in _TROUBLE.items()
        if look.counts[word] and (words := pattern.format(counted(look.counts[word], "mail")))
    ]


def _pace(look: EditionStatus) -> list[str]:
    now = "" if look.rate is None else f"{spoken_rate(look.rate)} mails a second leave now."
    allowed = "" if look.allowed_rate is None else f"{spoken_rate(look.allowed_rate)} a second are allowed."
    quota = "" if look.quota_left is None else f"{look.quota_left:,.0f} of the account's day are left."
    today = "" if look.allowed_today is None else f"The warm-up leaves {look.allowed_today:,} today."
    return [now, allowed, quota, today]


def _trial(look: EditionStatus) -> str:
    if not look.is_on_trial:
        return ""
    minutes = look.trial_wait.total_seconds() / 60
    return f"On trial: the first {look.trial:,} leave, and {minutes:.0f} minutes later the others."


def _end(look: EditionStatus, zone: ZoneInfo) -> str:
    if look.forecast is None:
        return ""
    at = look.forecast.ends_at
    when = f"{dates.in_words(at - look.at)}, {dates.at_desk(at, zone, _LANGUAGE)}"
    told = f"The last reader has it {when}" if look.is_opened else f"Sent now, the last reader has it {when}"
    return f"{told}, for {look.forecast.waits_for}." if look.forecast.waits_for else f"{told}."


def _halts(look: EditionStatus, zone: ZoneInfo) -> list[str]:
    if look.is_over:
        return []
    held = f"Held: {look.held_because}." if look.held_because else ""
    until = look.paused_until
    paused = f"Paused until {dates.at_desk(until, zone, _LANGUAGE)}: {look.paused_because}." if until else ""
    return [held, paused, f"Nothing leaves: {look.forbidden}." if look.forbidden else ""]
