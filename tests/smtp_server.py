# ruff: noqa: ARG002 - the arguments of its handlers are aiosmtpd's
"""A mail server for tests: aiosmtpd on loopback, with TLS and logins, and replies that a test may choose."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "press", "a-secret"


@dataclass
class MailServer:
    """What it takes, and what it says instead of yes: one reply a command, first one first.

    What is said to ``TAKEN`` comes once the mail is here.
    """

    mails: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=dict)
    hangs_up_after_data: bool = False
    sessions: set[int] = field(default_factory=set)
    port: int = 0
    user: bytes | None = None
    transports: list[Any] = field(default_factory=list)
    loop: Any = None

    def hang_up(self) -> None:
        """End every conversation, as a server does that has waited long enough; returns when they have ended."""
        for transport in self.transports:
            self.loop.call_soon_threadsafe(transport.abort)
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0), self.loop).result(10)

    def _next(self, command: str) -> str | None:
        scripted = self.replies.get(command)
        return scripted.pop(0) if scripted else None

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        self.sessions.add(session.peer[1])
        self.transports.append(server.transport)
        if reply := self._next("MAIL"):
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if reply := self._next("RCPT"):
            return reply
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if reply := self._next("DATA"):
            return reply
        self.mails.append(envelope.original_content)
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        if self.hangs_up_after_data:
            server.transport.abort()
        return self._next("TAKEN") or f"250 queued as {len(self.mails)}"


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, *, is_implicit: bool = False, **given: Any) -> Iterator[MailServer]:
    """The server while the block runs; with ``tls`` it offers STARTTLS, or begins with TLS."""
    server = MailServer(**given)

    def _login(_server: Any, _session: Any, _envelope: Any, _mechanism: str, auth_data: LoginPassword) -> AuthResult:
        is_right = auth_data == LoginPassword(USER.encode(), PASSWORD.encode())
        server.user = auth_data.login if is_right else None
        return AuthResult(success=is_right, handled=is_right)

    options: dict[str, Any] = {
        "authenticator": _login,
        "auth_require_tls": tls is not None,
        "auth_exclude_mechanism": [],
    }
    if tls and is_implicit:
        options |= {"ssl_context": tls, "auth_require_tls": False}
    elif tls:
        options |= {"tls_context": tls}
    loop = server.loop = asyncio.new_event_loop()
    implicit = options.pop("ssl_context", None)
    making = loop.create_server(lambda: SMTP(server, loop=loop, **options), "127.0.0.1", 0, ssl=implicit)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    # In its own thread: the one of a browser's test has a loop already.
    listener = asyncio.run_coroutine_threadsafe(_made(making), loop).result(10)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_end(listener), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _made(making: Coroutine[Any, Any, asyncio.Server]) -> asyncio.Server:
    return await making


async def _end(listener: asyncio.Server) -> None:
    """Close, and end the conversations that clients keep open."""
    listener.close()
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


def certificate(folder: Path, name: str = "localhost") -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a new certificate for that name, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    form = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))
