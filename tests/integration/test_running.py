"""`syndicate run` as a process: it serves, it keeps its place, and it stops when told."""

from __future__ import annotations

import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from subprocess import PIPE

import pytest

from tests.newsroom import Newsroom, dump
from tests.programs import Program

FAST = {
    "SYNDICATE_WEB__PORT": "0",
    "SYNDICATE_PREVIEW__PORT": "0",
    "SYNDICATE_SCHEDULE__COLLECT_EVERY": "1s",
    "SYNDICATE_SCHEDULE__COMPOSE_EVERY": "1s",
    "SYNDICATE_SCHEDULE__DELIVER_EVERY": "1s",
}
PATIENCE = 60.0


class Running:
    """A started publisher; its addresses are read from what it prints."""

    def __init__(self, process: Program) -> None:
        self.process = process
        self.lines: list[str] = []
        self.is_up = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith("Running."):
                self.is_up.set()

    def address(self, word: str) -> str:
        return next(line.split()[1] for line in self.lines if line.split()[:1] == [word])

    def get(self, word: str, path: str = "") -> HTTPResponse:
        base, keeps_cookies = self.address(word), urllib.request.HTTPCookieProcessor()
        found: HTTPResponse = urllib.request.build_opener(keeps_cookies).open(base.rstrip("/") + path, timeout=10)
        return found


@contextmanager
def running(newsroom: Newsroom, *arguments: str, is_fast: bool = True, **extra: str) -> Iterator[Running]:
    settings = {**(FAST if is_fast else {}), **extra}
    with newsroom.start("run", *arguments, extra=settings, stdout=PIPE, stderr=PIPE) as process:
        try:
            yield Running(process)
        finally:
            process.kill()
            process.wait()


def wait_for(what: object) -> None:
    """Wait until a condition holds."""
    assert callable(what)
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def test_it_serves_what_it_published_and_goes_on_publishing(newsroom: Newsroom) -> None:
    with running(newsroom) as publisher:
        assert publisher.is_up.wait(PATIENCE), publisher.lines
        wait_for(lambda: any("2 submitted" in line for line in publisher.lines))
        assert len(newsroom.mails()) == 2
        with publisher.get("Pages", "/feeds/rss.xml") as answer:
            assert answer.headers["Content-Type"].startswith("application/rss+xml")
            tag = answer.headers["ETag"]
        request = urllib.request.Request(publisher.address("Feeds") + "rss.xml", headers={"If-None-Match": tag})  # noqa: S310
        with pytest.raises(urllib.error.HTTPError, match="304"):
            urllib.request.urlopen(request, timeout=10)  # noqa: S310
        with publisher.get("Digest") as answer:
            assert "The lamp is lit again" in answer.read().decode()
        with publisher.get("Desk") as answer:
            assert b"The lamp is lit again" in answer.read()
        newsroom.write_article("later.txt", dump("Fog over the harbour"))
        wait_for(lambda: b"Fog over the harbour" in (newsroom.feeds / "rss.xml").read_bytes())
        assert len(newsroom.mails()) == 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_stops_in_order_when_told(newsroom: Newsroom, number: signal.Signals, code: int) -> None:
    with running(newsroom) as publisher:
        assert publisher.is_up.wait(PATIENCE)
        publisher.process.send_signal(number)
        assert publisher.process.wait(PATIENCE) == code
    done = newsroom.run("run", "--once")
    assert done.returncode == 0
    assert len(newsroom.mails()) == 2


def test_a_second_start_is_turned_away_and_a_waiting_one_takes_over(newsroom: Newsroom) -> None:
    with running(newsroom) as first:
        assert first.is_up.wait(PATIENCE)
        second = newsroom.run("run", "--once")
        assert second.returncode == 75
        assert "another scheduler is active" in second.stderr
        with running(newsroom, "--wait") as waiting:
            wait_for(lambda: any("waiting for its end" in line for line in waiting.lines))
            first.process.kill()
            assert waiting.is_up.wait(PATIENCE)
            wait_for(lambda: len(newsroom.mails()) == 2)


def test_a_port_in_use_is_named(newsroom: Newsroom) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = newsroom.run("run", **{**FAST, "SYNDICATE_WEB__PORT": str(port)})
    assert done.returncode == 69
    assert str(port) in done.stderr
