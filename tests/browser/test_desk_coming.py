"""The bench of a coming edition where something is in an editor's way: a refusal, another editor, no scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete

from syndicate.digests.drafts.model import DraftWish, Verb
from syndicate.storage.tables import desk_sessions
from tests.desk_room import SLOT, DeskRoom, open_desk

pytestmark = pytest.mark.browser

MANUAL = 'approval = "manual"\non_silence = "hold"\n[editorial]\neditors = ["Ed <ed@lantern.example>"]\n'
NAMES = ("ferry", "tide", "lamp", "gull")


@pytest.fixture
def room(tmp_path: Path, migrated_sqlite: Path) -> Iterator[DeskRoom]:
    with open_desk(tmp_path, migrated_sqlite, MANUAL) as room:
        room.subscribe("Ada <ada@reader.example>")
        room.newsroom.draw_picture("pictures/lamp.jpg", (1000, 1000))
        room.write(*NAMES, picture="pictures/lamp.jpg")
        yield room


@pytest.fixture
def page(room: DeskRoom, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    room.let_in(context)
    page = context.new_page()
    page.goto(room.door.url + SLOT)
    yield page
    context.close()


def heads(page: Page) -> list[str]:
    return [head.removeprefix("The story of the ") for head in page.locator(".stories h3").all_inner_texts()]


def test_what_is_refused_takes_nothing_away_that_is_typed(page: Page, room: DeskRoom) -> None:
    words = "Жители набережной " * 500
    page.get_by_label("Introduction, in Markdown").fill(words)
    page.get_by_label("Introduction, in Markdown").press("Tab")
    expect(page.locator("#told")).to_contain_text("at most 4,000")
    expect(page.get_by_label("Introduction, in Markdown")).to_have_value(words)
    page.get_by_label("Introduction, in Markdown").fill("Good morning.")
    with room.parts.database.write() as connection:
        connection.execute(delete(desk_sessions))
    page.get_by_label("Introduction, in Markdown").press("Tab")
    expect(page.locator("#told")).to_contain_text("you are not logged in any more")
    expect(page.get_by_label("Introduction, in Markdown")).to_have_value("Good morning.")
    assert heads(page)


def test_what_another_editor_does_is_seen(page: Page, room: DeskRoom) -> None:
    newsletter, editing = room.parts.publisher.newsletter("daily"), room.parts.publisher.editing
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:today', {detail: {}}))")
    wish = DraftWish(verb=Verb.SUBJECT, value="By somebody else")
    editing.shape(newsletter, editing.slot(newsletter), [wish], "Bo")
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:today', {detail: {}}))")
    expect(page.get_by_label("In the inbox of a phone")).to_contain_text("By somebody else")


def test_without_scripts_every_act_is_a_form(room: DeskRoom, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    room.let_in(context)
    page = context.new_page()
    page.goto(room.door.url + SLOT)
    second = heads(page)[1]
    page.get_by_role("button", name=f"Pin: The story of the {second}").click()
    assert heads(page)[0] == second
    page.get_by_label("Subject").fill("By a form alone")
    page.get_by_label("Subject").press("Enter")
    assert "By a form alone" in page.get_by_label("In the inbox of a phone").inner_text()
    page.get_by_role("link", name="Dark").click()
    assert "scheme=dark" in page.url
    context.close()
