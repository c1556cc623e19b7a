"""Each function of the desk by mouse and by keys alone, at both widths, and axe on every page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import axe_script, violations_here
from tests.browser.desk_bench import BENCH
from tests.browser.desk_functions import DeskFunctions
from tests.browser.desk_hands import Hands, Way
from tests.browser.desk_rooms import ROOMS
from tests.browser.desk_world import READER, DeskWorld, desk_world
from tests.desk_room import SLOT

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.timeout(600)]

GROUPS = {"bench": BENCH, "rooms": ROOMS}
#: In every run each function once, each hand and each width; in the long one all.
QUICK = {("bench", "mouse", 1280), ("rooms", "keys", 768)}
CELLS = [
    pytest.param(*cell, marks=() if cell in QUICK else pytest.mark.slow)
    for cell in product(GROUPS, ("mouse", "keys"), (1280, 768))
]
#: What a mouse does in a way of its own.
POINTED = {"reorder", "another_picture_and_another_part_of_it", "be_led_from_the_mail_to_its_story"}
LOOKS = [
    (1280, "light"),
    (768, "dark"),
    pytest.param(1280, "dark", marks=pytest.mark.slow),
    pytest.param(768, "light", marks=pytest.mark.slow),
]


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_script(tmp_path_factory.getbasetemp().parent / "axe-core")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[DeskWorld]:
    with desk_world(tmp_path_factory.mktemp("desk") / "paper", migrated_sqlite) as world:
        yield world


@pytest.mark.parametrize(("group", "way", "width"), CELLS)
def test_every_function_is_there_for(
    chromium: Browser, world: DeskWorld, subtests: pytest.Subtests, group: str, way: Way, width: int
) -> None:
    try_all(chromium, world, subtests, GROUPS[group], way, width)


def test_a_pointer_drags_and_clicks_into_a_picture_and_a_mail(
    chromium: Browser, world: DeskWorld, subtests: pytest.Subtests
) -> None:
    pointed = DeskFunctions([each for each in BENCH.all if each[0].__name__ in POINTED])
    assert len(pointed.all) == len(POINTED)
    try_all(chromium, world, subtests, pointed, "mouse", 1280)


def try_all(
    chromium: Browser, world: DeskWorld, subtests: pytest.Subtests, functions: DeskFunctions, way: Way, width: int
) -> None:
    """Try each in a window of that width, on a desk that is as it was."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="en-US", accept_downloads=True)
    hands = Hands(page=context.new_page(), world=world, way=way)
    hands.page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    world.room.let_in(context)
    for function, has_changed in functions.all:
        with subtests.test(function.__name__):
            function(hands)
        if has_changed:
            world.put_back()
            world.room.let_in(context)
    context.close()


_FITS = "document.documentElement.scrollWidth <= innerWidth"
#: What can be pressed and is less than 44 pixels high, but for words within a text and what stands in a taller row.
_SMALL = """() => [...document.querySelectorAll('a,button,input:not([type=hidden]),select,summary,textarea')]
  .filter((it) => it.checkVisibility() && !it.closest('.off,pre,p,.rows li,blockquote'))
  .filter((it) => (it.closest('label.tick') ?? it).getBoundingClientRect().height < 43.5)
  .map((it) => it.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_reads_well_for_everybody(
    chromium: Browser,
    world: DeskWorld,
    axe: str,
    subtests: pytest.Subtests,
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="en-GB")
    world.room.let_in(context)
    page = context.new_page()
    for path in pages(world):
        page.goto(world.room.door.url + path)
        page.wait_for_load_state("networkidle")
        with subtests.test(path):
            reads_well(page, axe)
    context.clear_cookies()
    page.goto(f"{world.room.door.url}/login")
    with subtests.test("/login"):
        reads_well(page, axe)
    context.close()


def reads_well(page: Page, axe: str) -> None:
    """It fits, what can be pressed can be hit, and it breaks no rule of axe's."""
    assert page.evaluate(_FITS)
    small = page.evaluate(_SMALL)
    assert not small, small
    assert violations_here(page, axe) == []


def pages(world: DeskWorld) -> Iterator[str]:
    """One of each kind."""
    story = world.article("ferry")
    yield from (
        "/",
        SLOT,
        f"{SLOT}?part=message",
        f"{SLOT}?as={READER}",
        f"{SLOT}/findings",
        f"{SLOT}/pictures/{story}",
    )
    yield from (
        "/articles",
        f"/articles/{story}",
        "/articles?findings=1",
        "/editions",
        f"/specials?q=tide&article={story}",
    )
    yield from (*world.editions.values(), f"{world.editions['closed']}/why?as={READER}")
    yield from ("/reports", "/reports/evening", "/feeds", "/feeds/rss.xml", "/feeds/section/odd/rss.xml")
    yield from ("/outbox", "/log", "/people?address=reader.example", f"/people/{world.person()}")
