from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from syndicate.feedcheck import Level, Remark
from syndicate.web.desk.feeds.views import remark_line, shown_text, verdict
from syndicate.web.desk.people.views import (
    consent_lines,
    count_lines,
    delivery_line,
    nobody_line,
    subscription_card,
)

TITLES = {"morning": "The Quay at dawn", "evening": "The evening tide"}
AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def when(instant: datetime) -> str:
    return f"{instant:%d %b}"


def a_subscription(**changes: Any) -> dict[str, Any]:
    names = ("cadence", "at", "time_zone", "language", "format", "breaking", "paused_until", "ended_at", "outside")
    shape = {"id": "s1", "newsletter": "morning", "state": "confirmed", "started_at": AT.isoformat(), "sections": []}
    return {**dict.fromkeys(names), "ended_by": None, "ended_source": None, **shape, **changes}


def a_delivery(**changes: Any) -> dict[str, Any]:
    shape = {"edition_id": "e1", "newsletter": "gone", "slot": "2026-11-23", "subject": "The last ferry", "events": []}
    return {**shape, "state": "submitted", "settled_at": None, "fate": None, "reason": None, **changes}


def test_newsletters_are_counted_in_their_order_and_those_that_are_gone_come_last() -> None:
    counts = {"old": {"ended": 2}, "morning": {"ended": 1, "confirmed": 3}}
    lines = [(line.title, line.counts) for line in count_lines(counts, TITLES)]
    assert lines == [
        ("The Quay at dawn", (("confirmed", 3), ("ended", 1))),
        ("The evening tide", ()),
        ("old", (("ended", 2),)),
    ]


def test_a_subscription_says_what_its_reader_chose_and_why_it_gets_none() -> None:
    card = subscription_card(a_subscription(at="07:00", sections=["World"], outside="language"), TITLES, when)
    assert (card.chosen, card.can_end) == ("at 07:00, sections World", True)
    assert card.notes == ("Gets none: not among the readers that it goes to: language.",)
    ended = a_subscription(ended_at=AT.isoformat(), ended_by="import", ended_source="list.csv")
    card = subscription_card(ended, TITLES, when)
    assert (card.notes, card.can_end) == (("Ended 23 Nov by import (list.csv).",), False)


def test_a_mail_that_did_not_get_there_stands_out_and_one_that_was_never_made_says_so() -> None:
    bounced = delivery_line(a_delivery(fate="bounced", settled_at=AT.isoformat()), TITLES, when)
    assert (bounced.title, bounced.says, bounced.is_alarming) == (
        "gone, 2026-11-23",
        "submitted · bounced · 23 Nov",
        True,
    )
    none = delivery_line(a_delivery(subject=None, state="excluded", reason="nothing new"), TITLES, when)
    assert (none.subject, none.says, none.is_alarming) == (
        "No mail of it for this reader",
        "excluded · nothing new",
        False,
    )


def test_an_act_of_consent_says_when_it_was_asked_if_that_was_earlier() -> None:
    facts = dict.fromkeys(("wording", "version", "page", "network", "system", "column", "file_name"))
    act = {**facts, "act": "given", "kind": "export", "recorded_at": AT.isoformat(), "given_at": "2026-11-01T06:00:00Z"}
    shape = {"newsletter": "morning", "acts": [{**act, "system": "ghost"}]}
    (line,) = consent_lines([shape], TITLES, when)
    assert (line.says, line.facts) == ("given by export, 23 Nov, asked 01 Nov", "system ghost")


def test_of_an_address_without_a_subscription_only_what_is_known_is_said() -> None:
    assert nobody_line(None, was_erased=False, when=when) == ""
    assert "was erased" in nobody_line(None, was_erased=True, when=when)


def test_a_verdict_counts_what_was_found() -> None:
    error = Remark(level=Level.ERROR, slug="a", element="channel", line=3, message="m")
    warning = Remark(level=Level.WARNING, slug="b", element="items[0]", line=None, message="m")
    assert verdict(None) == ("not judged yet", False)
    assert verdict(()) == ("nothing found", False)
    assert verdict((warning, warning)) == ("2 warnings", False)
    assert verdict((error, warning)) == ("1 error, 1 warning", True)
    assert [remark_line(remark).place for remark in (error, warning)] == ["line 3, channel", "items[0]"]


def test_bytes_that_are_no_text_are_seen_as_such() -> None:
    assert shown_text(b"a\xffb") == "a\ufffdb"
