"""Headers and cells that say in another way that somebody left: none of them is subscribed unasked."""

from __future__ import annotations

import json

import pytest

from tests.commands import Invoke

LEFT = [
    ("HasOptedOutOfEmail", "true"),
    ("HasOptedOutOfEmail", "1"),
    ("DoNotEmail", "true"),
    ("isUnsubscribed", "true"),
    ("UnsubscribedDate", "2024-01-01"),
    ("EmailOptOut", "Y"),
    ("bouncedAt", "2024-01-01"),
    ("leftOn", "2024-01-01"),
    ("isSubscribed", "false"),
    ("EmailBouncedDate", "2024-01-01"),
    ("status", "2"),
    ("status", "U"),
    ("status", "gone"),
    ("Email Marketing Consent", "NEVER_SUBSCRIBED"),
    ("Email Marketing State", "redacted"),
    ("Membership status", "lapsed"),
    ("Subscribed to newsletter", "Not any more"),
    ("On Hold", "2"),
    ("Stop Time", "2024-01-01"),
    ("Removed on", "2024-01-01"),
    ("Deaktiviert am", "2024-01-01"),
    ("isExcluded", "true"),
    ("Widerspruch", "ja"),
    # One word, though it is written as two.
    ("UnSubscribed", "true"),
    ("InActive", "1"),
    ("BlackListed", "true"),
    ("UnSub", "1"),
    ("DeActivated", "true"),
    ("notes", "UnSubscribed"),
    ("segment", "BlackListed"),
    ("State", "gone"),
    ("subscription state", "U"),
    ("Status (newsletter)", "2"),
    ("On Hold", "yes"),
    ("quit", "yes"),
    ("Send?", "no"),
    ("austritt am", "2024-01-01"),
    ("Austritt", "2024-01-01"),
]
STAYS = [
    ("HasOptedOutOfEmail", "false"),
    ("status", "active"),
    ("status", "free"),
    ("state", "Texas"),
    ("firstName", "Stop"),
    ("marital status", "left-handed"),
    ("notes", "has never been a customer"),
    ("isSubscribed", "true"),
    ("On Hold", "0"),
    ("email status", "deliverable"),
    ("State", "NE"),
]
EXPORTS = [
    ("id,email,name,subscribed_to_emails,labels", "1,bob@example.org,Bob,true,unsubscribed", "labels"),
    (
        "Email Address,MEMBER_RATING,CONFIRM_TIME,LEID,EUID,TAGS",
        "bob@example.org,2,2024-01-02 03:05:05,1,a1,unsubscribed",
        "TAGS",
    ),
    ("email,tags,subscriber_type,creation_date", "bob@example.org,unsubscribed,regular,2024", "tags"),
    ("uuid,email,name,status,lists", "x,bob@example.org,Bob,enabled,News (unsubscribed)", "lists"),
]


@pytest.mark.parametrize(("header", "row", "column"), EXPORTS)
def test_a_label_that_says_so_is_heard_in_any_export(invoke: Invoke, header: str, row: str, column: str) -> None:
    with open("export.csv", "w", encoding="utf-8") as file:  # noqa: PTH123 - in the newsroom's folder
        file.write(f"{header}\n{row}\n")
    code, _, err = invoke("subscribers", "import", "export.csv", "--consent", "asked at the fair")
    assert code != 0
    assert column in err
    assert invoke("subscribers", "import", "export.csv", "--consent", "x", "--map", f"{column}=ignore")[0] == 0
    assert "bob@example.org" in invoke("subscribers", "list")[1]


@pytest.mark.parametrize(
    ("header", "cell"), [("UnSubscribed", "true"), ("InActive", "true"), ("isSubscribed", "false")]
)
def test_who_left_by_a_column_that_is_explained_is_ended(invoke: Invoke, header: str, cell: str) -> None:
    with open("list.csv", "w", encoding="utf-8") as file:  # noqa: PTH123 - in the newsroom's folder
        file.write(f"Email,{header}\nbob@example.org,{cell}\n")
    given = ("subscribers", "import", "list.csv", "--consent", "asked at the fair", "--map", f"{header}=status")
    assert json.loads(invoke(*given, "--json")[1])["ended"] == 1


def test_a_column_is_found_for_mapping_whatever_its_capitals(invoke: Invoke) -> None:
    with open("list.csv", "w", encoding="utf-8") as file:  # noqa: PTH123 - in the newsroom's folder
        file.write("Email,LastReason\nbob@example.org,unsubscribed\n")
    assert invoke("subscribers", "import", "list.csv", "--consent", "x", "--map", "lastreason=ignore")[0] == 0


@pytest.mark.parametrize(("header", "cell"), LEFT)
def test_who_may_have_left_is_not_taken_until_the_column_is_explained(invoke: Invoke, header: str, cell: str) -> None:
    with open("list.csv", "w", encoding="utf-8") as file:  # noqa: PTH123 - in the newsroom's folder
        file.write(f"Email,{header}\nbob@example.org,{cell}\n")
    code, _, err = invoke("subscribers", "import", "list.csv", "--consent", "asked at the fair")
    assert code != 0, err
    assert "bob@example.org" not in invoke("subscribers", "list")[1]


@pytest.mark.parametrize(("header", "cell"), STAYS)
def test_what_says_nothing_of_the_kind_keeps_nobody_out(invoke: Invoke, header: str, cell: str) -> None:
    with open("list.csv", "w", encoding="utf-8") as file:  # noqa: PTH123 - in the newsroom's folder
        file.write(f"Email,{header}\nbob@example.org,{cell}\n")
    code, _, err = invoke("subscribers", "import", "list.csv", "--consent", "asked at the fair")
    assert code == 0, err
    assert "bob@example.org" in invoke("subscribers", "list")[1]
