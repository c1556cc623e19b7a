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

_QUOTED = r""""(?:[^"<]|<(?![A-Za-z/!]))*"|'(?:[^'<]|<(?![A-Za-z/!]))*'"""
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<[!?][^>]*>?"
    r"|<(?P<closing>/?)(?P<name>[A-Za-z][^\s/<>\"'=]*)"
    rf"(?P<inside>(?:[^<>\"']|{_QUOTED})*+)(?:(?P<end>>)|[^<>]*>?)",
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
    at, raw = 0, ""
    while at < len(text):
        if raw:
            end = _end_of_raw(text, at, raw)
            if end > at:
                yield Token(TokenKind.RAW, at, end)
            at, raw = end, ""
            continue
        match = _TOKEN.search(text, at)
        if match is None or match.start() > at:
            yield Token(TokenKind.TEXT, at, match.start() if match else len(text))
        if match is None:
            return
        token = _token(match)
        yield token
        at = token.end
        if token.is_opening and not token.is_empty and token.name.lower() in _RAW:
            raw = token.name


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
    name = match["name"]
    if not name:
        kind = TokenKind.COMMENT if match[0].startswith("<!--") else TokenKind.DECLARATION
        return Token(kind, match.start(), match.end())
    inside = match["inside"]
    return Token(
        TokenKind.TAG,
        match.start(),
        match.end(),
        name,
        (match.start("inside"), match.end("inside")),
        is_closing=bool(match["closing"]),
        is_empty=inside.endswith("/") or name.lower() in VOID,
        is_broken=not match["end"],
    )


def _end_of_raw(text: str, start: int, name: str) -> int:
    end = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(text, start)
    return end.start() if end else len(text)
