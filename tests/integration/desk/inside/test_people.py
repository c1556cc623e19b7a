"""People at the desk, over real HTTP: found, seen, ended, suppressed, forgotten; by named editors alone."""

from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from syndicate.audience.model import Suppression
from syndicate.audience.store import AudienceStore
from syndicate.delivery.status.person import person_of
from syndicate.storage import Database
from syndicate.storage.states import EventKind, Fate
from syndicate.storage.tables import deliveries, desk_log, events, subscribers
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.desk.application import desk_app
from syndicate.web.desk.context import Desk
from tests.editions import freeze_for_all
from tests.integration.desk.inside.access_parts import logged_in, name_editor, press
from tests.unit.web.web_samples import NOW, Door, Newsroom, enter, fetch

ADA = "Ada.Brandt@Reader.example"
EVENING = '[[newsletters]]\nname = "evening"\ntitle = "The evening tide"\nsender = "a@quay.example"\nat = "19:00"\n'


def join(newsroom: Newsroom, address: str, *newsletters: str) -> str:
    with newsroom.database.write() as connection:
        for name in newsletters or ("morning",):
            AudienceStore(connection).subscribe(read_mailbox(address), name, now=NOW)
        key = read_mailbox(address).key
        found: str = connection.execute(select(subscribers.c.id).where(subscribers.c.address_key == key)).scalar_one()
    return found


def words(door: Door, inside: dict[str, str], path: str) -> str:
    reply = fetch(door.url + path, headers=inside)
    assert reply.status == HTTPStatus.OK, reply.text
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", reply.text, flags=re.DOTALL).split())


@pytest.fixture
def inside(door: Door, newsroom: Newsroom, desk: Desk) -> dict[str, str]:
    """The header of a named editor who is in."""
    del desk
    name_editor(newsroom)
    return logged_in(door)


@pytest.mark.parametrize("path", ["/people", "/people?address=ada", "/people/x"])
def test_people_are_shown_to_named_editors_alone(door: Door, desk: Desk, newsroom: Newsroom, path: str) -> None:
    join(newsroom, ADA)
    reply = fetch(door.url + path, headers=enter(door, desk))
    assert reply.status == HTTPStatus.FORBIDDEN
    assert "syndicate desk add NAME" in reply.text
    assert "eader.example" not in reply.text


@pytest.mark.parametrize("act", ["end", "suppress", "unsuppress", "erase"])
def test_nothing_is_done_to_people_by_who_has_no_name(door: Door, desk: Desk, newsroom: Newsroom, act: str) -> None:
    person = join(newsroom, ADA)
    assert press(door, enter(door, desk), f"/people/{person}/{act}").status == HTTPStatus.FORBIDDEN


def test_nobody_is_listed_without_a_search_and_counts_are(
    door: Door, inside: dict[str, str], newsroom: Newsroom
) -> None:
    join(newsroom, ADA)
    join(newsroom, "bo@reader.example")
    text = words(door, inside, "/people")
    assert "The Quay at dawn 2 confirmed" in text
    assert "reader.example" not in text.casefold()


def test_a_person_is_found_by_a_part_of_their_address_on_each_database(
    door: Door, database: Database, tmp_path: Path, desk: Desk
) -> None:
    del desk
    newsroom = Newsroom(database, tmp_path)
    door.app = desk_app(newsroom.desk(EVENING))
    name_editor(newsroom)
    inside = logged_in(door)
    person = join(newsroom, ADA, "morning", "evening")
    join(newsroom, "bo_100%@other.example")
    for wanted in ("ada", "BRANDT%40reader", "+reader+"):
        reply = fetch(f"{door.url}/people?address={wanted}", headers=inside).text
        assert f'<a href="/people/{person}">{ADA}</a>' in reply
        assert "The evening tide: confirmed; The Quay at dawn: confirmed" in reply
        assert "other.example" not in reply
    assert "other.example" in fetch(f"{door.url}/people?address=0%25@", headers=inside).text  # as it is written
    for wanted in ("%25", "_"):
        assert "Ada" not in fetch(f"{door.url}/people?address={wanted}", headers=inside).text
    for wanted in ("nobody@", "%00", "%3Cscript%3E"):
        assert "in their address." in words(door, inside, f"/people?address={wanted}")


def test_no_more_than_fifty_are_listed(door: Door, inside: dict[str, str], newsroom: Newsroom) -> None:
    with newsroom.database.write() as connection:
        for number in range(51):
            AudienceStore(connection).subscribe(read_mailbox(f"r{number}@reader.example"), "morning", now=NOW)
    text = words(door, inside, "/people?address=reader.example")
    assert text.count("The Quay at dawn: confirmed") == 50
    assert "The first 50 are shown." in text


