"""Whether the next mail of an edition may leave: asked of its row before every claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syndicate.delivery.model import Stop
from syndicate.digests.lateness import lateness
from syndicate.digests.model import EditionState

if TYPE_CHECKING:
    from syndicate.digests.model import Edition


@dataclass(frozen=True, kw_only=True, slots=True)
class Held(Stop):
    """The edition waits for a person to let it go on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TooLate(Held):
    """The edition stood still for so long that a person has to say whether it still goes out."""


def gate(edition: Edition | None, now: datetime, max_lateness: timedelta | None) -> Stop | None:
    """Why nothing more may leave; ``None``: the next mail may. Without ``max_lateness`` nothing is late."""
    if edition is None:
        return Stop(reason="the edition is gone", hint="See: syndicate edition list")
    if edition.opened_at is None:
        hint = f"Send it: syndicate edition send {edition.id}"
        return Held(reason=edition.held_because or "nobody has let it go yet", hint=hint)
    if edition.state is EditionState.HELD:
        return held(edition.id, edition.held_because or "held")
    if edition.state is not EditionState.SENDING:
        return Stop(reason=f"the edition is {edition.state}")
    late = lateness(edition.planned_at or edition.due_at, now, max_lateness) if max_lateness is not None else None
    return TooLate(reason=late, hint=held(edition.id, late).hint) if late else None


def held(edition_id: str, reason: str) -> Held:
    """An edition that waits for a person."""
    hint = (
        f"See: syndicate edition show {edition_id}. Let it go on: syndicate edition resume {edition_id}. "
        f"End it: syndicate edition stop {edition_id}"
    )
    return Held(reason=reason, hint=hint)
