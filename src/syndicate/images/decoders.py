"""Where pictures are decoded: a fixed number of worker processes, each with a memory limit and a deadline.

Image decoders are large, written in C and fed by strangers. A worker that is killed, runs out of
memory or never ends costs one picture; the program itself never decodes one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from queue import LifoQueue
from threading import Timer
from typing import TYPE_CHECKING, Any

import syndicate
from syndicate.errors import BadDataError
from syndicate.images import pipe
from syndicate.images.model import AiUse, Encoded, Made, Role
from syndicate.text.media_types import JPEG, WEBP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.images.model import Focal

MAX_PIXELS = 40_000_000
#: Address space of one worker; 40 million pixels of WebP take 670 MB, of every other format less.
MEMORY_BYTES = 800_000_000
#: For one picture, from its bytes to its renditions; the largest take two or three on a slow machine.
DEADLINE_SECONDS = 30.0

#: A worker whose input has ended does so, too; one that does not is killed.
_PARTING_SECONDS = 2.0
#: Bytes of an answer; five renditions of at most 150 kB are 750 kB.
_MOST_ANSWER = 2_000_000
_BEGINNINGS = {JPEG: b"\xff\xd8\xff", WEBP: b"RIFF"}
_OUT_OF_MEMORY, _SLOW, _CRASHED = "picture-memory", "picture-slow", "picture-crashed"
#: Codes of failures that may pass: of the machine rather than of the picture.
PASSING = frozenset({_SLOW, _CRASHED})
#: Codes of failures after which a worker is not trusted with another picture.
_SPENT = PASSING | {_OUT_OF_MEMORY}


class Decoders:
    """Makes renditions in worker processes, which start when there is work. Safe to share between threads.

    As many pictures as there are workers are made at once; who asks for more waits.
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        memory_bytes: int = MEMORY_BYTES,
        max_pixels: int = MAX_PIXELS,
        deadline_seconds: float = DEADLINE_SECONDS,
        command: Sequence[str] | None = None,
    ) -> None:
        """Set the limits; ``command`` is another program that speaks as a worker does."""
        self.workers = workers
        self._max_pixels = max_pixels
        self._memory_bytes = memory_bytes
        self._deadline_seconds = deadline_seconds
        self._command = list(command or _command(memory_bytes))
        # The last that was at work comes first, so that no more are started than are needed at once.
        self._places: LifoQueue[_Worker | None] = LifoQueue()
        for _ in range(workers):
            self._places.put(None)

    def make(self, content: bytes, *, is_video: bool, point: Focal | None) -> Made:
        """The renditions of a picture, as by `syndicate.images.renditions.render`.

        Raises:
            BadDataError: it is no picture, broken, too large, too small, or broke its worker; those codes of
                `PASSING` may be the machine's fault.
        """
        order = {"is_video": is_video, "max_pixels": self._max_pixels, "point": point}
        worker, outcome = self._places.get(), None
        try:
            worker = worker or _Worker(self._command)
            outcome = self._outcome(*worker.ask(order, content, self._deadline_seconds))
        except pipe.FrameError:
            outcome = self._ended(worker)
        finally:
            self._places.put(_fit(worker, outcome))
        if isinstance(outcome, BadDataError):
            raise outcome
        return outcome

    def rest(self) -> None:
        """Wait until the workers stand idle and end them; the next picture starts one anew."""
        places = [self._places.get() for _ in range(self.workers)]
        for worker in places:
            if worker is not None:
                worker.end()
            self._places.put(None)

    def _outcome(self, header: dict[str, Any], blobs: list[bytes]) -> Made | BadDataError:
        if header.get("is_out_of_memory"):
            message = f"the picture needs more than the {self._memory_bytes / 1e6:g} MB that a worker may use"
            return BadDataError(message, code=_OUT_OF_MEMORY, hint="Save it smaller, or raise images.worker_memory.")
        try:
            if refused := header.get("refused"):
                return BadDataError(str(refused["message"]), code=str(refused["code"]), hint=refused["hint"])
            return _checked(header, blobs)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return _crashed(None)

    def _ended(self, worker: _Worker | None) -> BadDataError:
        if worker is not None and worker.is_overdue:
            message = f"the picture took longer than {self._deadline_seconds:g} seconds to decode"
            return BadDataError(message, code=_SLOW, hint="Save it again, smaller and as an ordinary JPEG.")
        return _crashed(worker.end() if worker is not None else 0)


