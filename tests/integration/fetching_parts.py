"""What the tests of the fetcher share: name servers that say what they were told, and servers that are slow."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any

import pytest

from syndicate.clock import SystemClock
from syndicate.net.fetch import Fetcher, FetchError
from tests.foreign_host import Answer, ForeignHost

if TYPE_CHECKING:
    from collections.abc import Sequence


class Names:
    """A resolver that knows what it was told and keeps what it was asked; answers may change from call to call."""

    def __init__(self, **answers: list[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[tuple[str, int]] = []

    def tell(self, name: str, *addresses: str) -> None:
        """From now on the name has those addresses."""
        self._answers[name] = [addresses]

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


def drip(head: bytes) -> Answer:
    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    return send
