"""What is asked of addresses and ids in feeds, on top of being a URI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.feedcheck.remarks import error, quoted, warning, words
from syndicate.text.uris import is_id, is_uri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from syndicate.feedcheck.remarks import Remark

_HTTP = re.compile(r"https?://(?:\[[0-9a-fA-F:.]+\]|[^/?#\[\]]+)[^#\[\]]*(?:#[^#\[\]]*)?", re.IGNORECASE)
# A host in a domain, or an IPv4 address: what somebody elsewhere can reach.
_HOST_ELSEWHERE = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_SCHEMES = words(
    "acct data dav doi ftp geo gopher http https im info ldap mailto mid news nntp sip sips tag tel tv urn xmpp"
)
_DEFAULT_PORT = {"http": 80, "https": 443, "ftp": 21}
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


def is_web_address(value: str) -> bool:
    """Whether it is an absolute URI of http or https with a host."""
    if not (is_uri(value) and _HTTP.fullmatch(value)):
        return False
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and (parts.port is None or parts.port >= 0)
    except ValueError:
        return False


def id_rules(value: str, place: etree._Element | str) -> Iterator[Remark]:
    """An id that all readers compare alike: of the right form, of a registered scheme, normalised."""
    if not is_id(value):
        yield error("invalid-id", place, f"no absolute URI, or no tag or urn of the right form: {quoted(value)}")
    elif value.partition(":")[0].lower() not in _SCHEMES:
        yield warning("unregistered-scheme", place, f"no registered scheme: {quoted(value)}")
    elif not is_normal(value):
        yield warning("id-not-normalised", place, f"another writing means the same (RFC 3986 §6.2): {quoted(value)}")


def is_normal(value: str) -> bool:
    """Whether a URI has its normal form (RFC 3986 §6.2.2, §6.2.3): letter case, escapes, port, dot segments, path."""
    scheme, _, rest = value.partition(":")
    if scheme != scheme.lower() or any(not _is_needed(escape) for escape in _ESCAPE.findall(rest)):
        return False
    if not rest.startswith("//"):
        return True
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    host = parts.netloc.rpartition("@")[2]
    has_spare_port = host.endswith(":") or (port is not None and port == _DEFAULT_PORT.get(scheme))
    has_dots = bool({".", ".."} & set(parts.path.split("/")))
    return host == host.lower() and not has_spare_port and not has_dots and bool(parts.path)


def is_reachable(value: str) -> bool:
    """Whether a web address names a host in a domain, as enclosures must (RSS profile), or an IPv4 address."""
    return is_web_address(value) and bool(_HOST_ELSEWHERE.fullmatch(urlsplit(value).hostname or ""))


def _is_needed(escape: str) -> bool:
    return escape == escape.upper() and not _UNRESERVED.fullmatch(chr(int(escape[1:], 16)))
