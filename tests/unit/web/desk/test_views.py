from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from syndicate.articles.model import Candidate, Media, PictureOrigin, Severity, Status
from syndicate.articles.source_store import SourceStanding
from syndicate.digests.explaining.coming import ExpectedApproval, ExpectedEdition
from syndicate.digests.explaining.model import StoryFate
from syndicate.digests.model import EditionArticle, Tier
from syndicate.digests.newsletters import OnSilence
from syndicate.images.model import Choice, Hero, HeroState, Rejection
from syndicate.web.desk.articles.pictures import hero_card, why
from syndicate.web.desk.articles.views import embargoed_line, held_line, time_lines
from syndicate.web.desk.editions.views import edition_line, placed_line
from syndicate.web.desk.today.views import picture_line, source_lines, upcoming_line
from tests.unit.web.reader_parts import a_newsletter
from tests.unit.web.web_samples import NOW, ZONE, a_finding, a_hero, an_article, an_edition

TITLES = {"morning": "The Quay at dawn"}


@pytest.mark.parametrize(
    ("readers", "expected"), [(0, "goes to 0 readers"), (1, "goes to 1 reader"), (12_304, "goes to 12,304 readers")]
)
def test_an_edition_to_come_is_told_on_its_own_clock(readers: int, expected: str) -> None:
    newsletter = a_newsletter("morning", title="The Quay at dawn", zone=ZONE)
    awaited = ExpectedEdition(cadence="daily", slot="2026-11-24", due_at=NOW + timedelta(days=1), readers=0)
    line = upcoming_line(newsletter, awaited, readers, NOW)
    assert line.due == "Tuesday, 24 November 2026, 07:00 Europe/Berlin"
    assert (line.distance, line.readers, line.path) == ("in 1 day", expected, "/coming/morning/daily/2026-11-24")


def test_an_edition_to_come_tells_its_stories_its_first_wave_and_what_stands_in_its_way() -> None:
    newsletter = a_newsletter("morning", title="The Quay at dawn", zone=ZONE)
    due_at = NOW + timedelta(days=1)
    approval = ExpectedApproval(on_silence=OnSilence.SKIP)
    awaited = ExpectedEdition(
        cadence="daily",
        due_at=due_at,
        stories=(StoryFate(article_id="x", title="The bell", reason="expected"),),
        held_because="the desk waits",
        reason="nothing is new so far",
        approval=approval,
    )
    line = upcoming_line(newsletter, awaited, 3, NOW, first_wave_at=due_at - timedelta(hours=2))
    assert (line.stories, line.readers, line.path) == (("The bell",), "goes to 3 readers", "")
    assert line.wave == "First anywhere at Tuesday, 24 November 2026, 05:00 Europe/Berlin."
    assert line.alarms == (
        "It will be held: the desk waits.",
        "Nobody has approved it yet; without that it is skipped.",
    )
    approved = replace(awaited, approval=replace(approval, by="Ada", at=NOW), held_because=None)
    assert upcoming_line(newsletter, approved, 3, NOW).notes == (
        "Nothing is new so far.",
        "Approved by Ada, Monday, 23 November 2026, 07:00 Europe/Berlin.",
    )
    changed = replace(approved, approval=replace(approval, by="Ada", at=NOW, changes=("a", "b")))
    void = upcoming_line(newsletter, changed, 3, NOW)
    assert void.notes == ("Nothing is new so far.",)
    assert void.alarms == (
        "The approval by Ada holds no more: 2 changes since. It wants another; without that it is skipped.",
    )


def test_an_editions_numbers_are_written_out() -> None:
    counts = {"pending": 0, "excluded": 2, "uncertain": 2, "submitted": 12_304, "refused": 1}
    line = edition_line(an_edition(size=87_412), counts, TITLES, ZONE)
    assert (line.title, line.size, line.is_oversized) == ("The Quay at dawn, no. 7", "87,412 of 100,000 bytes", False)
    assert [(one.number, one.words, one.is_alarming) for one in line.counts] == [
        (12_304, "have left", False),
        (2, "may have left", True),
        (1, "was refused", True),
        (2, "do not get it", False),
    ]


