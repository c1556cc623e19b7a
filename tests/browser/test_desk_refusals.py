"""What the desk says when something cannot be done, against WCAG: every status that an editor may see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.browser.axe import axe_script, violations, violations_here
from tests.desk_room import SLOT, DeskRoom, open_desk
from tests.unit.web.web_samples import Reply, fetch, log_in

#: Of each kind of page one or two: the others differ in their words alone.
OF_A_KIND = {403, 409, 429, 500}
pytestmark = [pytest.mark.browser, pytest.mark.node]


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_script(tmp_path_factory.getbasetemp().parent / "axe-core")


@pytest.fixture
def room(tmp_path: Path, migrated_sqlite: Path) -> Iterator[DeskRoom]:
    with open_desk(tmp_path, migrated_sqlite) as room:
        yield room


def test_every_refusal_can_be_read_by_everybody(room: DeskRoom, chromium: Browser, axe: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found: dict[tuple[str, str], list[list[str]]] = {}
    statuses: list[int] = []
    for name, status, reply in refusals(room):
        assert reply.status == status, (name, reply.text)
        statuses.append(status)
        page.emulate_media(color_scheme="light")
        found[name, "light"] = violations(page, reply.text, axe)
        if status in OF_A_KIND:
            page.emulate_media(color_scheme="dark")
            found[name, "dark"] = violations_here(page, axe)
    context.close()
    assert set(statuses) == {400, 401, 403, 404, 409, 413, 429, 500, 503}
    assert {where: rules for where, rules in found.items() if rules} == {}


def refusals(room: DeskRoom) -> Iterator[tuple[str, int, Reply]]:
    """Each with its name and the status that it should have; the last ones leave the desk broken."""
    app = room.door.app
    assert isinstance(app, Starlette)
    app.router.routes.append(Route("/breaks", _breaks_off))
    yield "no form of ours", 400, room.post(f"{SLOT}/acts", verb="dance")
    yield "nobody is in", 401, fetch(room.door.url)
    yield "another host", 403, fetch(room.door.url, headers={"Host": "elsewhere.example", **room.headers})
    yield "nobody knows who asks", 403, room.get("/people")
    yield "no such page", 404, room.get("/nothing")
    yield "a day beyond calendars", 404, room.get("/coming/daily/daily/9999-12-31")
    yield "a slot that is over", 409, room.get("/coming/daily/daily/2026-11-20")
    yield "somebody was first", 409, room.post(f"{SLOT}/acts", verb="subject", value="Mine", version="9")
    yield "too much", 413, room.post(f"{SLOT}/acts", verb="subject", value="x" * 99_000)
    yield "it breaks off", 500, room.get("/breaks")
    yield "to wait", 429, [log_in(room.door, "Nobody", "wrong") for _ in range(6)][-1]
    for table, path in (("articles", "/articles"), ("desk_sessions", "/log")):
        with room.parts.database.write() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_gone")
        yield f"without the table {table}", 503, room.get(path)


async def _breaks_off(request: Request) -> Response:
    raise RuntimeError(request.url.path)
