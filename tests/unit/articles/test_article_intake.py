from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from syndicate.articles.findings import blocking, warning
from syndicate.articles.intake import Known, Outcome, content_hash, decide
from syndicate.articles.model import Candidate, Draft, ForeignTime, Media, Severity, Status

NOW = datetime(2025, 10, 5, 14, 0, tzinfo=UTC)
DRAFT = Draft(
    title="Night ferry", deck="It sails", body_text="The night ferry sails.", body_html="<p>The night ferry sails.</p>"
)
FAULTY = Draft(title=None, findings=(blocking("no-title", "No headline."), warning("no-date", "No date.")))


def known_as(draft: Draft, status: Status = Status.PUBLISHED) -> Known:
    return Known(id="a", status=status, content_hash=content_hash(draft), revision=3, fingerprint="f")


def in_minutes(minutes: float, *, is_ambiguous: bool = False) -> Draft:
    at = NOW + timedelta(minutes=minutes)
    return replace(DRAFT, published=ForeignTime(at=at, offset=timedelta(), raw="", is_ambiguous=is_ambiguous))


def test_an_unknown_article_is_new_and_published() -> None:
    decision = decide(DRAFT, None, NOW)
    assert (decision.outcome, decision.status, decision.revision) == (Outcome.NEW, Status.PUBLISHED, 1)


def test_another_text_is_a_change_and_a_new_revision() -> None:
    decision = decide(replace(DRAFT, body_text="It does not."), known_as(DRAFT), NOW)
    assert (decision.outcome, decision.revision) == (Outcome.CHANGED, 4)


def test_white_space_is_no_change() -> None:
    decision = decide(replace(DRAFT, body_text="The  night\nferry sails. "), known_as(DRAFT), NOW)
    assert (decision.outcome, decision.revision) == (Outcome.UNCHANGED, 3)


def test_another_picture_is_a_change() -> None:
    pictured = replace(DRAFT, media=(Media(kind="image", candidates=(Candidate(url="https://h.example/a.jpg"),)),))
    assert decide(pictured, known_as(DRAFT), NOW).outcome is Outcome.CHANGED


def test_what_cannot_be_read_is_held_with_its_blocking_reasons() -> None:
    decision = decide(FAULTY, None, NOW)
    assert (decision.outcome, decision.status, decision.reason) == (Outcome.HELD, Status.HELD, "No headline.")


def test_a_held_article_that_is_mended_is_a_change() -> None:
    decision = decide(DRAFT, known_as(FAULTY, Status.HELD), NOW)
    assert (decision.outcome, decision.status) == (Outcome.CHANGED, Status.PUBLISHED)


def test_a_held_article_that_is_still_bad_stays_held() -> None:
    decision = decide(FAULTY, known_as(FAULTY, Status.HELD), NOW)
    assert (decision.outcome, decision.status, decision.draft) == (Outcome.HELD, Status.HELD, FAULTY)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
def test_the_last_good_version_stays_when_a_change_cannot_be_read(status: Status) -> None:
    decision = decide(FAULTY, known_as(DRAFT, status), NOW)
    assert (decision.outcome, decision.status, decision.draft, decision.revision) == (Outcome.HELD, status, None, 3)
    assert [(one.severity, one.code) for one in decision.findings] == [(Severity.WARN, "update-held")]
    assert "No headline." in decision.reason


def test_what_was_withdrawn_stays_withdrawn() -> None:
    changed = replace(DRAFT, title="Again")
    assert decide(changed, known_as(DRAFT, Status.WITHDRAWN), NOW).status is Status.WITHDRAWN


@pytest.mark.parametrize(
    ("minutes", "is_ambiguous", "is_embargo"),
    [(-1, False, False), (0, False, False), (1, False, True), (90, True, False), (90.1, True, True), (60, False, True)],
)
def test_a_future_time_is_an_embargo_unless_a_careless_zone_explains_it(
    minutes: float, *, is_ambiguous: bool, is_embargo: bool
) -> None:
    draft = in_minutes(minutes, is_ambiguous=is_ambiguous)
    expected = NOW + timedelta(minutes=minutes) if is_embargo else None
    assert decide(draft, None, NOW).embargo_until == expected


def test_an_article_that_is_not_held_has_no_reason() -> None:
    assert decide(DRAFT, None, NOW).reason == ""
