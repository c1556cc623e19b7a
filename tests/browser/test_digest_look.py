"""Digests as Chromium lays them out: measured, and kept as pictures with ``--artefacts``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route

from syndicate.mail.digest import DigestRenderer
from syndicate.mail.merge_fields import fill
from syndicate.theme.model import Theme
from tests.unit.mail.pictures import draw
from tests.unit.mail.quay import DIGESTS, FERRY, TEMPLATES, VALUES
from tests.unit.mail.test_mail_contrast import TOKENS, contrast

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
WIDTHS = (320, 600, 1200)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

MEASURE = """() => {
  const box = (element) => {
    if (!element) return null;
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  };
  const hex = (colour) => '#' + (colour.match(/\\d+/g) || []).slice(0, 3)
    .map((part) => Number(part).toString(16).padStart(2, '0')).join('');
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (!/rgba\\(.*, 0\\)$|transparent/.test(colour)) return hex(colour);
    }
    return '#ffffff';
  };
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !visible(parent)) continue;
    const style = getComputedStyle(parent);
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    texts.push({
      text: walker.currentNode.data.trim().slice(0, 60), size: parseFloat(style.fontSize), colour: hex(style.color),
      ground: ground(parent), align: style.textAlign, direction: style.direction, box: box(range),
      bottom: range.getBoundingClientRect().bottom, right: range.getBoundingClientRect().right,
      link: parent.closest('a')?.href || null, underlined: style.textDecorationLine.includes('underline'),
    });
  }
  return {
    scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth,
    height: document.documentElement.scrollHeight, texts,
    paper: box(document.querySelector('.paper')), foot: box(document.querySelector('.foot')),
    hero: box(document.querySelector('img.hero')), thumbs: [...document.querySelectorAll('img.pin')].map(box),
    thumbsShown: [...document.querySelectorAll('img.pin')].filter(visible).length,
    unsubscribe: box(document.querySelector('a[href*="/unsubscribe/"]')), h1: box(document.querySelector('h1')),
    canvas: hex(getComputedStyle(document.body).backgroundColor),
    targets: [...document.querySelectorAll('.foot a')].map(box),
  };
}"""

#: Words that stand in two lines though they would have room in one; scripts without spaces break anywhere.
BROKEN = """() => {
  const broken = [];
  const scripts = ['Latin', 'Arabic', 'Hebrew', 'Devanagari'].map((script) => `\\\\p{Script=${script}}`).join('');
  const words = new RegExp(`[${scripts}\\\\p{M}]{2,}`, 'gu');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    let room = node.parentElement;
    while (getComputedStyle(room).display.startsWith('inline')) room = room.parentElement;
    for (const word of node.data.matchAll(words)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const rects = [...range.getClientRects()].filter((rect) => rect.width);
      const width = rects.reduce((sum, rect) => sum + rect.width, 0);
      const lines = new Set(rects.map((rect) => Math.round(rect.top))).size;
      if (lines > 1 && width <= room.clientWidth) broken.push(word[0]);
    }
  }
  return broken;
}"""

#: What a reader does who has letters made twice as large.
ENLARGE = """() => {
  const sizes = [...document.body.querySelectorAll('*')].map((element) => {
    const { fontSize, lineHeight } = getComputedStyle(element);
    return [element, parseFloat(fontSize), parseFloat(lineHeight)];
  });
  for (const [element, size, height] of sizes) {
    if (!size) continue;
    element.style.setProperty('font-size', `${size * 2}px`, 'important');
    if (height) element.style.setProperty('line-height', `${height * 2}px`, 'important');
  }
}"""


@cache
def html_of(name: str) -> str:
    rendering = DigestRenderer(TEMPLATES).render(DIGESTS[name])
    return fill(rendering, VALUES).html


def serve(route: Route, *, has_pictures: bool) -> None:
    if has_pictures and route.request.url.endswith(".jpg"):
        route.fulfill(body=draw(route.request.url), content_type="image/jpeg")
    else:
        route.abort()


@contextmanager
def opened(
    chromium: Browser, name: str, width: int, scheme: Scheme = "light", *, has_pictures: bool = True
) -> Iterator[Page]:
    """The digest in a page of that width; nothing but its drawn pictures is loaded."""
    with laid_out(chromium, html_of(name), width, scheme, has_pictures=has_pictures) as page:
        yield page


@contextmanager
def laid_out(
    chromium: Browser, html: str, width: int, scheme: Scheme = "light", *, has_pictures: bool = True
) -> Iterator[Page]:
    """The same of any HTML.

    The page is the same each time: one of its own would cost more than most of what is looked at.
    """
    page = _page_of(chromium)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.route("**/*", partial(serve, has_pictures=has_pictures))
    try:
        page.goto("about:blank")
        page.set_content(html, wait_until="load")
        yield page
    finally:
        page.unroute_all()


@cache
def _page_of(chromium: Browser) -> Page:
    return chromium.new_page()


@pytest.fixture
def artefacts(request: pytest.FixtureRequest) -> Path | None:
    """The folder for pictures, if one was asked for."""
    folder: Path | None = request.config.getoption("--artefacts", default=None)
    return folder


def keep(page: Page, artefacts: Path | None, label: str) -> None:
    """Keep a picture of the page, if that was asked for."""
    if artefacts is not None:
        (artefacts / "mail").mkdir(parents=True, exist_ok=True)
        page.screenshot(path=artefacts / "mail" / f"{label}.png", full_page=True)


def measured(page: Page, artefacts: Path | None, label: str) -> dict[str, Any]:
    keep(page, artefacts, label)
    found: dict[str, Any] = page.evaluate(MEASURE)
    return found


@pytest.mark.parametrize("name", DIGESTS)
def test_a_digest_is_whole_at_every_width_and_in_both_schemes(
    chromium: Browser, artefacts: Path | None, name: str
) -> None:
    with opened(chromium, name, 600) as page:
        for width, scheme in product(WIDTHS, SCHEMES):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            found = measured(page, artefacts, f"{name}-{width}-{scheme}")
            _assert_whole(found, width, scheme)
            assert page.evaluate(BROKEN) == []


def _assert_whole(found: dict[str, Any], width: int, scheme: Scheme) -> None:
    assert found["scrollWidth"] <= found["clientWidth"] == width
    assert found["paper"]["width"] == min(width, 600)
    _assert_texts_stay_inside(found, 20 if width < 480 else 32)
    _assert_footer_is_last(found)
    _assert_readable(found)
    assert found["canvas"] == TOKENS[scheme]["canvas"]


def _assert_texts_stay_inside(found: dict[str, Any], gutter: int) -> None:
    left = found["paper"]["x"] + gutter - 1
    right = found["paper"]["x"] + found["paper"]["width"] - gutter + 1
    assert [text["text"] for text in found["texts"] if text["box"]["x"] < left or text["right"] > right] == []


def _assert_footer_is_last(found: dict[str, Any]) -> None:
    footer, link = found["foot"], found["unsubscribe"]
    assert footer["y"] == found["paper"]["y"] + found["paper"]["height"]
    assert footer["y"] < link["y"] < footer["y"] + footer["height"] <= found["height"] + 1
    assert link["width"] > 30
    assert [target["height"] for target in found["targets"] if target["height"] < 44] == []


def _assert_readable(found: dict[str, Any]) -> None:
    assert [text["text"] for text in found["texts"] if text["size"] < 12] == []
    poor = [text for text in found["texts"] if contrast(text["colour"], text["ground"]) < 4.5]
    assert poor == []
    large = [text for text in found["texts"] if text["size"] >= 16]
    links = {TOKENS[scheme]["accent"] for scheme in SCHEMES}
    buttons = {TOKENS[scheme]["on_accent"] for scheme in SCHEMES}
    pale = [
        text for text in large if text["colour"] not in links | buttons and contrast(text["colour"], text["ground"]) < 7
    ]
    assert pale == []
    told_by_colour_alone = [text for text in large if text["colour"] in links and not text["underlined"]]
    assert told_by_colour_alone == []


def test_the_lead_picture_fills_the_column_in_its_own_shape(chromium: Browser) -> None:
    with opened(chromium, "lead-and-list", 600) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(MEASURE)
            assert found["hero"]["x"] == found["paper"]["x"]
            assert found["hero"]["width"] == found["paper"]["width"]
            assert found["hero"]["height"] == pytest.approx(found["hero"]["width"] * 9 / 16, abs=1)


def test_thumbnails_stand_at_the_end_and_leave_small_phones(chromium: Browser) -> None:
    with opened(chromium, "lead-and-list", 600) as page:
        for width, shown in ((320, 0), (379, 0), (380, 3), (600, 3)):
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(MEASURE)
            assert found["thumbsShown"] == shown
            for thumb in found["thumbs"][:shown]:
                assert (thumb["width"], thumb["height"]) == (120, 90)
                assert thumb["x"] + thumb["width"] == width - (20 if width < 480 else 32)


def test_without_pictures_their_ground_keeps_size_and_words(chromium: Browser, artefacts: Path | None) -> None:
    with opened(chromium, "lead-and-list", 600, has_pictures=False) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found = measured(page, artefacts, f"lead-and-list-{width}-images-off")
            assert found["hero"]["width"] == found["paper"]["width"]
            assert found["hero"]["height"] == pytest.approx(found["hero"]["width"] * 9 / 16, abs=1)
            assert found["scrollWidth"] <= width
        ground = page.locator("img.hero").evaluate("one => getComputedStyle(one).backgroundColor")
    assert ground == "rgb(185, 173, 116)"


def test_a_digest_from_right_to_left_is_mirrored(chromium: Browser) -> None:
    with opened(chromium, "arabic", 600) as page:
        found = page.evaluate(MEASURE)
    assert [thumb["x"] for thumb in found["thumbs"]] == [32, 32]
    by_text = {text["text"]: text for text in found["texts"]}
    title, view = by_text["الرصيف"], by_text["عرض في المتصفح"]
    assert title["right"] == pytest.approx(568, abs=1)
    assert view["box"]["x"] == pytest.approx(32, abs=1)
    english = next(text for text in found["texts"] if text["text"].startswith("Night trains"))
    assert english["box"]["x"] == pytest.approx(32, abs=1)
    assert english["direction"] == "ltr"


def test_phones_get_smaller_headlines(chromium: Browser) -> None:
    sizes = {}
    for width in (320, 600):
        with opened(chromium, "lead-and-list", width) as page:
            sizes[width] = page.locator("h1").evaluate("one => getComputedStyle(one).fontSize")
    assert sizes == {320: "26px", 600: "30px"}


def test_outlook_com_in_the_dark_gets_our_dark_colours(chromium: Browser) -> None:
    with opened(chromium, "lead-and-list", 600) as page:
        page.evaluate("document.documentElement.setAttribute('data-ogsc', '')")
        page.evaluate("document.documentElement.setAttribute('data-ogsb', '')")
        found = page.evaluate(MEASURE)
    assert {text["ground"] for text in found["texts"]} == {TOKENS["dark"]["paper"], TOKENS["dark"]["canvas"]}
    _assert_readable(found)


def test_without_style_sheets_the_mail_is_still_set_and_in_order(chromium: Browser, artefacts: Path | None) -> None:
    """Gmail drops them for accounts that are not Google's: an emulation."""
    with opened(chromium, "lead-and-list", 360) as page:
        page.evaluate("document.querySelectorAll('style').forEach((one) => one.remove())")
        found = measured(page, artefacts, "lead-and-list-360-no-style-sheets")
    assert found["scrollWidth"] <= 360
    assert found["hero"]["width"] == found["paper"]["width"]
    assert found["hero"]["height"] == pytest.approx(found["hero"]["width"] * 9 / 16, abs=1)
    _assert_footer_is_last(found)


