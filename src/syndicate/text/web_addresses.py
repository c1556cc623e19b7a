"""Web addresses: what is one, and what it is made of.

A room that asks for more, such as a port to fetch from, asks on top of this.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

SCHEMES = frozenset({"http", "https"})

# White space, controls, what nobody sees, the backslash that browsers take for a slash: two parsers differ on them.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff]")
_ESCAPED = re.compile(r"[<>\"`{}|^]")


def split_web_address(address: str) -> SplitResult | None:
    """The parts of an absolute http(s) address with a host; ``None`` for what is none or can be read in two ways.

    Nor is it one with a user, whose name may be taken for the host, or with a port that is no number.
    """
    if _AMBIGUOUS.search(address):
        return None
    try:
        parts = urlsplit(address)
        has_port = parts.port != 0
    except ValueError:
        return None
    is_web = parts.scheme in SCHEMES and bool(parts.hostname) and "@" not in parts.netloc and has_port
    return parts if is_web else None


def with_query(address: str, parameters: Mapping[str, str]) -> str:
    """The address with those parameters behind its own; one that it has already stays as it is."""
    parts = urlsplit(address)
    there = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = urlencode({name: value for name, value in parameters.items() if name not in there})
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added)))))


def is_web_address(address: str) -> bool:
    """Whether it is an absolute http(s) address that `split_web_address` reads."""
    return split_web_address(address) is not None


def is_plain_address(address: str) -> bool:
    """Whether it is a web address in which nothing has to be escaped; letters of all scripts may stand in it."""
    return is_web_address(address) and not _ESCAPED.search(address)


def is_link(address: str) -> bool:
    """Whether a text may link there: a web address, or a mailbox to write to (RFC 6068)."""
    scheme, _, rest = address.partition(":")
    return is_web_address(address) or (scheme.lower() == "mailto" and bool(rest) and not _AMBIGUOUS.search(rest))
