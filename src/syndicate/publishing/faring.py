"""What is to be known of the configuration and of this machine to tell how editions fare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.delivery.status.store import StatusSettings
from syndicate.publishing.fencing import fence_of

if TYPE_CHECKING:
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
