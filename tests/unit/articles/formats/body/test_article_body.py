import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syndicate.articles.formats.body.html import body_of_html
from syndicate.articles.formats.body.plain import body_of_text
from syndicate.text.direction import first_direction
from syndicate.text.html import Outlet, sanitise


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>One</p><img src=a.jpg>", "<p>One</p>"),
        ("<p>One <a href='https://x.example/'><img src=a.jpg></a></p>", "<p>One </p>"),
        ("<p><a href='https://x.example/'><img src=a.jpg></a></p><p>Two</p>", "<p>Two</p>"),
        ("<figure><table><tr><td>1</td></tr></table><figcaption>A table</figcaption></figure>", "figcaption"),
        ("<p>a</p><!-- c --><style>x</style><svg><text>t</text></svg>", "<p>a</p>"),
        ("<article><section>One</section><section>Two</section></article>", "<p>One</p><p>Two</p>"),
    ],
)
def test_pictures_go_and_what_they_leave_empty_goes_too(html: str, kept: str) -> None:
    body = body_of_html(html)
    assert kept in body.html
    assert "<img" not in body.html
    assert not re.search(r"<(p|a|figure)[^>]*>\s*</", body.html)


def test_a_figure_lends_its_caption_to_all_its_pictures() -> None:
    html = "<figure><figcaption>Two ships</figcaption><img src=a.jpg><img src=b.jpg></figure><p>Text</p>"
    body = body_of_html(html)
    assert [(one.candidates[0].url, one.caption) for one in body.pictures] == [
        ("a.jpg", "Two ships"),
        ("b.jpg", "Two ships"),
    ]
    assert body.text == "Text"


def test_the_same_picture_counts_once_and_a_dot_not_at_all() -> None:
    html = "<p>x</p><img src=a.jpg><img src=a.jpg alt=b><img src=https://t.example/1.gif width=1 height=1>"
    assert [one.candidates[0].url for one in body_of_html(html).pictures] == ["a.jpg"]


@pytest.mark.parametrize("html", ["<div>" * 500 + "x", "x" * 2_100_000])
def test_what_no_parser_should_open_is_told(html: str) -> None:
    assert [one.code for one in body_of_html(html).findings] == ["body-unfit"]


def test_a_dead_link_around_another_goes_and_leaves_its_words() -> None:
    links = '<a href="/x">In <table><tr><td><a href="https://h.example/">it</a> and <a href="/y">out</a></table></a>'
    html = body_of_html(links).html
    assert re.sub(r"</?t\w+>", "", html) == 'In <a href="https://h.example/">it</a> and out'
    assert sanitise(html, Outlet.FEED) == html


def test_a_picture_whose_address_is_none_is_told_by_its_words() -> None:
    (finding, *_) = body_of_html('<p>Words.</p><img src="http://" alt="The ferry">').findings
    assert (finding.code, finding.quote) == ("picture-address", "The ferry")


def test_lines_within_a_paragraph_stay_lines() -> None:
    body = body_of_text("Roses are red,\r\nviolets < blue.\n \nEnd.\n")
    assert body.html == "<p>Roses are red,<br>violets &lt; blue.</p>\n<p>End.</p>"
    assert body.text == "Roses are red,\nviolets < blue.\n\nEnd."


@pytest.mark.parametrize(("text", "direction"), [("12 שלום", "rtl"), ("(a) שלום", "ltr"), ("123 …", None)])
def test_the_first_letter_with_a_direction_decides(text: str, direction: str | None) -> None:
    assert first_direction((text,)) == direction


TAGS = """
<p> </p> <figure> </figure> <figcaption> </figcaption> <div> </div> </a> <h1> </h1> &lt; & <svg> <!-- <table><td>
text <img/src=a.jpg/alt=b> <img/src=javascript:x> <a/href=/x> <a/href=https://x.example/>
"""
PIECES = st.sampled_from(TAGS.split())


@given(st.lists(PIECES, max_size=30).map("".join))
@example("<h1><a/href=/x><h1>&lt;")
def test_whatever_comes_in_the_body_is_clean_and_has_no_picture(html: str) -> None:
    found = body_of_html(html).html
    assert "<img" not in found
    assert sanitise(found, Outlet.FEED) == found
