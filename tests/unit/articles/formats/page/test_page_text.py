"""Which blocks of an HTML page are its text: pages as blogs and newspapers of many years have made them."""

import pytest
from lxml.html import document_fromstring

from syndicate.articles.formats.page.text.blocks import blocks
from syndicate.articles.formats.page.text.main import main_text
from tests.unit.articles.article_samples import LAST, LEAD, SECOND, reading_of
from tests.unit.articles.page_samples import a_page

TEXT = f"<p>{LEAD}</p><p>{SECOND}</p><p>{LAST}</p>"
SAID = "I crossed with it as a child and shall never forget how the whole ship smelled of coffee and of tar."


@pytest.mark.parametrize("name", ["class=comment-text", "id=sf_comment_list", "class=comentarios", "id=kommentare"])
def test_comments_are_no_text_however_many_there_are(name: str) -> None:
    said = "".join(f"<li><p>{SAID} That was {year}, and I was {age}.</p>" for age, year in enumerate(range(1980, 2000)))
    for page in (a_page(body=f"{TEXT}<ol {name}>{said}</ol>"), a_page(body=TEXT, after=f"<div {name}>{said}</div>")):
        assert reading_of(page).body_text == f"{LEAD}\n\n{SECOND}\n\n{LAST}"


def test_an_article_in_what_is_named_after_comments_is_read() -> None:
    page = a_page(body=TEXT).replace("<main>", "<main class='comment comments-open'>")
    assert reading_of(page).body_text == f"{LEAD}\n\n{SECOND}\n\n{LAST}"


def test_what_stands_behind_a_paywall_is_the_text_and_the_wall_is_not() -> None:
    text = "".join(f"<div class=paywall><p>{one} {SECOND}</p></div>" for one in (LEAD, SAID, LAST, "At night?"))
    wall = "<div class='paywall-bar'><p>To read on, become a friend of the harbour for three coins a month.</p></div>"
    body = reading_of(a_page(body=f"{text}{wall}")).body_text
    assert [one in body for one in (LEAD, SAID, LAST, "At night?", "three coins")] == [True] * 4 + [False]


def test_the_first_paragraph_may_stand_bare_beside_the_others() -> None:
    page = document_fromstring(a_page(body=f"{LEAD} <span>{SAID}</span><p>{SECOND}</p><p>{LAST}</p>"))
    chosen = main_text(blocks(page), [f"{SECOND}\n{LAST}"], [])
    assert [one.text for one in chosen.blocks] == [f"{LEAD} {SAID}", SECOND, LAST]


def test_a_list_in_a_list_does_not_hide_what_stands_around_it() -> None:
    inner = "".join(f"<li>{SAID} Again {number}." for number in range(4))
    page = document_fromstring(a_page(body=f"<ol><li>Talks at noon<li>Games<ol>{inner}</ol><li>Next meeting</ol>"))
    lines = ["Talks at noon", "Games", *(f"{SAID} Again {number}." for number in range(4)), "Next meeting"]
    chosen = main_text(blocks(page), ["\n".join(lines)], [])
    assert [one.text for one in chosen.blocks] == lines


def test_an_article_in_an_element_for_asides_is_read_where_microdata_says_so() -> None:
    menu = "".join(f"<li>Harbour {number}" for number in range(90))
    text = f"<aside><h1>Night Ferry Returns</h1><div itemprop=articleBody>{TEXT}</div></aside>"
    page = f"<!DOCTYPE html><title>Night Ferry Returns</title><header><ul>{menu}</ul></header>{text}"
    assert reading_of(page).body_text == f"{LEAD}\n\n{SECOND}\n\n{LAST}"


def test_a_box_called_sidebar_is_none_of_the_text() -> None:
    page = a_page(body=f"{TEXT}<div id=sidebar><p>{SAID}</p></div>")
    assert SAID not in reading_of(page).body_text


def test_a_french_teaser_without_its_accent_is_one() -> None:
    body = reading_of(a_page(body=f"{TEXT}<p>A lire aussi : Le phare du vieux port</p>")).body_text
    assert body == f"{LEAD}\n\n{SECOND}\n\n{LAST}"
