"""An editor's way through articles and editions at the desk: by keyboard and by mouse, in both schemes, told by axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import axe_script, violations
from tests.desk_room import DeskRoom, open_desk

pytestmark = [pytest.mark.browser, pytest.mark.node]

_MOST_STEPS = 80
_SMALL = """() => [...document.querySelectorAll('a,button,input,select,summary,textarea')]
  .filter((it) => it.checkVisibility() && it.type !== 'hidden' && !it.closest('.off,pre'))
  .filter((it) => (it.closest('label.tick, .rows li, .lede') ?? it).getBoundingClientRect().height < 43.5)
  .map((it) => it.outerHTML.slice(0, 120))"""

Role = Literal["button", "checkbox", "combobox", "link", "searchbox", "textbox"]


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_script(tmp_path_factory.getbasetemp().parent / "axe-core")


@pytest.fixture
def room(tmp_path: Path, migrated_sqlite: Path) -> Iterator[DeskRoom]:
    more = '[[newsletters]]\nname = "evening"\ntitle = "The evening"\nsender = "a@lantern.example"\nat = "19:00"\n'
    with open_desk(tmp_path / "paper", migrated_sqlite, f'{more}\n[desk]\ntest_to = ["ed@paper.example"]\n') as room:
        room.write("ferry", "bell", "tide")
        room.subscribe("Kim <kim@reader.example>", "lou@reader.example")
        yield room


class Hands:
    """Somebody at the desk, with a mouse or without one; every page on the way is looked at."""

    def __init__(self, page: Page, room: DeskRoom, checker: Page, axe: str, shots: Path | None, *, mouse: bool) -> None:
        self.page = page
        self._url = room.door.url
        self._checker = checker
        self._axe = axe
        self._shots = shots
        self._mouse = mouse
        self.seen: list[str] = []

    def open(self, path: str) -> None:
        self.page.goto(self._url + path)
        self.look()

    def press(self, role: Role, name: str) -> None:
        """Press a button or follow a link, and look at what comes."""
        with self.page.expect_navigation():
            self._at(role, name, leads_on=True)
        self.look()

    def write(self, role: Role, name: str, text: str) -> None:
        self._at(role, name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, name: str) -> None:
        self._at("checkbox", name)
        if not self._mouse:
            self.page.keyboard.press("Space")

    def choose(self, name: str, option: str) -> None:
        if self._mouse:
            listed = self.page.get_by_label(name, exact=True)
            listed.select_option(listed.locator("option", has_text=option).get_attribute("value"))
        else:
            self._at("combobox", name)
            self.page.keyboard.type(option)

    def says(self, words: str) -> bool:
        return self.page.get_by_text(words).first.is_visible()

    def look(self) -> None:
        """The page fits, nothing on it is too small to hit, and it breaks no rule of axe's."""
        title = self.page.title()
        self.seen.append(title)
        if self._shots is not None:
            self.page.wait_for_load_state("networkidle")
            self.page.screenshot(path=self._shots / f"{len(self.seen):02}.png", full_page=True)
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, title
        assert self.page.evaluate(_SMALL) == [], title
        assert violations(self._checker, self.page.content(), self._axe) == [], title

    def _at(self, role: Role, name: str, *, leads_on: bool = False) -> None:
        found = self.page.get_by_role(role, name=name, exact=True).first
        if self._mouse:
            found.click()
            return
        wanted = found.element_handle()
        for _ in range(_MOST_STEPS):
            if self.page.evaluate("(it) => document.activeElement === it", wanted):
                width = self.page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
                assert width >= 2, name
                if leads_on:
                    self.page.keyboard.press("Enter")
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not reach {name}")


