"""A reader's whole way through the pages: by keyboard, without scripts, on a phone and on a desk, in light and dark."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from syndicate.audience.model import SubscriptionState
from syndicate.storage import open_database
from tests.browser.axe import axe_script, violations
from tests.unit.web.reader_parts import ReadersRoom
from tests.unit.web.web_samples import Door

pytestmark = [pytest.mark.browser, pytest.mark.node]

ADA, NEW = "ada@reader.example", "ada.new@reader.example"
_MOST_STEPS = 60


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_script(tmp_path_factory.getbasetemp().parent / "axe-core")


@pytest.fixture
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def room(tmp_path: Path, migrated_sqlite: Path, door: Door) -> Iterator[ReadersRoom]:
    shutil.copy(migrated_sqlite, tmp_path / "syndicate.db")
    database = open_database(f"sqlite:///{tmp_path / 'syndicate.db'}")
    room = ReadersRoom(database, tmp_path, door)
    room.publish("World", "Culture")
    yield room
    database.close()


class Keyboard:
    """Somebody at a page who has no mouse, and whose browser runs no scripts."""

    def __init__(self, page: Page, url: str, look: Callable[[Page], None]) -> None:
        self.page = page
        self._url = url
        self._look = look

    def open(self, path: str) -> None:
        self.page.goto(self._url + path)
        self._look(self.page)

    def reach(self, role: Literal["button", "checkbox", "combobox", "link", "textbox"], name: str) -> None:
        """Go on by Tab until the focus is there, and see that it shows."""
        wanted = self.page.get_by_role(role, name=name, exact=True).first.element_handle()
        self._tab_to(
            f"{role} {name}", lambda: bool(self.page.evaluate("(it) => document.activeElement === it", wanted))
        )

    def unfold(self, name: str) -> None:
        """Open what is folded up under that name."""
        wanted = self.page.locator("summary", has_text=name).first.element_handle()
        self._tab_to(name, lambda: bool(self.page.evaluate("(it) => document.activeElement === it", wanted)))
        self.page.keyboard.press("Enter")

    def press(self, name: str) -> None:
        """Go to the button, press it, and look at what comes."""
        self.reach("button", name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._look(self.page)

    def write(self, name: str, text: str) -> None:
        self.reach("textbox", name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def says(self, heading: str) -> bool:
        return self.page.get_by_role("heading", name=heading, level=1).is_visible()

    def _tab_to(self, what: str, is_there: Callable[[], bool]) -> None:
        for _ in range(_MOST_STEPS):
            if is_there():
                width = self.page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
                assert width >= 2, what
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not reach {what}")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (390, "dark"),
        (1280, "light"),
        *(pytest.param(*each, marks=pytest.mark.slow) for each in ((390, "light"), (1280, "dark"))),
    ],
)
def test_a_reader_joins_chooses_pauses_moves_leaves_comes_back_and_is_forgotten(
    chromium: Browser,
    room: ReadersRoom,
    door: Door,
    axe: str,
    request: pytest.FixtureRequest,
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    folder: Path | None = request.config.getoption("--artefacts")
    seen: list[str] = []

    def look(page: Page) -> None:
        """Every page on the way fits, and breaks no rule of axe's."""
        seen.append(page.title())
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert violations(checker, page.content(), axe) == [], page.title()
        if folder is not None:
            (folder / "readers").mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / "readers" / f"{len(seen):02}-{width}-{scheme}.png", full_page=True)

    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=False, locale="en-GB"
    )
    checker = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # axe is a script
    try:
        keys = Keyboard(context.new_page(), door.url, look)
        _join(keys, room)
        _choose(keys, room)
        _move(keys, room)
        _leave_and_come_back(keys, room)
        _be_forgotten(keys, room)
    finally:
        checker.close()
        context.close()
    assert len(seen) >= 15


