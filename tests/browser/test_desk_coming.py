"""The bench of a coming edition as editors use it: by mouse and by keys, in both widths and schemes."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FrameLocator, Page, expect
from sqlalchemy import delete

from syndicate.digests.drafts.model import DraftWish, Verb
from syndicate.storage.tables import desk_sessions
from tests.browser.axe import axe_script, violations_here
from tests.desk_room import SLOT, DeskRoom, open_desk
from tests.newsroom import REPOSITORY

pytestmark = [pytest.mark.browser, pytest.mark.node]

MANUAL = 'approval = "manual"\non_silence = "hold"\n[editorial]\neditors = ["Ed <ed@lantern.example>"]\n'
NAMES = ("ferry", "tide", "lamp", "gull")


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_script(tmp_path_factory.getbasetemp().parent / "axe-core")


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


def shown(page: Page) -> FrameLocator:
    """The mail in the first frame."""
    return page.locator(".frames iframe").first.content_frame


def leads(page: Page, name: str) -> None:
    """Wait until that story is the first."""
    expect(page.locator(".stories h3").first).to_have_text(f"The story of the {name}")


def test_stories_are_shaped_by_keys(page: Page) -> None:
    first, second, third, _ = heads(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("p")
    leads(page, second)
    expect(shown(page).locator("h1, h2").first).to_be_visible()
    page.keyboard.press("u")
    leads(page, first)
    page.keyboard.press("j")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".stories h3").nth(2)).not_to_have_text(f"The story of the {third}")
    page.keyboard.press("x")
    expect(page.locator(".stories > li")).to_have_count(3)
    expect(page.get_by_text("dropped from this edition by")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text(re.compile("^Approved by"))).to_be_visible()


def test_stories_are_shaped_by_mouse(page: Page) -> None:
    first, _, third, _ = heads(page)
    page.locator(".stories > li").nth(2).drag_to(page.locator(".stories > li").nth(0))
    leads(page, third)
    page.get_by_role("button", name=f"Lead: The story of the {first}").click()
    leads(page, first)
    page.get_by_role("button", name=f"Drop: The story of the {first}").click()
    leads(page, third)
    page.get_by_role("button", name=f"Take it up again: The story of the {first}").click()
    leads(page, first)
    page.get_by_label("Subject").fill("A quiet bell")
    page.get_by_label("Introduction, in Markdown").fill("*Good* morning, harbour.")
    page.get_by_label("Introduction, in Markdown").press("Tab")
    expect(page.get_by_label("In the inbox of a phone")).to_contain_text("A quiet bell")
    expect(page.locator(".frames iframe").first.content_frame.get_by_text("morning, harbour")).to_be_visible()
    page.get_by_role("button", name="Approve as it is").click()
    expect(page.get_by_text(re.compile("^Approved by"))).to_be_visible()


def test_another_part_of_a_picture_is_kept_by_a_click_into_it(page: Page, room: DeskRoom) -> None:
    del room
    name = heads(page)[0]
    before = shown(page).locator("img").first.get_attribute("src")
    page.get_by_role("link", name=f"Picture: The story of the {name}").click()
    page.locator("input.focal").click(position={"x": 20, "y": 20})
    expect(page.get_by_text(re.compile("another picture, or part of it, for"))).to_be_visible()
    assert shown(page).locator("img").first.get_attribute("src") != before


def test_acts_go_on_after_a_finding_was_accepted(page: Page) -> None:
    second, findings = heads(page)[1], page.locator("#findings")
    findings.get_by_role("button", name="Accept as it is").first.click()
    expect(findings.get_by_text("Accepted as it is")).to_be_visible()
    page.get_by_role("button", name=f"Pin: The story of the {second}").click()
    leads(page, second)


def test_the_mail_is_seen_in_every_view(page: Page, tmp_path: Path) -> None:
    def tone() -> float:
        frame = page.locator(".frames iframe").first
        expect(frame.content_frame.locator("h1, h2").first).to_be_visible()
        frame.screenshot(path=tmp_path / "frame.png")
        with Image.open(tmp_path / "frame.png") as picture:
            return float(picture.convert("L").resize((1, 1)).tobytes()[0])

    light = tone()
    page.locator("h1").first.click()
    page.keyboard.press("d")
    expect(page.get_by_role("link", name="Dark")).to_have_attribute("aria-current", "true")
    assert tone() < light / 2
    for key, name in (("i", "Images off"), ("n", "No style sheet"), ("o", "Outlook, emulated")):
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
    assert shown(page).locator("img").first.evaluate("it => it.naturalWidth") == 0
    for key, words in (("t", "The story of the"), ("s", "<html"), ("m", "List-Unsubscribe:")):
        page.keyboard.press(key)
        expect(page.locator("#mail pre")).to_contain_text(words)
    page.keyboard.press("h")
    expect(page.locator("iframe.w600")).to_have_count(1)
    page.keyboard.press("]")
    expect(page.locator("iframe.w1200")).to_have_count(1)


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


def test_a_click_into_the_mail_marks_the_story(page: Page) -> None:
    name = heads(page)[1]
    shown(page).get_by_role("link", name=f"The story of the {name}").first.click()
    expect(page.locator(".stories > li").nth(1)).to_be_focused()


def test_what_another_editor_does_is_seen(page: Page, room: DeskRoom) -> None:
    newsletter, editing = room.parts.publisher.newsletter("daily"), room.parts.publisher.editing
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:today', {detail: {}}))")
    wish = DraftWish(verb=Verb.SUBJECT, value="By somebody else")
    editing.shape(newsletter, editing.slot(newsletter), [wish], "Bo")
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:today', {detail: {}}))")
    expect(page.get_by_label("In the inbox of a phone")).to_contain_text("By somebody else")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (768, "dark")])
def test_nobody_is_shut_out(room: DeskRoom, chromium: Browser, axe: str, width: int, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    room.let_in(context)
    page = context.new_page()
    for path in (SLOT, f"{SLOT}/findings", f"{SLOT}/pictures/{room.article('lamp')}", f"{SLOT}?part=message"):
        page.goto(room.door.url + path)
        page.wait_for_load_state("networkidle")
        assert violations_here(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


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


def test_the_manuals_picture_can_be_taken(
    tmp_path: Path, migrated_sqlite: Path, chromium: Browser, pytestconfig: pytest.Config
) -> None:
    with open_desk(tmp_path, migrated_sqlite, MANUAL) as room:
        room.subscribe("Ada <ada@reader.example>")
        shutil.copytree(REPOSITORY / "articles", room.newsroom.folder / "articles", dirs_exist_ok=True)
        room.parts.publisher.collect()
        context = chromium.new_context(viewport={"width": 1440, "height": 1080})
        room.let_in(context)
        page = context.new_page()
        page.goto(room.door.url + SLOT)
        expect(shown(page).locator("img").first).to_be_visible()
        page.wait_for_load_state("load")
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        context.close()
    assert picture.size == (1440, 1080)
    folder: Path | None = pytestconfig.getoption("--artefacts")
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        picture.quantize(256, dither=Image.Dither.NONE).save(folder / "desk-coming.png", optimize=True)
