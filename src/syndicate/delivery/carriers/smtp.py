"""SMTP: through a mail server of one's own or of a provider, one mail after another over connections that stay open.

The mail is the server's only when it has said so after the last line (RFC 5321 §6.1): a connection that ends between
that line and its reply leaves it in doubt, one that ends before leaves it with us.
"""

from __future__ import annotations

import io
import re
import smtplib
import ssl
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from syndicate.clock import SystemClock
from syndicate.delivery.carriers.mime import MimeMails, unfit
from syndicate.delivery.carriers.one_by_one import carry_each
from syndicate.delivery.carriers.smtp_replies import SmtpMoment, SmtpReply, sort_lost, sort_reply
from syndicate.delivery.model import Accepted, Allowance, Answer, Stop
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from syndicate.delivery.model import Mailing, Recipient

SmtpSecurity = Literal["starttls", "tls", "none"]

_DOT = re.compile(rb"(?m)^\.")
_GO_ON = 354
#: Bytes that are sent between two looks at the time that is left.
_PIECE = 65_536
_LONGEST_TEXT = 300


class _NotTaken(Exception):  # noqa: N818 - an answer on its way out
    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class _Server(smtplib.SMTP):
    """A mail server whose replies have to be there while time is left, however slowly it says them.

    A socket's own time-out counts from byte to byte.
    """

    def __init__(self, host: str, port: int, *, until: float, monotonic: Callable[[], float], **given: Any) -> None:
        self.until = until
        self._monotonic = monotonic
        super().__init__(host, port, **given)

    def left(self) -> float:
        """Seconds; `TimeoutError` when there are none."""
        left = self.until - self._monotonic()
        if left <= 0:
            message = "it took longer than the time of one mail"
            raise TimeoutError(message)
        return left

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = io.BufferedReader(_Arriving(self))
        return super().getreply()


class _TlsServer(_Server, smtplib.SMTP_SSL):
    pass


class _Arriving(io.RawIOBase):
    """What comes from the server, for as long as time is left."""

    def __init__(self, server: _Server) -> None:
        super().__init__()
        self._server = server

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        sock = self._server.sock
        if sock is None:
            return 0
        sock.settimeout(self._server.left())
        return sock.recv_into(buffer)


@dataclass(kw_only=True)
class SmtpCarrier:
    """Hands mails to one mail server, over as many connections as calls are made at once; they are kept for later ones.

    ``timeout_seconds`` is for one mail, its connection included; then it is given up. Certificates are checked against
    this machine's authorities unless ``tls`` is given.
    """

    name: ClassVar[str] = "smtp"
    reaches_people: ClassVar[bool] = True
    answers_at_once: ClassVar[bool] = False

    host: str
    port: int = 587
    security: SmtpSecurity = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    batch_size: int = 50
    timeout_seconds: float = 60.0
    rate_per_second: float | None = None
    tls: ssl.SSLContext | None = None
    monotonic: Callable[[], float] = SystemClock().monotonic

    def __post_init__(self) -> None:
        """Nobody is connected to yet."""
        self._mails = MimeMails()
        self._idle = deque[_Server]()
        weakref.finalize(self, _close_all, self._idle)

    @property
    def longest_call_seconds(self) -> float:
        """Two mails' time: none is begun after that of one."""
        return 2 * self.timeout_seconds

    def prepare(self, mailing: Mailing) -> None:
        """Nothing lies with a mail server before the mail."""
        del mailing

    def carry(self, mailing: Mailing, recipients: Sequence[Recipient]) -> list[Answer]:
        """One after another; whatever is trouble of the server's ends the call."""
        began = self.monotonic()

        def is_late() -> bool:
            return self.monotonic() - began > self.timeout_seconds

        return carry_each(recipients, lambda recipient: self._carry_one(mailing, recipient), is_late=is_late)

    def settle(self, delivery_id: str) -> None:
        """Never known: SMTP has no way to ask."""
        del delivery_id

    def allowance(self) -> Allowance | None:
        """What the operator says that the server allows; SMTP has no way to ask that, either."""
        rate = self.rate_per_second
        return Allowance(max_rate=rate, daily_quota=None, sent_24h=0.0) if rate else None

    def remove(self, name: str) -> None:
        """Nothing was made."""
        del name

    def _carry_one(self, mailing: Mailing, recipient: Recipient) -> Answer:
        try:
            content = self._mails.message(mailing, recipient)
        except BadDataError as error:
            return unfit(error)
        exchange = _Exchange(self, self._idle, self.monotonic() + self.timeout_seconds)
        try:
            return exchange.hand_over(mailing.sender_address, recipient, content)
        except _NotTaken as no:
            return no.answer
        except (OSError, smtplib.SMTPException) as error:
            exchange.drop()
            return _sort_error(error, exchange.moment, f"{self.host}:{self.port}")
        finally:
            exchange.end()


