"""Work that several ask for at once is done once."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class SharedWork(Generic[T]):
    """Whoever asks for what is being made waits for it; nothing is kept once it is made."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._under_way: dict[Hashable, Future[T]] = {}
        self._lock = Lock()

    def share(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` makes, or what another is making under that key; its error too."""
        with self._lock:
            other = self._under_way.get(key)
            mine: Future[T] = Future()
            if other is None:
                self._under_way[key] = mine
        if other is not None:
            return other.result()
        try:
            mine.set_result(make())
        except BaseException as error:
            mine.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._under_way[key]
        return mine.result()
