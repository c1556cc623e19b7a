"""A forked program is to a test what a started one is: one suite over both."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE

import pytest

from tests import programs

Started = programs.Program | subprocess.Popen[str]
Start = Callable[..., Started]

PROGRAM = """
import atexit, os, pathlib, signal, sys, threading, time

def act(word, *more):
    if word == "exit": sys.exit(int(more[0]))
    if word == "say": print("out", more); print("err", file=sys.stderr)
    if word == "where": print(os.getcwd(), os.environ.get("SIGN"), time.tzname[0], sys.path[0], __name__)
    if word == "ask": print(os.getpid(), sys.stdin.read())
    if word == "fail": raise ValueError("so")
    if word == "later":
        atexit.register(print, "third")
        threading.Timer(0.05, print, ["second"]).start()
        print("first")
    if word in ("wait", "wait politely"):
        if more: signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
        print("up", flush=True)
        while True: signal.pause()

act(*sys.argv[1:])
"""


def in_new_python(module: str, arguments: list[str], **options: object) -> Started:
    folder, environment = options.pop("folder"), options.pop("environment")
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, cwd=folder, env=environment, text=True, **options)  # type: ignore[call-overload, no-any-return]


@pytest.fixture(params=[in_new_python, programs.start], ids=["new", "forked"])
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Start:
    (tmp_path / "acting.py").write_text(PROGRAM)
    environment = {**os.environ, "SIGN": "lamp", "TZ": "Asia/Kolkata"}

    def started(*arguments: str, **streams: object) -> Started:
        made: Started = request.param("acting", list(arguments), folder=tmp_path, environment=environment, **streams)
        return made

    return started


def heard(program: Started) -> tuple[str, str, int]:
    with program:
        assert program.stdout is not None
        assert program.stderr is not None
        return program.stdout.read(), program.stderr.read(), program.wait()


@pytest.mark.parametrize("code", [0, 3, 70])
def test_it_ends_with_its_exit_code(start: Start, code: int) -> None:
    with start("exit", str(code)) as program:
        assert program.wait(30) == code
        assert (program.poll(), program.returncode) == (code, code)


def test_its_output_comes_apart_from_what_it_says_of_errors(start: Start) -> None:
    assert heard(start("say", "à", stdout=PIPE, stderr=PIPE)) == ("out ('à',)\n", "err\n", 0)


def test_it_lives_in_the_folder_and_the_environment_that_it_was_given(start: Start, tmp_path: Path) -> None:
    out, _, _ = heard(start("where", stdout=PIPE, stderr=PIPE))
    assert out.split() == [str(tmp_path), "lamp", "IST", str(tmp_path), "__main__"]


def test_it_reads_what_is_written_to_it_and_has_its_own_process_id(start: Start) -> None:
    with start("ask", stdin=PIPE, stdout=PIPE) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write("who?")
        program.stdin.close()
        assert program.stdout.read().split() == [str(program.pid), "who?"]


def test_what_it_does_not_catch_is_a_traceback_and_1(start: Start) -> None:
    out, err, code = heard(start("fail", stdout=PIPE, stderr=PIPE))
    assert (out, code) == ("", 1)
    assert err.startswith("Traceback")
    assert err.endswith("ValueError: so\n")


def test_its_threads_and_its_last_wishes_are_waited_for(start: Start) -> None:
    assert heard(start("later", stdout=PIPE, stderr=PIPE)) == ("first\nsecond\nthird\n", "", 0)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it(start: Start, number: signal.Signals) -> None:
    with start("wait", stdout=PIPE, stderr=PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "up\n"
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(0.01)
        assert program.poll() is None
        program.send_signal(number)
        assert program.wait(30) == -number


def test_a_signal_that_it_catches_is_its_own_affair(start: Start) -> None:
    with start("wait politely", "", stdout=PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "up\n"
        program.terminate()
        assert program.wait(30) == 7


def test_once_it_was_waited_for_its_process_is_gone_and_nobody_else_is_hit(start: Start) -> None:
    with start("exit", "0") as program:
        program.wait(30)
        program.kill()
    with pytest.raises(ProcessLookupError):
        os.kill(program.pid, 0)


def test_many_run_beside_each_other(start: Start) -> None:
    running = [start("exit", str(code)) for code in range(8)]
    assert [program.wait(30) for program in reversed(running)] == list(reversed(range(8)))