def test_the_preheader_cannot_be_seen_and_nothing_else_is_loaded(chromium: Browser) -> None:
    asked: list[str] = []
    with opened(chromium, "lead-and-list", 600) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        page.set_content(html_of("lead-and-list"))
        shown = page.evaluate("document.body.innerText")
    assert DIGESTS["lead-and-list"].preheader not in shown
    assert FERRY.headline in shown
    assert all(url.endswith(".jpg") or url == "about:blank" for url in asked)


LAYOUTS = ("lead-and-list", "cards", "headlines", "brief", "letter", "blocks", "arabic", "long")


@pytest.mark.parametrize("name", LAYOUTS)
def test_letters_twice_as_large_leave_words_whole_and_nothing_beside_the_page(chromium: Browser, name: str) -> None:
    for width in WIDTHS:
        with opened(chromium, name, width, has_pictures=False) as page:
            page.evaluate(ENLARGE)
            assert page.evaluate(BROKEN) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_cards_stand_in_two_columns_and_on_phones_in_one(chromium: Browser) -> None:
    with opened(chromium, "cards", 600) as page:
        boxes = "[...document.querySelectorAll('.card')].map((card) => card.getBoundingClientRect().toJSON())"
        first, second, third, _ = page.evaluate(boxes)
        assert (first["x"], second["x"] + second["width"]) == (32, 568)
        assert first["y"] == second["y"] < third["y"]
        page.set_viewport_size({"width": 320, "height": 800})
        first, second, *_ = page.evaluate(boxes)
        assert (first["x"], first["width"], second["x"]) == (20, 280, 20)
        assert first["y"] < second["y"]


