"""Somebody's hands at the desk: the mouse, or nothing but keys. What the one can do the other can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk_world import DeskWorld

Way = Literal["mouse", "keys"]
Role = Literal["button", "checkbox", "combobox", "link", "searchbox", "textbox", "spinbutton"]

#: So many times somebody presses Tab before they give up.
_MOST_STOPS = 250
#: And so many times they look where the keys are.
_LOOKS = 20
#: How many stops of the Tab key lie between where the keys are and an element.
_STOPS = """(wanted) => {
  const stops = [...document.querySelectorAll(
    'a[href],button,input:not([type=hidden]),select,textarea,summary,iframe,[tabindex]')]
    .filter((it) => it.tabIndex >= 0 && !it.disabled && it.checkVisibility());
  return stops.indexOf(wanted) - stops.indexOf(document.activeElement);
}"""
#: Of the element that has the keys: why they cannot be followed there; empty where they can.
_LOST = """(it) => {
  if (document.activeElement !== it) return "is not reached";
  if (parseFloat(getComputedStyle(it).outlineWidth) < 2) return "does not show that it has the keys";
  const {left, top, width, height} = (it.closest("label.tick") ?? it).getBoundingClientRect();
  if (left + width < 0 || left > innerWidth || top + height < 0 || top > innerHeight) return "is out of sight";
  const seen = document.elementFromPoint(
    Math.min(Math.max(left + width / 2, 0), innerWidth - 1), Math.min(Math.max(top + height / 2, 0), innerHeight - 1));
  return seen && (it.contains(seen) || seen.contains(it) || it.closest("label")?.contains(seen)) ? "" : "is covered";
}"""


@dataclass(kw_only=True)
class Hands:
    """One page of the desk, at the width of its window."""

    page: Page
    world: DeskWorld
    way: Way

    @property
    def is_mouse(self) -> bool:
        return self.way == "mouse"

    def open(self, path: str) -> None:
        """Come to a page, as if by its address; `sees` waits for what stands there."""
        self.page.goto(self.world.room.door.url + path)

    def press(self, role: Role, name: str, *, key: str | None = None, nth: int = 0) -> None:
        """Press a button or follow a link: by its ``key``, where it has one and there is no mouse."""
        if key is not None and not self.is_mouse:
            self.page.keyboard.press(key)
            return
        self.press_at(self.page.get_by_role(role, name=name, exact=True).nth(nth))

    def press_at(self, element: Locator) -> None:
        """The same with whatever was found."""
        if self.is_mouse:
            element.click()
            return
        self.reach(element)
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str, *, leaves: bool = False) -> None:
        """Write into a field, over what stands there, and leave it perhaps."""
        field = self.page.get_by_label(label, exact=True).first
        if self.is_mouse:
            field.click()
        else:
            self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        if leaves and self.is_mouse:
            self.page.locator("h1").first.click()
        elif leaves:
            self.page.keyboard.press("Tab")

    def choose(self, label: str, option: str) -> None:
        """Choose from a list; a mouse opens one that is not the page's own."""
        field = self.page.get_by_label(label, exact=True).first
        if self.is_mouse:
            field.select_option(label=option)
            return
        self.reach(field)
        self.page.keyboard.type(option)
        expect(field.locator("option:checked")).to_have_text(option)

    def tick(self, label: str) -> None:
        box = self.page.get_by_label(label, exact=True).first
        if self.is_mouse:
            box.click()
            return
        self.reach(box)
        self.page.keyboard.press("Space")

    def unfold(self, words: str) -> None:
        """Open what is folded up."""
        self.press_at(self.page.locator("summary", has_text=words).first)

    def reach(self, element: Locator) -> None:
        """Come to an element by Tab, and see there where the keys are."""
        pressed = 0
        while (stops := int(element.evaluate(_STOPS))) and pressed < _MOST_STOPS:
            for _ in range(abs(stops)):
                self.page.keyboard.press("Tab" if stops > 0 else "Shift+Tab")
            pressed += abs(stops)
        for _ in range(_LOOKS):  # what is above may still be drawn
            if not (lost := element.evaluate(_LOST)):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"{element} {lost}")

    def sees(self, words: str) -> None:
        """Wait until these words can be read on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()
