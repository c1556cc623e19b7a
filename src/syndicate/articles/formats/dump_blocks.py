"""The body of a dump: lines become paragraphs, sub-headings and list items, and those HTML and text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from syndicate.articles.formats.boilerplate import is_boilerplate

_LONGEST_HEADING = 80
_BULLET = re.compile(r"(?:[•●▪◦‣∙]|[*–-](?=\s))\s*")
_ENDINGS = tuple(".!?…:;,。！？：؟۔।")
_CLOSING = "\"'”’»)]"


class Kind(StrEnum):
    """What a block is; the value is its HTML element."""

    PARAGRAPH = "p"
    HEADING = "h2"
    ITEM = "li"


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One block of plain text, in one line."""

    kind: Kind
    text: str


def blocks(lines: Sequence[str]) -> list[Block]:
    """The blocks in lines (stripped, empty ones between paragraphs), without the page's labels."""
    texts = [text for text in _paragraphs(lines) if not is_boilerplate(text)]
    found = []
    for index, text in enumerate(texts):
        follower = texts[index + 1] if index + 1 < len(texts) else ""
        found.append(_block(text, follower))
    return found


def _block(text: str, follower: str) -> Block:
    bullet = _BULLET.match(text)
    if bullet and bullet.end() < len(text):
        return Block(kind=Kind.ITEM, text=text[bullet.end() :])
    return Block(kind=Kind.HEADING if _is_heading(text, follower) else Kind.PARAGRAPH, text=text)


def _is_heading(text: str, follower: str) -> bool:
    """One short line without a full stop, above prose that is longer."""
    if len(text) > _LONGEST_HEADING or len(follower) <= max(len(text), 40):
        return False
    is_open = not text.rstrip(_CLOSING).endswith(_ENDINGS) or text.endswith("?")
    return (
        is_open
        and any(char.isalpha() for char in text)
        and follower.rstrip(_CLOSING).endswith(_ENDINGS)
        and not _BULLET.match(follower)
    )


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    for is_filled, run in groupby(lines, key=bool):
        if is_filled:
            yield from _unwrapped(list(run))


def _unwrapped(run: list[str]) -> list[str]:
    """A line is a paragraph, unless most go on in lower case in the next one: then the text was wrapped."""
    if len(run) == 1:
        return run
    goes_on = sum(not above.endswith(_ENDINGS) and below[0].islower() for above, below in pairwise(run))
    is_wrapped = goes_on * 2 >= len(run) - 1 and goes_on > 0 and all(40 <= len(line) <= 120 for line in run[:-1])  # noqa: PLR2004
    return [" ".join(run)] if is_wrapped else run


def to_html(found: Sequence[Block]) -> str:
    """``<p>``, ``<h2>`` and ``<ul>`` of escaped text, a line each."""
    parts = []
    for kind, run in groupby(found, key=lambda block: block.kind):
        inner = [f"<{kind}>{html.escape(block.text, quote=False)}</{kind}>" for block in run]
        parts += ["<ul>", *inner, "</ul>"] if kind is Kind.ITEM else inner
    return "\n".join(parts)


def to_plain(found: Sequence[Block]) -> str:
    """The blocks with a blank line between; the items of a list with ``• ``, a line each."""
    parts = []
    for kind, run in groupby(found, key=lambda block: block.kind):
        if kind is Kind.ITEM:
            parts.append("\n".join(f"• {block.text}" for block in run))
        else:
            parts += [block.text for block in run]
    return "\n\n".join(parts)
