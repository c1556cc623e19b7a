"""Sessions of the desk: what they open, how they end, and what is known of what was done by them: over real HTTP."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.storage.tables import desk_log
from syndicate.web.desk.access import passwords
from syndicate.web.desk.access.editor_store import EditorStore
from syndicate.web.desk.application import desk_app
from syndicate.web.desk.context import Desk
from tests.integration.desk.inside.access_parts import DAY, OTHER, PASSWORD, logged_in, name_editor, press, status
from tests.unit.web.web_samples import Door, Newsroom, a_finding, cookie_of, enter, fetch, log_in

pytestmark = pytest.mark.usefixtures("desk")


# --- without a session -------------------------------------------------------------------------


def test_every_page_and_picture_is_behind_a_session_and_tells_nothing(door: Door, newsroom: Newsroom) -> None:
    article = newsroom.add(title="A secret story", embargo_until=newsroom.clock.now() + DAY)
    hero = newsroom.show(article)
    app = desk_app(newsroom.desk())
    door.app = app
    patterns = [getattr(route, "path", "") for route in app.routes]
    paths = [path.replace("{article_id}", article.id) for path in patterns]
    for path in [*paths, f"/media/{hero.renditions[0].name}", "/nothing"]:
        reply = fetch(door.url + path)
        if path in {"/login", "/icon.svg"}:
            assert reply.status == HTTPStatus.OK
        elif path.startswith(("/assets/", "/pictures/")):
            assert reply.status == HTTPStatus.NOT_FOUND  # nothing is named so; the real ones have names, or a key
        else:
            assert reply.status == HTTPStatus.UNAUTHORIZED, path
        assert "secret" not in reply.text
        assert reply.headers.get("set-cookie") is None


@pytest.mark.parametrize("path", ["/articles/x/findings", "/logout", "/nothing"])
def test_nothing_is_done_without_a_session(door: Door, desk: Desk, path: str) -> None:
    assert press(door, {}, path).status == HTTPStatus.UNAUTHORIZED
    with desk.database.read() as connection:
        assert connection.execute(select(desk_log)).all() == []


@pytest.mark.parametrize("key", ["x", "%C3%A9", "%ff", "%ed%a0%80", "a" * 22])
def test_a_picture_in_a_frame_needs_the_key(door: Door, newsroom: Newsroom, desk: Desk, key: str) -> None:
    name = newsroom.show(newsroom.add()).renditions[0].name
    assert fetch(f"{door.url}/pictures/{desk.picture_key}/{name}").status == HTTPStatus.OK
    assert fetch(f"{door.url}/pictures/{key}/{name}").status == HTTPStatus.NOT_FOUND


def test_a_part_that_a_page_asks_for_without_a_session_takes_away_nothing_that_is_typed(door: Door) -> None:
    reply = fetch(door.url + "/log", headers={"HX-Request": "true"})
    assert reply.status == HTTPStatus.UNAUTHORIZED
    assert "hx-refresh" not in reply.headers


def test_while_the_database_does_not_answer_nobody_is_let_in_and_it_is_told_calmly(
    door: Door, newsroom: Newsroom, desk: Desk
) -> None:
    inside = enter(door, desk)
    with newsroom.database.rebuild() as connection:
        connection.exec_driver_sql("ALTER TABLE desk_sessions RENAME TO gone")
    for headers in (inside, {}):
        reply = fetch(door.url + "/log", headers=headers)
        assert (reply.status, "retry-after" in reply.headers) == (
            (HTTPStatus.SERVICE_UNAVAILABLE, True) if headers else (HTTPStatus.UNAUTHORIZED, False)
        )
        assert "desk_sessions" not in reply.text


def test_where_another_site_leads_here_our_own_page_leads_on_so_that_the_cookie_comes(door: Door, desk: Desk) -> None:
    led = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    reply = fetch(door.url + "/articles/x?a=1;b", headers=led)
    assert reply.status == HTTPStatus.UNAUTHORIZED
    assert '<meta http-equiv="refresh" content="0;url=/login?to=/articles/x%3Fa%3D1%3Bb">' in reply.text
    inside = enter(door, desk)
    reply = fetch(door.url + "/login?to=/articles/x%3Fa%3D1%3Bb", headers=inside)
    assert (reply.status, reply.headers["location"]) == (HTTPStatus.SEE_OTHER, "/articles/x?a=1;b")


# --- sessions ----------------------------------------------------------------------------------


def test_the_cookie_of_before_lets_nobody_in_after_another_password(door: Door, newsroom: Newsroom) -> None:
    name_editor(newsroom)
    inside = logged_in(door)
    with newsroom.database.write() as connection:
        EditorStore(connection).change("robin", passwords.hashed(OTHER), newsroom.clock.now())
    assert status(door, inside) == HTTPStatus.UNAUTHORIZED
    assert log_in(door, "Robin", PASSWORD).status == HTTPStatus.UNAUTHORIZED
    assert status(door, logged_in(door, password=OTHER)) == HTTPStatus.OK


def test_who_is_removed_is_out_at_once(door: Door, newsroom: Newsroom) -> None:
    name_editor(newsroom)
    name_editor(newsroom, "Ada", OTHER)
    inside, other = logged_in(door), logged_in(door, "Ada", OTHER)
    with newsroom.database.write() as connection:
        EditorStore(connection).remove("Robin")
    assert (status(door, inside), status(door, other)) == (HTTPStatus.UNAUTHORIZED, HTTPStatus.OK)


def test_logging_out_ends_the_session_and_takes_the_cookie_back(door: Door, desk: Desk) -> None:
    inside = enter(door, desk)
    reply = press(door, inside, "/logout")
    assert (reply.status, reply.headers["location"]) == (HTTPStatus.SEE_OTHER, "/login")
    assert "Max-Age=0" in reply.headers["set-cookie"]
    assert status(door, inside) == HTTPStatus.UNAUTHORIZED


def test_each_login_has_a_token_of_its_own_and_one_that_was_chosen_for_us_is_none(
    door: Door, newsroom: Newsroom
) -> None:
    name_editor(newsroom)
    chosen = {"Cookie": f"desk-{urlsplit(door.url).port}=chosen-by-somebody-else"}
    assert status(door, chosen) == HTTPStatus.UNAUTHORIZED
    body = f"name=Robin&password={PASSWORD.replace(' ', '+')}".encode()
    reply = press(door, chosen, "/login", body)
    assert "chosen-by-somebody-else" not in reply.headers["set-cookie"]
    assert status(door, chosen) == HTTPStatus.UNAUTHORIZED
    assert cookie_of(reply) != logged_in(door)


def test_a_token_is_replaced_every_day_and_the_one_before_holds_for_what_is_under_way(
    door: Door, newsroom: Newsroom, desk: Desk
) -> None:
    inside = enter(door, desk)
    assert "set-cookie" not in fetch(door.url + "/log", headers=inside).headers
    newsroom.clock.advance(DAY)
    picture = fetch(door.url + "/log", headers=inside | {"Sec-Fetch-Dest": "image"})
    assert (picture.status, picture.headers.get("set-cookie")) == (HTTPStatus.OK, None)
    fresh = cookie_of(fetch(door.url + "/log", headers=inside))
    assert fresh != inside
    again = fetch(door.url + "/log", headers=inside)
    assert (again.status, again.headers.get("set-cookie")) == (HTTPStatus.OK, None)
    newsroom.clock.advance(timedelta(minutes=1))
    assert status(door, inside) == HTTPStatus.UNAUTHORIZED
    assert status(door, fresh) == HTTPStatus.OK
    press(door, fresh, "/logout")
    assert status(door, fresh) == HTTPStatus.UNAUTHORIZED


def test_a_session_ends_when_nobody_comes_and_after_a_month_at_the_latest(
    door: Door, newsroom: Newsroom, desk: Desk
) -> None:
    inside = enter(door, desk)
    newsroom.clock.advance(7 * DAY)
    assert status(door, inside) == HTTPStatus.UNAUTHORIZED
    inside = enter(door, desk)
    for _ in range(29):
        newsroom.clock.advance(DAY)
        reply = fetch(door.url + "/log", headers=inside)
        inside = cookie_of(reply)
        assert reply.status == HTTPStatus.OK
    newsroom.clock.advance(DAY)
    assert status(door, inside) == HTTPStatus.UNAUTHORIZED


# --- behind a proxy ----------------------------------------------------------------------------


def test_behind_a_proxy_one_more_name_is_answered_to_and_the_cookie_goes_over_https_alone(
    door: Door, newsroom: Newsroom
) -> None:
    door.app = desk_app(newsroom.desk('[desk]\nurl = "https://Desk.example:443"\n'))
    name_editor(newsroom)
    named = {"Host": "desk.example", "Origin": "https://desk.example", "Sec-Fetch-Site": "same-origin"}
    body = f"name=Robin&password={PASSWORD.replace(' ', '+')}".encode()
    reply = press(door, named, "/login", body)
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith("__Host-desk=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert status(door, named | cookie_of(reply)) == HTTPStatus.OK
    assert "Secure" not in log_in(door, "Robin", PASSWORD).headers["set-cookie"]  # at this machine, as before
    for wrong in (
        {"Origin": door.url},  # what listens there may be another program, on the editor's machine
        {"Origin": "http://desk.example"},
        {"Host": "desk.example.evil.test"},
        {"Host": "www.desk.example"},
        {"Host": "desk.example:8081"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert press(door, named | cookie_of(reply) | wrong, "/logout").status == HTTPStatus.FORBIDDEN, wrong


def test_without_that_setting_no_other_name_is_answered_to(door: Door) -> None:
    assert fetch(door.url + "/login", headers={"Host": "desk.example"}).status == HTTPStatus.FORBIDDEN


# --- the log -----------------------------------------------------------------------------------


def test_who_did_what_and_what_came_of_it_is_in_the_log_without_what_was_typed(door: Door, newsroom: Newsroom) -> None:
    name_editor(newsroom)
    article = newsroom.add(findings=(a_finding(),))
    log_in(door, "ada@reader.example", OTHER)
    inside = logged_in(door)
    assert press(door, inside, f"/articles/{article.id}/findings", b"code=x&quote=typed").status == HTTPStatus.NOT_FOUND
    page = fetch(door.url + "/log", headers=inside).text
    press(door, inside, "/logout")
    with newsroom.database.read() as connection:
        rows = [tuple(row)[2:] for row in connection.execute(select(desk_log).order_by(desk_log.c.key))]
    assert rows == [
        ("nobody", "/login", "", 401),
        ("Robin", "/login", "", 303),
        ("Robin", "/articles/{article_id}/findings", article.id, 404),
        ("Robin", "/logout", "", 303),
    ]
    assert "refused (404)" in page
    assert article.id in page
    assert "typed" not in page


def test_acts_of_who_came_by_a_link_bear_the_name_of_this_machines_user_and_go_after_a_year(
    door: Door, newsroom: Newsroom, desk: Desk
) -> None:
    press(door, enter(door, desk), "/logout")
    newsroom.clock.advance(366 * DAY)
    press(door, enter(door, desk), "/nothing")
    with newsroom.database.read() as connection:
        (row,) = connection.execute(select(desk_log))
    assert (row.act, row.status) == ("no act of ours", 404)
    assert row.who not in {"", "nobody"}


def test_an_act_that_breaks_off_is_in_the_log_once_and_without_a_log_it_goes_on(
    door: Door, newsroom: Newsroom, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    name_editor(newsroom)
    door.app = app = desk_app(desk)
    app.router.routes.append(Route("/breaks/{what}", _breaks_off, methods=["POST"]))
    inside = logged_in(door)
    assert press(door, inside, "/breaks/off").status == HTTPStatus.INTERNAL_SERVER_ERROR
    with newsroom.database.read() as connection:
        rows = [(row.who, row.act, row.about, row.status) for row in connection.execute(select(desk_log))]
    assert rows == [("Robin", "/login", "", 303), ("Robin", "/breaks/{what}", "off", 500)]
    assert "failed (500)" in fetch(door.url + "/log", headers=inside).text
    with newsroom.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE desk_log")
    assert press(door, inside, "/breaks/off").status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert press(door, inside, "/logout").status == HTTPStatus.SEE_OTHER
    assert "/logout of Robin (303) is not in the desk's log" in caplog.text


async def _breaks_off(request: Request) -> Response:
    raise RuntimeError(request.path_params["what"])
