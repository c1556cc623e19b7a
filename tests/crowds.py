"""One machine that holds hundreds of connections, an honest caller from another, and a real nginx before us."""

from __future__ import annotations

import selectors
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

PATIENCE = 60.0

#: Where Debian keeps it, not everybody looks.
NGINX_PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin") or "nginx"

HALF_A_HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: "
HALF_A_BODY = b"POST /unsubscribe/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na"
HALF_A_CHUNK = b"POST /unsubscribe/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n64\r\na"

NGINX = """
daemon off; master_process off; worker_rlimit_nofile 4096;
pid {folder}/pid; error_log {folder}/errors crit;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  upstream syndicate {{ server 127.0.0.1:{upstream}; {keepalive} }}
  server {{
    listen 127.0.0.1:{port} backlog=2048;
    location / {{
      proxy_pass http://syndicate;
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header Connection "";
      {forward}
      proxy_request_buffering {buffering};
    }}
  }}
}}
"""
X_FORWARDED_FOR = 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header Forwarded "";'
FORWARDED = 'proxy_set_header Forwarded "for=$remote_addr"; proxy_set_header X-Forwarded-For "";'


class Crowd:
    """One machine's connections, each with the same beginning of a request; what is closed is opened again at once."""

    def __init__(self, port: int, said: bytes, *, number: int = 500, caller: str = "127.0.0.1") -> None:
        self._port = port
        self._said = said
        self._number = number
        self._caller = caller
        self._selector = selectors.DefaultSelector()
        self._is_over = threading.Event()
        self._has_called = threading.Event()
        self._calls = 0
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._has_called.wait(PATIENCE)
        return self

    def __exit__(self, *left: object) -> None:
        self._is_over.set()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()

    def _run(self) -> None:
        for _ in range(self._number):
            self._call()
        while not self._is_over.is_set():
            for key, events in self._selector.select(0.1):
                self._go_on(key.fileobj, events)  # type: ignore[arg-type]

    def _call(self) -> None:
        caller = socket.socket()
        caller.setblocking(False)
        caller.bind((self._caller, 0))
        caller.connect_ex(("127.0.0.1", self._port))
        self._selector.register(caller, selectors.EVENT_WRITE)

    def _go_on(self, caller: socket.socket, events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                caller.send(self._said)
                self._selector.modify(caller, selectors.EVENT_READ)
                self._calls += 1
                if self._calls == self._number:
                    self._has_called.set()
            elif not caller.recv(65_536):
                raise ConnectionResetError
        except OSError:
            self._selector.unregister(caller)
            caller.close()
            self._call()


def is_served(port: int, *, within: float, caller: str = "127.0.0.2", path: str = "/healthz") -> bool:
    """Whether a caller from another machine has the whole answer in that time, 200 and no other."""
    end = time.monotonic() + within
    reply = b""
    try:
        with socket.create_connection(("127.0.0.1", port), within, source_address=(caller, 0)) as honest:
            honest.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            while part := _received(honest, end):
                reply += part
    except OSError:
        return False
    return reply.startswith(b"HTTP/1.1 200 ")


def _received(honest: socket.socket, end: float) -> bytes:
    honest.settimeout(max(end - time.monotonic(), 0.001))
    return honest.recv(65_536)


def port_of(url: str) -> int:
    """The port in an address of a listener."""
    return int(url.rstrip("/").rpartition(":")[2])


@contextmanager
def nginx(folder: Path, upstream: int, **settings: str) -> Iterator[int]:
    """A real nginx before that port, with a configuration of its own; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chosen = {"forward": X_FORWARDED_FOR, "buffering": "off", "keepalive": ""} | settings
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, upstream=upstream, **chosen))
    with subprocess.Popen(
        [NGINX_PROGRAM, "-p", folder, "-e", folder / "errors", "-c", folder / "nginx.conf"]
    ) as process:
        try:
            _wait_until_open(port)
            yield port
        finally:
            process.terminate()


def _wait_until_open(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError
