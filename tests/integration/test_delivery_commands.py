"""`deliveries list|uncertain|resolve` and `edition missing`, as an operator gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syndicate.delivery.events.ses import read_event
from syndicate.storage import open_database
from tests.commands import given, types
from tests.integration.event_parts import EDITION, a_mailing, applying, bounce, complaint, left

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands import Invoke
    from tests.newsroom import Newsroom


@pytest.fixture
def ids(newsroom: Newsroom, invoke: Invoke) -> list[str]:
    """Six mails: two in doubt, one that came back, one that is called spam, one that is well, one that waits."""
    given(invoke, "db", "upgrade")
    given(invoke, "edition", "list")  # makes the key, which nobody has signed with yet
    database = open_database(f"sqlite:///{_file(newsroom.folder)}")
    ids = a_mailing(database, 6)
    left(database, ids[:2], "uncertain")
    left(database, ids[2:5])
    told = [bounce(ids[2], "Transient", "MailboxFull", status="5.2.2"), complaint(ids[3])]
    applying(database).apply([event for body in told if (event := read_event(body)) is not None])
    database.close()
    return ids


def _file(folder: Path) -> Path:
    return next(iter(folder.rglob("*.db")))


def test_deliveries_are_listed_with_what_became_of_them(ids: list[str], invoke: Invoke) -> None:
    listed = given(invoke, "deliveries", "list", EDITION)["deliveries"]
    assert [(row["id"], row["state"], row["fate"]) for row in listed] == [
        (ids[0], "uncertain", None),
        (ids[1], "uncertain", None),
        (ids[2], "submitted", "returned"),
        (ids[3], "submitted", "complained"),
        (ids[4], "submitted", None),
        (ids[5], "pending", None),
    ]
    only = given(invoke, "deliveries", "list", EDITION, "--state", "uncertain", "--after", ids[0], "--limit", "5")
    assert [row["id"] for row in only["deliveries"]] == [ids[1]]


def test_what_is_in_doubt_is_shown_with_why_it_stays(ids: list[str], invoke: Invoke) -> None:
    shown = given(invoke, "deliveries", "uncertain")
    assert len(ids) == 6
    assert (shown["uncertain"], shown["doubts"][0]["count"], shown["doubts"][0]["is_resent"]) == (2, 2, False)
    assert "at_most_once" in shown["doubts"][0]["reason"]
    code, out, _ = invoke("deliveries", "uncertain", "--edition", EDITION)
    assert code == 0
    assert out.endswith("2 in doubt\n")


def test_a_person_types_the_number_and_resolves(
    ids: list[str], invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, "3\n")
    assert invoke("deliveries", "resolve", "--edition", EDITION, "--as", "resend")[0] == 1
    types(monkeypatch, "2\n")
    assert invoke("deliveries", "resolve", "--edition", EDITION, "--as", "resend")[0] == 0
    states = [row["state"] for row in given(invoke, "deliveries", "list", EDITION)["deliveries"]]
    assert states.count("pending") == 3
    assert len(ids) == 6


def test_one_mail_is_told_as_one(ids: list[str], invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, "1\n")
    _, _, err = invoke("deliveries", "resolve", ids[0], "--as", "sent")
    assert "1 mail in doubt, to count as sent." in err
    types(monkeypatch, "1\n")
    code, out, err = invoke("edition", "stop", EDITION)
    assert "from 1 reader waiting for it" in err
    assert (code, "5 readers have it, 1 never will" in out) == (0, True)


def test_one_delivery_is_resolved_alone(ids: list[str], invoke: Invoke) -> None:
    assert given(invoke, "deliveries", "resolve", ids[0], "--as", "sent", "--yes")["resolved"] == 1
    assert given(invoke, "deliveries", "resolve", ids[1], "--as", "unsent", "--yes")["resolved"] == 1
    rows = given(invoke, "deliveries", "list", EDITION)["deliveries"]
    assert [row["state"] for row in rows[:2]] == ["submitted", "refused"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("resolve", "--as", "sent"), 2),
        (("resolve", "nobody", "--as", "sent", "--yes"), 1),
        (("list", "nothing"), 1),
        (("uncertain", "--edition", "nothing"), 1),
    ],
)
def test_what_there_is_not_is_told(ids: list[str], invoke: Invoke, arguments: tuple[str, ...], code: int) -> None:
    assert len(ids) == 6
    assert invoke("deliveries", *arguments)[0] == code


def test_a_delivery_that_is_not_in_doubt_is_not_resolved(ids: list[str], invoke: Invoke) -> None:
    code, _, err = invoke("deliveries", "resolve", ids[4], "--as", "resend", "--yes")
    assert code == 65
    assert "not in doubt: it is submitted" in err


def test_who_has_not_got_an_edition_is_named_with_the_reason(ids: list[str], invoke: Invoke) -> None:
    shown = given(invoke, "edition", "missing", EDITION)
    assert (shown["audience"], shown["missing"]) == (6, 4)
    assert shown["counts"] == [
        {"state": "uncertain", "why": "lost", "count": 2},
        {"state": "pending", "why": "pending", "count": 1},
        {"state": "submitted", "why": "returned: full", "count": 1},
    ]
    assert [reader["delivery"] for reader in shown["readers"]] == [ids[0], ids[1], ids[2], ids[5]]
    code, out, _ = invoke("edition", "missing", EDITION, "--limit", "1")
    assert code == 0
    assert out.startswith("4 of 6 have not got it\n")
    assert out.endswith("and 3 more; see --limit\n")


def test_a_list_that_is_cut_says_how_many_follow_and_how_to_go_on(ids: list[str], invoke: Invoke) -> None:
    whole = given(invoke, "deliveries", "list", EDITION)
    assert len(whole["deliveries"]) == len(ids) > 2
    assert whole["more"] == 0
    page = given(invoke, "deliveries", "list", EDITION, "--limit", "2")
    assert page["more"] == len(whole["deliveries"]) - 2
    out = invoke("deliveries", "list", EDITION, "--limit", "2")[1]
    assert out.splitlines()[-1] == f"and {page['more']} more: --after {page['deliveries'][-1]['id']}"
    uncertain = [row for row in whole["deliveries"] if row["state"] == "uncertain"]
    page = given(invoke, "deliveries", "list", EDITION, "--state", "uncertain", "--limit", "1")
    assert page["more"] == len(uncertain) - 1
