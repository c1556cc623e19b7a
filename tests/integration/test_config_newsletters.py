"""Newsletters as the file lays them out: what readers may choose, and every mistake with its place and remedy.

In a case, ``▸`` marks where the complaint must point; it is taken out before the file is written.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from syndicate.config import load
from syndicate.config.listing import describe
from syndicate.digests.newsletters import (
    Approval,
    CatchUp,
    ClockOwner,
    DedupeAcross,
    Filters,
    LateStories,
    Newsletter,
    OnSilence,
    Ordering,
    Overflow,
    QuietHours,
    Welcome,
    history_kept,
)
from syndicate.digests.schedule import BlackoutRule
from syndicate.publishing.newsletters import newsletters_of, people_kept
from syndicate.storage.states import CadenceKind
from tests.integration.test_config_messages import NEWSLETTER, SITE, SOURCE, complaints

OFTEN = SITE + NEWSLETTER
EDITORS = '[editorial]\neditors = ["Ed <ed@quay.example>"]\n'
FURTHER = "[[newsletters.cadences]]\n"


def _appeals(count: int, stands: str = "") -> str:
    """So many blocks of 3,900 letters each."""
    block = f"text = '{'appeal ' * 557}'\n{stands}\n"
    return "".join(f'[[newsletters.blocks]]\nname = "a{number}"\n{block}' for number in range(count))


WRONG: list[tuple[str, str]] = [
    # What it takes
    (
        SITE + SOURCE + NEWSLETTER + 'sources = [▸"sampels"]',
        'names "sampels", and there is no such source; did you mean',
    ),
    (OFTEN + 'sources = [▸"wires"]', "there is no such source; write the name of one of [[sources]]"),
    (OFTEN + 'languages = ["en", ▸"english"]', '"languages" in [[newsletters]] "morning" is "english"; write a BCP 47'),
    (OFTEN + '[newsletters.readers]\nlanguages = [▸"german"]', 'is "german"; write a BCP 47'),
    (
        OFTEN + "[newsletters.readers]\njoined_from = ▸0001-01-01",
        'write a day from 1970 to 2999, such as "2026-12-01"',
    ),
    (
        OFTEN + "[newsletters.readers]\njoined_from = 2026-02-02\njoined_before = ▸2026-02-02",
        'must be later than "joined_from" in [newsletters.readers] of "morning"; that day itself is not taken',
    ),
    # Patterns
    (
        OFTEN + 'subject = ▸"{lede} today"',
        "{lede} is not one of {lead}, {title}, {count}, {date} and {section}; did you",
    ),
    (OFTEN + 'subject = ▸"{slot}"', "{slot} is not one of {lead}, {title}, {count}, {date} and {section}"),
    (OFTEN + 'subject = ▸"{lead!r}"', "{lead!r} is not one of {lead}, {title}"),
    (OFTEN + 'subject = ▸"{lead:>99999999}"', "{lead:>99999999} is not one of {lead}, {title}"),
    (OFTEN + 'subject = ▸"{}"', "{} is not one of {lead}, {title}"),
    (
        OFTEN + 'preheader = ▸"{lead"',
        '"preheader" in [[newsletters]] "morning" is "{lead"; its braces do not match; write {lead}',
    ),
    (
        OFTEN + 'preheader = ▸"so } it"',
        "its braces do not match; write {lead}, {title}, {count}, {date} or {section}, and {{",
    ),
    (OFTEN + '[newsletters.theme]\naccent = ▸"blue"', 'is "blue"; write a colour such as "#0b5bd3"'),
    (OFTEN + '[newsletters.theme]\nlogo = ▸"https://quay.example/l.png"', "add logo_size = [180, 40]"),
    (OFTEN + '[newsletters.theme]\nlogo_alt = ▸"The Quay"', "is written without a logo"),
    (
        OFTEN + '[newsletters.theme]\nlogo = ▸"https://quay;script-src.example/l.png"\nlogo_size = [180, 40]',
        "write an absolute address",
    ),
    (OFTEN + '[newsletters.theme]\nlogo = ▸"https://*.example/l.png"\nlogo_size = [180, 40]', "write an absolute"),
    (OFTEN + '[newsletters.theme]\ntext_font = ▸["inherit", "serif"]', "have another use for that word"),
    (OFTEN + '[newsletters.theme]\nheadline_font = ▸["Inter"]', 'ends with "serif" or "sans-serif"'),
    (OFTEN + '[newsletters.theme]\ngreeting = ▸"Hello,"', "write {name} once, behind a word and a space"),
    (OFTEN + '[newsletters.theme]\ngreeting = ▸"{name}, hello"', "write {name} once, behind a word and a space"),
    (OFTEN + '[newsletters.theme]\ngreeting = ▸"Hello{name}"', "write {name} once, behind a word and a space"),
    (OFTEN + '[newsletters.theme]\ngreeting = ▸"Hello {name}, {nick}"', "write {name} once, behind a word and a space"),
    (
        OFTEN + '[newsletters.theme]\ngreeting = ▸"Hello {name} and {name}"',
        "write {name} once, behind a word and a space",
    ),
    (OFTEN + '[newsletters.theme]\norder = ▸["leed"]', 'has "leed", and there is no such part; did you mean "lead"?'),
    (
        OFTEN + '[[newsletters.blocks]]\nname = "a"\nform = ▸"button"\ntext = "b"',
        "which shows words to press; add label",
    ),
    (
        OFTEN
        + '[[newsletters.blocks]]\nname = "a"\nform = "button"\nlabel = "b"\nurl = "https://x.example/"\ntext = ▸"c"',
        'which has no words beside; make it an "announcement"',
    ),
    (
        OFTEN + '[[newsletters.blocks]]\nname = "a"\nform = ▸"announcement"\ntext = "c"',
        "which has a button; add label and url",
    ),
    (OFTEN + '[[newsletters.blocks]]\nname = "a"\ntext = "b"\nafter = ▸0', "or after how many stories"),
    (
        OFTEN + '[[newsletters.blocks]]\nname = "a"\ntext = "b"\nstarts_on = 2026-02-02\nends_on = ▸2026-02-01',
        "before starts_on",
    ),
    (
        OFTEN + "[newsletters.theme]\nfooter = ▸[" + "'A line', " * 200 + "]",
        'footer and blocks of "morning" take about 41,200 bytes of each mail, and at most 40,000 leave room',
    ),
    (
        SITE + NEWSLETTER + "[theme]\nfooter = ▸['" + "x" * 39_900 + "']",
        'at most 40,000 leave room for stories; shorten "footer" in [theme]',
    ),
    (
        OFTEN + "▸" + _appeals(12, "starts_on = 2026-12-01"),
        "bytes of each mail on 2026-12-01, and at most 40,000",
    ),
    (OFTEN + '[newsletters.utm]\nsource = ▸"{lead}"', "{lead} is not one of {newsletter}, {slot} and {cadence}"),
    (
        OFTEN + '[newsletters.utm]\nmedium = ▸"mail"',
        '"medium" in [newsletters.utm] of "morning" is written without a source, so links tell nothing',
    ),
    (
        OFTEN + '[newsletters.utm]\n▸term = "x"',
        'unknown key "term" in [newsletters.utm] of "morning"; its keys are source',
    ),
    # Cadences
    (OFTEN + "▸" + FURTHER, '[[newsletters.cadences]] no. 1 of "morning" needs "kind"; add kind = "weekdays"'),
    (
        OFTEN + FURTHER + 'kind = ▸"hourly"',
        '"kind" in [[newsletters.cadences]] "hourly" of "morning" is "hourly"; it must',
    ),
    (OFTEN + FURTHER + 'kind = ▸"week"', 'did you mean "weekly"?'),
    (OFTEN + FURTHER + 'kind = ▸"daily"', "is the newsletter's own cadence; write another, or take these lines away"),
    (
        OFTEN + (FURTHER + 'kind = "monthly"\n') + FURTHER + 'kind = ▸"monthly"',
        '"kind" in [[newsletters.cadences]] is "monthly" for the second time; give each entry a kind of its own',
    ),
    (
        OFTEN + FURTHER + 'kind = ▸"weekly"',
        '"weekdays" in [[newsletters.cadences]] "weekly" of "morning" must name one day for a weekly cadence; write',
    ),
    (OFTEN + FURTHER + 'kind = "weekly"\nweekdays = ▸["mon", "fri"]', "must name one day for a weekly cadence"),
    (
        OFTEN + 'cadence = "weekdays"\nweekdays = ▸["fri", "sat"]',
        'has ["sat"], which the cadence leaves out; write days',
    ),
    (
        OFTEN + 'weekdays = ▸["sat", "sun"]\n' + FURTHER + 'kind = "weekdays"',
        "leaves no day from mon to fri, so it would never come",
    ),
    (OFTEN + FURTHER + 'kind = "monthly"\nday = ▸32', '"day" in [[newsletters.cadences]] "monthly" of "morning" is 32'),
    (OFTEN + FURTHER + 'kind = "monthly"\nweekdays = ▸["fri"]', 'means nothing to this cadence, only to "daily" or'),
    (
        OFTEN + FURTHER + 'kind = "instant"\nat = ▸"08:00"',
        '"at" in [[newsletters.cadences]] "instant" of "morning" means',
    ),
    (
        OFTEN + FURTHER + 'kind = "monthly"\nsettle = ▸"5m"',
        'means nothing to this cadence, only to "instant"; remove it',
    ),
    (OFTEN + "daily_cap = ▸3", 'is for the cadence "instant", which is not offered; offer it, or remove this'),
    (OFTEN + "day = ▸3", 'is for the cadence "monthly", which is not offered'),
    (OFTEN + "min_articles = 4\n" + FURTHER + 'kind = "monthly"\nmax_articles = ▸3', "is 4, above max_articles, 3"),
    (OFTEN + 'max_wait = ▸"12h"', 'but up to "1d" lie between two editions of the daily cadence, and stories would be'),
    (OFTEN + 'weekdays = ["mon", "thu"]\nmax_wait = ▸"3d"', 'but up to "4d" lie between two editions'),
    (
        OFTEN + 'max_wait = ▸"5d"\n' + FURTHER + 'kind = "weekly"\nweekdays = ["fri"]',
        '"max_wait" in [[newsletters.cadences]] "weekly" of "morning" is "5d", but up to "7d" lie between',
    ),
    (OFTEN + "cadences = ▸3", '"cadences" must be written as [[newsletters.cadences]] with its keys below'),
    (
        OFTEN + FURTHER + 'kind = "monthly"\n▸dya = 3',
        'unknown key "dya" in [[newsletters.cadences]] "monthly" of "morning"; did',
    ),
    # Hours and days
    (OFTEN + 'quiet_hours = ▸"22:00"', 'write from when to when, such as ["22:00", "07:00"]'),
    (OFTEN + 'quiet_hours = ▸["22:00", "22:00"]', "it would be always quiet, or never; write two times"),
    (OFTEN + 'quiet_hours = ▸["22:00", "7 am"]', 'is "7 am"; write a time of day to the minute'),
    (
        OFTEN + 'at = ▸"06:59"\nquiet_hours = ["22:00", "07:00"]',
        "is 06:59, within the quiet hours, 22:00 to 07:00; change",
    ),
    (
        OFTEN + 'quiet_hours = ["22:00", "07:00"]\n' + FURTHER + 'kind = "monthly"\nat = ▸"23:00"',
        '"at" in [[newsletters.cadences]] "monthly" of "morning" is 23:00, within the quiet hours',
    ),
    (
        OFTEN + 'blackouts = ["12-25", ▸"12-32"]',
        '"blackouts" in [[newsletters]] "morning" is "12-32"; write a day, days of',
    ),
    (OFTEN + 'blackouts = [▸"2027-01-01..2026-12-24"]', 'is "2027-01-01..2026-12-24"; write a day'),
    (OFTEN + 'blackouts = [▸"2026-01-01..2027-01-02"]', "write a day, days of one time, or a day of every year"),
    (OFTEN + 'blackouts = [▸"2026-W01-1"]', 'is "2026-W01-1"; write a day'),
    (OFTEN + "blackouts = [▸20]", "is 20; write a day"),
    (OFTEN + 'on_blackout = ▸"later"', 'is "later"; it must be "skip", "before" or "after"'),
    # What stands first
    (
        OFTEN + "[newsletters.ordering]\nsections = { World = ▸0 }",
        "is 0; write a number above 0, up to 1_000, such as 2.0",
    ),
    (
        OFTEN + "[newsletters.ordering]\nsections = ▸3",
        '"sections" in [newsletters.ordering] of "morning" is 3; write a table',
    ),
    (OFTEN + "[newsletters.ordering]\npicture = ▸0", "is 0; it must be more than 0"),
    (OFTEN + '[newsletters.ordering]\nhalf_life = ▸"1s"', 'write a duration from "1m" to "366d"'),
    (OFTEN + "[newsletters.ordering]\n▸pictures = 2", 'did you mean "picture"?'),
    (OFTEN + "ordering = ▸3", '"ordering" must be written as [newsletters.ordering] with its keys below'),
    # Whose word an edition waits for
    (OFTEN + 'approval = ▸"manual"\n' + EDITORS, 'add on_silence = "send", "hold" or "skip"'),
    (OFTEN + 'approval = ▸"manual"\non_silence = "hold"', "nobody is there to ask; add editors = "),
    (SITE + '[editorial]\neditors = [▸"ed"]', '"editors" in [editorial] is not an address'),
    # How long
    (OFTEN + '[retention]\npeople = ▸"30d"', 'must be known for 41d who had what; write "41d" or more, or remove it'),
    (SITE + '[retention]\nrenderings = ▸"forever"', '"renderings" in [retention] is "forever"; write a duration'),
]


@pytest.mark.parametrize(("marked", "message"), WRONG, ids=[message[:60] for _, message in WRONG])
def test_a_mistake_in_a_newsletter_is_told_once_with_its_place_and_remedy(
    tmp_path: Path, marked: str, message: str
) -> None:
    before, _, after = marked.partition("▸")
    place = f"config.toml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "
    (told,) = complaints(tmp_path, before + after)
    assert told.startswith(place)
    assert message in told


def morning(folder: Path, text: str, environ: dict[str, str] | None = None, before: str = SITE + SOURCE) -> Newsletter:
    file = folder / "config.toml"
    file.write_text(before + NEWSLETTER + text, encoding="utf-8")
    (newsletter,) = newsletters_of(load(file, environ or {}))
    return newsletter


def test_a_newsletter_of_a_few_lines_is_daily_and_offers_nothing_else(tmp_path: Path) -> None:
    newsletter = morning(tmp_path, "")
    (cadence,) = newsletter.cadences
    assert (cadence.kind, cadence.at, len(cadence.weekdays)) == (CadenceKind.DAILY, time(7), 7)
    assert (newsletter.filters, newsletter.ordering, newsletter.approval) == (Filters(), Ordering(), None)
    assert (newsletter.quiet, newsletter.utm, newsletter.clock) == (None, {}, ClockOwner.NEWSLETTER)


@pytest.mark.parametrize("kind", ["daily", "weekdays", "monthly", "instant"])
def test_each_kind_of_cadence_may_be_the_newsletter_s_own(tmp_path: Path, kind: str) -> None:
    assert morning(tmp_path, f'cadence = "{kind}"').default.kind == kind


def test_a_further_cadence_has_the_newsletter_s_own_values_where_it_says_nothing_else(tmp_path: Path) -> None:
    newsletter = morning(
        tmp_path,
        """