def test_the_title_has_a_row_of_its_own_on_phones(chromium: Browser) -> None:
    with opened(chromium, "lead-and-list", 320) as page:
        title, view = (page.locator(path).first.bounding_box() for path in (".title", ".only-mail"))
    assert title is not None
    assert view is not None
    assert title["y"] + title["height"] < view["y"]
    assert title["x"] == view["x"] == 20


BRANDS = ("#ffcc00", "#e4002b", "#00664f", "#7f7f7f", "#0b5bd3")


@pytest.mark.parametrize("brand", BRANDS)
def test_a_brand_is_read_in_both_schemes_and_every_layout(chromium: Browser, brand: str) -> None:
    theme = Theme(colours={"accent": brand, "paper": brand if brand == "#7f7f7f" else "#fffaf2"}, button=True)
    page = chromium.new_page(viewport={"width": 600, "height": 800})
    page.route("**/*", lambda route: serve(route, has_pictures=False))
    for name in ("lead-and-list", "cards", "brief", "blocks"):
        page.set_content(DigestRenderer(TEMPLATES, theme).render(DIGESTS[name]).html, wait_until="load")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            texts = [text for text in page.evaluate(MEASURE)["texts"] if text["text"]]
            assert [text for text in texts if contrast(text["colour"], text["ground"]) < 4.5] == []
            running = [text for text in texts if text["size"] >= 16 and text["link"] is None]
            assert [text for text in running if contrast(text["colour"], text["ground"]) < 7] == []
    page.close()
