"""Being told to stop: SIGTERM and Ctrl-C end what a command does where it is safe, and not in the middle."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from syndicate.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class CaughtSignals:
    """SIGTERM and SIGINT as one event, and the exit code that each means."""

    def __init__(self) -> None:
        """Begin with neither."""
        self.stop = threading.Event()
        self.exit_code = Exit.OK

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Note a signal."""
        del frame
        self.exit_code = Exit.INTERRUPTED if number == signal.SIGINT else Exit.OK
        self.stop.set()


@contextmanager
def caught_signals() -> Iterator[CaughtSignals]:
    """While the block lasts, both signals are noted and do nothing else."""
    signals = CaughtSignals()
    previous = {number: signal.signal(number, signals) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield signals
    finally:
        for number, action in previous.items():
            signal.signal(number, action)
