from __future__ import annotations

import pytest

from syndicate.web.desk.access.guard import is_allowed

PORT = 8026


def get(*hosts: str, port: int = PORT) -> bool:
    return is_allowed("GET", [(b"host", host.encode()) for host in hosts], port)


def post(**headers: str) -> bool:
    named = {"host": "127.0.0.1:8026", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return is_allowed("POST", [(name.encode(), value.encode()) for name, value in named.items()], PORT)


@pytest.mark.parametrize("host", ["localhost:8026", "127.0.0.1:8026", "[::1]:8026", "LocalHost:8026"])
def test_the_loopback_names_at_our_port_are_us(host: str) -> None:
    assert get(host)


@pytest.mark.parametrize(
    "host",
    [
        "localhost.evil.test:8026",
        "localhost.evil.test",
        "evil.test:8026",
        "localhost",
        "localhost:8025",
        "localhost:80260",
        "localhost:8026.evil.test",
        "localhost/preview?x=:8026",
        "user@localhost:8026",
        "localhost:8026@evil.test",
        "127.0.0.1:8026#",
        "127.1:8026",
        "2130706433:8026",
        "0.0.0.0:8026",
        "[::ffff:127.0.0.1]:8026",
        "::1:8026",
        " localhost:8026",
        "localhost.:8026",
        "",
    ],
)
def test_any_other_host_is_refused(host: str) -> None:
    assert not get(host)


def test_exactly_one_host_must_be_named() -> None:
    assert not get()
    assert not get("localhost:8026", "localhost:8026")
    assert not get("localhost:8026", "evil.test")


def test_the_port_may_be_left_out_where_browsers_do() -> None:
    assert get("localhost", port=80)
    assert get("localhost:80", port=80)


def test_acting_needs_one_of_our_own_pages_as_the_sender() -> None:
    assert post(origin="http://127.0.0.1:8026")
    assert post(origin="http://localhost:8026", sec_fetch_site="same-origin")
    assert post(origin="http://127.0.0.1:8026", sec_fetch_site="none")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://evil.test"},
        {"origin": "https://127.0.0.1:8026"},
        {"origin": "http://127.0.0.1:8000"},
        {"origin": "http://127.0.0.1:8026.evil.test"},
        {"origin": "http://127.0.0.1:8026", "sec_fetch_site": "cross-site"},
        {"origin": "http://127.0.0.1:8026", "sec_fetch_site": "same-site"},
        {"sec_fetch_site": "same-origin"},
    ],
)
def test_acting_for_anybody_else_is_refused(headers: dict[str, str]) -> None:
    assert not post(**headers)


def fetched(site: str, mode: str) -> bool:
    named = {"host": "127.0.0.1:8026", "sec-fetch-site": site, "sec-fetch-mode": mode}
    return is_allowed("GET", [(name.encode(), value.encode()) for name, value in named.items()], PORT)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "unheard-of"])
def test_another_site_may_lead_here_but_show_nothing_of_ours(site: str) -> None:
    assert fetched(site, "navigate")
    assert not any(fetched(site, mode) for mode in ("no-cors", "cors", "websocket", ""))


def test_our_own_pages_and_people_may_fetch_what_they_like() -> None:
    assert fetched("same-origin", "no-cors")
    assert fetched("none", "no-cors")