at = "06:30"
max_articles = 9
overflow = "drop"
subject = "{title}: {lead}"
max_wait = "8d"
[[newsletters.cadences]]
kind = "weekly"
weekdays = ["fri"]
at = "17:00"
min_articles = 3
overflow = "headlines"
preheader = "{count} stories of {date}"
[[newsletters.cadences]]
kind = "monthly"
day = 31
max_wait = "90d"
subject = "The month"
""",
    )
    daily, weekly, monthly = newsletter.cadences
    assert newsletter.default == daily
    assert (weekly.at, weekly.weekdays, weekly.min_articles, weekly.max_articles) == (
        time(17),
        frozenset({4}),
        3,
        9,
    )
    assert (weekly.overflow, weekly.subject, weekly.max_wait) == (
        Overflow.HEADLINES,
        "{title}: {lead}",
        timedelta(days=8),
    )
    assert (weekly.preheader, daily.preheader) == ("{count} stories of {date}", None)
    assert (monthly.at, monthly.day, monthly.subject, monthly.overflow) == (time(6, 30), 31, "The month", Overflow.DROP)
    assert monthly.max_wait == timedelta(days=90)


def test_the_day_of_a_weekly_newsletter_is_not_the_only_one_of_its_daily_cadence(tmp_path: Path) -> None:
    further = FURTHER + 'kind = "daily"\n' + FURTHER + 'kind = "weekdays"\n'
    weekly, daily, weekdays = morning(tmp_path, f'cadence = "weekly"\nweekdays = ["fri"]\n{further}').cadences
    assert (len(weekly.weekdays), len(daily.weekdays), len(weekdays.weekdays)) == (1, 7, 7)


def test_the_days_of_a_daily_newsletter_are_those_of_its_further_cadences_of_days(tmp_path: Path) -> None:
    daily, weekdays = morning(tmp_path, f'weekdays = ["mon", "sat"]\n{FURTHER}kind = "weekdays"').cadences
    assert daily.weekdays == weekdays.weekdays == {0, 5}


def test_a_story_follows_at_once_however_many_a_daily_edition_waits_for(tmp_path: Path) -> None:
    text = f'min_articles = 4\nsettle = "3m"\n{FURTHER}kind = "instant"\ndaily_cap = 2'
    _, instant = morning(tmp_path, text).cadences
    assert (instant.min_articles, instant.settle, instant.daily_cap) == (1, timedelta(minutes=3), 2)
    _, patient = morning(tmp_path, f"{text}\nmin_articles = 2").cadences
    assert patient.min_articles == 2


def test_a_newsletter_takes_what_its_lists_name(tmp_path: Path) -> None:
    text = 'sections = ["World"]\ntags = ["sea"]\nauthors = ["Ann Lee"]\nsources = ["samples"]\nlanguages = ["EN-gb"]'
    assert morning(tmp_path, text).filters == Filters(
        sections=frozenset({"World"}),
        tags=frozenset({"sea"}),
        authors=frozenset({"Ann Lee"}),
        sources=frozenset({"samples"}),
        languages=frozenset({"en-GB"}),
    )


def test_clocks_quiet_hours_and_days_without_mail_are_the_newsletter_s(tmp_path: Path) -> None:
    newsletter = morning(
        tmp_path,
        """
