from __future__ import annotations

from pathlib import Path

import pytest

from syndicate.config import load
from syndicate.digests.drafts.reviewing import APPROVAL_VOID, NOT_APPROVED
from syndicate.publishing.newsletters import newsletters_of
from syndicate.web.desk.coming.inbox import inbox_line
from syndicate.web.desk.coming.outlook import as_outlook
from syndicate.web.desk.coming.pictures import point_of
from syndicate.web.desk.coming.rules import held_rule, rule_of
from syndicate.web.desk.coming.schemes import in_scheme
from syndicate.web.desk.coming.views import gauge, stopping

CONFIG = """
[site]
title = "The Quay"
postal_address = "1 Pier Road"
id_authority = "quay.example,2026"

[[newsletters]]
name = "morning"
title = "The Quay"
sender = "news@quay.example"
max_articles = 5
max_age = "3d"
sections = ["Harbour"]

[[newsletters.cadences]]
kind = "weekly"
weekdays = ["fri"]
max_articles = 9
"""


@pytest.mark.parametrize(
    ("reason", "cadence", "rule"),
    [
        ("over the limit of 5: stands as a headline", 0, "max_articles, config.toml:11:16"),
        ("over the limit of 9", 1, "max_articles, config.toml:18:16"),
        ("came 4.0 days after its own date, max_age is 3", 0, "max_age, config.toml:12:11"),
        ("its sections are not this newsletter's", 0, "sections, config.toml:13:12"),
        ("they have it already: morning 3", 0, "dedupe_across, config.toml:7:1"),
        ("put there by an editor", 0, ""),
    ],
)
def test_a_reason_leads_to_the_line_of_its_setting(tmp_path: Path, reason: str, cadence: int, rule: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(CONFIG, encoding="utf-8")
    config = load(file, {})
    (newsletter,) = newsletters_of(config)
    assert rule_of(config, newsletter, newsletter.cadences[cadence], reason) == rule


def test_an_inbox_cuts_what_is_long() -> None:
    line = inbox_line("The Quay", "The last diesel ferry leaves, and nobody hears it", "Battery boats")
    assert line.phone_subject.seen == "The last diesel ferry leaves, and nobo"
    assert line.phone_subject.lost == "dy hears it"
    assert (line.desktop_subject.lost, line.phone_preheader.lost) == ("", "")


def test_word_gets_its_own_branch_and_no_rule_that_it_does_not_know() -> None:
    html = (
        "<style>p{border-radius:4px;color:red}@media (max-width:480px){p{color:blue}}</style><!--[if mso | IE]><b>Word"
        "</b><![endif]--><!--[if !mso]><!--><i>others</i><!--<![endif]--><!--[if lte mso 11]><u>old</u><![endif]-->"
        '<p style="max-width:600px;color:red">x</p>'
    )
    assert as_outlook(html) == '<style>p{color:red}</style><b>Word</b><p style="color:red">x</p>'


def test_a_scheme_is_decided_whatever_the_browsers_own_is() -> None:
    html = "@media (prefers-color-scheme: dark) {p{color:#fff}} :root { color-scheme: light dark; }"
    assert in_scheme(html, "dark") == "@media (min-width:0) {p{color:#fff}} :root { color-scheme: dark; }"
    assert in_scheme(html, "light") == "@media (max-width:0) {p{color:#fff}} :root { color-scheme: light; }"


@pytest.mark.parametrize(
    ("fields", "point"),
    [
        ({"point.x": "150", "point.y": "338", "width": "600", "height": "338"}, (25, 100)),
        ({"left": "30", "top": "101"}, (30, 100)),
        ({"point.x": "150"}, None),
        ({"left": "x", "top": "²"}, None),
        ({"point.x": "1", "point.y": "1", "width": "0", "height": "9"}, None),
        ({}, None),
    ],
)
def test_a_click_into_a_picture_is_a_point_in_percent(fields: dict[str, str], point: tuple[int, int] | None) -> None:
    assert point_of(fields) == point


def test_sizes_and_findings_are_written_out() -> None:
    assert gauge(87_412).words == "87,412 of 100,000 bytes"
    assert (gauge(100_001).percent, gauge(100_001).is_over) == (100, True)
    assert stopping(0) == "Nothing that was found stops this edition."
    assert stopping(2) == "2 findings stop this edition."


@pytest.mark.parametrize(
    ("reason", "rule"),
    [
        (NOT_APPROVED, "on_silence, config.toml:14:14"),
        (f"{APPROVAL_VOID}: without “The bell”", "on_silence, config.toml:14:14"),
        ("9 of 100 mails came back for good (9.00%; at least 4.81% counts)", "bounce_hold, config.toml:17:15"),
        ("1 story is left of it, 2 are needed; withdrawn", "min_articles, config.toml:7:1"),
        ("composed by hand; it waits for you to send it", ""),
        (None, ""),
    ],
)
def test_a_held_edition_leads_to_the_setting_that_holds_it(tmp_path: Path, reason: str | None, rule: str) -> None:
    more = 'sections = ["Harbour"]\n', 'approval = "manual"\non_silence = "hold"\n'
    file = tmp_path / "config.toml"
    text = CONFIG.partition("[[newsletters.cadences]]")[0].replace(*more)
    editors = '[editorial]\neditors = ["ed@quay.example"]\n'
    file.write_text(f"{text}[delivery.fuse]\nbounce_hold = 0.04\n{editors}", encoding="utf-8")
    told = held_rule(load(file, {}), "morning", reason)
    assert told.removeprefix("delivery.fuse.") == rule
    assert not held_rule(load(file, {}), "gone", NOT_APPROVED)
