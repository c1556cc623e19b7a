"""What SES tells about a mail afterwards: the JSON of its events, in both of its forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser
from enum import StrEnum
from typing import Any

from syndicate.testing.ses.limits import address_in
from syndicate.testing.ses.mails import AcceptedMail

#: The account, wherever an event or an ARN names it.
ACCOUNT_ID = "111122223333"


class EventForm(StrEnum):
    """By which way SES tells: a configuration set's event destination, or the topics of an identity."""

    PUBLISHING = "eventType"
    FEEDBACK = "notificationType"


class MailboxFate(StrEnum):
    """What becomes of a mail once SES has it."""

    DELIVERED = "delivered"
    SILENT = "silent"
    BOUNCED = "bounced"
    MAILBOX_FULL = "mailbox full"
    EXPIRED = "expired"
    UNDETERMINED = "undetermined"
    SENDER_AT_FAULT = "sender at fault"
    SUPPRESSED = "suppressed"
    ON_ACCOUNT_LIST = "on account list"
    COMPLAINED = "complained"
    AUTO_REPLY = "auto reply"
    DELAYED = "delayed"
    REJECTED = "rejected"
    NOT_RENDERED = "not rendered"


#: The local parts of Amazon's mailbox simulator.
SIMULATOR: Mapping[str, MailboxFate] = {
    "success": MailboxFate.DELIVERED,
    "bounce": MailboxFate.BOUNCED,
    "ooto": MailboxFate.AUTO_REPLY,
    "complaint": MailboxFate.COMPLAINED,
    "suppressionlist": MailboxFate.SUPPRESSED,
}
SIMULATOR_DOMAIN = "@simulator.amazonses.com"

#: What a fate is told by, in this order.
_TOLD: Mapping[MailboxFate, tuple[str, ...]] = {
    MailboxFate.DELIVERED: ("Send", "Delivery"),
    MailboxFate.SILENT: ("Send",),
    MailboxFate.COMPLAINED: ("Send", "Delivery", "Complaint"),
    MailboxFate.AUTO_REPLY: ("Send", "Delivery", "Bounce"),
    MailboxFate.DELAYED: ("Send", "DeliveryDelay", "Delivery"),
    MailboxFate.EXPIRED: ("Send", "DeliveryDelay", "Bounce"),
    MailboxFate.REJECTED: ("Send", "Reject"),
    MailboxFate.NOT_RENDERED: ("Rendering Failure",),
}

