"""The ways into the desk and out of it: the login page, the link that lets in once, and leaving."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from syndicate.web.desk.access import acting, limits
from syndicate.web.desk.access.cookies import cookie_with
from syndicate.web.desk.access.editor_store import EditorStore
from syndicate.web.desk.access.entering import Entering, Outcome
from syndicate.web.desk.access.log_store import LogStore
from syndicate.web.desk.access.session_store import SessionStore
from syndicate.web.desk.access.ways import ENTER, LOGIN, LOGOUT, login_to, own_path
from syndicate.web.http import headers
from syndicate.web.http.callers import caller_of
from syndicate.web.http.forms import fields_of

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

    from syndicate.web.desk.context import Desk

#: So many acts are shown.
_ACTS = 200


class DeskAccess:
    """Coming in, going out, and what was done meanwhile."""

    def __init__(self, desk: Desk) -> None:
        """Let into that desk."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Where they lie."""
        return [
            Route(LOGIN, self.login),
            Route(LOGIN, self.try_login, methods=["POST"]),
            Route(ENTER, self.enter),
            Route(LOGOUT, self.logout, methods=["POST"]),
            Route("/log", self.log),
        ]

    def show_the_way(self, scope: Scope) -> Response:
        """The answer to who is not in: the login page in the place of the page, which it leads to afterwards."""
        request = Request(scope)
        wanted = own_path(_address(request)) if request.method == "GET" else "/"
        if request.headers.get("sec-fetch-site") == "cross-site":
            # A browser keeps the cookie to itself when another site leads here, but not when we lead on ourselves.
            return self._desk.page("onward", status=HTTPStatus.UNAUTHORIZED, to=login_to(wanted))
        return self._login_page(wanted, status=HTTPStatus.UNAUTHORIZED)

    def login(self, request: Request) -> Response:
        """The login page; who is in is led on."""
        wanted = own_path(request.query_params.get("to", "/"))
        return _led_to(wanted) if acting.visit_now() else self._login_page(wanted)

    async def try_login(self, request: Request) -> Response:
        """Let an editor in by name and password."""
        fields = await fields_of(request)
        name, password, wanted = fields.get("name", ""), fields.get("password", ""), own_path(fields.get("to", "/"))
        entering = Entering(self._desk.parts)
        outcome = await run_in_threadpool(entering.log_in, name, password, caller_of(request))
        if outcome.token:
            request.state.editor = outcome.editor
            return self._let_in(request, outcome.token, wanted)
        return await run_in_threadpool(self._turned_away, outcome, wanted)

    def enter(self, request: Request) -> Response:
        """Let in by a link, which is used up. A HEAD request, which programs make to look at links, uses nothing."""
        token = request.query_params.get("token", "")
        session = Entering(self._desk.parts).use_link(token) if request.method == "GET" else None
        if session is None:
            return self._login_page("/", status=HTTPStatus.UNAUTHORIZED, is_link_over=True)
        return self._let_in(request, session, "/")

    def logout(self, request: Request) -> Response:
        """End the session."""
        if visit := acting.visit_now():
            with self._desk.database.write() as connection:
                SessionStore(connection).end(visit)
        return self._let_in(request, "", LOGIN)

    def log(self, request: Request) -> Response:
        """What was done at the desk, the newest first."""
        del request
        with self._desk.database.read() as connection:
            entries = LogStore(connection).recent(_ACTS)
        lines = [(self._desk.when(entry.at), entry) for entry in entries]
        return self._desk.page("log", lines=lines, most=_ACTS)

    def unnamed(self, request: Request, error: Exception) -> Response:
        """The answer to who came in by a link, where only named editors are let in."""
        del request, error
        return self._desk.page("unnamed", status=HTTPStatus.FORBIDDEN)

    def _let_in(self, request: Request, token: str, wanted: str) -> Response:
        response = _led_to(wanted)
        response.headers["set-cookie"] = cookie_with(token, request.scope, self._desk.url)
        return response

    def _turned_away(self, outcome: Outcome, wanted: str) -> Response:
        if outcome.wait is None:
            return self._login_page(wanted, status=HTTPStatus.UNAUTHORIZED, is_wrong=True)
        seconds = str(int(outcome.wait.total_seconds()) + 1)
        response = self._login_page(wanted, status=HTTPStatus.TOO_MANY_REQUESTS, wait=limits.in_words(outcome.wait))
        response.headers["retry-after"] = seconds
        return response

    def _login_page(
        self,
        wanted: str,
        *,
        status: int = HTTPStatus.OK,
        is_wrong: bool = False,
        is_link_over: bool = False,
        wait: str = "",
    ) -> Response:
        with self._desk.database.read() as connection:
            has_editors = not EditorStore(connection).is_empty()
        return self._desk.page(
            "login",
            status=status,
            to=wanted,
            has_editors=has_editors,
            is_wrong=is_wrong,
            is_link_over=is_link_over and not has_editors,
            wait=wait,
        )


def _led_to(path: str) -> Response:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, headers={"cache-control": "no-store", **headers.SECRET_ADDRESS})


def _address(request: Request) -> str:
    """Path and query as they were asked for."""
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    query: bytes = request.scope.get("query_string", b"")
    return (raw + (b"?" + query if query else b"")).decode("latin-1")
