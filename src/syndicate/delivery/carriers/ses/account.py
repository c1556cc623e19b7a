"""What an account says that it allows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from syndicate.delivery.carriers.ses.answers import STOPPING
from syndicate.delivery.model import Allowance, Stop

_UNLIMITED = -1


def allowance_of(account: Mapping[str, Any]) -> Allowance | None:
    """The answer of GetAccount; ``None`` when it has no quota in it, as one that was cut has none."""
    quota = account.get("SendQuota") or {}
    rate, daily = quota.get("MaxSendRate"), quota.get("Max24HourSend")
    if rate is None or daily is None:
        return None
    return Allowance(
        max_rate=float(rate),
        daily_quota=None if daily == _UNLIMITED else float(daily),
        sent_24h=float(quota.get("SentLast24Hours") or 0),
        stop=_stop(account),
    )


def _stop(account: Mapping[str, Any]) -> Stop | None:
    """Why the account sends nothing, if it does not. One on probation does."""
    if account.get("EnforcementStatus") == "SHUTDOWN":
        return Stop(reason="Amazon has shut down sending for this account", hint=STOPPING["AccountSuspendedException"])
    if account.get("SendingEnabled") is False:
        return Stop(reason="sending is paused for this account", hint=STOPPING["SendingPausedException"])
    return None
