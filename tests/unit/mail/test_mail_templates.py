"""Templates: confined, escaped, and honest about where they are wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from syndicate.errors import BadDataError
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.judge.verdicts import judge
from syndicate.mail.markup.marks import read_marks
from syndicate.mail.markup.structure import check_structure
from syndicate.mail.templates import Templates, has_case, has_long_word
from tests.unit.mail.quay import DIGESTS, TEMPLATES


def templates(folder: Path, **files: str) -> Templates:
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content, encoding="utf-8")
    return Templates(folder)


def test_values_are_escaped_in_mjml_and_not_in_text(tmp_path: Path) -> None:
    found = templates(tmp_path, a_mjml_j2="{{ x }}", a_txt_j2="{{ x }}")
    assert found.render("a.mjml.j2", x='R&D < 5 "%" \'') == "R&amp;D &lt; 5 &#34;%&#34; &#39;"
    assert found.render("a.txt.j2", x="R&D < 5 %") == "R&D < 5 %"


def test_control_characters_of_values_are_taken_out(tmp_path: Path) -> None:
    found = templates(tmp_path, a_txt_j2="{{ x }}")
    assert found.render("a.txt.j2", x="a\x02b\x00c") == "abc"


@pytest.mark.parametrize(
    ("template", "place", "said"),
    [
        ("one\n{{ missing }}", "2:4", "there is no missing"),
        ("one\ntwo {{ x.missing }}", "2:8", "x has no missing"),
        ("{% if x %}\n\n{% endfor %}", "3:1", "{% endfor %} closes nothing; {% if %} is open"),
        ("\n{{ x", "2:1", "this {{ is not closed by }}"),
        ("\n{{ 1 + 'a' }}", "2:1", "+ cannot be applied to a number and a text"),
        ("\n{{ 1 / 0 }}", "2:1", "division"),
        ("\n\n{% include 'gone.j2' %}", "3:13", "there is no template 'gone.j2'"),
        ("{{ ''.__class__.__mro__ }}", "1:1", "this is not for templates"),
        ("{{ x | unknown }}", "1:8", "there is no filter unknown"),
        ("{% include '../secret.j2' %}", "1:13", "there is no template"),
        ("{% include '/etc/passwd' %}", "1:13", "there is no template"),
        ("{{ self.self.self() }}", "1:4", ""),
    ],
)
def test_a_broken_template_is_named_with_its_place(tmp_path: Path, template: str, place: str, said: str) -> None:
    (tmp_path / "secret.j2").write_text("secret")
    root = tmp_path / "mails"
    root.mkdir()
    with pytest.raises(BadDataError) as refused:
        templates(root, a_mjml_j2=template).render("a.mjml.j2", x="x")
    assert refused.value.where == f"a.mjml.j2:{place}"
    assert said in refused.value.message
    assert refused.value.hint


def test_the_place_is_that_of_the_included_template(tmp_path: Path) -> None:
    found = templates(tmp_path, a_mjml_j2="{% include 'b.mjml.j2' %}", b_mjml_j2="\n\n{{ gone }}")
    with pytest.raises(BadDataError) as refused:
        found.render("a.mjml.j2")
    assert refused.value.where == "b.mjml.j2:3:4"


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="no template 'gone") as refused:
        Templates(tmp_path).render("gone.j2")
    assert refused.value.where == "gone.j2"


def test_a_link_out_of_the_folder_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "secret.j2").write_text("secret")
    root = tmp_path / "mails"
    root.mkdir()
    (root / "link.j2").symlink_to(tmp_path / "secret.j2")
    with pytest.raises(BadDataError, match="there is no template"):
        Templates(root).render("link.j2")


def test_a_mistake_in_the_mjml_is_told_in_lines_of_the_template(tmp_path: Path) -> None:
    found = templates(
        tmp_path,
        a_mjml_j2=(
            "<mjml>\n<mj-body>\n{% for _ in range(3) %}\n\n{% endfor %}\n{% include 'b.mjml.j2' %}</mj-body></mjml>"
        ),
        b_mjml_j2="<mj-section>\n  <mj-foo />\n</mj-section>",
    )
    with pytest.raises(BadDataError) as refused:
        check_structure(found.render("a.mjml.j2"))
    assert refused.value.where == "b.mjml.j2:2:3"


def test_content_cannot_forge_the_place_of_a_tag(tmp_path: Path) -> None:
    rendered = templates(tmp_path, a_mjml_j2="<mjml>{{ x }}</mjml>").render("a.mjml.j2", x="<mj-x\x02evil:1\x02>")
    assert read_marks(rendered).text == "<mjml>&lt;mj-xevil:1&gt;</mjml>"


@pytest.mark.parametrize(
    ("template", "where"),
    [
        ("<mjml>{% set x %}<b>one</b> two{% endset %}{{ x | truncate(8, true) }}</mjml>", "a.mjml.j2:1:1"),
        ("<mjml>{% filter reverse %}<b>one</b>{% endfilter %}</mjml>", "a.mjml.j2:1:1"),
        ("<mjml>\x02</mjml>", "a.mjml.j2:1:1"),
        ('<mjml>{{ "\\x02" }}</mjml>', "a.mjml.j2:1:1"),
        ("\x02", ""),
    ],
)
def test_a_template_that_cuts_marks_is_told_where(tmp_path: Path, template: str, where: str) -> None:
    rendered = templates(tmp_path, a_mjml_j2=template).render("a.mjml.j2")
    with pytest.raises(BadDataError, match="a filter cut a tag, or a control character") as refused:
        read_marks(rendered)
    assert refused.value.where == where


def test_blocks_nested_too_deep_are_a_fault_of_the_template(tmp_path: Path) -> None:
    found = templates(tmp_path, a_mjml_j2="{% for _ in [1] %}" * 40 + "{% endfor %}" * 40)
    with pytest.raises(BadDataError, match="too many"):
        found.render("a.mjml.j2")


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    found = templates(tmp_path, a_txt_j2="old")
    assert found.render("a.txt.j2") == "old"
    path = tmp_path / "a.txt.j2"
    path.write_text("new and longer")
    import os

    os.utime(path, (2_000_000_000, 2_000_000_000))
    assert found.render("a.txt.j2") == "new and longer"


@pytest.mark.parametrize(
    ("content", "place"), [(None, ""), (b"\na = ", ":2:5"), (b"a = 1\nb = #12", ":2:5"), (b"\xff", "")]
)
def test_a_table_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, place: str) -> None:
    if content is not None:
        (tmp_path / "tokens.toml").write_bytes(content)
    with pytest.raises(BadDataError) as refused:
        Templates(tmp_path).table("tokens.toml")
    assert refused.value.where == f"tokens.toml{place}"


@pytest.mark.parametrize(
    ("text", "answer"), [("World", True), ("Світ", True), ("العالم", False), ("世界", False), ("123", False)]
)
def test_only_scripts_with_case_are_set_in_capitals(text: str, answer: bool) -> None:  # noqa: FBT001
    assert has_case(text) is answer


def test_a_word_that_no_line_of_a_phone_holds_is_noticed() -> None:
    assert has_long_word("Die Hafenbehördenvorstandssitzung tagt")
    assert not has_long_word("Night trains return to the lake line")


@pytest.mark.parametrize(
    ("file", "written", "mistake", "where", "message"),
    [
        (
            "_base/tokens.toml",
            'accent = "#0b5bd3"',
            'accent = "#zz0b5bd3"',
            "_base/tokens.toml:13:10",
            "accent is '#zz0b5bd3', which is no colour such as #0b5bd3",
        ),
        (
            "_base/dark.mjml.j2",
            "@media",
            "@meida",
            "_base/dark.mjml.j2:3:3",
            "there is no rule @meida; did you mean @media?",
        ),
    ],
)
def test_what_does_nothing_in_a_sheet_or_is_no_colour_is_told(
    tmp_path: Path, file: str, written: str, mistake: str, where: str, message: str
) -> None:
    folder = tmp_path / "type"
    shutil.copytree(TEMPLATES, folder)
    source = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(source.replace(written, mistake, 1), encoding="utf-8")
    digest = DIGESTS["single"]
    try:
        told = [(each.where, each.message) for each in judge(DigestRenderer(folder).render(digest), digest)]
    except BadDataError as error:
        told = [(error.where or "", error.message)]
    assert (where, message) in told
