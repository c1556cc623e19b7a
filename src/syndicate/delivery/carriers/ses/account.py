"""What an account says that it allows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from syndicate.delivery.carriers.ses.answers import STOPPING
from syndicate.delivery.model import Allowance, Stop

_UNLIMITED = -1


def allowance_of(account: Mapping[str, Any]) -> Allowance | None:
    """The answer of GetAccount; ``None`` when it has no quota in it that can be one, as one that was cut has none."""
    quota = account.get("SendQuota")
    if not isinstance(quota, Mapping):
        return None
    rate, daily, sent = (_number(quota.get(name)) for name in ("MaxSendRate", "Max24HourSend", "SentLast24Hours"))
    if rate is None or rate <= 0 or daily is None or (daily < 0 and daily != _UNLIMITED):
        return None
    return Allowance(
        max_rate=rate,
        daily_quota=None if daily == _UNLIMITED else daily,
        sent_24h=max(0.0, sent or 0.0),
        stop=_stop(account),
    )


def _number(told: object) -> float | None:
    return float(told) if isinstance(told, int | float) and isfinite(told) else None


def _stop(account: Mapping[str, Any]) -> Stop | None:
    """Why the account sends nothing, if it does not. One on probation does."""
    if account.get("EnforcementStatus") == "SHUTDOWN":
        return Stop(reason="Amazon has shut down sending for this account", hint=STOPPING["AccountSuspendedException"])
    if account.get("SendingEnabled") is False:
        return Stop(reason="sending is paused for this account", hint=STOPPING["SendingPausedException"])
    return None
