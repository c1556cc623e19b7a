from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from syndicate.articles.findings import blocking, warning
from syndicate.articles.intake import IntakeOutcome, Known, content_hash, decide
from syndicate.articles.model import (
    AiUse,
    Candidate,
    Draft,
    ForeignTime,
    Media,
    Severity,
    Status,
    UnreadTime,
    WithdrawnBy,
)
from tests.unit.articles.article_samples import a_dump, reading_of

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
    assert (decision.outcome, decision.status, decision.revision) == (IntakeOutcome.NEW, Status.PUBLISHED, 1)


def test_another_text_is_a_change_and_a_new_revision() -> None:
    decision = decide(replace(DRAFT, body_text="It does not."), known_as(DRAFT), NOW)
    assert (decision.outcome, decision.revision) == (IntakeOutcome.CHANGED, 4)


def test_white_space_is_no_change() -> None:
    decision = decide(replace(DRAFT, body_text="The  night\nferry sails. "), known_as(DRAFT), NOW)
    assert (decision.outcome, decision.revision) == (IntakeOutcome.UNCHANGED, 3)


def test_another_picture_is_a_change() -> None:
    pictured = replace(DRAFT, media=(Media(kind="image", candidates=(Candidate(url="https://h.example/a.jpg"),)),))
    assert decide(pictured, known_as(DRAFT), NOW).outcome is IntakeOutcome.CHANGED


def test_what_is_said_of_ai_is_part_of_the_article_and_what_is_unsaid_changes_nothing() -> None:
    plain = Draft(title="x", body_text="y", media=(Media(kind="image", candidates=(Candidate(url="a"),)),))
    said = [replace(plain, ai=use) for use in AiUse]
    shown = [replace(plain, media=(replace(plain.media[0], ai=use),)) for use in AiUse]
    assert len({content_hash(draft) for draft in (plain, *said, *shown)}) == 7
    # As programs before there was a record made it: an upgrade must not make every article a changed one.
    assert content_hash(plain) == "370ff8fe8c08c456b7c7c05346224185232f140fb7959004ab33777b242787ea"


def test_what_cannot_be_read_is_held_with_its_blocking_reasons() -> None:
    decision = decide(FAULTY, None, NOW)
    assert (decision.outcome, decision.status, decision.reason) == (IntakeOutcome.HELD, Status.HELD, "No headline.")


def test_a_held_article_that_is_mended_is_a_change() -> None:
    decision = decide(DRAFT, known_as(FAULTY, Status.HELD), NOW)
    assert (decision.outcome, decision.status) == (IntakeOutcome.CHANGED, Status.PUBLISHED)


def test_a_held_article_that_is_still_bad_stays_held() -> None:
    decision = decide(FAULTY, known_as(FAULTY, Status.HELD), NOW)
    assert (decision.outcome, decision.status, decision.draft) == (IntakeOutcome.HELD, Status.HELD, FAULTY)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
def test_the_last_good_version_stays_when_a_change_cannot_be_read(status: Status) -> None:
    decision = decide(FAULTY, known_as(DRAFT, status), NOW)
    assert (decision.outcome, decision.status, decision.draft, decision.revision) == (
        IntakeOutcome.HELD,
        status,
        None,
        3,
    )
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


@pytest.mark.parametrize(("minutes", "is_held"), [(-1, False), (0, False), (1, True)])
def test_a_date_that_was_not_read_holds_the_article_when_it_may_lie_in_the_future(
    minutes: float, *, is_held: bool
) -> None:
    unread = UnreadTime(latest=NOW + timedelta(minutes=minutes), raw="October 5, 2025, 00:01 IST")
    decision = decide(replace(DRAFT, unread=unread), None, NOW)
    assert decision.status is (Status.HELD if is_held else Status.PUBLISHED)
    assert [one.code for one in decision.findings] == (["embargo-unclear"] if is_held else [])
    assert ("October 5, 2025, 00:01 IST" in decision.reason) == is_held


def test_an_unclear_embargo_in_a_change_leaves_the_last_good_version_out() -> None:
    unread = UnreadTime(latest=NOW + timedelta(days=1), raw="x")
    decision = decide(replace(DRAFT, unread=unread), known_as(DRAFT), NOW)
    assert (decision.status, decision.draft) == (Status.PUBLISHED, None)


@pytest.mark.parametrize(
    "dateline",
    [
        "December 1, 2099, 15:34:55 IST",
        "December 31, 9999, 09:00 CET",
        "December 31, 2099, 24:00 CET",
        "December 1, 2099, 15:34:55 +99:00",
        "October 6, 2025, 03:00 IST",
    ],
)
@pytest.mark.parametrize("is_glued", [True, False])
def test_no_future_date_that_is_half_read_gets_a_story_out(dateline: str, *, is_glued: bool) -> None:
    text = a_dump(dateline=dateline) if is_glued else a_dump(dateline=None, deck=dateline)
    decision = decide(reading_of(text), None, NOW)
    assert decision.status is Status.HELD
    assert decision.findings[0].code == "embargo-unclear"


