"""What can be done with an edition, what came of it, and how it fares, in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from syndicate.delivery.pace.forecast import Forecast
from syndicate.delivery.status.lines import FATES, WORDS, EditionStatus
from syndicate.digests.model import EditionState
from syndicate.web.desk.editions.faring import faring_line
from syndicate.web.desk.editions.outcomes import acts_of, came_of
from tests.unit.web.web_samples import NOW, ZONE, an_edition

_ACTS = ("hold", "resume", "send", "hurry", "stop", "discard", "compose_instead")


@pytest.mark.parametrize(
    ("changes", "counts", "expected"),
    [
        ({"state": EditionState.HELD, "opened_at": None, "first_claimed_at": None}, {}, {"send", "discard"}),
        ({"state": EditionState.HELD}, {}, {"resume", "send", "stop"}),
        ({"state": EditionState.SENDING}, {}, {"hold", "hurry", "stop"}),
        ({"state": EditionState.SENDING, "priority": 1, "first_claimed_at": None}, {}, {"hold", "stop", "discard"}),
        ({"state": EditionState.STOPPED}, {"stopped": 3}, {"compose_instead"}),
        ({"state": EditionState.STOPPED}, {"stopped": 0}, set()),
        ({"state": EditionState.CLOSED}, {}, set()),
        ({"state": EditionState.DISCARDED}, {}, set()),
    ],
)
def test_an_edition_is_open_to_what_fits_where_it_stands(
    changes: dict[str, Any], counts: dict[str, int], expected: set[str]
) -> None:
    acts = acts_of(replace(an_edition(opened_at=NOW), **changes), counts)
    assert {name for name in _ACTS if getattr(acts, f"can_{name}")} == expected
    assert acts.are_any is bool(expected)


def test_what_came_of_an_act_is_told_in_numbers() -> None:
    counts = {"pending": 1, "submitted": 2, "uncertain": 1, "stopped": 1_204}
    assert came_of("held", counts, "") == "Held. Nothing more of it leaves; 1 reader waits for it."
    assert came_of("stopped", counts, "") == "Stopped. 3 readers have it, 1,204 never will."
    assert came_of("sent", {"pending": 2}, "Soon.") == "Let go; 2 readers wait for it. Soon."
    assert came_of("nonsense", counts, "") == came_of(None, counts, "") == ""


def a_look(**changes: Any) -> EditionStatus:
    counts = dict.fromkeys((*WORDS, *FATES), 0) | changes.pop("counts", {})
    status = EditionStatus(
        at=NOW,
        id="x",
        newsletter="morning",
        number=7,
        state="sending",
        held_because=None,
        priority=0,
        mails=12_304,
        counts=counts,
        rate=None,
        allowed_rate=14.0,
        quota_left=38_000.0,
        allowed_today=None,
        paused_until=None,
        paused_because=None,
        forbidden=None,
        trial=0,
        trial_wait=timedelta(),
        is_on_trial=False,
        is_opened=True,
        forecast=Forecast(mails=11_100, rate=14.0, ends_at=NOW + timedelta(minutes=13), waits_for=None),
    )
    return replace(status, **changes)


def test_an_edition_on_its_way_is_told_in_whole_sentences() -> None:
    line = faring_line(a_look(counts={"submitted": 1_204, "pending": 11_100, "bounced": 1}), "The Quay", ZONE)
    assert (line.heading, line.share) == ("The Quay, no. 7", 10)
    assert line.far == "1,204 of 12,304 mails have left; 11,100 wait."
    assert line.facts == (
        "14 a second are allowed.",
        "38,000 of the account's day are left.",
        "The last reader has it in 13 minutes, Monday, 23 November 2026, 07:13 Europe/Berlin.",
    )
    assert line.alarms == ("1 mail came back.",)


def test_what_stands_in_its_way_is_told() -> None:
    line = faring_line(
        a_look(
            state="held",
            held_because="a slip",
            paused_until=NOW + timedelta(minutes=5),
            paused_because="SES throttles",
            forbidden="another machine sends",
            is_on_trial=True,
            trial=500,
            trial_wait=timedelta(hours=1),
            forecast=None,
        ),
        "The Quay",
        ZONE,
    )
    assert line.alarms == (
        "Held: a slip.",
        "Paused until Monday, 23 November 2026, 07:05 Europe/Berlin: SES throttles.",
        "Nothing leaves: another machine sends.",
    )
    assert line.facts[0] == "On trial: the first 500 leave, and 60 minutes later the others."


def test_an_edition_that_nobody_opened_says_what_would_be() -> None:
    line = faring_line(a_look(is_opened=False, number=None, mails=1), "The Quay", ZONE)
    assert (line.heading, line.far) == ("The Quay", "It would go to 1 reader; nothing has left.")
    assert line.facts[-1].startswith("Sent now, the last reader has it in 13 minutes")