def test_an_oversized_mail_and_an_unknown_newsletter_are_seen() -> None:
    line = edition_line(an_edition(size=100_002), {}, {}, ZONE)
    assert (line.title, line.is_oversized) == ("morning, no. 7", True)


@pytest.mark.parametrize(("revision", "changed"), [(1, ""), (2, "revised since"), (4, "revised 3 times since")])
def test_what_changed_after_the_freeze_is_said(revision: int, changed: str) -> None:
    placed = EditionArticle(position=0, article_id="x", tier=Tier.LEAD, revision=1)
    assert placed_line(placed, an_article(revision=revision)).changed == changed
    assert placed_line(placed, None).changed == "no longer stored"


def test_a_held_article_gives_the_findings_that_hold_it() -> None:
    mild = a_finding("A name is spelt two ways.", severity=Severity.WARN)
    assert held_line(an_article(findings=(mild, a_finding()))).reasons == ("The date could not be read.",)
    assert held_line(an_article(findings=(mild,), title=None)).reasons == (mild.message,)


def test_an_embargo_gives_its_end() -> None:
    article = an_article(embargo_until=NOW + timedelta(hours=3))
    expected = "until Monday, 23 November 2026, 10:00 Europe/Berlin (in 3 hours)"
    assert embargoed_line(article, ZONE, NOW).reasons == (expected,)
    assert embargoed_line(an_article(), ZONE, NOW).reasons == ()


def test_sources_that_want_an_eye_come_first_and_say_why() -> None:
    def source(name: str, **facts: Any) -> SourceStanding:
        well = {"tried_at": NOW - timedelta(minutes=1), "error": None, "newest_at": NOW - timedelta(hours=2)}
        return SourceStanding(name=name, **{**well, **facts})

    standings = {
        "a-well": source("a-well"),
        "broken": source("broken", error="no such folder"),
        "quiet": source("quiet", arrivals=[(NOW - timedelta(days=day)).isoformat() for day in range(10, 3, -1)]),
        "stale": source("stale", tried_at=NOW - timedelta(hours=2)),
    }
    lines = source_lines(["a-well", *standings, "unread"][1:], standings, NOW)
    assert [(line.name, line.alarm) for line in lines] == [
        ("broken", "The last run broke off: no such folder"),
        ("quiet", "It is silent for longer than it ever was: something new came last 4 days ago."),
        ("stale", "It is not being read. Does a publisher run?"),
        ("unread", "It was never read. Does a publisher run?"),
        ("a-well", ""),
    ]
    assert lines[-1].read == "read 1 minute ago · newest article 2 hours ago"
    assert lines[0].read.startswith("tried in vain 1 minute ago · ")


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(None, "not tried again"), (25, "tried again in 25 minutes"), (-5, "tried again in the next run")],
)
def test_a_failed_picture_says_why_and_whether_it_is_tried_again(minutes: int | None, expected: str) -> None:
    retry_at = None if minutes is None else NOW + timedelta(minutes=minutes)
    hero = a_hero("x", state=HeroState.FAILED, reason="no such host", retry_at=retry_at)
    line = picture_line(an_article(), hero, NOW)
    assert (line.reason, line.next_try) == ("no such host", expected)
    assert picture_line(an_article(), replace(hero, reason=None), NOW).reason == "no reason was recorded"
    assert hero_card(hero, an_article(), NOW).next_try == expected


def test_a_picture_that_is_ready_is_shown_and_one_that_is_not_is_described() -> None:
    assert hero_card(a_hero("x"), an_article(), NOW).name == "aa/lead.jpg"
    wanted = hero_card(a_hero("x", state=HeroState.WANTED, renditions=()), an_article(), NOW)
    assert (wanted.name, wanted.next_try) == ("", "")


