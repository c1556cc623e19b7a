from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import BadDataError
from syndicate.text.html import AMPERSANDS_LIMIT, DEPTH_LIMIT, SIZE_LIMIT, Outlet, check_limits, sanitise, to_text

OUTLETS = list(Outlet)

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<p onclick="alert(1)" style="position:fixed" id=x class=y>a</p>',
    '<svg><a><set attributeName="href" to="javascript:alert(1)"></a></svg>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\tscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:x">x</a>',
    "<form action=https://evil.example><input name=p><button>go</button></form>",
    "<iframe src=https://evil.example></iframe>",
    "<base href=https://evil.example><meta http-equiv=refresh content=0>",
    "</td></tr></table></body></html><p>after</p>",
    "<textarea>",
    '<div style="display:none">',
    "<!-- comment --><p>x</p>",
    "<a href=/relative>x</a><img src=relative.jpg>",
    "<a href=//host.example/x>x</a>",
    "<a href=https:nohost>x</a>",
    "<a href='https:/\\evil.example'>x</a>",
    "<a href='http://[bad'>x</a>",
    "<a href=#top name=top>x</a>",
    "<p>unclosed <b>bold",
]


TAGS = """
p br hr h2 h3 h4 h5 h6 ul ol li blockquote a strong b em i u s code pre sub sup small q cite abbr figure figcaption
dl dt dd table caption thead tbody tfoot tr th td del ins kbd mark time
"""
ATTRIBUTES = "dir lang href title start colspan rowspan scope datetime rel"


class SafeHtml(HTMLParser):
    """A second parser that knows what is allowed."""

    tags = frozenset(TAGS.split())
    attributes = frozenset(ATTRIBUTES.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.tags
        for name, value in attrs:
            assert name in self.attributes
            if name in {"href", "src"}:
                address = urlsplit(value or "")
                assert address.scheme in {"http", "https", "mailto"}
                assert address.netloc or address.scheme == "mailto"

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment came through: {data}")


def assert_safe(html: str) -> None:
    parser = SafeHtml()
    parser.feed(html)
    parser.close()


@pytest.mark.parametrize("outlet", OUTLETS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_leaves_by_any_outlet(attack: str, outlet: Outlet) -> None:
    assert_safe(sanitise(attack, outlet))
    assert_safe(sanitise(attack, outlet, base_url="https://site.example/a/"))


@given(st.text(st.sampled_from("<>/=\"' abipsvgthref:javcrl&;#-!\n"), max_size=200))
def test_whatever_comes_in_what_goes_out_is_safe_and_stays_so(html: str) -> None:
    once = sanitise(html, Outlet.MAIL)
    assert_safe(once)
    assert sanitise(once, Outlet.MAIL) == once


def test_what_is_allowed_stays() -> None:
    html = '<p dir="rtl" lang="he">a <a href="https://x.example/?a=1&amp;b=2">b</a> <em>c</em></p><ul><li>d</li></ul>'
    assert sanitise(html, Outlet.FEED) == html


def test_a_mail_takes_no_tables_and_no_outlet_takes_pictures_of_others() -> None:
    html = '<p>a</p><img src="https://x.example/a.jpg" alt="b"><table><tr><td>c</td></tr></table>'
    assert "<table" not in sanitise(html, Outlet.MAIL)
    assert "<table" in sanitise(html, Outlet.FEED)
    assert [sanitise(html, outlet).count("x.example") for outlet in OUTLETS] == [0] * len(OUTLETS)


def test_links_on_pages_give_nothing_to_their_target() -> None:
    assert 'rel="noopener noreferrer"' in sanitise('<a href="https://x.example/">x</a>', Outlet.PAGE)
    assert "rel" not in sanitise('<a href="https://x.example/">x</a>', Outlet.FEED)


def test_relative_addresses_are_made_absolute_by_the_base() -> None:
    html = sanitise(
        '<a href="../b?x=1">x</a><a href="//h.example/y">y</a>', Outlet.PAGE, base_url="https://s.example/a/c"
    )
    assert 'href="https://s.example/b?x=1"' in html
    assert 'href="https://h.example/y"' in html


def test_without_a_base_relative_addresses_go_and_their_text_stays() -> None:
    assert sanitise('<a href="/b">x</a>', Outlet.FEED) == "<a>x</a>"


def test_an_address_with_spaces_around_is_read_as_browsers_do() -> None:
    assert 'href="https://x.example/a"' in sanitise('<a href=" https://x.exa\nmple/a ">x</a>', Outlet.FEED)
    assert 'href="mailto:a@x.example"' in sanitise('<a href="mailto:a@x.example">x</a>', Outlet.FEED)


def test_too_much_is_refused_before_the_parser_sees_it() -> None:
    with pytest.raises(BadDataError) as caught:
        sanitise("é" * (SIZE_LIMIT // 2 + 1), Outlet.FEED)
    assert caught.value.code == "html-too-large"


@pytest.mark.parametrize("reference", ["&", "&amp;", "&#38;"])
def test_more_ampersands_than_the_sanitiser_bears_are_refused(reference: str) -> None:
    assert sanitise(reference * AMPERSANDS_LIMIT, Outlet.FEED) == "&amp;" * AMPERSANDS_LIMIT
    with pytest.raises(BadDataError, match="100,000 ampersands"):
        sanitise(reference * (AMPERSANDS_LIMIT + 1), Outlet.FEED)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<div></x>" * 1_000,
        "<b class=x>" * 1_000,
        "".join(f"<p><b a={number}></p>" for number in range(1_000)),
        "<ul><li>" * 1_000,
        "<div><span></p>" * 500,
    ],
)
def test_deep_nesting_is_refused_before_the_parser_sees_it(html: str) -> None:
    with pytest.raises(BadDataError) as caught:
        to_text(html)
    assert caught.value.code == "html-too-deep"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * DEPTH_LIMIT + "</div>" * DEPTH_LIMIT,
        "<p>a" * 5_000,
        "<div><span></div>" * 5_000,
        "<br><img>" * 5_000,
        "<table><tr><td>a" + "<tr><td>a" * 5_000 + "</table>",
        "<b>a</b>" * 5_000,
        "</div>" * 5_000,
    ],
)
def test_long_flat_html_is_not_taken_for_deep(html: str) -> None:
    check_limits(html)


