"""What an answer makes of a delivery. Pure: facts and ``now`` in, the row's next state out.

The rule behind every line: a delivery goes back to pending only when the carrier certainly
does not have it. Where that is not known it becomes uncertain, and stays so until somebody
knows better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from syndicate.delivery.model import Accepted, Answer, DeliveryState, Refused, Stop, TryLater, Uncertain
from syndicate.text.hiding import without_address
from syndicate.text.plain import shorten

#: Bounds of the wait between two tries, in seconds.
SHORTEST_WAIT = 1.0
LONGEST_WAIT = 60.0

#: Characters of whatever a carrier says that are kept; what it calls a mail has some hundred at most.
LONGEST_WORDS = 1_000

#: Why a claim that outlived its process is uncertain when its carrier cannot look it up.
INTERRUPTED = "the program ended between handing the mail over and hearing the answer"


@dataclass(frozen=True, kw_only=True, slots=True)
class NextState:
    """The next state of a claimed delivery.

    ``attempts`` is the number to keep; before ``not_before`` it is not tried again.
    """

    state: DeliveryState
    attempts: int
    not_before: datetime | None = None
    message_id: str | None = None
    reason: str | None = None


def decide(answer: Answer, *, attempts: int, now: datetime, max_attempts: int) -> NextState:
    """Sort an answer to the try number ``attempts`` (the first is 1).

    A delivery that had ``max_attempts`` tries which counted is refused with the reason
    ``gave-up``: it was certainly not sent, and saying so is better than an edition that never
    closes. Tries that failed for the carrier's sake are given back.
    """
    match answer:
        case Accepted(message_id=message_id):
            return NextState(state=DeliveryState.SUBMITTED, attempts=attempts, message_id=message_id)
        case Refused(code=code, reason=reason):
            return NextState(state=DeliveryState.REFUSED, attempts=attempts, reason=f"{code}: {reason}")
        case Uncertain(reason=reason):
            return NextState(state=DeliveryState.UNCERTAIN, attempts=attempts, reason=reason)
        case Stop(reason=reason):
            return NextState(state=DeliveryState.PENDING, attempts=attempts - 1, reason=reason)
        case TryLater():
            return _later(answer, attempts=attempts, now=now, max_attempts=max_attempts)


def in_words(answer: Answer, address: str = "") -> Answer:
    """The same answer, with whatever a stranger says in one line that any database and any terminal takes.

    What one answer brings must never keep those of others from being written down. The ``address`` that it is about
    is taken out: reasons stand in logs, and outlive a reader who is forgotten.
    """
    match answer:
        case Accepted():
            id_ = _words(answer.message_id)
            return answer if id_ is answer.message_id else replace(answer, message_id=id_)
        case Refused():
            return replace(answer, code=_words(answer.code), reason=_words(answer.reason, address))
        case Stop():
            return replace(answer, reason=_words(answer.reason, address), hint=_words(answer.hint))
        case TryLater() | Uncertain():
            return replace(answer, reason=_words(answer.reason, address))


def _words(text: str, address: str = "") -> str:
    said = without_address(text, address)
    is_plain = len(said) <= LONGEST_WORDS and said.isascii() and said.isprintable()
    return said if is_plain else shorten(said, LONGEST_WORDS)


def settle(answer: Answer | None, *, attempts: int, now: datetime, max_attempts: int) -> NextState:
    """Sort a claim whose process ended: by what the carrier found out, or uncertain when it cannot know."""
    known = answer if answer is not None else Uncertain(reason=INTERRUPTED)
    return decide(known, attempts=attempts, now=now, max_attempts=max_attempts)


def back_off(failures: int) -> float:
    """Seconds to wait after that many failures in a row: 1, 2, 4 … 60.

    Without jitter: one process sends at a time, so there is no herd to spread.
    """
    exponent = min(max(failures, 1) - 1, 10)
    return min(LONGEST_WAIT, SHORTEST_WAIT * 2.0**exponent)


def _later(answer: TryLater, *, attempts: int, now: datetime, max_attempts: int) -> NextState:
    if not answer.counts:
        due = None if answer.wait_seconds is None else _due(answer.wait_seconds, now)
        return NextState(state=DeliveryState.PENDING, attempts=attempts - 1, not_before=due, reason=answer.reason)
    if attempts >= max_attempts:
        reason = f"gave-up: {attempts} tries, the last one: {answer.reason}"
        return NextState(state=DeliveryState.REFUSED, attempts=attempts, reason=reason)
    due = _due(back_off(attempts) if answer.wait_seconds is None else answer.wait_seconds, now)
    return NextState(state=DeliveryState.PENDING, attempts=attempts, not_before=due, reason=answer.reason)


def _due(wait_seconds: float, now: datetime) -> datetime:
    return now + timedelta(seconds=min(wait_seconds, LONGEST_WAIT))
