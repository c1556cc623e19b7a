"""The documents say what is so."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from syndicate.articles.withholding.keys import KEYS
from syndicate.articles.withholding.words import PHRASES, UNSPACED, WITHHOLDING

REPOSITORY = Path(__file__).parents[2]
PAPERS = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_every_link_leads_somewhere(paper: Path) -> None:
    links = [link for link in LINK.findall(paper.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (paper.parent / link).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_no_line_but_that_of_a_table_is_longer_than_120_columns(paper: Path) -> None:
    lines = paper.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 120 and "|" not in line] == []


def test_every_picture_is_shown_by_a_paper_and_is_small() -> None:
    pictures = {path.name: path.stat().st_size for path in (REPOSITORY / "docs" / "pictures").iterdir()}
    shown = {link.rpartition("/")[2] for paper in PAPERS for link in LINK.findall(paper.read_text(encoding="utf-8"))}
    assert set(pictures) - shown == set()
    assert {name: size for name, size in pictures.items() if name.startswith("desk-") and size > 120_000} == {}


def test_every_path_that_tells_how_to_add_something_exists() -> None:
    text = (REPOSITORY / "docs" / "extending.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:src|tests|templates|docs)/[^`<]+)`", text)
    assert paths
    assert [path for path in paths if not list(REPOSITORY.glob(path))] == []


def test_every_module_that_the_standards_name_exists() -> None:
    text = (REPOSITORY / "docs" / "standards.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?|[a-z_]+\.py)`", text)
    assert named
    assert [one for one in named if not (REPOSITORY / "src" / "syndicate" / one).exists()] == []


def test_every_test_that_the_guarantees_name_exists() -> None:
    text = (REPOSITORY / "docs" / "guarantees.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[^`]+)`", text)
    assert named
    assert [one for one in named if not list(REPOSITORY.glob(one))] == []


def test_every_command_of_the_makefile_that_the_readme_names_exists() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{name}:", makefile, re.MULTILINE) for name in re.findall(r"`?make ([a-z-]+)", readme))


def test_the_locks_carry_a_hash_for_every_package_and_name_no_host() -> None:
    for lock in (REPOSITORY / "locks").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        packages = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in package for package in packages)


def test_nothing_that_a_run_makes_is_tracked() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "feeds", "var", ".venv"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0:
        assert listed.stdout.split() == ["feeds/README.md"]


def test_every_word_and_key_of_withholding_is_listed() -> None:
    text = (REPOSITORY / "docs" / "reading.md").read_text(encoding="utf-8")
    listed = text[text.index("## What is withheld") : text.index("## What becomes of a document")]
    words = [word for words in WITHHOLDING.values() for word in words.split()]
    known = set(re.findall(r"[^\s,*:`]+", listed))
    assert [word for word in (*words, *UNSPACED.split()) if word not in known] == []
    unwrapped = " ".join(listed.split())
    assert [phrase for phrase in PHRASES if phrase not in unwrapped] == []
    assert [key for keys in KEYS.values() for key in keys.split() if f"`{key}`" not in listed] == []
