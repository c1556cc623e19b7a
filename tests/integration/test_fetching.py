"""The guarded fetcher against real servers on loopback, and against name servers that lie."""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import logging
import socket
import ssl
import time
import tracemalloc
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from syndicate.clock import SystemClock
from syndicate.net import wire
from syndicate.net.fetch import Fetcher, FetchError, Validators, system_resolver
from tests.foreign_host import Answer, ForeignHost, http

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Names:
    """A resolver that knows what it was told and keeps what it was asked; answers may change from call to call."""

    def __init__(self, **answers: list[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        given = self._answers.get(host)
        if given is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return given.pop(0) if len(given) > 1 else given[0]


def fetcher(names: Names | None = None, **options: Any) -> Fetcher:
    settings = {"allow_loopback": True, "timeout_seconds": 5.0, **options}
    return Fetcher(clock=SystemClock(), user_agent="syndicate-test", resolver=names or Names(), **settings)


def get(one: Fetcher, url: str, max_bytes: int = 1_000_000) -> bytes:
    return one.get(url, max_bytes=max_bytes, accept="image/*").content


def failure(one: Fetcher, url: str, max_bytes: int = 1_000_000) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(one, url, max_bytes)
    return caught.value


def failure_of(answer: Answer, max_bytes: int = 1_000_000, **options: Any) -> FetchError:
    with ForeignHost({"/": answer}) as host:
        return failure(fetcher(**options), host.url("/"), max_bytes)


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


# --- what comes back ------------------------------------------------------------------


def test_a_picture_comes_back_with_its_headers() -> None:
    answer = http("200 OK", "Content-Type: image/png", 'ETag: "a1"', body=b"bytes")
    with ForeignHost({"/a.png?x=1": answer}) as host:
        fetched = fetcher().get(host.url("/a.png?x=1#part"), max_bytes=100, accept="image/png")
        assert fetched.url == host.url("/a.png?x=1")
    assert (fetched.status, fetched.content, fetched.etag) == (200, b"bytes", '"a1"')


def test_the_request_names_the_host_asks_for_plain_bytes_and_says_who_asks() -> None:
    with ForeignHost({"/": http("200 OK")}) as host:
        get(fetcher(Names(cdn_example=[["127.0.0.1"]])), host.url("/", host="cdn.example"))
        head = host.requests[0].lower().split("\r\n")
    assert f"host: cdn.example:{host.port}" in head
    assert "accept-encoding: identity" in head
    assert "user-agent: syndicate-test" in head
    assert "accept: image/*" in head
    assert not any(line.startswith(("cookie:", "authorization:", "referer:")) for line in head)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with ForeignHost({"/": http("200 OK", body=b"direct")}) as host:
        assert get(fetcher(), host.url("/")) == b"direct"


def test_a_chunked_body_and_one_that_ends_with_the_connection_are_read_whole() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    with ForeignHost({"/chunked": chunked, "/close": b"HTTP/1.0 200 OK\r\n\r\nabcde"}) as host:
        assert get(fetcher(), host.url("/chunked")) == b"abcde"
        assert get(fetcher(), host.url("/close")) == b"abcde"


def test_a_body_that_was_packed_unasked_is_unpacked() -> None:
    answer = http("200 OK", "Content-Encoding: gzip", body=gzip.compress(b"picture"))
    with ForeignHost({"/": answer}) as host:
        assert get(fetcher(), host.url("/")) == b"picture"


# --- answers that are no picture ------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "message", "is_permanent"),
    [
        ("404 Gone Fishing", "127.0.0.1 answered 404 Not Found", True),
        ("410 Gone", "127.0.0.1 answered 410 Gone", True),
        ("403 Forbidden", "127.0.0.1 answered 403 Forbidden", True),
        ("401 Unauthorized", "127.0.0.1 answered 401 Unauthorized", True),
        ("400 Bad Request", "127.0.0.1 answered 400 Bad Request", True),
        ("408 Request Timeout", "127.0.0.1 answered 408 Request Timeout", False),
        ("429 Too Many Requests", "127.0.0.1 answered 429 Too Many Requests", False),
        ("500 Oops", "127.0.0.1 answered 500 Internal Server Error", False),
        ("503 Service Unavailable", "127.0.0.1 answered 503 Service Unavailable", False),
        ("304 Not Modified", "127.0.0.1 answered 304 Not Modified", True),
        ("302 Found", "127.0.0.1 answered 302 Found", True),
        ("204 No Content", "127.0.0.1 answered 204 No Content", False),
        ("206 Partial Content", "127.0.0.1 answered 206 Partial Content", False),
        ("799 \x1b[31m", "127.0.0.1 answered 799", False),
    ],
)
def test_a_status_that_is_no_answer_is_named_in_our_words(status: str, message: str, is_permanent: bool) -> None:  # noqa: FBT001
    error = failure_of(http(status, body=b"x"))
    assert (error.message, error.is_permanent, error.code) == (message, is_permanent, "fetch-status")


def test_a_body_larger_than_allowed_is_refused_by_its_length_alone() -> None:
    error = failure_of(http("200 OK", body=b"x", length=2_000_000))
    assert (error.message, error.is_permanent) == ("127.0.0.1 sends more than 1 MB", True)


def test_a_conditional_request_may_be_answered_that_nothing_changed() -> None:
    known = Validators(etag='"one"', modified="Sun, 05 Oct 2025 12:00:00 GMT")
    with ForeignHost({"/": http("304 Not Modified", 'ETag: "one"')}) as host:
        found = fetcher().get(host.url("/"), max_bytes=100, accept="image/*", known=known)
        assert (found.is_unchanged, found.content, found.etag) == (True, b"", '"one"')
        assert 'If-None-Match: "one"\r\nIf-Modified-Since: Sun, 05 Oct 2025 12:00:00 GMT\r\n' in host.requests[0]


def test_a_conditional_request_takes_a_new_body_with_its_validators() -> None:
    answer = http("200 OK", 'ETag: "two"', "Last-Modified: Mon, 06 Oct 2025 12:00:00 GMT", body=b"new")
    with ForeignHost({"/": answer}) as host:
        found = fetcher().get(host.url("/"), max_bytes=100, accept="image/*", known=Validators(etag='"one"'))
    assert (found.is_unchanged, found.content, found.etag) == (False, b"new", '"two"')
    assert found.modified == "Mon, 06 Oct 2025 12:00:00 GMT"


@pytest.mark.parametrize("etag", ["", "x\r\nX-Evil: 1", "\x00", "é", "x" * 600])
def test_a_validator_that_is_no_plain_header_is_not_sent_back(etag: str) -> None:
    with ForeignHost({"/": http("200 OK", body=b"x")}) as host:
        fetcher().get(host.url("/"), max_bytes=100, accept="image/*", known=Validators(etag=etag))
        assert "If-None-Match" not in host.requests[0]
        assert "Evil" not in host.requests[0]


def test_the_start_of_a_body_is_read_whether_or_not_the_server_knows_ranges() -> None:
    answers: dict[str, Answer] = {
        "/part": http("206 Partial Content", "Content-Range: bytes 0-9/500", body=b"0123456789"),
        "/whole": http("200 OK", body=b"0123456789" * 50),
        "/short": http("200 OK", body=b"01234"),
    }
    with ForeignHost(answers) as host:
        starts = [fetcher().get_start(host.url(path), length=10, accept="image/*").content for path in answers]
        assert all("Range: bytes=0-9\r\n" in head for head in host.requests)
    assert starts == [b"0123456789", b"0123456789", b"01234"]


def test_an_endless_body_is_cut_at_the_limit() -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    assert failure_of(endless).code == "fetch-too-large"


@pytest.mark.parametrize("framing", ["length", "chunked"])
def test_a_gzip_bomb_is_stopped_at_the_limit_without_being_unpacked(framing: str) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(300)) + packer.flush()
    if framing == "length":
        answer = http("200 OK", "Content-Encoding: gzip", body=bomb)
    else:
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        answer = head + f"{len(bomb):x}\r\n".encode() + bomb + b"\r\n0\r\n\r\n"
    tracemalloc.start()
    try:
        assert failure_of(answer, 15_000_000).code == "fetch-too-large"
        assert tracemalloc.get_traced_memory()[1] < 64_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "deflate", "x" * 200])
