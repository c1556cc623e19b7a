"""A whole edition explained in sums, who got an article, and what comes next."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from syndicate.digests.newsletters import Cadence, Clock, LateStories, QuietHours
from syndicate.errors import NotFoundError
from syndicate.publishing.wiring import Parts
from syndicate.storage.states import Breaking, CadenceKind
from syndicate.storage.tables import deliveries, editions, sources, subscriptions
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.integration.edition_parts import article_of
from tests.integration.explain_parts import ANN, CAT, Room
from tests.newsroom import Newsroom

if TYPE_CHECKING:
    from syndicate.digests.explaining.coming import ComingEdition
    from syndicate.digests.explaining.model import ArticleTold, Count, EditionTold

INSTANT = Cadence(kind=CadenceKind.INSTANT, at=time(7), settle=timedelta(minutes=10), daily_cap=2)


@pytest.fixture
def room(desk: Newsroom, parts: Parts, clock: ManualClock) -> Room:
    return Room(desk=desk, parts=parts, clock=clock)


def the_edition(room: Room, edition_id: str) -> EditionTold:
    return room.parts.publisher.explaining.edition(room.newsletter(), edition_id)


def the_article(room: Room, edition_id: str, title: str) -> ArticleTold:
    article_id = article_of(room.parts, title)
    return room.parts.publisher.explaining.article(room.newsletter(), edition_id, article_id)


def plain(counts: tuple[Count, ...]) -> dict[str, int]:
    return {each.reason: each.count for each in counts}


def next_of(room: Room, address: str) -> ComingEdition:
    (edition,) = room.parts.publisher.expecting.next_for(room.newsletter(), read_mailbox(address)).editions
    return edition


def a_mixed_edition(room: Room) -> str:
    room.join(CAT, sections=("Harbour",))
    room.join("dot@example.com")
    room.pause("dot@example.com")
    room.join("eve@example.com")
    room.leave("eve@example.com")
    room.clock.advance(timedelta(minutes=1))
    room.write("First", "Second")
    room.write("Old", date=datetime(2026, 10, 1, tzinfo=UTC))
    return room.compose().id


def test_every_subscription_is_a_recipient_or_excluded_with_one_reason(room: Room) -> None:
    told = the_edition(room, a_mixed_edition(room))
    assert plain(told.recipients) == {"the mail waits to leave": 2}
    assert plain(told.excluded) == {"nothing new is left for them": 1, "paused": 1, "had left": 1}
    query = select(func.count()).select_from(subscriptions)
    with room.parts.database.read() as connection:
        everybody = connection.execute(query).scalar_one()
    assert sum(each.count for each in (*told.recipients, *told.excluded)) == everybody


def test_an_edition_tells_its_stories_with_tier_and_reason_and_what_stays_out(room: Room) -> None:
    told = the_edition(room, a_mixed_edition(room))
    assert [(story.title, story.tier, story.reason) for story in told.stories] == [
        ("Second", "lead", "the first; none has a picture"),
        ("First", "secondary", "in order"),
    ]
    ((title, reason),) = [(left.title, left.reason) for left in told.left_out]
    assert title == "Old"
    assert reason.endswith("days after its own date, max_age is 7")
    ((wave),) = told.waves
    assert (wave.due_at, wave.outcome, wave.mails) == (datetime(2026, 11, 22, 7, tzinfo=UTC), "edition", 2)


def test_an_edition_of_readers_own_hours_tells_the_waves_that_are_to_come(room: Room) -> None:
    room.use(clock=Clock.READER)
    room.join(CAT, time_zone="America/New_York")
    room.write("First")
    told = the_edition(room, room.compose().id)
    assert [(f"{wave.due_at:%H:%M}", wave.outcome) for wave in told.waves] == [("07:00", "edition"), ("12:00", None)]
    assert plain(told.excluded) == {"it comes to them at a later hour": 1}


def test_an_edition_that_waits_for_a_person_tells_its_stories_and_that_nobody_gets_it(room: Room) -> None:
    room.write("First")
    edition = room.parts.publisher.compose_by_hand(room.newsletter()).edition
    assert edition is not None
    told = the_edition(room, edition.id)
    assert [story.title for story in told.stories] == ["First"]
    assert plain(told.excluded) == {"nobody gets it before a person sends it": 2}


def test_an_article_tells_who_got_it_and_who_not_in_sums(room: Room) -> None:
    told = the_article(room, a_mixed_edition(room), "First")
    assert plain(told.got) == {"the mail waits to leave": 2}
    assert plain(told.missed) == {"nothing new is left for them": 1, "paused": 1, "had left": 1}
    old = the_article(room, room.newest(), "Old")
    assert old.got == ()
    assert any(each.reason.endswith("max_age is 7") and each.count == 2 for each in old.missed)


def test_an_article_that_nobody_could_get_says_why(room: Room) -> None:
    edition_id = a_mixed_edition(room)
    room.write("Late", embargo="2026-12-01 09:00 +00:00")
    told = the_article(room, edition_id, "Late")
    assert told.absence == "it is under embargo until 2026-12-01 09:00 UTC"
    assert (told.got, told.missed) == ((), ())


def test_what_is_not_there_is_refused_and_a_source_that_is_down_is_told(room: Room) -> None:
    edition_id = a_mixed_edition(room)
    explaining, newsletter = room.parts.publisher.explaining, room.newsletter()
    with pytest.raises(NotFoundError, match="no edition"):
        explaining.edition(newsletter, "none")
    with pytest.raises(NotFoundError, match="nothing is known of") as unknown:
        explaining.reader(newsletter, edition_id, read_mailbox("zoe@example.com"))
    assert unknown.value.code == "address-unknown"
    with room.parts.database.write() as connection:
        connection.execute(update(sources).values(last_error="no answer", last_run_at=room.clock.now()))
    with pytest.raises(NotFoundError, match="no article") as missing:
        explaining.article(newsletter, edition_id, "nowhere")
    assert missing.value.hint == "the source desk is down, last tried at 2026-11-22 07:31 UTC: no answer"
    assert the_edition(room, edition_id).remarks == (missing.value.hint,)


def test_who_was_forgotten_is_in_the_sums_and_is_not_known(room: Room) -> None:
    edition_id = a_mixed_edition(room)
    with room.parts.database.write() as connection:
        connection.execute(update(deliveries).values(subscription_key=None, address=None, name=None))
        connection.execute(subscriptions.delete())
    assert plain(the_edition(room, edition_id).recipients) == {"the mail waits to leave": 2}


# --- what comes next -----------------------------------------------------------------


def test_the_next_edition_is_told_with_its_stories_and_writes_nothing(room: Room) -> None:
    a_mixed_edition(room)
    room.clock.advance(timedelta(minutes=30))
    room.write("Third")
    room.write("Embargoed", embargo="2026-11-23 06:00 +00:00")
    with room.parts.database.read() as connection:
        before = connection.execute(select(func.count()).select_from(editions)).scalar_one()
    (daily,) = room.parts.publisher.expecting.next(room.newsletter()).editions
    assert (daily.due_at, daily.readers) == (datetime(2026, 11, 23, 7, tzinfo=UTC), 2)
    assert [story.title for story in daily.stories] == ["Third"]
    assert [(left.title, left.reason) for left in daily.left_out] == [
        ("Embargoed", "its embargo ends at 2026-11-23 06:00 UTC")
    ]
    with room.parts.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(editions)).scalar_one() == before


def test_what_is_expected_is_what_comes(room: Room) -> None:
    a_mixed_edition(room)
    room.clock.advance(timedelta(minutes=30))
    room.write("Third", "Fourth")
    expected = [story.title for story in next_of(room, ANN).stories]
    room.clock.advance(timedelta(hours=23, minutes=15))
    room.compose()
    assert [story.title for story in room.reader(room.newest(), ANN).stories] == expected


def test_the_next_of_a_reader_is_on_their_own_clock_and_past_what_they_had(room: Room) -> None:
    room.use(clock=Clock.READER)
    room.join(CAT, time_zone="America/New_York", sections=("Harbour",))
    room.write("First")
    room.write("Second", section="Harbour")
    coming = next_of(room, CAT)
    assert (coming.due_at, coming.zone and coming.zone.key) == (
        datetime(2026, 11, 22, 12, tzinfo=UTC),
        "America/New_York",
    )
    assert [story.title for story in coming.stories] == ["Second"]
    assert [left.reason for left in coming.left_out] == ["its sections are not those that the reader chose"]
    room.set(CAT, last_slot="2026-11-22")
    assert next_of(room, CAT).due_at == datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("late_stories", "titles"), [(LateStories.JOIN, ["Second", "First"]), (LateStories.WAIT, ["First"])]
)
def test_a_later_hour_of_the_same_date_brings_late_stories_only_where_they_join(
    room: Room, late_stories: LateStories, titles: list[str]
) -> None:
    room.use(clock=Clock.READER, late_stories=late_stories)
    room.join(CAT, time_zone="America/New_York")
    for hours in (0, 5):
        room.clock.advance(timedelta(hours=hours))
        room.parts.publisher.compose_due(room.newsletter())
    room.clock.advance(timedelta(hours=19))
    room.write("First")
    room.compose()
    room.clock.advance(timedelta(hours=1))
    room.write("Second")
    assert [story.title for story in next_of(room, CAT).stories] == titles


def test_too_little_waits_for_more_and_says_how_much(room: Room) -> None:
    room.cadence(min_articles=2)
    room.write("First")
    coming = next_of(room, ANN)
    assert coming.reason == "waits for more: 1 of at least 2"
    assert [story.reason for story in coming.stories] == ["waits"]


@pytest.mark.parametrize(
    ("wishes", "columns", "reason"),
    [
        ({"breaking": Breaking.ONLY}, {}, "wants nothing but breaking news: there is no date for that"),
        ({}, {"state": "paused"}, "paused until they come back"),
        ({}, {"state": "unconfirmed"}, "never confirmed"),
        ({}, {"state": "ended"}, "left"),
    ],
)
def test_nothing_comes_to_whom_it_does_not(
    room: Room, wishes: dict[str, Breaking], columns: dict[str, str], reason: str
) -> None:
    room.join(CAT, **wishes)
    if columns:
        room.set(CAT, **columns)
    coming = next_of(room, CAT)
    assert (coming.due_at, coming.reason) == (None, reason)


def test_a_pause_that_ends_moves_the_next_edition_behind_it(room: Room) -> None:
    room.join(CAT)
    room.pause(CAT, datetime(2026, 11, 25, 9, tzinfo=UTC))
    assert next_of(room, CAT).due_at == datetime(2026, 11, 26, 7, tzinfo=UTC)


def test_a_story_that_follows_at_once_says_when_it_settles_and_when_its_reader_rests(room: Room) -> None:
    quiet = QuietHours(start=time(22), end=time(6))
    room.use(cadences=(*room.newsletter().cadences, INSTANT), clock=Clock.READER)
    room.join(CAT, cadence="instant", time_zone="America/New_York")
    room.parts.publisher.compose_due(room.newsletter())
    room.write("First")
    coming = next_of(room, CAT)
    assert coming.due_at == datetime(2026, 11, 22, 7, 40, tzinfo=UTC)
    assert [story.reason for story in coming.stories] == ["settles at 2026-11-22 07:40 UTC"]
    room.use(quiet=quiet)
    coming = next_of(room, CAT)
    assert (coming.due_at, coming.reason) == (
        datetime(2026, 11, 22, 11, tzinfo=UTC),
        "it is quiet time until then",
    )
    room.use(quiet=None)
    room.set(CAT, last_instant="2026-11-22#02")
    coming = next_of(room, CAT)
    assert (coming.due_at, coming.reason) == (
        datetime(2026, 11, 23, tzinfo=UTC),
        "had the most of a day; the next day brings it",
    )
    instant = room.parts.publisher.expecting.next(room.newsletter()).editions[-1]
    assert [story.title for story in instant.stories] == ["First"]


# --- as commands ---------------------------------------------------------------------


def test_the_commands_tell_it_and_no_other_persons_address(newsroom: Newsroom) -> None:
    assert newsroom.run("run", "--once").returncode == 0
    (edition,) = newsroom.json("edition", "list")["editions"]
    whole = newsroom.run("edition", "explain", edition["id"])
    assert "The lamp is lit again  (the first with a picture)" in whole.stdout
    assert "2 get it" in whole.stdout
    assert "@" not in whole.stdout
    reader = newsroom.json("edition", "explain", edition["id"], "--as", ANN)
    assert (reader["address"], reader["is_recipient"]) == (ANN, True)
    lamp = next(story["id"] for story in reader["stories"] if story["tier"] == "lead")
    article = newsroom.json("edition", "explain", edition["id"], "--article", lamp)
    assert [each["count"] for each in article["got"]] == [2]
    both = newsroom.run("edition", "explain", edition["id"], "--article", lamp, "--as", ANN)
    assert both.stdout == f"{ANN}: in: the first with a picture\n"
    coming = newsroom.json("newsletter", "next", "daily", "--as", ANN)
    assert (coming["address"], coming["editions"][0]["time_zone"]) == (ANN, "UTC")
    assert "nothing is new so far" in newsroom.run("newsletter", "next", "daily").stdout
    unknown = newsroom.run("newsletter", "next", "daily", "--as", "zoe@example.com")
    assert (unknown.returncode, "nothing is known of" in unknown.stderr) == (1, True)
