"""Editions at the desk: composed, held, let go, stopped; each number typed, each outcome said, nothing sent inside."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from syndicate.digests.model import EditionState
from syndicate.publishing.wiring import Parts
from syndicate.storage import Database
from syndicate.web.desk.access.editor_store import EditorStore
from syndicate.web.desk.access.passwords import hashed
from syndicate.web.desk.editions.listing import EDITIONS
from tests.integration.desk.desk_parts import Editor, at_desk, words_of
from tests.integration.edition_parts import article_of, compose, due_at_seven, publish, titles_of, withdraw
from tests.newsroom import Newsroom
from tests.unit.web.web_samples import NOW, Door, cookie_of, log_in
from tests.unit.web.web_samples import Newsroom as Quay

PASSWORD = "a long word of nine boats"  # noqa: S105 - of nobody


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The newsroom of whoever is at the desk."""
    return due_at_seven(tmp_path_factory.mktemp("paper"))


def composed(editor: Editor) -> str:
    """An edition that was composed by hand at the desk; its address."""
    return editor.act("/editions", newsletter="daily").partition("?")[0]


def test_an_edition_by_hand_goes_only_when_the_number_of_its_readers_was_typed(
    desk: Newsroom, parts: Parts, editor: Editor
) -> None:
    assert "Nothing is new to compose of." in editor.says(editor.act("/editions", newsletter="daily"))
    publish(desk, parts, "The bell", "The ferry")
    here = composed(editor)
    assert "Send now: it goes to 2 readers, before the mails of other editions." in editor.says(here)
    assert "It would go to 2 readers; nothing has left." in editor.says(here)

    refused = editor.send(f"{here}/send", count="3")
    assert (refused.status, "It is for 2 now, and another number was typed" in words_of(refused)) == (409, True)
    assert parts.publisher.edition(here.rpartition("/")[2]).opened_at is None

    told = editor.says(editor.act(f"{here}/send", count=" 2 "))
    assert "Let go; 2 readers wait for it. A running publisher carries it within 30 seconds;" in told
    assert "0 of 2 mails have left; 2 wait." in told
    assert desk.mails() == [], "nothing is sent inside a request"
    parts.publisher.deliver(Event())
    assert len(desk.mails()) == 2
    assert "2 of 2 mails have left." in words_of(editor.get(f"{here}/progress"))
    assert "Nothing more: it is closed." in editor.says(here)


def test_one_that_went_stale_is_composed_anew_and_waits_to_be_seen(
    desk: Newsroom, parts: Parts, editor: Editor
) -> None:
    publish(desk, parts, "The bell", "The ferry")
    here = composed(editor)
    withdraw(parts, "The bell")
    told = editor.says(editor.act(f"{here}/send", count="2"))
    assert "it was composed anew, and nothing was sent" in told
    assert parts.publisher.edition(here.rpartition("/")[2]).state is EditionState.HELD


def test_an_edition_on_its_way_is_held_resumed_put_first_and_stopped(
    desk: Newsroom, parts: Parts, editor: Editor
) -> None:
    publish(desk, parts, "The bell", "The ferry")
    edition = parts.publisher.compose_due(parts.publisher.newsletter("daily")).edition
    assert edition is not None
    here = f"/editions/{edition.id}"
    assert "On its way 1" in editor.says("/")
    assert "0 of 2 mails have left; 2 wait." in words_of(editor.get("/today/sending"))
    assert editor.send(f"{here}/hold", reason="  ").status == 409
    assert "Held. Nothing more of it leaves; 2 readers wait for it." in editor.says(
        editor.act(f"{here}/hold", reason="a slip in the lead")
    )
    assert "a slip in the lead" in editor.says("/")
    assert "It goes on; 2 readers wait for it." in editor.says(editor.act(f"{here}/resume"))
    assert "before those of other editions now" in editor.says(editor.act(f"{here}/hurry"))
    assert editor.send(f"{here}/stop", count="1").status == 409
    told = editor.says(editor.act(f"{here}/stop", count="2"))
    assert "Stopped. 0 readers have it, 2 never will." in told
    assert editor.send(f"{here}/resume").status == 409, "it is at its end"
    assert editor.send(f"{here}/nonsense").status == 404
    anew = editor.act(f"{here}/instead")
    assert anew.endswith("?done=composed")
    assert anew.partition("?")[0] != here
    assert "Composed and held." in editor.says(anew)


def test_what_nobody_has_is_discarded(desk: Newsroom, parts: Parts, editor: Editor) -> None:
    publish(desk, parts, "The bell")
    here = composed(editor)
    assert "Discarded. Nobody got it" in editor.says(editor.act(f"{here}/discard"))
    assert editor.send("/editions/0unknown/hold", reason="x").status == 404


