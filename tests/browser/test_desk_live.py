"""A page of the desk that is open while files are saved: it is drawn anew where it stands, and says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import axe_script, violations
from tests.integration.desk.live_parts import SLOW, LiveNewsroom, let_rest, live_newsroom, with_own_templates
from tests.newsroom import Newsroom, dump, open_newsroom

_TOP = "document.querySelector('.frames').getBoundingClientRect().top"

pytestmark = [pytest.mark.browser, pytest.mark.node]


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_script(tmp_path_factory.getbasetemp().parent / "axe-core")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveNewsroom]:
    newsroom = open_newsroom(tmp_path / "newsroom")
    let_rest(newsroom)
    newsroom.configure(SLOW)
    with_own_templates(newsroom)
    with live_newsroom(newsroom) as live:
        yield live


def opened(
    chromium: Browser, live: LiveNewsroom, scheme: str = "light", width: int = 1280, path: str = "/coming/daily"
) -> Page:
    """A page, the bench of the coming edition unless another is meant, scrolled down a little, with its stream open."""
    context = chromium.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
    name, _, value = live.inside["Cookie"].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": live.url}])
    page = context.new_page()
    page.goto(f"{live.url}{path}")
    page.wait_for_load_state("load")
    deadline = 200
    while not len(live.desk.live.streams) and deadline:
        page.wait_for_timeout(50)
        deadline -= 1
    page.evaluate("scrollTo(0, 120)")
    return page


def framed(page: Page, words: str) -> None:
    """Wait until the mail in a frame has those words."""
    expect(page.frame_locator(".frames iframe.w600").get_by_text(words).first).to_be_attached(timeout=20_000)


def test_what_is_saved_is_drawn_where_the_page_stands(chromium: Browser, live: LiveNewsroom) -> None:
    page = opened(chromium, live)
    framed(page, "A tide table for poets")
    page.evaluate("scrollTo(0, 120)")
    seen_at = page.evaluate(_TOP)
    live.newsroom.write_article("tide.txt", dump("A tide table for sailors", section="Culture"))
    framed(page, "A tide table for sailors")
    expect(page.get_by_role("status").filter(has_text="Unsettled: tide.txt is shown")).to_be_visible()
    live.save('title = "The Lantern daily"', 'title = "The Lantern at dawn"')
    framed(page, "The Lantern at dawn")
    # A note has come above: what was looked at is still where it was.
    assert abs(page.evaluate(_TOP) - seen_at) <= 2
    assert page.evaluate("document.querySelectorAll('.frames iframe.w600').length") == 1
    page.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 768)])
def test_a_mistake_stands_above_the_last_good_mail_until_it_is_mended(
    chromium: Browser, live: LiveNewsroom, axe: str, scheme: str, width: int
) -> None:
    page = opened(chromium, live, scheme, width)
    framed(page, "A tide table for poets")
    template = live.templates / "digest" / "digest.mjml.j2"
    good = template.read_text()
    template.write_text(good + "{% if nothing_of_the_kind")
    notes = page.locator("#notes")
    expect(notes).to_contain_text("A template cannot be used as it is saved", timeout=20_000)
    expect(notes).to_contain_text("digest/digest.mjml.j2:")
    live.save("[site]", "[sight]")
    expect(notes).to_contain_text("The settings cannot be used as they are saved", timeout=20_000)
    framed(page, "A tide table for poets")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    checker = page.context.new_page()
    assert violations(checker, page.content(), axe) == []
    checker.close()
    live.save("[sight]", "[site]")
    template.write_text(good)
    expect(notes).to_be_empty(timeout=20_000)
    page.context.close()


def test_a_hidden_page_keeps_no_connection_and_asks_anew_when_it_is_seen(chromium: Browser, live: LiveNewsroom) -> None:
    page = opened(chromium, live)
    hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
    page.evaluate(hide % "true" + "document.dispatchEvent(new Event('visibilitychange'))")
    for _ in range(200):
        if not len(live.desk.live.streams):
            break
        page.wait_for_timeout(50)
    assert len(live.desk.live.streams) == 0
    live.newsroom.write_article("tide.txt", dump("A tide table for sailors", section="Culture"))
    page.wait_for_timeout(500)
    page.evaluate(hide % "false" + "document.dispatchEvent(new Event('visibilitychange'))")
    framed(page, "A tide table for sailors")
    page.context.close()


#: Stays in a page until it is loaded anew.
_MARK, _IS_MARKED = "document.body.dataset.mark = 'here'", "document.body.dataset.mark === 'here'"


def test_an_editions_first_story_comes_to_the_bench_that_is_open(chromium: Browser, tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "newsroom")
    newsroom.configure()
    (newsroom.folder / "articles").mkdir()
    with live_newsroom(newsroom) as live:
        page, other = opened(chromium, live), opened(chromium, live, path="/coming/daily?part=text")
        for each in (page, other):
            expect(each.get_by_text("There is nothing to mail yet.")).to_be_visible()
            each.evaluate(_MARK)
        newsroom.write_article("tide.txt", dump("A tide table for poets", section="Culture"))
        framed(page, "A tide table for poets")
        expect(other.locator("#mail pre")).to_contain_text("A tide table for poets", timeout=20_000)
        assert page.evaluate(_IS_MARKED)
        assert other.evaluate(_IS_MARKED)
        for each in (page, other):
            each.context.close()


def test_what_another_program_sends_moves_the_pages_that_are_open(chromium: Browser, live: LiveNewsroom) -> None:
    edition_id = live.newsroom.json("edition", "compose", "daily")["edition"]["id"]
    first, page = opened(chromium, live, path="/"), opened(chromium, live, path=f"/editions/{edition_id}")
    expect(first.locator("main")).to_contain_text("1 edition waits for you.")
    expect(page.locator("#progress")).to_contain_text("It would go to 2 readers; nothing has left.")
    for each in (first, page):
        each.evaluate(_MARK)
    page.wait_for_timeout(2_000)  # the rows are looked at before it, so that what follows is a change
    assert live.newsroom.run("edition", "send", edition_id, "--yes").returncode == 0
    expect(page.locator("#progress")).to_contain_text("2 of 2 mails have left.", timeout=20_000)
    expect(page.locator("main")).to_contain_text("Nothing more: it is closed.", timeout=20_000)
    expect(first.locator("main")).to_contain_text("2 have left", timeout=20_000)
    for each in (first, page):
        assert each.evaluate(_IS_MARKED)
        each.context.close()
