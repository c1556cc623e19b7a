"""What is told of a mail beside what stops it: each mistake at its place, and nothing of a mail without any."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.articles.model import Finding, Severity
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.judge import verdicts
from syndicate.mail.judge.clients import client_support, name_of
from syndicate.mail.judge.declarations import judge_declarations
from syndicate.mail.judge.document import judge_foreign, judge_headings, judge_language, judge_tables, judge_title
from syndicate.mail.judge.inbox import judge_inbox
from syndicate.mail.judge.links import judge_links, judge_targets
from syndicate.mail.judge.page import JudgedPage
from syndicate.mail.judge.pictures import judge_pictures, judge_weight
from syndicate.mail.judge.plain_part import judge_text, stories_of
from syndicate.mail.judge.rules import RULES
from syndicate.mail.judge.scripts import judge_scripts
from syndicate.mail.judge.support import judge_support
from syndicate.mail.judge.text_setting import judge_setting
from syndicate.mail.judge.verdicts import Judge, judge, judge_page
from syndicate.mail.model import DEFAULT_CLIENTS, BlockForm, ContentBlock, Digest, Rendering
from syndicate.mail.style.vocabulary import unfit
from syndicate.mail.visible import UNSUBSCRIBE
from syndicate.text.direction import direction_of
from tests.client_table import TABLE
from tests.profiles import effort
from tests.unit.mail.quay import ARABIC, DIGEST, DIGESTS, FERRY, SECONDARY, TEMPLATES, lead_picture

STYLES, FOOTER, LAYOUT, STORIES = (
    "_base/styles.mjml.j2",
    "_base/footer.mjml.j2",
    "_base/layout.mjml.j2",
    "digest/macros/stories.mjml.j2",
)
PICTURE = lead_picture("ferry", "A ferry leaves")
#: Stands in a change where the mistake is to be told.
HERE = "⌖"


@cache
def rendered(digest: Digest = DIGEST) -> Rendering:
    return DigestRenderer(TEMPLATES).render(digest)


def changed(folder: Path, file: str, old: str, new: str) -> tuple[Rendering, str]:
    """The mail of templates with a change, and the place that is marked in it."""
    root = folder / "email"
    shutil.copytree(TEMPLATES, root)
    source = (root / file).read_text(encoding="utf-8")
    assert old in source, old
    marked = source.replace(old, new, 1)
    at = marked.index(HERE)
    place = f"{file}:{marked.count(chr(10), 0, at) + 1}:{at - marked.rfind(chr(10), 0, at)}"
    (root / file).write_text(marked.replace(HERE, ""), encoding="utf-8")
    return DigestRenderer(root).render(DIGEST), place


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def page(body: str, head: str = "<title>x</title>") -> JudgedPage:
    return JudgedPage(f'<html lang="en-GB" dir="ltr"><head>{head}</head><body>{body}</body></html>')


# --- nothing is told where nothing is wrong ------------------------------------------------------


@pytest.mark.parametrize("name", DIGESTS)
def test_nothing_is_told_of_our_own_mails(name: str) -> None:
    found = judge(rendered(DIGESTS[name]), DIGESTS[name])
    assert [str(finding) for finding in found] == []


@pytest.mark.parametrize("language", ["de", "fr", "es", "it", "pt", "nl", "pl", "uk", "ar", "he", "tr"])
def test_nothing_is_told_in_any_language(language: str) -> None:
    own = replace(DIGEST, language=language, direction=direction_of(language), secondary=SECONDARY[:1], more=())
    found = judge(rendered(own), own)
    assert [str(finding) for finding in found] == []


# --- mistakes in templates, each at its place ----------------------------------------------------

PARAGRAPH = '<p class="{{ face }}"{{ our_language }}>{{ why }}</p>'
MISTAKES = {
    "unknown property": ("style-unfit", STYLES, ".lead { font-size: 30px", f".lead {{ {HERE}font-sise: 30px"),
    "value that nobody takes": ("style-unfit", STYLES, ".lead { font-size: 30px", f".lead {{ {HERE}font-size: thirty"),
    "weight that nobody takes": ("style-unfit", STYLES, "font-weight: normal", f"{HERE}font-weight: nromal"),
    "glued important": ("style-unfit", STYLES, ".thumb { display: none !", f".thumb {{ display: non{HERE}e!"),
    "property in an attribute": (
        "style-unfit",
        FOOTER,
        PARAGRAPH,
        PARAGRAPH.replace("<p ", f'<p style="margin: 0; {HERE}colour: red" '),
    ),
    "flexible box": (
        "style-unsupported",
        FOOTER,
        PARAGRAPH,
        PARAGRAPH.replace("<p ", f'<p style="margin: 0; {HERE}display: flex" '),
    ),
    "variable": ("style-unsupported", STYLES, ".deck { margin", f".deck {{ {HERE}padding: var(--gap); margin"),
    "form": (
        "style-unsupported",
        FOOTER,
        PARAGRAPH,
        f'{PARAGRAPH}{HERE}<form action="https://quay.example/"></form>',
    ),
    "faint rule": ("contrast-low", STYLES, "18px; color: {{ light.muted }}", f"18px; {HERE}color: #999999"),
    "faint in the dark": (
        "contrast-low",
        "_base/dark.mjml.j2",
        ".foot-text, .foot-link { color: {{ dark.on_canvas }} !",
        f".foot-text, .foot-link {{ {HERE}color: #444444 !",
    ),
    "no rule for the dark": ("contrast-low", FOOTER, PARAGRAPH, f"{PARAGRAPH}{HERE}<p>Dark</p>"),
    "small text": ("text-small", STYLES, ".small { font-size: 13px", f".small {{ {HERE}font-size: 10px"),
    "justified": ("text-justified", STYLES, ".words { margin", f".words {{ {HERE}text-align: justify; margin"),
    "second h1": ("heading-count", FOOTER, PARAGRAPH, f'{HERE}<h1 class="title">{{{{ why }}}}</h1>'),
    "skipped level": ("heading-skipped", FOOTER, PARAGRAPH, f'{HERE}<h4 class="title">{{{{ why }}}}</h4>'),
    "empty heading": ("heading-empty", FOOTER, PARAGRAPH, f"{PARAGRAPH}{HERE}<h2></h2>"),
    "vague link": (
        "link-vague",
        FOOTER,
        PARAGRAPH,
        f'{PARAGRAPH}{HERE}<a class="quiet" href="{{{{ digest.web_url }}}}">Click here</a>',
    ),
    "page without a language": ("language-unfit", LAYOUT, '<mjml lang="{{ digest.language }}"', f"{HERE}<mjml"),
    "language that is none": (
        "language-unfit",
        FOOTER,
        PARAGRAPH,
        PARAGRAPH.replace("<p ", f'<p {HERE}lang="english text" ').replace("{{ our_language }}", ""),
    ),
    "table of the layout": (
        "table-without-role",
        STORIES,
        '<table class="fixed" role="presentation"',
        f'{HERE}<table class="fixed"',
    ),
    "kind of picture": (
        "picture-kind",
        FOOTER,
        "<mj-column>",
        f'<mj-column><mj-raw><img {HERE}src="https://q.example/a.webp" alt="" width="9" height="9" /></mj-raw>',
    ),
    "alternative that is a file": (
        "picture-alt",
        FOOTER,
        "<mj-column>",
        f'<mj-column><mj-raw><img {HERE}alt="IMG_1.jpg" src="https://q.example/b.jpg" width="9" height="9" /></mj-raw>',
    ),
    "value of MJML": ("markup-unfit", FOOTER, "<mj-column>", f'<mj-column background-color="{HERE}blau">'),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, name: str) -> None:
    code, *change = MISTAKES[name]
    rendering, place = changed(tmp_path, *change)
    found = [finding for finding in judge(rendering, DIGEST) if finding.code == code]
    assert [finding.where for finding in found] == [place], [str(finding) for finding in found]
    assert found[0].severity is RULES[code].severity


def test_a_missing_link_of_the_text_part_is_told_with_its_template(tmp_path: Path) -> None:
    rendering, _ = changed(tmp_path, "digest/digest.txt.j2", "{{ story.url }}\n", HERE)
    found = list(judge_text(rendering, DIGEST))
    assert {(finding.code, finding.where) for finding in found} == {("text-incomplete", "digest/digest.txt.j2")}
    assert found[0].quote in [story.url for story in stories_of(DIGEST)]


def test_words_of_the_templates_in_another_script_are_told(tmp_path: Path) -> None:
    root = tmp_path / "email"
    shutil.copytree(TEMPLATES, root)
    footer = (root / FOOTER).read_text(encoding="utf-8")
    (root / FOOTER).write_text(footer.replace("{{ why }}", "You get this every day."), encoding="utf-8")
    found = judge_page(DigestRenderer(root).render(ARABIC), ARABIC, DEFAULT_CLIENTS)
    assert [(finding.code, finding.quote) for finding in found] == [("language-undeclared", "You get this every day.")]
    assert found[0].where.startswith(FOOTER)


# --- rules on small pages ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>", []),
        ('<h1><img src="x" alt="The Quay"></h1>', []),
        ("<h2>a</h2>", ["heading-count"]),
        ("<h1>a</h1><h1>b</h1>", ["heading-count"]),
        ("<h1>a</h1><h3>b</h3>", ["heading-skipped"]),
        ("<h1> </h1>", ["heading-empty"]),
    ],
)
def test_headings(body: str, told: list[str]) -> None:
    assert codes(judge_headings(page(body), "")) == told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<a href="https://q.example/a">All stories</a>', []),
        ('<a href="https://q.example/a">Go</a><a href="https://q.example/a">go</a>', []),
        ('<a href="https://q.example/a">here</a>', ["link-vague"]),
        ('<a href="https://q.example/a">Klicken Sie hier!</a>', ["link-vague"]),
        ('<a href="https://q.example/a">اضغط هنا</a>', ["link-vague"]),
        ('<a href="https://q.example/a">Go</a><a href="https://q.example/b">Go</a>', ["link-ambiguous"]),
        ('<a href="https://q.example/a">Go</a><a href="https://q.example/b" aria-label="Go, B">Go</a>', []),
    ],
)
def test_words_of_links(body: str, told: list[str]) -> None:
    assert codes(judge_links(page(body))) == told


@pytest.mark.parametrize(("padding", "told"), [("13px 0", []), ("12px 0", ["target-small"])])
def test_targets_of_the_footer(padding: str, told: list[str]) -> None:
    links = f'<a href="{UNSUBSCRIBE}" style="padding: {padding}">Unsubscribe</a>'
    cells = f'<td><a href="https://q.example/">Headline</a></td><td style="line-height: 18px">{links}</td>'
    assert codes(judge_targets(page(f"<table><tr>{cells}</tr></table>"))) == told


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        ('src="https://q.example/a.jpg?x=.svg" alt="A ferry"', []),
        ('src="https://q.example/a.svg" alt=""', ["picture-kind"]),
        ('src="data:image/png;base64,AAAA" alt=""', ["picture-kind"]),
        ('src="https://q.example/ferry.jpg" alt="ferry"', ["picture-alt"]),
        ('src="https://[broken/a.jpg" alt=""', []),
    ],
)
def test_pictures(picture: str, told: list[str]) -> None:
    assert codes(judge_pictures(page(f"<img {picture}>"))) == told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<table role="presentation"><tr><td>x</td></tr></table>', []),
        ("<table><tr><th>Tide</th></tr></table>", []),
        ("<table><tr><td>x</td></tr></table>", ["table-without-role"]),
    ],
)
def test_tables(body: str, told: list[str]) -> None:
    assert codes(judge_tables(page(body))) == told


def test_a_page_that_does_not_say_what_it_is() -> None:
    bare = JudgedPage('<html><head></head><body><p dir="up">x</p></body></html>')
    assert codes(judge_language(bare, DIGEST, "")) == ["language-unfit"] * 3
    assert codes(judge_title(bare, "")) == ["title-missing"]
    assert codes(judge_language(page("<p>x</p>"), DIGEST, "")) == []
    assert codes(judge_language(page("<p>x</p>"), ARABIC, "")) == ["language-unfit"] * 2


@pytest.mark.parametrize("body", ["<script>1</script>", "<iframe></iframe>", '<p onclick="x()">x</p>'])
def test_programs_stop_an_edition(body: str) -> None:
    found = list(judge_foreign(page(body)))
    assert [(finding.code, finding.severity) for finding in found] == [("element-refused", Severity.BLOCK)]


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("color: #595959", []),  # 7.0:1
        ("color: #6f6f6f", ["contrast-low"]),  # 5.0:1, enough for other text alone
        ("color: #6f6f6f; font-size: 13px", []),
        ("color: #8a8a8a; font-size: 13px", ["contrast-low"]),
        ("color: #8a8a8a; display: none", []),
        ("color: #ffffff; background: #222222", []),
        ("font-size: 11px", ["text-small"]),
    ],
)
def test_how_text_is_set(style: str, told: list[str]) -> None:
    assert codes(judge_setting(page(f'<p style="{style}">Running words</p>'))) == told


def test_a_declaration_is_told_once_however_many_elements_it_makes_faint() -> None:
    sheet = "<title>x</title><style>.a { color: #999 }</style>"
    found = list(judge_setting(page('<p class="a">x</p><div><p class="a">y</p></div><h2 class="a">z</h2>', sheet)))
    assert codes(found) == ["contrast-low"]


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ([150_000] * 6, []),
        ([0] * 40, []),
        ([200_001, 80_000], ["picture-large"]),
        ([100_001] * 10, ["pictures-large"]),
        ([1_000_001], ["picture-large", "pictures-large"]),
    ],
)
def test_pictures_that_phones_load_slowly(sizes: list[int], told: list[str]) -> None:
    html, stories = "", []
    for number, size in enumerate(sizes):
        picture = replace(PICTURE, url=f"https://quay.example/media/{number}.jpg", size=size)
        stories.append(replace(FERRY, headline=f"Story {number}", picture=picture))
        html += f'<img src="{picture.url}">'
    digest = replace(DIGEST, lead=stories[0], secondary=tuple(stories[1:]), more=())
    found = list(judge_weight(Rendering(html=html, text=""), digest))
    assert codes(found) == told
    assert all("“Story 0”" in finding.message for finding in found)
    assert list(judge_weight(Rendering(html="", text=""), digest)) == []


def test_a_picture_that_stands_twice_is_loaded_once() -> None:
    lead = replace(FERRY, picture=replace(PICTURE, size=190_000))
    digest = replace(DIGEST, lead=lead, secondary=(lead,) * 9)
    assert list(judge_weight(rendered(digest), digest)) == []


def test_text_of_the_edition_may_be_in_any_script() -> None:
    body = '<p lang="ar">The Quay</p><p lang="ar">العبّارة</p><p lang="ar">Unsubscribe now</p>'
    found = list(judge_scripts(page(body), replace(DIGEST, language="ar")))
    assert [finding.quote for finding in found] == ["Unsubscribe now"]


@pytest.mark.parametrize(
    ("subject", "preheader", "told"),
    [
        ("The ferry leaves", "And nobody hears the new one.", []),
        ("", "x", ["subject-empty"]),
        ("海" * 70, "x", ["subject-long"]),
        ("The ferry leaves", "", ["preheader-missing"]),
        ("The ferry leaves", "the ferry  leaves.", ["preheader-repeats"]),
        ("The ferry leaves", "The ferry leaves and nobody hears it", ["preheader-repeats"]),
    ],
)
def test_what_an_inbox_shows(subject: str, preheader: str, told: list[str]) -> None:
    assert codes(judge_inbox(replace(DIGEST, subject=subject, preheader=preheader))) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "", []),
        (f"{FERRY.headline[:30]}", "", ["text-incomplete"]),
        ("The Quay\n", "<p>The Quay</p>\n", ["text-with-html"]),
        ("The Quay\n", "The Quay " * 12 + "\n", ["text-wide"]),
        ("The Quay\n", "The Quay https://quay.example/" + "x" * 90 + "\n", []),
    ],
)
def test_the_text_part(old: str, new: str, told: list[str]) -> None:
    made = rendered()
    assert codes(judge_text(replace(made, text=made.text.replace(old, new, 1)), DIGEST)) == told


def test_an_introduction_that_the_text_part_lacks() -> None:
    own = replace(DIGEST, introduction="<p>Hello</p>", introduction_text="Hello,\n\n• you • two")
    assert codes(judge_text(rendered(), own)) == ["text-introduction"]
    assert codes(judge_text(rendered(own), own)) == []


def test_a_tag_that_somebody_writes_about_is_no_slip_of_the_template() -> None:
    words = "Read why a <p> is no <br/>"
    block = ContentBlock(form=BlockForm.NOTE, after="lead", html="x", text="An <ul> of ours")
    own = replace(DIGEST, introduction="<p>x</p>", introduction_text=words, blocks=(block,))
    said = replace(rendered(), text=f"{rendered().text}\n{words}\nAn <ul> of ours\n")
    assert codes(judge_text(said, own)) == []
    left = replace(said, text=f"{said.text}<td>\n")
    assert [(each.code, each.quote) for each in judge_text(left, own)] == [("text-with-html", "<td>")]


# --- styles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "declaration",
    [
        "border: 1px solid #eee; border-top: 0; border-color: red blue; border-radius: 4px / 8px",
        "font-weight: 650; font-family: -apple-system,Segoe UI,'Helvetica Neue',serif; font: italic 1em/1.4 Georgia",
        "text-decoration: underline dotted #123 1px; vertical-align: -2px; white-space: pre wrap",
        "mso-line-height-rule: exactly; -webkit-hyphens: auto; --gap: 8px; border-color: var(--x)",
        "text-align: start; outline: none; list-style-type: '– '; supported-color-schemes: light dark",
        "margin-inline: 1em; border-block-end: thin solid currentcolor; text-wrap: balance; quotes: none",
    ],
)
def test_what_some_client_takes_is_not_called_wrong(declaration: str) -> None:
    pairs = (part.split(":", 1) for part in declaration.split(";"))
    assert [reason for name, value in pairs if (reason := unfit(name.strip(), value.strip().lower()))] == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("bakground", "red", "did you mean background?"),
        ("font-weight", "heavy", "does not take"),
        ("border", "1px sold red", "does not take"),
        ("text-align", "centre", "does not take"),
        ("text-transform", "upper", "does not take"),
        ("wholly-unknown-thing", "1", "there is no property"),
    ],
)
def test_what_no_client_takes_is(name: str, value: str, said: str) -> None:
    assert said in unfit(name, value)


def test_what_there_is_to_fall_back_on_is_not_told() -> None:
    alone, behind = ".a { width: calc(1px + 2px) }", ".a { width: 3px; width: calc(1px + 2px) }"
    only_there = "@media (min-width: 1px) { .a { display: grid } } [data-ogsc] .a { display: grid }"
    sheets = [f"<mj-style>{css}</mj-style>" for css in (alone, behind, only_there)]
    told = [codes(judge_support(page(""), sheet, ("outlook.windows",))) for sheet in sheets]
    assert told == [["style-unsupported"], [], []]


def test_only_the_chosen_clients_are_asked() -> None:
    source = "<mj-style>.a { display: flex }</mj-style>"
    assert codes(judge_support(page(""), source, ("apple-mail.ios", "gmail.desktop-webmail"))) == []
    [finding] = judge_support(page(""), source, ("apple-mail.ios", "outlook.windows"))
    assert finding.message == "display:flex is not taken by Outlook for Windows"


def test_the_table_of_clients_is_the_one_that_is_named() -> None:
    papers = (TEMPLATES.parents[1] / "THIRD_PARTY.md").read_text(encoding="utf-8")
    assert sha256(TABLE.read_bytes()).hexdigest() in papers
    assert set(DEFAULT_CLIENTS) <= set(client_support().clients)
    assert all(len(letters) == len(client_support().clients) for _, letters in client_support().features.values())
    assert len({name_of(client) for client in client_support().clients}) == len(client_support().clients)
    assert json.loads(TABLE.read_text(encoding="utf-8"))["version"] == "2.0.2"


# --- the whole -----------------------------------------------------------------------------------


def test_a_variant_of_stories_that_were_judged_is_not_judged_whole_again(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: list[Digest] = []

    def counted(rendering: Rendering, digest: Digest, clients: tuple[str, ...]) -> tuple[Finding, ...]:
        whole.append(digest)
        return judge_page(rendering, digest, clients)

    monkeypatch.setattr(verdicts, "judge_page", counted)
    remembers = Judge()
    fewer = replace(DIGEST, secondary=SECONDARY[:2])
    moved = replace(DIGEST, secondary=SECONDARY[1:], more=SECONDARY[:1])
    for digest in (DIGEST, fewer, DIGEST, moved):
        remembers.judge(rendered(digest), digest)
    remembers.judge(replace(rendered(), look="another"), DIGEST)
    assert whole == [DIGEST, moved, DIGEST]


def test_what_was_told_of_the_page_is_told_of_its_variants(tmp_path: Path) -> None:
    rendering, place = changed(tmp_path, STYLES, ".lead { font-size: 30px", f".lead {{ {HERE}font-sise: 30px")
    remembers = Judge()
    first = remembers.judge(rendering, DIGEST)
    fewer = replace(DIGEST, secondary=SECONDARY[:2])
    again = remembers.judge(DigestRenderer(tmp_path / "email").render(fewer), fewer)
    assert [finding.where for finding in again] == [finding.where for finding in first] == [place]


@effort(0.3)
@given(
    st.lists(
        st.sampled_from(
            ["<", "</p>", "<p", ' style="', "color:", "#12", "red;", '">', "<table>", "<h1>", "<img ", "src=", "alt='",
             "<a href=", "&", "<!--", "<![if mso]>", "<style>", "@media", "{", "}", "</style>", "x", "ع", "\x00", " "]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_nothing_that_stands_in_a_mail_is_too_odd_to_be_judged(pieces: list[str]) -> None:
    html = f"<html><body><p>x{''.join(pieces)}"
    assert isinstance(judge(Rendering(html=html, text="".join(pieces)), DIGEST), tuple)
    assert isinstance(list(judge_declarations(html)), list)


def test_every_code_is_explained() -> None:
    papers = (TEMPLATES.parents[1] / "docs" / "mail.md").read_text(encoding="utf-8")
    rows = [f"| `{rule.code}` | {rule.severity} | {rule.sentence} |" for rule in RULES.values()]
    assert [row for row in rows if row not in papers] == []
    assert papers.count("| block |") + papers.count("| warn |") == len(rows)
