"""A listening socket that turns callers away before anything is made for them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from syndicate.web.http.refusals import refusal

# So many are turned away at a stretch; then it is somebody else's turn.
_AT_A_STRETCH = 100
_ANSWER = refusal(HTTPStatus.SERVICE_UNAVAILABLE, (), is_head=False)


class Door(socket.socket):
    """A socket whose ``accept`` answers 503 to callers that ``turns_away`` names, and goes on to the next.

    That is a tenth of the work of taking a connection in, so that who comes again and again is
    dealt with faster than it can come.
    """

    turns_away: Callable[[str], bool] = staticmethod(lambda _: False)

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection that is let in.

        Raises:
            BlockingIOError: there is none for the moment.
        """
        for _ in range(_AT_A_STRETCH):
            caller, address = super().accept()
            if not self.turns_away(address[0]):
                return caller, address
            _turn_away(caller)
        raise BlockingIOError


def _turn_away(caller: socket.socket) -> None:
    with caller, suppress(OSError):
        caller.setblocking(False)
        caller.send(_ANSWER)
        caller.shutdown(socket.SHUT_WR)
