"""The one door to foreign URLs: checked addresses, followed redirects, limits on size and time."""

from __future__ import annotations

import logging
import re
import socket
import ssl
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from urllib3.exceptions import HTTPError, NewConnectionError

from syndicate.errors import BadDataError
from syndicate.net import addresses, urls
from syndicate.net.model import TOLD, Fetched, FetchError, Validators
from syndicate.net.wire import Deadline, exchange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from urllib3.response import BaseHTTPResponse

    from syndicate.clock import Clock
    from syndicate.net.model import Resolver
    from syndicate.net.urls import CheckedUrl

__all__ = ["FetchError", "Fetched", "Fetcher", "Validators", "system_resolver"]

_log = logging.getLogger("syndicate.net")

_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WHOLE = frozenset({200, 203})
_PARTIAL = 206
_NOT_MODIFIED = 304
_SUCCESS = 2
#: What is kept of the answer to a form.
_ANSWER_BYTES = 4_096
#: Redirects that hold for good (RFC 9110 §15.4.2, §15.4.9).
_MOVED = frozenset({301, 308})
#: Seconds for which a server may ask to be left alone.
_LONGEST_WAIT = 86_400.0
#: 4xx answers that time heals: request time-out, too early, too many requests.
_PASSING = frozenset({408, 425, 429})


def system_resolver(host: str, port: int) -> Sequence[str]:
    """What the machine's own resolver says, in its order of preference."""
    infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(entry[4][0]) for entry in infos]


# What we repeat to a server must be a header's value of which no part means anything else.
_REPEATABLE = re.compile(r"[\x20-\x7e]{1,512}\Z")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Redirect:
    location: str
    is_permanent: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Request:
    """What is asked for: headers, and how much of the body is taken or, where only the start is, enough.

    With a ``form`` it is posted; then any answer of success will do, and redirects are not followed.
    """

    headers: Mapping[str, str]
    max_bytes: int
    is_start: bool = False
    is_conditional: bool = False
    form: bytes | None = None


