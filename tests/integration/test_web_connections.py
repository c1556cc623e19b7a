"""Callers who hold connections and say nothing: they are let go, everybody else is served."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from syndicate.web.http.open_connections import Limits
from syndicate.web.serving import Listener
from tests.unit.web.web_samples import fetch

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n"
WHOLE_HEAD = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
HALF_A_BODY = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"
LIMITS = Limits(connections=8, head_seconds=0.4, body_seconds=0.4, answer_seconds=0.8)


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
from syndicate.web.serving import Listener

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
