"""A file that changes what weighs: nothing of it is in force before a person says so."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from syndicate.config import load
from syndicate.publishing.settings import REST, ReadOutcome, SettingsInForce, word
from syndicate.publishing.wiring import open_parts
from tests.newsroom import Newsroom

#: What a start reads, as an office has it: mail leaves by a server, and somebody approves.
OFFICE = """
[delivery]
via = "smtp"

[delivery.smtp]
host = "mail.lantern.example"
rate_per_second = 5

[retention]
renderings = "90d"

[web]
port = 8099

[desk]
port = 8100
"""

TO_OFFICE = [
    ('url = "http://127.0.0.1:8080"', 'url = "https://lantern.example"'),
    ('sample_readers = ["Ann <ann@example.org>", "Bo <bo@example.net>"]', "signup = false"),
    ('name = "daily"', 'name = "daily"\napproval = "manual"\non_silence = "hold"'),
    ("[audience]", '[editorial]\neditors = ["Cy <cy@lantern.example>"]\n\n[audience]'),
]


@pytest.fixture
def settings(newsroom: Newsroom) -> Iterator[SettingsInForce]:
    file = newsroom.folder / "config.toml"
    text = file.read_text() + OFFICE
    for old, new in TO_OFFICE:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text)
    with open_parts(load(file, {})) as parts:
        yield SettingsInForce(parts, environ={})


def save(settings: SettingsInForce, *changes: tuple[str, str]) -> ReadOutcome:
    text = settings.file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    settings.file.write_text(text, encoding="utf-8")
    return settings.read()


def test_the_first_half_of_a_file_is_not_in_force_and_the_whole_one_is(settings: SettingsInForce) -> None:
    parts, whole = settings.parts, settings.file.read_text()
    settings.file.write_text(whole.removesuffix(OFFICE))
    assert settings.read() is ReadOutcome.WITHHELD
    assert settings.parts is parts
    assert [*settings.state.withheld] == ["retention.renderings", "delivery.via", "delivery.smtp.host"]
    assert not settings.state.waiting  # of a file that is not in force, nothing else is told
    settings.file.write_text(whole.replace('title = "The Lantern"', 'title = "The Beacon"'))
    assert settings.read() is ReadOutcome.RENEWED
    assert not settings.state.withheld
    assert settings.parts.config.site.title == "The Beacon"
    assert settings.parts.config.delivery == parts.config.delivery


#: What is changed, and the keys that are told for it.
WEIGHTY = [
    ('approval = "manual"\non_silence = "hold"', "", ["newsletters.daily.approval", "newsletters.daily.on_silence"]),
    ('on_silence = "hold"', 'on_silence = "send"', ["newsletters.daily.on_silence"]),
    ('name = "desk"', 'name = "desks"', ["sources.desk", "sources.desks"]),
    ('name = "daily"', 'name = "dail"', ["newsletters.daily", "newsletters.dail"]),
    ('first_run = "mail"', 'first_run = "seen"', ["sources.desk.first_run"]),
    ('folder = "articles"', 'folder = "templates"', ["sources.desk.folder"]),
    ('id_authority = "lantern.example,2026"', 'id_authority = "lantern.example,2025"', ["site.id_authority"]),
    ('url = "https://lantern.example"', 'url = "https://lantern.exampl"', ["site.url"]),
    ('via = "smtp"', 'via = "outbox"', ["delivery.via"]),
    ('editors = ["Cy <cy@lantern.example>"]', 'editors = ["C <c@lantern.example>"]', ["editorial.editors"]),
    ("signup = false", "", ["audience.signup"]),
    ('renderings = "90d"', "", ["retention.renderings"]),
    ('at = "00:00"', 'at = "01:00"', ["newsletters.daily.at"]),
]


def test_what_weighs_is_withheld_whole_told_once_and_gone_when_it_is_changed_back(
    settings: SettingsInForce, caplog: pytest.LogCaptureFixture
) -> None:
    good = settings.file.read_text()
    (settings.file.parent / "templates").mkdir(exist_ok=True)
    for old, new, keys in WEIGHTY:
        caplog.clear()
        parts = settings.parts
        title = ('title = "The Lantern daily"', 'title = "Half of it"')
        assert save(settings, (old, new), title) is ReadOutcome.WITHHELD, new
        assert settings.read() is ReadOutcome.SAME, new
        assert [*settings.state.withheld] == keys
        assert settings.parts is parts, new
        (record,) = [each for each in caplog.records if each.levelno == logging.WARNING]
        assert word() in record.getMessage()
        settings.file.write_text(good)
        assert settings.read() is ReadOutcome.RENEWED, new
        assert not settings.state.withheld, new
        assert settings.parts.config.sources == parts.config.sources


def test_a_persons_word_puts_in_force_what_weighs(settings: SettingsInForce) -> None:
    assert save(settings, ('via = "smtp"', 'via = "outbox"')) is ReadOutcome.WITHHELD
    assert settings.read(by_word=True) is ReadOutcome.RENEWED
    assert settings.parts.config.delivery.via == "outbox"
    assert settings.unrest == 0
    assert settings.read() is ReadOutcome.SAME


def test_a_ceiling_of_the_pace_is_in_force_at_once(settings: SettingsInForce) -> None:
    assert save(settings, ("rate_per_second = 5", "rate_per_second = 1")) is ReadOutcome.RENEWED
    assert settings.parts.config.delivery.smtp.rate_per_second == 1


def test_a_file_that_was_just_saved_does_not_rest(settings: SettingsInForce) -> None:
    assert settings.unrest == 0
    save(settings, ('title = "The Lantern daily"', 'title = "At dawn"'))
    assert REST - 1 < settings.unrest <= REST


def test_a_file_that_cannot_be_used_has_nothing_wait_for_the_next_start(settings: SettingsInForce) -> None:
    assert save(settings, ("port = 8099", "port = 8098")) is ReadOutcome.RENEWED
    assert [*settings.state.waiting] == ["web.port"]
    assert save(settings, ("[site]", "[sight]")) is ReadOutcome.REFUSED
    assert not settings.state.waiting