def test_an_encoding_that_was_not_asked_for_is_refused(encoding: str) -> None:
    error = failure_of(http("200 OK", f"Content-Encoding: {encoding}", body=b"x"))
    assert (error.code, error.is_permanent) == ("fetch-encoding", True)


@pytest.mark.parametrize(
    "answer",
    [
        http("200 OK", body=b"half", length=8),
        http("200 OK", "Content-Encoding: gzip", body=b"no gzip at all"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"",
        b"SSH-2.0-OpenSSH_9.0\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    ],
)
def test_an_answer_that_breaks_off_or_makes_no_sense_is_tried_again_later(answer: bytes) -> None:
    error = failure_of(answer)
    assert (error.code, error.is_permanent) == ("fetch-broken", False)
    assert error.message == "127.0.0.1 broke off before the end or answered nonsense"


def test_a_host_that_takes_no_connection_is_named() -> None:
    with ForeignHost({}) as host:
        url = host.url("/")
    assert failure(fetcher(), url).message == "127.0.0.1 does not take connections"


# --- time ------------------------------------------------------------------------------


def drip(head: bytes) -> Answer:
    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    return send


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"HTTP/1.1 200 OK\r\nX: "),
        drip(b"HTTP/1.1 200 OK\r\n\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"),
        drip(b""),
        lambda connection: connection.recv(1) and None,
    ],
    ids=["headers", "endless body", "long body", "status line", "silence"],
)
def test_a_server_that_drips_is_cut_off_when_the_time_is_over(answer: Answer) -> None:
    started = time.monotonic()
    error = failure_of(answer, timeout_seconds=0.4)
    assert time.monotonic() - started < 2
    assert (error.message, error.is_permanent) == ("127.0.0.1 took longer than 0.4 seconds", False)


