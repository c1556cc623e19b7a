"""Callers who hold connections and say nothing: they are let go, everybody else is served."""

from __future__ import annotations

import asyncio
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from ipaddress import ip_network
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from syndicate.web.http.listener import STOP_SECONDS, Listener
from syndicate.web.http.open_connections import Limits
from tests.unit.web.web_samples import fetch

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n"
WHOLE_HEAD = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
HALF_A_CHUNK = b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
HALF_A_BODY = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"
LIMITS = Limits(
    connections=8,
    head_seconds=0.4,
    body_seconds=0.4,
    answer_seconds=0.8,
    crowded_out_seconds=0.2,
    parting_seconds=0.4,
    slowest_bytes_per_second=1_000,
)
#: The same without times: what ends a connection there is another one.
PATIENT = replace(LIMITS, head_seconds=60, body_seconds=60, answer_seconds=60)


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads the whole request, then answers with its path; below ``/big``, with more than any buffer takes."""
    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
        pass
    if message["type"] == "http.disconnect":
        return
    body = scope["path"].encode() * (4_000_000 if scope["path"] == "/big" else 1)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


async def stuck(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers nothing for as long as the caller stays."""
    del scope, send
    while (await receive())["type"] != "http.disconnect":
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener(echo, "127.0.0.1", 0, limits=LIMITS) as listener:
        yield listener


@contextmanager
def called(
    listener: Listener, said: bytes = b"", number: int = 1, caller: str = "127.0.0.1"
) -> Iterator[list[socket.socket]]:
    """Open connections from that address, on which that was said."""
    port = int(listener.url.rpartition(":")[2])
    with ExitStack() as opened:
        sockets = []
        for _ in range(number):
            made = socket.create_connection(("127.0.0.1", port), timeout=5, source_address=(caller, 0))
            sockets.append(opened.enter_context(made))
            made.sendall(said)
        yield sockets


def all_of(caller: socket.socket) -> bytes:
    """Everything until the server closes; a reset, or no end within 5 seconds, is an error."""
    with caller.makefile("rb") as answer:
        return answer.read()


def is_asked_to_come_back(caller: socket.socket) -> bool:
    """Whether the answer is 503 with a time, and nothing else."""
    head, _, body = all_of(caller).partition(b"\r\n\r\n")
    return (
        head.startswith(b"HTTP/1.1 503 ") and b"\r\nretry-after: 10" in head and b"connection: close" in head
    ) and body.startswith(b"Too much is going on")


def is_let_go(caller: socket.socket) -> bool:
    """Waits until the server has closed the connection, whatever it said before."""
    try:
        while caller.recv(65_536):
            pass
    except TimeoutError:
        return False
    except ConnectionResetError:
        pass
    return True


@pytest.mark.parametrize("said", [b"", HALF_A_HEAD, HALF_A_BODY, WHOLE_HEAD, WHOLE_HEAD + HALF_A_HEAD])
def test_who_does_not_finish_a_request_is_let_go(listener: Listener, said: bytes) -> None:
    begun = monotonic()
    with called(listener, said) as (caller,):
        assert is_let_go(caller)
    assert monotonic() - begun < 3


def test_who_sends_a_byte_now_and_then_is_let_go_too(listener: Listener) -> None:
    with called(listener, HALF_A_HEAD) as (caller,):
        ended = threading.Event()

        def drip() -> None:
            while not ended.wait(0.1):
                try:
                    caller.sendall(b"X-B: c\r\n")
                except OSError:
                    return

        dripping = threading.Thread(target=drip)
        dripping.start()
        begun = monotonic()
        assert is_let_go(caller)
        assert monotonic() - begun < 3
        ended.set()
        dripping.join(5)


