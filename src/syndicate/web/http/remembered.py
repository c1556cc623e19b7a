"""An answer that is good for some seconds: what each request wants to know, and few of them change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from syndicate.clock import Clock

_Answer = TypeVar("_Answer")
_SECONDS = 5.0


class Remembered(Generic[_Answer]):
    """Asks again after five seconds. Of threads that ask at once, each may ask for itself."""

    def __init__(self, ask: Callable[[], _Answer], clock: Clock) -> None:
        """``ask`` is called without the answers of before."""
        self._ask = ask
        self._clock = clock
        self._kept: tuple[float, _Answer] | None = None

    def __call__(self) -> _Answer:
        """The answer, at most five seconds old."""
        now, kept = self._clock.monotonic(), self._kept
        if kept is None or now - kept[0] >= _SECONDS:
            self._kept = kept = (now, self._ask())
        return kept[1]