class Fetcher:
    """Gets foreign URLs without being led astray by them. Safe to share between threads.

    Each hop's host is resolved once, every address is checked, and the connection is made to a
    checked address itself, so that no second answer of a name server counts. The environment's
    proxies are not used.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        user_agent: str,
        resolver: Resolver = system_resolver,
        allow_loopback: bool = False,
        timeout_seconds: float = 10.0,
        max_redirects: int = 3,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Set the limits. ``timeout_seconds`` spans everything from the first connection to the last byte.

        ``allow_loopback`` opens 127.0.0.0/8 and ``::1`` on any port, for development and tests.
        ``tls`` replaces the machine's own trust store.
        """
        self._clock = clock
        self._user_agent = user_agent
        self._resolver = resolver
        self._allow_loopback = allow_loopback
        self._timeout_seconds = timeout_seconds
        self._max_redirects = max_redirects
        self._tls = tls
        if allow_loopback:
            _log.warning(
                "FETCHES FROM THIS MACHINE ITSELF ARE ALLOWED (loopback, any port): anybody whose article is "
                "picked up can make syndicate read from servers that listen here. Never do this in production."
            )

    def get(self, url: str, *, max_bytes: int, accept: str, known: Validators | None = None) -> Fetched:
        """The whole body behind a URL, of at most ``max_bytes`` after decoding, with status 200 or 203.

        ``accept`` is the header's value; what comes back need not be of that type. With ``known`` the
        request is conditional, and the answer may be that our copy is unchanged.

        Raises:
            FetchError: it could not be had; the message is for an editor.
        """
        conditions = _conditions(known) if known else {}
        headers = {"Accept": accept, "Accept-Encoding": "identity", **conditions}
        return self._follow_up(url, _Request(headers=headers, max_bytes=max_bytes, is_conditional=bool(conditions)))

    def get_start(self, url: str, *, length: int, accept: str) -> Fetched:
        """The first ``length`` bytes behind a URL, or all if there are fewer; status 200, 203 or 206.

        No more is read, whether or not the server knows ranges.

        Raises:
            FetchError: it could not be had; the message is for an editor.
        """
        headers = {"Accept": accept, "Accept-Encoding": "identity", "Range": f"bytes=0-{length - 1}"}
        return self._follow_up(url, _Request(headers=headers, max_bytes=length, is_start=True))

    def post(self, url: str, form: Mapping[str, str]) -> Fetched:
        """Post a form (``application/x-www-form-urlencoded``, UTF-8); the answer, of status 2xx.

        Nobody is followed: a redirect is an error that names where it leads. Of the answer's body the start is kept.

        Raises:
            FetchError: it was not taken; the message is for an operator.
        """
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(form).encode("ascii")
        return self._follow_up(url, _Request(headers=headers, max_bytes=_ANSWER_BYTES, is_start=True, form=body))

    def _follow_up(self, url: str, request: _Request) -> Fetched:
        try:
            target = urls.check(url, any_port=self._allow_loopback)
        except BadDataError as error:
            raise _refused(error.message, hint=error.hint) from error
        moved_to, is_moving = None, True
        with Deadline(self._clock, self._timeout_seconds) as deadline:
            for _ in range(self._max_redirects + 1):
                answer = self._hop(target, request, deadline)
                if isinstance(answer, Fetched):
                    return replace(answer, moved_to=moved_to)
                target = self._follow(target, answer.location)
                # Whatever follows a redirect for now says nothing of the address that was asked.
                is_moving = is_moving and answer.is_permanent
                moved_to = str(target) if is_moving else moved_to
        message = f"{target.host} redirects more than {self._max_redirects} times"
        raise FetchError(message, code="fetch-redirects", is_permanent=True)

    def _hop(self, target: CheckedUrl, request: _Request, deadline: Deadline) -> Fetched | _Redirect:
        checked = self._addresses(target)
        headers = {"User-Agent": self._user_agent, **request.headers, "Host": target.authority}
        try:
            with exchange(
                target, checked, headers=headers, deadline=deadline, tls=self._trust(target), body=request.form
            ) as response:
                answer = _read(target, response, request, self._clock.now())
                # A body that ends with the connection looks whole when it was our own clock that cut it.
                deadline.remaining()
        except (OSError, HTTPException, HTTPError) as error:
            raise self._broken(target.host, error, deadline) from error
        return answer

    def _addresses(self, target: CheckedUrl) -> Sequence[str]:
        found = list(dict.fromkeys(_resolve(self._resolver, target)))
        if self._allow_loopback and all(map(addresses.is_loopback, found)):
            return found
        if target.port not in urls.PORTS.values():
            message = f"{target.host} is asked for on port {target.port}; only 80 and 443 are"
            raise _refused(message)
        for address in found:
            if not (addresses.is_public(address) or (self._allow_loopback and addresses.is_loopback(address))):
                message = f"{target.host} leads to {address}, which is not a public address"
                raise _refused(message, hint="Pictures are fetched from the public internet alone.")
        return found

    def _follow(self, base: CheckedUrl, location: str) -> CheckedUrl:
        try:
            target = urls.join(base, location, any_port=self._allow_loopback)
        except BadDataError as error:
            message = f"{base.host} redirects astray: {error.message}"
            raise _refused(message) from error
        if base.scheme == "https" and target.scheme == "http":
            message = f"{base.host} redirects from https to http"
            raise _refused(message)
        return target

    def _trust(self, target: CheckedUrl) -> ssl.SSLContext | None:
        if self._tls is None and target.scheme == "https":
            self._tls = ssl.create_default_context()
        return self._tls

    def _broken(self, host: str, error: Exception, deadline: Deadline) -> FetchError:
        if deadline.has_passed or isinstance(error, TimeoutError):
            message = f"{host} took longer than {self._timeout_seconds:g} seconds"
            return FetchError(message, code="fetch-timeout")
        if isinstance(error.__cause__ or error, ssl.SSLCertVerificationError):
            return FetchError(f"{host} has no valid certificate", code="fetch-certificate")
        if isinstance(error, NewConnectionError):
            return FetchError(f"{host} does not take connections", code="fetch-broken")
        return FetchError(f"{host} broke off before the end or answered nonsense", code="fetch-broken")


