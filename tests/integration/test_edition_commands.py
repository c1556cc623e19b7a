"""``syndicate edition`` as a person uses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from syndicate.storage import open_database
from syndicate.storage.tables import deliveries, editions
from tests.commands import Invoke, given, types
from tests.newsroom import Newsroom, dump


def compose(invoke: Invoke, *options: str) -> str:
    """An edition of what is new, held; its id."""
    given(invoke, "collect")
    edition_id: str = given(invoke, "edition", "compose", "daily", *options)["edition"]["id"]
    return edition_id


def set_states(newsroom: Newsroom, edition_id: str, states: Sequence[str]) -> None:
    """What became of the first deliveries of an edition, by address."""
    database = open_database(f"sqlite:///{newsroom.folder / 'var' / 'syndicate.db'}")
    with database.write() as connection:
        these = deliveries.c.edition_key == select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery()
        for address, state in zip(("ann@example.org", "bo@example.net"), states, strict=False):
            this = update(deliveries).where(these, deliveries.c.address == address)
            connection.execute(this.values(state=state, revision=1))
    database.close()


def set_edition(newsroom: Newsroom, edition_id: str, state: str) -> None:
    """Where an edition stands, as a process leaves it that was killed before its deliveries followed."""
    database = open_database(f"sqlite:///{newsroom.folder / 'var' / 'syndicate.db'}")
    with database.write() as connection:
        connection.execute(update(editions).where(editions.c.id == edition_id).values(state=state))
    database.close()


def recipients(newsroom: Newsroom) -> list[str]:
    return sorted(str(mail["To"]) for mail in newsroom.mails())


def test_what_a_person_composes_is_held_until_a_person_sends_it(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    assert given(invoke, "edition", "compose", "daily", "--dry-run")["subject"] == "The lamp is lit again"
    assert given(invoke, "edition", "list") == {"editions": []}
    composed = given(invoke, "edition", "compose", "daily")
    edition_id = composed["edition"]["id"]
    assert (composed["edition"]["state"], composed["edition"]["number"], composed["readers"]) == ("held", None, 2)
    assert composed["edition"]["deliveries"]["pending"] == 0
    shown = given(invoke, "edition", "show", edition_id)
    assert [place["tier"] for place in shown["articles"]] == ["lead", "secondary"]
    assert "waits for you to send it" in shown["held_because"]
    sent = given(invoke, "edition", "send", edition_id, "--yes")
    assert (sent["submitted"], sent["deliveries"]["submitted"]) == (2, 2)
    assert len(newsroom.mails()) == 2
    assert given(invoke, "edition", "send", edition_id)["submitted"] == 0
    assert given(invoke, "edition", "list")["editions"][0]["state"] == "closed"
    for arguments in (("list",), ("show", edition_id), ("send", edition_id)):
        assert invoke("edition", *arguments)[0] == 0


def test_sending_asks_for_the_number_of_readers(
    invoke: Invoke, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition_id = compose(invoke)
    code, _, err = invoke("edition", "send", edition_id)
    assert code == 2
    assert "--yes" in err
    for typed in ("y\n", "20\n", "\n1\n"):
        types(monkeypatch, typed)
        code, _, err = invoke("edition", "send", edition_id)
        assert code == 1
        assert "2 readers" in err
        assert "that is another number than 2; nothing was done" in err
    assert newsroom.mails() == []
    types(monkeypatch, "2\n")
    assert invoke("edition", "send", edition_id)[0] == 0
    assert len(newsroom.mails()) == 2


def test_sending_again_asks_as_well(invoke: Invoke, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    edition_id = compose(invoke)
    given(invoke, "edition", "send", edition_id, "--yes")
    set_states(newsroom, edition_id, ["uncertain"])
    types(monkeypatch, "no\n")
    code, _, err = invoke("edition", "send", edition_id, "--again", "uncertain")
    assert code == 1
    assert "may get the mail twice" in err
    assert given(invoke, "edition", "send", edition_id, "--again", "refused", "--yes")["submitted"] == 0
    assert given(invoke, "edition", "send", edition_id, "--again", "uncertain", "--yes")["submitted"] == 1


def test_an_edition_by_hand_takes_neither_slot_nor_articles_until_it_is_sent(
    invoke: Invoke, newsroom: Newsroom
) -> None:
    edition_id = compose(invoke)
    scheduled = given(invoke, "edition", "compose", "daily", "--due")["edition"]
    assert (scheduled["slot"], scheduled["number"]) == (f"{datetime.now(UTC):%Y-%m-%d}", 1)
    assert invoke("run", "--once")[0] == 0
    assert len(newsroom.mails()) == 2
    code, _, err = invoke("edition", "send", edition_id, "--yes")
    assert code == 65
    assert "nothing is left" in err
    assert "edition discard" in err
    assert len(newsroom.mails()) == 2


def test_an_edition_by_hand_is_composed_anew_and_asks_again_when_its_articles_were_mailed_meanwhile(
    invoke: Invoke, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition_id = compose(invoke)
    given(invoke, "edition", "compose", "daily", "--due")
    newsroom.write_article("third.txt", dump("A third story"))
    given(invoke, "collect")
    code, _, err = invoke("edition", "send", edition_id, "--yes")
    assert code == 75
    assert "composed anew: mailed or passed over meanwhile" in err
    shown = given(invoke, "edition", "show", edition_id)
    assert (shown["state"], shown["subject"], len(shown["articles"])) == ("held", "A third story", 1)
    assert [made["revision"] for made in shown["revisions"]] == [1, 2]
    types(monkeypatch, "2\n")
    assert invoke("edition", "send", edition_id)[0] == 0
    assert {str(mail["Subject"]) for mail in newsroom.mails()} == {"A third story"}


def test_sending_by_hand_takes_the_slot_of_the_day(invoke: Invoke, newsroom: Newsroom) -> None:
    edition_id = compose(invoke)
    given(invoke, "edition", "send", edition_id, "--yes")
    newsroom.write_article("third.txt", dump("A third story"))
    given(invoke, "collect")
    assert given(invoke, "edition", "compose", "daily", "--due") == {"outcome": None, "edition": None}
    assert given(invoke, "edition", "show", edition_id)["slot"] == f"{datetime.now(UTC):%Y-%m-%d}"


def test_a_discarded_edition_gives_its_articles_back(invoke: Invoke) -> None:
    edition_id = compose(invoke)
    assert given(invoke, "edition", "discard", edition_id)["state"] == "discarded"
    assert invoke("edition", "send", edition_id, "--yes")[0] == 65
    assert compose(invoke) != edition_id


def test_what_has_left_cannot_be_discarded(invoke: Invoke, newsroom: Newsroom) -> None:
    edition_id = compose(invoke)
    given(invoke, "edition", "send", edition_id, "--yes")
    code, _, err = invoke("edition", "discard", edition_id)
    assert code == 65
    assert "mails of the edition have left" in err
    assert len(newsroom.mails()) == 2


def test_an_edition_at_its_end_is_refused_without_a_way_out_that_there_is_not(
    invoke: Invoke, newsroom: Newsroom
) -> None:
    edition_id = compose(invoke)
    given(invoke, "edition", "send", edition_id, "--yes")
    assert given(invoke, "edition", "list")["editions"][0]["state"] == "closed"
    code, _, err = invoke("edition", "discard", edition_id)
    assert (code, len(newsroom.mails())) == (65, 2)
    assert "It is closed" in err
    assert "edition stop" not in err


def test_an_edition_that_nobody_has_shows_no_address_of_its_web_copy(invoke: Invoke) -> None:
    edition_id = compose(invoke)
    assert "web copy" not in invoke("edition", "show", edition_id)[1]
    given(invoke, "edition", "send", edition_id, "--yes")
    assert "web copy: http://" in invoke("edition", "show", edition_id)[1]


def test_stopping_asks_for_the_number_of_readers_who_lose_it(
    invoke: Invoke, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    code, _, err = invoke("edition", "stop", edition_id)
    assert (code, "--yes" in err) == (2, True)
    types(monkeypatch, "1\n")
    code, _, err = invoke("edition", "stop", edition_id)
    assert (code, "from 2 readers" in err) == (1, True)
    assert given(invoke, "edition", "show", edition_id)["state"] == "sending"
    types(monkeypatch, "2\n")
    assert invoke("edition", "stop", edition_id)[0] == 0
    assert given(invoke, "edition", "show", edition_id)["state"] == "stopped"
    assert newsroom.mails() == []


def test_a_held_edition_waits_across_runs_until_it_is_resumed(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    held = given(invoke, "edition", "hold", edition_id, "--reason", "the lead is wrong")
    assert (held["state"], held["held_because"]) == ("held", "the lead is wrong")
    for _ in range(2):
        report = given(invoke, "run", "--once", code=75)
        assert report["deliveries"][edition_id]["stopped_because"] == "the lead is wrong"
    assert newsroom.mails() == []
    assert "held: the lead is wrong" in invoke("edition", "show", edition_id)[1]
    given(invoke, "edition", "resume", edition_id)
    given(invoke, "run", "--once")
    assert len(newsroom.mails()) == 2


def test_who_holds_an_edition_while_its_recipients_are_fixed_is_obeyed_by_the_sending_that_fixes_them(
    invoke: Invoke, newsroom: Newsroom
) -> None:
    edition_id = compose(invoke)
    database = open_database(f"sqlite:///{newsroom.folder / 'var' / 'syndicate.db'}")
    with database.write() as connection:  # another process, in the very moment
        connection.exec_driver_sql(
            "CREATE TRIGGER holder AFTER UPDATE OF state ON editions WHEN NEW.state = 'freezing' "
            "BEGIN UPDATE editions SET held_because = 'the lead is wrong' WHERE key = NEW.key; END"
        )
    database.close()
    code, _, err = invoke("edition", "send", edition_id, "--yes")
    assert (code, "the lead is wrong" in err, newsroom.mails()) == (75, True, [])
    given(invoke, "edition", "resume", edition_id)
    given(invoke, "edition", "send", edition_id, "--yes")
    assert len(newsroom.mails()) == 2


def test_a_stopped_edition_is_over_and_a_corrected_one_reaches_exactly_those_without(
    invoke: Invoke, newsroom: Newsroom
) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    set_states(newsroom, edition_id, ["submitted"])
    assert given(invoke, "edition", "stop", edition_id, "--yes") == {"id": edition_id, "have_it": 1, "stopped": 1}
    assert given(invoke, "edition", "stop", edition_id)["stopped"] == 1  # once more changes nothing
    assert invoke("run", "--once")[0] == 0
    assert invoke("edition", "resume", edition_id)[0] == 65
    assert invoke("edition", "send", edition_id, "--again", "refused", "--yes")[0] == 65
    assert newsroom.mails() == []
    newsroom.write_article("lamp.txt", dump("The lamp is lit at last", section="Harbour", picture="pictures/lamp.jpg"))
    corrected = compose(invoke, "--instead-of", edition_id)
    assert given(invoke, "edition", "show", corrected)["subject"] == "The lamp is lit at last"
    given(invoke, "edition", "send", corrected, "--yes")
    assert recipients(newsroom) == ["Bo <bo@example.net>"]
    code, _, err = invoke("edition", "compose", "daily", "--instead-of", edition_id)
    assert code == 65
    assert "have all of them" in err
    assert recipients(newsroom) == ["Bo <bo@example.net>"]


def test_an_edition_under_way_has_no_other_in_its_place(invoke: Invoke) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    code, _, err = invoke("edition", "compose", "daily", "--instead-of", edition_id)
    assert code == 65
    assert f"syndicate edition stop {edition_id}" in err
    assert invoke("edition", "compose", "daily", "--instead-of", "nothing")[0] == 1
    assert invoke("edition", "compose", "daily", "--due", "--instead-of", edition_id)[0] == 2


def test_a_slot_can_be_opened_again_by_a_person(invoke: Invoke) -> None:
    assert given(invoke, "edition", "compose", "daily", "--due")["outcome"] == "empty"
    given(invoke, "collect")
    slot = f"{datetime.now(UTC):%Y-%m-%d}"
    assert "the next pass may compose an edition for it, and mail it" in invoke("edition", "reopen", "daily", slot)[1]
    assert given(invoke, "edition", "compose", "daily", "--due")["outcome"] == "edition"
    assert invoke("edition", "reopen", "daily", "2020-01-01")[0] != 0


def test_a_discard_or_a_stop_that_was_killed_half_way_is_ended_by_the_next_pass(
    invoke: Invoke, newsroom: Newsroom
) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    set_edition(newsroom, edition_id, "discarded")  # its deliveries still wait
    report = given(invoke, "run", "--once")
    assert report["deliveries"][edition_id]["submitted"] == 0
    assert given(invoke, "edition", "show", edition_id)["deliveries"]["stopped"] == 2
    assert given(invoke, "edition", "discard", edition_id)["state"] == "discarded"
    assert compose(invoke)


def test_a_corrected_edition_reaches_all_whom_a_stop_missed_that_was_killed(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    set_edition(newsroom, edition_id, "stopped")
    corrected = given(invoke, "edition", "compose", "daily", "--instead-of", edition_id)
    assert corrected["readers"] == 2


def test_a_corrected_edition_waits_until_it_is_known_who_has_the_other(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    edition_id = given(invoke, "edition", "compose", "daily", "--due")["edition"]["id"]
    set_states(newsroom, edition_id, ["claimed"])
    given(invoke, "edition", "stop", edition_id, "--yes")
    corrected = compose(invoke, "--instead-of", edition_id)
    code, _, err = invoke("edition", "send", corrected, "--yes")
    assert code == 65
    assert "not known yet" in err
    assert newsroom.mails() == []


def test_a_slot_of_a_newsletter_that_is_gone_can_be_opened_again(invoke: Invoke, newsroom: Newsroom) -> None:
    assert given(invoke, "edition", "compose", "daily", "--due")["outcome"] == "empty"
    text = (newsroom.folder / "config.toml").read_text(encoding="utf-8")
    newsroom.configure(text.replace('name = "daily"', 'name = "nightly"'))
    assert given(invoke, "edition", "reopen", "daily", f"{datetime.now(UTC):%Y-%m-%d}")["newsletter"] == "daily"


def test_an_edition_by_hand_whose_story_was_withdrawn_is_shown_again_before_it_goes(
    invoke: Invoke, newsroom: Newsroom
) -> None:
    edition_id = compose(invoke)
    lead = given(invoke, "edition", "show", edition_id)["articles"][0]["id"]
    given(invoke, "articles", "withdraw", lead)
    code, _, err = invoke("edition", "send", edition_id, "--yes")
    assert code == 75
    assert "not for readers any more" in err
    assert newsroom.mails() == []
    assert given(invoke, "edition", "send", edition_id, "--yes")["submitted"] == 2
