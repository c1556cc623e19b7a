"""From a raw document to a `Draft`: the format is told by the content, never by the name."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking, limited
from syndicate.articles.formats.dump import read_dump
from syndicate.articles.formats.feed import read_feed
from syndicate.articles.formats.ghost import read_ghost
from syndicate.articles.formats.json_feed import read_json_feed
from syndicate.articles.formats.page import read_html
from syndicate.articles.formats.sniff import DocumentFormat, sniff
from syndicate.articles.formats.wordpress import read_wordpress
from syndicate.articles.formats.written import read_header_lines, read_json, read_markdown
from syndicate.articles.identity import article_id
from syndicate.articles.model import Draft
from syndicate.articles.reading.decoding import UndecodableError, decode
from syndicate.articles.reading.placing import by_its_place
from syndicate.articles.reading.size_rewrites import with_other_sizes
from syndicate.articles.reading.witnesses import with_witness
from syndicate.links import slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syndicate.articles.model import RawDocument
    from syndicate.articles.rules import Rules

#: Raised whenever the same bytes are read differently, so that stored articles are read again.
READING_VERSION = 11

#: How the fingerprints begin of documents that stand in for others.
STOPGAP = "stopgap:"

#: Who reads which form.
_READERS: Mapping[DocumentFormat, Callable[[str, Rules], Draft]] = {
    DocumentFormat.PAGE_DUMP: read_dump,
    DocumentFormat.HTML: read_html,
    DocumentFormat.FRONT_MATTER: read_markdown,
    DocumentFormat.HEADER_LINES: read_header_lines,
    DocumentFormat.MARKDOWN: read_markdown,
    DocumentFormat.JSON: read_json,
    DocumentFormat.WORDPRESS: read_wordpress,
    DocumentFormat.GHOST: read_ghost,
    DocumentFormat.RSS: read_feed,
    DocumentFormat.ATOM: read_feed,
    DocumentFormat.JSON_FEED: read_json_feed,
}
#: Where an editor names the article's address; elsewhere the source's own rule comes first.
_NAMES_ITS_ADDRESS = frozenset({DocumentFormat.FRONT_MATTER, DocumentFormat.HEADER_LINES, DocumentFormat.JSON})

log = logging.getLogger("syndicate.articles")


def read(document: RawDocument, rules: Rules) -> Draft:
    """The article in a document, and what is wrong with the document; what is odd about its text says `review`.

    Never raises for what stands in the document: what cannot be read comes back as a draft with a
    blocking finding that says why.
    """
    if document.fault is not None:
        return Draft(title=None, findings=(document.fault,))
    try:
        return _read(document, rules)
    except Exception:  # whatever nobody thought of: one document must never stop the others
        log.exception("%s: the document %r could not be read", document.source, document.external_id)
        message = "The document cannot be read: there is a fault in the reader. The log says which."
        return Draft(title=None, findings=(blocking("unreadable", message),))


def _read(document: RawDocument, rules: Rules) -> Draft:
    try:
        text = decode(document.content)
    except UndecodableError as error:
        return Draft(title=None, findings=(blocking("not-text", str(error)),))
    form = sniff(text)
    reader = _READERS.get(form)
    if reader is None:
        known = " and ".join(readable.value for readable in _READERS)
        message = f"This is {form.value}. What can be read is {known}."
        return Draft(title=None, findings=(blocking("format-unknown", message),))
    draft = by_its_place(reader(text, rules), document.path, text)
    draft = with_witness(draft, document.witness, rules) if document.witness else draft
    named, ruled = draft.permalink, _permalink(document, draft, rules.permalink)
    return replace(
        draft,
        permalink=named or ruled if form in _NAMES_ITS_ADDRESS else ruled or named,
        media=with_other_sizes(draft.media, rules.size_rewrite) if rules.size_rewrite else draft.media,
        findings=limited(draft.findings),
    )


def fingerprint(document: RawDocument, rules: Rules) -> str:
    """What decides whether a document must be read again: its bytes, its fault, its witness, the rules of reading.

    That of one that stands in for another begins with `STOPGAP`.
    """
    settings = (
        rules.language,
        rules.zone.key,
        sorted(rules.zone_names.items()),
        rules.size_order,
        list(rules.size_rewrite.items()),
        rules.permalink,
        sorted(rules.allowed_words),
        rules.checks_grammar,
    )
    fault = (document.fault.code, document.fault.message) if document.fault else None
    known = hashlib.sha256(repr((READING_VERSION, settings, fault)).encode("utf-8", "backslashreplace"))
    known.update(document.content)
    if document.witness:
        known.update(repr(document.witness).encode("utf-8", "backslashreplace"))
    return f"{STOPGAP if document.is_stopgap else ''}{known.hexdigest()}"


def _permalink(document: RawDocument, draft: Draft, pattern: str | None) -> str | None:
    if pattern is None:
        return None
    key = article_id(document.source, document.external_id)
    values = {
        "slug": draft.slug or slugify(draft.title or "") or key,
        "id": key,
        "stem": slugify(document.item or PurePosixPath(document.external_id).stem) or key,
    }
    for name, value in values.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    return pattern
