"""Requests that two readers could understand in two ways, over real sockets: refused, closed, and hardly told."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from syndicate.web.http.listener import Listener

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

SMUGGLED = b"GET /SMUGGLED HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /a HTTP/1.1\r\nHost: x\r\n"
GET = b"GET /a HTTP/1.1\r\nHost: x\r\n"


class Seen:
    """An application that reads whole bodies, answers with the path, and remembers every request."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.paths.append(scope["path"])
        body, more = b"", scope["path"] != "/early"
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.bodies.append(body)
        said = scope["path"].encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(said))]})
        await send({"type": "http.response.body", "body": said})


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def listener(seen: Seen) -> Iterator[Listener]:
    with Listener(seen, "127.0.0.1", 0) as listener:
        yield listener


def answer(listener: Listener, *said: bytes) -> bytes:
    """All that comes back until the server closes; no end within ten seconds, or a reset, is an error."""
    with socket.create_connection(("127.0.0.1", int(listener.url.rpartition(":")[2])), timeout=10) as caller:
        for part in said:
            caller.sendall(part)
        with caller.makefile("rb") as reply:
            return reply.read()


def status(reply: bytes) -> int:
    """The status of the one answer in it."""
    assert reply.count(b"HTTP/1.1 ") == 1, reply
    assert b"\r\nconnection: close\r\n" in reply.lower()
    return int(reply.split(b" ", 2)[1])


TWO_WAYS_TO_READ = {
    "both lengths": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "both lengths, the other way round": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "both lengths in odd letters": POST + b"content-LENGTH:\t4\r\ntransfer-ENCODING:\tChunked\r\n\r\n0\r\n\r\n",
    "both lengths for a GET": GET + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths that differ": POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
    "two lengths that agree": POST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    "a list of lengths": POST + b"Content-Length: 3, 3\r\n\r\nabc",
    "a length with a sign": POST + b"Content-Length: +3\r\n\r\nabc",
    "a negative length": POST + b"Content-Length: -1\r\n\r\n",
    "a hexadecimal length": POST + b"Content-Length: 0x3\r\n\r\nabc",
    "an empty length": POST + b"Content-Length:\r\n\r\n",
    "a length beyond all numbers": POST + b"Content-Length: " + b"9" * 40 + b"\r\n\r\n",
    "a space before the colon": POST + b"Content-Length : 3\r\n\r\nabc",
    "a space before the name": POST + b" Content-Length: 3\r\n\r\nabc",
    "identity": POST + b"Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc",
    "identity alone": POST + b"Transfer-Encoding: identity\r\n\r\n",
    "chunked is not the last coding": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "two codings in two lines": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "chunked twice": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a coding that is nearly chunked": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a coding with a control character": POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "a folded coding": POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    "a folded header": GET + b"X-A: b\r\n\tc\r\n\r\n",
    "a fold before any header": b"GET /a HTTP/1.1\r\n Host: x\r\n\r\n",
    "chunks in HTTP/1.0": b"POST /a HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "lines that end in LF": b"GET /a HTTP/1.1\nHost: x\n\n",
    "one line that ends in LF": GET + b"X-A: b\nX-B: c\r\n\r\n",
    "an empty line in LF": GET + b"X-A: b\r\n\n",
    "CR in a value": GET + b"X-A: b\rX-B: c\r\n\r\n",
    "NUL in a value": GET + b"X-A: b\x00c\r\n\r\n",
    "NUL in the target": b"GET /a\x00b HTTP/1.1\r\nHost: x\r\n\r\n",
    "two spaces in the first line": b"GET  /a HTTP/1.1\r\nHost: x\r\n\r\n",
    "a tab in the first line": b"GET\t/a HTTP/1.1\r\nHost: x\r\n\r\n",
    "no host": b"GET /a HTTP/1.1\r\n\r\n",
    "no host in HTTP/1.2": b"GET /a HTTP/1.2\r\n\r\n",
    "two hosts": GET + b"Host: y\r\n\r\n",
    "a host with a space": b"GET /a HTTP/1.1\r\nHost: x y\r\n\r\n",
    "a host with a path": b"GET /a HTTP/1.1\r\nHost: x/y\r\n\r\n",
    "a host with a user": b"GET /a HTTP/1.1\r\nHost: u@x\r\n\r\n",
    "another host in the target": b"GET http://y/a HTTP/1.1\r\nHost: x\r\n\r\n",
    "a user in the target": b"GET http://u@x/a HTTP/1.1\r\nHost: x\r\n\r\n",
    "another scheme in the target": b"GET ftp://x/a HTTP/1.1\r\nHost: x\r\n\r\n",
    "a target without a path": b"GET a HTTP/1.1\r\nHost: x\r\n\r\n",
    "an asterisk for a GET": b"GET * HTTP/1.1\r\nHost: x\r\n\r\n",
    "a tunnel": b"CONNECT y:443 HTTP/1.1\r\nHost: y:443\r\n\r\n",
    "HTTP/0.9": b"GET /a\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 60,
    "a chunk without a size": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a chunk of a negative size": POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
    "a chunk beyond all numbers": POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\n",
    "a chunk that ends in LF": POST + b"Transfer-Encoding: chunked\r\n\r\n1\na\n0\n\n",
    "a chunk that is longer than it says": POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
    "a trailer that is none": POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX A: b\r\n\r\n",
}


