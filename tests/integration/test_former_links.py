"""Links in mails of the system before: who is known by them leaves by them, and to all others they say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from syndicate.audience.exporting import csv_lines, export_rows
from syndicate.audience.former_ids import former_id
from syndicate.audience.own_list import LATER_COLUMNS, OWN_COLUMNS
from syndicate.audience.store import AudienceStore
from syndicate.storage import Database
from syndicate.web.public.application import public_app
from syndicate.web.public.readership import Readership
from tests.integration.list_parts import a_list, bring, one, states
from tests.unit.web.web_samples import Door, Newsroom, Reply, fetch

ANN = "0f8fad5b-d9cb-469f-a165-70867728950e"
NOBODY = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
CAMPAIGN = "11111111-2222-4333-8444-555555555555"
LISTMONK = f"""uuid,email,name,attributes,status,created_at
{ANN.upper()},ann@example.com,Ann,{{}},enabled,2024-01-02
12,bob@example.com,Bob,{{}},enabled,2024-01-02
"""
LINKS = (
    f"/subscription/{CAMPAIGN}/{{}}",
    "/unsubscribe/?uuid={}&key=0123456789abcdef&newsletter=1",
    "/unsubscribe?uuid={}",
    "/unsubscribe/{}",
)
Ask = Callable[..., Reply]


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with Door() as door:
        yield door


@pytest.fixture
def newsroom(database: Database, tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(database, tmp_path)
    bring(database, a_list(tmp_path, LISTMONK), consent="asked on our site")
    return newsroom


@pytest.fixture
def ask(door: Door, newsroom: Newsroom) -> Ask:
    parts = newsroom.parts()
    series = {newsletter.name: newsletter for newsletter in parts.newsletters}
    readership = Readership(newsletters=series, digests=parts.address_digests, erase=lambda _: None)
    door.app = public_app(replace(newsroom.site(), readership=readership))
    return lambda path, method="GET": fetch(door.url + path, method, body=b"x" if method == "POST" else None)


def test_who_is_known_by_the_link_is_led_to_the_page_that_asks_and_leaves_there(newsroom: Newsroom, ask: Ask) -> None:
    for link in LINKS:
        reply = ask(link.format(ANN))
        ours = reply.headers["location"]
        assert (reply.status, ours.rpartition("/")[0]) == (303, "/unsubscribe"), link
        assert (reply.headers["cache-control"], reply.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert states(newsroom.database)["ann@example.com"] == "confirmed"  # scanners open links
    assert "Leave this newsletter?" in ask(ours).text
    assert ask(ours, "POST").status == 200
    assert states(newsroom.database)["ann@example.com"] == "ended"
    assert ask(LINKS[0].format(ANN)).headers["location"] == ours  # as often as it is opened


@pytest.mark.parametrize("link", LINKS)
def test_one_click_of_an_old_mail_ends_all_that_comes(newsroom: Newsroom, ask: Ask, link: str, tmp_path: Path) -> None:
    bring(newsroom.database, a_list(tmp_path, "email\nann@example.com\n"), consent="asked", newsletter="weekly")
    assert ask(link.format(ANN), "POST").status == 200
    with newsroom.database.read() as connection:
        ended = AudienceStore(connection).of_address("ann@example.com")
    assert {(each.newsletter, each.state, each.ended_by) for each in ended} == {
        ("morning", "ended", "one-click"),
        ("weekly", "ended", "one-click"),
    }
    assert states(newsroom.database)["bob@example.com"] == "confirmed"


def test_who_is_not_known_by_it_is_asked_for_the_address(newsroom: Newsroom, ask: Ask) -> None:
    others = (NOBODY, "12", "x" * 70, "%00", "1" * 24)
    asked = [link.format(other) for link in LINKS[:3] for other in others]
    asked += ["/action/disable_email?token=eyJh", "/?mailpoet_router&action=unsubscribe&data=x"]
    asked += ["/?na=u&nk=12-0a1b2c3d4e", "/unsubscribe?u=1a&id=2b&e=3c", "/unsubscribe/?uuid="]
    for path in asked:
        reply = ask(path)
        assert (reply.status, reply.headers.get("location")) == (303, "/preferences"), path
    assert ask("/preferences").status == 200
    for path in (LINKS[3].format(NOBODY), "/unsubscribe/none"):
        reply = ask(path)
        assert (reply.status, 'href="/preferences"' in reply.text) == (404, True)
    assert {ask(link.format(NOBODY), "POST").status for link in LINKS} == {404}
    assert ask("/unsubscribe").status == 200
    assert ask("/unsubscribe", "POST").status == 405
    assert ask("/account/").headers["location"] == "/preferences"
    assert set(states(newsroom.database).values()) == {"confirmed"}


def test_an_id_of_two_people_is_nobodys(newsroom: Newsroom, ask: Ask, tmp_path: Path) -> None:
    bring(newsroom.database, a_list(tmp_path, LISTMONK.replace("ann@", "cy@")), consent="asked")
    assert ask(LINKS[0].format(ANN)).headers["location"] == "/preferences"


def test_the_first_id_of_a_person_stands_and_comes_with_an_export(sqlite_database: Database, tmp_path: Path) -> None:
    bring(sqlite_database, a_list(tmp_path, LISTMONK), consent="asked")
    bring(sqlite_database, a_list(tmp_path, LISTMONK.replace(ANN.upper(), NOBODY)), consent="asked")
    assert one(sqlite_database, "ann@example.com").subscriber.former_id == ANN
    with sqlite_database.read() as connection:
        exported = list(csv_lines(export_rows(AudienceStore(connection))))
    assert [line.rstrip().endswith(f",{ANN}") for line in exported] == [False, True, False]


def test_an_export_of_ours_brings_the_id_back(database: Database, tmp_path: Path) -> None:
    columns = (*OWN_COLUMNS, *LATER_COLUMNS)
    said = {"address": "ann@example.com", "newsletter": "morning", "state": "unconfirmed", "former_id": ANN}
    bring(database, a_list(tmp_path, f"{','.join(columns)}\n{','.join(said.get(name, '') for name in columns)}\n"))
    assert one(database, "ann@example.com").subscriber.former_id == ANN


def test_any_list_may_name_the_column(sqlite_database: Database, tmp_path: Path) -> None:
    path = a_list(tmp_path, f"email,Kennung\nann@example.com,{ANN}\n")
    bring(sqlite_database, path, consent="asked", mapping=("Kennung=former_id",))
    assert one(sqlite_database, "ann@example.com").subscriber.former_id == ANN


def test_what_can_be_guessed_is_no_id() -> None:
    assert [former_id(text) for text in ("", "12", "a" * 19, "1" * 30, "a b" * 9, "ä" * 30)] == [None] * 6
    assert former_id(f" {ANN.upper()} ") == ANN
    assert former_id("sub_2Y9kQ1mN4pR7sT0uW3xZ6") == "sub_2Y9kQ1mN4pR7sT0uW3xZ6"
