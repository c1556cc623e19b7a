"""Merge fields: what differs by recipient, and braces of content that must stay braces."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syndicate.errors import BadDataError
from syndicate.mail.merge_fields import (
    escape_html,
    escape_text,
    fields_in,
    fill,
    fill_neutral,
    fresh_sentinels,
    split_fields,
)
from syndicate.mail.model import Rendering

ADDRESS = "https://quay.example/u?a=1&b='\"<"
RENDERING = Rendering(
    html='<a href="{{unsubscribe_url}}">x</a>', text="{{open}}{{open}}a{{close}}: {{unsubscribe_url}}\n"
)


def escaped(content: str) -> Rendering:
    sentinels = fresh_sentinels()
    url = sentinels["unsubscribe_url"]
    return Rendering(
        html=escape_html(f"<style>@media x{{a{{b:c}}}}</style><p>{content}</p><a href='{url}'>", sentinels),
        text=escape_text(f"{content} {url}", sentinels),
    )


def test_every_value_is_escaped_for_html_and_plain_in_text() -> None:
    filled = fill(RENDERING, {"unsubscribe_url": ADDRESS})
    assert filled.html == '<a href="https://quay.example/u?a=1&amp;b=&#x27;&quot;&lt;">x</a>'
    assert filled.text == f"{{{{a}}: {ADDRESS}\n"


@pytest.mark.parametrize(
    "content", ["{{1337*7331}}", "{{ from 5", "{{unsubscribe_url}}", "{{open}}", "}}}{{{", "\\{{x}}", "{{{{raw}}}}"]
)
def test_braces_of_content_stay_what_they_are(content: str) -> None:
    rendering = escaped(content)
    assert fields_in(rendering.html) == ["unsubscribe_url"]
    filled = fill(rendering, {"unsubscribe_url": "https://quay.example/u"})
    assert f"<p>{content}</p>" in unescape(filled.html)
    assert filled.text == f"{content} https://quay.example/u"


@given(content=st.text(st.sampled_from("{}\\ aunsubscribe_lro#/"), max_size=40))
def test_no_content_can_open_a_merge_field(content: str) -> None:
    rendering = escaped(content)
    assert fields_in(rendering.html) == ["unsubscribe_url"]
    assert fields_in(rendering.text)[-1] == "unsubscribe_url"
    assert fill(rendering, {"unsubscribe_url": "https://q.example/"}).text == f"{content} https://q.example/"


@given(content=st.text(st.sampled_from("{}\\ ax_"), max_size=20))
@example(content="{{x}}")
def test_braces_of_content_divide_nothing(content: str) -> None:
    texts, names = split_fields(escaped(content).text)
    assert (texts[0], names) == (f"{content} ", ["unsubscribe_url"])


def test_style_sheets_keep_their_braces() -> None:
    assert "<style>@media x{a{b:c}}</style>" in escaped("x").html


def test_stand_ins_differ_from_one_rendering_to_the_next() -> None:
    assert fresh_sentinels() != fresh_sentinels()
    assert fresh_sentinels()["unsubscribe_url"].isalnum()


def test_the_web_copy_knows_nobody() -> None:
    assert fill_neutral(RENDERING, "https://quay.example").html == '<a href="https://quay.example/unsubscribe">x</a>'


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, "unsubscribe_url"),
        ({"unsubscribe_url": "https://q.example/", "name": "x"}, "name"),
        ({"unsubscribe_url": "javascript:alert(1)"}, "javascript"),
        ({"unsubscribe_url": ""}, "unsubscribe_url"),
        ({"unsubscribe_url": "https://q.example/\r\nx"}, "address"),
    ],
)
def test_a_value_that_is_missing_or_unfit_stops_before_the_send(values: dict[str, str], named: str) -> None:
    with pytest.raises(BadDataError, match=named):
        fill(RENDERING, values)


def test_a_rendering_with_a_merge_field_nobody_knows_is_refused() -> None:
    with pytest.raises(BadDataError, match="no merge field name"):
        fill(Rendering(html="{{name}}", text="{{unsubscribe_url}}"), {"unsubscribe_url": "https://q.example/"})