#: Type, sub type, status and diagnostic code of the bounce of each fate that has one.
_BOUNCES: Mapping[MailboxFate, tuple[str, str, str | None, str | None]] = {
    MailboxFate.BOUNCED: ("Permanent", "General", "5.1.1", "smtp; 550 5.1.1 user unknown"),
    MailboxFate.MAILBOX_FULL: ("Transient", "MailboxFull", "5.2.2", "smtp; 552 5.2.2 mailbox full"),
    MailboxFate.EXPIRED: ("Transient", "General", "4.4.7", "Amazon SES did not send the message: Message expired"),
    MailboxFate.UNDETERMINED: ("Undetermined", "Undetermined", None, None),
    MailboxFate.SENDER_AT_FAULT: (
        "Permanent",
        "General",
        "5.7.515",
        "smtp; 550 5.7.515 Access denied, sending domain does not meet the required authentication level.",
    ),
    MailboxFate.SUPPRESSED: (
        "Permanent",
        "Suppressed",
        "5.1.1",
        "Amazon SES has suppressed sending to this address because it has a recent history of bouncing.",
    ),
    MailboxFate.ON_ACCOUNT_LIST: (
        "Permanent",
        "OnAccountSuppressionList",
        "5.1.1",
        "Amazon SES did not send the message to this address because it is on the suppression list for your account.",
    ),
    MailboxFate.AUTO_REPLY: ("Transient", "General", None, None),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class EventMaker:
    """Makes events of one form, as JSON objects, for the mails of one region."""

    form: EventForm = EventForm.PUBLISHING
    region: str = "eu-west-1"

    def of(self, mail: AcceptedMail, fate: MailboxFate, at: datetime) -> list[tuple[str, dict[str, Any]]]:
        """Everything that SES tells about the mail, each with its kind, in the order of its happening."""
        kinds = _TOLD.get(fate, ("Send", "Bounce"))
        if self.form is EventForm.FEEDBACK:
            kinds = tuple(kind for kind in kinds if kind in {"Bounce", "Complaint", "Delivery"})
        description = self._mail(mail, at)
        return [(kind, {self.form.value: kind, "mail": description, **_body(kind, mail, fate, at)}) for kind in kinds]

    def _mail(self, mail: AcceptedMail, at: datetime) -> dict[str, Any]:
        headers = _headers(mail)
        source = address_in(mail.sender) or mail.sender
        domain = source.rpartition("@")[2]
        description: dict[str, Any] = {
            "timestamp": _stamp(at),
            "source": source,
            "sourceArn": f"arn:aws:ses:{self.region}:{ACCOUNT_ID}:identity/{domain}",
            "sendingAccountId": ACCOUNT_ID,
            "messageId": mail.message_id,
            "destination": list(mail.recipients),
        }
        if self.form is EventForm.FEEDBACK:
            return description
        subject = next((value for name, value in headers if name.lower() == "subject"), "")
        return {
            **description,
            "headersTruncated": False,
            "headers": [{"name": name, "value": value} for name, value in headers],
            "commonHeaders": {"from": [mail.sender], "to": list(mail.recipients), "subject": subject},
            "tags": {
                "ses:source-tls-version": ["TLSv1.3"],
                "ses:configuration-set": [mail.configuration_set or "none"],
                "ses:from-domain": [domain],
                **{name: [value] for name, value in mail.tags.items()},
            },
        }


def _headers(mail: AcceptedMail) -> list[tuple[str, str]]:
    if mail.letter.template is None:
        return [
            (name, re.sub(r"\r?\n", "", str(value)))
            for name, value in BytesHeaderParser().parsebytes(mail.content).items()
        ]
    named = [("From", mail.sender), ("To", ", ".join(mail.recipients))]
    subject = [] if mail.fault else [("Subject", mail.letter.part("subject"))]
    return [*named, *subject, *mail.letter.headers]


def _body(kind: str, mail: AcceptedMail, fate: MailboxFate, at: datetime) -> dict[str, Any]:
    if kind == "Bounce":
        return {"bounce": _bounce(mail, fate, at)}
    member, describe = _DESCRIPTIONS[kind]
    return {member: describe(mail, at)}


def _bounce(mail: AcceptedMail, fate: MailboxFate, at: datetime) -> dict[str, Any]:
    kind, sub_type, status, diagnostic = _BOUNCES[fate]
    known = {"action": "failed", "status": status, "diagnosticCode": diagnostic} if status else {}
    return {
        "bounceType": kind,
        "bounceSubType": sub_type,
        "bouncedRecipients": [{"emailAddress": address, **known} for address in mail.recipients],
        "timestamp": _stamp(at),
        "feedbackId": f"{mail.message_id}-bounce",
        "reportingMTA": "dsn; a7-10.smtp-out.eu-west-1.amazonses.com",
    }


def _complaint(mail: AcceptedMail, at: datetime) -> dict[str, Any]:
    return {
        "complainedRecipients": [{"emailAddress": address} for address in mail.recipients],
        "timestamp": _stamp(at),
        "feedbackId": f"{mail.message_id}-complaint",
        "complaintSubType": None,
        "complaintFeedbackType": "abuse",
        "userAgent": "Amazon SES Mailbox Simulator",
        "arrivalDate": _stamp(at),
    }


def _delivery(mail: AcceptedMail, at: datetime) -> dict[str, Any]:
    return {
        "timestamp": _stamp(at),
        "processingTimeMillis": 417,
        "recipients": list(mail.recipients),
        "smtpResponse": "250 2.6.0 Message received",
        "reportingMTA": "a7-10.smtp-out.eu-west-1.amazonses.com",
        "remoteMtaIp": "127.0.0.2",
    }


def _delay(mail: AcceptedMail, at: datetime) -> dict[str, Any]:
    waiting = {"status": "4.4.1", "diagnosticCode": "smtp; 421 4.4.1 Unable to connect to remote host"}
    return {
        "timestamp": _stamp(at),
        "delayType": "TransientCommunicationFailure",
        "expirationTime": _stamp(at + timedelta(hours=14)),
        "delayedRecipients": [{"emailAddress": address, **waiting} for address in mail.recipients],
        "reportingMTA": "a7-10.smtp-out.eu-west-1.amazonses.com",
    }


def _failure(mail: AcceptedMail, at: datetime) -> dict[str, Any]:
    del at
    return {"errorMessage": mail.fault, "templateName": mail.letter.template.name if mail.letter.template else ""}


#: The member that describes an event of each kind but a bounce, and what fills it.
_DESCRIPTIONS: Mapping[str, tuple[str, Callable[[AcceptedMail, datetime], dict[str, Any]]]] = {
    "Send": ("send", lambda mail, at: {}),  # noqa: ARG005  # SES says no more either
    "Delivery": ("delivery", _delivery),
    "DeliveryDelay": ("deliveryDelay", _delay),
    "Complaint": ("complaint", _complaint),
    "Reject": ("reject", lambda mail, at: {"reason": "Bad content"}),  # noqa: ARG005
    "Rendering Failure": ("failure", _failure),
}


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