def _join(keys: Keyboard, room: ReadersRoom) -> None:
    keys.open("/")
    keys.write("Get The Quay at dawn and The Quay on Friday by mail", "nowhere")
    keys.open("/subscribe")
    keys.write("E-mail address", "nowhere")
    keys.press("Subscribe")
    assert keys.page.evaluate("document.activeElement.id") == "address"  # where the mistake is
    keys.write("E-mail address", ADA)
    keys.press("Subscribe")
    assert keys.says("Check your mail")
    (confirm,) = room.ask()
    keys.open(confirm)
    keys.press("Confirm")
    assert keys.says("Welcome")
    assert set(room.of(ADA)) == {"morning", "week"}


def _choose(keys: Keyboard, room: ReadersRoom) -> None:
    keys.reach("link", "Choose what comes, and when")
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")
    keys.unfold("Choose what comes, and when")
    keys.reach("combobox", "How often")
    keys.page.keyboard.press("ArrowDown")
    keys.reach("checkbox", "Culture")
    keys.page.keyboard.press("Space")
    keys.press("Save")
    wishes = room.of(ADA)["morning"].wishes
    assert (wishes.cadence, wishes.sections) == ("weekly", ("Culture",))
    keys.unfold("Pause")
    keys.press("Pause")
    assert room.of(ADA)["morning"].state is SubscriptionState.PAUSED
    keys.press("Come back now")
    assert room.of(ADA)["morning"].state is SubscriptionState.CONFIRMED


def _move(keys: Keyboard, room: ReadersRoom) -> None:
    keys.write("New e-mail address", NEW)
    keys.press("Change my address")
    assert keys.says("Check your mail")
    (confirm,) = room.ask()
    keys.open(confirm)
    keys.press("Confirm")
    assert keys.says("Your mails come here now")
    assert set(room.of(NEW)) == {"morning", "week"}


def _leave_and_come_back(keys: Keyboard, room: ReadersRoom) -> None:
    keys.open(urlsplit(room.links.unsubscribe(room.of(NEW)["week"].id)).path)
    keys.press("Unsubscribe")
    assert keys.says("You are out")
    assert room.of(NEW)["week"].state is SubscriptionState.ENDED
    keys.press("Undo: send it to me again.")
    assert keys.says("You are back")
    assert room.of(NEW)["week"].state is SubscriptionState.CONFIRMED


def _be_forgotten(keys: Keyboard, room: ReadersRoom) -> None:
    keys.open("/preferences")
    keys.open(room.preferences(room.of(NEW)["week"]))
    keys.unfold("All that is stored of you")
    keys.press("Erase everything")
    assert set(room.of(NEW)) == {"morning", "week"}
    keys.press("Erase everything")
    assert keys.says("Your data is erased")
    assert room.of(NEW) == {}


def test_a_browser_s_zone_is_proposed_where_nothing_was_chosen(
    chromium: Browser, room: ReadersRoom, door: Door
) -> None:
    assert room.readership.offered == ("morning", "week")
    context = chromium.new_context(timezone_id="Asia/Tokyo", locale="de-DE")
    try:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{door.url}/subscribe")
        assert page.locator("#zone").input_value() == "Asia/Tokyo"
        assert "Tokio" in page.locator("#zone option:checked").inner_text()
        assert page.locator("html").get_attribute("lang") == "de"
    finally:
        context.close()
    assert complaints == []


def test_a_mistake_among_the_choices_leads_to_its_field_and_breaks_no_rule(
    chromium: Browser, room: ReadersRoom, door: Door, axe: str
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False, locale="en-GB")
    checker = chromium.new_page(viewport={"width": 390, "height": 900})  # axe is a script
    try:
        page = context.new_page()
        page.goto(door.url + room.preferences(room.subscribe(ADA, "week")))
        page.locator("summary", has_text="Choose what comes, and when").first.click()
        page.locator("#other-week").fill("Mars/Olympus")
        page.locator("#at-week").fill("18:30")
        page.get_by_role("button", name="Save", exact=True).click()
        assert page.evaluate("document.activeElement.id") == "other-week"
        assert page.locator("#other-week").input_value() == "Mars/Olympus"
        assert page.locator("#at-week").input_value() == "18:30"
        described = (page.locator("#other-week").get_attribute("aria-describedby") or "").split()
        assert "No time zone has this name" in page.locator(f"#{described[0]}").inner_text()
        assert violations(checker, page.content(), axe) == []
    finally:
        checker.close()
        context.close()
