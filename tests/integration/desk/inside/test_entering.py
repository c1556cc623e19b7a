"""Who is let into the desk, by a link or by a name and a password: over real HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from syndicate.clock import SystemClock
from syndicate.storage import Database
from syndicate.storage.tables import desk_attempts, desk_editors, desk_links, desk_log, desk_sessions
from syndicate.web.desk.access import passwords
from syndicate.web.desk.access.editor_store import EditorStore
from syndicate.web.desk.access.limits import LONGEST, OF_A_NAME
from syndicate.web.desk.access.links import desk_link
from syndicate.web.desk.application import desk_app
from syndicate.web.desk.context import Desk
from tests.integration.desk.inside.access_parts import DAY, OTHER, PASSWORD, logged_in, name_editor, status
from tests.unit.web.web_samples import Door, Newsroom, cookie_of, enter, fetch, log_in

pytestmark = pytest.mark.usefixtures("desk")


# --- links -------------------------------------------------------------------------------------


def test_a_link_lets_in_once(door: Door, desk: Desk) -> None:
    link = desk_link(desk.parts, door.url)
    assert fetch(link, "HEAD").status == HTTPStatus.UNAUTHORIZED  # who only looks at it uses nothing up
    reply = fetch(link)
    assert (reply.status, reply.headers["location"]) == (HTTPStatus.SEE_OTHER, "/")
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert status(door, cookie_of(reply)) == HTTPStatus.OK
    again = fetch(link)
    assert again.status == HTTPStatus.UNAUTHORIZED
    assert "used before, or is older than a day" in again.text
    assert "syndicate desk link" in again.text


@pytest.mark.parametrize("token", ["", "x", "%00", "%ff", "a" * 5_000])
def test_what_is_no_link_lets_nobody_in(door: Door, desk: Desk, token: str) -> None:
    desk_link(desk.parts, door.url)
    assert fetch(f"{door.url}/enter?token={token}").status == HTTPStatus.UNAUTHORIZED


def test_a_link_waits_no_longer_than_a_day(door: Door, newsroom: Newsroom, desk: Desk) -> None:
    link = desk_link(desk.parts, door.url)
    newsroom.clock.advance(DAY)
    assert fetch(link).status == HTTPStatus.UNAUTHORIZED


def test_with_the_first_name_no_link_lets_in_and_who_came_by_one_is_out(
    door: Door, newsroom: Newsroom, desk: Desk
) -> None:
    inside, link = enter(door, desk), desk_link(desk.parts, door.url)
    assert status(door, inside) == HTTPStatus.OK
    name_editor(newsroom)
    assert status(door, inside) == HTTPStatus.UNAUTHORIZED
    assert fetch(link).status == HTTPStatus.UNAUTHORIZED
    assert desk_link(desk.parts, door.url) == f"{door.url}/"
    with newsroom.database.write() as connection:
        EditorStore(connection).remove("Robin")
    assert status(door, inside) == HTTPStatus.UNAUTHORIZED  # also when nobody has a name again
    assert fetch(desk_link(desk.parts, door.url)).status == HTTPStatus.SEE_OTHER


# --- names and passwords -----------------------------------------------------------------------


def test_an_editor_comes_in_by_name_and_password_and_is_led_where_they_wanted(door: Door, newsroom: Newsroom) -> None:
    name_editor(newsroom, "Robin Fisher")
    page = fetch(door.url + "/articles/x?a=%22&b=1")
    assert page.status == HTTPStatus.UNAUTHORIZED
    assert '<input type="hidden" name="to" value="/articles/x?a=%22&amp;b=1">' in page.text
    reply = log_in(door, "  robin FISHER ", PASSWORD, "/articles/x?a=%22&b=1")
    assert (reply.status, reply.headers["location"]) == (HTTPStatus.SEE_OTHER, "/articles/x?a=%22&b=1")
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith(f"desk-{urlsplit(door.url).port}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "Robin Fisher" in fetch(door.url + "/", headers=cookie_of(reply)).text


@pytest.mark.parametrize(
    "wanted",
    [
        *("//evil.test", "/\\evil.test", "https://evil.test/", "\\\\evil", "/\t/evil.test", "/\r\nSet-Cookie: a=b", ""),
        *("javascript:alert(1)", "/logout", "/login?to=/", "/enter?token=x", "/ä", "/" + "a" * 3_000),
    ],
)
def test_a_login_leads_to_no_other_place(door: Door, newsroom: Newsroom, wanted: str) -> None:
    name_editor(newsroom)
    assert log_in(door, "Robin", PASSWORD, wanted).headers["location"] == "/"


def test_a_wrong_password_and_a_name_that_nobody_has_are_told_in_the_same_bytes(door: Door, newsroom: Newsroom) -> None:
    name_editor(newsroom)
    wrong, unknown = log_in(door, "Robin", OTHER), log_in(door, "Nobody", OTHER)
    assert wrong.status == unknown.status == HTTPStatus.UNAUTHORIZED
    assert wrong.body == unknown.body
    assert dict(wrong.headers) | {"date": ""} == dict(unknown.headers) | {"date": ""}
    assert "Name or password is not right." in wrong.text
    assert "set-cookie" not in wrong.headers


@pytest.mark.parametrize("name", ["\x00", "x" * 3_000, "Robin\x00", "{{name}}", ""])
def test_any_text_may_be_tried_as_a_name(door: Door, database: Database, tmp_path: Path, name: str) -> None:
    newsroom = Newsroom(database, tmp_path)
    door.app = desk_app(newsroom.desk())
    name_editor(newsroom, "Ada")
    assert log_in(door, name, OTHER).status == HTTPStatus.UNAUTHORIZED


def test_guessing_waits_ever_longer_whether_there_is_such_a_name_or_not(door: Door, newsroom: Newsroom) -> None:
    name_editor(newsroom)
    for name in ("Robin", "Nobody"):
        assert [log_in(door, name, OTHER).status for _ in range(6)] == [401] * 5 + [429]
        waiting = log_in(door, name, PASSWORD)  # the right one, too, and it does not count
        assert waiting.status == HTTPStatus.TOO_MANY_REQUESTS
        assert int(waiting.headers["retry-after"]) == 2
        assert "Try again in 2 seconds." in waiting.text
    newsroom.clock.advance(timedelta(seconds=2))
    assert log_in(door, "Robin", OTHER).status == HTTPStatus.UNAUTHORIZED
    assert int(log_in(door, "Robin", PASSWORD).headers["retry-after"]) == 3
    newsroom.clock.advance(timedelta(seconds=3))
    assert log_in(door, "Robin", PASSWORD).status == HTTPStatus.SEE_OTHER
    assert log_in(door, "Robin", OTHER).status == HTTPStatus.UNAUTHORIZED  # and one counts anew from there
    assert log_in(door, "Robin", PASSWORD).status == HTTPStatus.SEE_OTHER


def test_a_clock_that_was_years_ahead_locks_nobody_out(door: Door, newsroom: Newsroom) -> None:
    name_editor(newsroom)
    newsroom.clock.advance(3_000 * DAY)
    assert [log_in(door, "Robin", OTHER).status for _ in range(6)] == [401] * 5 + [429]
    newsroom.clock.set(newsroom.clock.now() - 3_000 * DAY)
    assert [log_in(door, "Robin", OTHER).status for _ in range(6)] == [401] * 5 + [429]  # and guessing is counted anew
    newsroom.clock.advance(timedelta(seconds=1))
    assert log_in(door, "Robin", PASSWORD).status == HTTPStatus.SEE_OTHER


@pytest.mark.parametrize("ahead", [timedelta(seconds=1), timedelta(minutes=1), DAY])
def test_nobody_waits_longer_than_a_quarter_of_an_hour_however_a_clock_is_set(
    door: Door, newsroom: Newsroom, ahead: timedelta
) -> None:
    name_editor(newsroom)
    for _ in range(20):
        log_in(door, "Robin", OTHER)
        newsroom.clock.advance(LONGEST)
    log_in(door, "Robin", OTHER)
    newsroom.clock.set(newsroom.clock.now() - ahead)
    reply = log_in(door, "Robin", OTHER)
    assert int(reply.headers.get("retry-after", "0")) <= LONGEST.total_seconds() + 1
    newsroom.clock.advance(LONGEST + timedelta(seconds=1))
    assert log_in(door, "Robin", PASSWORD).status == HTTPStatus.SEE_OTHER


def test_a_free_try_makes_nobody_wait_who_looked_at_the_clock_before(door: Door, newsroom: Newsroom) -> None:
    name_editor(newsroom)
    for _ in range(OF_A_NAME - 1):
        assert log_in(door, "Robin", OTHER).status == HTTPStatus.UNAUTHORIZED
        newsroom.clock.set(newsroom.clock.now() - timedelta(milliseconds=5))
    assert log_in(door, "Robin", PASSWORD).status == HTTPStatus.SEE_OTHER


def test_those_who_log_in_at_once_do_not_wait_for_one_another(door: Door, newsroom: Newsroom, desk: Desk) -> None:
    name_editor(newsroom)
    door.app = desk_app(Desk(replace(desk.parts, clock=SystemClock())))
    with ThreadPoolExecutor(OF_A_NAME) as pool:
        for _ in range(4):
            replies = list(pool.map(lambda _: log_in(door, "Robin", PASSWORD), range(OF_A_NAME)))
            assert [reply.status for reply in replies] == [HTTPStatus.SEE_OTHER] * OF_A_NAME


def test_guessing_many_names_waits_too(door: Door, newsroom: Newsroom) -> None:
    name_editor(newsroom)
    statuses = [log_in(door, f"Editor {number}", OTHER).status for number in range(22)]
    assert statuses == [401] * 20 + [429] * 2


def test_neither_a_password_nor_a_token_nor_a_tried_name_can_be_read_from_the_database(
    door: Door, newsroom: Newsroom, desk: Desk
) -> None:
    link = desk_link(desk.parts, door.url)
    name_editor(newsroom)
    log_in(door, "my secret passphrase", OTHER)
    cookie = logged_in(door)["Cookie"]
    token, link_token = cookie.partition("=")[2], link.partition("token=")[2]
    with newsroom.database.read() as connection:
        rows = [
            str(connection.execute(select(table)).all())
            for table in (desk_editors, desk_sessions, desk_attempts, desk_links, desk_log)
        ]
    for text in (PASSWORD, OTHER, token, link_token, "my secret passphrase", "127.0.0.1"):
        assert text not in "".join(rows)
    assert "$argon2id$" in rows[0]


def test_a_password_is_kept_by_the_parameters_of_today_once_it_is_typed(
    door: Door, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_editor(newsroom)
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", stronger)
    inside = logged_in(door)
    with newsroom.database.read() as connection:
        kept = EditorStore(connection).all()[0].password
    assert "m=16,t=2,p=1" in kept
    assert status(door, inside) == HTTPStatus.OK
    logged_in(door)