@pytest.mark.parametrize("said", TWO_WAYS_TO_READ.values(), ids=TWO_WAYS_TO_READ)
def test_what_can_be_read_in_two_ways_is_refused_and_nothing_behind_it_is_read(
    listener: Listener, seen: Seen, said: bytes
) -> None:
    assert status(answer(listener, said + SMUGGLED)) == 400
    assert "/SMUGGLED" not in seen.paths
    assert seen.bodies == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00" * 9, 505),
        (b"GET /a HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        (b"GET /a HTTP/3.0\r\nHost: x\r\n\r\n", 505),
        (b"GET /a HTTP/0.9\r\n\r\n", 505),
        (GET + b"X-A: " + b"b" * 17_000 + b"\r\n\r\n", 431),
        (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
        (GET + b"X: y\r\n" * 120 + b"\r\n", 431),
    ],
)
def test_what_we_do_not_speak_or_hold_has_an_answer_of_its_own(
    listener: Listener, seen: Seen, said: bytes, code: int
) -> None:
    assert status(answer(listener, said + SMUGGLED)) == code
    assert seen.paths == []


@pytest.mark.parametrize("said", [GET + b"X-A: " + b"b" * 17_000, b"GET /" + b"a" * 20_000])
def test_a_head_that_never_ends_is_refused_before_its_time_is_up(listener: Listener, said: bytes) -> None:
    assert status(answer(listener, said)) == 431


CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "said",
    [
        CHUNKED + b"1\r\na\r\n" * 2_000,
        CHUNKED + b"1;" + b"x" * 20_000,
        CHUNKED + (b"1;" + b"x" * 9_000 + b"\r\na\r\n") * 30,
        CHUNKED + b"0\r\n" + b"X: y\r\n" * 9_000,
    ],
    ids=["many chunks", "one long extension", "many long extensions", "many trailers"],
)
def test_a_body_is_not_all_wrapping(listener: Listener, seen: Seen, said: bytes) -> None:
    assert status(answer(listener, said)) == 400
    assert seen.bodies == []


