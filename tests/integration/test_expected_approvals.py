"""`newsletter next` says whether what comes is approved, as composing will see it, and what happens without."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from syndicate.digests.explaining.coming import ExpectedEdition
from syndicate.digests.newsletters import Approval, LateStories, OnSilence
from syndicate.publishing.wiring import Parts
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.commands import Invoke, given
from tests.integration.test_drafts import Office
from tests.newsroom import CONFIG, Newsroom


@pytest.fixture
def office(desk: Newsroom, parts: Parts) -> Office:
    """The edition of today is decided; that of tomorrow is to come, with two stories, and is held if nobody asks."""
    approval = Approval(on_silence=OnSilence.HOLD, lead=timedelta(hours=3))
    opened = Office(desk, parts, replace(parts.publisher.newsletter("daily"), approval=approval))
    opened.compose()
    opened.publish("First", "Second")
    return opened


def expected(office: Office, **changes: object) -> ExpectedEdition:
    newsletter = replace(office.newsletter, **changes)  # type: ignore[arg-type]
    [edition] = office.parts.publisher.expecting.next(newsletter).editions
    return edition


def titles(edition: ExpectedEdition) -> list[str]:
    return sorted(story.title for story in edition.stories)


def test_what_nobody_has_approved_waits_and_a_newsletter_that_goes_by_itself_wants_nothing(office: Office) -> None:
    found = expected(office).approval
    assert found is not None
    assert (found.is_valid, found.by, found.changes, found.on_silence) == (False, None, (), OnSilence.HOLD)
    assert expected(office, approval=None).approval is None


@pytest.mark.parametrize("late_stories", list(LateStories))
def test_an_approval_is_told_with_what_makes_it_void(
    office: Office, clock: ManualClock, late_stories: LateStories
) -> None:
    office = replace(office, newsletter=replace(office.newsletter, late_stories=late_stories))
    office.approve()
    found = expected(office).approval
    assert found is not None
    assert (found.is_valid, found.by, found.at, found.changes) == (True, "ann", clock.now(), ())
    office.publish("Third")
    later = expected(office)
    assert later.approval is not None
    if late_stories is LateStories.WAIT:
        assert later.approval.is_valid
        assert titles(later) == ["First", "Second"]
    else:
        assert [change.split(" (")[0] for change in later.approval.changes] == ["new: Third"]
        assert titles(later) == ["First", "Second", "Third"]
    assert later.approval.is_valid == office.look().is_approved


def test_one_reader_is_told_the_same(office: Office) -> None:
    office.approve()
    told = office.parts.publisher.expecting.next_for(office.newsletter, read_mailbox("ann@example.org"))
    [edition] = told.editions
    assert edition.approval == expected(office).approval
    assert edition.readers is None


def test_it_is_said_in_a_line_and_in_json(newsroom: Newsroom, invoke: Invoke) -> None:
    wanted = 'at = "23:59"\napproval = "manual"\non_silence = "skip"'
    newsroom.configure(CONFIG.replace('at = "00:00"', wanted) + '[editorial]\neditors = ["Ed <ed@lantern.example>"]\n')
    given(invoke, "collect")
    waits = "  waits for approval; without one it is skipped, and its stories come with the next"
    assert waits in invoke("newsletter", "next", "daily")[1].splitlines()
    given(invoke, "edition", "draft", "approve", "daily", "--by", "ann")
    [edition] = given(invoke, "newsletter", "next", "daily")["editions"]
    approval = edition["approval"]
    assert (approval["is_valid"], approval["by"], approval["on_silence"]) == (True, "ann", "skip")
    given(invoke, "edition", "draft", "set", "daily", "--subject", "Mine")
    [line] = [line for line in invoke("newsletter", "next", "daily")[1].splitlines() if "approved by ann" in line]
    assert line.endswith("; unless approved anew, it is skipped, and its stories come with the next")
    assert "and changed since: " in line
