"""Pictures made in worker processes: what goes in and out, and what is left when a worker breaks."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from syndicate.errors import BadDataError
from syndicate.images.decoders import MAX_PIXELS, PASSING, Decoders
from syndicate.images.renditions import render
from tests.pictures import encoded, png_header, quarters, webp_canvas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.images.model import Made

PICTURE = encoded(quarters(), "JPEG")
#: What every stand-in for a worker begins with: it reads one order whole.
READ = """
import json, os, struct, sys, time
def exactly(n): return sys.stdin.buffer.read(n)
def answer(header, *blobs):
    text = json.dumps({**header, "lengths": list(map(len, blobs))}).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(text)) + text + b"".join(blobs))
    sys.stdout.buffer.flush()
order = json.loads(exactly(struct.unpack(">I", exactly(4))[0]))
exactly(sum(order["lengths"]))
"""
ONE_FILE = str(
    {
        "files": [{"role": "lead", "media_type": "image/jpeg", "width": 1, "height": 1}],
        "ground": "#000000",
        "ai": None,
        "width": 1,
        "height": 1,
    }
)


def standing_in(code: str, **limits: float) -> Decoders:
    seconds = limits.get("deadline_seconds", 20.0)
    return Decoders(command=[sys.executable, "-S", "-c", READ + code], deadline_seconds=seconds)


def make(decoders: Decoders, content: bytes = PICTURE) -> Made:
    return decoders.make(content, is_video=False, point=None)


def refusal(decoders: Decoders, content: bytes = PICTURE) -> BadDataError:
    with pytest.raises(BadDataError) as caught:
        make(decoders, content)
    decoders.rest()
    return caught.value


@pytest.fixture
def decoders() -> Iterator[Decoders]:
    made = Decoders(workers=2)
    yield made
    made.rest()


def test_a_worker_makes_what_the_same_code_makes_here(decoders: Decoders) -> None:
    for is_video, point in ((False, None), (True, None), (False, (10, 90))):
        there = decoders.make(PICTURE, is_video=is_video, point=point)
        assert there == render(PICTURE, is_video=is_video, max_pixels=MAX_PIXELS, point=point)


def test_a_refusal_comes_back_with_its_code_and_its_hint(decoders: Decoders) -> None:
    error = refusal(decoders, png_header(12_000, 12_000))
    assert (error.code, error.hint) == ("picture-too-large", "At most 40 million are decoded.")
    assert error.message == "the picture is too large to decode: 12000×12000 pixels"
    assert refusal(decoders, b"<html>").message == "the file is no picture that can be read: it is a web page"


@pytest.mark.parametrize(
    ("content", "megabytes"),
    [(png_header(8_000, 4_900, depth=8, colour=2), 120), (webp_canvas(8_000, 4_500), 300)],
)
def test_a_picture_that_needs_more_memory_costs_itself_alone(content: bytes, megabytes: int) -> None:
    decoders = Decoders(memory_bytes=megabytes * 1_000_000)
    error = refusal(decoders, content)
    assert error.code == "picture-memory"
    assert error.code not in PASSING
    assert error.message == f"the picture needs more than the {megabytes} MB that a worker may use"
    assert make(decoders).files
    decoders.rest()


def test_a_program_that_is_killed_leaves_no_worker_behind() -> None:
    code = (
        "import os, subprocess, sys; from syndicate.images.decoders import Decoders\n"
        "Decoders().make(sys.stdin.buffer.read(), is_video=False, point=None)\n"
        "out = subprocess.run(['ps', '-o', 'pid=,args=', '--ppid', str(os.getpid())], capture_output=True, text=True)\n"
        "print(next(line.split()[0] for line in out.stdout.splitlines() if 'images.worker' in line), flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    out = subprocess.run([sys.executable, "-c", code], input=PICTURE, capture_output=True, check=False)
    assert out.returncode == -signal.SIGKILL
    worker = Path(f"/proc/{int(out.stdout)}/cmdline")
    ends = time.monotonic() + 10
    while worker.exists() and b"images.worker" in worker.read_bytes() and time.monotonic() < ends:
        time.sleep(0.05)
    assert not worker.exists() or b"images.worker" not in worker.read_bytes()


def test_a_worker_that_does_not_end_is_killed_at_its_deadline(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    decoders = standing_in(f"open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)", deadline_seconds=1)
    error = refusal(decoders)
    assert error.code == "picture-slow"
    assert error.code in PASSING
    assert error.message == "the picture took longer than 1 seconds to decode"
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_that_is_killed_or_crashes_costs_one_picture(number: signal.Signals) -> None:
    error = refusal(standing_in(f"os.kill(os.getpid(), {int(number)})"))
    assert error.message == f"the picture could not be decoded: its worker was ended by signal {int(number)}"
    assert error.code in PASSING


@pytest.mark.parametrize(
    "code",
    [
        "pass",
        "sys.stdout.write('what?' * 10)",
        "answer({'files': [], 'ground': '#000000', 'width': 1, 'height': 1})",
        "answer({})",
        f"answer({ONE_FILE}, b'<script>')",
        f"answer({ONE_FILE.replace('lead', '../..')}, b'\\xff\\xd8\\xff')",
        "answer({'files': []}, b'x' * 3_000_000)",
        "sys.stdout.buffer.write(b'\\xff' * 100)",
        "sys.stdout.buffer.write(struct.pack('>I', 2) + b'[]')",
        "sys.stdout.buffer.write(struct.pack('>I', 60_000) + b'[' * 60_000)",
        f"answer(dict({ONE_FILE}, width=float('inf')), b'\\xff\\xd8\\xff')",
    ],
)
def test_an_answer_that_makes_no_sense_is_no_picture(code: str) -> None:
    assert refusal(standing_in(code)).code == "picture-crashed"


def test_a_worker_has_nothing_of_ours_but_its_pipes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNDICATE_WEB__SECRET", "hush")
    seen = "{'environment': sorted(os.environ), 'open': sorted(os.listdir('/dev/fd')), 'folder': os.getcwd()}"
    decoders = standing_in(f"answer({{'refused': {{'message': json.dumps({seen}), 'code': 'c', 'hint': ''}}}})")
    with socket.socket() as ours:
        ours.set_inheritable(True)
        told = json.loads(refusal(decoders).message)
    assert set(told["environment"]) <= {"PYTHONPATH", "MALLOC_ARENA_MAX", "LC_CTYPE"}
    assert told["open"] in (["0", "1", "2"], ["0", "1", "2", "3"])  # the last lists the others
    assert told["folder"] == "/"


def test_workers_work_side_by_side_and_all_end_when_they_are_told_to_rest(tmp_path: Path) -> None:
    code = f"open({str(tmp_path)!r} + '/' + str(os.getpid()), 'w'); time.sleep(1); answer({{}})"
    decoders = Decoders(workers=2, command=[sys.executable, "-S", "-c", READ + code + "\nsys.stdin.buffer.read()"])

    def crash(_: int) -> str:
        with pytest.raises(BadDataError) as caught:
            make(decoders)
        return caught.value.code

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(crash, range(2))) == {"picture-crashed"}
    started = [int(one.name) for one in tmp_path.iterdir()]
    assert len(started) == 2
    decoders.rest()
    for pid in started:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_that_did_well_is_asked_again(decoders: Decoders) -> None:
    before = children()
    make(decoders)
    first = children() - before
    make(decoders)
    assert children() - before == first
    assert len(first) == 1
    decoders.rest()
    assert children() == before


def test_the_program_itself_imports_no_decoder() -> None:
    code = (
        "import syndicate.publishing.publisher, syndicate.images.decoders, syndicate.images.work, syndicate.cli, sys; "
        "print(sum(n.startswith('PIL') for n in sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert out.stdout.strip() == "0"


def test_a_worker_imports_no_database() -> None:
    code = "import syndicate.images.worker, sys; print({'sqlalchemy', 'alembic'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert out.stdout.strip() == "set()"


def children() -> set[int]:
    """Processes that this one started and that have not ended."""
    out = subprocess.run(["ps", "-o", "pid=,stat=,comm=", "--ppid", str(os.getpid())], check=True, capture_output=True)
    lines = [line.split() for line in out.stdout.decode().splitlines()]
    return {int(pid) for pid, state, name in lines if "Z" not in state and name != "ps"}
