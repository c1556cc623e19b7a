"""Lets in who has a session, notes who acts and what came of it, and shows everybody else the way in."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from syndicate.errors import SyndicateError
from syndicate.web.desk.access import acting
from syndicate.web.desk.access.cookies import cookie_with, token_in
from syndicate.web.desk.access.guard import PICTURES
from syndicate.web.desk.access.log_store import LogStore
from syndicate.web.desk.access.model import DeskAct
from syndicate.web.desk.access.session_store import SEEN_STEP, TURNS, SessionStore
from syndicate.web.desk.access.ways import ENTER, LOGIN
from syndicate.web.http.error_pages import cause

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

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
#: By this a request says that it is in the log.
_NOTED = "syndicate.noted"


class Admission:
    """Passes on what a session is behind. Stands behind `LoopbackOnly`, before the pages."""

    def __init__(
        self,
        app: ASGIApp,
        desk: Desk,
        show_the_way: Callable[[Scope], Response],
        tell_to_wait: Callable[[], Response],
    ) -> None:
        """Wrap the application.

        ``show_the_way`` makes the answer to who is not in, ``tell_to_wait`` that to everybody while the database does
        not answer.
        """
        self._app = app
        self._desk = desk
        self._show_the_way = show_the_way
        self._tell_to_wait = tell_to_wait

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with who is in, or show the way in."""
        try:
            visit, cookie, answer = await run_in_threadpool(self._look, scope)
        except (SyndicateError, SQLAlchemyError) as error:
            log.error("it cannot be seen who is in at the desk: %s", cause(error))
            visit, cookie, answer = None, "", self._tell_to_wait()
        acting.admit(visit)
        if answer is not None:
            await answer(scope, receive, send)
            return
        if visit is not None and visit.editor:
            scope.setdefault("state", {})["editor"] = visit.editor
        try:
            await self._app(scope, receive, self._noting(scope, visit, cookie, send))
        except Exception:
            # It is answered further out, where nobody knows who acts.
            await self._note(scope, visit, HTTPStatus.INTERNAL_SERVER_ERROR)
            raise

    def _look(self, scope: Scope) -> tuple[Visit | None, str, Response | None]:
        """The session, the header of a cookie that replaces its token, and what is answered to who is not in."""
        token, now = token_in(scope, self._desk.url), self._desk.clock.now()
        visit = None
        if token:
            with self._desk.database.read() as connection:
                visit = SessionStore(connection).find(token, now)
        if visit is None:
            return None, "", None if _is_open(scope["path"]) else self._show_the_way(scope)
        try:
            return visit, self._renewed(scope, visit, now), None
        except (SyndicateError, SQLAlchemyError) as error:  # they are in, and may stay: it is tried again soon
            log.warning("a session of the desk could not be renewed: %s", cause(error))
            return visit, "", None

    def _renewed(self, scope: Scope, visit: Visit, now: datetime) -> str:
        """Note that they are here; the header with another token, where it is time for one."""
        is_turned = now - visit.given_at >= TURNS and not visit.is_replaced and _is_page(scope)
        if not is_turned and now - visit.seen_at < SEEN_STEP:
            return ""
        with self._desk.database.write() as connection:
            sessions = SessionStore(connection)
            sessions.see(visit, now)
            fresh = sessions.turn(visit, now) if is_turned else None
        return cookie_with(fresh, scope, self._desk.url) if fresh else ""

    def _noting(self, scope: Scope, visit: Visit | None, cookie: str, send: Send) -> Send:
        """Sends answers with the cookie, once an act is in the log."""

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                if cookie:
                    message["headers"] = [*message.get("headers", ()), (b"set-cookie", cookie.encode())]
                await self._note(scope, visit, message["status"])
            await send(message)

        return noted

    async def _note(self, scope: Scope, visit: Visit | None, status: int) -> None:
        """Write down what came of an act, once; of one that was refused because somebody has to wait, nothing."""
        if scope["method"] == "POST" and status != HTTPStatus.TOO_MANY_REQUESTS and not scope.get(_NOTED):
            scope[_NOTED] = True
            await run_in_threadpool(self._write_down, scope, visit, status)

    def _write_down(self, scope: Scope, visit: Visit | None, status: int) -> None:
        who = scope.get("state", {}).get("editor") or (acting.user_here() if visit else NOBODY)
        about = ", ".join(str(value) for value in scope.get("path_params", {}).values())
        act = getattr(scope.get("route"), "path", "no act of ours")
        entry = DeskAct(at=self._desk.clock.now(), who=who, act=act, about=about, status=status)
        try:
            with self._desk.database.write() as connection:
                LogStore(connection).note(entry)
        except Exception as error:  # noqa: BLE001 - what was done is done, and is to be told to who did it
            log.error("%s of %s (%s) is not in the desk's log: %s", act, who, status, cause(error))


def _is_open(path: str) -> bool:
    return path in _OPEN or path.startswith(_OPEN_FOLDERS)


def _is_page(scope: Scope) -> bool:
    """Whether a browser opens a page by it; pictures and what runs on keep the token that they were asked for with."""
    asked = [value for name, value in scope["headers"] if name == b"sec-fetch-dest"]
    return scope["method"] == "GET" and asked in ([], [b"document"])