def test_the_time_spans_all_redirects_together() -> None:
    def slow_redirect(connection: socket.socket) -> None:
        time.sleep(0.25)
        connection.sendall(http("302 Found", "Location: /"))

    assert failure_of(slow_redirect, timeout_seconds=0.4, max_redirects=9).code == "fetch-timeout"


def test_a_dead_address_does_not_use_up_the_time_of_the_next() -> None:
    with ForeignHost({"/": http("200 OK", body=b"second")}) as host:
        names = Names(two_example=[["::1", "127.0.0.1"]])
        assert get(fetcher(names), host.url("/", host="two.example")) == b"second"


def test_no_socket_and_no_timer_is_left_behind() -> None:
    with ForeignHost({"/": http("200 OK")}) as host:
        for _ in range(3):
            get(fetcher(), host.url("/"))
    # An unclosed socket would warn, and warnings are errors.


# --- redirects -------------------------------------------------------------------------


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


# --- TLS -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for cdn.example, signed by itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cdn.example")])
    now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("cdn.example"), x509.IPAddress(ipaddress.ip_address("::1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now.replace(year=2120))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def server_tls(certificates: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates)
    return context


@pytest.fixture
def client_tls(certificates: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificates))


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


# --- the deadline itself ---------------------------------------------------------------


def test_a_deadline_that_has_passed_cuts_a_connection_made_too_late() -> None:
    with wire.Deadline(SystemClock(), 0.05) as deadline:
        time.sleep(0.1)
        near, far = socket.socketpair()
        with near, far, pytest.raises(TimeoutError):
            deadline.watch(near)
