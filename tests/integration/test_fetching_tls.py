"""The guarded fetcher and TLS, against real servers on loopback."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

import pytest

from tests.certificates import client_context, server_context, write_certificate
from tests.foreign_host import ForeignHost, http
from tests.integration.fetching_parts import Names, drip, failure, fetcher, get

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for cdn.example."""
    return write_certificate(tmp_path_factory.mktemp("tls") / "both.pem", "cdn.example")


@pytest.fixture
def server_tls(certificates: Path) -> ssl.SSLContext:
    return server_context(certificates)


@pytest.fixture
def client_tls(certificates: Path) -> ssl.SSLContext:
    return client_context(certificates)


def test_tls_is_verified_for_the_name_though_the_connection_goes_to_the_address(
    server_tls: ssl.SSLContext, client_tls: ssl.SSLContext
) -> None:
    asked: list[str | None] = []
    server_tls.sni_callback = lambda _socket, name, _context: asked.append(name)
    names = Names(cdn_example=[["127.0.0.1"]], evil_example=[["127.0.0.1"]])
    with ForeignHost({"/": http("200 OK", body=b"sealed")}, tls=server_tls) as host:
        one = fetcher(names, tls=client_tls)
        assert get(one, host.url("/", host="cdn.example")) == b"sealed"
        error = failure(one, host.url("/", host="evil.example"))
    assert asked == ["cdn.example", "evil.example"]
    assert (error.message, error.is_permanent) == ("evil.example has no valid certificate", False)


def test_an_unknown_authority_is_not_trusted(server_tls: ssl.SSLContext) -> None:
    with ForeignHost({"/": http("200 OK")}, tls=server_tls) as host:
        error = failure(fetcher(Names(cdn_example=[["127.0.0.1"]])), host.url("/", host="cdn.example"))
    assert error.code == "fetch-certificate"


def test_https_never_redirects_to_http(server_tls: ssl.SSLContext, client_tls: ssl.SSLContext) -> None:
    names = Names(cdn_example=[["127.0.0.1"]])
    with ForeignHost({"/": http("302 Found", "Location: http://cdn.example/")}, tls=server_tls) as host:
        error = failure(fetcher(names, tls=client_tls), host.url("/", host="cdn.example"))
    assert error.message == "cdn.example redirects from https to http"


def test_a_drip_inside_tls_is_cut_off_too(server_tls: ssl.SSLContext, client_tls: ssl.SSLContext) -> None:
    names = Names(cdn_example=[["127.0.0.1"]])
    with ForeignHost({"/": drip(b"HTTP/1.1 200 OK\r\n\r\n")}, tls=server_tls) as host:
        one = fetcher(names, tls=client_tls, timeout_seconds=0.5)
        assert failure(one, host.url("/", host="cdn.example")).code == "fetch-timeout"


def test_a_server_that_never_finishes_the_handshake_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        assert failure(fetcher(timeout_seconds=0.3), url).code == "fetch-timeout"
