"""Texts that are hard to set, all in one digest, as Chromium lays it out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from playwright.sync_api import Browser

from syndicate.digests.letter import letter_html
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.merge_fields import fill
from syndicate.mail.model import Layout, Story
from syndicate.text.direction import direction_of
from tests.browser.test_digest_look import BROKEN, ENLARGE, SCHEMES, WIDTHS, Scheme, laid_out
from tests.unit.mail.quay import DIGEST, FERRY, SECONDARY, TEMPLATES, VALUES

pytestmark = pytest.mark.browser

#: One word in which a line may break nowhere by itself.
UNBREAKABLE = "Donaudampfschifffahrt" * 14 + "skapitän"
BODY = """
<h2>Timetable</h2>
<p>The <strong>first ferry</strong> leaves at <em>five</em>; <a href="https://quay.example/t">all of them</a> do.</p>
<ul><li>Steps<ol><li>North <code>pier1</code></li></ol></li></ul>
<blockquote><p>Nobody heard it.</p></blockquote>
<pre>05:00  North Pier   South Pier   Lighthouse   Old Fish Market   Customs House   Harbour Authority</pre>
<table><tr><th>Pier</th><th>First</th><th>Last</th></tr><tr><td>North</td><td>5:00</td><td>23:40</td></tr></table>
"""


def story(number: int, language: str, headline: str, deck: str) -> Story:
    """A secondary story with a thumbnail."""
    return replace(
        SECONDARY[0],
        article_id=f"hard{number}",
        url=f"https://quay.example/articles/hard{number}",
        headline=headline,
        kicker="",
        deck=deck,
        language=language,
        direction=direction_of(language),
    )


@cache
def html() -> str:
    """Hindi, Chinese, two directions in one line, a word without a place to break, and a body with everything."""
    told = (
        story(0, "hi", "बंदरगाह की पहली विद्युत नौका आज सुबह निःशब्द चली गई", "अस्सी वर्षों तक पुरानी नौका ने जगाया।"),
        story(1, "zh-Hans", "第一班电动渡轮清晨五点静静离开港口", "八十年来,旧渡轮每天早上都会叫醒整条街。"),
        story(
            2,
            "ar",
            "غادرت العبّارة MS Aurora 2 الميناء عند 05:00 بسعر €12.50",
            "قالت Zoë: «لم أسمعها» (3 مرات).",
        ),
        story(3, "de", UNBREAKABLE, f"{UNBREAKABLE} fährt {UNBREAKABLE}"),
    )
    lead = replace(FERRY, body=letter_html(BODY), body_text="Timetable")
    digest = replace(DIGEST, layout=Layout.LETTER, lead=lead, secondary=told)
    return fill(DigestRenderer(TEMPLATES).render(digest), VALUES).html


def assert_set(chromium: Browser, width: int, scheme: Scheme, *, has_pictures: bool, has_sheets: bool) -> None:
    with laid_out(chromium, html(), width, scheme, has_pictures=has_pictures) as page:
        if not has_sheets:
            page.evaluate("document.querySelectorAll('style').forEach((one) => one.remove())")
        page.evaluate(ENLARGE)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(BROKEN) == []
        assert UNBREAKABLE in page.evaluate("document.body.innerText").replace("\u00ad", "")


def test_five_texts_that_are_hard_to_set_stay_on_a_phone_in_letters_twice_as_large(chromium: Browser) -> None:
    assert_set(chromium, 320, "light", has_pictures=False, has_sheets=True)


@pytest.mark.slow
def test_they_do_at_any_width_in_both_schemes_and_without_pictures_or_style_sheets(chromium: Browser) -> None:
    for width, scheme, pictures, sheets in product(WIDTHS, SCHEMES, (True, False), (True, False)):
        assert_set(chromium, width, scheme, has_pictures=pictures, has_sheets=sheets)
