"""From boto3's exceptions to plain facts that `answers` sorts."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from syndicate.delivery.carriers.ses.answers import Break, Fault
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.exceptions import ClientError

#: In characters: a proxy's whole error page is no reason.
LONGEST_REASON = 300


def fault_of(error: ClientError) -> Fault:
    """An error answer of SES."""
    answer = error.response.get("Error", {})
    return Fault(
        status=error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0),
        code=str(answer.get("Code", "")),
        message=shorten(str(answer.get("Message", "")), LONGEST_REASON),
        operation=error.operation_name,
    )


def break_of(error: Exception, *, is_before: bool = False) -> Break:
    """An exchange without an answer; ``is_before``: a client that could not be made."""
    beneath = list(_beneath(error))
    tls = [cause.reason or cause.library for cause in (error, *beneath) if isinstance(cause, ssl.SSLError)]
    return Break(
        kinds=_kinds(error),
        message=shorten(str(error), LONGEST_REASON),
        tls_reason=next(filter(None, tls), ""),
        causes=frozenset().union(*map(_kinds, beneath)),
        is_before=is_before,
    )


def _kinds(error: BaseException) -> frozenset[str]:
    return frozenset(ancestor.__name__ for ancestor in type(error).__mro__)


def _beneath(error: BaseException) -> Iterator[BaseException]:
    """The errors that led to this one, the nearest first."""
    wrapped = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
    cause = error.__cause__ or error.__context__ or wrapped
    if cause is not None:
        yield cause
        yield from _beneath(cause)
