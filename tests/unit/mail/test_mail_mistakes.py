"""What authors of templates get wrong is told at its file, line and column, in words that they understand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from syndicate.errors import BadDataError
from syndicate.mail.markup.attributes import mistakes_of_attributes
from syndicate.mail.pipeline import compile_mjml
from syndicate.mail.templates import Templates

MAIL, FOOT, PARTS, TOKENS = "mail.mjml.j2", "foot.mjml.j2", "parts.mjml.j2", "tokens.toml"
FILES = {
    MAIL: """\
{% import "parts.mjml.j2" as parts with context %}
<mjml lang="{{ paper.language }}">
  <mj-head>
    <mj-title>{{ paper.title }}</mj-title>
    <mj-attributes>
      <mj-all padding="0" />
      <mj-text color="{{ light.ink }}" font-size="16px" />
      <mj-class name="wide" padding="0 32px" />
    </mj-attributes>
    <mj-raw><!--[if mso]><style>p { margin: 0 }</style><![endif]--></mj-raw>
    <mj-style inline="inline">
      .deck { color: {{ light.ink }}; margin: 0; }
    </mj-style>
  </mj-head>
  <mj-body width="600px">
    <mj-section background-color="{{ light.paper }}" css-class="paper">
      <mj-column>
        <mj-image src="https://h.example/logo.png" alt="{{ paper.title }}" width="120px" />
        {% for story in paper.stories %}
        <mj-text mj-class="wide">{{ parts.story(story) }}</mj-text>
        {% endfor %}
        {% if paper.note %}
        <mj-button href="{{ paper.note }}" align="center">Note</mj-button>
        {% endif %}
      </mj-column>
    </mj-section>
    {% include "foot.mjml.j2" %}
  </mj-body>
</mjml>
""",
    FOOT: """\
<mj-section>
  <mj-column>
    <mj-text>
      <p class="{{ 'deck' }}">{{ paper.title | upper }}</p>
      <p><a href="{{ paper.url }}" style="color: #123456">All</a> &middot; <b>now</b></p>
    </mj-text>
  </mj-column>
</mj-section>
""",
    PARTS: """\
{% macro story(story) %}
<table role="presentation" width="100%" border="0" dir="{{ story.direction }}">
  <tr>
    <td class="cell{{ ' big' if story.is_big }}" valign="top" align="left">
      <h2><a href="{{ story.url }}">{{ story.headline }}</a></h2>
    </td>
    <td width="120"><img src="{{ story.picture }}" alt="" width="120" height="90" /></td>
  </tr>
</table>
{% endmacro %}
""",
    TOKENS: """\
# Colours.
[light]
ink = "#111111"
paper = "#ffffff"

