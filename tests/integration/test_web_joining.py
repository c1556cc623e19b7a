"""Joining by forms and confirming by links, on every database, over real connections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from syndicate.audience.consents import ConsentLedger
from syndicate.audience.erasures import Erasures
from syndicate.audience.joins.receiving import JoinLimits
from syndicate.audience.model import EndedBy, Ending, GroundKind, SubscriptionState, Suppression
from syndicate.audience.store import AudienceStore
from syndicate.storage import Database
from syndicate.storage.states import JoinKind, JoinOutcome, TransactionalKind
from tests.unit.web.reader_parts import DIGESTS, SERIES, ReadersRoom, a_newsletter, links_in
from tests.unit.web.web_samples import NOW, Door

ADA = "ada@reader.example"


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def room(sqlite_database: Database, tmp_path: Path, door: Door) -> ReadersRoom:
    return ReadersRoom(sqlite_database, tmp_path, door)


def test_a_form_becomes_one_row_and_nobody_is_subscribed_by_it(room: ReadersRoom) -> None:
    assert "Check your mail" in room.join(newsletters=["morning", "week"], time_zone="Pacific/Auckland").text
    (wish,) = room.wishes
    assert (wish.kind, wish.address, wish.newsletters) == (JoinKind.JOIN, ADA, ("morning", "week"))
    assert (wish.time_zone, wish.page, wish.network) == ("Pacific/Auckland", "subscribe", "127.0.0.1")
    assert wish.wording == room.readership.wording(room.newsroom.site().words)
    assert room.of(ADA) == {}


def test_the_short_form_is_for_exactly_what_it_says(room: ReadersRoom) -> None:
    front = room.get("/").text
    assert 'action="/subscribe"' in front
    assert "Get The Quay at dawn and The Quay on Friday by mail" in front
    [named] = re.findall(r'name="short" value="([^"]*)"', front)
    later = a_newsletter("later", "The Quay after dark")
    room.serve(newsletters={**room.readership.newsletters, "later": later}, offered=("later", "week", "morning"))
    room.post("/subscribe", {"address": ADA, "short": named, "language": "en", "website": ""})
    assert [(wish.newsletters, wish.page) for wish in room.wishes] == [(("week", "morning"), "front")]


def test_a_form_that_was_copied_before_it_named_any_is_for_all_that_is_on_offer(room: ReadersRoom) -> None:
    room.post("/subscribe", {"address": ADA, "short": "snippet"})
    assert [wish.newsletters for wish in room.wishes] == [("morning", "week")]


def test_a_full_front_page_with_its_form_arrives_in_the_first_round_trip(room: ReadersRoom) -> None:
    for number in range(17):
        room.newsroom.show(room.newsroom.add(f"story{number}"))
    page = room.get("/")
    assert "More choices" in page.text
    assert len(page.body) < 14_336


def test_a_title_says_the_language_that_it_is_in(room: ReadersRoom) -> None:
    harbour = a_newsletter("week", "Der Hafenbrief", language="de")
    room.serve(newsletters={"morning": a_newsletter(), "week": harbour})
    assert 'lang="de">Der Hafenbrief<' in room.get("/subscribe").text
    room.join(newsletters=["morning", "week"])
    (asked,) = room.ask()
    assert 'lang="de">Der Hafenbrief<' in room.get(asked).text
    confirmed = room.post(asked)
    assert "Your subscription has begun." in confirmed.text
    (choices,) = re.findall(r'href="(/preferences/[^"]+)"', confirmed.text.split("<main>")[1].split("</main>")[0])
    assert 'lang="de">Der Hafenbrief<' in room.get(choices).text


def test_a_field_that_nobody_sees_is_a_trap(room: ReadersRoom) -> None:
    seen = room.join("bo@reader.example")
    caught = room.join(website="https://spam.example")
    assert (caught.status, caught.body) == (seen.status, seen.body)
    assert len(room.wishes) == 1
    assert 'class="trap" name="website"' in room.get("/subscribe").text


@pytest.mark.parametrize(
    "written", ["", "ada", "ada@", "a da@reader.example", "ada@reader.example\r\nBcc: x@y.example"]
)
def test_what_is_no_address_is_told_beside_the_field_and_nothing_is_lost(room: ReadersRoom, written: str) -> None:
    reply = room.join(written, newsletters="week", time_zone="Asia/Tokyo")
    assert reply.status == 400
    assert 'aria-invalid="true" aria-describedby="address-problem" autofocus' in reply.text
    assert 'value="week" checked' in reply.text
    assert 'value="morning" checked' not in reply.text
    assert 'value="Asia/Tokyo" selected' in reply.text
    assert "<title>Not yet:" in reply.text
    assert room.wishes == []


def test_a_form_without_a_newsletter_is_asked_to_choose_one(room: ReadersRoom) -> None:
    reply = room.join(newsletters="none-of-ours")
    assert (reply.status, "Choose at least one." in reply.text) == (400, True)


def test_the_answer_is_the_same_whoever_the_address_belongs_to(room: ReadersRoom) -> None:
    """A smaller number at each change; the thousand are among the slow ones."""
    assert _answers(room, 20) == 1


@pytest.mark.slow
def test_a_thousand_known_and_a_thousand_strangers_get_the_same_answer(room: ReadersRoom) -> None:
    assert _answers(room, 1_000) == 1


def _answers(room: ReadersRoom, number: int) -> int:
    for count in range(number):
        known = room.subscribe(f"known{count}@reader.example")
        with room.database.write() as connection:
            store = AudienceStore(connection)
            if count % 4 == 1:
                suppression = Suppression(
                    address_key=known.subscriber.address_key, reason="bounced", since=NOW, source="x"
                )
                store.suppress(suppression)
            elif count % 4 == 2:
                store.end(known.id, Ending(at=NOW, by=EndedBy.PAGE))
            elif count % 4 == 3:
                store.pause(known.id, None, catches_up=False)
    who = (f"{kind}{count}@reader.example" for count in range(number) for kind in ("known", "stranger"))
    replies = (room.join(address) for address in who)
    without_date = ((reply.status, tuple(sorted(set(reply.headers) - {"date"})), reply.body) for reply in replies)
    return len(set(without_date))


def test_too_many_forms_from_one_network_or_in_all_are_put_off(room: ReadersRoom) -> None:
    room.serve(limits=JoinLimits(per_network=2, per_site=3))
    assert [room.join(f"a{number}@reader.example").status for number in range(3)] == [200, 200, 429]
    late = room.join("b@reader.example")
    assert (late.status, late.headers["retry-after"]) == (429, "3600")
    assert len(room.wishes) == 2
    room.clock.advance(timedelta(hours=1, seconds=1))
    assert room.join("b@reader.example").status == 200


def test_the_site_has_a_limit_of_its_own(room: ReadersRoom) -> None:
    room.serve(limits=JoinLimits(per_network=9, per_site=1))
    assert [room.join(f"a{number}@reader.example").status for number in range(2)] == [200, 429]


def test_a_site_that_offers_nothing_has_no_form(room: ReadersRoom) -> None:
    room.serve(offered=())
    assert (room.get("/subscribe").status, room.join().status) == (404, 404)
    assert "/subscribe" not in room.get("/").text


def test_one_newsletter_alone_is_not_to_be_chosen(room: ReadersRoom) -> None:
    room.serve(offered=("morning",))
    assert 'type="checkbox" name="newsletters"' not in room.get("/subscribe").text
    room.join()
    assert room.wishes[0].newsletters == ("morning",)


def test_the_snippet_for_other_sites_posts_to_ours(room: ReadersRoom) -> None:
    snippet = room.get("/subscribe/snippet")
    assert snippet.headers["content-type"].startswith("text/plain")
    assert 'action="https://quay.example/subscribe"' in snippet.text
    assert 'value="snippet morning week"' in snippet.text
    reply = room.post("/subscribe", {"address": ADA, "short": "snippet"}, Origin="https://other.example")
    assert (reply.status, room.wishes[0].page) == (200, "snippet")


@pytest.mark.parametrize(
    ("accept", "query", "language", "direction"),
    [
        ("de-AT,en;q=0.5", "", "de", "ltr"),
        ("ja,he;q=0.8,en;q=0.1", "", "he", "rtl"),
        ("ja", "", "en", "ltr"),
        ("de", "?language=ar", "ar", "rtl"),
        ("de;q=x, fr;q=0", "?language=xx", "en", "ltr"),
    ],
)
def test_a_page_speaks_the_reader_s_language(
    room: ReadersRoom, accept: str, query: str, language: str, direction: str
) -> None:
    page = room.get(f"/subscribe{query}", Accept_Language=accept)
    assert f'<html lang="{language}" dir="{direction}">' in page.text
    assert page.headers["vary"] == "Accept-Language"


# --- confirming ---------------------------------------------------------------------------


def test_only_the_button_confirms_and_only_once(database: Database, tmp_path: Path, door: Door) -> None:
    room = ReadersRoom(database, tmp_path, door)
    room.join(newsletters=["morning", "week"], time_zone="Asia/Tokyo", language="de")
    (path,) = room.ask()
    before = room.rows()
    assert "The Quay at dawn" in room.get(path).text
    assert room.rows() == before
    assert 'lang="de"' in room.post(path).text
    found = room.of(ADA)
    assert {name: each.state for name, each in found.items()} == {
        "morning": SubscriptionState.CONFIRMED,
        "week": SubscriptionState.CONFIRMED,
    }
    assert [found[name].wishes.time_zone for name in ("morning", "week")] == [None, "Asia/Tokyo"]
    assert {each.wishes.language for each in found.values()} == {"de"}
    assert room.mails == [(TransactionalKind.WELCOME, ADA)] * 2
    assert room.wishes[0].outcome is JoinOutcome.CONFIRMED
    rows = room.rows()
    assert room.post(path).status == 200
    assert room.rows() == rows


def test_a_confirmation_is_a_ground_with_its_words_and_where_they_stood(room: ReadersRoom) -> None:
    room.join()
    (path,) = room.ask()
    room.clock.advance(timedelta(hours=2))
    room.post(path)
    with room.database.read() as connection:
        (acts,) = ConsentLedger(connection).of([room.of(ADA)["morning"].id]).values()
        assert ConsentLedger(connection).audit().broken == ()
    (act,) = acts
    assert (act.kind, act.page, act.network) == (GroundKind.PAGE, "subscribe, confirm", "127.0.0.1")
    assert (act.given_at, act.recorded_at) == (NOW, NOW + timedelta(hours=2))
    assert act.wording == room.readership.wording(room.newsroom.site().words)
    assert act.version


def test_a_link_to_confirm_expires_and_is_for_that_alone(room: ReadersRoom) -> None:
    room.join()
    (path,) = room.ask()
    other = urlsplit(room.links.preferences(room.wishes[0].id, ADA, NOW.date())).path.replace(
        "/preferences/", "/confirm/"
    )
    assert (room.post(other).status, room.post("/confirm/x").status) == (404, 404)
    room.clock.advance(timedelta(days=8))
    for reply in (room.get(path), room.post(path)):
        assert (reply.status, "This link does not work" in reply.text) == (404, True)
        assert reply.headers["cache-control"] == "no-store"
    assert room.of(ADA) == {}


def test_who_was_erased_comes_back_by_their_own_confirmation(room: ReadersRoom) -> None:
    with room.database.write() as connection:
        Erasures(connection, DIGESTS).add(ADA, NOW)
    room.join()
    (path,) = room.ask()
    room.post(path)
    assert room.of(ADA)["morning"].state is SubscriptionState.CONFIRMED
    with room.database.read() as connection:
        assert Erasures(connection, DIGESTS).among([ADA]) == set()


def test_who_was_suppressed_meanwhile_is_told_so(room: ReadersRoom) -> None:
    room.join()
    (path,) = room.ask()
    with room.database.write() as connection:
        AudienceStore(connection).suppress(Suppression(address_key=ADA, reason="complained", since=NOW, source="x"))
    assert "We cannot write to this address" in room.post(path).text
    assert room.of(ADA) == {}


def test_a_newsletter_that_is_no_more_cannot_be_confirmed(room: ReadersRoom) -> None:
    room.join(newsletters="week")
    (path,) = room.ask()
    room.serve(newsletters={"morning": SERIES[0]}, offered=("morning",))
    assert room.post(path).status == 410
    room.serve(newsletters={series.name: series for series in (a_newsletter("week"), SERIES[0])})
    assert room.post(path).status == 200


def test_a_crawler_that_follows_every_link_changes_nothing(room: ReadersRoom) -> None:
    room.join("new@reader.example")
    (confirm,) = room.ask()
    reader = room.subscribe()
    undo = urlsplit(room.links.undo(reader.id, NOW.date())).path
    queue = [confirm, room.preferences(reader), room.unsubscribe(reader), undo, "/", "/subscribe", "/preferences"]
    before, seen = room.rows(), set()
    while queue:
        path = queue.pop()
        if path in seen:
            continue
        seen.add(path)
        for accept in ("text/html", "*/*"):
            queue += links_in(room.get(path, Accept=accept).text)
    assert len(seen) > 8
    assert room.rows() == before