def test_a_special_edition_has_what_was_chosen_in_its_order(desk: Newsroom, parts: Parts, editor: Editor) -> None:
    publish(desk, parts, "The bell", "The ferry", "A tide table")
    ferry, bell = article_of(parts, "The ferry"), article_of(parts, "The bell")
    page = editor.get(f"/specials?article={ferry}&q=BELL").text
    assert page.index("The ferry") < page.index("The bell")
    assert "A tide table" not in page
    assert "nobody wants breaking news" in page
    form: dict[str, str | list[str]] = {"newsletter": "daily", "article": [ferry, bell]}
    assert "No article was chosen." in words_of(editor.send("/specials", newsletter="daily", audience="all"))
    assert "It is not said for whom it is." in words_of(editor.send("/specials", **form))
    assert editor.send("/specials", **form, audience="breaking").status == 409, "nobody wants breaking news"
    here = editor.act("/specials", **form, audience="all", subject="Now").partition("?")[0]
    assert titles_of(parts, here.rpartition("/")[2]) == ["The ferry", "The bell"]
    assert "Now" in editor.says(here)


def test_a_correction_says_how_many_are_owed_and_is_composed_for_exactly_those(
    desk: Newsroom, parts: Parts, editor: Editor
) -> None:
    publish(desk, parts, "The bell", "The ferry")
    compose(parts)
    parts.publisher.deliver(Event())
    bell = article_of(parts, "The bell")
    assert "Say what was wrong" in words_of(editor.send(f"/articles/{bell}/correction", note=" "))
    unchanged = editor.send(f"/articles/{bell}/correction", note="It rings at nine.")
    assert (unchanged.status, "has not changed since it was mailed" in words_of(unchanged)) == (409, True)
    here = editor.act(f"/articles/{bell}/correction", note="It rings at nine.", anyway="1")
    assert "2 readers of The Lantern daily had it wrong." in editor.says(here)
    assert "It rings at nine." in editor.says(f"/articles/{bell}")
    told = editor.says(editor.act(f"{here}/edition", newsletter="daily"))
    assert "Send now: it goes to 2 readers" in told
    for path in ("/corrections/9999", "/corrections/x", f"/corrections/{'9' * 30}"):
        assert editor.get(path).status == 404


def test_why_an_edition_is_as_it_is_is_told_and_of_a_reader_to_named_editors_alone(
    desk: Newsroom, parts: Parts, door: Door, editor: Editor
) -> None:
    publish(desk, parts, "The bell", "The ferry", "A tide table", "A fourth")
    edition = parts.publisher.compose_due(parts.publisher.newsletter("daily")).edition
    assert edition is not None
    told = editor.says(f"/editions/{edition.id}/why")
    assert "In it, as most readers get it 4" in told
    assert "over the limit of 3: stands as a headline" in told
    assert "Get it 2" in told
    asked = f"/editions/{edition.id}/why?as=ann%40example.org"
    assert editor.get(asked).status == 403
    with parts.database.write() as connection:
        EditorStore(connection).add("Ada", hashed(PASSWORD), parts.clock.now())
    named = Editor(door, cookie_of(log_in(door, "Ada", PASSWORD)))
    told = named.says(asked)
    assert "A recipient: " in told
    assert "In this reader's mail 4" in told
    assert "nothing is known of “nobody@example.org”" in named.says(asked.replace("ann", "nobody"))


@pytest.mark.parametrize("asked", ["", "?newsletter=morning", "?state=closed"])
def test_the_list_of_editions_goes_on_where_a_page_ended(
    door: Door, sqlite_database: Database, tmp_path: Path, asked: str
) -> None:
    quay = Quay(sqlite_database, tmp_path)
    for number in range(EDITIONS + 3):
        quay.freeze(
            id=f"e{number:025}",
            number=number + 1,
            subject=f"Subject {number}",
            frozen_at=NOW + timedelta(minutes=number // 2),  # two at once, told apart by their ids
            state=EditionState.CLOSED,
        )
    quay.freeze(id="other", newsletter="evening", subject="Of the evening", state=EditionState.SENDING)
    editor = at_desk(door, quay.parts())
    first = editor.get(f"/editions{asked}").text
    more = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = editor.get(more).text
    shown = [number for number in range(EDITIONS + 3) if f"Subject {number}<" in first]
    assert len(shown) == EDITIONS
    assert [number for number in range(EDITIONS + 3) if f"Subject {number}<" in second] == [0, 1, 3]
    assert ("Of the evening" in second) is (asked == "")