class _Exchange:
    """One mail over one connection, within its time."""

    def __init__(self, carrier: SmtpCarrier, idle: deque[_Server], until: float) -> None:
        self._carrier = carrier
        self._idle = idle
        self._until = until
        self._server: _Server | None = None
        self.moment = SmtpMoment.GREETING

    def hand_over(self, sender: str, recipient: Recipient, content: bytes) -> Answer:
        server = self._begun(f"MAIL FROM:<{sender}>")
        self._say(server, SmtpMoment.RECIPIENT, f"RCPT TO:<{recipient.address}>")
        self._say(server, SmtpMoment.RECIPIENT, "DATA", yes=_GO_ON)
        self._limit(server)
        self.moment = SmtpMoment.CONTENT
        self._send(server, _DOT.sub(b"..", content) + b".\r\n")
        text = self._checked(server, *server.getreply())
        return Accepted(message_id=f"{recipient.delivery_id} {text}".strip()[:_LONGEST_TEXT])

    def _send(self, server: _Server, content: bytes) -> None:
        for start in range(0, len(content), _PIECE):
            self._limit(server)
            server.send(content[start : start + _PIECE])

    def drop(self) -> None:
        """End the connection without ceremony."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def end(self) -> None:
        """Keep the connection, if it still stands."""
        if self._server is not None:
            self._idle.append(self._server)

    def _say(self, server: _Server, moment: SmtpMoment, command: str, *, yes: int = 250) -> None:
        self.moment = moment
        self._limit(server)
        self._checked(server, *server.docmd(command), yes=yes)

    def _checked(self, server: _Server, code: int, text: bytes, *, yes: int = 250) -> str:
        """The reply's text, if it is a yes; else the mail is reset, so that the next one begins afresh."""
        written = " ".join(text.decode("ascii", "replace").split())[:_LONGEST_TEXT]
        if code == yes or (yes != _GO_ON and code // 100 == 2):  # noqa: PLR2004 - RFC 5321 §4.2.1
            return written
        reply = SmtpReply(code=code, text=written, moment=self.moment)
        if not reply.is_no or code == 421:  # noqa: PLR2004 - no code of this moment, or the server closes
            self.drop()
        else:
            self._reset(server)
        raise _NotTaken(sort_reply(reply))

    def _reset(self, server: _Server) -> None:
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def _limit(self, server: _Server) -> None:
        server.until = self._until
        if server.sock is None:
            message = "not connected"
            raise TimeoutError(message)
        server.sock.settimeout(server.left())

    def _begun(self, command: str) -> _Server:
        """A connection on which the sender was taken: one that is kept, or where the server has ended it, a new one."""
        while self._idle:
            with suppress(IndexError):  # another thread took it
                self._server = self._idle.pop()
            if server := self._server:
                try:
                    self._say(server, SmtpMoment.SENDER, command)
                except (OSError, smtplib.SMTPException):
                    self.drop()
                except _NotTaken:
                    if self._server is not None:
                        raise
                else:
                    return server
        server = self._connect()
        self._say(server, SmtpMoment.SENDER, command)
        return server

    def _connect(self) -> _Server:
        carrier = self._carrier
        self.moment = SmtpMoment.GREETING
        seconds = max(0.01, self._until - carrier.monotonic())
        patience: dict[str, Any] = {"until": self._until, "monotonic": carrier.monotonic, "timeout": seconds}
        tls = carrier.tls or ssl.create_default_context()
        if carrier.security == "tls":
            server: _Server = _TlsServer(carrier.host, carrier.port, **patience, context=tls)
        else:
            server = _Server(carrier.host, carrier.port, **patience)
        self._server = server
        server.ehlo_or_helo_if_needed()
        if carrier.security == "starttls":
            self._start_tls(server, tls)
        if carrier.user:
            self.moment = SmtpMoment.LOGIN
            self._limit(server)
            server.login(carrier.user, carrier.password or "")
        return server

    def _start_tls(self, server: _Server, tls: ssl.SSLContext) -> None:
        if not server.has_extn("starttls"):
            self.drop()
            raise _NotTaken(_insecure("it does not offer STARTTLS"))
        self._limit(server)
        server.starttls(context=tls)
        server.ehlo_or_helo_if_needed()


def _sort_error(error: OSError | smtplib.SMTPException, moment: SmtpMoment, place: str) -> Answer:
    """Sort what smtplib raises: a no that it read itself, a login that cannot be, TLS, a connection that is gone."""
    if isinstance(error, smtplib.SMTPResponseException) and moment in {SmtpMoment.GREETING, SmtpMoment.LOGIN}:
        # Later on smtplib raises none but its own, of a reply that it could not read to its end.
        text = error.smtp_error if isinstance(error.smtp_error, str) else error.smtp_error.decode("ascii", "replace")
        return sort_reply(SmtpReply(code=error.smtp_code, text=text, moment=moment))
    if isinstance(error, smtplib.SMTPNotSupportedError) or (
        moment is SmtpMoment.LOGIN and type(error) is smtplib.SMTPException
    ):
        return Stop(reason=f"no login at the mail server: {error}", hint="Check [delivery.smtp] security, and port.")
    is_cut = isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
    if isinstance(error, ssl.SSLError) and moment is SmtpMoment.GREETING and not is_cut:
        return _insecure(str(error))
    return sort_lost(moment, str(error) or type(error).__name__, place)


def _close_all(connections: deque[_Server]) -> None:
    for connection in connections:
        connection.close()


def _insecure(reason: str) -> Stop:
    hint = "Check [delivery.smtp] host, port and security, and the server's certificate."
    return Stop(reason=f"no secure connection to the mail server: {reason}", hint=hint)