def _fit(worker: _Worker | None, outcome: Made | BadDataError | None) -> _Worker | None:
    """The worker if it may be asked again; otherwise it is ended."""
    is_spent = outcome is None or (isinstance(outcome, BadDataError) and outcome.code in _SPENT)
    if worker is None or not (is_spent or worker.is_overdue):
        return worker
    worker.end()
    return None


class _Worker:
    """One process, asked one thing at a time."""

    def __init__(self, command: list[str]) -> None:
        """Start it: with pipes, nothing else that is open here, and nothing of our environment."""
        self.is_overdue = False
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": os.pathsep.join(_import_path()), "MALLOC_ARENA_MAX": "1"},
            process_group=0,  # a terminal's Ctrl-C is for the program, which ends its workers itself
        )

    def ask(self, header: dict[str, Any], content: bytes, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
        """Its answer; it is killed when that takes longer.

        Raises:
            FrameError: it ended, was killed, or answers no frame.
        """
        process = self._process
        assert process.stdin is not None  # noqa: S101 - for the type checker; both are pipes
        assert process.stdout is not None  # noqa: S101
        timer = Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            pipe.write(process.stdin, header, content)
            answer = pipe.read(process.stdout, _MOST_ANSWER)
        except OSError as error:
            raise pipe.FrameError from error
        finally:
            timer.cancel()
            timer.join()  # so that nobody is given a worker that is being killed
        if answer is None:
            raise pipe.FrameError
        return answer

    def end(self) -> int:
        """Let it end, or kill it; its exit code, negative for a signal. May be called again."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # what could not be written is lost with its reader
                    stream.close()
        try:
            return self._process.wait(_PARTING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def _cut(self) -> None:
        self.is_overdue = True
        self._process.kill()


def _checked(header: dict[str, Any], blobs: list[bytes]) -> Made:
    """What a worker answered, taken apart with care: it has touched hostile bytes."""
    files = [
        Encoded(
            role=Role(stated["role"]),
            media_type=str(stated["media_type"]),
            content=content,
            width=int(stated["width"]),
            height=int(stated["height"]),
        )
        for stated, content in zip(header["files"], blobs, strict=True)
    ]
    if not files or not all(file.content.startswith(_BEGINNINGS[file.media_type]) for file in files):
        raise ValueError
    ground = bytes.fromhex(header["ground"].removeprefix("#"))
    return Made(
        files=tuple(files),
        ground=f"#{ground.hex()}",
        width=int(header["width"]),
        height=int(header["height"]),
        ai=AiUse(header["ai"]) if header["ai"] else None,
    )


def _crashed(code: int | None) -> BadDataError:
    """The failure of a worker that ended with that code, or that answered what is no answer."""
    why = "answered nonsense" if code is None else "ended" if code >= 0 else f"was ended by signal {-code}"
    message = f"the picture could not be decoded: its worker {why}"
    return BadDataError(message, code=_CRASHED, hint="Save it again and replace the file.")


def _command(memory_bytes: int) -> list[str]:
    # Neither the site's start-up code nor the folder that it is started in has a say in it.
    return [sys.executable, "-s", "-S", "-P", "-m", "syndicate.images.worker", str(memory_bytes)]


def _import_path() -> list[str]:
    own = str(Path(syndicate.__file__).resolve().parents[1])
    return [own, *(folder for folder in sys.path if folder)]