clock = "reader"
quiet_hours = ["22:00", "07:00"]
blackouts = ["2026-12-30..2027-01-01", 2026-05-01, "2026-05-02", "12-25", "02-29"]
on_blackout = "before"
catch_up = "skip"
late_stories = "wait"
dedupe_across = "never"
max_variants = 12
require_ai_record = true
welcome = "edition"
""",
    )
    assert newsletter.welcome is Welcome.EDITION
    blackouts = newsletter.blackouts
    assert newsletter.quiet == QuietHours(start=time(22), end=time(7))
    assert sorted(blackouts.days) == [
        *(date(2026, 5, 1), date(2026, 5, 2)),
        *(date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)),
    ]
    assert (blackouts.yearly, blackouts.rule) == (frozenset({(12, 25), (2, 29)}), BlackoutRule.BEFORE)
    assert (newsletter.clock, newsletter.catch_up, newsletter.late_stories) == (
        ClockOwner.READER,
        CatchUp.SKIP,
        LateStories.WAIT,
    )
    assert (newsletter.dedupe_across, newsletter.max_variants, newsletter.requires_ai_record) == (
        DedupeAcross.NEVER,
        12,
        True,
    )


def test_days_of_readers_begin_on_the_newsletter_s_clock(tmp_path: Path) -> None:
    text = (
        'time_zone = "Asia/Tokyo"\nlanguage = "ja"\n[newsletters.readers]\nlanguages = ["de"]\n'
        'joined_from = 2026-01-02\njoined_before = "2026-07-01"'
    )
    readers = morning(tmp_path, text).readers
    assert (readers.languages, readers.default_language) == (frozenset({"de"}), "ja")
    assert readers.joined_from == datetime(2026, 1, 1, 15, tzinfo=UTC)
    assert readers.joined_before == datetime(2026, 6, 30, 15, tzinfo=UTC)
    assert not morning(tmp_path, "").readers


def test_what_stands_first_may_be_weighed(tmp_path: Path) -> None:
    text = '[newsletters.ordering]\nsections = { World = 2, Culture = 1.5 }\nhalf_life = "6h"\npicture = 1.2'
    ordering = morning(tmp_path, text).ordering
    assert (ordering.sections, ordering.half_life, ordering.picture) == (
        {"World": 2.0, "Culture": 1.5},
        timedelta(hours=6),
        1.2,
    )
    assert not ordering.is_by_date


def test_what_follows_a_story_at_once_is_a_letter_unless_a_layout_is_written(tmp_path: Path) -> None:
    text = 'layout = "cards"\n[[newsletters.cadences]]\nkind = "instant"\n[[newsletters.cadences]]\nkind = "weekly"'
    text += '\nweekdays = ["fri"]\nlayout = "brief"'
    assert [cadence.layout for cadence in morning(tmp_path, text).cadences] == ["cards", "letter", "brief"]
    assert [cadence.layout for cadence in morning(tmp_path, "").cadences] == ["lead-and-list"]


def test_blocks_stand_between_the_stories_as_long_as_they_last(tmp_path: Path) -> None:
    text = '[[newsletters.blocks]]\nname = "appeal"\ntext = """Help *us*.\n\nNow."""\nafter = 3\nends_on = "2026-12-24"'
    (block,) = morning(tmp_path, text).blocks
    assert (block.form, block.after, block.text) == ("note", 3, "Help *us*.\n\nNow.")
    assert block.stands_on(date(2026, 12, 24))
    assert not block.stands_on(date(2026, 12, 25))


def test_blocks_that_follow_each_other_take_their_room_one_after_another(tmp_path: Path) -> None:
    weeks = "".join(
        _appeals(1, f"starts_on = 2026-11-{day:02}\nends_on = 2026-11-{day:02}").replace('"a0"', f'"d{day}"')
        for day in range(1, 21)
    )
    assert len(morning(tmp_path, weeks).blocks) == 20


def test_links_tell_statistics_nothing_until_a_source_is_named(tmp_path: Path) -> None:
    assert morning(tmp_path, "[newsletters.utm]\n").utm == {}
    assert morning(tmp_path, '[newsletters.utm]\nsource = "quay"').utm == {
        "source": "quay",
        "medium": "email",
        "campaign": "{newsletter}-{slot}",
    }


def test_an_edition_that_wants_approval_says_what_becomes_of_it_in_silence(tmp_path: Path) -> None:
    text = 'approval = "manual"\non_silence = "hold"\napproval_lead = "45m"\n' + EDITORS
    assert morning(tmp_path, text).approval == Approval(on_silence=OnSilence.HOLD, lead=timedelta(minutes=45))
    config = load(tmp_path / "config.toml", {})
    assert [editor.address for editor in config.editorial.editors] == ["ed@quay.example"]
    assert morning(tmp_path, 'on_silence = "hold"').approval is None


def test_people_are_kept_as_long_as_it_must_be_known_who_had_what_or_longer(tmp_path: Path) -> None:
    newsletter = morning(tmp_path, 'max_age = "1d"\n')
    config = load(tmp_path / "config.toml", {})
    assert people_kept(config) == history_kept([newsletter]) == timedelta(days=1 + 2 + 1 + 31)
    assert config.retention.renderings == timedelta(days=30)
    assert people_kept(load(tmp_path / "config.toml", {"SYNDICATE_RETENTION__PEOPLE": "400d"})) == timedelta(days=400)


def test_cadences_are_reached_from_the_environment_by_their_kind(tmp_path: Path) -> None:
    environ = {
        "SYNDICATE_NEWSLETTERS__MORNING__CADENCES__WEEKLY__AT": "18:30",
        "SYNDICATE_NEWSLETTERS__MORNING__ORDERING__HALF_LIFE": "3h",
        "SYNDICATE_NEWSLETTERS__MORNING__ORDERING__SECTIONS": "{ World = 3 }",
        "SYNDICATE_NEWSLETTERS__MORNING__UTM__SOURCE": "quay",
        "SYNDICATE_NEWSLETTERS__MORNING__QUIET_HOURS": "23:00, 05:00",
        "SYNDICATE_NEWSLETTERS__MORNING__BLACKOUTS": "12-25, 2026-12-31",
    }
    newsletter = morning(tmp_path, f'{FURTHER}kind = "weekly"\nweekdays = ["fri"]\n', environ)
    assert newsletter.cadence("weekly").at == time(18, 30)
    assert (newsletter.ordering.half_life, newsletter.ordering.sections) == (timedelta(hours=3), {"World": 3.0})
    assert newsletter.utm["source"] == "quay"
    assert newsletter.quiet == QuietHours(start=time(23), end=time(5))
    config = load(tmp_path / "config.toml", environ, {"newsletters.morning.cadences.weekly.max_articles": 4})
    assert newsletters_of(config)[0].cadence("weekly").max_articles == 4
    shown = {setting.path: (setting.value, setting.source) for setting in describe(config)}
    assert shown["newsletters.morning.cadences.weekly.at"] == (
        "18:30",
        "SYNDICATE_NEWSLETTERS__MORNING__CADENCES__WEEKLY__AT",
    )
    assert shown["newsletters.morning.cadences.weekly.kind"][0] == "weekly"
    assert shown["newsletters.morning.cadences.weekly.weekdays"] == (["fri"], f"{tmp_path}/config.toml:14")
    assert shown["newsletters.morning.blackouts"][0] == ["12-25", "2026-12-31"]
    assert shown["newsletters.morning.quiet_hours"][0] == ["23:00", "05:00"]
    assert shown["newsletters.morning.ordering.picture"] == (1.0, "default")


def test_days_without_mail_are_shown_as_the_file_would_spell_them(tmp_path: Path) -> None:
    morning(tmp_path, 'blackouts = ["2026-12-24..2027-01-01", 2026-05-01]')
    shown = {setting.path: setting.value for setting in describe(load(tmp_path / "config.toml", {}))}
    assert shown["newsletters.morning.blackouts"] == ["2026-12-24..2027-01-01", "2026-05-01"]


def test_the_kind_of_a_cadence_is_no_setting_of_the_environment(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="CADENCES__WEEKLY__KIND: names no setting"):
        morning(
            tmp_path,
            f'{FURTHER}kind = "weekly"\nweekdays = ["fri"]\n',
            {"SYNDICATE_NEWSLETTERS__MORNING__CADENCES__WEEKLY__KIND": "monthly"},
        )
