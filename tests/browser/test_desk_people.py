"""Coming in at the desk without scripts, by keyboard, and by a link on another site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.responses import HTMLResponse

from syndicate.audience.store import AudienceStore
from syndicate.storage import open_database
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.desk.access import passwords
from syndicate.web.desk.access.editor_store import EditorStore
from tests.unit.web.web_samples import NOW, Door, Newsroom, enter

pytestmark = pytest.mark.browser

PASSWORD = "four boats in the fog"  # noqa: S105


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A desk behind a door."""

    door: Door

    def let_in(self, context: BrowserContext) -> Page:
        """A page of an editor who has logged in."""
        page = context.new_page()
        page.goto(self.door.url)
        page.get_by_label("Name").fill("Robin")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("button", name="Log out")).to_be_visible()
        return page


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(migrated_sqlite, folder / "syndicate.db")
    database = open_database(f"sqlite:///{folder / 'syndicate.db'}")
    with pytest.MonkeyPatch.context() as patched, Door() as door:
        patched.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        newsroom = Newsroom(database, folder)
        enter(door, newsroom.desk())
        _fill(newsroom)
        yield Place(door=door)
    database.close()


def _fill(newsroom: Newsroom) -> None:
    with newsroom.database.write() as connection:
        EditorStore(connection).add("Robin", passwords.hashed(PASSWORD), NOW)
        AudienceStore(connection).subscribe(read_mailbox("bo@reader.example"), "morning", now=NOW)


def test_an_editor_comes_in_finds_a_reader_and_forgets_them_by_keyboard(chromium: Browser, place: Place) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 768, "height": 900})
    page = context.new_page()
    page.goto(f"{place.door.url}/people")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("robin")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    _enter(page)
    expect(page.get_by_role("heading", name="People")).to_be_visible()  # where they wanted to go
    page.get_by_label("Address, or a part of it").focus()
    page.keyboard.type("bo@")
    _enter(page)
    _tab_to(page, "bo@reader.example")
    _enter(page)
    _tab_to(page, "Erase this person")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("bo@reader.example")
    _enter(page)
    expect(page.get_by_role("status")).to_contain_text("The person is forgotten.")
    _tab_to(page, "Log out")
    _enter(page)
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    context.close()


def _enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _tab_to(page: Page, words: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == words:
            return
    pytest.fail(f"Tab does not come to {words}")


def test_a_link_on_another_site_leads_to_the_page_of_who_is_in(chromium: Browser, place: Place) -> None:
    context = chromium.new_context()
    with Door() as elsewhere:
        elsewhere.app = HTMLResponse(f'<a href="{place.door.url}/log">The log</a>')
        place.let_in(context)
        page = context.new_page()
        page.goto(elsewhere.url.replace("127.0.0.1", "localhost"))
        page.get_by_role("link", name="The log").click()
        expect(page.get_by_role("heading", name="Log", exact=True)).to_be_visible()
        assert page.url == f"{place.door.url}/log"
    context.close()
