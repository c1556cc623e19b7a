"""Why a story is in a reader's mail or not: situations that happen, and the one sentence that each gets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import update

from syndicate.digests.drafts.model import DraftWish, Verb
from syndicate.digests.newsletters import Cadence, DedupeAcross, Filters, Overflow
from syndicate.digests.specials.request import Special
from syndicate.publishing.wiring import Parts
from syndicate.storage.states import Audience, CadenceKind, DeliveryState
from syndicate.storage.tables import articles, deliveries, sources
from syndicate.testing.clock import ManualClock
from tests.integration.edition_parts import article_of, withdraw
from tests.integration.explain_parts import ANN, BO, CAT, Room
from tests.newsroom import Newsroom

WEEK_AGO = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def room(desk: Newsroom, parts: Parts, clock: ManualClock) -> Room:
    return Room(desk=desk, parts=parts, clock=clock)


def leads(room: Room) -> str:
    room.write("First", "Story")
    return room.compose().id


def pinned(room: Room) -> str:
    _wish(room, Verb.PIN)
    return room.compose().id


def dropped(room: Room) -> str:
    _wish(room, Verb.DROP)
    return room.compose().id


def _wish(room: Room, verb: Verb) -> None:
    room.clock.advance(-timedelta(hours=1))
    room.write("Story")
    room.write("First")
    editing, newsletter = room.parts.publisher.editing, room.newsletter()
    wish = DraftWish(verb=verb, article_id=article_of(room.parts, "Story"))
    editing.shape(newsletter, editing.slot(newsletter), [wish], "Robin")
    room.clock.advance(timedelta(hours=1))


def over_the_limit(room: Room) -> str:
    room.cadence(max_articles=1, overflow=Overflow.DROP)
    room.write("Story", "First")
    return room.compose().id


def as_a_headline(room: Room) -> str:
    room.cadence(max_articles=1)
    room.write("Story", "First")
    return room.compose().id


def held(room: Room) -> str:
    room.write("First")
    room.write("Story", draft="true")
    return room.compose().id


def under_embargo(room: Room) -> str:
    room.write("First")
    room.write("Story", embargo="2026-12-01 09:00 +00:00")
    return room.compose().id


def embargo_ended_later(room: Room) -> str:
    room.write("First")
    room.write("Story", embargo="2026-11-22 08:00 +00:00")
    edition_id = room.compose().id
    room.clock.advance(timedelta(hours=1))
    room.parts.publisher.collect()
    room.parts.publisher.compose_by_hand(room.newsletter())
    return edition_id


def expired(room: Room) -> str:
    room.write("First")
    room.write("Story", expires="2026-11-22 07:35 +00:00")
    room.clock.advance(timedelta(minutes=10))
    return room.compose().id


def withdrawn_before(room: Room) -> str:
    room.write("First", "Story")
    withdraw(room.parts, "Story")
    return room.compose().id


def withdrawn_after(room: Room) -> str:
    room.write("First", "Story")
    edition_id = room.compose().id
    room.clock.advance(timedelta(minutes=1))
    withdraw(room.parts, "Story")
    room.deliver()
    return edition_id


def withdrawn_when_they_had_it(room: Room) -> str:
    room.write("First", "Story")
    edition_id = room.compose().id
    room.deliver()
    room.clock.advance(timedelta(minutes=1))
    withdraw(room.parts, "Story")
    room.parts.publisher.revise_published()
    return edition_id


def wrong_section_of_the_newsletter(room: Room) -> str:
    room.use(filters=Filters(sections=frozenset({"World"})))
    room.write("First")
    room.write("Story", section="Sport")
    return room.compose().id


def wrong_tag(room: Room) -> str:
    room.use(filters=Filters(tags=frozenset({"harbour"})))
    room.write("First", tags="[harbour]")
    room.write("Story", tags="[hill]")
    return room.compose().id


def other_author(room: Room) -> str:
    room.use(filters=Filters(authors=frozenset({"Ada"})))
    room.write("First", author="Ada")
    room.write("Story", author="Bea")
    return room.compose().id


def other_source(room: Room) -> str:
    room.write("Story")
    room.use(filters=Filters(sources=frozenset({"wire"})))
    _moved_to(room, "wire", "First")
    return room.compose().id


def _moved_to(room: Room, source: str, title: str) -> None:
    room.write(title)
    with room.parts.database.write() as connection:
        connection.execute(update(articles).where(articles.c.title == title).values(source=source))


def other_language(room: Room) -> str:
    room.use(filters=Filters(languages=frozenset({"en"})))
    room.write("First")
    room.write("Story", lang="de")
    return room.compose().id


def not_chosen(room: Room) -> str:
    room.join(CAT, sections=("Harbour",))
    room.write("First", section="Harbour")
    room.write("Story")
    return room.compose().id


def too_old(room: Room) -> str:
    room.write("First")
    room.write("Story", date=WEEK_AGO)
    return room.compose().id


def waited_too_long(room: Room) -> str:
    """In a pause after which they catch up, but not so long."""
    room.pause(BO, catches_up=True)
    room.write("Story")
    for title in ("First", "Second", "Third"):
        room.compose()
        room.tomorrow()
        room.write(title)
    room.come_back(BO)
    return room.compose().id


def too_little_and_waits(room: Room) -> str:
    room.join(CAT, sections=("Harbour",))
    room.cadence(min_articles=2)
    room.write("First", "Second")
    room.write("Story", section="Harbour")
    return room.compose().id


def had_it_by_another(room: Room) -> str:
    room.use("evening", dedupe_across=DedupeAcross.DAY)
    room.join(ANN, "evening")
    room.join(BO, "evening")
    room.write("Story")
    room.compose()
    room.clock.advance(timedelta(minutes=5))
    room.write("First")
    return room.compose("evening").id


def widened(room: Room) -> str:
    room.write("Story")
    room.compose()
    room.tomorrow()
    room.write("Story", section="Harbour", date=room.clock.now() - timedelta(days=1, minutes=5))
    room.write("First")
    return room.compose().id


def came_after(room: Room) -> str:
    room.write("First")
    edition_id = room.compose().id
    room.clock.advance(timedelta(minutes=10))
    room.write("Story")
    return edition_id


def came_late_from_a_source_that_is_down(room: Room) -> str:
    edition_id = came_after(room)
    with room.parts.database.write() as connection:
        failed = {"last_error": "no answer", "last_run_at": room.clock.now()}
        connection.execute(update(sources).values(**failed))
    return edition_id


def before_the_newsletter_began(room: Room) -> str:
    room.write("Story")
    room.clock.advance(timedelta(minutes=1))
    room.use("evening", dedupe_across=DedupeAcross.NEVER)
    room.join(ANN, "evening")
    room.clock.advance(timedelta(minutes=1))
    room.write("First")
    return room.compose("evening").id


def backlog(room: Room) -> str:
    room.write("First", "Story")
    with room.parts.database.write() as connection:
        connection.execute(update(articles).where(articles.c.title == "Story").values(is_backlog=True))
    return room.compose().id


def decided_before(room: Room) -> str:
    room.write("Story")
    room.compose()
    room.tomorrow()
    room.write("First")
    return room.compose().id


def refused(room: Room) -> str:
    edition_id = leads(room)
    with room.parts.database.write() as connection:
        is_anns = deliveries.c.address == ANN
        connection.execute(update(deliveries).where(is_anns).values(state=DeliveryState.REFUSED, reason="X: no"))
    return edition_id


def merged(room: Room) -> str:
    room.use(max_variants=1)
    room.join(CAT, sections=("Harbour",))
    room.write("First", section="Harbour")
    room.write("Story")
    return room.compose().id


def without_ai_record(room: Room) -> str:
    room.use(requires_ai_record=True)
    room.write("First", ai="none")
    room.write("Story")
    return room.compose().id


def of_no_reader(room: Room) -> str:
    room.join(CAT, cadence="weekly")
    weekly = Cadence(kind=CadenceKind.WEEKLY, at=time(7), weekdays=frozenset({2}))
    room.use(cadences=(*room.newsletter().cadences, weekly))
    room.write("First", "Story")
    return room.compose().id


def not_named(room: Room) -> str:
    room.write("First", "Story")
    wanted = Special(audience=Audience.ALL, article_ids=(article_of(room.parts, "First"),))
    edition = room.parts.publisher.compose_special(room.newsletter(), wanted).edition
    assert edition is not None
    room.parts.publisher.open_edition(edition.id)
    room.deliver()
    return edition.id


SITUATIONS: list[tuple[Callable[[Room], str], str, str]] = [
    (leads, ANN, "in: the first; none has a picture"),
    (pinned, ANN, "in: put first by an editor"),
    (dropped, ANN, "out: dropped from this edition by Robin"),
    (over_the_limit, ANN, "out: over the limit of 1"),
    (as_a_headline, ANN, "in: over the limit of 1: stands as a headline"),
    (held, ANN, "out: it is held for an editor"),
    (under_embargo, ANN, "out: it is under embargo until 2026-12-01 09:00 UTC"),
    (embargo_ended_later, ANN, "out: its embargo ended at 2026-11-22 08:30 UTC, and the edition was decided at"),
    (expired, ANN, "out: it expired at 2026-11-22 07:35 UTC"),
    (withdrawn_before, ANN, "out: it was withdrawn at 2026-11-22 07:30 UTC: a mistake"),
    (withdrawn_after, ANN, "out: taken out after the freeze: not for readers any more"),
    (withdrawn_when_they_had_it, ANN, "in: the first; none has a picture"),
    (wrong_section_of_the_newsletter, ANN, "out: its sections are not this newsletter's"),
    (wrong_tag, ANN, "out: its tags are not this newsletter's"),
    (other_author, ANN, "out: its authors are not this newsletter's"),
    (other_source, ANN, "out: its source is not this newsletter's"),
    (other_language, ANN, "out: its language is not this newsletter's"),
    (not_chosen, CAT, "out: its sections are not those that the reader chose"),
    (too_old, ANN, "out: came 20.9 days after its own date, max_age is 7"),
    (waited_too_long, BO, "out: it waited too long: 3.0 days of 2.0 days at most"),
    (too_little_and_waits, CAT, "out: it waits: too little is new"),
    (had_it_by_another, ANN, "out: they have it already: daily 1 of 2026-11-22 07:30 UTC"),
    (widened, ANN, "out: they have it already: daily 1 of 2026-11-22 07:30 UTC"),
    (came_after, ANN, "out: it came at 2026-11-22 07:40 UTC, and the edition was decided at 2026-11-22 07:30 UTC"),
    (
        came_late_from_a_source_that_is_down,
        ANN,
        "its source is down, last tried at 2026-11-22 07:40 UTC: no answer",
    ),
    (before_the_newsletter_began, ANN, "out: it was out before the newsletter began at 2026-11-22 07:31 UTC"),
    (backlog, ANN, "out: it was out before its source was first read, and is never mailed"),
    (decided_before, ANN, "out: it was decided for them before: daily 1 of 2026-11-22 07:30 UTC"),
    (refused, ANN, "out: the mail was refused: X: no"),
    (merged, CAT, "in: "),
    (without_ai_record, ANN, "out: nothing is recorded of the part that AI had in it"),
    (not_named, ANN, "out: this special edition was not made of it"),
    (of_no_reader, CAT, "out: chose another cadence: weekly"),
]


@pytest.mark.parametrize(("arrange", "address", "expected"), SITUATIONS, ids=lambda each: getattr(each, "__name__", ""))
def test_a_story_has_the_one_reason(room: Room, arrange: Callable[[Room], str], address: str, expected: str) -> None:
    assert expected in room.why_story(arrange(room), address, "Story")
