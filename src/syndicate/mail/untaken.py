"""Mistakes in the markup of branches that no mail has taken yet: told as far as a part of a mail can tell them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from syndicate.mail.markup.attributes import mistakes_of_attributes_in_part
from syndicate.mail.markup.marks import read_marks
from syndicate.mail.markup.structure import mistakes_of_part
from syndicate.mail.skeletons import WRITTEN, skeletons_of

if TYPE_CHECKING:
    from jinja2 import nodes

    from syndicate.mail.markup.mistakes import MarkupMistake


def mistakes_in_markup(tree: nodes.Template) -> tuple[MarkupMistake, ...]:
    """What is wrong with the tags of a template, each told once; of what does not stand as it should, the first.

    Where no way through a part closes what it opens, as in that which begins a page, nobody knows what it should close.
    """
    return tuple(dict.fromkeys(mistake for ways in skeletons_of(tree) for mistake in _in_part(ways)))


def _in_part(ways: tuple[str, ...]) -> Iterator[MarkupMistake]:
    read = [read_marks(way) for way in ways]
    is_whole = any(not any(mistakes_of_part(marked, is_whole=True)) for marked in read)
    for marked in read:
        first = next(mistakes_of_part(marked, is_whole=is_whole), None)
        if first is not None:
            yield first
        yield from mistakes_of_attributes_in_part(marked, WRITTEN)
