"""The page of a reader's choices, leaving, and coming back, on every database, over real connections."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from syndicate.audience.consents import ConsentLedger
from syndicate.audience.joins.answering import answer_waiting
from syndicate.audience.model import EndedBy, Ending, SubscriptionState
from syndicate.audience.reader_filter import ReaderFilter
from syndicate.audience.store import AudienceStore
from syndicate.digests.newsletters import Newsletter
from syndicate.storage import Database
from syndicate.storage.states import Breaking, ConsentAct, JoinKind, JoinOutcome, MailFormat, TransactionalKind
from tests.unit.web.reader_parts import ReadersRoom, a_newsletter, links_in, undo_in
from tests.unit.web.web_samples import NOW, Door

ADA = "ada@reader.example"


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def room(sqlite_database: Database, tmp_path: Path, door: Door) -> ReadersRoom:
    return ReadersRoom(sqlite_database, tmp_path, door)


def test_a_reader_chooses_all_that_the_newsletter_leaves_to_them(
    database: Database, tmp_path: Path, door: Door
) -> None:
    room = ReadersRoom(database, tmp_path, door)
    room.publish("World", "Culture")
    path = room.preferences(room.subscribe(newsletter="week"))
    page = room.get(path)
    assert all(f'value="{section}"' in page.text for section in ("World", "Culture"))
    wished = {"cadence": "weekly", "at": "18:30", "time_zone": "Pacific/Auckland", "language": "de", "format": "text"}
    more = {"breaking": "also", "has_sections": "1", "sections": ["Culture"], "other_zone": ""}
    reply = room.post(path, {"act": "choose", "newsletter": "week"} | wished | more)
    assert (reply.status, reply.headers["location"]) == (303, f"{path}?done=saved")
    assert reply.headers["referrer-policy"] == "no-referrer"
    wishes = room.of(ADA)["week"].wishes
    assert (wishes.cadence, wishes.at, wishes.time_zone) == ("weekly", "18:30", "Pacific/Auckland")
    assert (wishes.sections, wishes.language) == (("Culture",), "de")
    assert (wishes.format, wishes.breaking) == (MailFormat.TEXT, Breaking.ALSO)
    shown = room.get(f"{path}?done=saved")
    assert 'role="status"' in shown.text
    assert '<html lang="de"' in shown.text
    assert 'value="Culture" checked' in shown.text
    back = dict.fromkeys((*wished, "breaking"), "default")
    room.post(path, {"act": "choose", "newsletter": "week", "has_sections": "1"} | back)
    assert room.of(ADA)["week"].wishes == room.subscribe("bo@reader.example", "week").wishes


def test_a_zone_that_is_no_city_of_the_list_is_written_by_name(room: ReadersRoom) -> None:
    path = room.preferences(room.subscribe(newsletter="week"))
    asked = {"act": "choose", "newsletter": "week", "time_zone": "default", "other_zone": "Asia/Pontianak"}
    room.post(path, asked)
    assert room.of(ADA)["week"].wishes.time_zone == "Asia/Pontianak"
    assert 'value="Asia/Pontianak"' in room.get(path).text


@pytest.mark.parametrize(
    "wrong", [{"at": "25:00"}, {"other_zone": "Mars/Olympus"}, {"cadence": "hourly"}, {"language": "§"}]
)
def test_what_cannot_be_chosen_changes_nothing_and_is_told(room: ReadersRoom, wrong: dict[str, str]) -> None:
    path = room.preferences(room.subscribe(newsletter="week"))
    before = room.rows()
    reply = room.post(path, {"act": "choose", "newsletter": "week"} | wrong)
    assert (reply.status, 'role="alert"' in reply.text) == (400, True)
    assert room.rows() == before


def test_a_wrong_zone_keeps_what_was_written_and_marks_its_field(room: ReadersRoom) -> None:
    room.publish("World", "Culture")
    path = room.preferences(room.subscribe(newsletter="week"))
    written = {"cadence": "weekly", "at": "18:30", "time_zone": "default", "other_zone": "Mars/<Olympus>"}
    more = {"language": "de", "format": "text", "breaking": "also", "has_sections": "1", "sections": ["Culture"]}
    page = room.post(path, {"act": "choose", "newsletter": "week"} | written | more).text
    assert "No time zone has this name" in page
    field = re.search(r'<input id="other-week"[^>]*>', page)
    assert field is not None
    assert 'value="Mars/&lt;Olympus&gt;"' in field[0]
    assert 'aria-invalid="true" aria-describedby="problem-week other-hint-week"' in field[0]
    assert 'id="problem-week"' in page
    assert page.count('aria-invalid="true"') == 1
    assert 'name="at" value="18:30"' in page
    assert 'value="Culture" checked' in page
    assert [f'value="{value}" selected' in page for value in ("weekly", "de", "text", "also")] == [True] * 4


def test_who_is_outside_of_a_newsletter_s_readers_is_told_so(room: ReadersRoom) -> None:
    german = ReaderFilter(languages=frozenset({"de"}), default_language="en")
    earlier = ReaderFilter(joined_before=NOW - timedelta(days=9))
    of = {"morning": a_newsletter(readers=german), "week": a_newsletter("week", readers=earlier)}
    room.serve(newsletters=of)
    path = room.preferences(room.subscribe())
    room.subscribe(newsletter="week")
    page = room.get(path).text
    assert "It goes to readers of these languages alone, so none of it comes to you at present: Deutsch." in page
    assert "It goes to people who joined at another time" in page
    room.post(path, {"act": "choose", "newsletter": "morning", "language": "de"})
    assert "Deutsch." not in room.get(path, Accept_Language="en").text


def test_a_pause_begins_and_ends(room: ReadersRoom) -> None:
    path = room.preferences(room.subscribe())
    room.post(path, {"act": "pause", "newsletter": "morning", "weeks": "3", "catch_up": "1"})
    paused = room.of(ADA)["morning"]
    assert paused.state is SubscriptionState.PAUSED
    assert paused.paused_until is not None
    assert timedelta(days=20) < paused.paused_until - NOW < timedelta(days=21)
    assert "A pause until December 14, 2026" in room.get(path).text
    room.post(path, {"act": "resume", "newsletter": "morning"})
    assert room.of(ADA)["morning"].state is SubscriptionState.CONFIRMED


def test_who_holds_the_link_joins_and_leaves_without_a_further_mail(room: ReadersRoom) -> None:
    path = room.preferences(room.subscribe())
    assert "The Quay on Friday" in room.get(path).text
    room.post(path, {"act": "join", "newsletter": "week"})
    room.post(path, {"act": "leave", "newsletter": "morning"})
    found = room.of(ADA)
    assert found["week"].state is SubscriptionState.CONFIRMED
    assert (found["morning"].state, found["morning"].ended_by) == (SubscriptionState.ENDED, EndedBy.PAGE)
    with room.database.read() as connection:
        acts = ConsentLedger(connection).of([each.id for each in found.values()])
    assert [(act.kind, act.page) for act in acts[found["week"].id]] == [("page", "preferences")]
    withdrawn = acts[found["morning"].id][-1]
    assert (withdrawn.act, withdrawn.page, withdrawn.network) == (ConsentAct.WITHDRAWN, "preferences", "127.0.0.1")
    assert room.mails == []


def test_who_is_forgotten_while_they_join_stays_forgotten(database: Database, tmp_path: Path, door: Door) -> None:
    class ForgetsMeanwhile(dict[str, Newsletter]):
        def get(self, name: str, default: Any = None) -> Any:
            room.erase(ada.subscriber.id)
            return super().get(name, default)

    room = ReadersRoom(database, tmp_path, door)
    ada = room.subscribe()
    room.serve(newsletters=ForgetsMeanwhile(room.readership.newsletters))
    assert room.post(room.preferences(ada), {"act": "join", "newsletter": "week"}).status == 404
    assert room.of(ADA) == {}


def test_who_is_forgotten_waits_for_what_they_just_do(database: Database, tmp_path: Path, door: Door) -> None:
    room = ReadersRoom(database, tmp_path, door)
    ada = room.subscribe()
    with ThreadPoolExecutor(1) as pool:
        with database.write() as connection:
            assert AudienceStore(connection).lock(ada.id) is not None
            erasing = pool.submit(room.erase, ada.subscriber.id)
            with pytest.raises(TimeoutError):
                erasing.result(timeout=0.2)
        erasing.result(timeout=10)
    assert room.of(ADA) == {}


def test_nobody_chooses_of_what_they_left(room: ReadersRoom) -> None:
    path = room.preferences(room.subscribe())
    room.post(path, {"act": "leave", "newsletter": "morning"})
    before = room.rows()
    for act in ("choose", "pause", "leave"):
        assert room.post(path, {"act": act, "newsletter": "morning", "cadence": "weekly", "weeks": "1"}).status == 400
    assert room.post(path, {"act": "choose", "newsletter": "unknown"}).status == 200
    assert room.rows() == before


# --- another address -----------------------------------------------------------------------


def test_a_change_of_address_is_confirmed_at_the_new_one_and_the_old_one_is_told(
    database: Database, tmp_path: Path, door: Door
) -> None:
    room = ReadersRoom(database, tmp_path, door)
    before = room.subscribe()
    path = room.preferences(before)
    assert "Check your mail" in room.post(path, {"act": "move", "address": "Ada.New@reader.example"}).text
    assert room.wishes[0].kind is JoinKind.MOVE
    assert set(room.of(ADA)) == {"morning"}
    (confirm,) = room.ask()
    assert "Confirm your new address" in room.get(confirm).text
    moved = room.post(confirm).text
    assert "Your mails come here now" in moved
    after = room.of("ada.new@reader.example")["morning"]
    assert (after.id, after.subscriber.id, after.address) == (before.id, before.subscriber.id, "Ada.New@reader.example")
    assert room.of(ADA) == {}
    assert room.mails == [(TransactionalKind.MOVED, ADA)]
    [new_path] = [link for link in links_in(moved) if link.startswith("/preferences/")]
    assert [room.get(each).status for each in (path, f"{path}/data.json", new_path)] == [404, 404, 200]
    with room.database.read() as connection:
        assert [act.kind for act in ConsentLedger(connection).of([after.id])[after.id]] == ["operator", "page"]


def test_who_had_the_old_address_takes_nothing_with_them_by_what_was_mailed_there(
    database: Database, tmp_path: Path, door: Door
) -> None:
    room = ReadersRoom(database, tmp_path, door)
    ada = room.subscribe()
    path = room.preferences(ada)
    room.post(path, {"act": "move", "address": "thief@other.example"})
    room.post(path, {"act": "move", "address": "ada.new@reader.example"})
    thiefs, hers = room.ask()
    room.post(path, {"act": "move", "address": "late.thief@other.example"})
    room.post(hers)
    room.ask()
    assert room.post(thiefs).status == 404
    for act in ("leave", "move", "forget"):
        assert room.post(path, {"act": act, "newsletter": "morning", "address": "thief@other.example"}).status == 404
    assert room.of("ada.new@reader.example")["morning"].state is SubscriptionState.CONFIRMED
    left = room.post(room.unsubscribe(ada), {"by": "page"})
    assert "/preferences/" not in room.post(undo_in(left)).text
    assert len(room.wishes) == 1


def test_nobody_moves_to_an_address_that_is_another_reader_s(room: ReadersRoom) -> None:
    path = room.preferences(room.subscribe())
    room.subscribe("bo@reader.example")
    room.post(path, {"act": "move", "address": "bo@reader.example"})
    (confirm,) = room.ask()
    reply = room.post(confirm)
    assert (reply.status, "on the list already" in reply.text) == (409, True)
    assert room.of(ADA)["morning"].state is SubscriptionState.CONFIRMED
    assert room.mails == []


def test_a_new_address_that_is_none_is_told_beside_its_field(room: ReadersRoom) -> None:
    reply = room.post(room.preferences(room.subscribe()), {"act": "move", "address": "nowhere"})
    assert (reply.status, 'value="nowhere"' in reply.text) == (400, True)
    assert room.wishes == []


# --- one's data, and no more of it -----------------------------------------------------------


def test_a_reader_takes_along_what_an_operator_would_see(room: ReadersRoom) -> None:
    subscription = room.subscribe()
    reply = room.get(f"{room.preferences(subscription)}/data.json")
    known = json.loads(reply.body)
    assert (known["address"], known["subscriptions"][0]["id"]) == (ADA, subscription.id)
    assert known["subscriptions"][0]["grounds"][0]["wording"] == "at the fair"
    assert reply.headers["content-disposition"] == 'attachment; filename="data.json"'
    assert (reply.headers["cache-control"], reply.headers["x-robots-tag"]) == ("no-store", "noindex")


def test_erasing_takes_two_steps_and_leaves_no_link_that_works(database: Database, tmp_path: Path, door: Door) -> None:
    room = ReadersRoom(database, tmp_path, door)
    path = room.preferences(room.subscribe())
    before = room.rows()
    asked = room.post(path, {"act": "erase"})
    assert "This cannot be undone." in asked.text
    assert room.rows() == before
    assert "Your data is erased" in room.post(path, {"act": "forget"}).text
    assert room.of(ADA) == {}
    assert [room.get(path).status, room.get(f"{path}/data.json").status] == [404, 404]
    assert room.post(path, {"act": "forget"}).status == 404
    assert ADA not in repr(room.rows())


def test_a_link_to_choices_expires_and_is_for_that_alone(room: ReadersRoom) -> None:
    subscription = room.subscribe()
    path = room.preferences(subscription)
    other = room.unsubscribe(subscription).replace("/unsubscribe/", "/preferences/")
    assert (room.get(other).status, room.get("/preferences/x").status) == (404, 404)
    page = room.get(path)
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
    room.clock.advance(timedelta(days=91))
    reply = room.post(path, {"act": "leave", "newsletter": "morning"})
    assert (reply.status, "Get a new link" in reply.text) == (404, True)
    assert room.of(ADA)["morning"].state is SubscriptionState.CONFIRMED


def test_the_link_is_sent_to_whoever_has_a_subscription_and_all_are_told_the_same(room: ReadersRoom) -> None:
    room.subscribe()
    answers = {room.post("/preferences", {"address": address}).body for address in (ADA, "stranger@reader.example")}
    assert len(answers) == 1
    assert [(wish.kind, wish.newsletters) for wish in room.wishes] == [(JoinKind.JOIN, ())] * 2
    with room.database.write() as connection:
        answer_waiting(connection, {"morning", "week"}, NOW, limit=9)
    assert room.mails == [(TransactionalKind.KNOWN, ADA)]
    assert [wish.outcome for wish in room.wishes] == [JoinOutcome.KNOWN, JoinOutcome.REFUSED]
    assert room.post("/preferences", {"address": "nowhere"}).status == 400
    assert room.post("/preferences", {"address": ADA, "website": "x"}).status == 200
    assert len(room.wishes) == 2


# --- leaving, and taking it back ---------------------------------------------------------------


def test_who_has_left_takes_it_back_for_a_day_with_what_they_chose(
    database: Database, tmp_path: Path, door: Door
) -> None:
    room = ReadersRoom(database, tmp_path, door)
    subscription = room.subscribe()
    room.post(room.preferences(subscription), {"act": "choose", "newsletter": "morning", "format": "text"})
    left = room.post(room.unsubscribe(subscription), {"by": "page"})
    undo = undo_in(left)
    assert "You are out" in left.text
    before = room.rows()
    assert room.get(undo).status == 200
    assert room.rows() == before
    assert "You are back" in room.post(undo).text
    back = room.of(ADA)["morning"]
    assert (back.id, back.state, back.wishes.format) == (
        subscription.id,
        SubscriptionState.CONFIRMED,
        MailFormat.TEXT,
    )
    with room.database.read() as connection:
        acts = ConsentLedger(connection).of([back.id])[back.id]
    assert [(act.act, act.page) for act in acts][1:] == [
        (ConsentAct.WITHDRAWN, "unsubscribe"),
        (ConsentAct.GIVEN, "undo"),
    ]
    before = room.rows()
    again = room.post(undo)
    assert (again.status, "You are back" in again.text) == (200, True)
    assert room.rows() == before


def test_who_came_back_and_left_otherwise_is_not_called_back(room: ReadersRoom) -> None:
    subscription = room.subscribe()
    undo = undo_in(room.post(room.unsubscribe(subscription), {"by": "page"}))
    room.post(undo)
    with room.database.write() as connection:
        AudienceStore(connection).end(subscription.id, Ending(at=room.clock.now(), by=EndedBy.OPERATOR))
    assert room.post(undo).status == 404


def test_leaving_and_coming_back_speak_the_language_that_the_reader_chose(room: ReadersRoom) -> None:
    subscription = room.subscribe()
    chosen = {"act": "choose", "newsletter": "morning", "language": "de"}
    room.post(room.preferences(subscription), chosen)
    path = room.unsubscribe(subscription)
    left = room.post(path, {"by": "page"}, Accept_Language="fr")
    pages = [room.get(path, Accept_Language="fr"), left, room.get(undo_in(left)), room.post(undo_in(left))]
    pages.append(room.post(path, {"by": "page", "all": "yes"}, Accept_Language="fr"))
    assert ['<html lang="de"' in page.text for page in pages] == [True] * 5
    assert '<html lang="fr"' in room.post(path, {"List-Unsubscribe": "One-Click"}, Accept_Language="fr").text


def test_rather_once_a_week_than_not_at_all(room: ReadersRoom) -> None:
    left = room.post(room.unsubscribe(room.subscribe()), {"by": "page"})
    assert "Rather once a week" in left.text
    room.post(undo_in(left), {"cadence": "weekly"})
    assert room.of(ADA)["morning"].wishes.cadence == "weekly"


def test_all_newsletters_are_left_at_once(room: ReadersRoom) -> None:
    subscription = room.subscribe()
    room.subscribe(newsletter="week")
    path = room.unsubscribe(subscription)
    assert "1 other newsletter comes to you" in room.post(path, {"by": "page"}).text
    room.post(path, {"by": "page", "all": "yes"})
    assert {each.state for each in room.of(ADA).values()} == {SubscriptionState.ENDED}


def test_an_old_link_is_no_way_back_and_a_mail_program_is_given_none(room: ReadersRoom) -> None:
    subscription = room.subscribe()
    path = room.unsubscribe(subscription)
    assert "/undo/" not in room.post(path, {"List-Unsubscribe": "One-Click"}).text
    undo = undo_in(room.post(path, {"by": "page"}))
    room.clock.advance(timedelta(days=1))
    assert "/undo/" not in room.post(path, {"by": "page"}).text
    assert room.post(undo).status == 404
    fresh = urlsplit(room.links.undo(subscription.id, room.clock.now().date())).path
    assert room.post(fresh).status == 404
    assert room.of(ADA)["morning"].state is SubscriptionState.ENDED


def test_a_link_to_undo_is_for_that_alone(room: ReadersRoom) -> None:
    subscription = room.subscribe()
    room.post(room.unsubscribe(subscription), {"by": "page"})
    other = room.unsubscribe(subscription).replace("/unsubscribe/", "/undo/")
    assert room.post(other).status == 404
    assert room.of(ADA)["morning"].state is SubscriptionState.ENDED
