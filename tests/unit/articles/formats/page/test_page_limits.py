"""Pages that are too much: refused before a parser sees them, or read in time that grows with their length alone."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.formats.page.scanning import scan
from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.errors import BadDataError
from tests.profiles import effort
from tests.unit.articles.article_samples import LAST, LEAD, SECOND, TITLE, codes, reading_of
from tests.unit.articles.page_samples import a_page, a_script

UNCLOSED = [
    "<div>",
    "<b>",
    "<a href=x>",
    "<font>",
    "<table><tr><td>",
    "<ul><li>",
    "<blockquote>",
    "<figure>",
    "<object>",
    "<section><p>",
]


@pytest.mark.parametrize("tag", UNCLOSED)
def test_depth_is_refused_and_never_a_fault(tag: str) -> None:
    for count in (190, 400, 20_000):
        found = codes(reading_of(f"<!DOCTYPE html><body>{tag * count}{LEAD}"))
        assert "unreadable" not in found
        assert count == 190 or {"html-too-deep", "html-too-large"} & set(found)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<!DOCTYPE html>" + "<div>" * 100_000, "html-too-large"),
        ("<!DOCTYPE html><p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">x", "html-too-large"),
        ("<!DOCTYPE html>" + "<p>x</p>" * 100_000, "html-too-large"),
        ("<!DOCTYPE html><p>" + "x" * 5_000_001, "html-too-large"),
        ("<!DOCTYPE html><p>" + "x" * 2_000_001, "html-too-large"),
    ],
)
def test_size_is_refused_with_what_to_do(page: str, code: str) -> None:
    (finding,) = reading_of(page).findings
    assert finding.code == code
    assert finding.message.endswith(".")
    assert finding.message[0].isupper()


@pytest.mark.timeout(60)  # a guard against squares, not a measurement
@pytest.mark.parametrize(
    "text",
    [
        "<!--" * 250_000,
        '<a x="' * 200_000,
        "<a x='\"<b y=\"'" * 80_000,
        "<script>" * 125_000,
        "</" * 500_000,
        "<" * 900_000,
        "<a " + "= " * 500_000,
        "<title>" * 140_000,
        "<a / " * 200_000,
        "<svg>" * 200_000,
        " " * 1_000_000,
        "<script>x</script" * 60_000,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_megabyte_of_broken_markup_is_scanned_in_linear_time(text: str) -> None:
    with contextlib.suppress(BadDataError):
        scan(text)


@pytest.mark.timeout(60)  # a guard against squares, not a measurement
@pytest.mark.parametrize(
    "body",
    [
        "<p>x</p>" * 12_000,
        "<p>" + "x<br>" * 20_000,
        "<blockquote>some words</blockquote>" * 2_500,
        "<img src=a.jpg>" * 6_000,
        "<p>" + '[{"images":{"a":' * 6_000,
        "<time datetime=2020-01-01>x</time>" * 3_000,
        f"<p>{LEAD} {SECOND} {LAST}</p>" * 200,
        "<h1>x</h1>" * 9_000,
        "<meta property=og:title content='" + "a | " * 500 + "'>" + "".join(f"<h1>{n} | y</h1>" for n in range(5_000)),
        "<p>" + "<b><i>x</b>" * 90,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_hundred_kilobytes_of_anything_are_read_in_seconds(body: str) -> None:
    assert "unreadable" not in codes(reading_of(a_page(body=body)))


# --- what is taken out ----------------------------------------------------------------


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>",
        "<SCRIPT type='a>b'>x</SCRIPT >",
        "<style>x</style>",
        "<!-- x -->",
        "<!-->x<!-- -->",
        "<textarea>x</textarea>",
        "<svg><p>x</p></svg>",
        "<svg/>x",
        "<iframe>x</iframe>",
        "<template><p>x</template>",
        "<!x>",
        "<?x?>",
        "</ x>",
        "<script>x",
        "<p title='x",
    ],
)
def test_scripts_styles_comments_and_the_like_never_reach_a_parser(hidden: str) -> None:
    markup = scan(f"a{hidden}").markup
    if hidden in {"<!-->x<!-- -->", "<svg/>x"}:
        assert markup == "ax"  # both are closed at once, so that this is text
    else:
        assert markup == "a" or (hidden == "<p title='x" and "<p" not in markup)


def test_what_looks_like_a_tag_in_an_attribute_is_none() -> None:
    source = scan('<p title="<script>alert(1)</script>">a</p><img alt="</p><div>">b')
    assert source.markup == '<p title="&lt;script>alert(1)&lt;/script>">a</p><img alt="&lt;/p>&lt;div>">b'


def test_json_ld_and_title_are_handed_out_and_no_other_script() -> None:
    source = scan(f"<title>A &amp; b</title><script>no</script>{a_script({'x': 1})}<script type=module>no</script>")
    assert (source.title, source.json_ld, source.markup) == ("A &amp; b", ('{"x": 1}',), "")


@effort(1.5)
@given(st.text(st.sampled_from("<>/!-?\"'= \nabpscriptdv&;x[]{}0"), max_size=300))
def test_no_text_breaks_the_scan_or_the_reader(text: str) -> None:
    assert scan(text).markup is not None
    assert "unreadable" not in codes(reading_of(f"<!DOCTYPE html>{text}"))


TAGS = [
    "div",
    "p",
    "a",
    "b",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "h1",
    "h2",
    "figure",
    "img",
    "time",
    "blockquote",
    "pre",
    "br",
    "meta",
    "base",
    "link",
    "script",
    "span",
]
ATTRIBUTES = [
    "",
    " href='javascript:x'",
    " src=//x/a.jpg",
    " class=related",
    " datetime='2020-01-01T00:00Z'",
    " dir=rtl",
    " rel=canonical href=https://a.example/b",
    " hidden",
    " property=og:title content='A b c'",
    " itemprop=datePublished",
]
SAID = ["", "x", LEAD, TITLE, "2020-01-01"]
PARTS = st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES), st.booleans(), st.sampled_from(SAID))


@given(st.lists(PARTS, max_size=40))
def test_no_tree_of_tags_breaks_the_reader(parts: list[tuple[str, str, bool, str]]) -> None:
    text = "".join(
        f"<{'/' * closes}{name}{'' if closes else attributes}>{said}" for name, attributes, closes, said in parts
    )
    assert "unreadable" not in codes(reading_of(f"<!DOCTYPE html><body>{text}"))


# --- sniffing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("<!-- saved --> <!DOCTYPE html><p>", DocumentFormat.HTML),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html/>', DocumentFormat.HTML),
        ('<?xml version="1.0"?>\n<!-- x -->\n<html xmlns="http://www.w3.org/1999/xhtml">', DocumentFormat.HTML),
        ("<script>x</script><html>", DocumentFormat.HTML),
        ("<meta charset=utf-8><title>x</title>", DocumentFormat.HTML),
        ('<?xml version="1.0"?><!-- x --><rss>', DocumentFormat.RSS),
        ('<?xml version="1.0"?><!-- x --><urlset>', DocumentFormat.XML),
        ("<!-- a note -->\nA headline\n\nProse.", DocumentFormat.PAGE_DUMP),
        ("<!--" * 200_000, DocumentFormat.PAGE_DUMP),
        ("<!-- -->" * 100_000, DocumentFormat.PAGE_DUMP),
    ],
    ids=lambda value: str(value)[:20],
)
def test_pages_are_told_from_other_texts_behind_what_may_stand_before_them(text: str, form: DocumentFormat) -> None:
    assert sniff(text) is form