def test_who_does_not_read_the_answer_is_let_go(listener: Listener) -> None:
    with called(listener, b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n" * 2) as (caller,):
        threading.Event().wait(2.5)
        begun = monotonic()
        assert is_let_go(caller)
        assert monotonic() - begun < 2


def test_who_reads_slowly_gets_everything(listener: Listener) -> None:
    with called(listener, b"GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") as (caller,):
        got = 0
        while part := caller.recv(400_000):
            got += len(part)
            threading.Event().wait(0.03)
    assert got > 16_000_000


def test_an_application_that_does_not_end_is_given_up() -> None:
    with Listener(stuck, "127.0.0.1", 0, limits=LIMITS) as listener, called(listener, WHOLE_HEAD) as (caller,):
        assert is_let_go(caller)


def test_a_crowd_that_says_nothing_does_not_keep_others_out(listener: Listener) -> None:
    with called(listener, HALF_A_HEAD, number=40):
        begun = monotonic()
        assert fetch(f"{listener.url}/a").body == b"/a"
        assert monotonic() - begun < LIMITS.head_seconds


def test_no_more_connections_are_open_than_the_limit_says() -> None:
    entered = threading.Semaphore(0)

    async def busy(scope: Scope, receive: Receive, send: Send) -> None:
        entered.release()
        await stuck(scope, receive, send)

    limits = replace(LIMITS, connections=4, answer_seconds=5)
    with Listener(busy, "127.0.0.1", 0, limits=limits) as listener:
        with called(listener, WHOLE_HEAD, 2), called(listener, WHOLE_HEAD, 2, "127.0.0.2"):
            for _ in range(4):
                assert entered.acquire(timeout=5)
            with called(listener, WHOLE_HEAD, 2, "127.0.0.3") as surplus:
                assert all(map(is_asked_to_come_back, surplus))
        with called(listener, WHOLE_HEAD):
            assert entered.acquire(timeout=5)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (HALF_A_HEAD, b"HTTP/1.1 408 Request Timeout"),
        (HALF_A_BODY, b"HTTP/1.1 408 Request Timeout"),
        (HALF_A_BODY.replace(b"POST", b"HEAD"), b"HTTP/1.1 408 Request Timeout"),
        (b"", b""),
    ],
)
def test_who_is_too_slow_is_told_so_unless_nothing_was_begun(listener: Listener, said: bytes, line: bytes) -> None:
    with called(listener, said) as (caller,):
        assert all_of(caller).partition(b"\r\n")[0] == line


def test_a_refusal_of_a_head_request_has_no_body(listener: Listener) -> None:
    with called(listener, HALF_A_BODY.replace(b"POST", b"HEAD")) as (caller,):
        assert all_of(caller).endswith(b"\r\n\r\n")


def test_who_waits_too_long_for_an_application_is_asked_to_come_back() -> None:
    with Listener(stuck, "127.0.0.1", 0, limits=LIMITS) as listener, called(listener, WHOLE_HEAD) as (caller,):
        assert is_asked_to_come_back(caller)


@pytest.mark.parametrize("beginning", [HALF_A_BODY, HALF_A_CHUNK])
def test_a_body_that_trickles_is_cut_like_one_that_stops(listener: Listener, beginning: bytes) -> None:
    with called(listener, beginning) as (caller,):
        with suppress(OSError):
            for _ in range(30):
                caller.sendall(b"1\r\na\r\n"[: 1 if beginning is HALF_A_BODY else None])
                threading.Event().wait(0.1)
                caller.settimeout(0.01)
                with suppress(TimeoutError):
                    assert caller.recv(65_536, socket.MSG_PEEK).startswith(b"HTTP/1.1 408 ")
                    return
                caller.settimeout(5)
        pytest.fail("it went on")