def test_ordinary_requests_are_answered(listener: Listener, seen: Seen) -> None:
    ordinary = [
        GET + b"\r\n",
        b"GET /b HTTP/1.1\r\nhost:x\r\nX-Empty:\r\nX-Padded: \t b \t\r\n\r\n",
        b"GET /c?d=%20e HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
        b"GET http://Quay.example:80/d HTTP/1.1\r\nHost: quay.example:80\r\n\r\n",
        b"GET http://x HTTP/1.1\r\nHost: x\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        GET + b"X: y\r\n" * 90 + b"\r\n",
        GET + b"Cookie: " + b"c" * 8_000 + b"\r\n\r\n",
        POST + b"Content-Length: 3\r\n\r\nabc",
        POST + b"Content-Length: 0\r\n\r\n",
        CHUNKED + b'3;name="value"\r\nabc\r\n0\r\nX-Trailer: y\r\n\r\n',
        CHUNKED + b"1\r\na\r\n" * 900 + b"0\r\n\r\n",
        POST + b"Content-Length: 200000\r\n\r\n" + b"a" * 200_000,
        GET + b"Connection: close\r\n\r\n",
    ]
    reply = answer(listener, *ordinary)
    assert reply.count(b"HTTP/1.1 200 ") == len(ordinary)
    assert seen.paths[:5] == ["/a", "/b", "/c", "/d", "/"]
    assert seen.bodies[8:13] == [b"abc", b"", b"abc", b"a" * 900, b"a" * 200_000]


def test_http_1_0_is_answered_without_a_host(listener: Listener) -> None:
    assert status(answer(listener, b"GET /a HTTP/1.0\r\n\r\n")) == 200


UPGRADES = {
    "h2c": b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
    "a WebSocket": b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
    "several": b"Connection: keep-alive, upgrade\r\nUpgrade: TLS/1.0, h2c, spdy/3\r\n",
}


@pytest.mark.parametrize("offered", UPGRADES.values(), ids=UPGRADES)
def test_who_offers_an_upgrade_is_answered_in_http_1(
    listener: Listener, caplog: pytest.LogCaptureFixture, offered: bytes
) -> None:
    with caplog.at_level(logging.INFO):
        reply = answer(listener, *(GET + offered + b"\r\n" for _ in range(9)), GET + b"Connection: close\r\n\r\n")
    assert reply.count(b"HTTP/1.1 200 ") == 10
    assert caplog.messages == []


def test_malformed_requests_are_one_line_in_the_log_that_repeats_nothing_of_them(
    listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        for said in [*TWO_WAYS_TO_READ.values(), b"GET /unsubscribe/secret HTTP/7\r\nHost: x\r\n\r\n"] * 2:
            answer(listener, said + SMUGGLED)  # so that no request is only incomplete, and waited for
    (line,) = caplog.messages
    assert "a request was refused: " in line
    assert "secret" not in line


def test_nonsense_in_a_body_that_nobody_waits_for_is_not_told(
    listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    early = b"POST /early HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with caplog.at_level(logging.INFO):
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", int(listener.url.rpartition(":")[2])), timeout=10) as caller:
                caller.sendall(early)
                with caller.makefile("rb") as reply:
                    assert reply.readline().startswith(b"HTTP/1.1 200 ")
                    caller.sendall(b"zz\r\n" + SMUGGLED)
                    assert b"HTTP/1.1" not in reply.read()
    assert caplog.messages == []


def test_an_answer_that_comes_before_the_body_is_read_whole(listener: Listener, seen: Seen) -> None:
    """The rest of the body lies unread in the socket; closing it at once would throw the answer away."""
    length = 1_000_000
    begun = b"POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % length
    reply = answer(listener, begun + b"a" * 300_000, *([b"a" * 50_000] * 4))
    assert status(reply) == 200
    assert reply.endswith(b"/early")
    assert seen.paths == ["/early"]


def test_a_refusal_has_the_headers_of_every_answer(listener: Listener) -> None:
    head, _, body = answer(listener, b"nonsense\r\n\r\n").partition(b"\r\n\r\n")
    for expected in (b"x-content-type-options: nosniff", b"content-security-policy: default-src 'none'", b"date: "):
        assert expected in head
    assert b"content-length: %d\r\n" % len(body) in head + b"\r\n"
