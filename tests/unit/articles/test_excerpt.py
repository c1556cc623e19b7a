from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.excerpt import excerpt_of
from syndicate.text.html import Outlet, sanitise, to_text

PROSE = "The ferry sailed at dawn, and half the town was on the pier to see it leave for the islands."
MORE = "Nobody had slept, and the harbour master had lost his hat to the wind before the bell rang."
WORDS = st.text("abc äжあ &<>\"'", min_size=1, max_size=30)


@pytest.mark.parametrize(
    "before",
    [
        "<h2>At dawn</h2>",
        "<p><strong>What you should know</strong></p>",
        "<p><b>Why?</b></p>",
        "<p>World</p>",
        "<p>Ann Reed</p>",
        "<ul><li>Three boats sail.</li><li>One stays.</li></ul>",
        "<ol><li><p>Three boats sail.</p></li></ol>",
        "<p>• Three boats sail.</p>",
        "<p>- Three boats sail.</p>",
        "<table><tbody><tr><td>Boats sail at noon.</td></tr></tbody></table>",
        "<figure><figcaption>The ferry, as it was seen from the pier.</figcaption></figure>",
        "<p>Photo: Ann Reed</p>",
        "<p>The ferry at dusk. (Photo by Ann Reed/Getty Images)</p>",
        "<dl><dt>Ferry</dt><dd>It sails.</dd></dl>",
        "<blockquote><p>We have waited for thirty years.</p></blockquote>",
        "<pre>ferry --sail .</pre>",
        '<p><abbr title="a > b"></abbr></p>',
        "<hr>",
    ],
)
def test_what_is_no_running_text_is_passed_over(before: str) -> None:
    assert excerpt_of(f"{before}<p>{PROSE}</p>", 280) == PROSE
    assert excerpt_of(f"<p>{PROSE}</p>{before}<p>{MORE}</p>", 280) == f"{PROSE} {MORE}"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<h2>Menu</h2><ul><li>Soup</li><li>Fish</li></ul>", "Soup Fish"),
        ("<p>• Soup</p><p>• Fish</p>", "Soup Fish"),
        ("<table><tr><td>Soup</td><td>4 €</td></tr></table>", "Soup 4 €"),
        ("<blockquote><p>It was loud.</p></blockquote><ul><li>Soup</li></ul>", "It was loud."),
        ("<p>A verse without a stop</p><ul><li>Soup</li></ul>", "A verse without a stop"),
        ("<figure><figcaption>The pier</figcaption></figure>", "The pier"),
        ("<h2>Only this</h2>", "Only this"),
        ("Words without any element.", "Words without any element."),
        ("", ""),
        ("<p> </p><ul><li></li></ul>", ""),
    ],
)
def test_a_body_of_nothing_else_is_told_by_the_best_that_it_has(body: str, told: str) -> None:
    assert excerpt_of(body, 280) == told


def test_paragraphs_are_gathered_until_there_is_half_of_what_has_room() -> None:
    body = f"<p>So it sailed.</p><p>{PROSE}</p><p>{MORE}</p>"
    assert excerpt_of(body, 200) == f"So it sailed. {PROSE}"
    assert excerpt_of(body, 40) == "So it sailed. The ferry sailed at dawn…"


def test_words_are_read_as_readers_see_them() -> None:
    body = "<p>Fish &amp; <em>chips</em>,<br>1&nbsp;&lt;&nbsp;2, and a long<sup>2</sup> walk — <a>all</a> day.</p>"
    assert excerpt_of(body, 280) == "Fish & chips, 1 < 2, and a long2 walk — all day."


def test_a_long_paragraph_in_bold_type_is_running_text() -> None:
    assert excerpt_of(f"<p><strong>{PROSE}</strong></p><p>{MORE}</p>", 100) == PROSE


def test_japanese_sentences_end_as_japanese_ends_them() -> None:
    assert excerpt_of("<p>ブログ</p><p>先日、船が出ました。</p>", 280) == "先日、船が出ました。"


def test_of_a_long_text_the_beginning_alone_is_read() -> None:
    class Seen(str):
        """A text that tells up to where it was asked for."""

        __slots__ = ("end",)
        end: int

        def __getitem__(self, asked: object) -> str:
            assert isinstance(asked, slice)
            self.end = max(self.end if hasattr(self, "end") else 0, len(self) if asked.stop is None else asked.stop)
            return str(self)[asked]

    body = Seen(f"<p>{PROSE}</p>" * 10_000)
    assert excerpt_of(body, 280)
    assert body.end < 1_000


def test_what_stands_behind_a_table_without_end_is_not_waited_for() -> None:
    rows = "<tr><td>Soup, 4 €</td></tr>" * 2_000
    assert excerpt_of(f"<table>{rows}</table><p>{PROSE}</p>", 100).startswith("Soup, 4 € Soup, 4 €")


def test_a_paragraph_without_end_is_told_by_its_beginning() -> None:
    assert excerpt_of(f"<p>{'word ' * 10_000}</p>", 100).endswith("word…")


def elements(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from("p h2 h3 ul ol li blockquote figure figcaption table tr td pre b strong em a div".split())  # noqa: SIM905
    return st.builds(lambda name, parts: f"<{name}>{''.join(parts)}</{name}>", names, st.lists(inner, max_size=4))


MARKUP = st.recursive(WORDS.map(escape), elements, max_leaves=20)


@given(MARKUP, st.integers(20, 300))
def test_a_body_with_words_never_stands_without(markup: str, length: int) -> None:
    body = sanitise(markup, Outlet.PAGE)
    told = excerpt_of(body, length)
    assert bool(told) == bool(to_text(body).strip("•*–- 0123456789.\n"))
    assert len(told) <= length


@given(
    st.lists(
        st.tuples(st.sampled_from(("h2", "h4", "figcaption", "li", "td", "caption")), WORDS.map(escape)), max_size=6
    )
)
def test_no_label_joins_running_text(labels: list[tuple[str, str]]) -> None:
    around = {"li": "ul", "td": "table", "figcaption": "figure", "caption": "table"}
    body = "".join(
        f"<{around.get(name, 'p')}><{name}>{text}</{name}></{around.get(name, 'p')}>"
        if name in around
        else f"<{name}>{text}</{name}>"
        for name, text in labels
    )
    assert excerpt_of(sanitise(f"{body}<p>{PROSE}</p>{body}<p>{MORE}</p>", Outlet.PAGE), 280) == f"{PROSE} {MORE}"
