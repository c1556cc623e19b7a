"""Settings that are saved while a process runs: in force whole, or not at all."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from syndicate.config import load
from syndicate.publishing.settings import ReadOutcome, SettingsInForce
from syndicate.publishing.wiring import open_parts
from tests.newsroom import Newsroom


@pytest.fixture
def settings(newsroom: Newsroom) -> Iterator[SettingsInForce]:
    with open_parts(load(newsroom.folder / "config.toml", {})) as parts:
        parts.publisher  # noqa: B018 - as a process has it that runs
        yield SettingsInForce(parts, environ={})


def said(settings: SettingsInForce) -> str:
    return settings.file.read_text(encoding="utf-8")


def save(settings: SettingsInForce, old: str, new: str) -> ReadOutcome:
    assert old in said(settings)
    settings.file.write_text(said(settings).replace(old, new), encoding="utf-8")
    return settings.read()


#: What is put in place of what: each is a mistake, together with a title that is none and must not be taken either.
MISTAKES = [
    ("[site]", "[site"),
    ("[site]", "[sites]"),
    ("[site]", "[[site]]"),
    ("[audience]", "[site]"),
    ('title = "The Lantern"', "title = The Lantern"),
    ('title = "The Lantern"', 'title = "The Lantern'),
    ('title = "The Lantern"', "title = 3"),
    ('title = "The Lantern"', 'title = ""'),
    ('title = "The Lantern"', 'title = "a"\ntitle = "b"'),
    ('title = "The Lantern"', ""),
    ('url = "http://127.0.0.1:8080"', 'url = "lantern"'),
    ('url = "http://127.0.0.1:8080"', 'url = "ftp://lantern.example"'),
    ('language = "en"', 'language = "klingon!"'),
    ('time_zone = "UTC"', 'time_zone = "Mars/Olympus"'),
    ('time_zone = "UTC"', "time_zone = 1"),
    ('id_authority = "lantern.example,2026"', 'id_authority = "lantern"'),
    ('folder = "articles"', 'folder = "nowhere"'),
    ('folder = "articles"', 'folder = "config.toml"'),
    ('folder = "articles"', ""),
    ('settle = "0s"', 'settle = "soon"'),
    ('settle = "0s"', 'settle = "-1s"'),
    ('first_run = "mail"', 'first_run = "perhaps"'),
    ('first_run = "mail"', "first_runs = true"),
    ('sample_readers = ["Ann <ann@example.org>", "Bo <bo@example.net>"]', 'sample_readers = ["Ann"]'),
    ('name = "daily"', 'name = "Daily edition"'),
    ('name = "daily"', ""),
    ('sender = "The Lantern <news@lantern.example>"', 'sender = "The Lantern"'),
    ('at = "00:00"', 'at = "25:00"'),
    ('at = "00:00"', 'at = "midnight"'),
    ('max_lateness = "36h"', 'max_lateness = "36"'),
    ("[mail]", '[mail]\ntemplates = "templates/none"\n[mail.x]'),
    ("[[newsletters]]", "[web]\nport = 99999\n[[newsletters]]"),
]


def test_none_of_thirty_mistakes_is_taken_and_none_of_what_stands_beside_it(
    settings: SettingsInForce, caplog: pytest.LogCaptureFixture
) -> None:
    parts, good = settings.parts, said(settings)
    assert len(MISTAKES) >= 30
    for old, new in MISTAKES:
        assert old in good, old
        caplog.clear()
        text = good.replace(old, new, 1).replace('title = "The Lantern daily"', 'title = "Half of it"')
        settings.file.write_text(text, encoding="utf-8")
        with caplog.at_level(logging.ERROR):
            assert settings.read() is ReadOutcome.REFUSED, new
            assert settings.read() is ReadOutcome.SAME, new
        assert settings.parts is parts, new
        assert settings.state.complaints, new
        assert all(complaint.where and complaint.message for complaint in settings.state.complaints)
        assert len(caplog.records) == 1, new
    settings.file.write_text(good, encoding="utf-8")
    assert settings.read() is ReadOutcome.RENEWED
    assert settings.state.complaints == ()
    assert settings.parts.newsletters == parts.newsletters


def test_no_prefix_of_a_file_that_is_being_written_changes_who_is_mailed(settings: SettingsInForce) -> None:
    before = settings.parts.config
    whole = said(settings).replace('title = "The Lantern"', 'title = "The Beacon"')
    for end in range(0, len(whole), 61):
        settings.file.write_text(whole[:end], encoding="utf-8")
        settings.read()
        now = settings.parts.config
        assert (now.sources, now.delivery) == (before.sources, before.delivery), whole[:end]
        assert [each.name for each in now.newsletters] == ["daily"], whole[:end]
        assert not settings.state.waiting, whole[:end]
    settings.file.write_text(whole, encoding="utf-8")
    settings.read()
    assert settings.parts.config.site.title == "The Beacon"


def test_a_file_that_is_gone_is_a_complaint_and_the_settings_stay(settings: SettingsInForce) -> None:
    good = said(settings)
    settings.file.unlink()
    assert settings.read() is ReadOutcome.REFUSED
    assert "there is no such file" in settings.state.complaints[0].message
    settings.file.write_text(good, encoding="utf-8")
    assert settings.read() is ReadOutcome.RENEWED


def test_good_settings_are_in_force_on_the_same_database_with_the_same_keys(settings: SettingsInForce) -> None:
    before, renewed = settings.parts, 0

    def count() -> None:
        nonlocal renewed
        renewed += 1

    settings.on_renewed = count
    assert save(settings, 'title = "The Lantern daily"', 'title = "At dawn"') is ReadOutcome.RENEWED
    now = settings.parts
    assert (now.database, now.clock, now.address_digests) == (before.database, before.clock, before.address_digests)
    assert now.links.unsubscribe("s") == before.links.unsubscribe("s")
    assert [newsletter.title for newsletter in now.newsletters] == ["At dawn"]
    assert now.publisher is not before.publisher
    assert renewed == 1


def test_what_a_start_takes_hold_of_waits_for_the_next_and_is_named(settings: SettingsInForce) -> None:
    text = "[web]\nport = 8099\n\n[desk]\nport = 8100\n\n[audience]"
    assert save(settings, "[audience]", text) is ReadOutcome.RENEWED
    assert [*settings.state.waiting] == ["web.port", "desk.port"]
    assert settings.parts.config.web.port == 8080
    assert save(settings, text, "[audience]") is ReadOutcome.RENEWED
    assert not settings.state.waiting


def test_a_comment_moves_lines_and_has_no_step_taken_anew(settings: SettingsInForce) -> None:
    settings.scheduled = settings.parts
    where = settings.parts.config.where(("newsletters", "daily", "at"))
    assert save(settings, "[site]", "# a word\n[site]") is ReadOutcome.SAME
    assert not settings.is_ahead
    assert settings.parts.config.where(("newsletters", "daily", "at")) != where


def test_a_new_newsletter_waits_for_a_word_and_begins_when_it_is_read(settings: SettingsInForce) -> None:
    text = (
        '[[newsletters]]\nname = "weekly"\ntitle = "Weekly"\nsender = "N <n@lantern.example>"\nat = "08:00"\n\n[mail]'
    )
    assert save(settings, "[mail]", text) is ReadOutcome.WITHHELD
    assert [newsletter.name for newsletter in settings.parts.newsletters] == ["daily"]
    assert [*settings.state.withheld] == ["newsletters.weekly"]
    assert settings.read(by_word=True) is ReadOutcome.RENEWED
    assert not settings.state.withheld
    weekly = settings.parts.publisher.newsletter("weekly")
    assert settings.parts.publisher.compose_due(weekly).edition is None


def test_a_link_to_settings_elsewhere_is_read_through(newsroom: Newsroom) -> None:
    file = newsroom.folder / "config.toml"
    there = newsroom.folder / "real.toml"
    file.rename(there)
    file.symlink_to(there)
    with open_parts(load(file, {})) as parts:
        settings = SettingsInForce(parts, environ={})
        there.write_text(there.read_text().replace('title = "The Lantern"', 'title = "The Beacon"'))
        assert settings.read() is ReadOutcome.RENEWED
        assert settings.parts.config.site.title == "The Beacon"
