"""Which addresses a fetch may connect to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.net.addresses import is_loopback, is_public

REFUSED = [
    # this machine
    "127.0.0.1", "127.0.0.2", "127.255.255.255", "0.0.0.0",  # noqa: S104 - judged, not bound to
    "0.1.2.3", "::1", "::",
    "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:0:127.0.0.1",
    # inside
    "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255",
    "100.64.0.1", "100.100.100.200", "100.127.255.255", "169.254.169.254", "169.254.0.1", "169.254.170.2",
    "fc00::1", "fd00:ec2::254", "fdff::1", "fec0::1", "fe80::1", "fe80::1%eth0", "febf::1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8",
    # clouds' own, on public-looking addresses
    "168.63.129.16", "192.0.0.192", "192.0.0.8", "192.0.0.170",
    # protocol assignments, documentation, benchmarks
    "192.0.2.1", "198.51.100.7", "203.0.113.9", "198.18.0.1", "198.19.255.255", "192.31.196.1", "192.52.193.1",
    "192.88.99.1", "192.175.48.1", "2001:db8::1", "3fff::1", "2001:2::1", "2001:10::1", "2001:20::1", "3ffe::1",
    # many at once, and nobody
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "ff02::1", "ff0e::1",
    # IPv4 inside IPv6
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::8.8.8.8", "64:ff9b:1::a9fe:a9fe",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001::1", "2001:0:7f00:1::", "2606:4700::5efe:a9fe:a9fe",
    "2606:4700::200:5efe:7f00:1", "2001:db8::5efe:10.0.0.1",
    # the rest of the space
    "100::1", "100:0:0:1::1", "5f00::1", "4000::1", "8000::1", "1fff::1", "2620:4f:8000::1",
    # a public address with an interface
    "2606:4700::1111%eth0",
    # no canonical address at all
    "", "localhost", "example.com", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", " 8.8.8.8",
    "8.8.8.8:80", "[::1]", "08.8.8.8", "８.8.8.8",
]  # fmt: skip

ALLOWED = [
    "8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.1", "93.184.216.34", "100.63.255.255", "100.128.0.0", "126.0.0.1",
    "128.0.0.1", "168.63.129.15", "168.63.129.17", "169.253.0.1", "169.255.0.1", "172.15.255.255", "172.32.0.1",
    "192.0.1.1", "192.0.3.1", "192.167.0.1", "192.169.0.1", "198.17.0.1", "198.20.0.1", "203.0.112.1",
    "203.0.114.1", "223.255.255.255", "2606:4700:4700::1111", "2001:4860:4860::8888", "2001:200::1",
    "2a00:1450:4001::1", "2003::1", "2620:0:2d0::1", "3ff0::1",
]  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_whatever_is_not_a_public_address_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_public_addresses_up_to_the_edges_of_the_special_ranges_are_allowed(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses())
def test_what_is_allowed_is_never_more_than_what_python_calls_global(address: IPv4Address | IPv6Address) -> None:
    assert not is_public(str(address)) or address.is_global


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_gets_through_inside_an_ipv6_address(inner: IPv4Address) -> None:
    number = int(inner)
    for wrapped in (number, 0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert not is_public(str(IPv6Address(wrapped)))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("::ffff:127.0.0.1", False),
        ("0.0.0.1", False),
        ("::1%lo", False),
        ("128.0.0.1", False),
        ("localhost", False),
    ],
)
def test_loopback_is_two_ranges_and_no_other_spelling(address: str, expected: bool) -> None:  # noqa: FBT001
    assert is_loopback(address) is expected
