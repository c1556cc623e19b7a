"""Medium: an archive with a page for each story in ``posts/``, in the marks of microformats (``h-entry``).

A story's name is the number at the end of its address; ``draft_`` begins the names of those that were never published.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from syndicate.articles.exports import ExportedArticle
from syndicate.articles.exports.writing import article_json
from syndicate.articles.findings import blocking
from syndicate.articles.formats.claims.addresses import old_addresses_of
from syndicate.articles.reading.decoding import UndecodableError, decode
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syndicate.articles.exports.files import ExportFiles

_ID = re.compile(r"-{1,2}([0-9a-f]{8,14})(?:\.html?)?$")
_LONGEST = 20_000_000
#: What of a story is told besides in its text.
_REPEATED = ".//*[contains(@class, 'graf--title') or contains(@class, 'graf--subtitle')]"


class MediumExport:
    """The stories of an archive. Responses to others' stories cannot be told from stories, and are taken like these."""

    kind = "medium"
    language: str | None = None
    zone: ZoneInfo | None = None
    site: str | None = None

    def __init__(self, files: ExportFiles, names: Sequence[str]) -> None:
        """Take the pages of those names."""
        self.notice = ""
        self.passed_over: Counter[str] = Counter()
        self._files = files
        self._names = names

    def articles(self) -> Iterator[ExportedArticle]:
        """Each story that was published."""
        for name in self._names:
            if name.rpartition("/")[2].startswith("draft_"):
                self.passed_over["draft"] += 1
            else:
                yield self._article(name)

    def _article(self, name: str) -> ExportedArticle:
        number = _ID.search(name)
        known = number[1] if number else name
        try:
            page = lxml_html.document_fromstring(decode(self._files.read(name, _LONGEST)))
        except (UndecodableError, etree.LxmlError, ValueError) as error:
            return ExportedArticle(name=known, fault=blocking("export-broken", f"{name} cannot be read: {error}"))
        canonical = _attribute(page, "p-canonical", "href")
        short = f"https://medium.com/p/{number[1]}" if number else None
        return ExportedArticle(
            name=known,
            content=article_json(_values(page, canonical)),
            guid=short,
            old_addresses=old_addresses_of((canonical, short), None),
        )


def _values(page: lxml_html.HtmlElement, canonical: str | None) -> dict[str, object]:
    title = _text(page, "p-name")
    summary = _text(page, "p-summary")
    body = _body(page, title, summary)
    return {
        "title": title,
        "deck": "" if _folded(summary) in _folded(_text_of(body)) else summary,
        "date": _attribute(page, "dt-published", "datetime"),
        "authors": [name for name in _texts(page, "p-author") if name],
        "canonical": canonical,
        "body_html": body,
    }


def _body(page: lxml_html.HtmlElement, title: str, summary: str) -> str:
    """The text, without the headline and the deck that begin it."""
    bodies = _marked(page, "e-content")
    if not bodies:
        return ""
    for element in bodies[0].xpath(_REPEATED):
        if _folded(element.text_content()) in {_folded(title), _folded(summary)}:
            element.drop_tree()
    return "".join(lxml_html.tostring(child, encoding="unicode") for child in bodies[0])


def _text_of(html: str) -> str:
    return "".join(map(str, lxml_html.document_fromstring(f"<div>{html}</div>").itertext()))


def _folded(text: str) -> str:
    return one_line(text).casefold().rstrip(".…")


def _marked(page: lxml_html.HtmlElement, name: str) -> list[lxml_html.HtmlElement]:
    return list(page.xpath(f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"))


def _texts(page: lxml_html.HtmlElement, name: str) -> list[str]:
    return [one_line(element.text_content()) for element in _marked(page, name)]


def _text(page: lxml_html.HtmlElement, name: str) -> str:
    return next(iter(_texts(page, name)), "")


def _attribute(page: lxml_html.HtmlElement, name: str, attribute: str) -> str | None:
    values = (element.get(attribute) for marked in _marked(page, name) for element in (marked, *marked.iter("time")))
    return next((str(value) for value in values if value), None)
