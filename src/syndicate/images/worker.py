"""A process of its own that turns foreign pictures into renditions: started by `syndicate.images.decoders`.

Reads frames from its input and answers each on its output until the input ends. It has no secrets,
no sockets and no more memory than it is told; a picture that breaks it breaks nothing else.
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from syndicate.errors import BadDataError
from syndicate.images import pipe
from syndicate.images.renditions import render

#: Bytes of a file; far above the configuration's highest limit for what is loaded.
MOST_BYTES = 1_100_000_000
#: Open files: the three streams, and what Pillow's plugins are imported from.
_MOST_FILES = 32


def main() -> int:
    """Work until the input ends, or until memory did not suffice: then a fresh process takes the next picture."""
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("r+b") as nowhere:
        for stream in (0, 1, 2):  # what a library prints must not stand in an answer
            os.dup2(nowhere.fileno(), stream)
    confine(int(sys.argv[1]))
    while (order := pipe.read(orders, MOST_BYTES)) is not None:
        header, blobs = order
        if not answer(header, blobs[0], answers):
            return 1
    return 0


def confine(memory_bytes: int) -> None:
    """Take what the work does not need from this process, as far as the system lets us."""
    limits = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: _MOST_FILES,
    }
    for kind, limit in limits.items():
        with suppress(OSError, ValueError):  # macOS knows no limit of memory
            resource.setrlimit(kind, (limit, limit))
    with suppress(OSError):
        # Where memory runs out on the whole machine, Linux should end this process and not its parent.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def answer(order: dict[str, Any], content: bytes, answers: IO[bytes]) -> bool:
    """Answer one order: a frame with what was made, or with why not; ``False`` when memory did not suffice."""
    point = order["point"]
    try:
        made = render(
            content,
            is_video=order["is_video"],
            max_pixels=order["max_pixels"],
            point=(point[0], point[1]) if point else None,
        )
    except BadDataError as error:
        pipe.write(answers, {"refused": {"message": error.message, "code": error.code, "hint": error.hint}})
    except MemoryError:
        pipe.write(answers, {"is_out_of_memory": True})
        return False
    else:
        files = [
            {"role": file.role, "media_type": file.media_type, "width": file.width, "height": file.height}
            for file in made.files
        ]
        size = {"width": made.width, "height": made.height}
        blobs = [file.content for file in made.files]
        pipe.write(answers, {"files": files, "ground": made.ground, "ai": made.ai, **size}, *blobs)
    return True


if __name__ == "__main__":
    sys.exit(main())
