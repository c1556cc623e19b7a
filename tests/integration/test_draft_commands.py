"""``syndicate edition draft`` as an editor uses it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.commands import Invoke, given
from tests.newsroom import CONFIG, Newsroom


@pytest.fixture(autouse=True)
def collected(newsroom: Newsroom, invoke: Invoke) -> None:
    """The articles are there, and the newsletter's hour is not near."""
    newsroom.configure(CONFIG.replace('at = "00:00"', 'at = "23:59"'))
    given(invoke, "collect")


def draft(invoke: Invoke, *arguments: str, code: int = 0) -> Any:
    verb, *others = arguments
    return given(invoke, "edition", "draft", verb, "daily", *others, code=code)


def ids(shown: Any) -> list[str]:
    return [article["id"] for article in shown["articles"]]


def test_the_coming_edition_is_shown_with_its_instants_in_the_newsletters_zone_and_in_utc(invoke: Invoke) -> None:
    shown = draft(invoke, "show")
    assert shown["version"] == 0
    assert shown["readers"] == 2
    assert len(ids(shown)) == 2
    _, lines, _ = invoke("edition", "draft", "show", "daily")
    assert f"first mail: {shown['slot']} 23:59 UTC ({shown['slot']} 23:59 UTC)" in lines
    assert f"edition {shown['edition']}" in lines


def test_texts_stories_and_their_order_are_set_and_undone(invoke: Invoke) -> None:
    first, second = ids(draft(invoke, "show"))
    shown = draft(invoke, "set", "--subject", "Mine", "--introduction", "*Hello*", "--by", "ann")
    assert (shown["subject"], shown["version"]) == ("Mine", 1)
    assert "<em>Hello</em>" in shown["html"]
    assert ids(draft(invoke, "pin", second)) == [second, first]
    assert ids(draft(invoke, "order", first, second)) == [second, first]
    assert ids(draft(invoke, "undo", "3")) == [first, second]
    assert ids(draft(invoke, "drop", first)) == [second]
    shown = draft(invoke, "undo")
    assert ids(shown) == [first, second]
    assert [(act["number"], act["verb"], bool(act["undone_by"])) for act in shown["acts"]] == [
        (1, "subject", False),
        (2, "introduction", False),
        (3, "pin", True),
        (4, "order", False),
        (5, "drop", True),
    ]
    assert draft(invoke, "set", "--subject", "")["subject"] != "Mine"


def test_a_draft_is_held_and_released(invoke: Invoke) -> None:
    assert draft(invoke, "hold", "--reason", "not yet")["shape"]["held_because"] == "not yet"
    assert draft(invoke, "release")["shape"]["held_because"] is None


def test_a_text_that_would_keep_the_edition_from_leaving_is_refused_and_not_noted(invoke: Invoke) -> None:
    usual = draft(invoke, "show")
    for option in ("--subject", "--preheader", "--introduction"):
        assert invoke("edition", "draft", "set", "daily", option, "x" * 100_000)[0] == 65
    assert draft(invoke, "show") == usual
    assert draft(invoke, "set", "--subject", "  ", "--by", "Ann\udcff")["subject"] == usual["subject"]
    assert invoke("edition", "draft", "set", "daily", "--subject", "Mine", "--by", "\udcff")[0] == 2


def test_a_picture_is_wished_for_and_taken_back(invoke: Invoke) -> None:
    lamp = next(article for article in given(invoke, "articles", "list")["articles"] if article["hero"])["id"]
    usual = draft(invoke, "show")["html"]
    shown = draft(invoke, "hero", lamp, "--focus", "0% 0%")
    assert shown["shape"]["heroes"] == {lamp: {"url": None, "focus": [0, 0]}}
    cleared = draft(invoke, "hero", lamp, "--clear")
    assert cleared["shape"]["heroes"] == {}
    assert cleared["html"] == usual


def test_who_saw_an_older_version_is_refused_with_both_texts(invoke: Invoke) -> None:
    draft(invoke, "set", "--subject", "Ann's", "--by", "ann")
    code, _, err = invoke("edition", "draft", "set", "daily", "--subject", "Bo's", "--by", "bo", "--version", "0")
    assert code == 65
    assert "“Ann's”" in err
    assert "“Bo's”" in err


