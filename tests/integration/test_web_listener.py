"""The runner: real sockets, real signals left alone, a stop that comes to an end."""

from __future__ import annotations

import signal
import socket
import threading
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from syndicate.errors import UnavailableError
from syndicate.web.http.listener import STOP_SECONDS, Listener
from tests.unit.web.web_samples import fetch

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    del receive
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["path"].encode()})


def test_it_serves_on_a_free_port_as_soon_as_it_has_started() -> None:
    with Listener(hello, "127.0.0.1", 0) as listener:
        assert not listener.url.endswith(":0")
        assert fetch(f"{listener.url}/a").body == b"/a"


def test_it_serves_on_ipv6() -> None:
    with Listener(hello, "::1", 0) as listener:
        assert listener.url.startswith("http://[::1]:")
        assert fetch(listener.url + "/").status == 200


def test_a_port_in_use_is_named_with_a_remedy() -> None:
    with Listener(hello, "127.0.0.1", 0) as listener:
        port = int(listener.url.rpartition(":")[2])
        with pytest.raises(
            UnavailableError, match=f"127.0.0.1:{port}: cannot listen there: Address already in use"
        ) as it:
            Listener(hello, "127.0.0.1", port).start()
    assert it.value.code == "port-in-use"
    assert "[web]" in (it.value.hint or "")


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "256.1.1.1"])
def test_an_address_that_is_not_ours_is_refused(host: str) -> None:
    with pytest.raises(UnavailableError, match="cannot listen there"):
        Listener(hello, host, 0).start()


def test_after_a_stop_the_port_is_free_and_can_be_taken_at_once() -> None:
    first = Listener(hello, "127.0.0.1", 0)
    first.start()
    fetch(first.url + "/")
    first.stop()
    port = int(first.url.rpartition(":")[2])
    with Listener(hello, "127.0.0.1", port) as second:
        assert fetch(second.url + "/").status == 200


def test_stopping_twice_or_before_the_start_does_no_harm() -> None:
    listener = Listener(hello, "127.0.0.1", 0)
    listener.stop()
    listener.start()
    listener.stop()
    listener.stop()


def test_signals_stay_with_who_had_them() -> None:
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]
    with Listener(hello, "127.0.0.1", 0):
        assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)] == before


def test_its_thread_does_not_keep_the_process_alive() -> None:
    with Listener(hello, "127.0.0.1", 0, name="desk"):
        (thread,) = [one for one in threading.enumerate() if one.name == "desk"]
        assert thread.daemon
    assert not thread.is_alive()


def test_a_stop_lets_a_request_under_way_end() -> None:
    entered, leave = threading.Event(), threading.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        entered.set()
        while not leave.is_set():
            await _tick()
        await hello(scope, receive, send)

    listener = Listener(slow, "127.0.0.1", 0)
    listener.start()
    replies: list[bytes] = []
    asking = threading.Thread(target=lambda: replies.append(fetch(listener.url + "/late").body))
    asking.start()
    entered.wait(5)
    stopping = threading.Thread(target=listener.stop)
    stopping.start()
    leave.set()
    stopping.join(STOP_SECONDS + 1)
    asking.join(5)
    assert replies == [b"/late"]


def test_a_stop_does_not_wait_for_a_connection_that_says_nothing() -> None:
    listener = Listener(hello, "127.0.0.1", 0)
    listener.start()
    with socket.create_connection(("127.0.0.1", int(listener.url.rpartition(":")[2]))) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        begun = monotonic()
        listener.stop()
        assert monotonic() - begun < STOP_SECONDS + 1


def test_nothing_of_a_request_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"), Listener(hello, "127.0.0.1", 0) as listener:
        fetch(listener.url + "/unsubscribe/a-secret-token")
    assert "a-secret-token" not in caplog.text


async def _tick() -> None:
    import asyncio

    await asyncio.sleep(0.01)
