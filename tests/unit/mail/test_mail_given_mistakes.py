"""Mistakes of every kind in the templates that come with the program: all are told, nearly all where they stand."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from typing import NamedTuple

import pytest

from syndicate.errors import BadDataError
from syndicate.mail.branches import said_messages, slips_in_branches
from syndicate.mail.digest import GIVEN, DigestRenderer
from syndicate.mail.judge.verdicts import judge
from syndicate.mail.transactional import LETTER
from syndicate.words.translation import words_in
from tests.unit.mail.quay import DIGEST, TEMPLATES

FOOT, STYLES, LAYOUT = "_base/footer.mjml.j2", "_base/styles.mjml.j2", "_base/layout.mjml.j2"
DIGESTS, MASTHEAD, TOKENS = "digest/digest.mjml.j2", "digest/masthead.mjml.j2", "_base/tokens.toml"
STORIES, PICTURES, LEAD = "digest/macros/stories.mjml.j2", "digest/macros/pictures.mjml.j2", "digest/parts/lead.mjml.j2"
TEXT, MORE = "digest/digest.txt.j2", "digest/parts/more.mjml.j2"
COLUMN, WHY = "<mj-column>", '<p class="{{ face }}"{{ our_language }}>{{ why }}</p>'
LEAVE = '<a class="quiet tap foot-link" href="{{ merge_fields.unsubscribe_url }}">{{ _("Unsubscribe") }}</a>'
ALL = '<a class="quiet tap foot-link" href="{{ digest.site_url }}">{{ _("All stories") }}</a>'
PIN = 'src="{{ story.picture.url }}" alt="{{ alternative(story) | trim }}" width="120"'
TABLE = '<table class="fixed" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang'
PHONES = "@media only screen and (max-width: 479px) {"


class Change(NamedTuple):
    """``¦`` is where the mistake should be told, in what is new or in what was there; without it, the place is open."""

    file: str
    old: str
    new: str


MISTAKES = {
    "unknown tag": Change(FOOT, COLUMN, "<mj-column>¦<mj-foo>x</mj-foo>"),
    "bad length": Change(FOOT, 'padding="32px 32px 48px"', 'padding="¦wide"'),
    "bad colour": Change(FOOT, 'css-class="foot">', 'css-class="foot" background-color="¦blau">'),
    "wrong parent": Change(FOOT, COLUMN, "¦<mj-text>x</mj-text><mj-column>"),
    "mismatched close": Change(FOOT, "</mj-text>", "¦</mj-image>"),
    "undefined variable": Change(STORIES, "{{ story.headline }}</a>", "{{ ¦story.hedline }}</a>"),
    "loop that is not closed": Change(
        DIGESTS,
        '{% for part in theme.order %}\n{% include "digest/parts/" ~ part ~ ".mjml.j2" %}\n'
        "{% for block in digest.blocks_after(part) %}\n{{ blocks.block(block, script, digest.direction) }}\n"
        "{% endfor %}\n{% endfor %}",
        '¦{% for part in theme.order %}\n{% include "digest/parts/" ~ part ~ ".mjml.j2" %}\n',
    ),
    "expression that is not closed": Change(MASTHEAD, "{{ digest.title }}</", "¦{{ digest.title </"),
    "unknown filter": Change(MASTHEAD, ">{{ digest.title }}<", ">{{ digest.title | ¦shout }}<"),
    "no quotation marks": Change(FOOT, WHY, "<p class=¦small>{{ why }}</p>"),
    "bare ampersand": Change(FOOT, "{{ why }}", "{{ why }} R¦&D & more"),
    "bare <": Change(FOOT, "{{ why }}", "{{ why }} a ¦< b"),
    "unclosed paragraph": Change(FOOT, WHY, "¦" + WHY.removesuffix("</p>")),
    "stray end": Change(FOOT, "{{ why }}</p>", "{{ why }}</p>¦</div>"),
    "unclosed quotation mark": Change(FOOT, 'href="{{ digest.site_url }}"', 'href=¦"{{ digest.site_url }}'),
    "missing include": Change(LAYOUT, '"_base/footer.mjml.j2"', '"¦_base/foter.mjml.j2"'),
    "no TOML": Change(TOKENS, 'ink = "#1b1d22"', "ink = ¦#1b1d22"),
    "token missing": Change(TOKENS, '¦[light]\npaper = "#ffffff"', "[light]"),
    "low contrast": Change(TOKENS, 'ink = "#1b1d22"', 'ink = "#dddddd"'),
    "words in no catalog": Change(LEAD, '{{ text.button(_("Read on")', '{{ text.button(_("¦Read it all")'),
    "no alternative text": Change(
        PICTURES,
        "¦<img class=\"pin {{ 'shade' if story.picture.ground else 'wash' }}\" " + PIN,
        '<img class="pin" src="{{ story.picture.url }}" width="120"',
    ),
    "no way to leave": Change(FOOT, LEAVE, ""),
    "a way to leave on its own colour": Change(FOOT, LEAVE, LEAVE.replace(">{{ _", ' ¦style="color: #f4f2ee">{{ _')),
    "a way to leave hidden by a class": Change(STYLES, ".foot-link {", ".foot-link { ¦display: none; "),
    "a way to leave hidden by the head": Change(STYLES, PHONES, ".quiet { ¦display: none !important; } " + PHONES),
    "@media among copied rules": Change(
        STYLES, ".title { font-size: 28px", "¦@media print {} .title { font-size: 28px"
    ),
    "unknown property": Change(STYLES, ".lead { font-size: 30px", ".lead { ¦font-sise: 30px"),
    "bad value of a property": Change(STYLES, ".lead { font-size: 30px", ".lead { ¦font-size: thirty"),
    "picture without address": Change(FOOT, COLUMN, '<mj-column>¦<mj-image alt="x" width="100px" />'),
    "mj-include": Change(FOOT, COLUMN, '<mj-column>¦<mj-include path="x.mjml" />'),
    "script": Change(FOOT, COLUMN, "<mj-column><mj-raw>¦<script>alert(1)</script></mj-raw>"),
    "two first headings": Change(FOOT, WHY, "¦<h1>{{ why }}</h1>"),
    "heading left out": Change(FOOT, WHY, "¦<h4>{{ why }}</h4>"),
    "click here": Change(FOOT, ALL, '¦<a class="quiet tap" href="{{ digest.site_url }}">here</a>'),
    "flexible boxes": Change(FOOT, WHY, '<p style="¦display: flex; position: absolute">{{ why }}</p>'),
    "vector picture": Change(
        FOOT, COLUMN, '<mj-column>¦<mj-image src="https://q.example/a.svg" alt="x" width="100px" height="100px" />'
    ),
    "no link in the text": Change(TEXT, "{{ story.url }}\n{% endmacro %}\n{{ digest", "{% endmacro %}\n{{ digest"),
    "no language": Change(LAYOUT, '¦<mjml lang="{{ digest.language }}" ', "<mjml "),
    "table without role": Change(STORIES, "¦" + TABLE, TABLE.replace(' role="presentation"', "")),
    # In branches that this mail does not take
    "unknown tag in a branch": Change(MORE, "left_out %}\n<mj-text", "left_out %}\n¦<mj-txet"),
    "unclosed tag in a branch": Change(MORE, "left_out %}\n", 'left_out %}\n¦<mj-text padding="0">\n'),
    "unknown attribute in a branch": Change(MORE, '28px" css-class="gutter"><p', '28px" ¦css-clas="gutter"><p'),
    "unknown name in a branch": Change(MORE, 'href="{{ digest.site_url', 'href="{{ ¦digest.site_ur'),
    "script in a branch": Change(FOOT, "{% if theme.social %}", "{% if theme.social %}¦<script>x</script>"),
    "stray end in a branch": Change(FOOT, "{{ name }}</a>", "{{ name }}¦</b>"),
    "unknown name of the theme in a branch": Change(FOOT, "in theme.social.items() %}<", "in ¦theme.socal.items() %}<"),
    # Anywhere.
    "colour that is not there": Change(STYLES, "solid {{ light.rule }}", "solid {{ ¦light.ruel }}"),
    "link to nowhere": Change(FOOT, 'href="{{ digest.feed_url }}"', '¦href="/feed"'),
    "word that a button does not take": Change(
        FOOT, COLUMN, '<mj-column><mj-button href="https://x.example/" align="¦middle">Go</mj-button>'
    ),
    "tiny text": Change(FOOT, 'style="margin: 3px 0"', '¦style="margin: 3px 0; font-size: 9px"'),
}
#: Of these no template is to blame at one place: a colour that many rules use, a link that is nowhere.
OPEN = {name for name, change in MISTAKES.items() if "¦" not in change.old + change.new}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copytree(TEMPLATES, tmp_path_factory.mktemp("mistakes") / "t")


def test_the_place_of_few_is_open() -> None:
    assert len(OPEN) <= len(MISTAKES) / 10


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_where_it_stands(folder: Path, name: str) -> None:
    change = MISTAKES[name]
    original = (TEMPLATES / change.file).read_text(encoding="utf-8")
    old = change.old.replace("¦", "")
    before = original.split(old, 1)[0]
    ahead = before + (change.new if "¦" in change.new else change.old).split("¦")[0]
    changed = original.replace(old, change.new.replace("¦", ""), 1)
    assert changed != original
    (folder / change.file).write_text(changed, encoding="utf-8")
    try:
        places = told(folder)
    finally:
        (folder / change.file).write_text(original, encoding="utf-8")
    assert places
    if name not in OPEN:
        assert f"{change.file}:{ahead.count(chr(10)) + 1}:{len(ahead) - ahead.rfind(chr(10))}" in places


def test_where_nothing_is_wrong_nothing_is_told(folder: Path) -> None:
    assert told(folder) == set()


def told(folder: Path) -> set[str]:
    """The places of what `config check`, of a paper that has German readers too, and `edition check` tell."""
    places = {slip.where for slip in slips_in_branches(folder, {*GIVEN, LETTER})}
    places |= {said.where for said in said_messages(folder) if not words_in("de").knows(said.message)}
    try:
        rendering = DigestRenderer(folder).render(DIGEST)
    except BadDataError as error:
        return places | {error.where or ""}
    return places | {finding.where for finding in judge(rendering, DIGEST)}
