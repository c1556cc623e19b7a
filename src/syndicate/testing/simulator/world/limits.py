"""How far an operator lets mail go: a trial part, a warm-up; and what the account allows in a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syndicate.delivery.lanes.limits import SendingLimits, Trial

if TYPE_CHECKING:
    from syndicate.testing.simulator.faults import Random

#: The shares of operators that try each edition on a part of its readers, and that begin slowly; and of accounts with a
#: quota.
TRIES, WARMS_UP, HAS_QUOTA = 0.3, 0.3, 0.3
TRIAL = Trial(share=0.2, most=30, wait=timedelta(minutes=10))
WARM_UP = (60, 120, 240, 480)
#: In recipients of 24 hours: enough for most days, not for all.
QUOTA = 300.0


def drawn_limits(random: Random) -> SendingLimits:
    """What this run's operator has chosen."""
    return SendingLimits(
        trial=TRIAL if random.random() < TRIES else None, warm_up=WARM_UP if random.random() < WARMS_UP else ()
    )


def drawn_quota(random: Random) -> float:
    """The most recipients in 24 hours that the account allows; -1, as the provider says it: any."""
    return QUOTA if random.random() < HAS_QUOTA else -1.0
