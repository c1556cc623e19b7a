"""The tokenizer reads anything to its end, and marks change nothing of what a template says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syndicate.mail.markup.blocks import first_slip
from syndicate.mail.markup.marking import JINJA, mark
from syndicate.mail.markup.marks import MARK, column_of, offset_of, read_marks
from syndicate.mail.markup.structure import mistakes_of_structure
from syndicate.mail.markup.tokens import TokenKind, attributes, tags, tokenize
from syndicate.mail.templates import Templates
from tests.unit.mail.quay import TEMPLATES

PIECES = (
    *"<>/\"'=&;-!? \n",
    *("<p", "</p>", "<mj-text", "</mj-text>", "<br/>", "<!--", "-->", "<![endif]", "<style>", "</style>", "<?", "x"),
    *(' class="a"', " b=c", "href='", "&amp;", "{{ x }}", "{% if x %}", "{% endif %}", "{#", "#}", "{{", "}}", "%}"),
)
BUILT_NAME = re.compile(rf"</?(?:{JINJA})", re.DOTALL)
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(text=texts)
def test_tokens_follow_each_other_without_a_gap_whatever_the_text_is(text: str) -> None:
    tokens = list(tokenize(text))
    assert "".join(text[token.start : token.end] for token in tokens) == text
    assert all(token.start < token.end for token in tokens)
    for tag in tags(text):
        for attribute in attributes(text, tag):
            assert tag.start < attribute.start < attribute.end <= tag.end
            assert text[attribute.start :].startswith(attribute.name)
            assert text[attribute.value_start :].startswith(attribute.value)


@given(text=texts)
@example(text="<{{}}")
@example(text="\n</{{ x }}\n<{{ x }} b=c>")
def test_a_template_is_the_same_without_its_marks_and_every_mark_tells_the_truth(text: str) -> None:
    marked = read_marks(mark(text, "a.j2"))
    assert marked.text == text
    for offset, place in zip(marked.offsets, marked.places, strict=True):
        file, line, column = place.split(":")
        told = offset_of(text, int(line), int(column))
        assert (file, column_of(text, told)) == ("a.j2", int(column))
        if told == offset:
            assert marked.place(offset) == place
        else:  # where Jinja writes the name, the beginning of the tag is told behind it
            assert BUILT_NAME.fullmatch(text, told, offset)


@given(text=texts)
def test_no_template_breaks_what_looks_for_mistakes(text: str) -> None:
    for mistake in mistakes_of_structure(read_marks(mark(text, "a.j2"))):
        assert mistake.where.count(":") >= 1
    slip = first_slip(text)
    assert slip is None or 0 <= slip.offset < len(text)


@pytest.mark.parametrize(
    ("template", "rendered"),
    [
        ("<p {% if x %} a='1'{% endif %}>\n  {% if x %}\n  y\n  {% endif %}\nz", "<p  a='1'>\n  y\nz"),
        ("<p class='{{ x }}  {{- x }}' {%- if x %} b{%- endif %}>", "<p class='vv' b>"),
        ("{% macro m() %}  <b>{{ x }}</b> {% endmacro %}<i>{{ m() | trim }}</i>", "<i><b>v</b></i>"),
        ("<{{ 'h1' }} a='{{ x }}'>x</{{ 'h1' }}>", "<h1 a='v'>x</h1>"),
        ("{% raw %}<p a='{{ x }}'>{% endraw %}", "<p a='{{ x }}'>"),
        ("{% set a = '<b>' | length %}<p w='{{ a }}'/>", "<p w='3'/>"),
        (
            "<style>\n  {% for y in 'ab' %}\n  .{{ y }} { c: d }\n  {% endfor %}\n</style>",
            "<style>\n  .a { c: d }\n  .b { c: d }\n</style>",
        ),
    ],
)
def test_marks_change_neither_white_space_nor_values(tmp_path: Path, template: str, rendered: str) -> None:
    (tmp_path / "a.mjml.j2").write_text(template, encoding="utf-8")
    source = Templates(tmp_path).render("a.mjml.j2", x="v")
    assert MARK in source
    assert read_marks(source).text == rendered


def test_content_has_no_mark_and_the_template_around_it_has() -> None:
    marked = read_marks(f"<p{MARK}a.j2:1:1{MARK}><b>content</b></p{MARK}a.j2:1:20{MARK}>")
    opened, bold, *_ = tags(marked.text)
    assert marked.is_marked(opened.start)
    assert not marked.is_marked(bold.start)


def test_a_part_of_a_marked_text_keeps_its_places() -> None:
    source = (TEMPLATES / "_base/styles.mjml.j2").read_text(encoding="utf-8")
    marked = read_marks(mark(source, "s"))
    part = marked.part(100, 400)
    assert part.text == source[100:400]
    assert [part.place(offset) for offset in range(300)] == [marked.place(offset) for offset in range(100, 400)]


def test_a_style_sheet_is_no_markup() -> None:
    kinds = [token.kind for token in tokenize("<style>a > b { c: '</p>' }</style>")]
    assert kinds == [TokenKind.TAG, TokenKind.RAW, TokenKind.TAG]
