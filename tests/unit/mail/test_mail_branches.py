"""Mistakes in templates that no mail has taken yet, and messages that no catalog knows."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from syndicate.mail.branches import said_messages, slips_in_branches
from syndicate.mail.digest import GIVEN, DigestRenderer
from syndicate.mail.transactional import LETTER
from syndicate.words.translation import languages, words_in
from tests.unit.mail.quay import DIGEST, TEMPLATES

KNOWN = {*GIVEN, LETTER}
PART = "digest/parts/introduction.mjml.j2"
#: A row of a table is opened and closed in different rounds of a loop.
ROWS = """<mj-text><table>{% for one in digest.more %}
{% if loop.first %}<tr>{% elif one.kicker %}</tr><tr>{% endif %}<td>x</td>{% if loop.last %}</tr>{% endif %}
{% endfor %}</table></mj-text>"""


def test_the_shipped_templates_have_no_such_mistake() -> None:
    assert slips_in_branches(TEMPLATES, KNOWN) == ()


def test_templates_are_given_what_is_said_here() -> None:
    renderer = DigestRenderer(TEMPLATES)
    given: set[str] = set()

    def noted(name: str, **context: object) -> str:
        given.update(context)
        return render(name, **context)

    render = renderer._templates.render  # noqa: SLF001 - what is given is nowhere else to be seen
    renderer._templates.render = noted  # type: ignore[method-assign] # noqa: SLF001
    renderer.render(DIGEST)
    assert given == GIVEN


@pytest.mark.parametrize(
    ("written", "where", "message"),
    [
        ("{% if digest.left_out > 999 %}{{ digset.title }}{% endif %}", "1:34", "there is no digset; did you mean"),
        ("\n {% if false %}{{ date | uper }}{% endif %}", "2:26", "there is no filter uper; did you mean upper"),
        ("{% if false and date is nmber %}x{% endif %}", "1:25", "there is no test nmber; did you mean number"),
        ('{% if false %}{% include "_base/foter.mjml.j2" %}{% endif %}', "1:27", "there is no template"),
    ],
)
def test_a_mistake_is_told_in_a_branch_that_no_mail_takes(
    tmp_path: Path, written: str, where: str, message: str
) -> None:
    folder = copytree(TEMPLATES, tmp_path / "t")
    (folder / PART).write_text(written)
    [slip] = slips_in_branches(folder, KNOWN)
    assert slip.where == f"{PART}:{where}"
    assert slip.message.startswith(message)


@pytest.mark.parametrize(
    ("written", "where", "message"),
    [
        (
            "{% if date %}{% elif why %}\n <mj-txet>x</mj-txet>{% endif %}",
            "2:2",
            "<mj-txet> is no MJML tag; did you mean",
        ),
        ("{% for one in digest.more %}{% else %}<spam>x</spam>{% endfor %}", "1:39", "<spam> is no element of HTML"),
        (
            "{% macro m() %}{% if why %}x{% else %}<script>x</script>{% endif %}{% endmacro %}",
            "1:39",
            "<script> is not",
        ),
        ("{% if date %}<mj-text>x{% endif %}", "1:14", "<mj-text> is not closed"),
        ("<mj-text>{% if date %}x</b>{% endif %}</mj-text>", "1:24", "</b> closes nothing; <mj-text>"),
        ("<mj-text>{% if date %}<b>{% endif %}</mj-text>", "1:23", "<b> is not closed before </mj-text>"),
        ('{% if date %}<mj-text css-clas="x">x</mj-text>{% endif %}', "1:23", "<mj-text> knows no attribute css-clas"),
        (
            "{% if date %}<mj-text align=left>x</mj-text>{% endif %}",
            "1:29",
            "the value of align has no quotation marks",
        ),
        ('{% if date %}<mj-text padding="{{ date }} 28">x</mj-text>{% endif %}', "1:32", 'padding="… 28" of <mj-text>'),
        (
            "{% if date %}{{ digest.lead.picture.altt }}{% endif %}",
            "1:17",
            "digest.lead.picture has no altt; did you mean",
        ),
        ("{% for one in digest.more %}{{ one.urll }}{% endfor %}", "1:32", "one has no urll; did you mean url?"),
        ("{% if date %}{{ theme.logo.heigt }}{% endif %}", "1:17", "theme.logo has no heigt; did you mean height?"),
    ],
)
def test_markup_and_names_are_read_in_a_branch_that_no_mail_takes(
    tmp_path: Path, written: str, where: str, message: str
) -> None:
    folder = copytree(TEMPLATES, tmp_path / "t")
    (folder / PART).write_text(written)
    [slip] = slips_in_branches(folder, KNOWN)
    assert slip.where == f"{PART}:{where}"
    assert slip.message.startswith(message)


@pytest.mark.parametrize(
    "written",
    [
        "{% if extra is defined %}{{ extra }}{% endif %}",
        "{{ text.face('x', script) }}{% set mine = 1 %}{{ mine }}",
        "{% for one in digest.more %}{{ loop.index }}{% endfor %}",
        "{% if %}",  # told when it is filled
        "<mj-text>{% if date %}<div>{% endif %}x{% if date %}</div>{% endif %}</mj-text>",
        '<mj-text>{% if date %}<p class="a">{% else %}<p class="b">{% endif %}x</p></mj-text>',
        ROWS,
        "{% if date %}<mj-section><mj-column>",  # closed elsewhere, perhaps
        "<mj-text><{{ date }} class='x'>x</{{ date }}></mj-text>",
        '<mj-text>{% if date %}<img src="{{ date }}" alt="" width="{{ why }}0" />{% endif %}</mj-text>',
        '<mj-text><a href="{{ digest.site_url }}&amp;x=1">x</a></mj-text>',
        "{% if digest.lead.podcast is defined %}{{ digest.lead.podcast }}{% endif %}",
        "{{ digest.lead.podcast | default('') }}",
        "{% set digest = why %}{{ digest.anything }}",
        "{% for block in digest.blocks %}{{ block.form.value }}{% endfor %}",
        '{% if digest.more %}<mj-text mj-class="mine">x</mj-text>{% endif %}',
    ],
)
def test_what_may_be_there_is_no_mistake(tmp_path: Path, written: str) -> None:
    folder = copytree(TEMPLATES, tmp_path / "t")
    (folder / PART).write_text(written)
    assert slips_in_branches(folder, KNOWN) == ()


def test_every_message_of_the_shipped_templates_has_words_in_every_language() -> None:
    for language in languages():
        words = words_in(language)
        assert [said for said in said_messages(TEMPLATES) if not words.knows(said.message)] == []


def test_a_message_of_ones_own_is_found_at_its_place_and_has_no_words(tmp_path: Path) -> None:
    folder = copytree(TEMPLATES, tmp_path / "t")
    (folder / PART).write_text('<mj-text>\n{{ _("Good {name}", name="x") }}</mj-text>')
    [said] = [said for said in said_messages(folder) if said.where.startswith(PART)]
    assert (said.where, said.message) == (f"{PART}:2:7", "Good {name}")
    assert not words_in("de").knows(said.message)
    assert words_in("en").knows(said.message)
