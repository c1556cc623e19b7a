"""The page as a screen reader takes it: language, title, headings, tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.page import JudgedPage, words_of
from syndicate.mail.judge.rules import told
from syndicate.text.languages import language_tag, primary_language

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.mail.model import Digest

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DIRECTIONS = frozenset({"ltr", "rtl", "auto"})
#: What says that nobody knows the language (BCP 47); MJML writes it where nothing is said.
_UNDETERMINED = "und"
_FOREIGN = ("script", "iframe", "object", "embed", "applet", "frame", "base")
#: What makes a table one of data.
_OF_DATA = ("th", "caption", "thead")


def judge_language(page: JudgedPage, digest: Digest, first_place: str) -> Iterator[MailFinding]:
    """What ``lang`` and ``dir`` say: on the page what the edition is, elsewhere anything that is valid.

    ``first_place`` is where the page begins in its templates.
    """
    lang, direction = page.root.get("lang") or "", (page.root.get("dir") or "").lower()
    if lang in {"", _UNDETERMINED}:
        message = f'the mail does not say its language; write lang="{digest.language}" on <mjml>'
        yield told("language-unfit", message, where=first_place)
    elif primary_language(lang) != primary_language(digest.language):
        message = f"the mail says that it is in {lang}, and the edition is in {digest.language}"
        yield told("language-unfit", message, quote=lang, where=first_place)
    if direction != digest.direction:
        message = f'the mail does not say its direction; write dir="{digest.direction}" on <mjml>'
        yield told("language-unfit", message, quote=direction, where=first_place)
    for element in page.root.iter("*"):
        yield from _judge_attributes(page, element)


def _judge_attributes(page: JudgedPage, element: HtmlElement) -> Iterator[MailFinding]:
    lang, direction = element.get("lang"), element.get("dir")
    if lang not in {None, _UNDETERMINED} and language_tag(lang) is None:
        message = f'lang="{lang}" is no language tag, such as en or pt-BR'
        yield told("language-unfit", message, quote=lang, where=page.place(element, "lang"))
    if direction is not None and direction.lower() not in _DIRECTIONS:
        message = f'dir="{direction}" is no direction; it is ltr, rtl or auto'
        yield told("language-unfit", message, quote=direction, where=page.place(element, "dir"))


def judge_title(page: JudgedPage, first_place: str) -> Iterator[MailFinding]:
    """A page without a title is called by its address."""
    if not (page.root.findtext(".//title") or "").strip():
        message = "the page has no title, by which screen readers and browsers call it; write an <mj-title>"
        yield told("title-missing", message, where=first_place)


def judge_headings(page: JudgedPage, first_place: str) -> Iterator[MailFinding]:
    """Exactly one ``<h1>``, and no level left out on the way down."""
    level, count = 0, 0
    for heading in page.root.iter(*_HEADINGS):
        own, words = int(heading.tag[1]), words_of(heading)
        count += own == 1
        if not words:
            yield told("heading-empty", f"<{heading.tag}> says nothing", where=page.place(heading))
        if own == 1 and count > 1:
            message = "a mail has one <h1>, and this is another"
            yield told("heading-count", message, quote=words, where=page.place(heading))
        elif level and own > level + 1:
            message = f"<{heading.tag}> follows <h{level}>: a level is left out"
            yield told("heading-skipped", message, quote=words, where=page.place(heading))
        level = own
    if not count:
        message = "the mail has no <h1>, by which a screen reader finds its beginning"
        yield told("heading-count", message, where=first_place)


def judge_foreign(page: JudgedPage) -> Iterator[MailFinding]:
    """Programs and pages within the page, for which filters refuse a mail."""
    for element in page.root.iter(*_FOREIGN):
        message = f"<{element.tag}> has no place in a mail: clients take it out, and filters refuse the mail for it"
        yield told("element-refused", message, where=page.place(element))
    for element in page.root.iter("*"):
        for name in element.keys():  # noqa: SIM118 - an lxml element is no mapping
            if name.startswith("on"):
                message = f"{name} is a program, which clients take out and filters refuse"
                yield told("element-refused", message, where=page.place(element, name))


def judge_tables(page: JudgedPage) -> Iterator[MailFinding]:
    """Tables that are no data must say so."""
    for table in page.root.iter("table"):
        if table.get("role") is None and table.find("caption") is None and not _holds(table, _OF_DATA):
            message = 'a table for the layout is read out as one of data; write role="presentation" on it'
            yield told("table-without-role", message, where=page.place(table))


def _holds(table: HtmlElement, tags: tuple[str, ...]) -> bool:
    return next(table.iter(*tags), None) is not None
