"""What SES says about each entry of a bulk call. Pure.

The call itself is a 200; whether a mail was accepted stands in its entry's result, and results are in the order of the
entries. When there are not as many, that order proves nothing, and all are uncertain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from syndicate.delivery.carriers.ses.answers import (
    STOPPING,
    TEMPLATE_GONE,
    Break,
    Fault,
    Parties,
    sort_break,
    sort_fault,
    sort_unverified,
    throttled,
)
from syndicate.delivery.model import Accepted, Answer, Refused, Stop, TryLater, Uncertain

_Sort = Callable[[str, str, Parties], Answer]

#: Statuses that are about the account, the identity or the set-up, and the name that a call's own error has for it.
_STOPPING: Mapping[str, str] = {
    "MAIL_FROM_DOMAIN_NOT_VERIFIED": "MailFromDomainNotVerifiedException",
    "CONFIGURATION_SET_NOT_FOUND": "NotFoundException",
    "ACCOUNT_SUSPENDED": "AccountSuspendedException",
    "ACCOUNT_SENDING_PAUSED": "SendingPausedException",
    "CONFIGURATION_SET_SENDING_PAUSED": "SendingPausedException",
}


def sort_bulk(reply: Mapping[str, Any] | Fault | Break, parties: Sequence[Parties]) -> list[Answer]:
    """Sort what came of a bulk call: one answer for each entry."""
    if isinstance(reply, Fault):
        return [sort_fault(reply, party) for party in parties]
    if isinstance(reply, Break):
        return [sort_break(reply)] * len(parties)
    results = reply.get("BulkEmailEntryResults")
    if not isinstance(results, list) or len(results) != len(parties):
        count = len(results) if isinstance(results, list) else "no"
        return [Uncertain(reason=f"SES answered 200 with {count} results for {len(parties)} mails")] * len(parties)
    return [sort_entry(result, party) for result, party in zip(results, parties, strict=True)]


def sort_entry(result: Any, parties: Parties) -> Answer:
    """Sort one result.

    A status that we do not know may stand for a mail that was accepted, so it is uncertain; so is ``FAILED``, of which
    the API says no more than that it failed.
    """
    if not isinstance(result, Mapping):
        return Uncertain(reason="SES answered a mail with something that is no result")
    status, error = str(result.get("Status") or ""), str(result.get("Error") or "")
    if status == "SUCCESS":
        message_id = result.get("MessageId")
        if isinstance(message_id, str) and message_id:
            return Accepted(message_id=message_id)
        return Uncertain(reason="SES gave a success without an id")
    sort = _STATUSES.get(status)
    return sort(status, error, parties) if sort else Uncertain(reason=f"SES answered {_text(status, error)}")


def _text(status: str, error: str) -> str:
    return f"{status}: {error}" if error else status or "without a status"


def _rejected(status: str, error: str, parties: Parties) -> Answer:
    return sort_unverified(status, error, parties) or Refused(code=status, reason=error)


def _refused(status: str, error: str, parties: Parties) -> Answer:
    del parties
    return Refused(code=status, reason=error)


def _stopped(status: str, error: str, parties: Parties) -> Answer:
    del parties
    return Stop(reason=_text(status, error), hint=STOPPING[_STOPPING[status]])


def _no_pool(status: str, error: str, parties: Parties) -> Answer:
    del parties
    return Stop(reason=_text(status, error), hint="Check the configuration set's pool of addresses in the SES console.")


def _no_template(status: str, error: str, parties: Parties) -> Answer:
    del status, error, parties
    return TEMPLATE_GONE


def _at_rate(status: str, error: str, parties: Parties) -> Answer:
    del parties
    return throttled(error, _text(status, error))


def _over_quota(status: str, error: str, parties: Parties) -> Answer:
    del parties
    return throttled("daily quota", _text(status, error))


def _later(status: str, error: str, parties: Parties) -> Answer:
    del parties
    return TryLater(reason=_text(status, error))


_STATUSES: Mapping[str, _Sort] = {
    "MESSAGE_REJECTED": _rejected,
    "INVALID_PARAMETER": _refused,
    "TRANSIENT_FAILURE": _later,
    "ACCOUNT_THROTTLED": _at_rate,
    "ACCOUNT_DAILY_QUOTA_EXCEEDED": _over_quota,
    "TEMPLATE_NOT_FOUND": _no_template,
    "INVALID_SENDING_POOL_NAME": _no_pool,
    **dict.fromkeys(_STOPPING, _stopped),
}
