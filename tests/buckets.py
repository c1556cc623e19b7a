"""A store that speaks as S3 does, on loopback: moto's server, and connections to it that break where a test wants."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from syndicate.ids import random_id
from syndicate.shelf.s3 import Bucket, Manner, S3Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


MANNER = Manner(media_type="image/jpeg", cache_control="public, max-age=31536000, immutable")


@contextmanager
def moto_server() -> Iterator[str]:
    """The address of a store without any bucket."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def a_bucket(url: str) -> Bucket:
    """A new bucket there."""
    import boto3

    name = f"bucket-{random_id()}"[:40].lower()
    place = {"LocationConstraint": "eu-west-1"}
    boto3.client("s3", endpoint_url=url).create_bucket(Bucket=name, CreateBucketConfiguration=place)  # type: ignore[arg-type]
    return Bucket(name, endpoint_url=url)


def a_shelf(bucket: Bucket, prefix: str = "media/", manner: Manner = MANNER) -> S3Shelf:
    """A shelf of pictures in that bucket."""
    return S3Shelf(bucket, prefix, lambda _: manner)


class Cutter:
    """Stands between a client and the store, and breaks a connection once so many bytes have passed one way.

    ``cuts`` holds how many bytes each of the next connections may carry; ``None`` is all. Which way is
    counted: ``"up"`` from the client, ``"down"`` to it. After the last of them nothing is cut.
    """

    def __init__(self, url: str, cuts: list[int | None], way: str = "up") -> None:
        target = urlsplit(url)
        self._target = (target.hostname or "", target.port or 0)
        self._cuts = iter(cuts)
        self._way = way
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.connections = 0
        self.passed = 0  # bytes, the way that is counted

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._listener, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(timeout=10)

    def _start(self, act: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=act, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self.connections += 1
                cut = next(self._cuts, None)
                far = socket.create_connection(self._target)
                self._open += [near, far]
                up, down = (cut, None) if self._way == "up" else (None, cut)
                self._start(self._pass_on, near, far, up, self._way == "up")
                self._start(self._pass_on, far, near, down, self._way == "down")

    def _pass_on(self, one: socket.socket, other: socket.socket, limit: int | None, is_counted: bool) -> None:  # noqa: FBT001
        passed = 0
        with suppress(OSError):
            while part := one.recv(4096):
                if limit is not None and passed + len(part) > limit:
                    other.sendall(part[: limit - passed])
                    break
                other.sendall(part)
                passed += len(part)
                self.passed += len(part) * is_counted
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