def _resolve(resolver: Resolver, target: CheckedUrl) -> Sequence[str]:
    if _is_literal(target.host):
        return [target.host]
    try:
        addresses = resolver(target.host, target.port)
    except OSError as error:
        raise _unresolved(target.host) from error
    if not addresses:
        raise _unresolved(target.host)
    return addresses


def _is_literal(host: str) -> bool:
    # urls.check has made sure that a last label of digits means a whole IPv4 address.
    return ":" in host or host.rpartition(".")[2].isdigit()


def _unresolved(host: str) -> FetchError:
    return FetchError(f"{host} does not resolve", code="fetch-dns", hint="Is the host name spelt right?")


def _conditions(known: Validators) -> dict[str, str]:
    """RFC 9110 §13.1: the server goes by the tag where both are given."""
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in headers.items() if value and _REPEATABLE.match(value)}


def _read(target: CheckedUrl, response: BaseHTTPResponse, request: _Request, now: datetime) -> Fetched | _Redirect:
    location = response.headers.get("Location")
    if response.status in _REDIRECTS and location:
        # Servers write UTF-8 here, the standard library reads Latin-1.
        leads_to = location.encode("latin-1", "replace").decode("utf-8", "replace")
        if request.form is None:
            return _Redirect(location=leads_to, is_permanent=response.status in _MOVED)
        raise _moved(target.host, response.status, leads_to)
    is_taken = request.form is not None and response.status // 100 == _SUCCESS
    is_unchanged = response.status == _NOT_MODIFIED and request.is_conditional
    is_part = response.status == _PARTIAL and request.is_start
    if not (response.status in _WHOLE or is_unchanged or is_part or is_taken):
        raise _answered(target.host, response, now)
    return Fetched(
        url=str(target),
        status=response.status,
        content=b"" if is_unchanged else _body(target.host, response, request),
        etag=response.headers.get("ETag"),
        modified=response.headers.get("Last-Modified"),
        headers={name: response.headers[name] for name in TOLD if name in response.headers},
    )


def _body(host: str, response: BaseHTTPResponse, request: _Request) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", ""}:
        message = f"{host} answers in an encoding that was not asked for"
        raise FetchError(message, code="fetch-encoding", is_permanent=True)
    if (response.length_remaining or 0) > request.max_bytes and not request.is_start:
        raise _too_large(host, request.max_bytes)
    content = bytearray()
    for part in response.stream(_CHUNK, decode_content=True):
        content += part
        if request.is_start and len(content) >= request.max_bytes:
            return bytes(content[: request.max_bytes])
        if len(content) > request.max_bytes:
            raise _too_large(host, request.max_bytes)
    return bytes(content)


def _answered(host: str, response: BaseHTTPResponse, now: datetime) -> FetchError:
    status = response.status
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    is_permanent = 300 <= status < 500 and status not in _PASSING  # noqa: PLR2004 - the classes of RFC 9110 §15
    return FetchError(
        f"{host} answered {phrase}",
        code="fetch-status",
        is_permanent=is_permanent,
        status=status,
        retry_after=_seconds_until(response.headers.get("Retry-After", ""), now),
    )


def _moved(host: str, status: int, leads_to: str) -> FetchError:
    message = f"{host} sends what is posted elsewhere ({status}): {leads_to}"
    return FetchError(message, code="fetch-status", is_permanent=True, status=status, hint="Is that its address now?")


def _seconds_until(stated: str, now: datetime) -> float | None:
    """``Retry-After`` (RFC 9110 §10.2.3): seconds, or an HTTP date; ``None`` for anything else."""
    if stated.strip().isascii() and stated.strip().isdigit():
        return min(float(stated), _LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(stated)
    except ValueError:
        return None
    seconds = (at - now).total_seconds() if at.tzinfo else 0
    return min(max(seconds, 0), _LONGEST_WAIT)


def _too_large(host: str, max_bytes: int) -> FetchError:
    message = f"{host} sends more than {max_bytes / 1_000_000:g} MB"
    return FetchError(message, code="fetch-too-large", is_permanent=True)


def _refused(message: str, *, hint: str | None = None) -> FetchError:
    return FetchError(message, code="fetch-refused", is_permanent=True, hint=hint)
