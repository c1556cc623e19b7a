"""Inlining by the kind of element gives what premailer gives for the whole page, to the byte."""

from __future__ import annotations

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from syndicate.mail import inliner, pipeline
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.inliner import inline, inline_fast, inline_whole, is_simple, rules_of
from tests.unit.mail.quay import DIGESTS, TEMPLATES

CLASSES = ("a", "b", "c-d", "e_f", "none")
SHEET = """
.a { color: #111; margin: 0 }  /* a comment */
.b, .a.b { color: #222; background-color: #eee !important }
p.a { margin: 4px; font-family: 'Segoe UI', serif }
.c-d.b { padding-left: 2px } td.e_f { width: 100%; text-align: right; height: 3px }
.a { margin-top: 1px }
"""
STYLES = ("", "color: red", "margin:1px; color : blue !important;", "mso-hide: all", "nonsense", "COLOR: Red;;")
TEXTS = (
    "text",
    "&nbsp;&amp;&lt;",
    "größer &#8217; نص",
    "{{unsubscribe_url}}",
    "<br>",
    '<img alt="a&quot;b" src="x y">',
)

styles = st.sampled_from(STYLES).map(lambda style: f' style="{style}"' if style else "")
classes = st.lists(st.sampled_from(CLASSES), max_size=3).map(
    lambda names: f' class="{" ".join(names)}"' if names else ""
)
contents = st.recursive(
    st.sampled_from((*TEXTS, "<!--[if mso]><td class='a'><![endif]-->", "<v:rect class='a'>x</v:rect>")),
    lambda inner: st.builds(
        lambda name, klass, style, parts: f"<{name}{klass}{style}>{''.join(parts)}</{name}>",
        st.sampled_from(("p", "div", "span", "a", "table", "td", "h1")),
        classes,
        styles,
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


def page(body: str) -> str:
    style = '<style data-premailer="ignore">@media x { .a { color: red !important } }</style>'
    return f'<!DOCTYPE html>\n<html class="a"><head>{style}</head><body class="b">{body}</body></html>'


@given(body=contents)
def test_any_page_is_inlined_as_if_it_were_done_whole(body: str) -> None:
    assert is_simple(SHEET)
    assert inline(page(body), SHEET) == inline_whole(page(body), SHEET)


def test_a_sheet_is_read_rule_by_rule_as_it_is_written() -> None:
    assert "".join(rules_of(SHEET)) == SHEET
    assert [rule.count("{") for rule in rules_of(SHEET)] == [1] * 6
    assert rules_of(".a { content: '}ß' } /* } */ .b { x: y }") == [".a { content: '}ß' } /* } */ ", ".b { x: y }"]
    assert rules_of("") == [""]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\f"])
def test_however_its_lines_end_a_sheet_is_inlined_as_if_it_were_done_whole(end: str) -> None:
    body, sheet = '<p class="a b">x</p><td class="e_f c-d">y</td>', SHEET.replace("\n", end)
    assert inline(page(body), sheet) == inline_whole(page(body), sheet)


@pytest.mark.parametrize("name", ["lead-and-list", "arabic", "corrected", "disclosed"])
def test_a_digest_is_inlined_as_if_it_were_done_whole(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    rendered = DigestRenderer(TEMPLATES).render(DIGESTS[name])
    monkeypatch.setattr(pipeline, "inline", inline_whole)
    assert DigestRenderer(TEMPLATES).render(DIGESTS[name]) == rendered


@pytest.mark.parametrize(
    "css",
    [".a .b { color: red }", ".a > p { color: red }", "#a { color: red }", "a[href] { color: red }", "p { x: y }"],
)
def test_what_asks_for_more_than_name_and_classes_is_done_whole(css: str) -> None:
    assert not is_simple(css)
    body = '<p class="a" id="a"><a class="b" href="x">x</a></p>'
    assert declared(inline(page(body), css)) == declared(inline_whole(page(body), css))


def test_what_one_mail_has_taught_does_not_reach_another_sheet() -> None:
    body = '<p class="a">x</p>'
    assert "color:#123456" in inline(page(body), ".a { color: #123456 }")
    assert "color:#654321" in inline(page(body), ".a { color: #654321 }")


def test_kinds_are_forgotten_before_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syndicate.mail.inliner._MOST_KINDS", 3)
    for number in range(5):
        body = f'<p class="a" style="margin: {number}px">x</p><p class="b">y</p>'
        css = ".a { color: #abcdef } .b { color: #fedcba }"
        assert inline(page(body), css) == inline_whole(page(body), css)


#: Selectors of several parts, which the whole page is needed for.
FURTHER = SHEET + ".a > .b { color: #333 } div span { margin-left: 3px; line-height: 1.5 } [style] { padding: 1px }"


def declared(html: str) -> list[dict[str, str]]:
    """What stands in the style attribute of each element, in the order of the page."""
    return [_declarations(element.get("style", "")) for element in etree.HTML(html).iter(etree.Element)]


def _declarations(style: str) -> dict[str, str]:
    nodes = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
    return {
        node.lower_name: f"{tinycss2.serialize(node.value).strip()}{' !important' if node.important else ''}"
        for node in nodes
        if node.type == "declaration"
    }


#: Elements that every parser nests alike, as those of a checked mail are nested.
nested = st.recursive(
    st.sampled_from(TEXTS),
    lambda inner: st.builds(
        lambda name, klass, style, parts: f"<{name}{klass}{style}>{''.join(parts)}</{name}>",
        st.sampled_from(("div", "section", "span")),
        classes,
        styles,
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@given(body=nested)
def test_either_library_gives_each_element_the_same(body: str) -> None:
    assert not is_simple(FURTHER)
    assert declared(inline_fast(page(body), FURTHER)) == declared(inline_whole(page(body), FURTHER))


def test_with_the_extra_the_faster_one_is_asked_and_leaves_no_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    body = '<p class="a"><a class="b" href="x">x</a></p>'
    assert inline(page(body), ".a > .b { color: red }") == inline_fast(page(body), ".a > .b { color: red }")
    assert "data-premailer" not in inline(page(body), ".a > .b { color: red }")
    monkeypatch.setattr(inliner, "_has_css_inline", lambda: False)
    assert inline(page(body), ".a > .b { color: red }") == inline_whole(page(body), ".a > .b { color: red }")