def test_text_has_a_blank_line_between_blocks_and_none_inside() -> None:
    html = "<h2>A &amp; B</h2><p>one<br>two\n three</p><ul><li>x</li><li>y <b>z</b></li></ul><script>no</script>"
    html += "<hr><p>end</p>"
    assert to_text(html) == "A & B\n\none\ntwo three\n\n• x\n• y z\n\nend"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol><li>One</li><li>Two</li></ol><ol><li>One again</li></ol>", "1. One\n2. Two\n\n1. One again"),
        ('<ol start="9"><li>Nine<li>Ten</ol>', "9. Nine\n10. Ten"),
        ('<ol start="-1" dir="ltr"><li>Before</li><li>Nothing</li></ol>', "-1. Before\n0. Nothing"),
        ('<ol start="x&quot;><b"><li>One</li></ol><ol start="9999999999"><li>One</li></ol>', "1. One\n\n1. One"),
        ("<ol><li>One<ol><li>Below</li></ol></li><li>Two</li></ol>", "1. One\n\n1. Below\n\n2. Two"),
        ("<ol><li>One<ul><li>Below</li></ul></li><li>Two</li></ol>", "1. One\n\n• Below\n\n2. Two"),
        ("<ol><li><p>One</p><p>So</p></li><li><div><p>Two</p></div></li></ol>", "1. One\n\nSo\n\n2. Two"),
        ("<ul><li><table><tr><td><p>One</p></td></tr></table></li></ul>", "• One"),
        ("<ol><li></li></ol><p>In 2024. <p>The ferry</p>", "1.\n\nIn 2024.\n\nThe ferry"),
        ("</ol><li>Lost</li></ol></ul>", "• Lost"),
    ],
)
def test_items_of_a_list_that_counts_have_their_numbers(html: str, text: str) -> None:
    assert to_text(html) == text


def test_text_of_a_table_keeps_its_cells_apart() -> None:
    assert to_text("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>") == "1 2\n\n3"


def test_literal_markup_survives_the_way_back_to_text() -> None:
    assert to_text("<p>&lt;script&gt; {{x}} ]]&gt; &amp;amp;</p>") == "<script> {{x}} ]]> &amp;"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p lang="de" dir="ltr" title="x">Die Fähre</p><h2 lang="en">The ferry</h2>', "Die Fähre\n\nThe ferry"),
        (
            '<ul lang="de"><li title="a"><p>One</p></li><li><p>Two</p><p>So</p></li></ul>',
            "• One\n\n• Two\n\nSo",
        ),
        ("<ul><li></li></ul><p>The ferry</p>", "•\n\nThe ferry"),
        ("<ul><li>One<ul><li>Two</li></ul></li></ul>", "• One\n\n• Two"),
    ],
)
def test_plain_text_shows_no_tag_whatever_its_attributes_and_keeps_items_on_their_lines(html: str, text: str) -> None:
    assert to_text(sanitise(html, Outlet.FEED)) == text
