"""Coming in at the desk, people and feeds, as Chromium shows them and as editors use them: by keyboard, by a link."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import insert, select, update
from starlette.responses import HTMLResponse

from syndicate.audience.store import AudienceStore
from syndicate.storage import open_database
from syndicate.storage.states import EventKind, Fate
from syndicate.storage.tables import deliveries, events, subscribers
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.desk.access import passwords
from syndicate.web.desk.access.editor_store import EditorStore
from tests.browser.axe import axe_script, violations
from tests.editions import freeze_for_all
from tests.unit.web.web_samples import NOW, Door, Newsroom, enter

pytestmark = [pytest.mark.browser, pytest.mark.node]

PASSWORD = "four boats in the fog"  # noqa: S105
ADA = "ada.brandt@reader.example"
WIDTHS = (1280, 768)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LOOK = """() => ({
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  small: [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')]
    .filter(each => each.checkVisibility() && !each.closest('p, .rows h3'))
    .map(each => [each.textContent.trim(), each.getBoundingClientRect().height]).filter(([, height]) => height < 44),
})"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A desk behind a door, with a reader who got a mail that bounced."""

    door: Door
    newsroom: Newsroom
    person: str

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
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_script(tmp_path_factory.getbasetemp().parent / "axe-core")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(migrated_sqlite, folder / "syndicate.db")
    database = open_database(f"sqlite:///{folder / 'syndicate.db'}")
    with pytest.MonkeyPatch.context() as patched, Door() as door:
        patched.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        newsroom = Newsroom(database, folder)
        enter(door, newsroom.desk())
        yield Place(door=door, newsroom=newsroom, person=_fill(newsroom))
    database.close()


def _fill(newsroom: Newsroom) -> str:
    article = newsroom.add()
    newsroom.publish_feeds()
    newsroom.feeds.write("section/odd/rss.xml", b"<rss><channel>")
    with newsroom.database.write() as connection:
        EditorStore(connection).add("Robin", passwords.hashed(PASSWORD), NOW)
        for address in (ADA, "bo@reader.example"):
            AudienceStore(connection).subscribe(read_mailbox(address), "morning", now=NOW)
        person: str = connection.execute(select(subscribers.c.id).where(subscribers.c.address == ADA)).scalar_one()
    freeze_for_all(newsroom.database, newsroom.freeze(article))
    with newsroom.database.write() as connection:
        connection.execute(update(deliveries).values(state="submitted", settled_at=NOW, fate=Fate.BOUNCED))
        key = connection.execute(select(deliveries.c.key).where(deliveries.c.address == ADA)).scalar_one()
        told = {"id": "e1", "kind": EventKind.BOUNCED, "delivery_key": key, "at": NOW, "received_at": NOW}
        connection.execute(insert(events).values(**told))
    return person


def test_every_page_reads_well_at_both_widths_in_light_and_dark(
    chromium: Browser, place: Place, axe: str, pytestconfig: pytest.Config
) -> None:
    context = chromium.new_context(locale="en-GB")
    page, judge = place.let_in(context), context.new_page()
    paths = {
        "people": "/people?address=reader.example",
        "person": f"/people/{place.person}",
        "feeds": "/feeds",
        "feed": "/feeds/section/odd/rss.xml",
        "log": "/log",
    }
    for name, path in paths.items():
        page.goto(place.door.url + path)
        _look(page, judge, axe, name, pytestconfig)
    page.get_by_role("button", name="Log out").click()
    _look(page, judge, axe, "login", pytestconfig)
    context.close()


def _look(page: Page, judge: Page, axe: str, name: str, pytestconfig: pytest.Config) -> None:
    folder: Path | None = pytestconfig.getoption("--artefacts")
    for width in WIDTHS:
        for scheme in SCHEMES:
            for each in (page, judge):
                each.set_viewport_size({"width": width, "height": 900})
                each.emulate_media(color_scheme=scheme)
            if folder:
                folder.mkdir(exist_ok=True)
                page.screenshot(path=folder / f"desk-{name}-{width}-{scheme}.png", full_page=True)
            found: dict[str, Any] = page.evaluate(LOOK)
            assert found == {"wide": 0, "small": []}, (name, width)
            assert violations(judge, page.content(), axe) == [], (name, width, scheme)


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
