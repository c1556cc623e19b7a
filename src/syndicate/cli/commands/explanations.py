"""How explanations are told: as JSON, and in lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syndicate.cli.shapes import instant
from syndicate.digests.explaining.details import both_clocks
from syndicate.digests.newsletters import OnSilence
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syndicate.digests.explaining.coming import ExpectedApproval, ExpectedEdition, NextTold
    from syndicate.digests.explaining.model import ArticleTold, EditionTold, ReaderTold, ReasonCount, StoryFate
    from syndicate.digests.newsletters import Newsletter

_WITHOUT_APPROVAL = {
    OnSilence.SEND: "is sent as it is",
    OnSilence.HOLD: "is held",
    OnSilence.SKIP: "is skipped, and its stories come with the next",
}


def edition_shape(told: EditionTold) -> dict[str, Any]:
    """An edition, explained."""
    return {
        "id": told.edition.id,
        "newsletter": told.edition.newsletter,
        "number": told.edition.number,
        "slot": told.edition.slot,
        "state": told.edition.state,
        **_stories_shape(told.stories, told.left_out),
        "recipients": _counts_shape(told.recipients),
        "excluded": _counts_shape(told.excluded),
        "waves": [
            {"due_at": instant(wave.due_at), "outcome": wave.outcome, "mails": wave.mails} for wave in told.waves
        ],
        "remarks": list(told.remarks),
    }


def edition_lines(told: EditionTold, newsletter: Newsletter) -> list[str]:
    """The same for people; instants on the newsletter's clock and in UTC."""
    edition = told.edition
    return [
        f"edition {edition.id}: {edition.newsletter} {edition.number or '-'}, {edition.slot}, {edition.state}",
        *_story_lines(told.stories, told.left_out),
        *_count_lines("get it", told.recipients),
        *_count_lines("do not", told.excluded),
        *(
            f"{both_clocks(wave.due_at, newsletter.zone)}: {wave.outcome or 'to come'}, {counted(wave.mails, 'mail')}"
            for wave in told.waves
        ),
        *told.remarks,
    ]


def reader_shape(told: ReaderTold) -> dict[str, Any]:
    """What a reader gets, explained."""
    return {
        "id": told.edition_id,
        "address": told.address,
        "is_recipient": told.fate.is_recipient,
        "reason": told.fate.reason,
        **_stories_shape(told.stories, told.left_out),
    }


def reader_lines(told: ReaderTold) -> list[str]:
    """The same for people."""
    verdict = "a recipient" if told.fate.is_recipient else "no recipient"
    return [f"{told.address}: {verdict}: {told.fate.reason}", *_story_lines(told.stories, told.left_out)]


def story_line(told: ReaderTold) -> str:
    """Of a reader and one article: the one sentence."""
    (story,) = (*told.stories, *told.left_out)
    return f"{told.address}: {'in' if story.is_in else 'out'}: {story.reason}"


def article_shape(told: ArticleTold) -> dict[str, Any]:
    """Who gets an article, explained."""
    return {
        "id": told.edition_id,
        "article": told.article_id,
        "title": told.title,
        "absence": told.absence,
        "got": _counts_shape(told.got),
        "missed": _counts_shape(told.missed),
    }


def article_lines(told: ArticleTold) -> list[str]:
    """The same for people."""
    head = f"{told.article_id}: {told.title}"
    if told.absence is not None:
        return [head, f"nobody gets it: {told.absence}"]
    return [head, *_count_lines("get it", told.got), *_count_lines("do not", told.missed)]


def next_shape(told: NextTold) -> dict[str, Any]:
    """What comes next."""
    return {
        "newsletter": told.newsletter,
        "address": told.address,
        "editions": [_coming_shape(edition) for edition in told.editions],
    }


def next_lines(told: NextTold) -> list[str]:
    """The same for people."""
    return [line for edition in told.editions for line in _coming_lines(edition)]


def _coming_shape(edition: ExpectedEdition) -> dict[str, Any]:
    return {
        "cadence": edition.cadence,
        "slot": edition.slot,
        "due_at": instant(edition.due_at),
        "local": edition.due_at.astimezone(edition.zone).isoformat() if edition.due_at and edition.zone else None,
        "time_zone": edition.zone.key if edition.zone else None,
        "readers": edition.readers,
        "reason": edition.reason or None,
        "held_because": edition.held_because,
        "approval": _approval_shape(edition.approval) if edition.approval else None,
        "stories": [
            {"id": story.article_id, "title": story.title, "reason": story.reason} for story in edition.stories
        ],
        "left_out": [{"id": each.article_id, "title": each.title, "reason": each.reason} for each in edition.left_out],
    }


def _approval_shape(approval: ExpectedApproval) -> dict[str, Any]:
    return {
        "is_valid": approval.is_valid,
        "by": approval.by,
        "at": instant(approval.at),
        "changes": list(approval.changes),
        "on_silence": approval.on_silence,
    }


def _approval_line(approval: ExpectedApproval) -> str:
    if approval.by is None or approval.at is None:
        return f"waits for approval; without one it {_WITHOUT_APPROVAL[approval.on_silence]}"
    given = f"approved by {approval.by} at {approval.at:%Y-%m-%d %H:%M} UTC"
    if approval.is_valid:
        return given
    return (
        f"{given}, and changed since: {'; '.join(approval.changes)}; unless approved anew, it "
        + (_WITHOUT_APPROVAL[approval.on_silence])
    )


def _coming_lines(edition: ExpectedEdition) -> list[str]:
    when = both_clocks(edition.due_at, edition.zone) if edition.due_at and edition.zone else "no date"
    readers = f"; {counted(edition.readers, 'reader')}" if edition.readers is not None else ""
    reason = f"; {edition.reason}" if edition.reason else ""
    held = [f"  it will be held: {edition.held_because}"] if edition.held_because else []
    return [
        f"{edition.cadence or '-'}: {when}{readers}{reason}",
        *held,
        *([f"  {_approval_line(edition.approval)}"] if edition.approval else []),
        *(f"  {story.title}  ({story.reason})" for story in edition.stories),
        *(f"  not: {left.title or left.article_id}  ({left.reason})" for left in edition.left_out),
    ]


def _stories_shape(stories: Iterable[StoryFate], left_out: Iterable[StoryFate]) -> dict[str, Any]:
    return {
        "stories": [
            {"id": story.article_id, "title": story.title, "tier": story.tier, "reason": story.reason}
            for story in stories
        ],
        "left_out": [{"id": left.article_id, "title": left.title, "reason": left.reason} for left in left_out],
    }


def _story_lines(stories: Iterable[StoryFate], left_out: Iterable[StoryFate]) -> list[str]:
    return [
        *(f"  {story.tier or '':<9}  {story.title}  ({story.reason})" for story in stories),
        *(f"  out        {left.title or left.article_id}  ({left.reason})" for left in left_out),
    ]


def _counts_shape(counts: Iterable[ReasonCount]) -> list[dict[str, Any]]:
    return [{"reason": each.reason, "count": each.count} for each in counts]


def _count_lines(what: str, counts: tuple[ReasonCount, ...]) -> list[str]:
    total = sum(each.count for each in counts)
    return [f"{total} {what}", *(f"{each.count:>8}  {each.reason}" for each in counts)]
