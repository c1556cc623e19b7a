"""A newsroom of one's own: made in an empty folder, added to where one is, and never changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from syndicate.cli.root import run
from syndicate.config import load
from syndicate.config.examining import examine
from syndicate.shipped import NEWSROOM, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Mapping

REPOSITORY = Path(__file__).parents[2]


def files(folder: Path) -> Mapping[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_what_comes_with_the_program_is_the_clone_s_own() -> None:
    assert NEWSROOM == REPOSITORY
    assert TEMPLATES == REPOSITORY / "templates" / "email"


def test_a_newsroom_has_every_key_and_the_sample_articles(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "quay"
    assert run(["init", str(folder)]) == 0
    made = files(folder)
    assert made["config.toml"] == (REPOSITORY / "config.toml").read_bytes()
    assert {name.partition("/")[0] for name in made} == {"config.toml", "articles"}
    assert {f"articles/{name}" for name in files(REPOSITORY / "articles")} == made.keys() - {"config.toml"}


def test_the_next_step_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "my quay"
    assert run(["init", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}: articles/, config.toml\nNext: cd '{folder}' && syndicate run\n"


def test_the_folder_where_one_is_needs_no_cd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "."]) == 0
    assert capsys.readouterr().out.endswith("\nNext: syndicate run\n")


def test_a_new_newsroom_has_nothing_to_complain_of(tmp_path: Path) -> None:
    run(["init", str(tmp_path)])
    examined = examine(tmp_path / "config.toml", {}, knocks=False)
    assert examined.warnings == ()
    assert examined.config.mail.templates is None


def test_templates_that_are_asked_for_are_in_force(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path), "--templates"]) == 0
    assert load(tmp_path / "config.toml", {}).mail.templates == tmp_path / "templates" / "email"
    assert files(tmp_path / "templates" / "email") == files(TEMPLATES)


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    assert run(["init", str(tmp_path)]) == 65
    assert files(tmp_path) == {"thesis.txt": b"mine"}
    assert "the folder is not empty, and no newsroom" in capsys.readouterr().err


def test_a_newsroom_gets_what_it_lacks_and_keeps_what_it_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["init", str(tmp_path), "--templates"])
    (tmp_path / "config.toml").write_text("# mine", encoding="utf-8")
    tokens = tmp_path / "templates" / "email" / "_base" / "tokens.toml"
    tokens.write_text("# mine", encoding="utf-8")
    (tmp_path / "templates" / "email" / "_base" / "footer.mjml.j2").unlink()
    before = files(tmp_path)
    capsys.readouterr()
    assert run(["init", str(tmp_path), "--templates"]) == 0
    after = files(tmp_path)
    assert after.keys() - before.keys() == {"templates/email/_base/footer.mjml.j2"}
    assert {name: after[name] for name in before} == before
    assert "[mail] templates" in capsys.readouterr().out


def test_sample_articles_that_an_editor_took_out_do_not_come_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["init", str(tmp_path)])
    for file in (tmp_path / "articles").glob("*.txt"):
        file.unlink()
    before = files(tmp_path)
    capsys.readouterr()
    assert run(["init", str(tmp_path)]) == 0
    assert files(tmp_path) == before
    assert "nothing was missing" in capsys.readouterr().out


def test_templates_that_nobody_names_are_told_of(tmp_path: Path) -> None:
    run(["init", str(tmp_path)])
    (tmp_path / "templates" / "email").mkdir(parents=True)
    (warning,) = examine(tmp_path / "config.toml", {}, knocks=False).warnings
    assert '"templates" in [mail] is not written' in warning.message


def test_mistakes_in_templates_are_told_whatever_branch_a_mail_takes(tmp_path: Path) -> None:
    run(["init", str(tmp_path), "--templates"])
    config, part = tmp_path / "config.toml", "digest/parts/introduction.mjml.j2"
    config.write_text(config.read_text().replace("sections = [] ", 'language = "de"\nsections = [] ', 1))
    template = tmp_path / "templates" / "email" / part
    template.write_text('{% if false %}{{ digset }}{% endif %}\n<mj-text>{{ _("Good {name}", name="x") }}</mj-text>')
    mistake, message = examine(config, {}, knocks=False).warnings
    assert f"{part}:1:18: there is no digset; did you mean digest?" in mistake.message
    assert f'{part}:2:16: no catalog has words in de for "Good {{name}}"' in message.message


def test_a_language_that_we_have_no_words_in_is_warned_of_and_a_catalog_ends_that(tmp_path: Path) -> None:
    run(["init", str(tmp_path), "--templates"])
    config = tmp_path / "config.toml"
    config.write_text(config.read_text().replace("sections = [] ", 'language = "fi"\nsections = [] ', 1))
    (warning,) = examine(config, {}, knocks=False).warnings
    assert 'is "fi"; we have no words in it, so that ours stand in English, marked so' in warning.message
    (tmp_path / "templates" / "email" / "words" / "fi.po").write_text('msgid "Feed"\nmsgstr "Syöte"\n')
    (warning,) = examine(config, {}, knocks=False).warnings
    assert 'fi.po" has no words for' in warning.message
    (tmp_path / "templates" / "email" / "words" / "fi.po").write_text('msgid "Feed"\nmsgstr "Sy\n')
    (warning,) = examine(config, {}, knocks=False).warnings
    assert "fi.po:2: the catalog cannot be read: a text is not closed by a quotation mark" in warning.message
