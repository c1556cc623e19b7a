"""Why a coming edition is as it is: its hour, and what one reader gets of it and what not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.headlines import UNTITLED
from syndicate.digests.explaining.details import both_clocks
from syndicate.digests.newsletters import ClockOwner
from syndicate.storage.states import CadenceKind
from syndicate.web.desk.coming.rules import place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from syndicate.config import Config
    from syndicate.digests.explaining.coming import ExpectedEdition
    from syndicate.text.mailboxes import Mailbox
    from syndicate.web.desk.coming.asked import AskedEdition


@dataclass(frozen=True, kw_only=True, slots=True)
class ReaderStory:
    """A story that a reader gets or does not get, in one sentence, with the setting that it obeys, or none."""

    id: str
    headline: str
    reason: str
    rule: str
    is_in: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ReaderWhy:
    """What comes to one reader: ``words`` say when, or why nothing does."""

    words: str
    stories: tuple[ReaderStory, ...]


def hour_because(config: Config, asked: AskedEdition) -> str:
    """By which settings the edition first leaves when it does."""
    newsletter, cadence = asked.newsletter, asked.slot.cadence
    path: tuple[str | int, ...] = ("newsletters", newsletter.name, "at")
    own = next(section for section in config.newsletters if section.name == newsletter.name)
    for number, further in enumerate(own.cadences):
        if further.kind == cadence.kind and "at" in further.model_fields_set:
            path = ("newsletters", newsletter.name, "cadences", number, "at")
    if newsletter.clock is ClockOwner.READER:
        clock = f"on each reader's own clock (clock, {place_of(config, ('newsletters', newsletter.name, 'clock'))})"
    else:
        clock = f"on the clock of {newsletter.zone.key}"
    chosen = "; readers may have chosen another hour" if newsletter.clock is ClockOwner.READER else ""
    return f"It leaves at {cadence.at:%H:%M} (at, {place_of(config, path)}) {clock}{chosen}."


def reader_why(edition: ExpectedEdition, reader: Mailbox, rule: Callable[[str], str]) -> ReaderWhy:
    """What one reader is told about their next edition."""
    stories = [(story, True) for story in edition.stories] + [(story, False) for story in edition.left_out]
    return ReaderWhy(
        words=_words(edition, reader),
        stories=tuple(
            ReaderStory(
                id=story.article_id,
                headline=story.title or UNTITLED,
                reason=story.reason,
                rule=rule(story.reason),
                is_in=is_in and not edition.reason,
            )
            for story, is_in in stories
        ),
    )


def _words(edition: ExpectedEdition, reader: Mailbox) -> str:
    if edition.due_at is None or edition.zone is None:
        return f"Nothing comes to {reader.shown}: {edition.reason or 'nothing is due'}."
    when = both_clocks(edition.due_at, edition.zone)
    follows = "at once" if edition.cadence == CadenceKind.INSTANT else f"{edition.cadence}"
    waits = f"; {edition.reason}" if edition.reason else ""
    return f"To {reader.shown} it comes {follows}, {when}{waits}."
