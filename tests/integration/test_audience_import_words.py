"""Headers and cells that say in another way that somebody left: none of them is subscribed unasked."""

from __future__ import annotations

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
]


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
