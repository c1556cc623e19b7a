"""The body of a dump: lines become paragraphs, sub-headings and list items, and those HTML and text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.articles.formats.furniture.boilerplate import Line

_LONGEST_HEADING = 80
_BULLETS = frozenset("•●▪◦‣∙*–-")
_BULLET = re.compile(r"(?:[•●▪◦‣∙]|[*–-](?=\s))\s*")
_ENDINGS = tuple(".!?…:;,。！？：؟۔।")
_CLOSING = "\"'”’»)]"


class BlockKind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "sub-heading"
    ITEM = "list item"


#: One block of plain text, in one line.
Block = tuple[BlockKind, str]


def blocks(lines: Iterable[Line]) -> list[Block]:
    """The blocks in lines (stripped, empty ones between paragraphs), without the page's labels."""
    texts = _paragraphs(lines)
    paragraph = BlockKind.PARAGRAPH
    return [
        (paragraph, text)
        if len(text) > _LONGEST_HEADING and text[0] not in _BULLETS  # as most are
        else _block(text, follower)
        for text, follower in zip(texts, [*texts[1:], ""], strict=False)
    ]


def _block(text: str, follower: str) -> Block:
    bullet = _BULLET.match(text)
    if bullet and bullet.end() < len(text):
        return BlockKind.ITEM, text[bullet.end() :]
    is_heading = len(text) <= _LONGEST_HEADING and _is_heading(text, follower)
    return BlockKind.HEADING if is_heading else BlockKind.PARAGRAPH, text


def _is_heading(text: str, follower: str) -> bool:
    """One short line without a full stop, above prose that is longer."""
    if len(follower) <= max(len(text), 40):
        return False
    is_open = not text.rstrip(_CLOSING).endswith(_ENDINGS) or text.endswith("?")
    return (
        is_open
        and any(char.isalpha() for char in text)
        and follower.rstrip(_CLOSING).endswith(_ENDINGS)
        and not _BULLET.match(follower)
    )


def _paragraphs(lines: Iterable[Line]) -> list[str]:
    texts: list[str] = []
    run: list[str] = []
    for line, label in lines:
        if line:
            if not label.is_furniture:
                run.append(line)
        elif run:
            texts += _unwrapped(run)
            run = []
    return texts + _unwrapped(run)


def _unwrapped(run: list[str]) -> list[str]:
    """A line is a paragraph, unless most go on in lower case in the next one: then the text was wrapped."""
    if len(run) <= 1 or not all(40 <= len(line) <= 120 for line in run[:-1]):  # noqa: PLR2004
        return run
    goes_on = sum(not above.endswith(_ENDINGS) and below[0].islower() for above, below in pairwise(run))
    return [" ".join(run)] if goes_on > 0 and goes_on * 2 >= len(run) - 1 else run


def to_html(body: Sequence[Block]) -> str:
    """``<p>``, ``<h2>`` and ``<ul>`` of escaped text, a line each."""
    parts: list[str] = []
    # By names of their own: to ask an enumeration for a member takes longer than all the rest.
    paragraph, item = BlockKind.PARAGRAPH, BlockKind.ITEM
    is_list = False
    for kind, text in body:
        if is_list is not (kind is item):
            is_list = not is_list
            parts.append("<ul>" if is_list else "</ul>")
        safe = _escaped(text)
        if kind is paragraph:
            parts.append(f"<p>{safe}</p>")
        else:
            parts.append(f"<li>{safe}</li>" if is_list else f"<h2>{safe}</h2>")
    return "\n".join([*parts, "</ul>"] if is_list else parts)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def to_plain(body: Sequence[Block]) -> str:
    """The blocks with a blank line between; the items of a list with ``• ``, a line each."""
    item = BlockKind.ITEM
    parts: list[str] = []
    was_item = False
    for kind, text in body:
        is_item = kind is item
        if is_item and was_item:
            parts[-1] += f"\n• {text}"
        else:
            parts.append(f"• {text}" if is_item else text)
        was_item = is_item
    return "\n\n".join(parts)
