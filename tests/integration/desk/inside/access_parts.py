"""Editors with names, and what they do at a door, for the tests of who is let in."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from syndicate.web.desk.access import passwords
from syndicate.web.desk.access.editor_store import EditorStore
from tests.unit.web.web_samples import Door, Newsroom, Reply, cookie_of, fetch, log_in, own_form

PASSWORD = "four boats in the fog"  # noqa: S105
OTHER = "the harbour sleeps late"
DAY = timedelta(days=1)


def name_editor(newsroom: Newsroom, name: str = "Robin", password: str = PASSWORD) -> None:
    with newsroom.database.write() as connection:
        EditorStore(connection).add(name, passwords.hashed(password), newsroom.clock.now())


def logged_in(door: Door, name: str = "Robin", password: str = PASSWORD) -> dict[str, str]:
    reply = log_in(door, name, password)
    assert reply.status == HTTPStatus.SEE_OTHER, reply.text
    return cookie_of(reply)


def status(door: Door, headers: dict[str, str], path: str = "/log") -> int:
    return fetch(door.url + path, headers=headers).status


def press(door: Door, headers: dict[str, str], path: str, body: bytes = b"") -> Reply:
    return fetch(door.url + path, "POST", headers=own_form(door) | headers, body=body)
