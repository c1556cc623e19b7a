"""Each function of the desk by mouse and by keys alone, at both widths, and axe on every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import axe_script
from tests.browser.desk_bench import BENCH, DeskFunctions
from tests.browser.desk_hands import Hands, Way
from tests.browser.desk_world import DeskWorld, desk_world

pytestmark = [pytest.mark.browser, pytest.mark.node]

GROUPS = {"bench": BENCH}


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
    hands.page.set_default_timeout(8_000)
    expect.set_options(timeout=8_000)
    world.room.let_in(context)
    for function, has_changed in functions.all:
        with subtests.test(function.__name__):
            function(hands)
        if has_changed:
            world.put_back()
            world.room.let_in(context)
    context.close()
