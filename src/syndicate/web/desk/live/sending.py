"""How an edition fares that is on its way, as the pages are told: plain values, and a sentence for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syndicate.delivery.pace.forecast import spoken_rate
from syndicate.delivery.status.lines import FATES, WORDS
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from syndicate.delivery.status.lines import EditionStatus


def shape(look: EditionStatus) -> dict[str, Any]:
    """Its numbers, and in sentences: how many have left, how fast, what is left of the quota, when the last has it.

    Where there is nothing to say a sentence is empty.
    """
    submitted = look.counts["submitted"]
    return {
        "id": look.id,
        "newsletter": look.newsletter,
        "number": look.number,
        "state": str(look.state),
        "mails": look.mails,
        "counts": {word: look.counts[word] for word in (*WORDS, *FATES) if look.counts[word]},
        "share": round(submitted / look.mails, 4) if look.mails else 0.0,
        "progress": f"{submitted:,} of {counted(look.mails, 'mail')} have left.",
        "pace": _pace(look),
        "quota": _quota(look),
        "end": _end(look),
        "held": _held(look),
    }


def _pace(look: EditionStatus) -> str:
    if look.rate is None:
        return ""
    allowed = "" if look.allowed_rate is None else f" of {spoken_rate(look.allowed_rate)} that are allowed"
    return f"{spoken_rate(look.rate)} a second leave{allowed}."


def _quota(look: EditionStatus) -> str:
    left = [] if look.quota_left is None else [f"{look.quota_left:,.0f} of the day’s quota are left"]
    left += [] if look.allowed_today is None else [f"the warm-up leaves {look.allowed_today:,} today"]
    return f"{'; '.join(left)}." if left else ""


def _end(look: EditionStatus) -> str:
    return f"{look.forecast.line(look.at)}." if look.forecast else ""


def _held(look: EditionStatus) -> str:
    """Why nothing leaves, if so."""
    if look.forbidden is not None:
        return f"Nothing leaves: {look.forbidden}."
    if look.held_because:
        return f"It is held: {look.held_because}."
    if look.paused_until is not None:
        return f"It pauses until {look.paused_until:%H:%M} UTC: {look.paused_because or 'no reason told'}."
    return ""
