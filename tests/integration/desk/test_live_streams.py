"""Streams of events over real HTTP: who may listen, how many, how long, and that they end with the listener."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from syndicate.storage import Database
from syndicate.web.desk.live.streams import LiveStream, Streams
from syndicate.web.http.listener import Listener
from syndicate.web.http.open_connections import Limits
from tests.integration.desk.hearing import Ear, hearing
from tests.unit.web.web_samples import Door, Newsroom, enter, fetch

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

SHORT = Limits(connections=16, answer_seconds=0.4, slowest_bytes_per_second=1_000)


class _Desk:
    """A listener that gives streams; what a pen may set is set before it is asked."""

    def __init__(self, limits: Limits = SHORT) -> None:
        self.streams = Streams(most=4)
        self.heartbeat, self.longest = 0.1, 60.0
        self.listener = Listener(Starlette(routes=[Route("/live", self._live)]), "127.0.0.1", 0, limits=limits)

    async def _live(self, request: Request) -> Response:
        del request
        now = [("now", {"version": self.streams.version})]
        return LiveStream(self.streams, now, heartbeat=self.heartbeat, longest=self.longest)


@pytest.fixture
def desk() -> Iterator[_Desk]:
    made = _Desk()
    with made.listener:
        yield made
        made.streams.end()


def wait_for(holds: object, patience: float = 10.0) -> None:
    assert callable(holds)
    end = monotonic() + patience
    while not holds():
        assert monotonic() < end
        threading.Event().wait(0.02)


def test_a_stream_outlives_the_time_that_an_answer_has(desk: _Desk) -> None:
    with hearing(desk.listener.url) as ear:
        threading.Event().wait(3 * SHORT.answer_seconds)
        desk.streams.tell("today")
        ear.await_event("today")
        assert ear.comments > 3
        assert not ear.has_ended.is_set()


def test_every_page_hears_the_same_and_text_of_any_script(desk: _Desk) -> None:
    with hearing(desk.listener.url) as one, hearing(desk.listener.url) as other:
        desk.streams.tell("broken", {"message": "Жар\n«a»: \u2028"})
        assert one.await_event("broken") == other.await_event("broken") == {"message": "Жар\n«a»: \u2028"}


def test_so_many_may_listen_and_one_place_more_when_one_has_gone(desk: _Desk) -> None:
    ears = [Ear(desk.listener.url) for _ in range(4)]
    wait_for(lambda: len(desk.streams) == 4)
    refused = fetch(f"{desk.listener.url}/live")
    assert (refused.status, refused.headers["retry-after"]) == (503, "10")
    ears[0].close()
    wait_for(lambda: len(desk.streams) == 3)
    with hearing(desk.listener.url):
        assert len(desk.streams) == 4
    for ear in ears:
        ear.close()
    wait_for(lambda: len(desk.streams) == 0)


def test_a_stream_ends_after_its_time_so_that_who_may_look_is_asked_again(desk: _Desk) -> None:
    desk.longest = 0.3
    with hearing(desk.listener.url) as ear:
        assert ear.has_ended.wait(5)


def test_a_page_that_reads_nothing_any_more_is_let_go() -> None:
    made = _Desk(replace(SHORT, connections=8))
    with made.listener:
        with socket.create_connection(("127.0.0.1", int(made.listener.url.rpartition(":")[2]))) as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            deaf.sendall(b"GET /live HTTP/1.1\r\nHost: x\r\n\r\n")
            wait_for(lambda: len(made.streams) == 1)
            for _ in range(60):
                made.streams.tell("long", {"text": "x" * 200_000})
            wait_for(lambda: len(made.streams) == 0)
        made.streams.end()


def test_streams_end_when_they_are_told_to_and_none_begins_after_that(desk: _Desk) -> None:
    with hearing(desk.listener.url) as ear:
        desk.streams.end()
        assert ear.has_ended.wait(5)
    assert fetch(f"{desk.listener.url}/live").status == 503


def test_an_open_stream_does_not_keep_a_listener_from_stopping() -> None:
    made = _Desk()
    made.listener.start()
    with hearing(made.listener.url) as ear:
        begun = monotonic()
        made.listener.stop()
        assert monotonic() - begun < 1.5
        assert ear.has_ended.wait(5)


def test_who_is_not_in_hears_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    with Door() as door:
        inside = enter(door, Newsroom(sqlite_database, tmp_path).desk())
        assert fetch(f"{door.url}/live").status in {303, 401, 403}
        with hearing(door.url, inside) as ear:
            assert ear.answer.status == 200
            assert ear.answer.getheader("cache-control") == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost.evil.test"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Origin": "https://evil.test"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    ],
)
def test_no_other_site_listens_to_the_desk(sqlite_database: Database, tmp_path: Path, headers: dict[str, str]) -> None:
    with Door() as door:
        inside = enter(door, Newsroom(sqlite_database, tmp_path).desk())
        assert fetch(f"{door.url}/live", headers=inside | headers).status == 403
