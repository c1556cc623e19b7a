"""A warm process that has imported the product, and forks: each child becomes a program that a test asks for.

``tests.programs`` runs it as ``python -m tests.fork_server DESCRIPTOR`` on one end of a pair of sockets; it ends when
the other end is closed. A request is one byte with four descriptors: a connection of the program's own, and its stdin,
stdout and stderr. Over the connection come what to run, as a line of JSON, and back its process id and, once it has
ended, its exit code.

It has one thread, and no log, database or connection is open in it when it forks.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from syndicate.storage import schema
from tests.first_schema import FirstSchema

TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "email"

NUMBER = struct.Struct("!i")
GO = b"!"
#: Lets a strace that is not our parent watch us, where the kernel is strict (Yama).
PR_SET_PTRACER, ANYBODY = 0x59616D61, -1
#: What the product imports where it is first needed.
LAZY = ("alembic.command", "boto3", "feedgen.feed", "mjml", "premailer", "PIL.Image", "trafilatura", "uvicorn")


def warm() -> None:
    """Import all that a command may need."""
    import syndicate

    for module in pkgutil.walk_packages(syndicate.__path__, "syndicate."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)
    for name in LAZY:
        importlib.import_module(name)
    compile_templates()
    gc.collect()
    gc.freeze()  # so that a child's collections do not copy what they share


def compile_templates() -> None:
    """Have those of mails and pages at hand that come with the product."""
    from syndicate.mail import templates
    from syndicate.mail.branches import slips_in_branches
    from syndicate.mail.digest import GIVEN
    from syndicate.mail.transactional import LETTER
    from syndicate.web import rendering

    assert not slips_in_branches(TEMPLATES, {*GIVEN, LETTER})
    for environment in (templates._environment(TEMPLATES), rendering._environment()):  # noqa: SLF001
        for name in environment.list_templates(extensions=["j2"]):
            environment.get_template(name)


def first_schema() -> FirstSchema:
    """The statements that make it; nothing of it is left open."""
    with TemporaryDirectory() as folder:
        first = FirstSchema(Path(folder, "template.db"))
        assert first.statements
        return first


def serve(channel: socket.socket) -> tuple[socket.socket, list[int]] | None:
    """Fork for every request; in the child, give its connection and streams. Nothing when the tests have ended."""
    assert threading.active_count() == 1
    while True:
        word, descriptors, *_ = socket.recv_fds(channel, 1, 4)
        if not word:
            return None
        if os.fork() == 0:
            channel.close()
            connection, *streams = descriptors
            return socket.socket(fileno=connection), streams
        for descriptor in descriptors:
            os.close(descriptor)


def keep(connection: socket.socket, streams: Sequence[int]) -> None:
    """Fork again, and return in the child; stay to say how it ended.

    Until that was read and the connection's other end closed, its id is not given to another process.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        return
    for stream in streams:
        os.close(stream)
    connection.sendall(NUMBER.pack(child))
    end = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert end is not None
    connection.sendall(NUMBER.pack(end.si_status if end.si_code == os.CLD_EXITED else -end.si_status))
    while connection.recv(16):
        pass
    os.waitpid(child, 0)
    os._exit(0)


def become(connection: socket.socket, streams: Sequence[int], request: dict[str, Any], first: FirstSchema) -> None:
    """Take on the folder, environment, streams and arguments of a program.

    One that is held is watched in what it writes, and does all of it itself.
    """
    if not request["is_held"]:
        schema._migrate = first.migrate  # noqa: SLF001
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    sys.argv[1:] = request["arguments"]
    sys.path[0] = request["folder"]
    if request["is_held"]:
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANYBODY)
        connection.recv(len(GO))
    connection.close()


def main(descriptor: int) -> None:
    """Serve; in a child, be the program to its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    warm()
    first = first_schema()
    wanted = serve(socket.socket(fileno=descriptor))
    if wanted is None:
        return
    connection, streams = wanted
    with connection.makefile("r", encoding="utf-8") as lines:
        request = json.loads(lines.readline())
    keep(connection, streams)
    become(connection, streams, request, first)
    try:
        runpy.run_module(request["module"], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if isinstance(end.code, int):
            leave(end.code)
        raise
    leave(0)


def leave(code: int) -> NoReturn:
    """End as Python does, but for taking all that was imported apart, which takes longer than most commands."""
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001
    atexit._run_exitfuncs()  # noqa: SLF001
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]))
