"""What stands in what, and what closes what: the check that the compiler, which passes everything on, does not make."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from syndicate.mail.markup.marks import Marked, read_marks
from syndicate.mail.markup.mistakes import MarkupMistake, did_you_mean, refuse
from syndicate.mail.markup.tokens import Token, TokenKind, attributes, is_tidy, tags, tokens_of
from syndicate.mail.markup.vocabulary import (
    BLOCKS,
    ELEMENTS,
    HOLDS_HTML,
    PARENTS,
    REFUSED,
    STRICT_CHILDREN,
    STRICT_PARENTS,
    WITHOUT_DEFAULTS,
    words,
)

_CLOSE = (
    "Close every tag in the order in which it was opened, <p> and <td> too; only <br>, <img> and their like are not."
)
_WRITE = "In HTML, &lt; writes a <."
_QUOTE = 'Write attributes as name="value", with a space before each.'
_TAKE_OUT = "Take it out: it shows nothing."
_PLACE = "docs/mail.md says what may stand where."
#: Controls, as they are or as a reference, and references to any other character.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:[xX][0-9A-Fa-f]+|[0-9]+);?")
#: What may stand in a document (XML 1.0, production 2).
_CHARACTERS = ((0x9, 0xA, 0xD), range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, sys.maxunicode + 1))
#: Digits of a reference with which nobody means a character any more.
_LONGEST_REFERENCE = 12
#: Tokens that are remembered, over all places in which they stood.
_MOST_REMEMBERED = 10_000
_SHORT = frozenset(name.removeprefix("mj-") for name in PARENTS if name != "mjml")
_HOLDS_MJML = frozenset(PARENTS) - HOLDS_HTML
#: Paragraphs and headings, which end where a block begins.
_ENDED_BY_BLOCKS = words("p h1 h2 h3 h4 h5 h6")


def check_structure(source: str) -> None:
    """Refuse markup that is not what its author meant: what is no tag, stands in the wrong place, or is not closed.

    Raises:
        BadDataError: at the place of the first such mistake.
    """
    for mistake in mistakes_of_structure(read_marks(source)):
        refuse(mistake.message, mistake.where, mistake.hint)


def mistakes_of_structure(marked: Marked) -> Iterator[MarkupMistake]:
    """What is no tag, stands in the wrong place, or is not closed; what follows the first may be due to it."""
    nesting = _Nesting(marked)
    for token in tokens_of(marked.text):
        if not nesting.knows(token):
            yield from nesting.read(token)
    yield from nesting.end()


def mistakes_of_part(marked: Marked, *, is_whole: bool) -> Iterator[MarkupMistake]:
    """The same of a part of a document, of which nobody knows what stands around it.

    ``is_whole``: what it opens, it closes.
    """
    nesting = _NestingOfPart(marked)
    for token in tokens_of(marked.text):
        if not nesting.knows(token):
            yield from nesting.read(token)
    if is_whole:
        yield from nesting.end()


@dataclass(slots=True)
class _Depth:
    """The names of the tags that are open at a place, and which tokens may stand there as they are.

    ``after``: by what a token says, how many of the tags stay open, whether it opens one, and what is open then.
    """

    names: tuple[str, ...]
    after: dict[str, tuple[int, bool, _Depth]] = field(default_factory=dict)


class _Memory:
    """What was found to be no mistake: mails of one look repeat each other, and variants all but a few of their words.

    What a token may stand in depends on the names of what is open, and on nothing else.
    """

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._depths: dict[tuple[str, ...], _Depth] = {}
        self._left = _MOST_REMEMBERED

    def depth(self, tags: list[Token]) -> _Depth:
        names = tuple(tag.name for tag in tags)
        return self._depths.setdefault(names, _Depth(names))

    def note(self, before: _Depth, said: str, kept: int, tags: list[Token]) -> _Depth:
        """That the token may stand there, and what is open behind it."""
        if not self._left:
            self._forget()
        self._left -= 1
        after = self.depth(tags)
        before.after[said] = (kept, len(tags) > kept, after)
        return after


class _Nesting:
    """The tags that are open while a document is read."""

    _memory = _Memory()

    def __init__(self, marked: Marked) -> None:
        self._marked = marked
        self._text = marked.text
        self._open: list[Token] = []
        self._depth = self._memory.depth([])

    def knows(self, token: Token) -> bool:
        """Whether the token is known to be no mistake there; then it has been read."""
        known = self._depth.after.get(self._text[token.start : token.end])
        if known is None:
            return False
        kept, opens, self._depth = known
        del self._open[kept:]
        if opens:
            self._open.append(token)
        return True

    def read(self, token: Token) -> Iterator[MarkupMistake]:
        """What is wrong with the token there; what is nothing is remembered."""
        before, is_good = list(self._open), True
        for mistake in self._read(token):
            is_good = False
            yield mistake
        if is_good:
            kept = sum(1 for old, new in zip(before, self._open, strict=False) if old is new)
            self._depth = self._memory.note(self._depth, self._text[token.start : token.end], kept, self._open)
        else:
            self._depth = self._memory.depth(self._open)

    def _read(self, token: Token) -> Iterator[MarkupMistake]:
        if token.kind is TokenKind.TAG:
            yield from self._read_closing(token) if token.is_closing else self._read_opening(token)
        elif token.kind is TokenKind.TEXT:
            yield from self._read_text(token)
        elif token.kind is TokenKind.COMMENT:
            yield from self._read_comment(token)
        elif token.kind is TokenKind.DECLARATION:
            yield from self._read_declaration(token)

    def end(self) -> Iterator[MarkupMistake]:
        for tag in self._open[-1:]:
            yield self._mistake(tag.start, f"<{tag.name}> is not closed", _CLOSE)

    def _mistake(self, offset: int, message: str, hint: str) -> MarkupMistake:
        return MarkupMistake(where=self._marked.where(offset), message=message, hint=hint)

    def _read_opening(self, tag: Token) -> Iterator[MarkupMistake]:
        yield from self._check_name(tag)
        if not is_tidy(self._text, tag):
            yield from self._check_form(tag)
        yield from self._check_characters(tag)
        if tag.name.startswith("mj"):
            yield from self._check_mjml_parent(tag)
        else:
            yield from self._check_html_parent(tag)
        if not tag.is_empty:
            self._open.append(tag)

    def _check_name(self, tag: Token) -> Iterator[MarkupMistake]:
        name = tag.name.lower()
        if name in REFUSED:
            yield self._mistake(tag.start, f"<{tag.name}> is not used here", REFUSED[name])
        elif name.startswith("mj") and tag.name not in PARENTS:
            guess = did_you_mean(name.removeprefix("mj-"), _SHORT, "<mj-{}>")
            yield self._mistake(tag.start, f"<{tag.name}> is no MJML tag{guess}", _PLACE)
        elif ":" not in name and not name.startswith("mj") and name not in ELEMENTS and not self._is_in_svg():
            guess = did_you_mean(name, (*ELEMENTS, *PARENTS), "<{}>")
            yield self._mistake(tag.start, f"<{tag.name}> is no element of HTML{guess}", _PLACE)

    def _is_in_svg(self) -> bool:
        return any(tag.name == "svg" for tag in self._open)

    def _check_form(self, tag: Token) -> Iterator[MarkupMistake]:
        """Whether the attributes are written so that the compiler reads them."""
        end = tag.start
        for attribute in attributes(self._text, tag):
            if attribute.quote == "" and attribute.value:
                message = f"the value of {attribute.name} has no quotation marks"
                yield self._mistake(attribute.value_start, message, _QUOTE)
            if attribute.start == end:
                yield self._mistake(attribute.start, f"there is no space before {attribute.name}", _QUOTE)
            end = attribute.end
        if tag.is_broken:
            yield self._broken(tag)

    def _broken(self, tag: Token) -> MarkupMistake:
        stop = tag.inside[1]
        if self._text[stop : stop + 1] not in {'"', "'"}:
            return self._mistake(tag.start, f"<{tag.name}> lacks its >", _CLOSE)
        of = [attribute.name for attribute in attributes(self._text, tag)][-1:]
        what = f"the value of {of[0]} begins" if of and self._text[:stop].rstrip().endswith("=") else "there is"
        return self._mistake(stop, f"{what} with a quotation mark that is not closed".replace("is with", "is"), _QUOTE)

    def _check_characters(self, tag: Token) -> Iterator[MarkupMistake]:
        """Whether no attribute holds a character that a document cannot hold, such as a control."""
        for match in _CONTROL.finditer(self._text, *tag.inside):
            if not _can_be_held(match[0]):
                written = match[0] if match[0].isprintable() else f"U+{ord(match[0]):04X}"
                yield self._mistake(match.start(), f"{written} is a character that no mail can hold", _TAKE_OUT)

    def _check_mjml_parent(self, tag: Token) -> Iterator[MarkupMistake]:
        around = self._open[-1] if self._open else None
        parent = around.name if around else ""
        if tag.name not in PARENTS or (parent == "mj-attributes" and tag.name not in WITHOUT_DEFAULTS):
            return
        allowed = PARENTS[tag.name]
        if parent in (allowed or {""}):
            return
        if around and not self._is_closed(around):
            yield self._not_closed(around, tag)
            return
        inside = f"in <{parent}>" if parent else "on its own"
        belongs = " or ".join(f"<{name}>" for name in sorted(allowed)) or "no other tag"
        yield self._mistake(tag.start, f"<{tag.name}> cannot stand {inside}; it belongs in {belongs}", _PLACE)

    def _check_html_parent(self, tag: Token) -> Iterator[MarkupMistake]:
        name, parent = tag.name.lower(), self._open[-1].name.lower() if self._open else ""
        ended = self._ended_by(name)
        if parent in _HOLDS_MJML:
            message = f"<{tag.name}> cannot stand in <{parent}>; put it into <mj-text> or <mj-raw>"
        elif name in STRICT_PARENTS and parent and parent not in STRICT_PARENTS[name]:
            belongs = " or ".join(f"<{each}>" for each in sorted(STRICT_PARENTS[name]) if not each.startswith("mj"))
            message = f"<{tag.name}> cannot stand in <{parent}>; it belongs in {belongs}"
        elif parent in STRICT_CHILDREN and name not in STRICT_CHILDREN[parent]:
            message = f"<{tag.name}> cannot stand in <{parent}>; put it into a <td>"
        elif ended:
            message = f"<{tag.name}> cannot stand in <{ended}>, which ends where it begins"
        else:
            return
        around = next(each for each in reversed(self._open) if each.name.lower() == (ended or parent))
        yield self._mistake(tag.start, message, _PLACE) if self._is_closed(around) else self._not_closed(around, tag)

    def _is_closed(self, tag: Token) -> bool:
        """Whether as many of its kind are closed as are opened, somewhere from the tag on."""
        depth = 0
        for other in tags(self._text[tag.start :]):
            if other.name == tag.name and not other.is_empty:
                depth += -1 if other.is_closing else 1
                if depth == 0:
                    return True
        return False

    def _not_closed(self, tag: Token, before: Token) -> MarkupMistake:
        shown = self._text[before.start : before.start + 1 + before.is_closing] + f"{before.name}>"
        message = f"<{tag.name}> is not closed before {shown} at {self._marked.where(before.start)}"
        return self._mistake(tag.start, message, _CLOSE)

    def _ended_by(self, name: str) -> str:
        """The paragraph, heading or link around, if the element ends it."""
        names = [tag.name.lower() for tag in self._open]
        if name == "a":
            return "a" if "a" in names else ""
        ended = set(names[-1:]) if name in BLOCKS else set()
        return next(iter(ended & _ENDED_BY_BLOCKS), "")

    def _read_closing(self, tag: Token) -> Iterator[MarkupMistake]:
        name = tag.name.lower()
        depth = self._depth_of(name)
        if depth is None:
            yield self._closes_nothing(tag)
            return
        unclosed = self._open[depth + 1 :]
        del self._open[depth:]
        if unclosed:
            yield self._not_closed(unclosed[0], tag)

    def _depth_of(self, name: str) -> int | None:
        """Which of the open tags a closing one closes; HTML closes none beyond the MJML tag in which it stands."""
        for depth in range(len(self._open) - 1, -1, -1):
            around = self._open[depth].name.lower()
            if around == name:
                return depth
            if around in PARENTS and name not in PARENTS:
                return None
        return None

    def _closes_nothing(self, tag: Token) -> MarkupMistake:
        if tag.is_empty and not tag.name.startswith("mj"):
            return self._mistake(tag.start, f"</{tag.name}> closes nothing: <{tag.name}> has no content", _CLOSE)
        message = f"</{tag.name}> closes nothing"
        if self._open:
            around = self._open[-1]
            message += f"; <{around.name}> of {self._marked.where(around.start)} is open"
        return self._mistake(tag.start, message, _CLOSE)

    def _read_text(self, token: Token) -> Iterator[MarkupMistake]:
        text = self._text[token.start : token.end]
        if "<" in text:
            yield self._mistake(token.start + text.index("<"), "this < begins no tag", _WRITE)
        elif self._open and self._open[-1].name in _HOLDS_MJML and (word := text.strip()):
            message = f"text cannot stand in <{self._open[-1].name}>; put it into <mj-text>"
            yield self._mistake(token.start + text.index(word), message, _PLACE)

    def _read_comment(self, token: Token) -> Iterator[MarkupMistake]:
        text = self._text[token.start : token.end]
        if not text.endswith("-->"):
            yield self._mistake(token.start, "this comment is not closed by -->", _CLOSE)
        elif re.match(r"<!--\[if\b", text) and not re.search(r"(?:<!\[endif\]|<!|\]>)-->\Z", text):
            yield self._mistake(token.start, "this [if …] is not closed by <![endif]-->", _CLOSE)

    def _read_declaration(self, token: Token) -> Iterator[MarkupMistake]:
        text = self._text[token.start : token.end]
        if text.startswith(("<?", "<![CDATA[")):
            yield self._mistake(token.start, f"{text.split(None, 1)[0][:9]} does not belong in a mail", _WRITE)


class _NestingOfPart(_Nesting):
    """The same, where what stands around may be open, too."""

    _memory = _Memory()

    def _check_mjml_parent(self, tag: Token) -> Iterator[MarkupMistake]:
        if self._open:
            yield from super()._check_mjml_parent(tag)

    def _read_closing(self, tag: Token) -> Iterator[MarkupMistake]:
        if self._open or tag.is_empty:
            yield from super()._read_closing(tag)


def _can_be_held(written: str) -> bool:
    """Whether a character, or a reference to one, may stand in a document."""
    digits = written.removeprefix("&#").rstrip(";").lower()
    if digits == written or len(digits) > _LONGEST_REFERENCE:
        return False
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return any(code in part for part in _CHARACTERS)
