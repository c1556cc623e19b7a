"""Hostile words that come by articles and choices, and secrets: through a whole pass, with all that is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.newsroom import dump

if TYPE_CHECKING:
    from tests.newsroom import Newsroom

SECTION = "a'); DELETE FROM subscribers; --"
CANARY = "canary-canary-canary-canary-canary-canary"


def markdown(title: str, section: str) -> str:
    said = {"title": title, "sections": [section], "language": "en"}
    body = dump("Anything").rpartition("GMT")[2]
    head = "\n".join(f"{name}: {json.dumps(value)}" for name, value in said.items())
    return f"---\n{head}\n---\n\n{body}"


def test_a_section_that_reads_like_sql_is_a_name_from_the_first_run_to_the_nightly_one(newsroom: Newsroom) -> None:
    newsroom.write_article("odd.md", markdown("The lamp goes out", SECTION))
    newsroom.json("collect")
    done = newsroom.json("subscribers", "add", "cy@example.org", "--sections", SECTION.replace(";", ","))
    assert done["newsletters"] == {"daily": "added"}
    newsroom.json("subscribers", "choose", "cy@example.org", "daily", "--sections", "World; a'); DROP TABLE choices --")
    for _ in range(2):
        newsroom.json("run", "--once")
    found = newsroom.json("subscribers", "list")["subscriptions"]
    assert sorted(each["address"] for each in found) == ["ann@example.org", "bo@example.net", "cy@example.org"]
    assert newsroom.run("subscribers", "audit").returncode == 0


@pytest.mark.parametrize("title", ["Wipe \x1b[2Jit\nERROR all is lost", 'One\r\n{"level": "error"}'])
def test_a_title_breaks_no_line_of_what_is_told_and_moves_no_cursor(newsroom: Newsroom, title: str) -> None:
    newsroom.write_article("odd.md", markdown(title, "World"))
    done = newsroom.run("run", "--once", "-vv")
    assert done.returncode == 0, done.stderr
    said = done.stdout + done.stderr
    assert "\x1b" not in said
    assert not [line for line in said.splitlines() if line.startswith(("ERROR all", '{"level"'))]


def test_no_secret_is_told_whatever_runs_and_whatever_fails(newsroom: Newsroom) -> None:
    secrets = {"SYNDICATE_WEB__SECRET": CANARY, "SYNDICATE_DELIVERY__SMTP__PASSWORD": CANARY}
    newsroom.json("collect", **secrets)
    for arguments in (
        ("config", "show"),
        ("config", "check"),
        ("run", "--once", "-vv"),
        ("subscribers", "show", "ann@example.org"),
        ("subscribers", "import", "config.toml", "-vv"),
        ("edition", "show", "nothing"),
    ):
        done = newsroom.run(*arguments, **secrets)
        assert "canary" not in done.stdout + done.stderr, arguments
    files = [path for path in newsroom.folder.rglob("*") if path.is_file()]
    assert [str(path) for path in files if b"canary" in path.read_bytes()] == []
