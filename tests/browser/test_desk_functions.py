"""Each function of the desk by mouse and by keys alone, at both widths, and axe on every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import axe_script, violations_here
from tests.browser.desk_bench import BENCH
from tests.browser.desk_functions import DeskFunctions
from tests.browser.desk_hands import Hands, Way
from tests.browser.desk_rooms import ROOMS
from tests.browser.desk_world import READER, DeskWorld, desk_world
from tests.desk_room import SLOT

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.slow, pytest.mark.timeout(900)]

GROUPS = {"bench": BENCH, "rooms": ROOMS}


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_script(tmp_path_factory.getbasetemp().parent / "axe-core")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[DeskWorld]:
    with desk_world(tmp_path_factory.mktemp("desk") / "paper", migrated_sqlite) as world:
        yield world


@pytest.mark.parametrize("width", [1280, 768])
@pytest.mark.parametrize("way", ["mouse", "keys"])
@pytest.mark.parametrize("group", GROUPS)
def test_every_function_is_there_for(
    chromium: Browser, world: DeskWorld, subtests: pytest.Subtests, group: str, way: Way, width: int
) -> None:
    functions: DeskFunctions = GROUPS[group]
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="en-US", accept_downloads=True)
    hands = Hands(page=context.new_page(), world=world, way=way)
    hands.page.set_default_timeout(12_000)
    expect.set_options(timeout=12_000)
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


def test_every_page_reads_well_for_everybody(
    chromium: Browser, world: DeskWorld, axe: str, subtests: pytest.Subtests
) -> None:
    context = chromium.new_context(locale="en-GB")
    world.room.let_in(context)
    page = context.new_page()
    for path in pages(world):
        page.goto(world.room.door.url + path)
        page.wait_for_load_state("networkidle")
        for width in (1280, 768):
            page.set_viewport_size({"width": width, "height": 900})
            with subtests.test(path, width=width):
                assert page.evaluate(_FITS)
                assert page.evaluate(_SMALL) == []
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                with subtests.test(path, width=width, scheme=scheme):
                    assert violations_here(page, axe) == []
    context.close()


def pages(world: DeskWorld) -> Iterator[str]:
    """One of each kind; the last is of somebody who has left."""
    story = world.article("ferry")
    yield from (
        "/",
        SLOT,
        f"{SLOT}?part=message",
        f"{SLOT}?as={READER}",
        f"{SLOT}/findings",
        f"{SLOT}/pictures/{story}",
    )
    yield from ("/articles", f"/articles/{story}", "/articles?findings=1", "/editions", "/specials?q=tide")
    yield from (*world.editions.values(), f"{world.editions['closed']}/why?as={READER}")
    yield from ("/reports", "/reports/evening", "/feeds", "/feeds/rss.xml", "/outbox", "/log")
    yield f"/people?address={READER}"
