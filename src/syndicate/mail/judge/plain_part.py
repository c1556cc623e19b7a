"""The text part: whether it says all that the mail says, in lines that every client can show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.rules import told
from syndicate.mail.lines import columns
from syndicate.mail.merge_fields import read_literals, without_fields
from syndicate.mail.visible import squeeze
from syndicate.text.plain import clean

if TYPE_CHECKING:
    from syndicate.mail.model import Digest, Rendering, Story

#: Columns of a line, without its end (RFC 5322 §2.1.1).
WIDEST_LINE = 78

#: Columns that may stand before a long word in its line, such as “View in browser: ”.
_LONGEST_LABEL = 40

_HTML = re.compile(r"</?(?:p|div|span|a|br|b|i|em|strong|ul|ol|li|h[1-6]|td|tr|table|img)\b[^<>]*/?>", re.IGNORECASE)


def judge_text(rendering: Rendering, digest: Digest) -> Iterator[MailFinding]:
    """What the text part lacks or has left over."""
    text = read_literals(rendering.text)
    squeezed = squeeze(text)
    for story in stories_of(digest):
        yield from _judge_story(story, squeezed, rendering.text_template)
    if squeeze(clean(digest.introduction_text)) not in squeezed:
        message = "the text part does not show the introduction; the template needs `digest.introduction_text`"
        yield told("text-introduction", message, where=rendering.text_template)
    yield from _judge_lines(read_literals(without_fields(rendering.text)), digest, rendering.text_template)


def stories_of(digest: Digest) -> tuple[Story, ...]:
    """The stories of a digest in their order."""
    return (*([digest.lead] if digest.lead else []), *digest.secondary, *digest.more)


def _judge_story(story: Story, squeezed: str, template: str) -> Iterator[MailFinding]:
    for part, what in ((story.headline, "headline"), (story.url, "link")):
        if _squeezed(part) not in squeezed:
            message = f"the text part lacks the {what} of “{story.headline}”"
            yield told("text-incomplete", message, quote=part, where=template)
            return


@lru_cache(maxsize=4_096)
def _squeezed(part: str) -> str:
    return squeeze(clean(part))


def _judge_lines(text: str, digest: Digest, template: str) -> Iterator[MailFinding]:
    for wide in [line for line in text.splitlines() if _is_too_wide(line)][:1]:
        message = f"a line of the text part has {columns(wide)} columns, more than {WIDEST_LINE}; use the filter wrap"
        yield told("text-wide", message, quote=wide, where=template)
    said = squeeze(clean("".join(_said_in(digest))))
    left = (match[0] for match in _HTML.finditer(text) if squeeze(match[0]) not in said)
    if (tag := next(left, None)) is not None:
        yield told("text-with-html", f"{tag} was left in the text part", quote=tag, where=template)


def _said_in(digest: Digest) -> Iterator[str]:
    """What people wrote that the text part may show: a tag in it is something that they tell."""
    yield digest.introduction_text
    for story in stories_of(digest):
        yield from (story.headline, story.deck, story.excerpt, story.body_text)
    for notice in digest.corrections:
        yield from (notice.headline, notice.note)
    for block in digest.blocks:
        yield block.text


def _is_too_wide(line: str) -> bool:
    """A word or an address that is longer cannot be helped, nor what stands before it."""
    return columns(line) > WIDEST_LINE and columns(line) - max(map(columns, line.split())) > _LONGEST_LABEL
