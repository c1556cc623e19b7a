"""Mails with pictures on, off, and late: nothing moves, and what stands in their place is fit to be seen."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_digest_look import SCHEMES, WIDTHS, artefacts, html_of, keep, opened
from tests.unit.mail.pictures import draw
from tests.unit.mail.quay import DIGESTS, GROUNDS
from tests.unit.mail.test_mail_contrast import contrast

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

__all__ = ["artefacts"]

pytestmark = pytest.mark.browser

ILLUSTRATED = [name for name, digest in DIGESTS.items() if digest.lead and digest.lead.picture]

#: Everything that has a place on the page, and every picture with its colours.
PLACES = """() => {
  const box = (one) => { const { x, y, width, height } = one.getBoundingClientRect(); return [x, y, width, height]; };
  const shown = [...document.body.querySelectorAll('*')].filter((one) => one.checkVisibility());
  return shown.map((one) => [one.tagName, one.className, ...box(one).map((side) => Math.round(side * 100) / 100)]);
}"""

PICTURES = """() => [...document.querySelectorAll('img')].filter((one) => one.checkVisibility()).map((one) => {
  const style = getComputedStyle(one);
  const { x, width, height } = one.getBoundingClientRect();
  const two = (part) => (+part).toString(16).padStart(2, '0');
  const hex = (colour) => '#' + colour.match(/\\d+/g).slice(0, 3).map(two).join('');
  return {
    src: one.src, alt: one.getAttribute('alt'), width: one.getAttribute('width'), height: one.getAttribute('height'),
    sources: one.srcset, ground: hex(style.backgroundColor), ink: hex(style.color), box: { x, width, height },
  };
})"""

SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  const observer = new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; });
  observer.observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => { observer.disconnect(); resolve(sum); }, 250);
})"""


@pytest.mark.parametrize("name", ILLUSTRATED)
def test_nothing_stands_elsewhere_when_pictures_are_off(chromium: Browser, artefacts: Path | None, name: str) -> None:
    places: list[list[Any]] = []
    for has_pictures in (True, False):
        with opened(chromium, name, 600, has_pictures=has_pictures) as page:
            found = []
            for width, scheme in product(WIDTHS, SCHEMES):
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)
                if not has_pictures:  # with them it is kept by those who look at digests
                    keep(page, artefacts, f"{name}-{width}-{scheme}-images-off")
                found.append(page.evaluate(PLACES))
            places.append(found)
    assert places[0] == places[1]


def shift_while_loading(chromium: Browser, html: str, width: int) -> float:
    """How far things move (the web's "cumulative layout shift") when pictures come after the text was painted."""
    page = chromium.new_page(viewport={"width": width, "height": 3_000})
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/*", hold)
    try:
        page.set_content(html, wait_until="commit")
        _let_in(page, waiting)
        found: float = page.evaluate(SHIFTS)
    finally:
        page.close()
    return found


def _let_in(page: Page, waiting: list[Route]) -> None:
    wanted = page.evaluate("new Set([...document.images].map((one) => one.src)).size")
    while len(waiting) < wanted:
        page.wait_for_timeout(20)
    page.wait_for_timeout(100)  # for the text to be painted
    for route in waiting:
        route.fulfill(body=draw(route.request.url), content_type="image/jpeg")
    page.wait_for_function("[...document.images].every((one) => one.complete && one.naturalWidth)")


@pytest.mark.parametrize("name", ILLUSTRATED)
@pytest.mark.parametrize("width", WIDTHS[:2])  # no mail is wider than the second
def test_nothing_moves_when_pictures_come_late(chromium: Browser, name: str, width: int) -> None:
    assert shift_while_loading(chromium, html_of(name), width) == 0


def test_the_measure_of_movement_would_see_some(chromium: Browser) -> None:
    without_sizes = re.sub(r'(<img[^>]*?) width="\d+" height="\d+"', r"\1", html_of("lead-and-list"))
    without_sizes = re.sub(r"aspect-ratio:[^;]*;?", "", without_sizes)
    assert shift_while_loading(chromium, without_sizes, 600) > 0.05


@pytest.mark.parametrize("name", ILLUSTRATED)
def test_every_picture_has_its_size_in_numbers_words_and_one_address(chromium: Browser, name: str) -> None:
    with opened(chromium, name, 600) as page:
        found = page.evaluate(PICTURES)
    assert found
    for picture in found:
        assert picture["width"].isdecimal()
        assert picture["height"].isdecimal()
        assert picture["alt"]
        assert picture["sources"] == ""
        assert (int(picture["width"]), int(picture["height"])) == pytest.approx(
            (picture["box"]["width"], picture["box"]["height"]), abs=1
        )


def test_a_small_lead_stands_in_the_middle_at_its_own_size(chromium: Browser) -> None:
    with opened(chromium, "small", 600) as page:
        boxes = {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            boxes[width] = page.evaluate(PICTURES)[0]["box"]
    assert boxes == {
        320: {"x": 0, "width": 320, "height": 180},
        600: {"x": 100, "width": 400, "height": 225},
        1200: {"x": 400, "width": 400, "height": 225},
    }


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_dominant_colour_stands_where_a_picture_is_not_loaded(chromium: Browser, scheme: Any) -> None:
    with opened(chromium, "lead-and-list", 600, scheme, has_pictures=False) as page:
        found = {one["src"].rpartition("/")[2].removesuffix(".jpg"): one for one in page.evaluate(PICTURES)}
    assert {name: found[name]["ground"] for name in GROUNDS if name in found} == {
        name: GROUNDS[name] for name in GROUNDS if name in found
    }
    assert found["cells"]["ground"] == {"light": "#ebe7df", "dark": "#22252b"}[scheme]
    assert all(contrast(one["ink"], one["ground"]) >= 4.5 for one in found.values())
