"""Points at which a program can be killed: the n-th of its system calls that change a file, as strace counts them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITES = "write,pwrite64,writev,rename,renameat,renameat2,link,linkat,unlink,unlinkat,fsync,fdatasync,ftruncate,mkdir"
PAGE_WRITE = "pwrite64"
#: A system call and the how-manieth of its kind; strace counts each kind for itself.
Point = tuple[str, int]


def points_in(lines: Sequence[str]) -> list[Point]:
    """Every write of the program itself, in the log of an undisturbed run; its workers' are not its own."""
    workers = {line.split()[0] for line in lines if "execve(" in line and "syndicate.images.worker" in line}
    return sorted(point for point, pid in _first_at(lines).items() if pid not in workers)


def _first_at(lines: Sequence[str]) -> dict[Point, str]:
    """Who comes to each point first, and would be killed there: strace counts for each thread and process by itself."""
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[Point, str] = {}
    for line in lines:
        if (found := re.match(r"(\d+) +(\w+)\(", line)) and found[2] != "execve":
            counts[found[1], found[2]] += 1
            first.setdefault((found[2], counts[found[1], found[2]]), found[1])
    return first