def test_a_newsletter_that_goes_by_itself_has_nothing_to_approve(invoke: Invoke) -> None:
    code, _, err = invoke("edition", "draft", "approve", "daily")
    assert code == 65
    assert "without approval" in err
    assert draft(invoke, "diff") == {"approved": False, "changes": None}


def test_editors_are_asked_by_the_configuration_and_approve_by_the_command_of_the_letter(
    newsroom: Newsroom, invoke: Invoke
) -> None:
    asked = """at = "23:59"
approval = "manual"
on_silence = "hold"
approval_lead = "7d"
"""
    editors = '[editorial]\neditors = ["Night desk <night@example.org>"]\n\n[mail]'
    config = CONFIG.replace('at = "00:00"\n', asked).replace('max_lateness = "36h"', 'max_lateness = "1m"')
    newsroom.configure(config.replace("[mail]", editors))
    assert invoke("run", "--once")[0] == 0
    assert invoke("run", "--once")[0] == 0
    (letter,) = [mail for mail in newsroom.mails() if mail["To"] == "night@example.org"]
    body = letter.get_body(("plain",))
    assert body is not None
    line = next(line for line in body.get_content().splitlines() if "draft approve" in line)
    code, out, _ = invoke(*line.split()[1:], "--by", "ann")
    assert code == 0
    assert "approved by ann" in out
    assert draft(invoke, "diff") == {"approved": True, "changes": []}
    draft(invoke, "set", "--subject", "Mine")
    assert draft(invoke, "diff")["changes"] == ["subject: none → “Mine”"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", "daily", "--cadence", "weekly"), 1, "not offered weekly"),
        (("show", "daily", "--slot", "2020-01-01"), 65, "the last wave of 2020-01-01"),
        (("set", "daily", "--slot", "2020-01-01", "--subject", "x"), 65, "the last wave of 2020-01-01"),
        (("show", "daily", "--slot", "9999-12-31"), 1, "Give a day from 1970-01-01 to 2999-12-31."),
        (("drop", "daily", "nobody", "--slot", "0001-01-01"), 1, "nothing comes on 0001-01-01"),
        (("set", "daily", "--subject", "x", "--version", "9"), 65, "(version 9, now 0): yours: subject “x”"),
        (("set", "daily"), 2, "say what"),
        (("hero", "daily", "nobody"), 2, "--picture"),
        (("hero", "daily", "nobody", "--focus", "1% 1%"), 1, "there is no article nobody"),
        (("pin", "daily", "nobody"), 1, "there is no article nobody"),
        (("undo", "daily"), 1, "nothing to undo"),
    ],
)
def test_what_cannot_be_is_told(invoke: Invoke, arguments: tuple[str, ...], code: int, said: str) -> None:
    ended, out, err = invoke("edition", "draft", *arguments)
    assert ended == code
    assert said in out + err


def test_a_look_at_a_day_beyond_all_calendars_is_told_which_days_there_are(invoke: Invoke) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        ended, out, err = invoke("edition", "render", "daily", "--at", day, "--no-pictures", "--out", "look")
        assert (ended, "Give a day from 1970-01-01 to 2999-12-31." in out + err) == (1, True)
    ended, out, err = invoke("subscribers", "pause", "bo@example.net", "daily", "--until", "9999-12-31")
    assert (ended, "“9999-12-31” is no time for a pause" in out + err) == (65, True)


def test_it_is_told_how_many_readers_get_which_variant(invoke: Invoke) -> None:
    (alone,) = draft(invoke, "show")["variants"]
    assert (alone["readers"], len(alone["articles"])) == (2, 2)
    given(invoke, "subscribers", "choose", "bo@example.net", "daily", "--format", "text")
    variants = draft(invoke, "show")["variants"]
    assert [(variant["readers"], variant["format"]) for variant in variants] == [(1, "html"), (1, "text")]
    _, lines, _ = invoke("edition", "draft", "show", "daily")
    assert "  1 reader: 2 stories, en, html" in lines
    assert "  1 reader: 2 stories, en, text" in lines
