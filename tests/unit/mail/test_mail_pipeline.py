"""MJML to HTML: what the two tools would break must come out whole."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from syndicate.errors import BadDataError
from syndicate.mail.merge_fields import fresh_sentinels
from syndicate.mail.pipeline import compile_mjml

# 24 strings, 18 of which MRML prints as ``\u{…}`` when they stand in an attribute.
PROBES = [
    "हिन्दी में समाचार",
    "ข่าวเช้านี้",
    "தமிழ் செய்திகள்",
    "মুক্তিযুদ্ধ",
    "العَرَبِيَّة",
    "שָׁלוֹם",
    "❤️",
    "👩‍👩‍👧",
    "🏳️‍🌈",
    "Quoi\u00a0?",
    "12\u202f500",
    "soft\u00adhyphen",
    "right\u200fmark",
    "می\u200cخواهم",
    "e\u0301a\u0300",
    "back\\slash \\n \\u{94d}",
    "tab\there",
    "line\nfeed",
    "日本語",
    "Größe",
    "Київ",
    "ไม่",
    "한국어",
    "plain & <simple> \"quoted\" 'single'",
]

DARK = """
<mj-style>
  @media (prefers-color-scheme: dark) { .a { color: #fff !important } }
  @media only screen and (max-width: 379px) { .b { display: none !important } }
  [data-ogsc] .a { color: #eee !important }
  [data-ogsb] .a { background: #111 !important }
  :root { color-scheme: light dark }
  .never-used { color: red }
</mj-style>
"""


def mail(body: str, head: str = "", attributes: str = "") -> str:
    return (
        f"<mjml><mj-head>{head}</mj-head><mj-body {attributes}><mj-section><mj-column>"
        f"{body}</mj-column></mj-section></mj-body></mjml>"
    )


def text(content: str) -> str:
    return f"<mj-text>{content}</mj-text>"


def escaped(value: str) -> str:
    for character, entity in {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"}.items():
        value = value.replace(character, entity)
    return value


def element(html: str, path: str) -> HtmlElement:
    found = lxml_html.document_fromstring(html).find(f".//{path}")
    assert found is not None
    return found


@pytest.mark.parametrize("probe", PROBES)
def test_no_script_is_corrupted_in_attributes_or_text(probe: str) -> None:
    value = escaped(probe)
    html = compile_mjml(
        mail(
            f'<mj-image src="https://q.example/p.jpg" alt="{value}" title="{value}" />'
            + text(f'<a href="https://q.example/?q={value}" title="{value}">{value}</a><img alt="{value}">'),
            head=f"<mj-title>{value}</mj-title>",
        )
    )
    assert element(html, "img").get("alt") == probe
    assert element(html, "img").get("title") == probe
    assert element(html, "a").get("title") == probe
    assert unquote(element(html, "a").get("href") or "") == f"https://q.example/?q={probe}"
    assert element(html, "a").text == probe
    assert element(html, "title").text == probe
    assert element(html, "div[@aria-label]").get("aria-label") == probe
    assert "\\u{" not in html


def test_a_probe_that_is_markup_in_quotation_marks_stays_text() -> None:
    hostile = escaped("<style>{{x}}</style>")
    html = compile_mjml(mail(text(f'<img alt="{hostile}">{hostile}')))
    assert "{{" not in html
    assert element(html, "img").get("alt") == "<style>{{x}}</style>"


def test_style_sheets_are_kept_to_the_letter() -> None:
    html = compile_mjml(mail(text('<p class="a b">x</p>'), head=DARK))
    assert html.count("!important") >= DARK.count("!important")
    for rule in (
        "[data-ogsc] .a { color: #eee !important }",
        "[data-ogsb] .a { background: #111 !important }",
        ":root { color-scheme: light dark }",
        "(prefers-color-scheme: dark) { .a { color: #fff !important } }",
        "(max-width: 379px) { .b { display: none !important } }",
        ".never-used { color: red }",
    ):
        assert rule in html
    assert "data-premailer" not in html


def test_inlined_rules_reach_their_elements_and_leave_the_sheet() -> None:
    sheet = "<mj-style inline=\"inline\">.a { color: #123456; font-family: 'Segoe UI',serif }</mj-style>"
    html = compile_mjml(mail(text('<p class="a" style="margin:0">x</p>'), head=sheet))
    style = element(html, "p").get("style") or ""
    assert "color:#123456" in style
    assert "Segoe UI" in style
    assert "margin:0" in style
    assert html.count("#123456") == 1
    assert element(html, "p").get("class") == "a"


def test_sizes_of_pictures_and_cells_are_not_turned_into_percent() -> None:
    rules = ".p { width: 100%; height: auto; background-color: #fff; text-align: left }"
    sheet = f'<mj-style inline="inline">{rules}</mj-style>'
    cell = '<table><tr><td class="p" width="120" align="right">x</td></tr></table>'
    html = compile_mjml(mail(text(f'<img class="p" width="600" height="338" src="a" alt="a">{cell}'), head=sheet))
    assert (element(html, "img").get("width"), element(html, "img").get("height")) == ("600", "338")
    cell_found = element(html, "td[@class='p']")
    assert (cell_found.get("width"), cell_found.get("align"), cell_found.get("bgcolor")) == ("120", "right", None)


def test_outlook_gets_its_comments_and_no_empty_seams() -> None:
    html = compile_mjml(mail(text("x"), head="<mj-raw><!--[if mso]><style>a{b:c}</style><![endif]--></mj-raw>"))
    assert "<!--[if mso]><style>a{b:c}</style><![endif]-->" in html
    assert "<o:PixelsPerInch>96</o:PixelsPerInch>" in html
    assert '<!--[if mso | IE]><table border="0"' in html
    assert "<![endif]--><!--[if mso | IE]>" not in html
    assert html.count("<!--[if") == html.count("<![endif]-->")


def test_the_page_is_in_standards_mode() -> None:
    assert compile_mjml(mail(text("x"))).startswith("<!DOCTYPE html>\n<html")


def test_no_web_font_is_asked_for_even_with_the_default_font() -> None:
    html = compile_mjml(mail(text("x")))
    assert "fonts.googleapis.com" not in html
    assert "@import" not in html


def test_a_background_set_as_a_default_colours_the_page_too() -> None:
    default = '<mj-attributes><mj-body background-color="#f4f2ee" /></mj-attributes>'
    assert "background-color:#f4f2ee" in (
        element(compile_mjml(mail(text("x"), head=default)), "body").get("style") or ""
    )
    own = compile_mjml(mail(text("x"), head=default, attributes='background-color="#000000"'))
    assert "#f4f2ee" not in (element(own, "body").get("style") or "")
    assert "background" not in (
        element(compile_mjml(mail(text("x"), head="<mj-attributes />")), "body").get("style") or ""
    )


def test_merge_fields_stand_where_their_stand_ins_stood_and_other_braces_are_inert() -> None:
    sentinels = fresh_sentinels()
    html = compile_mjml(mail(text(f'<a href="{sentinels["unsubscribe_url"]}">{{{{x}}}}</a>')), sentinels)
    assert 'href="{{unsubscribe_url}}"' in html
    assert element(html, "a").text == "{{x}}"
    assert html.count("{{") == 1


def test_the_same_source_gives_the_same_bytes_whatever_the_fresh_sentinels() -> None:
    def compiled() -> str:
        sentinels = fresh_sentinels()
        return compile_mjml(mail(text(f'<a href="{sentinels["unsubscribe_url"]}">x</a>'), head=DARK), sentinels)

    assert compiled() == compiled()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (mail("<mj-foo>x</mj-foo>"), "<mj-foo> is no MJML tag"),
        (mail(text("x"), head="<mj-column></mj-column>"), "<mj-column> cannot stand in <mj-head>"),
        (mail("<mj-section></mj-section>"), "<mj-section> cannot stand in <mj-column>"),
        (mail("<mj-text><mj-image /></mj-text>"), "<mj-image> cannot stand in <mj-text>"),
        ("<mj-body></mj-body>", "<mj-body> cannot stand on its own"),
        ("<mjml><mjml></mjml></mjml>", "it belongs in no other tag"),
        (mail("<mj-text>x"), "<mj-text> is not closed before </mj-column>"),
        (mail("<mj-text>x</mj-button>"), "</mj-button> closes nothing; <mj-text>"),
        ("<mjml></mjml></mjml>", "</mjml> closes nothing"),
        ("<mjml><mj-body>", "<mj-body> is not closed"),
        (mail('<mj-include path="/etc/passwd" />'), "<mj-include> is not used here"),
        (mail(text("x"), head='<mj-font name="x" href="http://x/" />'), "<mj-font> is not used here"),
        (mail(text("x"), head='<mj-style inline="inline">@media x{a{b:c}}</mj-style>'), "plain rules only, no @media"),
        (mail(text("x"), head='<mj-style inline="inline">a{b:&#39;c&#39;}</mj-style>'), "no &#39;"),
        (mail(text("x"), head='<mj-style>@import url("http://127.0.0.1/")</mj-style>'), "loads no style sheet"),
        (mail(text("a < b")), "this < begins no tag"),
        (mail(text("x"), head="<mj-attributes><mj-style></mj-style></mj-attributes>"), "<mj-style> cannot stand"),
    ],
)
def test_a_mistake_in_the_mjml_is_refused_at_its_line(source: str, message: str) -> None:
    with pytest.raises(BadDataError, match=re.escape(message)) as refused:
        compile_mjml(f"\n\n{source}")
    assert re.fullmatch(r"3:\d+", refused.value.where or "")
    assert refused.value.hint


def test_tags_in_comments_and_defaults_of_tags_are_no_mistakes() -> None:
    head = '<mj-attributes><mj-all padding="0" /><mj-class name="x" /><mj-text color="#000" /></mj-attributes>'
    assert "x" in compile_mjml(mail("<!-- <mj-foo> -->" + text("x"), head=head))
