"""What proxies say of where a request came from: ``Forwarded`` (RFC 7239) and ``X-Forwarded-For``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TypeAlias

#: One hop: its address, a name that hides it (RFC 7239 §6.3), or ``None`` where nothing can be made of it.
Hop: TypeAlias = "IPv4Address | IPv6Address | str | None"

# The pieces of a Forwarded header, one after another; none can be read in two ways, so reading takes linear time.
# Addresses with colons need quotation marks (RFC 7239 §6), which some proxies leave out.
_PIECE = re.compile(
    r"(?P<end>,)|(?P<next>;)|(?P<blank>[ \t]+)"
    r"|(?P<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?P<value>[!#$%&'*+.^_`|~0-9A-Za-z:\[\]-]+|\"(?:[^\"\\]|\\.)*\")"
)
_ESCAPED = re.compile(r"\\(.)")
_PORT = r"(?::[0-9]{1,5}|:_[A-Za-z0-9._-]+)?"
_BRACKETED = re.compile(rf"\[([0-9A-Fa-f:.]+)\]{_PORT}")
_WITH_PORT = re.compile(r"([0-9.]+):(?:[0-9]{1,5}|_[A-Za-z0-9._-]+)")
_HIDDEN = re.compile(rf"(_[A-Za-z0-9._-]{{1,64}}){_PORT}")

#: No chain of proxies is longer; what is, somebody has filled up.
MOST_CHARACTERS = 4_096


def hops_of_forwarded(value: str) -> list[Hop]:
    """The ``for`` of each element in order, the nearest hop last; one that cannot be read breaks them all.

    Where a quotation mark is left open, nobody can know which elements it swallows (RFC 7239 §4).
    """
    try:
        return [_hop(name) for name in _names(value)]
    except ValueError:
        return [None]


def _names(value: str) -> Iterator[str]:
    """The ``for`` of each element, empty where it says nothing."""
    if len(value) > MOST_CHARACTERS:
        raise ValueError(value)
    place, name, is_empty = 0, "", True
    while place < len(value):
        piece = _PIECE.match(value, place)
        if piece is None:
            raise ValueError(value)
        if piece.lastgroup == "end":
            if not is_empty:
                yield name
            name, is_empty = "", True
        elif piece["name"]:
            is_empty = False
            name = _unquoted(piece["value"]) if piece["name"].lower() == "for" else name
        place = piece.end()
    if not is_empty:
        yield name


def _unquoted(value: str) -> str:
    return _ESCAPED.sub(r"\1", value[1:-1]) if value.startswith('"') else value


def hops_of_x_forwarded_for(value: str) -> list[Hop]:
    """Each hop in order, the nearest last; empty elements are none (RFC 9110 §5.6.1)."""
    return [_hop(name) for name in map(str.strip, value[-MOST_CHARACTERS:].split(",")) if name]


def _hop(name: str) -> Hop:
    """A node (RFC 7239 §6); ports say nothing about whom it belongs to."""
    if hidden := _HIDDEN.fullmatch(name):
        return hidden[1]
    match = _BRACKETED.fullmatch(name) or _WITH_PORT.fullmatch(name)
    return address_of(match[1] if match else name)


def address_of(text: str) -> IPv4Address | IPv6Address | None:
    """An address as a number, IPv4 also where IPv6 carries it; ``None`` for what is none. Zones are of no concern."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
