"""What is made once a mailing and needed by every call: kept for the mailings that were needed last."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Thing = TypeVar("_Thing")

#: Mailings that leave side by side, with room to spare.
MOST = 8


class Kept(Generic[_Thing]):
    """Things by the keys of their mailings. Safe to use from several threads; two may make the same thing at once."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._things: OrderedDict[str, _Thing] = OrderedDict()
        self._guard = Lock()

    def get(self, key: str, make: Callable[[], _Thing]) -> _Thing:
        """The thing of that key, made now if it is not there; what was needed longest ago makes room."""
        with self._guard:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        thing = make()
        with self._guard:
            self._things[key] = thing
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return thing
