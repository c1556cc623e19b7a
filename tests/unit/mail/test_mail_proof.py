"""What is lost is told at the file and the line that lose it; what is seen passes."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from syndicate.articles.model import Finding, Severity
from syndicate.errors import BadDataError
from syndicate.mail.checks import check
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.judge.declarations import judge_declarations
from syndicate.mail.model import Digest, Rendering
from tests.unit.mail.quay import DIGEST, DIGESTS, TEMPLATES

STYLES, FOOTER, LAYOUT = "_base/styles.mjml.j2", "_base/footer.mjml.j2", "_base/layout.mjml.j2"
DARK, FINISH = "_base/dark.mjml.j2", "_base/finish.mjml.j2"


def changed(folder: Path, *changes: tuple[str, str, str]) -> tuple[DigestRenderer, str]:
    """A copy of the templates with changes, and where the last of them stands."""
    root = folder / "email"
    shutil.copytree(TEMPLATES, root)
    place = ""
    for name, old, new in changes:
        source = (root / name).read_text(encoding="utf-8")
        assert source.count(old) >= 1, old
        start = source.index(old)
        place = f"{name}:{source.count(chr(10), 0, start) + 1}"
        (root / name).write_text(source.replace(old, new, 1), encoding="utf-8")
    return DigestRenderer(root), place


def findings(folder: Path, *changes: tuple[str, str, str], digest: Digest = DIGEST) -> tuple[list[Finding], str]:
    renderer, place = changed(folder, *changes)
    return list(check(renderer.render(digest), digest)), place


LINK = '<a class="quiet tap foot-link" href="{{ merge_fields.unsubscribe_url }}">'
#: A line of the postal address, with what stands before it.
LINE = '{% for line in digest.postal_address.splitlines() %}<span dir="auto">{{ line }}</span>'
WORD = '{{ _("Unsubscribe") }}'
LOSSES = {
    "rule that is inlined": (STYLES, "  .quiet {", "  .quiet { visibility: hidden;"),
    "rule that is inlined, on a line of its own": (
        STYLES,
        ".wash { background",
        ".quiet { opacity: 0; }\n  .wash { background",
    ),
    "rule of the head": (FINISH, ".broken {", ".quiet { display: none !important; } .broken {"),
    "rule for phones": (STYLES, ".thumb { display", ".foot { visibility: hidden } .thumb { display"),
    "rule for the dark": (
        DARK,
        ".foot-text, .foot-link { color: {{ dark.on_canvas }}",
        ".foot-text, .foot-link { color: {{ dark.canvas }}",
    ),
    "rule for Outlook.com": (DARK, "[data-ogsb] .wash,", "[data-ogsc] .foot { display: none } [data-ogsb] .wash,"),
    "style attribute": (FOOTER, LINK, LINK[:-1] + ' style="font-size: 1px">'),
    "colour of the ground": (FOOTER, LINK, LINK[:-1] + ' style="color: #f4f2ee">'),
    "attribute": (FOOTER, LINK, LINK[:-1] + ' inert="inert">'),
    "element around it": (
        FOOTER,
        f"{LINK}{WORD}</a>",
        f'<span style="opacity: 0.1">{LINK}{WORD}</a></span>',
    ),
    "comment": (FOOTER, f"{LINK}{WORD}</a>", f"<!-- {LINK}{WORD}</a> -->"),
    "comment for Outlook": (
        FOOTER,
        f"{LINK}{WORD}</a>",
        f"<!--[if mso]>{LINK}{WORD}</a><![endif]-->",
    ),
    "template element": (
        FOOTER,
        f"{LINK}{WORD}</a>",
        f"<template>{LINK}{WORD}</a></template>",
    ),
    "no letters": (FOOTER, f"{LINK}{WORD}", f"{LINK}&#8203;"),
    "background of a section": (
        FOOTER,
        '<mj-section css-class="foot">',
        '<mj-section css-class="foot" background-color="#6c7078">',
    ),
    "indent of a class": (STYLES, "  .small { font-size: 13px;", "  .small { text-indent: -999px; font-size: 13px;"),
}


@pytest.mark.parametrize("name", LOSSES)
def test_a_lost_link_is_told_at_its_file_and_line(tmp_path: Path, name: str) -> None:
    found, place = findings(tmp_path, LOSSES[name])
    told = [str(finding) for finding in found if finding.severity is Severity.BLOCK]
    assert "unsubscribe-hidden" in [finding.code for finding in found]
    assert any(place in message for message in told), (place, told)


def test_an_attribute_on_a_later_line_of_its_tag_is_told_at_that_line(tmp_path: Path) -> None:
    tag = f'{LINK[:-1]}\n  title="x"\n  style="visibility: hidden">'
    found, place = findings(tmp_path, (FOOTER, LINK, tag))
    file, line = place.split(":")
    assert f"{file}:{int(line) + 2}:3: the unsubscribe link cannot be seen" in str(found[0])


def test_a_default_of_the_compiler_is_told_where_it_is_set(tmp_path: Path) -> None:
    found, place = findings(
        tmp_path,
        (STYLES, "  .small { font-size: 13px;", "  .small {"),
        (LAYOUT, 'font-size="16px"', 'font-size="4px"'),
    )
    assert any(place in finding.where for finding in found if finding.severity is Severity.BLOCK)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ((FOOTER, LINE, LINE.replace('"auto">', '"auto" style="display: none">')), "not displayed"),
        ((FOOTER, LINE, LINE.replace("<span", "<!-- <span").replace("</span>", "</span> -->")), "comment"),
        (
            (FOOTER, '<p class="{{ face }}">{% for line', '<p class="{{ face }}" style="color: #ece9e4">{% for line'),
            "1.1:1",
        ),
    ],
)
def test_a_lost_address_is_told_at_its_file_and_line(tmp_path: Path, change: tuple[str, str, str], what: str) -> None:
    found, place = findings(tmp_path, change)
    blocking = [finding for finding in found if finding.code == "postal-address-hidden"]
    assert blocking
    assert place in blocking[0].where
    assert what in blocking[0].message


def test_an_address_that_can_be_seen_in_one_of_its_places_passes(tmp_path: Path) -> None:
    twice = LINE + '<span dir="auto" style="display: none">{{ line }}</span>'
    found, _ = findings(tmp_path, (FOOTER, LINE, twice))
    assert found == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            (
                STYLES,
                "  .title { font-size: 28px; line-height: 34px; }",
                "  .title { font-size: 28px; line-height: 34px;",
            ),
            "brace",
        ),
        ((FINISH, ".quiet, .inked { text-decoration-thickness", ".quiet, .inked  text-decoration-thickness"), ""),
        ((STYLES, "  .plain {", "  ..plain {"), "selector"),
        ((DARK, "    .deck, .small, .quiet {", "    .deck, .small, > {"), "selector"),
        ((STYLES, "  .faint { color: {{ light.muted }}; }", "  .faint { color {{ light.muted }}; }"), "no CSS"),
        (
            (
                STYLES,
                "  .rule { border-top: 1px solid {{ light.rule }}; }",
                "  .rule { border-top: 1px solid {{ light.rule }}; }}",
            ),
            "",
        ),
        ((STYLES, "  :root {", "  /* :root {"), "comment"),
        ((FINISH, "  .broken {", "  @media (min-width: 1px) { .broken {"), "brace"),
    ],
)
def test_a_style_sheet_that_does_not_parse_stops_the_edition_at_its_line(
    tmp_path: Path, change: tuple[str, str, str], said: str
) -> None:
    renderer, place = changed(tmp_path, change)
    with pytest.raises(BadDataError, match="style sheet") as refused:
        renderer.render(DIGEST)
    file, line = place.rsplit(":", 1)
    where_file, where_line = (refused.value.where or "").split(":")[:2]
    assert where_file == file
    assert 0 <= int(where_line) - int(line) <= 1
    assert said in refused.value.message


@pytest.mark.parametrize(
    "css",
    [
        ".quiet { font-size: thirty; }",
        ".quiet { color: blau; }",
        ".quiet { display: nonne; }",
        ".quiet { opacity: faint; }",
        ".quiet { margin: 1 2; }",
    ],
)
def test_a_value_that_no_client_takes_is_told_and_does_nothing(tmp_path: Path, css: str) -> None:
    renderer, place = changed(tmp_path, (FINISH, ".broken {", f"{css} .broken {{"))
    found = list(judge_declarations(renderer.render(DIGEST).source))
    assert [finding.code for finding in found] == ["style-unfit"]
    assert found[0].severity is Severity.WARN
    assert found[0].where.startswith(place)


def test_a_style_attribute_that_no_client_takes_is_told_at_its_tag(tmp_path: Path) -> None:
    renderer, place = changed(tmp_path, (FOOTER, LINK, LINK[:-1] + ' style="color: blau; display none">'))
    found = list(judge_declarations(renderer.render(DIGEST).source))
    assert [finding.severity for finding in found] == [Severity.WARN, Severity.WARN]
    assert all(finding.where.startswith(place) for finding in found)


def test_text_that_is_hard_to_read_is_told_and_leaves(tmp_path: Path) -> None:
    found, place = findings(tmp_path, (FOOTER, LINK, LINK[:-1] + ' style="color: #7f838b">'))
    assert [(finding.code, finding.severity) for finding in found] == [("contrast-low", Severity.WARN)]
    assert place in found[0].where
    assert "3.4:1" in found[0].message


@cache
def plain() -> dict[str, tuple[Rendering, Digest]]:
    renderer = DigestRenderer(TEMPLATES)
    return {name: (renderer.render(digest), digest) for name, digest in DIGESTS.items()}


@pytest.mark.parametrize("name", DIGESTS)
def test_the_marks_of_places_leave_no_trace_in_the_mail(name: str) -> None:
    rendering, _ = plain()[name]
    assert not re.search("[\x02\x03]|data-place|at-\\d", rendering.html)
    assert "\x02" in rendering.source


@pytest.mark.parametrize("name", DIGESTS)
def test_without_its_source_a_mail_is_judged_alike(name: str) -> None:
    rendering, digest = plain()[name]
    bare = Rendering(html=rendering.html, text=rendering.text)
    assert check(bare, digest) == ()
    lost = replace(bare, html=bare.html.replace('class="quiet tap foot-link"', 'class="quiet tap foot-link" inert'))
    assert [finding.code for finding in check(lost, digest)] == ["unsubscribe-hidden"]
