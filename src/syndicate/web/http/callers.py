"""Whom a connection or a request comes from, so that one caller cannot take the place of all.

An IPv4 address is a caller; of IPv6, a network of 64 bits, because that much is given to one house.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TYPE_CHECKING, TypeAlias

from syndicate.web.http.forwarded import Hop, address_of, hops_of_forwarded, hops_of_x_forwarded_for
from syndicate.web.http.limited_log import LimitedLog

if TYPE_CHECKING:
    from starlette.requests import Request

Network: TypeAlias = IPv4Network | IPv6Network
Address: TypeAlias = IPv4Address | IPv6Address

#: Under which name an application finds its caller's in the scope of a request.
CALLER = "syndicate.caller"

_HOST_BITS = 64
_REMEMBERED = 500

# Proxies on the same machine, as callers are named.
_OWN = frozenset({"127.0.0.1", "::/64"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """Who calls. A trusted proxy has no share: others speak through it."""

    name: str
    has_share: bool = True


def caller_of(request: Request) -> str:
    """Who makes a request, as the listener tells callers apart: an IPv4 address, or an IPv6 network."""
    return str(request.scope.get(CALLER, ""))


class Callers:
    """Knows callers by their own addresses, and behind trusted proxies by what these say.

    What anybody else writes into ``Forwarded`` or ``X-Forwarded-For`` counts for nothing. A chain is read from its
    end, past trusted proxies, to the first address that is none; what stands before that is the caller's own word.
    """

    def __init__(self, trusted: Iterable[Network] | None = None) -> None:
        """Trust the proxies in those networks; ``None`` where none is to be expected."""
        self._trusted = tuple(trusted or ())
        self._unnamed = LimitedLog() if trusted is not None else None
        self.of_peer = lru_cache(_REMEMBERED)(self._of_peer)
        self._behind = lru_cache(_REMEMBERED)(self._of_chains)

    def _of_peer(self, host: str) -> Caller:
        """Who is at the other end of a connection from that address."""
        address = address_of(host)
        return Caller(name=_name(address or host), has_share=not self._is_trusted(address))

    def of_request(self, peer: Caller, headers: Iterable[tuple[bytes, bytes]]) -> Caller:
        """Who makes a request that came over a connection of ``peer``; header names in lower case."""
        if peer.has_share:
            self._mind_unnamed(peer, headers)
            return peer
        forwarded, listed = [], []
        for name, value in headers:
            if name == b"forwarded":
                forwarded.append(value)
            elif name == b"x-forwarded-for":
                listed.append(value)
        return self._behind(peer, b",".join(forwarded), b",".join(listed))

    def _mind_unnamed(self, peer: Caller, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Say that a proxy on this machine is not trusted: then all who come through it are one caller."""
        if self._unnamed and peer.name in _OWN and any(name == b"x-forwarded-for" for name, _ in headers):
            self._unnamed.tell(
                f"{peer.name} speaks for others (X-Forwarded-For) and is taken for one caller; if it is your proxy, "
                f'set [web] trusted_proxies = ["{peer.name.partition("/")[0]}"]'
            )

    def _of_chains(self, peer: Caller, forwarded: bytes, listed: bytes) -> Caller:
        """The caller behind a proxy, whose header may be either; the other one may then be the caller's own invention.

        Which of them the proxy writes cannot be seen. So where they name two callers, neither is believed, and all
        such requests of the proxy are one caller's, as are those whose header cannot be read.
        """
        chains = hops_of_forwarded(forwarded.decode("latin-1")), hops_of_x_forwarded_for(listed.decode("latin-1"))
        named = {self._last_stranger(chain) for chain in chains if chain}
        strangers = {hop for hop in named if not self._is_trusted(hop)}
        if len(strangers) == 1 and None not in strangers:
            return Caller(name=_name(strangers.pop()))
        if strangers:
            return Caller(name=f"nobody in particular by way of {peer.name}")
        return Caller(name=_name(named.pop()), has_share=False) if len(named) == 1 else peer

    def _last_stranger(self, chain: Sequence[Hop]) -> Hop:
        """The nearest hop that is no trusted proxy; when all are trusted, the first."""
        return next((hop for hop in reversed(chain) if not self._is_trusted(hop)), chain[0])

    def _is_trusted(self, hop: Hop) -> bool:
        return isinstance(hop, Address) and any(hop in network for network in self._trusted)


def _name(hop: Hop) -> str:
    if isinstance(hop, IPv6Address):
        return f"{IPv6Address(int(hop) >> _HOST_BITS << _HOST_BITS)}/{_HOST_BITS}"
    return str(hop)
