"""Making a mail fit: what is shortened, and then left out, until no client cuts it and hides its footer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING

from syndicate.digests.content import EditionContent, PlacedStory, ToldCorrection
from syndicate.digests.model import Exclusion
from syndicate.mail.checks import BLOCK_BYTES, size_of
from syndicate.storage.states import MailFormat
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from syndicate.mail.model import Digest, Rendering, Story

#: Why a story is left out, and only told of by number.
TOO_LARGE = "the mail would be too large: Gmail would cut it"
#: The most renderings that one mail takes.
MOST_RENDERINGS = 8
#: Characters that a deck or an excerpt keeps where the mail is too large.
SHORT = 120
#: Characters that a headline, an alternative text or a caption keeps there, and people that are named.
_LONG, _MOST_AUTHORS = 300, 6
#: Characters that the note of a correction keeps there; the page of its article has it whole.
_LONGEST_NOTE = 600
#: Bytes of a correction beside its words.
_BYTES_AROUND = 1_000
#: Characters of an address that every client takes.
_LONGEST_ADDRESS = 2_000
# Stories are of different sizes: what is aimed at is a little less than what is allowed.
_AIM = 0.98 * BLOCK_BYTES


@dataclass(frozen=True, kw_only=True, slots=True)
class SetContent:
    """What an edition says, and the mail that says it."""

    content: EditionContent
    digest: Digest
    rendering: Rendering

    @property
    def size(self) -> int:
        """Bytes of its HTML, as Gmail counts them; or of its text, where that is all."""
        if self.content.format is MailFormat.TEXT:
            return len(self.rendering.text.encode())
        return size_of(self.rendering)

    @property
    def fits(self) -> bool:
        """Whether Gmail shows all of it."""
        return self.size <= BLOCK_BYTES


def fit(content: EditionContent, render: Callable[[Digest], Rendering]) -> SetContent:
    """The mail that says as much as it may.

    One that is too large has the lead's excerpt in place of its text, then short decks, then no thumbnails, then no
    endless line and no story with an endless address, and at last not its last stories, of which it tells the number.
    Corrections that do not fit beside the lead alone wait for the next mail, the oldest of them. What stands around
    the stories is not made to fit.

    Raises:
        BadDataError: the mail cannot be rendered.
    """

    def set_in_type(said: EditionContent) -> SetContent:
        digest = said.digest()
        return SetContent(content=said, digest=digest, rendering=render(digest))

    made = set_in_type(content)
    rendered = 1
    for lighten in (_excerpted, _shortened, _without_thumbnails, _trimmed):
        if not made.fits and (lighter := lighten(made.content)) != made.content:
            made, rendered = set_in_type(lighter), rendered + 1
    if made.fits:
        return made
    alone = set_in_type(_first(made.content, 1)) if len(made.content.stories) > 1 else made
    if not alone.fits:
        return _with_newest(alone, set_in_type) if len(alone.content.corrections) > 1 else alone
    return _with_most(made, alone, set_in_type, MOST_RENDERINGS - rendered - 1)


def _with_most(
    made: SetContent, alone: SetContent, set_in_type: Callable[[EditionContent], SetContent], most_renderings: int
) -> SetContent:
    """As many of the first stories as fit: at least the lead ``alone``."""
    for _ in range(most_renderings):
        count = _fitting_count(made, alone)
        if count == 1:
            break
        made = set_in_type(_first(made.content, count))
        if made.fits:
            return made
    return alone


def _with_newest(made: SetContent, set_in_type: Callable[[EditionContent], SetContent]) -> SetContent:
    """As many of the newest corrections as fit: at least one."""
    one = set_in_type(_newest(made.content, 1))
    left = _AIM - one.size
    if left <= 0:
        return one
    weights = [_weight(told) for told in made.content.corrections[1:]]
    scale = (made.size - one.size) / sum(weights)
    count = 1 + sum(1 for weight in accumulate(weights) if weight * scale <= left)
    if count == 1:
        return one
    more = set_in_type(_newest(made.content, count))
    return more if more.fits else one


def _weight(told: ToldCorrection) -> int:
    """About how many bytes a correction takes, against others."""
    notice = told.notice
    return _BYTES_AROUND + sum(len(escape(text).encode()) for text in (notice.headline, notice.url, notice.note))


def _newest(content: EditionContent, count: int) -> EditionContent:
    waiting = tuple(told.key for told in content.corrections[count:])
    return replace(content, corrections=content.corrections[:count], waiting_corrections=waiting)


def _fitting_count(made: SetContent, alone: SetContent) -> int:
    """How many stories are likely to fit: by where each begins in the mail, or else as if all were alike."""
    count, left = len(made.content.stories), _AIM - alone.size
    html = made.rendering.html.encode()
    starts = [html.find(escape(story.as_listed.url).encode()) for story in made.content.stories]
    if starts != sorted(set(starts)):
        return max(1, min(count - 1, int(count * left / (made.size - alone.size)))) if left > 0 else 1
    return max((number for number in range(1, count) if starts[number] - starts[1] <= left), default=1)


def _first(content: EditionContent, count: int) -> EditionContent:
    left_out = (
        Exclusion(article_id=story.article_id, reason=TOO_LARGE, is_final=True) for story in content.stories[count:]
    )
    return replace(content, stories=content.stories[:count], passed_over=(*left_out, *content.passed_over))


def _excerpted(content: EditionContent) -> EditionContent:
    return _changed(content, lambda story: replace(story, body=""))


def _shortened(content: EditionContent) -> EditionContent:
    return _changed(
        content, lambda story: replace(story, deck=shorten(story.deck, SHORT), excerpt=shorten(story.excerpt, SHORT))
    )


def _without_thumbnails(content: EditionContent) -> EditionContent:
    lead, others = content.stories[:1], content.stories[1:]
    listed = (replace(story, as_listed=replace(story.as_listed, picture=None)) for story in others)
    return replace(content, stories=(*lead, *listed))


def _trimmed(content: EditionContent) -> EditionContent:
    """Lines that nobody reads to their end are cut; what cannot be cut, an address, takes its story with it."""
    endless = [story for story in content.stories if len(story.as_listed.url) > _LONGEST_ADDRESS]
    others = content.without([story.article_id for story in endless])
    if endless and others is not None:
        left_out = (Exclusion(article_id=each.article_id, reason=TOO_LARGE, is_final=True) for each in endless)
        content = replace(others, passed_over=(*left_out, *content.passed_over))
    return replace(_changed(content, _with_short_lines), corrections=tuple(map(_with_short_note, content.corrections)))


def _with_short_note(told: ToldCorrection) -> ToldCorrection:
    notice = told.notice
    short = replace(notice, headline=shorten(notice.headline, _LONG), note=shorten(notice.note, _LONGEST_NOTE))
    return replace(told, notice=short)


def _with_short_lines(story: Story) -> Story:
    picture = story.picture and replace(
        story.picture, alt=shorten(story.picture.alt, _LONG), caption=shorten(story.picture.caption, _LONG)
    )
    return replace(
        story,
        headline=shorten(story.headline, _LONG),
        kicker=shorten(story.kicker, SHORT),
        authors=tuple(shorten(author, SHORT) for author in story.authors[:_MOST_AUTHORS]),
        picture=picture,
    )


def _changed(content: EditionContent, change: Callable[[Story], Story]) -> EditionContent:
    def both(story: PlacedStory) -> PlacedStory:
        return replace(story, as_lead=change(story.as_lead), as_listed=change(story.as_listed))

    return replace(content, stories=tuple(map(both, content.stories)))