def test_a_past_date_that_is_half_read_gets_out() -> None:
    assert decide(reading_of(a_dump(dateline="October 4, 2025, 23:59 IST")), None, NOW).status is Status.PUBLISHED
    later = NOW + timedelta(days=1)
    assert decide(reading_of(a_dump(dateline="October 5, 2025, 15:34 IST")), None, later).status is Status.PUBLISHED


def test_an_unclear_embargo_counts_beside_a_date_that_was_read() -> None:
    two = "Published: December 1, 2099, 09:00 IST | Updated: October 5, 2025, 09:00 UTC"
    assert decide(reading_of(a_dump(dateline=None, deck=two)), None, NOW).status is Status.HELD
    other = "Published: December 1, 2099, 09:00 IST | October 5, 2025, 09:00 UTC"
    assert decide(reading_of(a_dump(dateline=None, deck=other)), None, NOW).status is Status.HELD


# --- withholding ----------------------------------------------------------------------

WITHHELD = replace(DRAFT, findings=(blocking("draft", "It is a draft."),))
HOUR = timedelta(hours=1)


def test_a_sign_on_a_published_article_withdraws_it_and_keeps_its_last_good_text() -> None:
    decision = decide(replace(WITHHELD, body_text="Half."), known_as(DRAFT), NOW)
    assert (decision.outcome, decision.status, decision.draft) == (IntakeOutcome.WITHDRAWN, Status.WITHDRAWN, None)
    assert decision.reason == "It is a draft."
    assert [one.severity for one in decision.findings] == [Severity.BLOCK]


def test_a_sign_beside_a_slip_of_the_pen_withdraws_all_the_same() -> None:
    both = replace(WITHHELD, title=None, findings=(*FAULTY.findings, *WITHHELD.findings))
    assert decide(both, known_as(DRAFT), NOW).status is Status.WITHDRAWN


def test_what_its_document_withdrew_comes_back_when_the_sign_is_gone() -> None:
    known = replace(known_as(DRAFT, Status.WITHDRAWN), withdrawn_by=WithdrawnBy.DOCUMENT)
    decision = decide(DRAFT, known, NOW)
    assert (decision.outcome, decision.status, decision.is_released) == (IntakeOutcome.CHANGED, Status.PUBLISHED, True)
    again = decide(WITHHELD, known, NOW)
    assert (again.outcome, again.status) == (IntakeOutcome.HELD, Status.WITHDRAWN)


def test_what_an_operator_withdrew_does_not_come_back_with_its_document() -> None:
    known = replace(known_as(DRAFT, Status.WITHDRAWN), withdrawn_by=WithdrawnBy.OPERATOR)
    for draft in (DRAFT, WITHHELD, FAULTY):
        decision = decide(draft, known, NOW)
        assert (decision.status, decision.is_released) == (Status.WITHDRAWN, False)


def test_a_key_whose_time_is_not_read_hides_a_published_article_and_a_dateline_does_not() -> None:
    unread = UnreadTime(latest=NOW + HOUR, raw="publishDate: soon", is_stated=True)
    assert decide(replace(DRAFT, unread=unread), known_as(DRAFT), NOW).status is Status.WITHDRAWN
    dateline = replace(unread, is_stated=False)
    assert decide(replace(DRAFT, unread=dateline), known_as(DRAFT), NOW).status is Status.PUBLISHED


def test_what_has_expired_is_held_at_first_sight_and_withdrawn_when_it_was_out() -> None:
    expired = replace(DRAFT, expires_at=NOW - HOUR)
    first = decide(expired, None, NOW)
    assert (first.status, first.is_released, first.findings[0].code) == (Status.HELD, False, "expired")
    assert decide(expired, known_as(DRAFT), NOW).status is Status.WITHDRAWN


def test_what_the_clock_withdrew_stays_so_until_its_document_names_a_later_time() -> None:
    known = replace(known_as(DRAFT), expires_at=NOW - HOUR)
    edited = replace(DRAFT, body_text="Other.", expires_at=NOW - 2 * HOUR)
    decision = decide(edited, known, NOW)
    assert (decision.status, decision.expires_at, decision.is_released) == (Status.PUBLISHED, NOW - HOUR, False)
    later = decide(replace(DRAFT, expires_at=NOW + HOUR), known, NOW)
    assert (later.expires_at, later.is_released, later.outcome) == (NOW + HOUR, True, IntakeOutcome.CHANGED)
    forever = decide(DRAFT, known, NOW)
    assert (forever.expires_at, forever.is_released) == (None, True)


@pytest.mark.parametrize(
    ("known", "is_released"),
    [
        (None, True),
        (known_as(FAULTY, Status.HELD), True),
        (known_as(DRAFT), False),
        (known_as(replace(DRAFT, title="Other")), False),
    ],
)
def test_an_article_is_released_when_it_becomes_visible_and_not_by_an_edit(
    known: Known | None, *, is_released: bool
) -> None:
    assert decide(DRAFT, known, NOW).is_released is is_released
    embargoed = decide(in_minutes(600), known, NOW)
    assert embargoed.is_released is is_released
