from __future__ import annotations

import json
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from syndicate.audience.model import NO_WISHES, Wishes
from syndicate.digests.defaults import Defaults, Move, as_row, defaults_of, moves, of_row
from syndicate.digests.newsletters import Cadence, Clock, Newsletter
from syndicate.storage.states import Breaking, CadenceKind

DAILY = Cadence(kind=CadenceKind.DAILY, at=time(7))
WEEKLY = Cadence(kind=CadenceKind.WEEKLY, at=time(8), weekdays=frozenset({0}))
MONTHLY = Cadence(kind=CadenceKind.MONTHLY, at=time(8), day=31)
INSTANT = Cadence(kind=CadenceKind.INSTANT, at=time(8))
READERS = [(NO_WISHES, 1_234), (Wishes(cadence="daily"), 50), (Wishes(cadence="weekly", at="06:00"), 6)]


def defaults(
    *cadences: Cadence, zone: str = "Europe/London", language: str = "en", clock: Clock = Clock.NEWSLETTER
) -> Defaults:
    return defaults_of(
        Newsletter(
            name="morning",
            title="",
            sender_name="",
            sender_address="",
            reply_to=None,
            zone=ZoneInfo(zone),
            language=language,
            cadences=cadences,
            max_lateness=timedelta(hours=1),
            clock=clock,
        )
    )


def told(before: Defaults, after: Defaults, readers: list[tuple[Wishes, int]] = READERS) -> list[str]:
    return [str(move) for move in moves("morning", before, after, readers)]


def test_who_did_not_choose_is_moved_and_who_chose_stays() -> None:
    [line] = told(defaults(DAILY, WEEKLY), defaults(WEEKLY, DAILY))
    assert line == (
        "morning: its default goes from daily 07:00 Europe/London to weekly (mon) 08:00 Europe/London: "
        "moves 1,234 readers who did not choose; 56 keep their own choice"
    )


def test_a_cadence_that_is_offered_no_more_moves_who_chose_it() -> None:
    assert [
        (move.what, move.moved) for move in moves("morning", defaults(DAILY, WEEKLY), defaults(DAILY), READERS)
    ] == [("weekly", 6)]


def test_on_the_newsletters_clock_a_zone_moves_everybody() -> None:
    found = moves("morning", defaults(DAILY, WEEKLY), defaults(DAILY, WEEKLY, zone="Asia/Tokyo"), READERS)
    assert [(move.what, move.moved, move.kept) for move in found] == [
        ("default", 1_234, 0),
        ("daily", 50, 0),
        ("weekly", 6, 0),
    ]


def test_an_hour_and_a_zone_of_ones_own_stay_on_readers_clocks() -> None:
    own = [(Wishes(at="06:00"), 1), (Wishes(time_zone="Asia/Tokyo"), 2), (Wishes(at="06:00", time_zone="UTC"), 4)]
    before, after = (defaults(DAILY, zone=zone, clock=Clock.READER) for zone in ("UTC", "Europe/London"))
    [move] = moves("morning", before, after, own)
    assert (move.moved, move.kept) == (1, 6)
    later = defaults(Cadence(kind=CadenceKind.DAILY, at=time(9)), zone="UTC", clock=Clock.READER)
    [move] = moves("morning", before, later, own)
    assert (move.moved, move.kept) == (2, 5)


def test_to_the_newsletters_clock_who_had_an_hour_of_their_own_is_moved() -> None:
    own = [(NO_WISHES, 8), (Wishes(at="06:00"), 1)]
    [line] = told(defaults(DAILY, clock=Clock.READER), defaults(DAILY), own)
    assert line == (
        "morning: its clock goes from daily 07:00 Europe/London, on readers' clocks to daily 07:00 Europe/London: "
        "moves 1 reader; 8 stay as they are"
    )


def test_what_follows_at_once_has_no_hour_that_could_change() -> None:
    later = Cadence(kind=CadenceKind.INSTANT, at=time(9))
    assert told(defaults(INSTANT), defaults(later)) == []


def test_who_wants_breaking_news_alone_is_not_moved() -> None:
    only = [(Wishes(breaking=Breaking.ONLY), 3), (NO_WISHES, 1)]
    [move] = moves("morning", defaults(DAILY), defaults(WEEKLY), only)
    assert (move.moved, move.kept) == (1, 3)


def test_another_language_moves_who_chose_none() -> None:
    own = [(NO_WISHES, 5), (Wishes(language="fr"), 2)]
    assert moves("morning", defaults(DAILY), defaults(DAILY, language="de"), own) == [
        Move(newsletter="morning", what="language", before="en", after="de", moved=5, kept=2)
    ]


def test_defaults_are_read_from_a_row_as_they_were_written() -> None:
    wanted = defaults(WEEKLY, DAILY, MONTHLY, INSTANT, clock=Clock.READER)
    assert of_row(json.loads(json.dumps(as_row(wanted)))) == wanted
    assert str(wanted.coming(Wishes(cadence="monthly"))) == "monthly (day 31) 08:00 Europe/London"
