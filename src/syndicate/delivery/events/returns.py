"""Why a mail came back: SES's own classes, the status of the other server (RFC 3463, RFC 7372), and its words."""

from __future__ import annotations

import re

from syndicate.delivery.events.model import ReturnClass

# Neither a part of an IP address nor of a longer number.
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)")
_ADDRESS = re.compile(r"\S+@\S+")
#: Words of servers that refuse a sender, not a mailbox.
_SENDER_WORDS = re.compile(
    r"\b(spf|dkim|dmarc|arc|unauthenticated|authentication|authenticated|sender|policy|policies|reputation"
    r"|block(?:ed|list|listed)?|blacklist(?:ed)?|unsolicited|ptr|reverse dns)\b",
    re.IGNORECASE,
)
_AUTHENTICATION = re.compile(r"\b(spf|dkim|dmarc|unauthenticated)\b", re.IGNORECASE)
#: RFC 7372 and its neighbours in IANA's registry; Microsoft's 5.7.5xx and 5.7.6xx to .7.7xx.
_SENDER_STATUS = re.compile(r"[45]\.7\.(2[0-9]|5\d\d|6\d\d|7\d\d)")
_FULL_STATUS = re.compile(r"[45]\.2\.2")
_CONTENT_STATUS = re.compile(r"[45]\.(2\.3|3\.4|6\.\d+)")
_POLICY_STATUS = re.compile(r"[45]\.7\.\d+")
_NO_ADDRESS_STATUS = re.compile(r"5\.1\.[0-36]|5\.1\.10")

_BY_SUB = {
    "onaccountsuppressionlist": ReturnClass.LISTED,
    "suppressed": ReturnClass.LISTED,
    "unsubscribedrecipient": ReturnClass.LISTED,
    "mailboxfull": ReturnClass.FULL,
    "messagetoolarge": ReturnClass.CONTENT,
    "contentrejected": ReturnClass.CONTENT,
    "attachmentrejected": ReturnClass.CONTENT,
}
_BY_STATUS = (
    (_FULL_STATUS, ReturnClass.FULL),
    (_CONTENT_STATUS, ReturnClass.CONTENT),
    (_POLICY_STATUS, ReturnClass.OTHER),
)


def class_of(kind: str, sub: str, status: str, diagnosis: str) -> ReturnClass:
    """Sort a bounce by ``bounceType``, ``bounceSubType``, enhanced status and the other server's words.

    Any of them may be empty. What speaks of the sender is never the reader's fault, however permanent SES calls it.
    """
    kind, sub = kind.lower(), sub.lower()
    if sub in _BY_SUB and _BY_SUB[sub] is ReturnClass.LISTED:
        return ReturnClass.LISTED
    if _is_ours(sub, status, _ADDRESS.sub(" ", diagnosis)):
        return ReturnClass.OURS
    if sub in _BY_SUB:
        return _BY_SUB[sub]
    for pattern, returned in _BY_STATUS:
        if pattern.fullmatch(status):
            return returned
    if kind == "permanent" or (not kind and _NO_ADDRESS_STATUS.fullmatch(status)):
        return ReturnClass.GONE
    return ReturnClass.PASSING if kind == "transient" else ReturnClass.OTHER


def status_in(text: str) -> str:
    """The enhanced status of RFC 3463 in a server's words: ``5.7.515``; empty where there is none."""
    match = _STATUS.search(text)
    return match[1] if match else ""


def _is_ours(sub: str, status: str, diagnosis: str) -> bool:
    if sub == "noemail" or _NO_ADDRESS_STATUS.fullmatch(status):
        return False
    if _SENDER_STATUS.fullmatch(status):
        return True
    words = _SENDER_WORDS if _POLICY_STATUS.fullmatch(status) else _AUTHENTICATION
    return bool(words.search(diagnosis))
