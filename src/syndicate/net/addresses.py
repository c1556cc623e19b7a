"""Which IP addresses may be connected to.

An allow-list, because deny-lists age badly: ``ipaddress.is_global`` of Python 3.11 says yes to
multicast, to 6to4 and NAT64 forms of 127.0.0.1 and to the metadata services of two clouds.
Names and spellings (``0x7f000001``, ``127.1``) are no concern here: what is judged is the address
that a resolver gave, at the moment before the connection.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

#: IANA's special-purpose IPv4 registry, multicast, the reserved end, and one cloud's wire server.
_SPECIAL_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # "this" network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' NAT; 100.100.100.200 is a metadata service
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's wire server, a public address that leads inside
        "169.254.0.0/16",  # link-local, with the usual metadata service
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; .192 is Oracle's metadata service
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)

#: All of global unicast IPv6. Loopback, mapped and compatible IPv4, NAT64, unique-local,
#: site-local, link-local, segment routing (5f00::/16) and multicast lie outside of it.
_UNICAST_V6 = IPv6Network("2000::/3")

_SPECIAL_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID, drones
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # the 6bone, given back
        "3fff::/20",  # documentation
    )
)

#: Upper half of an ISATAP interface identifier (RFC 5214 §6.1); the lower half is an IPv4 address.
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})

_LOOPBACK_V4 = IPv4Network("127.0.0.0/8")
_LOOPBACK_V6 = IPv6Address("::1")


def is_public(address: str) -> bool:
    """Whether this is the canonical text of a public unicast address; ``False`` for any other text."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _SPECIAL_V4)
    return parsed is not None and _is_public_v6(parsed)


def is_loopback(address: str) -> bool:
    """Whether this is 127.0.0.0/8 or ``::1``. An IPv4 address mapped into IPv6 is neither."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv4Address):
        return parsed in _LOOPBACK_V4
    return parsed == _LOOPBACK_V6


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id is not None or address not in _UNICAST_V6:
        return False
    if (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
        return False
    return not any(address in network for network in _SPECIAL_V6)