[dark]
ink = "#eeeeee"
paper = "#000000"
""",
}


class Change(NamedTuple):
    """A mistake: ``¦`` in what is new is where it should be told, with these words."""

    file: str
    old: str
    new: str
    told: str


STORY = {"direction": "ltr", "is_big": True, "url": "https://h.example/s", "headline": "H & <i>", "picture": "p.jpg"}
PAPER = {"language": "en", "title": "The Lantern", "url": "https://h.example/", "stories": [STORY, STORY]}
NOTE = {"note": "https://h.example/note"}

MISTAKES = {
    # tags
    "an unknown tag": Change(FOOT, "<mj-column>", "<mj-column>¦<mj-txt>x</mj-txt>", "did you mean <mj-text>?"),
    "an unknown tag far from any": Change(FOOT, "<mj-column>", "<mj-column>\n ¦<mj-quux />", "is no MJML tag"),
    "an unknown element": Change(FOOT, "<b>now</b>", "¦<spam>now</spam>", "did you mean <span>?"),
    "MJML in HTML": Change(FOOT, "<b>now</b>", "¦<mj-image src='x' />", "cannot stand in <p>"),
    "HTML between columns": Change(FOOT, "  <mj-column>", "  ¦<div>x</div><mj-column>", "put it into <mj-text>"),
    "text between columns": Change(
        FOOT, "<mj-section>\n", "<mj-section>\n¦Read this", "text cannot stand in <mj-section>"
    ),
    "text after an expression": Change(MAIL, "{% endfor %}", "{% endfor %} ¦and more", "text cannot stand in"),
    "a column in the body": Change(MAIL, '{% include "foot', '¦<mj-column></mj-column>{% include "foot', "belongs in"),
    "a section in a column": Change(FOOT, "<mj-text>", "¦<mj-section></mj-section><mj-text>", "belongs in <mj-body>"),
    "a button in a section": Change(FOOT, "<mj-section>", "<mj-section>¦<mj-button>x</mj-button>", "<mj-column>"),
    "a cell out of its row": Change(PARTS, "  </tr>\n", "  </tr>\n  ¦<td>x</td>\n", "<td> cannot stand in <table>"),
    "a paragraph in a row": Change(PARTS, "<tr>\n", "<tr>\n ¦<p>x</p>\n", "put it into a <td>"),
    "a table in a paragraph": Change(FOOT, "<b>now</b>", "¦<table><tr><td>x</td></tr></table>", "ends where it begins"),
    "a link in a link": Change(FOOT, ">All</a>", ">All ¦<a href='x'>x</a></a>", "<a> cannot stand in <a>"),
    "an include of MJML": Change(FOOT, "<mj-column>", "<mj-column>¦<mj-include path='x' />", "is not used here"),
    "a web font": Change(MAIL, "<mj-attributes>", "¦<mj-font name='x' href='y' /><mj-attributes>", "is not used here"),
    "a script": Change(MAIL, "<mj-raw>", "<mj-raw>¦<script>alert(1)</script>", "<script> is not used here"),
    "a frame": Change(FOOT, "<b>now</b>", "¦<iframe src='x'></iframe>", "<iframe> is not used here"),
    # what closes
    "a wrong end": Change(
        FOOT, "    </mj-text>", "    ¦</mj-button>", "</mj-button> closes nothing; <mj-text> of foot"
    ),
    "a misspelt end": Change(FOOT, "  </mj-column>", "  ¦</mj-colum>", "</mj-colum> closes nothing"),
    "a section that is not closed": Change(
        FOOT,
        FILES[FOOT],
        "¦" + FILES[FOOT].removesuffix("</mj-section>\n"),
        "<mj-section> is not closed before </mj-body>",
    ),
    "a text that is not closed": Change(
        MAIL, '<mj-text mj-class="wide">{{ parts.story(story) }}</mj-text>', "¦<mj-text>x", "<mj-text> is not closed"
    ),
    "a paragraph that is not closed": Change(
        FOOT, "<p class=\"{{ 'deck' }}\">{{ paper.title | upper }}</p>", "¦<p>x", ""
    ),
    "a bold that is not closed": Change(
        FOOT, "<b>now</b>", "¦<b>now", "<b> is not closed before </p> at foot.mjml.j2:5:"
    ),
    "a cell that is not closed": Change(
        PARTS,
        '<td class="cell{{ \' big\' if story.is_big }}" valign="top" align="left">\n'
        '      <h2><a href="{{ story.url }}">{{ story.headline }}</a></h2>\n    </td>',
        "¦<td>\n x",
        "<td> is not closed before <td>",
    ),
    "a stray end": Change(FOOT, "<b>now</b>", "now¦</b>", "</b> closes nothing"),
    "an end of what has no content": Change(FOOT, "<b>now</b>", "now¦</br>", "<br> has no content"),
    "an end of another heading": Change(PARTS, "</a></h2>", "</a>¦</h3>", "</h3> closes nothing; <h2>"),
    "crossed ends": Change(FOOT, "<b>now</b>", "<b>¦<i>now</b></i>", "<i> is not closed before </b>"),
    "a comment that is not closed": Change(FOOT, "<b>now</b>", "¦<!-- now", "is not closed by -->"),
    "a condition that is not closed": Change(
        MAIL,
        "<!--[if mso]><style>p { margin: 0 }</style><![endif]-->",
        "¦<!--[if mso]><p>x</p>-->",
        "is not closed by <![endif]-->",
    ),
    # how tags are written
    "no quotation marks": Change(
        FOOT, "<b>now</b>", "<b class=¦x>now</b>", "the value of class has no quotation marks"
    ),
    "no quotation marks after an expression": Change(PARTS, ' align="left"', " align=¦left", "no quotation marks"),
    "a quotation mark that is not closed": Change(
        FOOT, 'href="{{ paper.url }}" style="color: #123456"', 'href=¦"{{ paper.url }}', "that is not closed"
    ),
    "a quotation mark too many": Change(FOOT, "<b>now</b>", '<b class="x"¦">now</b>', "quotation mark"),
    "no space": Change(FOOT, "<b>now</b>", '<b class="x"¦id="y">now</b>', "there is no space before id"),
    "no end of a tag": Change(FOOT, "<b>now</b>", "¦<b now</b>", "<b> lacks its >"),
    "a bare <": Change(FOOT, "{{ paper.title | upper }}</p>", "{{ paper.title }} a ¦< b</p>", "this < begins no tag"),
    "a bare &": Change(FOOT, "<b>now</b>", "R¦&D <b>now</b>", "this & begins no character reference"),
    "a bare & after an expression": Change(FOOT, "{{ paper.title | upper }}", "{{ paper.title }} ¦& more", "this &"),
    "a bare & in an address": Change(FOOT, "<b>now</b>", '<a href="https://h.example/?a=1¦&b=2">x</a>', ""),
    "a sign of PHP": Change(FOOT, "<b>now</b>", "¦<?php echo 1 ?>", "<?php does not belong"),
    "CDATA": Change(FOOT, "<b>now</b>", "¦<![CDATA[now]]>", "does not belong"),
    # attributes
    "a bare & after an expression in an address": Change(FOOT, "{{ paper.url }}", "{{ paper.url }}¦&b=2", "this &"),
    "an unknown attribute": Change(MAIL, 'width="600px"', '¦widht="600px"', "did you mean width?"),
    "an unknown attribute after an expression": Change(
        MAIL, 'css-class="paper"', '¦css-clas="x"', "did you mean css-class"
    ),
    "an attribute that the compiler ignores": Change(FOOT, "<mj-text>", '<mj-text ¦background-color="#fff">', ""),
    "an attribute on a line of its own": Change(FOOT, "<mj-column>", '<mj-column\n    ¦colour="#fff">', "knows no"),
    "an unknown default": Change(MAIL, '<mj-all padding="0"', '<mj-all ¦paddin="0"', "did you mean padding?"),
    "an unknown attribute of HTML": Change(PARTS, ' valign="top"', ' ¦valing="top"', "did you mean valign?"),
    "a handler of events": Change(FOOT, "<b>now</b>", '<b ¦onclick="x()">now</b>', "knows no attribute onclick"),
    "an attribute twice": Change(FOOT, "<b>now</b>", '<b id="x" ¦id="y">now</b>', "has id twice"),
    "a length without a unit": Change(MAIL, 'font-size="16px"', 'font-size="¦16"', "it takes a length in px"),
    "five lengths": Change(MAIL, '"0 32px"', '"¦1px 2px 3px 4px 5px"', "1 to 4 lengths"),
    "a colour that is none": Change(MAIL, '"{{ light.paper }}"', '"¦blau"', "it takes a colour"),
    "a colour with five digits": Change(MAIL, '"{{ light.paper }}"', '"¦#12345"', "it takes a colour"),
    "a word that is none of those": Change(MAIL, 'align="center"', 'align="¦centre"', "did you mean center?"),
    "a direction that is none": Change(PARTS, '"{{ story.direction }}"', '"¦ltrr"', "did you mean ltr?"),
    "a number that is none": Change(PARTS, 'width="120">', 'width="¦12O">', 'width="12O" of <td> does nothing'),
    "a class that is not defined": Change(MAIL, 'mj-class="wide"', 'mj-class="¦wild"', "did you mean wide?"),
    "a picture without its address": Change(FOOT, "<mj-text>", '¦<mj-image alt="x" /><mj-text>', "has no src"),
    "a reference to a control": Change(
        FOOT, 'style="color: #123456"', 'class="x" style="color: ¦&#1;red"', "&#1; is a character that no mail can hold"
    ),
    "a reference to half a character": Change(FOOT, "<mj-text>", '<mj-text color="red¦&#xD800;">', "&#xD800; is a"),
    "a control": Change(FOOT, "<b>now</b>", '<b class="¦\x01">now</b>', "U+0001 is a character"),
    # Jinja
    "an unknown name": Change(FOOT, "{{ paper.url }}", "{{ ¦papr.url }}", "there is no papr; did you mean paper?"),
    "an unknown name that a macro has": Change(PARTS, "{{ story.url }}", "{{ ¦stori.url }}", "did you mean story?"),
    "an unknown key": Change(
        PARTS, "{{ story.headline }}", "{{ ¦story.hedline }}", "story has no hedline; did you mean headline?"
    ),
    "an unknown part of a name that is there": Change(MAIL, "parts.story(", "¦parts.storry(", "did you mean story?"),
    "an unknown filter": Change(FOOT, "| upper", "| ¦uper", "there is no filter uper; did you mean upper?"),
    "an unknown test": Change(MAIL, "{% if paper.note %}", "{% if paper.note is ¦defind %}", "did you mean defined?"),
    "an unknown statement": Change(MAIL, "{% endif %}", "{% endif %}¦{% iff x %}", "Jinja knows no {% iff %}"),
    "a loop that is not closed": Change(
        MAIL,
        "{% for story in paper.stories %}",
        "¦{% for story in paper.stories %}{% for x in y %}",
        "{% for %} is not closed",
    ),
    "a condition of Jinja that is not closed": Change(
        MAIL, "{% if paper.note %}", "¦{% if x %}\n{% if paper.note %}", "is not closed by {% endif %}"
    ),
    "an end that closes nothing": Change(FOOT, "<b>now</b>", "¦{% endif %}", "{% endif %} closes nothing"),
    "an else without its if": Change(FOOT, "<b>now</b>", "¦{% else %}", "{% else %} belongs in for or if"),
    "an expression that is not closed": Change(
        FOOT, "{{ paper.url }}", "¦{{ paper.url ", "this {{ is not closed by }}"
    ),
    "an expression with one brace": Change(FOOT, "{{ paper.url }}", "¦{{ paper.url }", "this {{ is not closed by }}"),
    "a statement that is not closed": Change(MAIL, "{% endfor %}", "¦{% endfor ", "this {% is not closed by %}"),
    "a comment of Jinja that is not closed": Change(FOOT, "<b>now</b>", "¦{# now", "this {# is not closed by #}"),
    "a text of Jinja that is not closed": Change(
        FOOT, "| upper", "| default(¦'x) ", "this quotation mark is not closed"
    ),
    "two names": Change(FOOT, "{{ paper.url }}", "{{ paper ¦url }}", "}} is expected here, not url"),
    "nothing to show": Change(FOOT, "{{ paper.url }}", "{{ ¦}}", "an expression is missing before }}"),
    "a file that is not there": Change(MAIL, '"foot.mjml.j2"', '"¦foots.mjml.j2"', "did you mean 'foot.mjml.j2'?"),
    "macros that are not there": Change(MAIL, '"parts.mjml.j2"', '"¦part.mjml.j2"', "did you mean 'parts.mjml.j2'?"),
    "what cannot be computed": Change(FOOT, "{{ paper.url }}", "¦{{ paper.url + 1 }}", ""),
    "a macro without what it asks for": Change(
        PARTS, "macro story(story) %}", "macro story(story, ¦size) %}{{ size }}", "size is not given by whoever calls"
    ),
    "a call of what is no macro": Change(FOOT, "{{ paper.url }}", "¦{{ paper.url() }}", "a text is not callable"),
    # tables
    "TOML that is none": Change(TOKENS, 'ink = "#111111"', "ink = ¦#111111", "this is no TOML: invalid value"),
    "a colour that is missing": Change(
        TOKENS, '[light]\nink = "#111111"', "¦[light]", "has no ink, for which mail.mjml.j2:7:"
    ),
    "a misspelt colour": Change(
        MAIL, '"{{ light.paper }}"', '"{{ ¦light.papr }}"', "light has no papr; did you mean paper?"
    ),
    "a table that is missing": Change(TOKENS, FILES[TOKENS], '¦[dark]\nink = "#eeeeee"\n', "there is no [light]"),
}
PYTHONS = re.compile(r"root template|of the MJML|\bobject\b|Undefined|jinja2|\bStrict\b|NoneType|'str'|'int'")


def write(folder: Path, change: Change | None = None) -> str:
    """Write the templates with the mistake; where it should be told."""
    place = ""
    for name, content in FILES.items():
        if change and change.file == name:
            assert content.count(change.old) >= 1
            before = content.split(change.old, 1)[0] + change.new.split("¦")[0]
            place = f"{name}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
            content = content.replace(change.old, change.new.replace("¦", ""), 1)  # noqa: PLW2901
        (folder / name).write_text(content, encoding="utf-8")
    return place


def told(folder: Path) -> list[tuple[str, str]]:
    """Each mistake that is told: where it stands, and what it is."""
    templates = Templates(folder)
    try:
        tokens = templates.table(TOKENS)
        source = templates.render(MAIL, paper={**PAPER, **NOTE}, light=tokens["light"], dark=tokens["dark"])
        compile_mjml(source)
    except BadDataError as error:
        return [(error.where or "", error.message)]
    return [(mistake.where, mistake.message) for mistake in mistakes_of_attributes(source)]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, name: str) -> None:
    change = MISTAKES[name]
    place = write(tmp_path, change)
    answers = told(tmp_path)
    assert [where for where, message in answers if change.told in message] == [place], answers
    assert not PYTHONS.search(answers[0][1])


def test_where_nothing_is_wrong_nothing_is_told(tmp_path: Path) -> None:
    write(tmp_path)
    assert told(tmp_path) == []


def test_a_reference_after_an_expression_is_no_mistake(tmp_path: Path) -> None:
    write(tmp_path, Change(FOOT, "{{ paper.url }}", "{{ paper.url }}&amp;b=2", ""))
    assert told(tmp_path) == []


def test_all_attributes_that_do_nothing_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, Change(FOOT, "<mj-text>", '<mj-text colr="x" padding="wide" align="lefty">', ""))
    assert [where for where, _ in told(tmp_path)] == ["foot.mjml.j2:3:14", "foot.mjml.j2:3:32", "foot.mjml.j2:3:45"]
