"""The page that rules look at; compiled with the places of the templates, its elements and styles can tell theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from lxml.html import document_fromstring

from syndicate.errors import BadDataError
from syndicate.mail.located import Located
from syndicate.mail.places import AuthorSheet, place_in_sheets, sheets_of
from syndicate.mail.visible import Look, TextRun, look_at, runs_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.mail.model import Rendering
    from syndicate.mail.style.cascade import StyleOrigin


class JudgedPage:
    """A parsed mail. Without a source it is judged all the same, but tells no places."""

    def __init__(self, html: str, source: str = "") -> None:
        """Take the HTML as it leaves, or the marked source from which it comes.

        Raises:
            BadDataError: the source cannot be compiled.
        """
        self._located = Located(source) if source else None
        self._sheets: tuple[AuthorSheet, ...] = sheets_of(source)
        self.root: HtmlElement = document_fromstring(self._located.html if self._located else html)

    @cached_property
    def look(self) -> Look:
        """Its styles, computed where they are asked for."""
        return look_at(self.root, self._located.inlined if self._located else None)

    def texts(self) -> Iterator[TextRun]:
        """The texts of the body that have ink, in their order."""
        return (run for run in self.look.runs if run.has_ink)

    def place(self, element: HtmlElement, attribute: str = "", name: str = "") -> str:
        """Where an element stands, or its attribute; of what MJML makes, its tag, or what sets ``name`` for it."""
        return self._located.place(element, attribute, name) if self._located else ""

    def place_of(self, origin: StyleOrigin) -> str:
        """Where a value is declared."""
        declared = origin.declared
        if origin.source is not None:
            return place_in_sheets(self._sheets, origin.source.css, declared.line, declared.column)
        written = declared.written.partition("=")[0] if "=" in declared.written else "style"
        return self.place(origin.element, written, declared.name)

    def blame(self, origins: Iterable[StyleOrigin]) -> tuple[str, str]:
        """The place of the first declaration, and all of them as they are written, the others with their places."""
        first, parts = "", []
        for number, origin in enumerate(origins):
            place = self.place_of(origin)
            first = place if not number else first
            written = origin.declared.written
            parts.append(f"{place}: {written}" if number and place else written)
        return first, "; ".join(parts)


def words_of(element: HtmlElement) -> str:
    """The text of an element and of all that is in it, its pictures' alternative texts too, in single spaces."""
    texts = [run.text for run in runs_of(element)]
    pictures = [picture.get("alt") or "" for picture in element.iter("img")]
    return " ".join(" ".join([*texts, *pictures]).split())


def located_page(rendering: Rendering) -> JudgedPage | None:
    """The page whose elements can tell their places; ``None``: nobody knows them."""
    if not rendering.source:
        return None
    try:
        return JudgedPage(rendering.html, rendering.source)
    except BadDataError:  # what was marked cannot be compiled: all is told without its place
        return None
