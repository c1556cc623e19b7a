"""A fault of the program itself: a line for the operator, the traceback for whoever mends it."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from pathlib import Path
from subprocess import PIPE
from typing import TYPE_CHECKING

import pytest

from syndicate.cli.root import run
from syndicate.cli.session import Session

if TYPE_CHECKING:
    from tests.newsroom import Newsroom


@pytest.fixture
def newsroom(newsroom: Newsroom) -> Newsroom:
    """With an article in the database that no version of the program can have written."""
    newsroom.json("collect")
    with sqlite3.connect(newsroom.folder / "var" / "syndicate.db") as connection:
        connection.execute("UPDATE articles SET media = '[{]' WHERE external_id = 'lamp.txt'")
    connection.close()
    return newsroom


def kept(newsroom: Newsroom) -> list[Path]:
    return sorted(newsroom.folder.rglob("fault-*.txt"))


def test_a_fault_is_one_line_and_a_hint_and_its_traceback_is_kept_for_its_owner(newsroom: Newsroom) -> None:
    done = newsroom.run("feeds", "build")
    assert (done.returncode, done.stdout) == (70, "")
    error, hint = done.stderr.splitlines()
    assert error.startswith("error: syndicate itself failed: JSONDecodeError: Expecting property name")
    (file,) = kept(newsroom)
    assert hint == f"hint: This is a fault of the program. Its traceback lies in {file}; report it with that."
    assert file.parent == newsroom.folder / "var"
    assert file.stat().st_mode & 0o777 == 0o600
    assert re.match(r"syndicate [\d.]+\S*, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n\nTraceback", text := file.read_text())
    assert text.rstrip().splitlines()[-1].startswith("json.decoder.JSONDecodeError: ")


def test_a_fault_that_comes_back_is_kept_once(newsroom: Newsroom) -> None:
    for _ in range(2):
        assert newsroom.run("feeds", "build").returncode == 70
    assert len(kept(newsroom)) == 1


def test_a_fault_is_json_where_data_is(newsroom: Newsroom) -> None:
    done = newsroom.run("feeds", "build", "--json")
    assert done.returncode == 70
    assert json.loads(done.stderr)["error"]["code"] == "internal"


def test_who_wants_to_hear_more_sees_the_traceback_as_well(newsroom: Newsroom) -> None:
    done = newsroom.run("-v", "feeds", "build")
    assert "Traceback (most recent call last)" in done.stderr
    assert len(kept(newsroom)) == 1


def test_a_traceback_that_cannot_be_kept_is_shown(newsroom: Newsroom) -> None:
    (newsroom.folder / "file").write_text("")
    secret = {"SYNDICATE_WEB__SECRET": "s" * 40, "SYNDICATE_WEB__SECRET_FILE": "file/secret.key"}
    done = newsroom.run("feeds", "build", **secret)
    assert done.returncode == 70
    assert "Traceback (most recent call last)" in done.stderr
    assert done.stderr.splitlines()[-1].endswith("Its traceback stands above; report it with that.")


def test_what_the_machine_refuses_is_json_where_data_is(newsroom: Newsroom) -> None:
    (newsroom.folder / "var" / "syndicate.db.locks").rename(newsroom.folder / "locks")
    (newsroom.folder / "var" / "syndicate.db.locks").write_text("")
    done = newsroom.run("feeds", "build", "--json")
    assert done.returncode == 1
    assert json.loads(done.stderr)["error"]["where"].endswith("/syndicate.db.locks/feeds")


@pytest.mark.parametrize("arguments", [("articles", "list"), ("config", "show"), ("--json", "config", "show")])
def test_a_reader_who_has_gone_is_no_failure(newsroom: Newsroom, arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody, newsroom.start(*arguments, stdout=nobody, stderr=PIPE) as program:
        assert program.stderr is not None
        assert (program.stderr.read(), program.wait()) == ("", 0)


def test_a_pipe_that_breaks_elsewhere_is_told(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.chdir(newsroom.folder)
    monkeypatch.setattr(Session, "parts", broken)
    assert run(["articles", "list"]) == 1
    assert capfd.readouterr().err == "error: the system: Broken pipe\n"
