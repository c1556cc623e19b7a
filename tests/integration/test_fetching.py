"""The guarded fetcher against real servers on loopback: answers, limits and times."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
import zlib

import pytest

from syndicate.clock import SystemClock
from syndicate.net import wire
from syndicate.net.fetch import Validators
from tests.foreign_host import Answer, ForeignHost, http
from tests.integration.fetching_parts import Names, drip, failure, failure_of, fetcher, get

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


# --- the deadline itself ---------------------------------------------------------------


def test_a_deadline_that_has_passed_cuts_a_connection_made_too_late() -> None:
    with wire.Deadline(SystemClock(), 0.05) as deadline:
        time.sleep(0.1)
        near, far = socket.socketpair()
        with near, far, pytest.raises(TimeoutError):
            deadline.watch(near)
