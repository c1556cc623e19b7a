"""Streams of server-sent events: one for each page that is open, so many at most, and an end to each."""

from __future__ import annotations

import asyncio
import json
from threading import Lock
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from syndicate.ids import random_id
from syndicate.web.http.conditional import NO_STORE
from syndicate.web.http.connections import LASTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import Receive, Scope, Send

#: Streams that are open at once. A browser opens six connections to a host at most, and a hidden page keeps none.
MOST_STREAMS = 32
#: How often a stream says something, so that both sides know that the other is there.
HEARTBEAT_SECONDS = 15.0
#: After so long a stream ends and its page asks anew: who may look is then asked again.
LONGEST_SECONDS = 300.0
#: Events that a page may be behind; one that reads no more is let go, and asks anew when it does.
_MOST_BEHIND = 100
#: How soon a browser comes back, in milliseconds.
_RETRY = b"retry: 1000\n\n"
_BEAT = b": here\n\n"

Event = tuple[str, "Mapping[str, Any]"]


def encoded(name: str, data: Mapping[str, Any]) -> bytes:
    """An event as it goes over the wire; JSON has no line ends of its own."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


class Streams:
    """All that are open. Any thread may tell them something; each page reads in its listener's own loop."""

    def __init__(self, most: int = MOST_STREAMS) -> None:
        """Begin with none."""
        self._most = most
        self._open: dict[_Mailbox, None] = {}
        self._lock = Lock()
        self._has_ended = False
        self._begun = random_id()
        self._news = 0

    @property
    def version(self) -> str:
        """What every piece of news changes: a page that was made by another has missed some."""
        return f"{self._begun}-{self._news}"

    def __len__(self) -> int:
        """How many are open."""
        return len(self._open)

    def tell(self, name: str, data: Mapping[str, Any] | None = None) -> None:
        """Send an event to every page that is open."""
        content = encoded(name, data or {})
        with self._lock:
            mailboxes = list(self._open)
        for mailbox in mailboxes:
            mailbox.put(content)

    def tell_news(self, name: str, data: Mapping[str, Any]) -> None:
        """Send what changes how pages look; one that was not there for it finds that out by the `version`."""
        with self._lock:
            self._news += 1
        self.tell(name, {**data, "version": self.version})

    def end(self) -> None:
        """End all of them, and open no more."""
        with self._lock:
            self._has_ended = True
            mailboxes = list(self._open)
        for mailbox in mailboxes:
            mailbox.put(None)

    def open(self) -> _Mailbox | None:
        """A place among them, to be `left`; ``None`` if there is none. For a coroutine."""
        with self._lock:
            if self._has_ended or len(self._open) >= self._most:
                return None
            mailbox = _Mailbox(asyncio.get_running_loop())
            self._open[mailbox] = None
            return mailbox

    def leave(self, mailbox: _Mailbox) -> None:
        """Give the place back."""
        with self._lock:
            self._open.pop(mailbox, None)


class _Mailbox:
    """What waits to be sent over one stream; ``None`` ends it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: asyncio.Queue[bytes | None] = asyncio.Queue()

    def put(self, content: bytes | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._add, content)

    def _add(self, content: bytes | None) -> None:
        self._waiting.put_nowait(None if self._waiting.qsize() >= _MOST_BEHIND else content)

    async def next(self, seconds: float) -> bytes | None:
        """What is to be sent now: an event, or a sign of life after that time; ``None``: it is over."""
        try:
            async with asyncio.timeout(seconds):
                return await self._waiting.get()
        except TimeoutError:
            return _BEAT


class LiveStream(Response):
    """An answer that lasts: what stands now, and then whatever is told, until either side ends it."""

    def __init__(
        self,
        streams: Streams,
        now: Sequence[Event],
        *,
        heartbeat: float = HEARTBEAT_SECONDS,
        longest: float = LONGEST_SECONDS,
    ) -> None:
        """``now`` is what a page is told at once, so that one that comes back has missed nothing."""
        super().__init__(media_type="text/event-stream", headers={"cache-control": NO_STORE, "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._streams, self._heartbeat, self._longest = streams, heartbeat, longest
        self._first = _RETRY + b"".join(encoded(name, data) for name, data in now)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, for as long as it lasts; 204 tells a browser not to come back, 503 to come back later."""
        mailbox = self._streams.open()
        if mailbox is None:
            await Response(status_code=503, headers={"retry-after": "10"})(scope, receive, send)
            return
        try:
            scope.get(LASTS, lambda: None)()
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            sending = asyncio.ensure_future(self._send(mailbox, send))
            gone = asyncio.ensure_future(_gone(receive))
            await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
            for task in (sending, gone):
                task.cancel()
            await asyncio.gather(sending, gone, return_exceptions=True)
        finally:
            self._streams.leave(mailbox)

    async def _send(self, mailbox: _Mailbox, send: Send) -> None:
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + self._longest
        content: bytes | None = self._first
        while content is not None:
            await send({"type": "http.response.body", "body": content, "more_body": True})
            content = await mailbox.next(self._heartbeat) if loop.time() < ends_at else None
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Receive) -> None:
    """Until the caller has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
