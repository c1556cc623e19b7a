"""A mail compiled once more so that each element knows its template and line: only when something has to be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.mail.markup.marks import Marked, read_marks
from syndicate.mail.markup.tokens import Attribute, Token, TokenKind, attributes, tokenize
from syndicate.mail.markup.vocabulary import words
from syndicate.mail.pipeline import compile_plainly, inlined_css
from syndicate.mail.places import FIELD_MARK, place_before, sheets_of
from syndicate.mail.style.cascade import StyleSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

_PLACE = "data-place"
_KEY = "at-"
#: MJML tags that become no elements.
_NO_ELEMENTS = words(
    "mjml mj-head mj-title mj-preview mj-style mj-attributes mj-breakpoint mj-all mj-class mj-raw mj-body"
)
_FIELD = re.compile(f"{FIELD_MARK}([a-z_]+){FIELD_MARK}")
_HREF = "https://field.invalid/"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Author:
    """A tag of a template: its name, its place, and those of its attributes."""

    name: str
    place: str
    attributes: Mapping[str, str]

    def of(self, attribute: str) -> str:
        return self.attributes.get(attribute, self.place)


class Located:
    """A page whose elements and style sheets can be traced to the templates of a marked source.

    Places are ``file:line:column``.
    """

    def __init__(self, source: str) -> None:
        """Compile the source of a `Rendering`."""
        self._marked = read_marks(source)
        self._authors: list[_Author] = []
        #: What ``mj-attributes`` sets, by the tag that sets it.
        self._defaults: list[_Author] = []
        compiled = compile_plainly(_FIELD.sub(rf"{_HREF}\g<1>", self._with_keys()))
        self.html = re.sub(rf"{re.escape(_HREF)}([a-z_]+)", r"{{\g<1>}}", compiled)
        self.inlined = StyleSource(css=inlined_css(sheets_of(source)), is_inlined=True)

    def place(self, element: HtmlElement, attribute: str = "", name: str = "") -> str:
        """Where the element stands, or its attribute; of what the compiler makes, its MJML tag, or what ``name`` is.

        A value that the element lacks is looked for in the defaults of ``mj-attributes``, if the tag is MJML's.
        """
        for around in (element, *element.iterancestors()):
            if number := around.get(_PLACE):
                return self._authors[int(number)].of(attribute if around is element else "")
            for key in (around.get("class") or "").split():
                if key.startswith(_KEY):
                    return self._of_mjml(self._authors[int(key.removeprefix(_KEY))], name)
        return ""

    def _of_mjml(self, author: _Author, attribute: str) -> str:
        if attribute and attribute not in author.attributes:
            for tag in (author.name, "mj-class", "mj-all"):
                for default in self._defaults:
                    if default.name == tag and attribute in default.attributes:
                        return default.of(attribute)
        return author.of(attribute)

    def _with_keys(self) -> str:
        """The source without marks, every tag of a template with the number by which it is found again."""
        text, is_in_defaults = self._marked.text, False
        parts = []
        for token in tokenize(text):
            if token.name == "mj-attributes":
                is_in_defaults = token.is_opening and not token.is_empty
            written = text[token.start : token.end]
            if token.kind is TokenKind.TAG and token.is_opening and self._marked.is_marked(token.start):
                written = self._read(token, written, is_default=is_in_defaults)
            parts.append(written)
        return "".join(parts)

    def _read(self, tag: Token, written: str, *, is_default: bool) -> str:
        author = _author(self._marked, tag)
        if is_default:
            self._defaults.append(author)
            return written
        if tag.name in _NO_ELEMENTS:
            return written
        self._authors.append(author)
        return _with_key(self._marked.text, tag, len(self._authors) - 1)


def place_of_text(source: str, text: str) -> tuple[str, bool]:
    """Where the text stands first in a marked source, and whether that is in a comment; empty: nowhere."""
    marked = read_marks(source)
    at = marked.text.find(text)
    if at < 0:
        return "", False
    comments = (token for token in tokenize(marked.text) if token.kind is TokenKind.COMMENT)
    comment = next((token for token in comments if token.start < at < token.end), None)
    return (marked.place(comment.start), True) if comment else (place_before(source, text), False)


def _author(marked: Marked, tag: Token) -> _Author:
    places = {each.name: marked.place(each.start) for each in reversed([*attributes(marked.text, tag)])}
    return _Author(name=tag.name, place=marked.place(tag.start), attributes=places)


def _with_key(text: str, tag: Token, number: int) -> str:
    start = tag.inside[0]
    if not tag.name.startswith("mj"):
        return f'{text[tag.start : start]} {_PLACE}="{number}"{text[start : tag.end]}'
    if own := _css_class(text, tag):
        return f"{text[tag.start : own.value_start]}{_KEY}{number} {text[own.value_start : tag.end]}"
    return f'{text[tag.start : start]} css-class="{_KEY}{number}"{text[start : tag.end]}'


def _css_class(text: str, tag: Token) -> Attribute | None:
    return next((each for each in attributes(text, tag) if each.name == "css-class"), None)