@pytest.mark.parametrize(
    ("width", "scheme", "mouse"),
    [
        (768, "dark", False),
        (1280, "light", True),
        *(pytest.param(*each, marks=pytest.mark.slow) for each in ((1280, "dark", False), (768, "light", True))),
    ],
)
def test_an_editor_finds_composes_tries_lets_go_holds_and_stops(
    chromium: Browser,
    room: DeskRoom,
    axe: str,
    request: pytest.FixtureRequest,
    width: int,
    scheme: Literal["light", "dark"],
    mouse: bool,  # noqa: FBT001 - a case
) -> None:
    shots = _folder(request, f"{width}-{scheme}")
    size = {"width": width, "height": 900}
    context = chromium.new_context(viewport=size, color_scheme=scheme, locale="en-GB")  # type: ignore[arg-type]
    cookie, _, token = room.headers["Cookie"].partition("=")
    context.add_cookies([{"name": cookie, "value": token, "url": room.door.url}])
    checker = chromium.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    try:
        hands = Hands(context.new_page(), room, checker, axe, shots, mouse=mouse)
        _find(hands)
        _put_together(hands)
        _compose(hands, room)
        _stop(hands, room)
        hands.open("/")
    finally:
        checker.close()
        context.close()
    assert len(hands.seen) >= 15


def _find(hands: Hands) -> None:
    hands.open("/")
    assert hands.says("The story of the ferry")
    hands.press("link", "Articles")
    hands.write("searchbox", "Words of the headline or the deck", "bell")
    hands.press("button", "Search")
    hands.press("link", "The story of the bell")
    assert hands.says("Rule 2: GMT has the offset")


def _put_together(hands: Hands) -> None:
    """A special edition of three stories, in the order in which they were ticked: two at once, and one found later."""
    hands.press("link", "Editions")
    hands.press("link", "Choose the articles")
    for name in ("ferry", "tide", "bell"):
        hands.tick(f"The story of the {name}")
    hands.tick("The story of the ferry")
    hands.write("searchbox", "Words of the headline or the deck", "ferry")
    hands.press("button", "Search, and keep what is ticked")
    hands.tick("The story of the ferry")
    hands.choose("Newsletter", "The Lantern daily")
    hands.choose("Readers", "All readers")
    hands.press("button", "Compose and hold")
    assert hands.says("Composed and held.")
    told = hands.page.locator(".rows h3").all_inner_texts()
    assert told == [f"The story of the {name}" for name in ("tide", "bell", "ferry")]
    hands.press("button", "Discard")
    assert hands.says("Discarded. Nobody got it")


def _compose(hands: Hands, room: DeskRoom) -> None:
    hands.press("link", "Editions")
    hands.choose("Of which newsletter", "The Lantern daily")
    hands.press("button", "Compose and hold")
    assert hands.says("Composed and held.")
    hands.press("button", "Send a test")
    assert hands.says("A test left for ed@paper.example.")
    hands.write("textbox", "Type 2", "3")
    hands.press("button", "Send now")
    assert hands.says("another number was typed")
    hands.press("link", "Back to where it was tried")
    hands.press("link", "Why it is as it is")
    hands.press("link", "The edition")
    hands.write("textbox", "Type 2", "2")
    hands.press("button", "Send now")
    assert hands.says("Let go; 2 readers wait for it.")
    with hands.page.expect_response("**/progress") as renewed:  # as when mail leaves
        hands.page.evaluate("document.dispatchEvent(new CustomEvent('desk:sending', {detail: {}}))")
    assert renewed.value.status == 200
    assert hands.says("0 of 2 mails have left; 2 wait.")
    assert len(room.newsroom.mails()) == 1, "the test alone"


def _stop(hands: Hands, room: DeskRoom) -> None:
    hands.write("textbox", "Why", "a slip in the lead")
    hands.press("button", "Hold")
    assert hands.says("Held. Nothing more of it leaves")
    hands.press("button", "Resume")
    assert hands.says("It goes on")
    hands.write("textbox", "Type 2", "2")
    hands.press("button", "Stop for good")
    assert hands.says("Stopped. 0 readers have it, 2 never will.")
    room.parts.publisher.deliver(Event())
    assert len(room.newsroom.mails()) == 1


def _folder(request: pytest.FixtureRequest, name: str) -> Path | None:
    kept: Path | None = request.config.getoption("--artefacts")
    if kept is None:
        return None
    folder = kept / "desk-editions" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
