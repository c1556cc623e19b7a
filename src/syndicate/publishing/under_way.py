"""How editions fare that are under way, by the configuration's word on the carrier and the rows' on all else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.delivery.status.store import StatusSettings, StatusStore
from syndicate.publishing.fencing import fence_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.delivery.status.lines import EditionStatus
    from syndicate.publishing.wiring import Parts


def status_settings(parts: Parts) -> StatusSettings:
    """What the configuration says of the carrier and of trials, and whether this machine may send."""
    delivery = parts.config.delivery
    is_limited = delivery.via != "outbox"
    ceilings = {"ses": delivery.ses.rate_per_second, "smtp": delivery.smtp.rate_per_second}
    return StatusSettings(
        carrier=delivery.via,
        rate=ceilings.get(delivery.via),
        warm_up=delivery.warm_up if is_limited else (),
        trial_share=delivery.trial.share if is_limited else 0.0,
        trial_most=delivery.trial.most,
        trial_wait=delivery.trial.wait,
        forbidden=fence_of(parts.config, parts.database, parts.clock).standing().refused if is_limited else None,
    )


def under_way(parts: Parts, before: Sequence[EditionStatus] = ()) -> list[EditionStatus]:
    """How every edition fares that is under way; how fast mails leave is known from the look ``before``."""
    settings = status_settings(parts)
    with parts.database.read() as connection:
        looks = StatusStore(connection, settings).under_way(parts.clock.now())
    return with_rates(looks, before)


def with_rates(looks: Sequence[EditionStatus], before: Sequence[EditionStatus]) -> list[EditionStatus]:
    """The same with what left a second since the look before."""
    earlier = {look.id: look for look in before}
    return [replace(look, rate=_rate(look, earlier[look.id])) if look.id in earlier else look for look in looks]


def _rate(look: EditionStatus, before: EditionStatus) -> float | None:
    seconds = (look.at - before.at).total_seconds()
    return (look.counts["submitted"] - before.counts["submitted"]) / seconds if seconds > 0 else None
