"""Amazon SES's events, read: event publishing and identity feedback, raw or in the envelope of SNS.

The forms are those of "Examples of event data that Amazon SES publishes" and "Notification contents" in the SES
developer guide. Every mail of ours has one recipient, so what an event says of recipients is not needed, and not kept.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any, NoReturn

from syndicate.delivery.events.model import EventKind, ProviderEvent, ReturnClass
from syndicate.delivery.events.returns import class_of, status_in
from syndicate.errors import BadDataError
from syndicate.ids import stable_id

#: By `eventType` or `notificationType`, without blanks and in small letters: SES writes "Rendering Failure".
_KINDS = {
    "send": EventKind.SENT,
    "delivery": EventKind.DELIVERED,
    "deliverydelay": EventKind.DELAYED,
    "bounce": EventKind.BOUNCED,
    "complaint": EventKind.COMPLAINED,
    "reject": EventKind.REJECTED,
    "renderingfailure": EventKind.UNRENDERED,
    "open": EventKind.OPENED,
    "click": EventKind.CLICKED,
    "subscription": EventKind.UNSUBSCRIBED,
}
#: Where each form keeps its own part, with the time at which it happened.
_PARTS = {
    EventKind.DELIVERED: "delivery",
    EventKind.DELAYED: "deliveryDelay",
    EventKind.BOUNCED: "bounce",
    EventKind.COMPLAINED: "complaint",
    EventKind.REJECTED: "reject",
    EventKind.UNRENDERED: "failure",
    EventKind.OPENED: "open",
    EventKind.CLICKED: "click",
    EventKind.UNSUBSCRIBED: "subscription",
}
#: What may happen to one mail again and again; of everything else a second event is a repetition.
_REPEATED = frozenset({EventKind.DELAYED, EventKind.OPENED, EventKind.CLICKED, EventKind.UNSUBSCRIBED})
#: What SES says to a topic that it begins to use.
_GREETING = re.compile(r"\s*Successfully validated SNS topic", re.IGNORECASE)
_DELIVERY_HEADER = "x-syndicate-delivery"
_OUR_ID = re.compile(r"[a-z0-9]{13,64}")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9@._-]{1,200}")
#: A word of SES's own. No address looks so.
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}")
_MOST_HEADERS = 200


def read_event(body: str) -> ProviderEvent | None:
    """The event in a message; ``None``: SES only tried the line.

    Raises:
        BadDataError: it is none (code ``event-unreadable``).
    """
    if _GREETING.match(body):
        return None
    document = _object(body)
    if document.get("Type") == "Notification" and "Message" in document:
        inner = document["Message"]
        return _event(inner) if isinstance(inner, dict) else read_event(_text(inner))
    return _event(document)


def _event(document: dict[str, Any]) -> ProviderEvent:
    mail = document.get("mail")
    if not isinstance(mail, dict):
        _refuse("it names no mail")
    told = _text(document.get("eventType") or document.get("notificationType"))
    kind = _KINDS.get(told.replace(" ", "").lower(), EventKind.UNKNOWN)
    part = document.get(_PARTS.get(kind, ""))
    part = part if isinstance(part, dict) else {}
    message_id, delivery_id = _message_id(mail), _delivery_id(mail)
    if message_id is None and delivery_id is None:
        _refuse("its mail has no id")
    at = _time(part.get("timestamp")) or _time(mail.get("timestamp"))
    if at is None:
        _refuse("it has no time")
    kind, returned, detail = _sorted(kind, part, told)
    return ProviderEvent(
        id=_identity(kind, message_id or delivery_id or "", at, detail),
        kind=kind,
        delivery_id=delivery_id,
        message_id=message_id,
        at=at,
        returned=returned,
        detail=detail,
    )


def _sorted(kind: EventKind, part: dict[str, Any], told: str) -> tuple[EventKind, ReturnClass | None, dict[str, str]]:
    """The kind as it counts here, why the mail came back if it did, and the words that are kept."""
    if kind is EventKind.BOUNCED:
        return _bounce(part)
    if kind is EventKind.COMPLAINED:
        return _complaint(part)
    words: dict[EventKind, dict[str, Any]] = {
        EventKind.DELAYED: {"type": part.get("delayType")},
        EventKind.UNRENDERED: {"template": part.get("templateName")},
        EventKind.UNKNOWN: {"type": told},
    }
    return kind, None, _words(words.get(kind, {}))


def _bounce(part: dict[str, Any]) -> tuple[EventKind, ReturnClass, dict[str, str]]:
    recipients = part.get("bouncedRecipients")
    recipient = recipients[0] if isinstance(recipients, list) and recipients and isinstance(recipients[0], dict) else {}
    diagnosis = _text(recipient.get("diagnosticCode"))
    status = status_in(diagnosis) or status_in(_text(recipient.get("status")))
    kind, sub = _text(part.get("bounceType")), _text(part.get("bounceSubType"))
    returned = class_of(kind, sub, status, diagnosis)
    detail = _words({"class": returned.value, "type": kind, "sub": sub, "status": status})
    return EventKind.BOUNCED, returned, detail


def _complaint(part: dict[str, Any]) -> tuple[EventKind, ReturnClass | None, dict[str, str]]:
    """A complaint; "not spam" is the opposite of one."""
    feedback, sub = _text(part.get("complaintFeedbackType")), _text(part.get("complaintSubType"))
    detail = _words({"feedback": feedback, "sub": sub})
    if feedback.lower() == "not-spam":
        return EventKind.UNKNOWN, None, detail
    if sub.lower() == "onaccountsuppressionlist":  # it never left: who complained before stands on the list
        return EventKind.COMPLAINED, ReturnClass.LISTED, detail | {"class": ReturnClass.LISTED.value}
    return EventKind.COMPLAINED, None, detail


def _identity(kind: EventKind, mail: str, at: datetime, detail: dict[str, str]) -> str:
    """The same for what identity and configuration set tell of one happening, whatever they call it."""
    when = at.isoformat() if kind in _REPEATED else ""
    said = "" if kind is EventKind.COMPLAINED else ",".join(f"{name}={detail[name]}" for name in sorted(detail))
    return stable_id("ses", kind, mail, when, said) + stable_id("ses again", kind, mail, when, said)


def _message_id(mail: dict[str, Any]) -> str | None:
    message_id = _text(mail.get("messageId"))
    return message_id if _MESSAGE_ID.fullmatch(message_id) else None


def _delivery_id(mail: dict[str, Any]) -> str | None:
    """By the tag ``d``, which event publishing alone repeats, or by our own header, where headers are told."""
    tags = mail.get("tags")
    values = tags.get("d") if isinstance(tags, dict) else None
    value = values[0] if isinstance(values, list) and values else values
    if isinstance(value, str) and _OUR_ID.fullmatch(value):
        return value
    headers = mail.get("headers")
    for header in headers[:_MOST_HEADERS] if isinstance(headers, list) else ():
        if isinstance(header, dict) and _text(header.get("name")).lower() == _DELIVERY_HEADER:
            value = _text(header.get("value")).strip()
            return value if _OUR_ID.fullmatch(value) else None
    return None


def _words(given: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in given.items() if isinstance(value, str) and _WORD.fullmatch(value)}


def _time(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _object(body: str) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        _refuse("it is no JSON")
    if not isinstance(document, dict):
        _refuse("it is no JSON object")
    return document


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _refuse(why: str) -> NoReturn:
    message = f"this is no event of SES: {why}"
    raise BadDataError(message, code="event-unreadable")
