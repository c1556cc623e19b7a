"""The program's own words: every language has all of them, and whoever has none is told in which they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from babel.plural import PluralRule

from syndicate.errors import BadDataError
from syndicate.text.languages import locale_of
from syndicate.words.translation import CATALOGS, MESSAGES, is_spoken, languages, misfilled, untranslated, words_in

ROOT = Path(__file__).parents[3]
TWELVE = ("ar", "de", "en", "es", "fr", "he", "it", "nl", "pl", "pt", "tr", "uk")
TRANSLATED = tuple(language for language in TWELVE if language != "en")
KEYWORDS = {"_": None, "gettext": None, "noted": None, "ngettext": (1, 2)}
FIELD = re.compile(r"\{[a-z]*\}")


def catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=None if path.suffix == ".pot" else path.stem)


def messages(path: Path) -> dict[Any, Any]:
    """A message is a text, or its forms for one and for many; so is what is said."""
    return {message.id: message.string for message in catalog(path) if message.id}


def test_there_are_twelve_languages() -> None:
    assert languages() == TWELVE


def test_every_message_of_the_code_and_the_templates_is_in_the_catalogs_and_no_other() -> None:
    ours = ROOT / "src" / "syndicate"
    folders = [(ours, "python"), (ours / "web" / "pages", "jinja2"), (ROOT / "templates", "jinja2")]
    said = {
        found[2]
        for folder, method in folders
        for found in extract_from_dir(
            folder, method_map=[("**.py" if method == "python" else "**.j2", method)], keywords=KEYWORDS
        )
    }
    assert said == messages(MESSAGES).keys(), "run `make words`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_words_for_every_message_with_the_same_fields(language: str) -> None:
    known = messages(CATALOGS / f"{language}.po")
    assert known.keys() == messages(MESSAGES).keys(), "run `make words`"
    for message, said in known.items():
        asked, forms = (set(FIELD.findall("".join(each))) for each in (message, said))
        assert all(said), (language, message)
        assert forms == asked, (language, message)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_a_form_for_each_of_its_plurals(language: str) -> None:
    rule: PluralRule = locale_of(language).plural_form
    used = {rule(number) for number in range(200)}
    for message, said in messages(CATALOGS / f"{language}.po").items():
        if isinstance(message, tuple):
            assert len(said) >= min(len(used), catalog(CATALOGS / f"{language}.po").num_plurals)


@pytest.mark.parametrize(
    ("asked", "language", "said"),
    [
        ("en", "en", "Read on"),
        ("en-GB", "en-GB", "Read on"),
        ("de", "de", "Weiterlesen"),
        ("de-AT", "de-AT", "Weiterlesen"),
        ("pt_BR", "pt_BR", "Continuar a ler"),
        ("he", "he", "להמשך קריאה"),
        ("iw", "iw", "להמשך קריאה"),
        ("tr-Arab", "en", "Read on"),
        ("fi", "en", "Read on"),
        ("not a language", "en", "Read on"),
        ("", "en", "Read on"),
    ],
)
def test_words_come_from_the_nearest_language_of_the_same_script(asked: str, language: str, said: str) -> None:
    words = words_in(asked)
    assert (words.language, words.gettext("Read on")) == (language, said)
    assert is_spoken(asked) == (words.language == asked)


def test_values_stand_in_a_message_as_they_are() -> None:
    why = words_in("de").gettext("You get this every day because you subscribed to {title}.", title="{Der} Kai %s")
    assert why == "Sie erhalten diese Mail täglich, weil Sie {Der} Kai %s abonniert haben."


def test_a_publisher_adds_a_language_and_changes_a_word(tmp_path: Path) -> None:
    (tmp_path / "fi.po").write_text('msgid "Read on"\nmsgstr "Lue lisää"\n', encoding="utf-8")
    (tmp_path / "de.po").write_text('msgid "Read on"\nmsgstr "Zum Artikel"\n', encoding="utf-8")
    finnish, german = words_in("fi-FI", [tmp_path]), words_in("de", [tmp_path])
    assert (finnish.language, finnish.gettext("Read on"), finnish.gettext("Feed")) == ("fi-FI", "Lue lisää", "Feed")
    assert (german.gettext("Read on"), german.gettext("Feed")) == ("Zum Artikel", "Feed")
    assert "Unsubscribe" in untranslated(tmp_path / "fi.po")
    assert untranslated(tmp_path / "de.po") == ()
    (tmp_path / "fi.po").write_text('msgid "Read on"\nmsgstr "Jatka"\n', encoding="utf-8")
    assert words_in("fi", [tmp_path]).gettext("Read on") == "Jatka"


@pytest.mark.parametrize("wrong", ["mistake", 'msgstr "Lue lis', 'msgstr "Lue "lisää"'])
def test_a_catalog_that_cannot_be_read_is_told_with_its_line(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "fi.po").write_text(f'msgid "Feed"\nmsgstr "Syöte"\n\nmsgid "Read on"\n{wrong}\n', encoding="utf-8")
    with pytest.raises(BadDataError, match="the catalog cannot be read") as told:
        words_in("fi", [tmp_path])
    assert told.value.where == f"{tmp_path / 'fi.po'}:5"


def test_a_field_that_its_message_does_not_have_is_told_with_its_line(tmp_path: Path) -> None:
    why = "You get this because you subscribed to {title}."
    (tmp_path / "fi.po").write_text(f'\nmsgid "{why}"\nmsgstr "Tilasit: {{titel}}."\n', encoding="utf-8")
    assert misfilled(tmp_path / "fi.po") == ((2, "{titel}"),)
    assert all(misfilled(CATALOGS / f"{language}.po") == () for language in TRANSLATED)


@pytest.mark.parametrize(
    ("header", "wrong"),
    [
        ("Plural-Forms: nplurals=2; plural=(n/0);", "its plural rule does not work"),
        ("Plural-Forms: nplurals=2; plural=n or 1;", "its plural rule does not work"),
        ("Content-Type: text/plain; charset=utf-9", "unknown encoding: utf-9"),
    ],
)
def test_a_catalog_with_a_head_that_cannot_be_used_is_refused(tmp_path: Path, header: str, wrong: str) -> None:
    content = f'msgid ""\nmsgstr "{header}\\n"\n\nmsgid "{{count}} story"\nmsgid_plural "{{count}} stories"\n'
    (tmp_path / "fi.po").write_text(f'{content}msgstr[0] "a"\nmsgstr[1] "b"\n', encoding="utf-8")
    with pytest.raises(BadDataError, match=wrong) as told:
        words_in("fi", [tmp_path])
    assert told.value.where == str(tmp_path / "fi.po")


def test_a_catalog_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "fi.po").write_text('msgid "Read on"\nmsgstr "Jatka"\n', encoding="utf-8-sig")
    assert words_in("fi", [tmp_path]).gettext("Read on") == "Jatka"
