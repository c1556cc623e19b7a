"""Which code is told of an edition that is held for too many refusals."""

from __future__ import annotations

from collections import Counter

import pytest

from syndicate.delivery.lanes.complaints import commonest


@pytest.mark.parametrize(
    ("codes", "refused", "unmade", "code"),
    [
        ({"MESSAGE_REJECTED": 30}, 30, 0, "MESSAGE_REJECTED"),
        ({"MESSAGE_REJECTED": 16, "550": 14}, 30, 0, "MESSAGE_REJECTED"),
        ({"MESSAGE_REJECTED": 15, "550": 15}, 30, 0, None),
        ({"message-unfit": 20, "550": 10}, 10, 20, None),
        ({"550": 10, "message-unfit": 4}, 10, 4, "550"),
        ({}, 3, 0, None),
    ],
)
def test_a_code_is_told_when_more_than_half_of_the_refusals_surely_have_it(
    codes: dict[str, int], refused: int, unmade: int, code: str | None
) -> None:
    assert commonest(Counter(codes), refused=refused, unmade=unmade) == code
