"""What a reply of a mail server, or the lack of one, says about a mail. Pure.

RFC 5321 §4.2.1: 2yz is done, 4yz is no for now, 5yz is no for good. Which of them is about the recipient, and which
about us, depends on the moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from syndicate.delivery.model import Answer, Refused, Stop, TryLater, Uncertain

#: RFC 5321 §4.2.3, RFC 4954 §6: the server closes; it wants a login, another one, or none at all.
_CLOSING = 421
_LOGIN_CODES = frozenset({530, 534, 535, 538})
_FOR_GOOD = 500
_NO = frozenset({4, 5})
_TOO_LATE_TO_TELL = "the connection ended before the mail was acknowledged"


class SmtpMoment(Enum):
    """Where in the exchange it was."""

    GREETING = "connecting"
    LOGIN = "logging in"
    SENDER = "giving the sender"
    RECIPIENT = "giving the recipient"
    CONTENT = "handing over the mail"


@dataclass(frozen=True, kw_only=True, slots=True)
class SmtpReply:
    """A reply that is no yes."""

    code: int
    text: str
    moment: SmtpMoment

    @property
    def is_no(self) -> bool:
        """Whether it is one, for now or for good; what has no code, or another, proves nothing."""
        return self.code // 100 in _NO


def sort_reply(reply: SmtpReply) -> Answer:
    """Sort a no.

    Before the recipient is named, a no is about us; one for good stops all. A server that closes, or wants another
    login, is in trouble of its own whenever it says so. After the content, what is neither yes nor no is a doubt.
    """
    reason = f"{reply.code} {reply.text} ({reply.moment.value})"
    if reply.moment is SmtpMoment.CONTENT and not reply.is_no:
        return Uncertain(reason=f"the mail server answered neither yes nor no: {reason}")
    if reply.code in _LOGIN_CODES or reply.moment is SmtpMoment.LOGIN:
        return _login(reply, reason)
    if reply.code == _CLOSING:
        return TryLater(reason=reason, counts=False)
    if reply.moment in {SmtpMoment.GREETING, SmtpMoment.SENDER}:
        is_final = reply.code >= _FOR_GOOD
        return Stop(reason=reason, hint=_HINTS[reply.moment]) if is_final else TryLater(reason=reason, counts=False)
    return Refused(code=str(reply.code), reason=reply.text) if reply.code >= _FOR_GOOD else TryLater(reason=reason)


def sort_lost(moment: SmtpMoment, reason: str, place: str) -> Answer:
    """Sort a connection that ended, or was silent too long: in doubt only once the content was on its way.

    ``place`` is the server's host and port.
    """
    if moment is SmtpMoment.CONTENT:
        return Uncertain(reason=f"{_TOO_LATE_TO_TELL}: {reason}")
    which = f"the mail server at {place} ([delivery.smtp] host, port)"
    return TryLater(reason=f"{which} was lost while {moment.value}: {reason}", counts=False)


def _login(reply: SmtpReply, reason: str) -> Answer:
    if reply.code < _FOR_GOOD:
        return TryLater(reason=reason, counts=False)
    return Stop(reason=reason, hint="Check [delivery.smtp] user, and SYNDICATE_DELIVERY__SMTP__PASSWORD.")


_HINTS = {
    SmtpMoment.GREETING: "The mail server does not take mail from this machine; check [delivery.smtp] host and port.",
    SmtpMoment.SENDER: "The mail server does not take mail from the newsletter's sender; allow that address there.",
}
