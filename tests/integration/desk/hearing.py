"""A page's ear: reads a stream of server-sent events from a desk, in a thread."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from tests.unit.web.web_samples import cookie_of, fetch


class Ear:
    """What was heard, in order: pairs of an event's name and its data."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        self._connection.request("GET", "/live", headers=dict(headers or {}))
        self._socket = self._connection.sock  # which the connection hands over with the answer
        self.answer = self._connection.getresponse()
        self.heard: list[tuple[str, Any]] = []
        self.comments = 0
        self.has_ended = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        name = ""
        with suppress(OSError, ValueError, AttributeError, http.client.HTTPException):
            while line := self.answer.readline():
                field, _, value = line.decode().rstrip("\n").partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    self.heard.append((name, json.loads(value)))
                elif line.startswith(b":"):
                    self.comments += 1
        self.has_ended.set()

    def names(self) -> list[str]:
        return [name for name, _ in self.heard]

    def await_event(self, wanted: str, patience: float = 20.0, **data: Any) -> dict[str, Any]:
        """The first event of that name, with those data, that was not awaited before; it is taken out."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            for pair in list(self.heard):
                if pair[0] == wanted and data.items() <= pair[1].items():
                    self.heard.remove(pair)
                    found: dict[str, Any] = pair[1]
                    return found
            time.sleep(0.01)
        message = f"no {wanted} {data} among {self.heard}"
        raise AssertionError(message)

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # closing it would wait for who reads
        self._connection.close()


@contextmanager
def hearing(url: str, headers: Mapping[str, str] | None = None) -> Iterator[Ear]:
    """An ear that the desk speaks to; a link that lets in is used for it."""
    if "token=" in url:
        headers = cookie_of(fetch(url))
    ear = Ear(url, headers)
    try:
        if ear.answer.status == 200:
            ear.await_event("now")
        yield ear
    finally:
        ear.close()
