"""A recipient's name in a mail: never markup, never a link, one line; a greeting is whole without it."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from syndicate.errors import BadDataError
from syndicate.mail.checks import check, size_of
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.merge_fields import fill
from syndicate.mail.recipient_names import LONGEST_NAME, name_in_mail
from tests.unit.mail.quay import ARABIC, SINGLE, TEMPLATES, VALUES


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Ann", "Ann"),
        ("  Ann \r\n Lee\t", "Ann Lee"),
        ("Zoë O'Brien", "Zoë O’Brien"),
        ("J.R.R. Tolkien", "J.R.R. Tolkien"),
        ("Dr. Ann Lee, MD", "Dr. Ann Lee, MD"),
        ('Ann & "Bob"', 'Ann & "Bob"'),
        ("عمر", "عمر"),
        ("میلاد\u200cزاده", "میلاد\u200cزاده"),
        ("\u202eevil\u202c Ann", "evil Ann"),
        ("日本 太郎", "日本 太郎"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_said_as_its_owner_wrote_it(written: str, said: str) -> None:
    assert name_in_mail(written) == said


@pytest.mark.parametrize(
    "written",
    [
        "",
        " \n ",
        "12345",
        "!!!",
        "x" * (LONGEST_NAME + 1),
        "win at evil.example",
        "win at evil\u3002example",
        "https://evil.example",
        "www evil",
        "ann@evil.example",
        "Ann 10.0.0.1",
        "<b>Ann</b>",
        "[Ann](x)",
        "{{unsubscribe_url}}",
        "Ann\\{{x}}",
        "tel:123 Ann",
    ],
)
def test_what_is_no_name_or_might_be_a_link_is_left_out(written: str) -> None:
    assert name_in_mail(written) == ""


@given(st.text(st.characters(blacklist_categories=["Cs"]) | st.sampled_from(".w<>{}/ "), max_size=70))
def test_a_name_is_one_line_whatever_was_written(written: str) -> None:
    said = name_in_mail(written)
    assert said == " ".join(said.split())
    assert name_in_mail(said) == said


def _greeting(folder: Path, sentence: str) -> Path:
    """The templates with a greeting above the introduction, and in the text part."""
    copytree(TEMPLATES, folder)
    part, text = folder / "digest/parts/introduction.mjml.j2", folder / "digest/digest.txt.j2"
    words = f'{{{{ greeting(_("{sentence}")) }}}}'
    part.write_text(f'<mj-text padding="0 32px" css-class="gutter"><p class="words">{words}</p></mj-text>\n')
    text.write_text(text.read_text().replace("{{ date }}\n", f"{{{{ date }}}}\n{words}\n", 1))
    return folder


@pytest.mark.parametrize(
    ("sentence", "name", "said"),
    [
        ("Hello {name},", "Zoë", "Hello Zoë,"),
        ("Hello {name},", "", "Hello,"),
        ("Hello, {name}!", "Ann & Bob", "Hello, Ann & Bob!"),
        ("Hello, {name}!", "see evil.example", "Hello!"),
        ("Good morning {name}: this is <the> news.", "", "Good morning: this is <the> news."),
    ],
)
def test_a_greeting_is_a_whole_sentence_with_a_name_and_without(
    tmp_path: Path, sentence: str, name: str, said: str
) -> None:
    rendering = DigestRenderer(_greeting(tmp_path / "t", sentence)).render(SINGLE)
    assert check(rendering, SINGLE) == ()
    filled = fill(rendering, VALUES | {"recipient_name": name})
    words = document_fromstring(filled.html).find(".//p[@class='words']")
    assert words is not None
    assert "".join(map(str, words.itertext())) == said
    assert f"\n{said}\n" in filled.text
    assert size_of(rendering) >= len(filled.html.encode())


def test_a_name_is_set_by_its_own_direction(tmp_path: Path) -> None:
    rendering = DigestRenderer(_greeting(tmp_path / "t", "مرحبًا {name}،")).render(ARABIC)
    filled = fill(rendering, VALUES | {"recipient_name": "Ann"})
    assert 'مرحبًا <span dir="auto">Ann</span>،' in filled.html


@pytest.mark.parametrize("sentence", ["{name}, good morning", "Hello", "Hello{name}", "Hello {name} {name}"])
def test_a_greeting_that_needs_a_name_is_told_at_its_place(tmp_path: Path, sentence: str) -> None:
    with pytest.raises(BadDataError, match="behind a word and a space") as told:
        DigestRenderer(_greeting(tmp_path / "t", sentence)).render(SINGLE)
    assert str(told.value.where).startswith("digest/parts/introduction.mjml.j2:1")
