"""Being told to stop, or to read the settings anew.

SIGTERM and Ctrl-C end what a command does where it is safe, and not in the middle; so does closing its window. SIGHUP
asks who runs on to read its configuration once more.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from syndicate.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class CaughtSignals:
    """SIGTERM and SIGINT as one event, and the exit code that each means.

    ``stirred`` is set by each signal, and by whoever wants a look from who waits for it; ``read_again`` by SIGHUP.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.stop = threading.Event()
        self.stirred = threading.Event()
        self.read_again = threading.Event()
        self.exit_code = Exit.OK
        self._had_terminal = _has_terminal()

    def _has_lost_its_terminal(self) -> bool:
        """Whether the window was closed that it was started in: for that the signal was made, and it means stop."""
        return self._had_terminal and not _has_terminal()

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Note a signal."""
        del frame
        self.stirred.set()
        if number == signal.SIGHUP and not self._has_lost_its_terminal():
            self.read_again.set()
            return
        self.exit_code = Exit.INTERRUPTED if number == signal.SIGINT else Exit.OK
        self.stop.set()


def _has_terminal() -> bool:
    try:
        return os.isatty(sys.stdin.fileno())
    except (AttributeError, OSError, ValueError):  # there is no stdin, or it is no file
        return False


@contextmanager
def caught_signals(*, reads_again: bool = False) -> Iterator[CaughtSignals]:
    """While the block lasts, both signals are noted and do nothing else; SIGHUP too, if it means to read again."""
    signals = CaughtSignals()
    numbers = (signal.SIGTERM, signal.SIGINT, *((signal.SIGHUP,) if reads_again else ()))
    previous = {number: signal.signal(number, signals) for number in numbers}
    try:
        yield signals
    finally:
        for number, action in previous.items():
            signal.signal(number, action)
