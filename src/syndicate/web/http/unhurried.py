"""A transport whose closing is left to the connection, so that the last answer is not lost with it.

The kernel throws away what a caller has not yet read when a socket is closed on which something
of the caller's lies unread; instead of the answer, the caller finds a reset connection.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio


class UnhurriedTransport:
    """An asyncio transport in every way but that ``close`` asks the connection how."""

    def __init__(self, transport: asyncio.Transport, close: Callable[[], None], is_ending: Callable[[], bool]) -> None:
        """Wrap the transport."""
        self._transport = transport
        self._is_ending = is_ending
        self.close = close
        self._written = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    @property
    def taken(self) -> int:
        """How many bytes the caller's side has taken so far."""
        return self._written - self._transport.get_write_buffer_size()

    def write(self, data: bytes) -> None:
        """Send."""
        self._written += len(data)
        self._transport.write(data)

    def forget(self) -> None:
        """Let go of the connection when it is over, so that both are freed at once and not by a collection."""
        self.close = self._transport.close
        self._is_ending = self._transport.is_closing

    def is_closing(self) -> bool:
        """Whether nothing more can be said on it."""
        return self._is_ending() or self._transport.is_closing()
