"""What a tag is: one tokenizer for MJML and HTML, which reads any text to its end.

It takes what authors write as browsers do, but for one thing: a quotation mark that is not closed ends at the next
tag, not at the next quotation mark, so that the rest of a document can still be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from syndicate.mail.markup.vocabulary import words

_QUOTED = r""""(?:[^"<]++|<(?![A-Za-z/!]))*"|'(?:[^'<]++|<(?![A-Za-z/!]))*'"""
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<[!?][^>]*>?"
    r"|<(?P<closing>/?)(?P<name>[A-Za-z][^\s/<>\"'=]*)"
    rf"(?P<inside>(?:[^<>\"']++|{_QUOTED})*+)(?:(?P<end>>)|[^<>]*>?)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'<>/=]+)(?P<given>\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'<>]+)?)?""", re.DOTALL
)
_TIDY = re.compile(rf"(?:\s+[^\s\"'<>/=]+(?:\s*=\s*(?:{_QUOTED}))?)*\s*/?", re.DOTALL)
#: Elements whose content is no markup.
_RAW = frozenset({"style", "mj-style", "script"})
#: Elements that have no content, and so no closing tag.
VOID = words("area base br col embed hr img input link meta param source track wbr")


class TokenKind(Enum):
    """What a piece of markup is; of ``RAW``, the text of a style sheet, no part is a tag."""

    TEXT = "text"
    TAG = "tag"
    COMMENT = "comment"
    DECLARATION = "declaration"
    RAW = "raw"


class Token(NamedTuple):
    """A piece of markup from ``start`` to ``end``; the tokens of a text follow each other without a gap.

    Of a tag: its name as it is written, and where its attributes stand. ``is_broken``: a quotation mark or its ``>``
    is missing.
    """

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    inside: tuple[int, int] = (0, 0)
    is_closing: bool = False
    is_empty: bool = False
    is_broken: bool = False

    @property
    def is_opening(self) -> bool:
        """Whether it is a tag that is followed by content, or an empty one."""
        return self.kind is TokenKind.TAG and not self.is_closing


# A mail has some hundred tokens: they are made without looking up and naming what each holds.
_make, _TAG = Token._make, TokenKind.TAG
_NO_TAG = ("", (0, 0), False, False, False)


class Attribute(NamedTuple):
    """An attribute of a tag: where it and its value begin, and the value as it is written, without ``quote``.

    ``quote`` is empty for a value without quotation marks, and ``None`` if there is no value.
    """

    name: str
    start: int
    end: int
    value: str
    value_start: int
    quote: str | None


def tokenize(text: str) -> Iterator[Token]:
    """The text as tokens, whatever it is."""
    at = 0
    while at < len(text):
        raw = ""
        for match in _TOKEN.finditer(text, at):
            if match.start() > at:
                yield _make((TokenKind.TEXT, at, match.start(), *_NO_TAG))
            token = _token(match)
            yield token
            at, name = token.end, token.name
            if name.lower() in _RAW and token.is_opening and not token.is_empty:
                raw = name
                break
        end = _end_of_raw(text, at, raw) if raw else len(text)
        if end > at:
            yield Token(TokenKind.RAW if raw else TokenKind.TEXT, at, end)
        at = end


@lru_cache(maxsize=4)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The same, remembered for who reads the text next."""
    return tuple(tokenize(text))


def is_tidy(text: str, tag: Token) -> bool:
    """Whether each attribute of a tag has a space before it and quotation marks, and the tag its end."""
    return not tag.is_broken and _TIDY.fullmatch(text, *tag.inside) is not None


def tags(text: str) -> Iterator[Token]:
    """The tags of a text in order, without those in comments."""
    return (token for token in tokenize(text) if token.kind is TokenKind.TAG)


def attributes(text: str, tag: Token) -> Iterator[Attribute]:
    """The attributes of a tag of the text, in order."""
    for match in _ATTRIBUTE.finditer(text, *tag.inside):
        written = match["value"] or ""
        quote = written[0] if written[:1] in {'"', "'"} else ""
        start = match.start("value") + len(quote) if written else match.end()
        value = written[1:-1] if quote else written
        yield Attribute(
            match["name"], match.start(), match.end(), value, start, quote if match["given"] is not None else None
        )


def _token(match: re.Match[str]) -> Token:
    start, stop = match.span()
    closing, name, inside, end = match.groups()
    if not name:
        kind = TokenKind.COMMENT if match[0].startswith("<!--") else TokenKind.DECLARATION
        return Token(kind, start, stop)
    is_empty = inside.endswith("/") or name.lower() in VOID
    return _make((_TAG, start, stop, name, match.span(3), closing != "", is_empty, end is None))


def _end_of_raw(text: str, start: int, name: str) -> int:
    end = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(text, start)
    return end.start() if end else len(text)
