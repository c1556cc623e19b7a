"""The commands about subscribers, as an operator types them."""

from __future__ import annotations

import csv
import io
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from syndicate.cli.root import run
from tests.newsroom import CONFIG, Newsroom, dump

Invoke = Callable[..., tuple[int, str, str]]
EXPORT = "email,subscriber_type,unsubscription_date\ncy@example.org,regular,\ndi@example.org,unsubscribed,2024-02-03\n"


@pytest.fixture
def invoke(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Invoke:
    """Run a command in the newsroom's folder: exit code, stdout, stderr."""
    monkeypatch.chdir(newsroom.folder)
    monkeypatch.delenv("SYNDICATE_CONFIG", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def given(invoke: Invoke, *arguments: str, code: int = 0) -> Any:
    ended, out, err = invoke("subscribers", *arguments, "--json")
    assert ended == code, err
    return json.loads(out)


def test_who_is_added_has_a_ground_and_show_tells_it(invoke: Invoke) -> None:
    given(invoke, "add", "Cy <cy@example.org>", "--consent", "signed a form at the fair")
    shown = given(invoke, "show", "CY@example.org")
    assert (shown["address"], shown["name"], shown["suppression"]) == ("cy@example.org", "Cy", None)
    [subscription] = shown["subscriptions"]
    assert (subscription["newsletter"], subscription["state"]) == ("daily", "confirmed")
    [ground] = subscription["grounds"]
    assert (ground["kind"], ground["wording"]) == ("operator", "signed a form at the fair")
    _, out, _ = invoke("subscribers", "show", "cy@example.org")
    assert "daily: confirmed, subscribed since " in out
    assert "signed a form at the fair" in out


def test_a_subscription_is_ended_by_the_operator_and_stays_so(invoke: Invoke) -> None:
    given(invoke, "add", "cy@example.org")
    assert given(invoke, "end", "Cy@example.org", "--newsletter", "daily")["newsletters"] == {"daily": "ended"}
    assert given(invoke, "end", "cy@example.org")["newsletters"] == {"daily": "known"}
    assert given(invoke, "show", "cy@example.org")["subscriptions"][0]["ended_by"] == "operator"
    assert given(invoke, "add", "cy@example.org", code=1)["newsletters"] == {"daily": "ended-before"}
    code, out, _ = invoke("subscribers", "add", "cy@example.org")
    assert (code, "use --renew" in out) == (1, True)


@pytest.mark.parametrize("command", ["end", "show", "unsuppress"])
def test_an_address_that_nobody_knows_is_told(invoke: Invoke, command: str) -> None:
    given(invoke, "add", "cy@example.org")
    code, _, err = invoke("subscribers", command, "nobody@example.org")
    assert (code, "nothing is known of “nobody@example.org”" in err) == (1, True)


def test_a_newsletter_that_there_never_was_is_wrong_usage(invoke: Invoke) -> None:
    assert invoke("subscribers", "end", "cy@example.org", "--newsletter", "nope")[0] == 2


def test_an_address_is_suppressed_for_all_and_can_be_let_go(invoke: Invoke) -> None:
    given(invoke, "add", "cy@example.org")
    assert given(invoke, "suppress", "cy@example.org", "--reason", "complained")["outcome"] == "suppressed"
    assert given(invoke, "suppress", "CY@example.org")["outcome"] == "known"
    shown = given(invoke, "show", "cy@example.org")
    assert (shown["suppression"]["reason"], shown["subscriptions"][0]["suppressed"]) == ("complained", "complained")
    assert "cy@example.org  daily  confirmed  suppressed: complained" in invoke("subscribers", "list")[1]
    assert given(invoke, "add", "cy@example.org", code=1)["newsletters"] == {"daily": "suppressed"}
    assert given(invoke, "unsuppress", "cy@example.org")["outcome"] == "unsuppressed"
    code, _, err = invoke("subscribers", "unsuppress", "cy@example.org")
    assert (code, "“cy@example.org” is not suppressed" in err) == (1, True)
    assert given(invoke, "add", "cy@example.org")["newsletters"] == {"daily": "known"}


def test_show_tells_the_last_mails(invoke: Invoke) -> None:
    given(invoke, "add", "cy@example.org")
    invoke("collect")
    invoke("edition", "compose", "daily", "--due")
    deliveries = given(invoke, "show", "cy@example.org")["subscriptions"][0]["deliveries"]
    assert [delivery["state"] for delivery in deliveries] in ([], ["pending"], ["submitted"])
    editions = json.loads(invoke("edition", "list", "--json")[1])["editions"]
    assert [delivery["edition_id"] for delivery in deliveries] == [edition["id"] for edition in editions]


def test_an_import_is_rehearsed_done_and_told(invoke: Invoke, newsroom: Newsroom) -> None:
    (newsroom.folder / "export.csv").write_text(EXPORT, encoding="utf-8")
    code, out, _ = invoke("subscribers", "import", "export.csv", "--dry-run")
    assert code == 0
    assert out.splitlines()[:3] == [
        "a dry run: nothing was changed; the import would do this:",
        "read as an export of buttondown",
        "1 added, 0 known, 0 refused",
    ]
    assert "1 ended, who left elsewhere" in out
    assert invoke("subscribers", "show", "cy@example.org")[0] == 1
    report = given(invoke, "import", "export.csv")
    assert (report["added"], report["ended"], report["unconfirmed"], report["system"]) == (1, 1, 0, "buttondown")
    assert (report["dry_run"], len(report["sha256"])) == (False, 64)
    assert given(invoke, "show", "di@example.org")["subscriptions"][0]["ended_at"] == "2024-02-03T00:00:00+00:00"


def test_people_without_a_ground_are_counted_and_the_way_out_is_named(invoke: Invoke, newsroom: Newsroom) -> None:
    (newsroom.folder / "plain.csv").write_text("email\ncy@example.org\n", encoding="utf-8")
    _, out, _ = invoke("subscribers", "import", "plain.csv")
    assert "1 of them unconfirmed, so not mailed: nothing says that they asked (--consent TEXT states it" in out
    _, out, _ = invoke("subscribers", "import", "plain.csv", "--consent", "asked at the fair")
    assert "1 confirmed now, who were there without a ground" in out


def test_a_column_of_people_who_left_ends_with_65_and_the_options_to_type(invoke: Invoke, newsroom: Newsroom) -> None:
    path = newsroom.folder / "plain.csv"
    path.write_text("email,Lage\ncy@example.org,unsubscribed\ndi@example.org,A1\n", encoding="utf-8")
    code, _, err = invoke("subscribers", "import", "plain.csv", "--consent", "asked")
    assert (code, '--map "Lage=status"' in err) == (65, True)
    options = ("--map", "Lage=status", "--word", "A1=blocked")
    report = given(invoke, "import", "plain.csv", *options)
    assert (report["ended"], report["suppressed"]) == (1, 1)


@pytest.mark.parametrize(
    ("options", "code"),
    [(("--consent", " "), 2), (("--map", "x"), 65), (("--status", "gone"), 2), (("--encoding", "nope"), 65)],
)
def test_choices_that_cannot_be_are_refused(
    invoke: Invoke, newsroom: Newsroom, options: tuple[str, ...], code: int
) -> None:
    (newsroom.folder / "plain.csv").write_text("email\ncy@example.org\n", encoding="utf-8")
    assert invoke("subscribers", "import", "plain.csv", *options)[0] == code
    assert invoke("subscribers", "show", "cy@example.org")[0] == 1


def test_all_is_exported_into_a_file_for_its_owner_alone(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "add", "Zoë <cy@example.org>")
    given(invoke, "suppress", "never@example.org")
    path = newsroom.folder / "all.csv"
    path.write_text("old")
    path.chmod(0o644)
    assert given(invoke, "export", "--output", "all.csv")["path"] == "all.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    _, out, _ = invoke("subscribers", "export")
    assert path.read_bytes().decode() == out
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [row["name"] for row in rows if row["address"] == "cy@example.org"] == ["Zoë"]
    assert (rows[-1]["address"], rows[-1]["suppressed"], rows[-1]["state"]) == ("never@example.org", "blocked", "")
    assert given(invoke, "export")["rows"][-1]["address"] == "never@example.org"
    assert sorted(child.name for child in newsroom.folder.glob(".all.csv*")) == []


def test_an_export_into_a_folder_that_is_not_there_is_told(invoke: Invoke) -> None:
    invoke("collect")
    code, _, err = invoke("subscribers", "export", "--output", str(Path("nowhere", "all.csv")))
    assert (code, "nowhere" in err) == (1, True)


def test_a_name_that_turns_lines_round_turns_none_on_the_terminal(invoke: Invoke, newsroom: Newsroom) -> None:
    (newsroom.folder / "plain.csv").write_text("email,name\ncy@example.org,\u202egnp.exe\u2066\n", encoding="utf-8")
    given(invoke, "import", "plain.csv")
    assert given(invoke, "show", "cy@example.org")["name"] == "\u202egnp.exe\u2066"
    _, out, _ = invoke("subscribers", "show", "cy@example.org")
    assert out.startswith("cy@example.org  \\u202egnp.exe\\u2066\n")


def test_who_left_chooses_nothing(invoke: Invoke) -> None:
    given(invoke, "add", "cy@example.org", "--newsletter", "daily")
    given(invoke, "end", "cy@example.org")
    for options in (("--pause", "3w"), ("--pause", "off"), ("--language", "de")):
        code, _, err = invoke("subscribers", "choose", "cy@example.org", "daily", *options)
        assert (code, "has left daily" in err) == (65, True)


def test_a_pause_ends_at_midnight_of_the_zone_that_is_chosen_with_it(invoke: Invoke, newsroom: Newsroom) -> None:
    newsroom.configure(CONFIG.replace('at = "00:00"', 'at = "07:00"\nclock = "reader"'))
    given(invoke, "add", "cy@example.org", "--newsletter", "daily")
    shown = given(invoke, "choose", "cy@example.org", "daily", "--zone", "Asia/Tokyo", "--pause", "2w")
    assert shown["paused_until"].endswith("T15:00:00+00:00")


def test_a_section_that_no_article_has_had_is_told_with_what_may_be_meant(invoke: Invoke, newsroom: Newsroom) -> None:
    newsroom.write_article("bridge.txt", dump("Bridge", section="Culture"))
    newsroom.run("ingest")
    code, _, err = invoke("subscribers", "add", "cy@example.org", "--sections", "Cultur; Culture")
    assert (code, err.count("no article has had the section “Cultur” so far; did you mean")) == (0, 1)
    code, _, err = invoke("subscribers", "choose", "cy@example.org", "daily", "--sections", "Culture")
    assert (code, "no article" in err) == (0, False)


def test_a_pause_that_is_longer_than_stories_wait_is_told(invoke: Invoke) -> None:
    given(invoke, "add", "cy@example.org", "--newsletter", "daily")
    for pause, is_told in (("1d", False), ("3w", True)):
        code, _, err = invoke("subscribers", "choose", "cy@example.org", "daily", "--pause", pause, "--catch-up")
        assert (code, "a story waits 2 days at most" in err) == (0, is_told)
