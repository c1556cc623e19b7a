from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE

import click
import pytest
from click.shell_completion import ShellComplete

from syndicate.cli.root import cli
from syndicate.storage import open_database
from tests.commands import Invoke, given
from tests.newsroom import REPOSITORY, Newsroom, dump


def commands() -> dict[str, click.Command]:
    return dict(commands_of(cli, ""))


def commands_of(group: click.Group, above: str) -> Iterator[tuple[str, click.Command]]:
    """The commands of a group and of the groups in it, by all that is typed."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands_of(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_help_with_an_example_and_the_common_options(invoke: Invoke, name: str) -> None:
    code, out, _ = invoke(*name.split(), "--help")
    assert code == 0
    assert f"Example:\n    syndicate {name}" in out
    for option in ("--config", "--json", "--quiet", "--verbose"):
        assert option in out


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_is_in_the_documents(name: str) -> None:
    documents = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"`syndicate {name}" in documents
    own = {option for parameter in commands()[name].params for option in parameter.opts if option.startswith("--")}
    for option in own - {"--quiet", "--verbose"}:
        assert f"`{option}" in documents or f" {option}" in documents


def test_the_list_of_commands_says_of_each_what_its_own_help_says(invoke: Invoke) -> None:
    context = click.Context(cli)
    _, listed, _ = invoke("--help")
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        line = re.search(rf"^  {name} +(.*)$", listed, re.MULTILINE)
        assert line
        assert command.get_short_help_str(200).startswith(line[1].removesuffix("..."))


def test_an_older_name_calls_the_same_command_and_is_in_no_list(invoke: Invoke) -> None:
    _, listed, _ = invoke("--help")
    assert "ingest" not in listed
    assert given(invoke, "ingest")["new"] == 2
    assert given(invoke, "collect")["unchanged"] == 2


def test_an_unknown_command_is_wrong_usage(invoke: Invoke) -> None:
    code, _, err = invoke("colect")
    assert code == 2
    assert "No such command 'colect'" in err


def test_names_are_completed_also_those_within_a_group() -> None:
    complete = ShellComplete(cli, {}, "syndicate", "_SYNDICATE_COMPLETE")
    assert [item.value for item in complete.get_completions([], "con")] == ["config"]
    assert [item.value for item in complete.get_completions(["config"], "")] == ["check", "show"]


def test_collecting_counts_by_outcome_and_names_what_is_held(invoke: Invoke, newsroom: Newsroom) -> None:
    newsroom.write_article("nothing.txt", "You may also like\n\nLeave a Comment\n")
    report = given(invoke, "collect")
    assert (report["new"], report["changed"], report["unchanged"], report["held"]) == (2, 0, 0, 1)
    (held,) = report["sources"]["desk"]["held_items"]
    assert held["external_id"] == "nothing.txt"
    assert held["reason"]
    again = given(invoke, "collect")
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 3)


def test_an_article_has_the_documented_shape(invoke: Invoke) -> None:
    given(invoke, "collect")
    listed = given(invoke, "articles", "list")["articles"]
    lamp = next(one for one in listed if one["external_id"] == "lamp.txt")
    shown = given(invoke, "articles", "show", lamp["id"])
    assert shown == lamp | {"aliases": []}
    documented = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in documented for key in shown)
    assert shown["status"] == "published"
    assert shown["sections"] == ["Harbour"]
    assert shown["tag"] == f"tag:lantern.example,2026:{shown['id']}"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", shown["published_at"])
    assert shown["media"] == [
        {
            "kind": "image",
            "source_url": "pictures/lamp.jpg",
            "alt": "The lamp seen from the pier at dusk",
            "caption": None,
            "ai": None,
        }
    ]
    assert (shown["hero"]["width"], shown["hero"]["height"]) == (1200, 675)
    assert Path(shown["hero"]["path"]).read_bytes()[:2] == b"\xff\xd8"
    tide = next(one for one in listed if one["external_id"] == "tide.txt")
    assert tide["hero"] is None


def test_articles_are_listed_by_status_and_source_for_people_too(invoke: Invoke, newsroom: Newsroom) -> None:
    newsroom.write_article("soon.txt", dump("Not yet", published=datetime.now(UTC) + timedelta(days=2)))
    invoke("collect")
    assert [one["title"] for one in given(invoke, "articles", "list", "--status", "embargoed")["articles"]] == [
        "Not yet"
    ]
    assert len(given(invoke, "articles", "list", "--source", "desk")["articles"]) == 3
    assert len(given(invoke, "articles", "list", "--limit", "1")["articles"]) == 1
    code, out, _ = invoke("articles", "list")
    assert code == 0
    assert "The lamp is lit again" in out
    code, out, _ = invoke("articles", "show", out.split()[0])
    assert code == 0


def test_what_does_not_exist_is_said_with_a_hint_and_exit_one(invoke: Invoke) -> None:
    invoke("collect")
    for arguments in (("articles", "show", "nope"), ("edition", "show", "nope"), ("edition", "send", "nope")):
        code, out, err = invoke(*arguments)
        assert (code, out) == (1, "")
        assert "hint: See: syndicate" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("edition", "compose", "nope"),
        ("subscribers", "add", "cy@example.org", "--newsletter", "nope"),
        ("subscribers", "import", "config.toml", "--newsletter", "nope"),
        ("subscribers", "list", "--newsletter", "nope"),
        ("articles", "list", "--source", "nope"),
    ],
    ids=" ".join,
)
def test_a_name_that_there_never_was_is_wrong_usage_and_those_there_are_are_named(
    invoke: Invoke, arguments: tuple[str, ...]
) -> None:
    invoke("collect")
    code, out, err = invoke(*arguments)
    kind, name = ("source", "desk") if "--source" in arguments else ("newsletter", "daily")
    assert (code, out) == (2, "")
    assert err == f"error: there is no {kind} nope\nhint: There are: {name}.\n"


def test_what_a_former_source_and_newsletter_left_behind_is_still_listed(invoke: Invoke, newsroom: Newsroom) -> None:
    invoke("collect")
    path = newsroom.folder / "config.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('name = "desk"', 'name = "pier"').replace('name = "daily"', 'name = "weekly"'))
    assert len(given(invoke, "articles", "list", "--source", "desk")["articles"]) == 2
    assert given(invoke, "articles", "list", "--source", "pier")["articles"] == []
    assert len(given(invoke, "subscribers", "list", "--newsletter", "daily")["subscriptions"]) == 2


def test_feeds_are_built_once_and_then_left_alone(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    assert given(invoke, "feeds", "build")["written"] == 11
    assert (newsroom.feeds / "section" / "harbour" / "rss.xml").exists()
    assert given(invoke, "feeds", "build")["written"] == 0


def test_subscribers_are_added_known_and_not_brought_back_against_their_will(invoke: Invoke) -> None:
    assert given(invoke, "subscribers", "add", "Cy <cy@example.org>")["newsletters"] == {"daily": "added"}
    assert given(invoke, "subscribers", "add", "CY@example.org")["newsletters"] == {"daily": "known"}
    code, _, err = invoke("subscribers", "add", "not an address")
    assert code == 65
    assert "not an address" in err
    listed = given(invoke, "subscribers", "list", "--newsletter", "daily")["subscriptions"]
    assert "cy@example.org" in [one["address"] for one in listed]


def test_a_csv_file_is_imported_and_its_bad_lines_are_named(invoke: Invoke, newsroom: Newsroom) -> None:
    (newsroom.folder / "readers.csv").write_text("email,name\ndi@example.org,Di\nbroken,\n", encoding="utf-8")
    code, out, err = invoke("subscribers", "import", "readers.csv", "--json")
    report = json.loads(out)
    assert code == 3
    assert (report["added"], report["refused"]) == (1, 1)
    assert err.startswith("readers.csv:3: ")
    assert ". Write it as name@example.com.\n" in err
    assert "readers.csv:3" in report["refusals"][0]


@pytest.mark.parametrize(
    "arguments",
    [("articles", "list"), ("articles", "list", "--status", "held"), ("images", "list"), ("subscribers", "list")],
    ids=" ".join,
)
def test_a_list_that_is_read_bit_by_bit_is_written_as_one_json_object(
    invoke: Invoke, arguments: tuple[str, ...]
) -> None:
    invoke("collect")
    _, out, _ = invoke(*arguments, "--json")
    assert out == f"{json.dumps(json.loads(out), ensure_ascii=False, indent=2)}\n"


MORE = "WITH RECURSIVE more(n) AS (SELECT 1 UNION SELECT n + 1 FROM more WHERE n < 3000) INSERT INTO"


def fill(newsroom: Newsroom) -> None:
    """Give the newsroom thousands of articles, pictures and subscriptions, each like one that it has."""
    with sqlite3.connect(newsroom.folder / "var" / "syndicate.db") as connection:
        for table, own, origin in (
            ("articles", "10 + n, id || n, tag || n, source, external_id || n", "articles, more WHERE sequence = 1"),
            ("heroes", "articles.id", "articles, heroes, more WHERE articles.id != article_id AND n = 1"),
            ("subscriptions", "10 + key * 3000 + n, id || n, subscriber_key, newsletter || n", "subscriptions, more"),
        ):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")][own.count(",") + 1 :]
            rest = ", ".join(f"{table}.{one}" for one in columns)
            connection.execute(f"{MORE} {table} SELECT {own}, {rest} FROM {origin}")
    connection.close()


@pytest.mark.parametrize("arguments", [("articles", "list"), ("images", "list"), ("subscribers", "list")], ids=" ".join)
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["lines", "json"])
def test_a_long_list_may_be_left_in_the_middle(
    newsroom: Newsroom, arguments: tuple[str, ...], form: tuple[str, ...]
) -> None:
    newsroom.json("collect")
    fill(newsroom)
    with newsroom.start(*arguments, *form, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""


def test_composing_without_news_says_so(invoke: Invoke) -> None:
    assert given(invoke, "edition", "compose", "daily")["outcome"] == "empty"
    assert "nothing new" in invoke("edition", "compose", "daily", "--dry-run")[1]
    assert given(invoke, "edition", "compose", "daily", "--due")["outcome"] == "empty"
    assert "nothing is due" in invoke("edition", "compose", "daily", "--due")[1]


def test_one_pass_does_it_all(invoke: Invoke, newsroom: Newsroom) -> None:
    report = given(invoke, "run", "--once")
    assert report["ingest"]["new"] == 2
    assert report["feeds"]["written"] == 11
    (edition,) = report["editions"]
    assert report["deliveries"][edition["id"]]["submitted"] == 2
    assert len(newsroom.mails()) == 2
    code, out, _ = invoke("run", "--once")
    assert code == 0
    assert "0 written, 11 unchanged" in out


def test_a_second_scheduler_is_turned_away_with_75(invoke: Invoke, newsroom: Newsroom) -> None:
    database = open_database(f"sqlite:///{newsroom.folder}/var/syndicate.db")
    with database.lock("scheduler"):
        code, _, err = invoke("run", "--once")
    database.close()
    assert code == 75
    assert "another scheduler is active" in err
    assert "--wait" in err


def test_a_wrong_configuration_is_all_named_at_once_with_exit_two(invoke: Invoke, newsroom: Newsroom) -> None:
    path = newsroom.folder / "config.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('language = "en"', 'langage = "en"').replace('at = "00:00"', "at = 7"), encoding="utf-8"
    )
    code, out, err = invoke("config", "check")
    assert (code, out) == (2, "")
    assert re.search(r'config\.toml:5:1: unknown key "langage" in \[site\]; did you mean "language"\?', err)
    assert len(err.strip().splitlines()) == 2
    code, _, err = invoke("config", "check", "--json")
    assert len(json.loads(err)["error"]["complaints"]) == 2


def test_the_configuration_is_shown_with_the_source_of_each_value(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNDICATE_WEB__PORT", "9099")
    monkeypatch.setenv("SYNDICATE_WEB__SECRET", "canary-canary-canary-canary-canary-canary")
    settings = {one["path"]: one for one in given(invoke, "config", "show")["settings"]}
    assert settings["web.port"]["value"] in {9099, "9099"}
    assert settings["web.port"]["source"] == "SYNDICATE_WEB__PORT"
    for arguments in (("config", "show"), ("config", "show", "--json"), ("-vv", "config", "show")):
        _, out, err = invoke(*arguments)
        assert "canary" not in out + err


def test_people_see_settings_as_the_file_would_spell_them(invoke: Invoke) -> None:
    lines = invoke("config", "show")[1].splitlines()
    assert 'site.title = "The Lantern"    # config.toml:3' in lines
    assert 'feeds.scopes = ["section"]    # default' in lines
    assert "desk.enabled = true    # default" in lines
    assert "web.secret is not set    # default" in lines


def test_the_schema_is_upgraded_by_command(invoke: Invoke) -> None:
    assert given(invoke, "db", "upgrade")["before"] is None
    assert "already at" in invoke("db", "upgrade")[1]


def test_the_configuration_may_be_named_before_or_after_the_command(
    invoke: Invoke, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    path = str(newsroom.folder / "config.toml")
    assert invoke("--config", path, "config", "check")[0] == 0
    assert invoke("config", "check", "--config", path)[0] == 0
    monkeypatch.setenv("SYNDICATE_CONFIG", path)
    assert invoke("config", "check")[0] == 0
    monkeypatch.delenv("SYNDICATE_CONFIG")
    code, _, err = invoke("config", "check")
    assert code == 2
    assert "config.toml" in err


@pytest.mark.parametrize("arguments", [("nope",), ("articles", "list", "--limit", "0"), ("edition", "show")])
def test_wrong_usage_ends_with_two(invoke: Invoke, arguments: tuple[str, ...]) -> None:
    code, out, err = invoke(*arguments)
    assert (code, out) == (2, "")
    assert "Usage:" in err
    code, _, err = invoke("--json", *arguments)
    assert code == 2
    assert json.loads(err)["error"].keys() == {"code", "message", "where", "hint"}


def test_an_article_under_embargo_says_until_when(newsroom: Newsroom) -> None:
    head = "title: Not yet\ndate: 2020-05-04\nembargo: 2199-01-01 09:00 +00:00"
    newsroom.write_article("later.md", f"---\n{head}\n---\n\nThe quay is open to all on Sunday.")
    newsroom.run("collect")
    listed = newsroom.run("articles", "list", "--status", "embargoed").stdout
    assert "embargoed  2199-01-01 09:00  Not yet" in listed
    assert (
        "embargoed until 2199-01-01T09:00:00+00:00 · 2020-05-04"
        in newsroom.run("articles", "show", listed.split()[0]).stdout
    )


def test_a_warning_is_accepted_shown_as_such_and_taken_back(newsroom: Newsroom) -> None:
    newsroom.write_article(
        "glued.txt", dump("A glued story of the pier", body="It left the pier.Then it rained on all.")
    )
    newsroom.json("collect")
    (article,) = [one for one in newsroom.json("articles", "list")["articles"] if one["external_id"] == "glued.txt"]
    assert [one["accepted"] for one in article["findings"] if one["code"] == "sentences-glued"] == [False]
    done = newsroom.json("articles", "accept", article["id"], "sentences-glued")
    assert done == {"id": article["id"], "code": "sentences-glued", "outcome": "accepted"}
    assert "accepted: There is no space" in newsroom.run("articles", "show", article["id"]).stdout
    assert newsroom.json("articles", "accept", article["id"], "sentences-glued", "--undo")["outcome"] == "taken-back"
    refused = newsroom.run("articles", "accept", article["id"], "no-such-code")
    assert refused.returncode != 0
    assert "has no warning no-such-code" in refused.stderr


def test_the_schema_of_articles_is_printed(newsroom: Newsroom) -> None:
    plain = newsroom.run("articles", "schema")
    assert json.loads(plain.stdout) == newsroom.json("articles", "schema")
    assert "body_markdown" in plain.stdout


def test_a_markdown_file_and_a_list_in_json_become_articles_with_their_pictures(newsroom: Newsroom) -> None:
    newsroom.draw_picture("pictures/quay.jpg")
    head = "title: No\nsection: World\nimage: pictures/quay.jpg\nimage_alt: The quay at noon\nembargo: 2199-01-01"
    newsroom.write_article(
        "note.md", f"---\n{head.replace('embargo: 2199-01-01', 'tags: [a]')}\n---\n\nThe *quay* is open."
    )
    newsroom.write_article("later.md", f"---\n{head}\n---\n\nNobody may know yet.")
    items = [
        {"id": "a", "title": "One", "body_text": "First."},
        {"id": "b", "title": "Two", "body_html": "<p>Last.</p>"},
    ]
    newsroom.write_article("news.json", json.dumps(items))
    newsroom.json("collect")
    found = {one["external_id"]: one for one in newsroom.json("articles", "list")["articles"]}
    note = found["note.md"]
    assert (note["title"], note["tags"], note["body_html"]) == ("No", ["a"], "<p>The <em>quay</em> is open.</p>")
    assert (note["hero"]["state"], note["hero"]["alt"]) == ("ready", "The quay at noon")
    assert found["later.md"]["status"] == "embargoed"
    assert {found[name]["status"] for name in ("news.json#a", "news.json#b")} == {"published"}


@pytest.mark.parametrize(
    "command", ["articles list", "images list", "feeds list", "feeds check", "subscribers list", "edition list"]
)
def test_a_command_that_only_reads_makes_no_database(invoke: Invoke, newsroom: Newsroom, command: str) -> None:
    code, out, err = invoke(*command.split())
    assert (code, out) == (1, "")
    database = newsroom.folder / "var" / "syndicate.db"
    assert f"there is no database at {database}" in err
    assert not database.exists()


def test_a_database_that_is_made_is_told_once(invoke: Invoke, newsroom: Newsroom) -> None:
    assert f"made a new database at {newsroom.folder / 'var' / 'syndicate.db'}" in invoke("collect")[2]
    assert invoke("collect")[2] == ""
