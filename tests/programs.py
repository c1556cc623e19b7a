"""Starts our programs as processes, without waiting each time for Python to import them.

``start("syndicate", ["run"])`` is ``python -m syndicate run`` in all that a test can see: a process of its own with its
own id, streams, folder, environment and exit code, that ends as Python ends and may be killed at any moment. What
Python reads before the program's first line (``PYTHONHASHSEED``, the locale) is not read anew, and its umask is that
of the server.

Each process of the tests has one server that forks them (``tests.fork_server``), from the first start to its own end.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO, TYPE_CHECKING, Any, Self

from tests.fork_server import GO, NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

REPOSITORY = Path(__file__).parents[1]
Stream = int | IO[Any] | None


class Program:
    """A started program, as ``subprocess.Popen`` shows one; its pipes carry text in UTF-8."""

    def __init__(self, arguments: Sequence[str], connection: socket.socket, pipes: Sequence[IO[str] | None]) -> None:
        self.args = list(arguments)
        self.stdin, self.stdout, self.stderr = pipes
        self.returncode: int | None = None
        self._connection = connection
        self._reading = threading.Lock()
        self.pid = self._number()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self.stdin, self.stdout, self.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self.wait()

    def _number(self) -> int:
        packed = self._connection.recv(NUMBER.size, socket.MSG_WAITALL)
        if not packed:
            message = f"the server that forks {self.args} has ended; it says why on stderr"
            raise ChildProcessError(message)
        return int(NUMBER.unpack(packed)[0])

    def go(self) -> None:
        """Let one run that was started to be held."""
        self._connection.sendall(GO)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, negative for a signal. Raises ``subprocess.TimeoutExpired`` when it has not ended by then."""
        with self._reading:
            if self.returncode is None:
                self._connection.settimeout(timeout)
                try:
                    self.returncode = self._number()
                except (TimeoutError, BlockingIOError) as error:
                    raise subprocess.TimeoutExpired(self.args, timeout or 0) from error
                self._let_go()
        return self.returncode

    def _let_go(self) -> None:
        """Have its process id given back, and wait until it was."""
        self._connection.settimeout(None)
        self._connection.shutdown(socket.SHUT_WR)
        self._connection.recv(1)
        self._connection.close()

    def poll(self) -> int | None:
        """The exit code, or nothing while it runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it was not waited for."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class _Server:
    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.fork_server", str(theirs.fileno())],
                cwd=REPOSITORY,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
                stdin=DEVNULL,
                stdout=DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def ask(self, request: Mapping[str, object], streams: Sequence[int]) -> socket.socket:
        """The connection of a new program."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._channel, [b"+"], [theirs.fileno(), *streams])
        ours.sendall(json.dumps(request).encode() + b"\n")
        return ours


_starting = threading.Lock()
_only_server = cache(_Server)


def _server() -> _Server:
    with _starting:  # by whichever thread comes first
        return _only_server()


def start(
    module: str,
    arguments: Sequence[str] = (),
    *,
    folder: Path = REPOSITORY,
    environment: Mapping[str, str] | None = None,
    stdin: Stream = None,
    stdout: Stream = None,
    stderr: Stream = None,
    is_held: bool = False,
) -> Program:
    """Start ``python -m module``; if held, it waits for ``go``. A stream is a pipe, nothing, a file, or ours."""
    request = {
        "module": module,
        "arguments": list(arguments),
        "folder": str(folder),
        "environment": dict(os.environ if environment is None else environment),
        "is_held": is_held,
    }
    with ExitStack() as theirs:
        ends = [_ends(number, stream, theirs) for number, stream in enumerate((stdin, stdout, stderr))]
        connection = _server().ask(request, [its for its, _ in ends])
    return Program([module, *arguments], connection, [ours for _, ours in ends])


def _ends(number: int, stream: Stream, theirs: ExitStack) -> tuple[int, IO[str] | None]:
    """The descriptor that a program is given as its stream of that number, and our end of the pipe, if it is one."""
    if stream is None:
        return number, None
    if stream not in (PIPE, DEVNULL):
        return stream if isinstance(stream, int) else stream.fileno(), None
    its, ours = (os.open(os.devnull, os.O_RDWR), None) if stream == DEVNULL else _pipe(is_read_by_it=number == 0)
    theirs.callback(os.close, its)
    return its, ours


def _pipe(*, is_read_by_it: bool) -> tuple[int, IO[str]]:
    reading, writing = os.pipe()
    if is_read_by_it:
        return reading, os.fdopen(writing, "w", encoding="utf-8")
    return writing, os.fdopen(reading, encoding="utf-8")


def finish(program: Program, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Read the pipes of a program to their ends, and wait for it; it is killed when it takes longer."""
    assert program.stdout
    assert program.stderr
    with ThreadPoolExecutor(2) as pool:
        out, err = pool.submit(program.stdout.read), pool.submit(program.stderr.read)
        try:
            code = program.wait(timeout)
        except subprocess.TimeoutExpired:
            program.kill()
            raise
        return subprocess.CompletedProcess(program.args, code, out.result(), err.result())


@contextmanager
def traced(pid: int, *options: str) -> Iterator[None]:
    """While strace, with these options, watches a held program and what it starts; it writes nothing but to its log."""
    command = ["strace", "-f", "-p", str(pid), *options]
    with subprocess.Popen(command, stderr=PIPE, text=True) as strace:
        assert strace.stderr
        told = strace.stderr.readline()
        assert "attached" in told, told
        yield
        strace.communicate()
