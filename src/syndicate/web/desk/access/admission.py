"""Lets in who has a session, notes who acts and what came of it, and shows everybody else the way in."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from syndicate.web.desk.access import acting
from syndicate.web.desk.access.cookies import cookie_with, token_in
from syndicate.web.desk.access.guard import PICTURES
from syndicate.web.desk.access.log_store import LogStore
from syndicate.web.desk.access.model import DeskAct
from syndicate.web.desk.access.session_store import SEEN_STEP, TURNS, SessionStore
from syndicate.web.desk.access.ways import ENTER, LOGIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from syndicate.web.desk.access.model import Visit
    from syndicate.web.desk.context import Desk

log = logging.getLogger("syndicate.web")

#: What is answered to everybody: the ways in, the mark, our scripts; and pictures in frames, which have a key.
_OPEN = frozenset({LOGIN, ENTER, "/icon.svg"})
_OPEN_FOLDERS = ("/assets/", PICTURES)
#: Who tries to log in before anybody is known.
NOBODY = "nobody"


class Admission:
    """Passes on what a session is behind. Stands behind `LoopbackOnly`, before the pages."""

    def __init__(self, app: ASGIApp, desk: Desk, show_the_way: Callable[[Scope], Response]) -> None:
        """Wrap the application; ``show_the_way`` makes the answer to who is not in."""
        self._app = app
        self._desk = desk
        self._show_the_way = show_the_way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with who is in, or show the way in."""
        token = token_in(scope, self._desk.url)
        visit, cookie = await run_in_threadpool(self._find, scope, token) if token else (None, "")
        acting.admit(visit)
        if visit is not None and visit.editor:
            scope.setdefault("state", {})["editor"] = visit.editor
        if visit is None and not _is_open(scope["path"]):
            await self._show_the_way(scope)(scope, receive, send)
            return
        await self._app(scope, receive, self._noting(scope, visit, cookie, send))

    def _find(self, scope: Scope, token: str) -> tuple[Visit | None, str]:
        """The session, and the header of the cookie that replaces its token, where it is time for that."""
        now = self._desk.clock.now()
        with self._desk.database.read() as connection:
            visit = SessionStore(connection).find(token, now)
        if visit is None:
            return None, ""
        is_turned = now - visit.given_at >= TURNS and not visit.is_replaced and _is_page(scope)
        if not is_turned and now - visit.seen_at < SEEN_STEP:
            return visit, ""
        with self._desk.database.write() as connection:
            sessions = SessionStore(connection)
            sessions.see(visit, now)
            fresh = sessions.turn(visit, now) if is_turned else None
        return visit, cookie_with(fresh, scope, self._desk.url) if fresh else ""

    def _noting(self, scope: Scope, visit: Visit | None, cookie: str, send: Send) -> Send:
        """Sends answers with the cookie, once an act is in the log."""

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                if cookie:
                    message["headers"] = [*message.get("headers", ()), (b"set-cookie", cookie.encode())]
                if scope["method"] == "POST" and message["status"] != HTTPStatus.TOO_MANY_REQUESTS:
                    await run_in_threadpool(self._note, scope, visit, message["status"])
            await send(message)

        return noted

    def _note(self, scope: Scope, visit: Visit | None, status: int) -> None:
        who = scope.get("state", {}).get("editor") or (acting.user_here() if visit else NOBODY)
        about = ", ".join(str(value) for value in scope.get("path_params", {}).values())
        act = getattr(scope.get("route"), "path", "no act of ours")
        entry = DeskAct(at=self._desk.clock.now(), who=who, act=act, about=about, status=status)
        try:
            with self._desk.database.write() as connection:
                LogStore(connection).note(entry)
        except SQLAlchemyError as error:  # what was done is done, and is to be told to who did it
            log.error("%s of %s (%s) is not in the desk's log: %s", act, who, status, type(error).__name__)


def _is_open(path: str) -> bool:
    return path in _OPEN or path.startswith(_OPEN_FOLDERS)


def _is_page(scope: Scope) -> bool:
    """Whether a browser opens a page by it; pictures and what runs on keep the token that they were asked for with."""
    asked = [value for name, value in scope["headers"] if name == b"sec-fetch-dest"]
    return scope["method"] == "GET" and asked in ([], [b"document"])
