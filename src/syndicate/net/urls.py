r"""Foreign URLs, taken apart, checked and put together again.

Two parsers that read one string differently are how guards are walked around
(``http://127.0.0.1\@example.com/``). So whatever could be read in two ways is refused, and only
the URL that is rebuilt from the checked parts is ever used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from syndicate.errors import BadDataError
from syndicate.text.host_names import ascii_name
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from urllib.parse import SplitResult

#: The ports of the web; others are how a fetcher is made to talk to databases.
PORTS = {"http": 80, "https": 443}

#: Characters in a URL. No picture needs more, and IDNA's work grows with length (CVE-2024-3651).
MAX_LENGTH = 4096

_UNREADABLE = re.compile("[\x00-\x20\x7f-\xa0\\\\\ud800-\udfff]")
_HOST = re.compile(r"(?=.{1,253}\Z)(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\Z")
# The standard library drops what stands between a bracket and the port: [::1]example.com:80.
_BRACKETS = re.compile(r"\[[^\[\]]*\](:[0-9]*)?\Z")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z")
# What may stand in a path or query as it is: RFC 3986's sets, and % for what is escaped already.
_SAFE = "%/:?@!$&'()*+,;=~-._[]"


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckedUrl:
    """A URL that may be fetched once its host's addresses are checked too.

    ``host`` is lower-case ASCII (IDNA) or an address without brackets; ``target`` is path and
    query, ASCII; a fragment is not kept.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port: the ``Host`` header's value."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        """The URL, rebuilt from the parts."""
        return f"{self.scheme}://{self.authority}{self.target}"


def check(url: str, *, any_port: bool = False) -> CheckedUrl:
    """Read an absolute http or https URL; ``//host/…`` means https, space at the ends is dropped.

    ``any_port`` leaves the port to the caller, who knows the addresses.

    Raises:
        BadDataError: it cannot be read in exactly one way, or names another scheme or port,
            a user, or no host.
    """
    trimmed = url.strip()
    if len(trimmed) > MAX_LENGTH:
        raise _refused(trimmed, f"is longer than {MAX_LENGTH} characters")
    if _UNREADABLE.search(trimmed):
        raise _refused(trimmed, "has a space, a backslash or a control character inside")
    parts = _split("https:" + trimmed if trimmed.startswith("//") else trimmed)
    if parts.scheme not in PORTS:
        raise _refused(trimmed, "is not http or https")
    if "@" in parts.netloc:
        raise _refused(trimmed, "names a user")
    return CheckedUrl(
        scheme=parts.scheme, host=_host(parts, trimmed), port=_port(parts, trimmed, any_port), target=_target(parts)
    )


def join(base: CheckedUrl, location: str, *, any_port: bool = False) -> CheckedUrl:
    """Where a ``Location`` header leads from ``base`` (RFC 9110 §10.2.2), checked as by `check`."""
    trimmed = location.strip()
    if _UNREADABLE.search(trimmed):
        raise _refused(trimmed, "has a space, a backslash or a control character inside")
    try:
        return check(urljoin(str(base), trimmed), any_port=any_port)
    except ValueError as error:
        raise _refused(trimmed, "cannot be read") from error


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise _refused(url, "cannot be read") from error


def _port(parts: SplitResult, url: str, any_port: bool) -> int:  # noqa: FBT001 - private
    try:
        port = parts.port
    except ValueError as error:
        raise _refused(url, "has a port that is no number") from error
    if port is None:
        return PORTS[parts.scheme]
    if port not in PORTS.values() and not any_port:
        raise _refused(url, "is not on port 80 or 443")
    return port


def _host(parts: SplitResult, url: str) -> str:
    host = parts.hostname or ""
    if not host:
        raise _refused(url, "names no host")
    if "[" in parts.netloc:
        return _ipv6(host if _BRACKETS.match(parts.netloc) else "", url)
    host = (ascii_name(host) or "").removesuffix(".")
    if not _HOST.match(host):
        raise _refused(url, "has no valid host name")
    # WHATWG URL §3.5: a last label that is a number makes the host an IPv4 address.
    return _ipv4(host, url) if _NUMBER.match(host.rpartition(".")[2]) else host


def _ipv4(host: str, url: str) -> str:
    try:
        return str(IPv4Address(host))
    except AddressValueError as error:
        raise _refused(url, "writes its address in an unusual way") from error


def _ipv6(host: str, url: str) -> str:
    try:
        address = IPv6Address(host)
    except AddressValueError as error:
        raise _refused(url, "has no valid address in its brackets") from error
    if address.scope_id is not None:
        raise _refused(url, "names a network interface")
    return str(address)


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=_SAFE)
    return f"{path}?{quote(parts.query, safe=_SAFE)}" if parts.query else path


def _refused(url: str, why: str) -> BadDataError:
    return BadDataError(
        f"the address {shorten(url, 120)!r} {why}",
        code="url-refused",
        hint="Give a plain http or https address without user name, on port 80 or 443.",
    )