def test_times_are_shown_raw_read_and_in_utc() -> None:
    (line,) = time_lines(an_article(), ZONE, lambda time: f"as {time.raw}")
    assert (line.raw, line.utc) == ("November 23, 2026, 05:00:00 CET", "2026-11-23T04:00:00Z")
    assert line.rule == "as November 23, 2026, 05:00:00 CET"
    assert line.read_as == "Monday, 23 November 2026, 05:00 Europe/Berlin"
    published = an_article().published
    assert published is not None
    (doubtful,) = time_lines(an_article(published=replace(published, is_ambiguous=True)), ZONE, lambda _: "")
    assert (line.note, "hour off" in doubtful.note) == ("", True)


def a_medium(*urls: str, **changes: Any) -> Media:
    candidates = tuple(Candidate(url=url, key=f"s{number}") for number, url in enumerate(urls, start=1))
    return replace(Media(kind="image", candidates=candidates), **changes)


def chosen(url: str, **changes: Any) -> Hero:
    return a_hero("x", choice=Choice(source_url=url, alt="", caption=None, is_video=False), **changes)


def test_the_desk_says_why_a_file_was_chosen() -> None:
    first, second = "https://pictures.example/1.jpg", "https://pictures.example/1200x675/2.jpg"
    media = (a_medium(first, second), a_medium("https://pictures.example/og.jpg", origin=PictureOrigin.PAGE))
    place = "From the article's list of media; picture 1 of 2 in the order of preference; of its 2 files"
    assert why(chosen(second), media) == f"{place} “s2”; 1200 × 675 pixels, as declared."
    assert why(chosen(first, sizes={first: (900, 600)}), media) == f"{place} “s1”; 900 × 600 pixels, measured."
    assert why(chosen(first), media[:1]).endswith("of its 2 files “s1”; its size was not declared.")


@pytest.mark.parametrize("origin", PictureOrigin)
def test_whoever_named_a_picture_is_told(origin: PictureOrigin) -> None:
    url = "https://pictures.example/a-1200x675.jpg"
    assert why(chosen(url), (a_medium(url, origin=origin),))


def test_a_file_that_the_article_does_not_name_any_more_has_no_reason() -> None:
    assert why(chosen("https://pictures.example/gone.jpg"), (a_medium("https://pictures.example/1.jpg"),)) == ""


def test_what_was_passed_over_and_what_a_crop_keeps_is_told() -> None:
    rejection = Rejection(address="https://pictures.example/1.jpg", reason="too small", is_permanent=True)
    card = hero_card(a_hero("x", rejections=(rejection,), focal=(50, 30), ground="#336699"), an_article(), NOW)
    assert [(one.address, one.reason) for one in card.rejections] == [(rejection.address, "too small")]
    assert card.focal == "50% from the left, 30% from the top, by command"
    assert card.files[0] == "lead 1200 × 675, jpeg, 0 kB"


@pytest.mark.parametrize(
    ("caption", "expected"), [("Cy Low", ""), ("The ferry Cy Low", "The ferry Cy Low"), (None, "")]
)
def test_a_credit_that_stands_alone_is_told_once(caption: str | None, expected: str) -> None:
    hero = chosen("https://pictures.example/1.jpg")
    card = hero_card(replace(hero, choice=replace(hero.choice, caption=caption, credit="Cy Low")), an_article(), NOW)
    assert (card.caption, card.credit) == (expected, "Cy Low")


@pytest.mark.parametrize(
    ("status", "state", "expected"),
    [
        (Status.EMBARGOED, HeroState.WANTED, "made when the article comes out"),
        (Status.EMBARGOED, HeroState.READY, ""),
        (Status.PUBLISHED, HeroState.WANTED, "tried again in the next run"),
    ],
)
def test_what_comes_next_for_a_picture_waits_for_its_article(status: Status, state: HeroState, expected: str) -> None:
    hero = chosen("https://pictures.example/1.jpg", state=state, retry_at=NOW)
    assert hero_card(hero, an_article(status=status), NOW).next_try == expected
