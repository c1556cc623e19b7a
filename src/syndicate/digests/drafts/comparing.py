"""How a coming edition differs from the one before it, for an editor who lets it go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.text.plain import counted, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.digests.content import EditionContent

_LONGEST_SHOWN = 120
_TEXTS = {
    "title": "the newsletter's title",
    "postal_address": "the postal address",
    "language": "the language",
    "format": "the form",
    "layout": "the layout",
}


def since_the_last(before: EditionContent, now: EditionContent) -> list[str]:
    """What an editor would not expect of two editions of one newsletter, a line each; their stories always differ."""
    return [*_texts(before, now), *_amounts(before, now), *_parts(before, now)]


def _texts(before: EditionContent, now: EditionContent) -> Iterator[str]:
    for name, words in _TEXTS.items():
        old, new = getattr(before, name), getattr(now, name)
        if old != new:
            yield f"{words}: {_shown(old)} → {_shown(new)}"


def _amounts(before: EditionContent, now: EditionContent) -> Iterator[str]:
    if len(before.stories) != len(now.stories):
        yield f"{counted(len(now.stories), 'article')}, {len(before.stories)} in the last one"
    pictures = [sum(story.as_listed.picture is not None for story in each.stories) for each in (before, now)]
    if pictures[1] < pictures[0]:
        yield f"{counted(pictures[1], 'picture')}, {pictures[0]} in the last one"


def _parts(before: EditionContent, now: EditionContent) -> Iterator[str]:
    if bool(before.introduction) != bool(now.introduction):
        yield "an introduction, which the last one had not" if now.introduction else "no introduction, as the last had"
    if before.blocks != now.blocks:
        yield "other blocks between the stories"
    if now.corrections:
        yield f"{counted(len(now.corrections), 'correction')} to earlier stories"


def _shown(value: object) -> str:
    return f"“{shorten(str(value), _LONGEST_SHOWN)}”" if value else "none"
