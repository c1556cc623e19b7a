"""What came of calls is written down: the deliveries, the edition's sums, and how the carrier fares."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from syndicate.delivery.gate import held
from syndicate.delivery.lanes.complaints import commonest, complaint
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import Accepted, Answer, Delivery, DeliveryState, Refused, Uncertain
from syndicate.delivery.outcome import NextState, decide
from syndicate.delivery.reasons import last_codes
from syndicate.digests.store import EditionStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.delivery.model import Stop

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """The answer about one claim, and what it makes of the delivery."""

    claim: Delivery
    answer: Answer
    next_state: NextState


def results_of(claims: Sequence[Delivery], answers: Sequence[Answer], now: datetime, max_attempts: int) -> list[Result]:
    """What each answer makes of its claim."""
    return [
        Result(
            claim=claim,
            answer=answer,
            next_state=decide(answer, attempts=claim.attempts, now=now, max_attempts=max_attempts),
        )
        for claim, answer in zip(claims, answers, strict=True)
    ]


def certainly_not_sent(results: Sequence[Result]) -> list[Delivery]:
    """Claims of which the carrier certainly has no mail: what was noted of them must not stand in their way."""
    return [result.claim for result in results if not isinstance(result.answer, Accepted | Uncertain)]


def write_results(
    connection: Connection, edition_id: str, results: Sequence[Result], now: datetime, *, refused_share: float
) -> Stop | None:
    """Write what became of claims of one edition; why it is held now, if so many refusals ask for it.

    The caller has locked the edition. Harmless when it is done twice.
    """
    store = EditionStore(connection)
    written = Ledger(connection).record([(result.claim, result.next_state) for result in results], now)
    if written.submitted or written.others:
        counts = _tally(results)
        more = {name: counts[name] for name in ("tried", "refused", "unmade")}
        store.note_answers(edition_id, submitted=written.submitted, **more)
    later = [result.next_state.not_before for result in results if result.next_state.not_before is not None]
    if later:
        store.postpone(edition_id, min(later))
    for result in results:
        if result.next_state.state in {DeliveryState.REFUSED, DeliveryState.UNCERTAIN}:
            log.warning("delivery %s is %s: %s", result.claim.id, result.next_state.state, result.next_state.reason)
    return _complain(connection, edition_id, refused_share) if any(_is_refusal(result) for result in results) else None


def _is_refusal(result: Result) -> bool:
    return isinstance(result.answer, Refused)


def _tally(results: Sequence[Result]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for result in results:
        match result.answer:
            case Refused(counts=False):
                counts["unmade"] += 1
            case Refused():
                counts["refused"] += 1
                counts["tried"] += 1
            case Accepted() | Uncertain():
                counts["tried"] += 1
            case _:
                pass
    return counts


def _complain(connection: Connection, edition_id: str, refused_share: float) -> Stop | None:
    store = EditionStore(connection)
    edition = store.get(edition_id)
    if edition is None:
        return None
    why = complaint(tried=edition.tried, refused=edition.refused, unmade=edition.unmade, refused_share=refused_share)
    if why is None:
        return None
    codes = last_codes(connection, edition_id, edition.refused + edition.unmade)
    if code := commonest(codes, refused=edition.refused, unmade=edition.unmade):
        why = f"{why}, most of them {code}"
    store.hold(edition_id, why)
    return held(edition_id, why)