def test_a_persons_page_tells_what_the_command_tells(door: Door, inside: dict[str, str], newsroom: Newsroom) -> None:
    article = newsroom.add()
    person = join(newsroom, ADA)
    freeze_for_all(newsroom.database, newsroom.freeze(article))
    with newsroom.database.write() as connection:
        connection.execute(update(deliveries).values(state="submitted", settled_at=NOW, fate=Fate.BOUNCED))
        key = connection.execute(select(deliveries.c.key)).scalar_one()
        told = {"id": "e1", "kind": EventKind.BOUNCED, "delivery_key": key, "at": NOW, "received_at": NOW}
        connection.execute(insert(events).values(**told))
    text = words(door, inside, f"/people/{person}")
    for line in (
        "The Quay at dawn confirmed Since Monday, 23 November 2026, 07:00 Europe/Berlin · as the newsletter is",
        "submitted · bounced · Monday, 23 November 2026, 07:00 Europe/Berlin",
        "Heard: bounced, Monday, 23 November 2026, 07:00 Europe/Berlin",
        "The last diesel ferry leaves",
    ):
        assert line in text
    with newsroom.database.read() as connection:
        shape = person_of(connection, read_mailbox(ADA).key)
    assert shape is not None
    (past,) = shape["subscriptions"][0]["deliveries"]
    assert (past["fate"], past["events"]) == ("bounced", [{"kind": "bounced", "at": NOW.isoformat()}])


@pytest.mark.parametrize("person", ["nosuchperson", "%00", "X", "a" * 65])
def test_a_person_who_is_not_there_has_no_page_and_nothing_to_do(
    door: Door, inside: dict[str, str], person: str
) -> None:
    assert fetch(f"{door.url}/people/{person}", headers=inside).status == HTTPStatus.NOT_FOUND
    for act in ("end", "suppress", "unsuppress", "erase"):
        assert press(door, inside, f"/people/{person}/{act}").status == HTTPStatus.NOT_FOUND


def test_a_subscription_is_ended_once(door: Door, inside: dict[str, str], newsroom: Newsroom) -> None:
    person = join(newsroom, ADA)
    other = join(newsroom, "bo@reader.example")
    with newsroom.database.read() as connection:
        mine, theirs = (
            AudienceStore(connection).of_address(read_mailbox(each).key)[0].id for each in (ADA, "bo@reader.example")
        )
    foreign = press(door, inside, f"/people/{person}/end", f"subscription={theirs}".encode())
    assert foreign.status == HTTPStatus.NOT_FOUND
    for outcome, told in (("ended", "The subscription has ended."), ("known", "That was so already.")):
        reply = press(door, inside, f"/people/{person}/end", f"subscription={mine}".encode())
        assert (reply.status, reply.headers["location"]) == (HTTPStatus.SEE_OTHER, f"/people/{person}?done={outcome}")
        assert told in words(door, inside, reply.headers["location"])
    text = words(door, inside, f"/people/{person}")
    assert "by operator" in text
    assert "withdrawn by operator" in text
    assert "End this subscription" not in text
    assert "End this subscription" in words(door, inside, f"/people/{other}")


def test_an_address_is_suppressed_and_let_go_again(door: Door, inside: dict[str, str], newsroom: Newsroom) -> None:
    person = join(newsroom, ADA)
    assert press(door, inside, f"/people/{person}/suppress", b"reason=whim").status == HTTPStatus.NOT_FOUND
    reply = press(door, inside, f"/people/{person}/suppress", b"reason=complained")
    text = words(door, inside, reply.headers["location"])
    assert "Nobody writes to this address any more." in text
    assert ": complained (operator)." in text
    assert "Nobody may write there: complained." in words(door, inside, "/people?address=ada")
    reply = press(door, inside, f"/people/{person}/unsuppress")
    assert "may be written to again" in words(door, inside, reply.headers["location"])


def test_an_address_that_is_only_suppressed_is_told_where_it_is_typed_in_full(
    door: Door, inside: dict[str, str], newsroom: Newsroom
) -> None:
    with newsroom.database.write() as connection:
        barred = Suppression(address_key="cy@reader.example", reason="bounced", since=NOW, source="operator")
        AudienceStore(connection).suppress(barred)
    text = words(door, inside, "/people?address=Cy%40reader.example")
    assert "nobody may write there since Monday, 23 November 2026, 07:00 Europe/Berlin: bounced (operator)." in text
    assert "nobody may write" not in words(door, inside, "/people?address=cy%40")


def test_who_is_erased_is_nowhere_any_more_and_only_with_the_address_typed_in_full(
    door: Door, inside: dict[str, str], newsroom: Newsroom
) -> None:
    person = join(newsroom, ADA)
    freeze_for_all(newsroom.database, newsroom.freeze(newsroom.add()))
    for typed in (b"", b"address=", b"address=Ada", b"address=ada.brandt%40reader.example"):
        reply = press(door, inside, f"/people/{person}/erase", typed)
        assert reply.status == HTTPStatus.BAD_REQUEST
        assert "Nothing was done." in reply.text
    reply = press(door, inside, f"/people/{person}/erase", b"address=Ada.Brandt%40Reader.example")
    assert reply.headers["location"] in {"/people?done=erased", "/people?done=log"}
    assert "Who had this address was erased." in words(door, inside, "/people?address=ada.brandt%40reader.example")
    assert "The person is forgotten." in words(door, inside, reply.headers["location"])
    assert fetch(f"{door.url}/people/{person}", headers=inside).status == HTTPStatus.NOT_FOUND
    with newsroom.database.read() as connection:
        assert AudienceStore(connection, newsroom.parts().address_digests).erased([read_mailbox(ADA).key])
        logged = str(connection.execute(select(desk_log)).all())
    assert f"/people/{{person}}/erase', '{person}'" in logged
    assert "eader.example" not in logged
