"""Who calls: by address, and behind proxies that are trusted by what these say, and by nothing else."""

from __future__ import annotations

import logging
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.web.http.callers import Caller, Callers
from syndicate.web.http.forwarded import MOST_CHARACTERS, hops_of_forwarded, hops_of_x_forwarded_for

PROXIES = [ip_network("127.0.0.1"), ip_network("10.0.0.0/24"), ip_network("2001:db8:99::/48")]
UNCLEAR = Caller(name="nobody in particular by way of 127.0.0.1")


def caller(*headers: tuple[str, str], peer: str = "127.0.0.1") -> Caller:
    callers = Callers(PROXIES)
    return callers.of_request(callers.of_peer(peer), [(name.encode(), value.encode()) for name, value in headers])


def listed(*values: str) -> Caller:
    return caller(*(("x-forwarded-for", value) for value in values))


def forwarded(*values: str) -> Caller:
    return caller(*(("forwarded", value) for value in values))


@pytest.mark.parametrize(
    ("peer", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_a_caller_is_an_address_or_a_network_of_64_bits(peer: str, name: str) -> None:
    assert Callers().of_peer(peer) == Caller(name=name)


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.0.200", "::ffff:10.0.0.3", "2001:db8:99:1::1"])
def test_a_trusted_proxy_has_no_share(peer: str) -> None:
    assert not Callers(PROXIES).of_peer(peer).has_share
    assert not caller(peer=peer).has_share


@pytest.mark.parametrize("peer", ["192.0.2.7", "10.0.1.1", "127.0.0.2", "2001:db8:1::1"])
def test_nobody_else_is_believed(peer: str) -> None:
    told = [("x-forwarded-for", "198.51.100.1"), ("forwarded", "for=198.51.100.2")]
    assert caller(*told, peer=peer) == Callers().of_peer(peer)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("192.0.2.7:49152", "192.0.2.7"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("198.51.100.1, 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1, 192.0.2.7", "192.0.2.7"),
        ("198.51.100.1, 192.0.2.7, 10.0.0.9", "192.0.2.7"),
        ("192.0.2.7, 10.0.0.9, 10.0.0.8, 127.0.0.1", "192.0.2.7"),
        ("nonsense, 192.0.2.7", "192.0.2.7"),
        (",, 192.0.2.7 , ,", "192.0.2.7"),
        ("1" * 9_000 + ", 192.0.2.7", "192.0.2.7"),
    ],
)
def test_a_list_is_read_from_its_end_past_the_trusted(value: str, name: str) -> None:
    assert listed(value) == Caller(name=name)


def test_several_lines_are_one_list() -> None:
    assert listed("198.51.100.1", "192.0.2.7, 10.0.0.1") == Caller(name="192.0.2.7")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("for=192.0.2.7", "192.0.2.7"),
        ("For=192.0.2.7;Proto=https;by=203.0.113.1", "192.0.2.7"),
        ("by=203.0.113.1; for=192.0.2.7 ;host=a", "192.0.2.7"),
        ('for="192.0.2.7:8080"', "192.0.2.7"),
        ('for="[2001:db8:1:2::9]"', "2001:db8:1:2::/64"),
        ('for="[2001:db8:1:2::9]:4711"', "2001:db8:1:2::/64"),
        (r'for="192.0\.2.7"', "192.0.2.7"),
        ("for=198.51.100.1, for=192.0.2.7", "192.0.2.7"),
        ('for=192.0.2.7, for=10.0.0.9;by="a,b;for=1.2.3.4"', "192.0.2.7"),
        ("for=_gazonk", "_gazonk"),
        ('for="_gazonk:99", for=127.0.0.1', "_gazonk"),
        ("for=192.0.2.7:8080", "192.0.2.7"),
        ("for=[2001:db8:1:2::9]:443;proto=http", "2001:db8:1:2::/64"),
        ("proto=http;, for=192.0.2.7,", "192.0.2.7"),
    ],
)
def test_forwarded_is_read_as_rfc_7239_has_it(value: str, name: str) -> None:
    assert forwarded(value) == Caller(name=name)


@pytest.mark.parametrize(
    "value",
    ["for=unknown", "for=", "for", "nonsense", 'for="', 'for="192.0.2.7', "for=192.0.2.999", "proto=https", "for=[::1"],
)
def test_what_a_proxy_does_not_say_cannot_be_guessed(value: str) -> None:
    assert forwarded(value) == UNCLEAR


def test_an_open_quotation_mark_hides_nobody() -> None:
    """A caller writes the first part, and the proxy appends the second."""
    assert forwarded('for="', "for=192.0.2.7") == UNCLEAR


def test_what_stands_before_something_unclear_is_not_believed() -> None:
    assert listed("198.51.100.1, unknown") == UNCLEAR
    assert forwarded("for=198.51.100.1, for=unknown, for=127.0.0.1") == UNCLEAR


def test_two_headers_that_agree_are_believed() -> None:
    assert caller(("forwarded", "for=192.0.2.7"), ("x-forwarded-for", "192.0.2.7")) == Caller(name="192.0.2.7")


def test_a_header_that_the_proxy_does_not_write_gives_nobody_another_name() -> None:
    invented = [caller(("forwarded", f"for=192.0.2.{n}"), ("x-forwarded-for", "198.51.100.1")) for n in range(9)]
    assert set(invented) == {UNCLEAR}
    assert UNCLEAR.has_share


def test_a_chain_of_trusted_proxies_alone_has_no_share() -> None:
    assert listed("10.0.0.9, 127.0.0.1") == Caller(name="10.0.0.9", has_share=False)


def test_a_chain_that_is_too_long_is_cut_before_it_costs_anything() -> None:
    assert hops_of_forwarded("for=a;" * MOST_CHARACTERS) == [None]
    assert len(hops_of_x_forwarded_for("a," * MOST_CHARACTERS)) <= MOST_CHARACTERS


@given(st.text(st.characters(max_codepoint=255), max_size=60))
def test_whatever_a_caller_writes_before_it_the_proxy_s_own_word_counts(written: str) -> None:
    assert listed(f"{written}, 192.0.2.7") == Caller(name="192.0.2.7")
    assert forwarded(f"{written}, for=192.0.2.7") in {Caller(name="192.0.2.7"), UNCLEAR}


@given(st.lists(st.ip_addresses(), min_size=1, max_size=6))
def test_addresses_are_read_as_they_are_written(addresses: list[object]) -> None:
    hops = [getattr(ip_address(str(address)), "ipv4_mapped", None) or address for address in addresses]
    assert hops_of_x_forwarded_for(", ".join(map(str, addresses))) == hops
    quoted = [f'for="[{address}]"' if ":" in str(address) else f"for={address}" for address in addresses]
    assert hops_of_forwarded(",".join(quoted)) == hops


def test_a_proxy_on_this_machine_that_is_not_trusted_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    callers = Callers([])
    for peer in ("127.0.0.1", "127.0.0.1", "192.0.2.7"):
        callers.of_request(callers.of_peer(peer), [(b"x-forwarded-for", b"198.51.100.1")])
    (told,) = caplog.messages
    assert 'trusted_proxies = ["127.0.0.1"]' in told
    assert "198.51.100.1" not in told


def test_a_listener_that_expects_no_proxy_says_nothing_of_them(caplog: pytest.LogCaptureFixture) -> None:
    callers = Callers()
    with caplog.at_level(logging.DEBUG):
        callers.of_request(callers.of_peer("127.0.0.1"), [(b"x-forwarded-for", b"198.51.100.1")])
    assert caplog.messages == []
