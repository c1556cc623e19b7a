"""Where the guarded fetcher connects: redirects, names that lead inside, name servers that lie."""

from __future__ import annotations

import logging
import socket
from typing import Any

import pytest

from syndicate.net.fetch import system_resolver
from tests.foreign_host import ForeignHost, http
from tests.integration.fetching_parts import Names, failure, fetcher, get


@pytest.fixture
def connects(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that a connection is tried to; none is made."""
    tried: list[str] = []

    def refuse(self: socket.socket, address: Any) -> None:
        del self
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tried


@pytest.mark.parametrize("status", ["301 a", "302 a", "303 a", "307 a", "308 a"])
def test_a_redirect_is_followed_and_the_last_address_is_told(status: str) -> None:
    with ForeignHost({"/a": http(status, "Location: b?c"), "/b?c": http("200 OK", body=b"there")}) as host:
        fetched = fetcher().get(host.url("/a"), max_bytes=100, accept="*/*")
        assert (fetched.url, fetched.content) == (host.url("/b?c"), b"there")


def test_redirects_end_after_three() -> None:
    steps = {f"/{n}": http("302 Found", f"Location: /{n + 1}") for n in range(4)}
    with ForeignHost({**steps, "/4": http("200 OK", body=b"end")}) as host:
        assert get(fetcher(), host.url("/1")) == b"end"
        error = failure(fetcher(), host.url("/0"))
    assert (error.message, error.is_permanent) == ("127.0.0.1 redirects more than 3 times", True)


def test_a_redirect_loop_ends() -> None:
    with ForeignHost({"/": http("302 Found", "Location: /")}) as host:
        assert failure(fetcher(), host.url("/")).code == "fetch-redirects"
        assert len(host.requests) == 4


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:6379/_INFO", "data:,x", "javascript:1",
        "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[fd00:ec2::254]/",
        "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/", "http://user@127.0.0.1/",
        "//169.254.169.254/", "http://metadata.example/", "http://127.0.0.1\\@example.com/", "/a b",
        "http://8.8.8.8:22/",
    ],
)  # fmt: skip
def test_a_redirect_astray_is_refused_before_any_connection(location: str) -> None:
    names = Names(metadata_example=[["169.254.169.254"]])
    with ForeignHost({"/": http("302 Found", f"Location: {location}")}) as host:
        error = failure(fetcher(names), host.url("/"))
        assert (error.code, error.is_permanent) == ("fetch-refused", True)
        assert len(host.requests) == 1


def test_the_body_of_a_redirect_is_never_read() -> None:
    answer = http("302 Found", "Location: /b", "Content-Encoding: gzip", body=b"junk", length=10**9)
    with ForeignHost({"/a": answer, "/b": http("200 OK", body=b"there")}) as host:
        assert get(fetcher(), host.url("/a")) == b"there"


def test_a_location_in_raw_utf_8_is_understood() -> None:
    raw = "HTTP/1.1 302 Found\r\nLocation: /ü\r\nContent-Length: 0\r\n\r\n".encode()
    with ForeignHost({"/": raw, "/%C3%BC": http("200 OK", body=b"there")}) as host:
        assert get(fetcher(), host.url("/")) == b"there"


# --- addresses -------------------------------------------------------------------------

INSIDE = [
    "127.0.0.1", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200",
    "168.63.129.16", "192.0.0.192", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00:ec2::254",
    "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1", "fec0::1", "ff02::1",
    "2606:4700::5efe:a9fe:a9fe", "not an address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused_without_a_connection(address: str, connects: list[str]) -> None:
    one = fetcher(Names(trap_example=[[address]]), allow_loopback=False)
    error = failure(one, "http://trap.example/a.jpg")
    assert (error.code, error.is_permanent) == ("fetch-refused", True)
    assert error.message == f"trap.example leads to {address}, which is not a public address"
    assert connects == []


def test_one_address_inside_spoils_them_all(connects: list[str]) -> None:
    one = fetcher(Names(trap_example=[["8.8.8.8", "10.0.0.1"]]), allow_loopback=False)
    assert failure(one, "https://trap.example/").code == "fetch-refused"
    assert connects == []


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://[::ffff:7f00:1]/", "http://169.254.169.254/", "http://0/",
     "http://127.0.0.1:8080/", "http://localhost:6379/", "file:///etc/passwd", "http://10.0.0.1:443/"],
)  # fmt: skip
def test_an_address_inside_that_is_written_out_is_refused_without_asking_or_connecting(
    url: str, connects: list[str]
) -> None:
    names = Names()
    assert failure(fetcher(names, allow_loopback=False), url).code == "fetch-refused"
    assert (names.asked, connects) == ([], [])


def test_the_connection_goes_to_the_checked_addresses_in_their_order(connects: list[str]) -> None:
    names = Names(cdn_example=[["2606:4700::1111", "1.1.1.1", "1.1.1.1"]])
    error = failure(fetcher(names, allow_loopback=False), "https://cdn.example/")
    assert (error.code, error.is_permanent) == ("fetch-broken", False)
    assert connects == ["2606:4700::1111", "1.1.1.1"]


def test_a_name_is_resolved_once_a_hop_so_that_a_second_answer_cannot_differ(connects: list[str]) -> None:
    names = Names(rebind_example=[["1.1.1.1"], ["127.0.0.1"]])
    failure(fetcher(names, allow_loopback=False), "http://rebind.example/")
    assert (names.asked, connects) == ([("rebind.example", 80)], ["1.1.1.1"])


def test_each_hop_is_resolved_and_checked_anew() -> None:
    with ForeignHost({"/a": http("302 Found", "Location: /b")}) as host:
        names = Names(rebind_example=[["127.0.0.1"], ["10.0.0.1"]])
        error = failure(fetcher(names), host.url("/a", host="rebind.example"))
    assert error.code == "fetch-refused"
    assert len(names.asked) == 2


def test_a_name_that_does_not_exist_is_tried_again_later() -> None:
    error = failure(fetcher(allow_loopback=False), "https://cdn.motor1.com/images/mgl/W8qwwO/s5/5.jpg")
    assert (error.message, error.is_permanent, error.code) == ("cdn.motor1.com does not resolve", False, "fetch-dns")


def test_a_name_without_addresses_does_not_resolve() -> None:
    assert failure(fetcher(Names(bare_example=[[]])), "http://bare.example/").code == "fetch-dns"


def test_loopback_does_not_open_other_networks_or_their_ports(connects: list[str]) -> None:
    names = Names(lan_example=[["192.168.1.1"]], mixed_example=[["127.0.0.1", "8.8.8.8"]])
    assert failure(fetcher(names), "http://lan.example/").code == "fetch-refused"
    assert failure(fetcher(names), "http://mixed.example:8080/").code == "fetch-refused"
    assert connects == []


def test_allowing_loopback_is_loud_and_the_default_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="syndicate.net"):
        fetcher(allow_loopback=False)
        assert caplog.records == []
        fetcher()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "LOOPBACK" in caplog.text.upper()


def test_the_machines_own_resolver_reads_every_spelling_which_is_why_spelling_is_not_judged() -> None:
    assert set(system_resolver("127.0.0.1", 80)) == {"127.0.0.1"}
    assert set(system_resolver("0x7f000001", 80)) == {"127.0.0.1"}
