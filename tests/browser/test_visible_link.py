"""Whether the unsubscribe link is seen: our verdict on changed mails is Chromium's, width by width, in both schemes."""

from __future__ import annotations

import io
from itertools import product
from typing import Literal

import pytest
from lxml.html import document_fromstring
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page

from syndicate.articles.model import Severity
from syndicate.mail.checks import check
from syndicate.mail.model import Rendering
from syndicate.mail.style.losses import loss_of, shuts_out
from syndicate.mail.style.media import Medium
from syndicate.mail.visible import UNSUBSCRIBE, look_at, runs_of
from tests.browser.mutated_mails import CASES, STRICTER, Case, whole
from tests.unit.mail.quay import DIGEST
from tests.unit.mail.test_mail_contrast import contrast

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
VIEWS = tuple(product((320, 600), SCHEMES))

FIND = """() => {
  const link = document.querySelector('a[href="{{unsubscribe_url}}"]');
  if (!link || !link.textContent.trim()) return null;
  if (!link.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return null;
  // Not by scrollIntoView: that scrolls boxes, too, which no reader can.
  window.scrollTo(0, link.getBoundingClientRect().y + window.scrollY - 300);
  const range = document.createRange();
  range.selectNodeContents(link);
  const { x, y, width, height } = range.getBoundingClientRect();
  const at = document.elementFromPoint(x + width / 2, y + height / 2);
  return at && link.contains(at) ? { x, y, width, height } : null;
}"""


def is_seen_by_chromium(page: Page, width: int, scheme: Scheme) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("window.scrollTo(0, 0)")
    box: FloatRect | None = page.evaluate(FIND)
    if box is None or box["height"] < 9 or box["x"] < 0 or box["x"] + 20 > width or box["width"] < 20:
        return False
    return contrast_in(page.screenshot(clip=box)) >= 2.2


def contrast_in(picture: bytes) -> float:
    """The contrast between the lightest and the darkest pixel: of letters and their ground, if there are any."""
    pixels = Image.open(io.BytesIO(picture)).convert("L").convert("RGB").getcolors(1 << 24) or []
    greys = sorted(grey[0] for _, grey in pixels if isinstance(grey, tuple))
    return contrast(f"#{greys[0]:02x}{greys[0]:02x}{greys[0]:02x}", f"#{greys[-1]:02x}{greys[-1]:02x}{greys[-1]:02x}")


def seen_by_us(html: str) -> dict[tuple[int, Scheme], bool]:
    page = document_fromstring(html)
    look = look_at(page)
    links = [link for link in page.iter("a") if link.get("href") == UNSUBSCRIBE]
    runs = [run for link in links for run in runs_of(link) if run.has_ink]
    if not runs or shuts_out(runs[0].element):
        return dict.fromkeys(VIEWS, False)
    losses = {
        (width, scheme): loss_of(runs[0].element, look.cascade, Medium(scheme=scheme, width=width), is_link=True)
        for width, scheme in VIEWS
    }
    return {view: loss is None or not loss.is_fatal for view, loss in losses.items()}


def expected(case: Case) -> dict[tuple[int, Scheme], bool]:
    lost_in = {"all": True, "none": False}
    return {
        view: not lost_in.get(case.lost, case.lost in {view[1], "narrow" if view[0] == 320 else "wide"})
        for view in VIEWS
    }


def blocks(html: str) -> set[str]:
    findings = check(Rendering(html=html, text=f"{UNSUBSCRIBE} {DIGEST.postal_address}"), DIGEST)
    return {finding.code for finding in findings if finding.severity is Severity.BLOCK}


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Page:
    page = chromium.new_page()
    page.route("**/*", lambda route: route.abort())
    return page


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_link_is_lost_where_chromium_shows_none(page: Page, case: Case) -> None:
    html = case.mutate(whole())
    page.set_content(html)
    assert {view: is_seen_by_chromium(page, *view) for view in VIEWS} == expected(case)
    assert seen_by_us(html) == expected(case)
    is_blocked = bool(blocks(html) & {"unsubscribe-hidden", "unsubscribe-count"})
    assert is_blocked is (case.lost != "none")


@pytest.mark.parametrize("case", STRICTER, ids=lambda case: case.name)
def test_what_other_clients_do_not_show_is_lost_though_chromium_shows_it(page: Page, case: Case) -> None:
    html = case.mutate(whole())
    page.set_content(html)
    assert all(is_seen_by_chromium(page, *view) for view in VIEWS)
    assert "unsubscribe-hidden" in blocks(html)


def test_there_are_enough_ways_and_each_changes_the_mail() -> None:
    assert len([case for case in CASES if case.lost != "none"]) >= 60
    assert [case.name for case in CASES[1:] if case.mutate(whole()) == whole()] == []
