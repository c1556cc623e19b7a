"""What is to be done about mails in doubt: handed over, and the answer lost.

`at_most_once` leaves them to a person. `at_least_once` sends them again after a wait. `reconcile` does so only where
the provider's events prove that they never left: an event about a later mail came, and of the mails that were accepted
around them, within the hour, every one was heard of. Where one of those is missing, events get lost, and silence proves
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

#: So many mails accepted by an answer have to be heard of, all of them, before silence proves anything …
FEWEST_WITNESSES = 20
#: … and so many are looked at on either side, if there are.
MOST_WITNESSES = 500
#: Mails that were accepted so long before it began or after it ended bear no witness: events may get lost by the hour.
NEAR = timedelta(hours=1)
#: A mail of any edition that left so soon after it, and was never heard of, shows that events get lost.
SOON_AFTER = timedelta(minutes=15)
#: Doubts that began within that are judged together.
SPAN = timedelta(minutes=1)
#: A mail may leave so long after its claim: what was accepted until then stands around it.
LONGEST_CALL = timedelta(minutes=2)


#: Why a delivery is in doubt that the database calls new: it may have left before a backup was put back.
REMEMBERED = "remembered: a mail of it was about to leave from this machine before, of which the database knows nothing"


class DoubtPolicy(StrEnum):
    """What becomes of mails in doubt without a person."""

    AT_MOST_ONCE = "at_most_once"
    RECONCILE = "reconcile"
    AT_LEAST_ONCE = "at_least_once"


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubtful:
    """A delivery in doubt: when its batch was claimed, and when the answer was given up.

    ``is_remembered``: nothing of it was handed over since, and a mail may have left whose row is gone.
    """

    key: int
    edition_key: int
    edition_id: str
    newsletter: str
    carrier: str | None
    claimed_at: datetime
    settled_at: datetime
    is_remembered: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingMail:
    """A delivery that waits for its mail."""

    key: int
    edition_id: str
    address: str
    resends: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    """Deliveries of an edition and a carrier whose mails would have left within a minute."""

    edition_key: int
    edition_id: str
    newsletter: str
    carrier: str | None
    keys: tuple[int, ...]
    first_at: datetime
    last_at: datetime
    given_up_at: datetime
    is_remembered: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What events say of the mails around a doubt that were accepted by an answer, before the wait began.

    ``witnesses`` are those that were looked at; ``unheard`` those of them that no event told of; ``unannounced``
    those without the event that a mail was taken, where others have one. ``is_later_heard``: an event came about a
    mail that left after the doubt; ``is_later_unheard``: none did about one that left soon after it.
    """

    witnesses: int
    unheard: int
    unannounced: int
    is_later_heard: bool
    is_later_unheard: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DoubtTerms:
    """The policy, how long events are waited for, and from what lateness on a mail is no news any more."""

    policy: DoubtPolicy
    wait: timedelta
    max_lateness: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class DoubtVerdict:
    """Whether the mails are put back to be sent, and why, or why not."""

    is_resent: bool
    reason: str


def doubts(rows: Iterable[Doubtful]) -> list[Doubt]:
    """Rows gathered to doubts of at most `SPAN`, the oldest first."""
    found: list[Doubt] = []
    ordered = sorted(rows, key=lambda row: (*_kind(row), row.claimed_at, row.key))
    for _, group in groupby(ordered, key=_kind):
        near: list[Doubtful] = []
        for row in group:
            if near and row.claimed_at - near[0].claimed_at > SPAN:
                found.append(_doubt(near))
                near = []
            near.append(row)
        found.append(_doubt(near))
    return sorted(found, key=lambda doubt: (doubt.first_at, doubt.edition_key))


def _kind(row: Doubtful) -> tuple[int, str, bool]:
    """What doubts have in common that are judged together."""
    return row.edition_key, row.carrier or "", row.is_remembered


def judged_early(doubt: Doubt, terms: DoubtTerms, now: datetime) -> DoubtVerdict | None:
    """The verdict where it needs no evidence; ``None``: it does."""
    if doubt.is_remembered:
        return _stays("this machine remembers a mail that was about to leave before; a person decides")
    if terms.policy is DoubtPolicy.AT_MOST_ONCE:
        return _stays("nothing is sent twice by itself (doubt = at_most_once); a person decides")
    if now - doubt.given_up_at < terms.wait:
        return _stays(f"events are waited for until {doubt.given_up_at + terms.wait:%Y-%m-%d %H:%M} UTC")
    if now - doubt.first_at > terms.max_lateness:
        return _stays("it is too late to send it by itself; a person decides")
    if terms.policy is DoubtPolicy.AT_LEAST_ONCE:
        return DoubtVerdict(is_resent=True, reason="no event told of it in time (doubt = at_least_once)")
    return None


def judged(evidence: Evidence) -> DoubtVerdict:
    """The verdict by the events about the mails around the doubt."""
    around = f"{evidence.witnesses} mails that were accepted around it"
    if evidence.unheard:
        return _stays(f"events get lost or are late: of {around}, {evidence.unheard} were never heard of")
    if evidence.unannounced:
        return _stays(f"events get lost or are late: of {around}, {evidence.unannounced} lack one that others have")
    if evidence.witnesses < FEWEST_WITNESSES:
        return _stays(f"there are only {around}; {FEWEST_WITNESSES} that were heard of would prove something")
    if evidence.is_later_unheard:
        return _stays("events get lost or are late: one of the mails that left soon after it was never heard of")
    if not evidence.is_later_heard:
        return _stays("no event has come yet about a mail that left after it")
    return DoubtVerdict(is_resent=True, reason=f"it never left: all of {around} were heard of, and later ones too")


def parted(doubt: Doubt, verdict: DoubtVerdict, elsewhere: Collection[int]) -> list[tuple[Doubt, DoubtVerdict]]:
    """The verdict for those to whom it applies; who has an article of it ``elsewhere`` is left to a person."""
    others = tuple(key for key in doubt.keys if key not in elsewhere)
    theirs = tuple(key for key in doubt.keys if key in elsewhere)
    parts = ((others, verdict), (theirs, _HAD_ELSEWHERE))
    return [(replace(doubt, keys=keys), decided) for keys, decided in parts if keys]


def _stays(reason: str) -> DoubtVerdict:
    return DoubtVerdict(is_resent=False, reason=reason)


_HAD_ELSEWHERE = _stays("an article of it has come by another edition; a person decides")


def _doubt(rows: list[Doubtful]) -> Doubt:
    return Doubt(
        edition_key=rows[0].edition_key,
        edition_id=rows[0].edition_id,
        newsletter=rows[0].newsletter,
        carrier=rows[0].carrier,
        keys=tuple(row.key for row in rows),
        first_at=rows[0].claimed_at,
        last_at=rows[-1].claimed_at,
        given_up_at=max(row.settled_at for row in rows),
        is_remembered=rows[0].is_remembered,
    )