def test_who_takes_a_few_bytes_now_and_then_is_let_go(listener: Listener) -> None:
    with called(listener, b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n") as (caller,):
        taken = 0
        with suppress(OSError):
            for _ in range(60):
                taken += len(caller.recv(10))
                threading.Event().wait(0.1)
        assert is_let_go(caller)
    assert taken < 1_000


@pytest.mark.parametrize("said", [b"", HALF_A_HEAD, HALF_A_BODY, HALF_A_CHUNK, b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_one_caller_keeps_no_other_out(said: bytes) -> None:
    with Listener(echo, "127.0.0.1", 0, limits=PATIENT) as listener, called(listener, said, 20, "127.0.0.3"):
        for _ in range(9):
            with called(listener, LAST, caller="127.0.0.2") as (honest,):
                assert all_of(honest).endswith(b"/a")


def test_many_callers_with_little_each_keep_nobody_out() -> None:
    with Listener(echo, "127.0.0.1", 0, limits=PATIENT) as listener, ExitStack() as crowd:
        for n in range(20):
            crowd.enter_context(called(listener, HALF_A_BODY, 1, f"127.0.1.{n + 1}"))
        with called(listener, LAST, caller="127.0.0.2") as (honest,):
            assert all_of(honest).endswith(b"/a")


def test_of_a_full_share_the_one_that_waited_longest_makes_room() -> None:
    with Listener(echo, "127.0.0.1", 0, limits=PATIENT) as listener, called(listener, HALF_A_BODY, 4) as held:
        assert fetch(f"{listener.url}/a").body == b"/a"
        assert is_asked_to_come_back(held[0])
        for caller in held[1:]:
            caller.sendall(b"defghij" + LAST)
            assert all_of(caller).count(b"HTTP/1.1 200 ") == 2


def test_who_waits_for_us_makes_room_for_nobody() -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        begun.release()
        await asyncio.to_thread(go_on.wait, 20)
        await echo(scope, receive, send)

    with Listener(slow, "127.0.0.1", 0, limits=PATIENT) as listener, called(listener, LAST, 4) as kept:
        assert all(begun.acquire(timeout=5) for _ in kept)
        with called(listener, LAST, 3) as surplus:
            assert all(map(is_asked_to_come_back, surplus))
        go_on.set()
        assert [all_of(caller)[-2:] for caller in kept] == [b"/a"] * 4


@pytest.mark.parametrize("header", ["X-Forwarded-For: {}", "Forwarded: for={}"])
def test_behind_a_trusted_proxy_each_caller_has_a_share(header: str) -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        begun.release()
        await asyncio.to_thread(go_on.wait, 20)
        await echo(scope, receive, send)

    def named(name: str) -> bytes:
        return LAST.replace(b"\r\n\r\n", f"\r\n{header.format(name)}\r\n\r\n".encode())

    with ExitStack() as opened:
        trusted = [ip_network("127.0.0.1")]
        listener = opened.enter_context(Listener(slow, "127.0.0.1", 0, limits=PATIENT, trusted_proxies=trusted))
        first = opened.enter_context(called(listener, named("192.0.2.1"), 4))
        second = opened.enter_context(called(listener, named("192.0.2.2"), 2))
        assert all(begun.acquire(timeout=5) for _ in range(6))
        with called(listener, named("192.0.2.1")) as (surplus,):
            assert is_asked_to_come_back(surplus)
        longer = "198.51.100.9, for=192.0.2.1" if header.startswith("For") else "198.51.100.9, 192.0.2.1"
        with called(listener, named(longer)) as (surplus,):
            assert is_asked_to_come_back(surplus)
        go_on.set()
        assert [all_of(caller)[-2:] for caller in (*first, *second)] == [b"/a"] * 6


def test_a_name_that_a_caller_gives_itself_is_worth_nothing() -> None:
    begun = threading.Semaphore(0)

    async def busy(scope: Scope, receive: Receive, send: Send) -> None:
        begun.release()
        await stuck(scope, receive, send)

    with ExitStack() as opened:
        trusted = [ip_network("127.0.0.1")]
        listener = opened.enter_context(Listener(busy, "127.0.0.1", 0, limits=PATIENT, trusted_proxies=trusted))
        for n in range(4):
            said = LAST.replace(b"\r\n\r\n", b"\r\nX-Forwarded-For: 192.0.2.%d\r\n\r\n" % n)
            opened.enter_context(called(listener, said, 1, "127.0.0.3"))
            assert begun.acquire(timeout=5)
        (surplus,) = opened.enter_context(called(listener, LAST, caller="127.0.0.3"))
        assert is_asked_to_come_back(surplus)


def test_who_hangs_up_at_any_moment_is_not_told(listener: Listener, caplog: pytest.LogCaptureFixture) -> None:
    for said in (b"", HALF_A_HEAD, HALF_A_BODY, HALF_A_CHUNK, WHOLE_HEAD, b"nonsense\r\n\r\n") * 5:
        with called(listener, said, 12) as callers:
            for caller in callers:
                caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert fetch(f"{listener.url}/a").body == b"/a"
    assert len(caplog.messages) <= 2
    assert all(
        message.startswith(("a request was refused", "a caller was answered 503")) for message in caplog.messages
    )


def test_lack_of_room_is_told_once_with_who_takes_it(caplog: pytest.LogCaptureFixture) -> None:
    with Listener(echo, "127.0.0.1", 0, limits=PATIENT) as listener, called(listener, HALF_A_BODY, 30, "127.0.0.3"):
        assert fetch(f"{listener.url}/a").body == b"/a"
    (told,) = caplog.messages
    assert "4 of 8 connections are open, 4 of them from 127.0.0.3; a caller's share is 4" in told


def test_who_comes_again_and_again_is_turned_away_at_the_door() -> None:
    limits = replace(PATIENT, evictions_per_second=0)
    with Listener(echo, "127.0.0.1", 0, limits=limits) as listener, called(listener, HALF_A_BODY, 4) as held:
        with called(listener, LAST, caller="127.0.0.2") as (honest,):
            assert all_of(honest).endswith(b"/a")
        with called(listener, number=9) as surplus:
            assert all(map(is_asked_to_come_back, surplus))
        for caller in held:
            caller.sendall(b"defghij" + LAST)
            assert all_of(caller).count(b"HTTP/1.1 200 ") == 2


def test_a_stop_does_not_wait_for_those_on_their_way_out() -> None:
    limits = replace(PATIENT, crowded_out_seconds=60, parting_seconds=60)
    listener = Listener(echo, "127.0.0.1", 0, limits=limits)
    listener.start()
    with called(listener, HALF_A_BODY, 12):
        assert fetch(f"{listener.url}/a").body == b"/a"
        begun = monotonic()
        listener.stop()
        assert monotonic() - begun < STOP_SECONDS + 1


def test_several_requests_on_one_connection_are_answered(listener: Listener) -> None:
    with called(listener, WHOLE_HEAD * 3) as (caller,):
        answers = b""
        while answers.count(b"\r\n\r\n/a") < 3:
            answers += caller.recv(65_536)
        caller.sendall(b"GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        while part := caller.recv(65_536):
            answers += part
    assert answers.endswith(b"/b")


OUT_OF_DESCRIPTORS = """
import resource, socket, sys, time
from syndicate.web.http.open_connections import Limits
from syndicate.web.http.listener import STOP_SECONDS, Listener

async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"here"})

def ask(listener):
    with socket.create_connection(("127.0.0.1", int(listener.url.rpartition(":")[2])), timeout=10) as caller:
        caller.sendall(b"GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
        return b"here" in caller.makefile("rb").read()
"""


def told(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", OUT_OF_DESCRIPTORS + program], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_process_out_of_descriptors_says_so_once_and_recovers() -> None:
    done = told(
        """
with Listener(app, "127.0.0.1", 0, limits=Limits(connections=10_000, head_seconds=20)) as listener:
    port = int(listener.url.rpartition(":")[2])
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    callers = []
    try:
        while True:
            callers.append(socket.create_connection(("127.0.0.1", port)))
    except OSError:
        pass
    time.sleep(2.5)
    for caller in callers:
        caller.close()
    time.sleep(1.5)
    print(ask(listener))
"""
    )
    assert done.stdout == "True\n"
    assert len(done.stderr.splitlines()) <= 2
    assert "Traceback" not in done.stderr
    assert "descriptors" in done.stderr


def test_a_server_that_cannot_begin_says_so() -> None:
    done = told(
        """
from syndicate.errors import UnavailableError
taken = []
listener = Listener(app, "127.0.0.1", 0)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
try:
    while True:
        taken.append(socket.socket())
except OSError:
    taken.pop().close()  # for the listener's own socket, but for nothing else
try:
    listener.start()
except UnavailableError as error:
    print(error.code)
listener.stop()
"""
    )
    assert done.stdout == "server-dead\n"
    assert "Traceback" not in done.stderr
