"""Tells by its first characters what form a text has; the name of a file decides nothing."""

from __future__ import annotations

import json
import re
from enum import StrEnum

from syndicate.articles.formats.written import header_lines

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|base)\b", re.IGNORECASE)
# What may stand before the first of these, also in XHTML: declarations, comments, white space.
_PREAMBLE = re.compile(
    r"(?:\s++|\ufeff|<\?xml(?:(?!\?>)[^<])*+\?>|<\?xml[^>]*+>|<!--(?:(?!-->).)*+-->)++", re.IGNORECASE | re.DOTALL
)
# What begins with a tag of any name: a piece of a page, a page behind a server's warning or in some archive's wrapping.
_TAGGED = re.compile(r"<([a-zA-Z][\w:.-]*+)[^<>]*+>")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ELEMENT_END = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|font|center|h[1-6]|ul|ol|li|dl|table|tr|td|figure|header|section|main|article)\s*>",
    re.IGNORECASE,
)
#: One tag at the start may be the odd headline of a dump; this many end tags are markup.
_MARKUP = 3
#: Characters of a text in which lines of settings stand.
_HEADER = 5_000
#: Characters of a text in which its form shows.
_START = 20_000
_XML = re.compile(r"<(?:\?xml|rss|feed)\b", re.IGNORECASE)
# The root of a feed, or the document type that names it. Of other vocabularies "feed" and "RDF" are roots as well.
_FEED = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]{1,40}:)?(?P<root>rss|feed|RDF)\b")
_ATOM = "http://www.w3.org/2005/Atom"
_RDF = ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
#: Characters of a root's tag in which its namespaces are looked for.
_ROOT_TAG = 4_000
# A line of dashes may be decoration: a key has to follow, or the end of front matter that has none.
_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:[\"']?\w[\w .-]{0,80}[\"']?[ \t]*:(?:\s|\Z)|---[ \t]*(?:\r?\n|\Z))"
    r"|\+\+\+[ \t]*\r?\n"
)
_JSON_OBJECT = re.compile(r"\{\s*(?:\"[^\"\n]{1,100}\"\s*:|\})")
_JSON_LIST = re.compile(r"\[\s*(?:\{\s*\"|\])")
# A heading with its sign alone on the first line, or underlined. "# 1" is a ranking, "#harbour" a tag.
_MARKDOWN = re.compile(r"#[ \t]+(?!\d)[^\s#][^\n]*\r?\n[ \t]*\r?\n|[^\n]{2,200}\r?\n={3,}[ \t]*\r?\n")
# Some programs escape the slashes.
_JSON_FEED = re.compile(r"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/")
_JSON_FEED_VERSION = re.compile(rf"\"version\"\s*:\s*\"{_JSON_FEED.pattern}")
_REFUSAL = {"code", "message", "data"}
#: Keys that only Ghost's posts have; with one of those in which it keeps a text.
_GHOST = frozenset({"mobiledoc", "lexical", "feature_image", "comment_id", "codeinjection_head"})
_GHOST_TEXTS = frozenset({"html", "lexical", "plaintext"})
_OUR_TEXTS = frozenset({"body_html", "body_markdown", "body_text"})
_BODY_KEY = re.compile(r"\"body_(?:html|markdown|text)\"\s*:")


class DocumentFormat(StrEnum):
    """The forms that are told apart; the values are for editors."""

    PAGE_DUMP = "a page dump (the plain text of a page)"
    HTML = "an HTML page"
    RSS = "an RSS feed"
    ATOM = "an Atom feed"
    XML = "an XML document"
    FRONT_MATTER = "a document with front matter"
    HEADER_LINES = "a document with “Key: value” lines above its text"
    MARKDOWN = "a Markdown document"
    JSON = "a JSON document"
    JSON_FEED = "a feed in JSON (JSON Feed)"
    WORDPRESS = "a WordPress post (JSON of its REST API)"
    GHOST = "a Ghost post (JSON of its Content API or of an export)"
    GHOST_EXPORT = "a Ghost export (JSON with the tables of a site)"


def sniff(text: str) -> DocumentFormat:
    """The form of a text: a page dump where nothing speaks for another."""
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] == "<" and (form := _marked_up(start)):
        return form
    if _FRONT_MATTER.match(start):
        return DocumentFormat.FRONT_MATTER
    if start[:1] in {"{", "["}:
        return _braced(start)
    if _MARKDOWN.match(start):
        return DocumentFormat.MARKDOWN
    return DocumentFormat.HEADER_LINES if header_lines.begins(start[:_HEADER]) else DocumentFormat.PAGE_DUMP


def _marked_up(text: str) -> DocumentFormat | None:
    if _HTML.match(text, _preamble(text)):
        return DocumentFormat.HTML
    return _feed(text) or (DocumentFormat.XML if _XML.match(text) else _tagged(text))


def _preamble(text: str) -> int:
    match = _PREAMBLE.match(text)
    return match.end() if match else 0


def _tagged(text: str) -> DocumentFormat | None:
    """What a text is that begins with a tag, if it is markup at all.

    Read as a dump, its tags would become headline and paragraphs.
    """
    first = _TAGGED.match(text)
    if first is None:
        return None
    if _PAGE.search(text, 0, _START) or len(_ELEMENT_END.findall(text, 0, _START)) >= _MARKUP:
        return DocumentFormat.HTML
    return DocumentFormat.XML if f"</{first[1]}>" in text and text.count("</") >= _MARKUP else None


def _feed(text: str) -> DocumentFormat | None:
    match = _FEED.match(text, _preamble(text))
    if match is None:
        return None
    tag = text[match.start() : match.start() + _ROOT_TAG]
    if match["root"] == "feed":
        return DocumentFormat.ATOM if _ATOM in tag or "xmlns" not in tag else None
    return DocumentFormat.RSS if match["root"] == "rss" or any(namespace in tag for namespace in _RDF) else None


def _braced(text: str) -> DocumentFormat:
    """JSON, front matter in JSON with a text below, or a dump that begins with its media metadata.

    Broken JSON is JSON all the same: read as a dump it would become an article of brackets.
    """
    is_object = _JSON_OBJECT.match(text) is not None
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        if is_object and _JSON_FEED_VERSION.search(text, 0, _START):
            return DocumentFormat.JSON_FEED
        is_list = _JSON_LIST.match(text) and (_BODY_KEY.search(text) or text.rstrip().endswith("]"))
        return DocumentFormat.JSON if is_object or is_list else DocumentFormat.PAGE_DUMP
    if not text[end:].strip():
        return _object(value) if isinstance(value, dict) else DocumentFormat.JSON
    return DocumentFormat.FRONT_MATTER if is_object else DocumentFormat.PAGE_DUMP


def _object(value: dict[str, object]) -> DocumentFormat:
    """A JSON Feed says that it is one; a post has rendered texts, and a refusal its code, message and data.

    One of Ghost has keys of its own, and none of those in which our form has the text.
    """
    version = value.get("version")
    if isinstance(version, str) and _JSON_FEED.match(version):
        return DocumentFormat.JSON_FEED
    rendered = (value.get(name) for name in ("title", "content", "excerpt"))
    is_post = any(isinstance(field, dict) and "rendered" in field for field in rendered) or value.keys() == _REFUSAL
    if is_post:
        return DocumentFormat.WORDPRESS
    if any(map(_has_tables, _databases(value))):
        return DocumentFormat.GHOST_EXPORT
    is_of_ghost = not (_GHOST.isdisjoint(value) or _GHOST_TEXTS.isdisjoint(value)) and "title" in value
    return DocumentFormat.GHOST if is_of_ghost and _OUR_TEXTS.isdisjoint(value) else DocumentFormat.JSON


def _databases(value: dict[str, object]) -> list[object]:
    databases = value.get("db", [value])
    return databases if isinstance(databases, list) else []


def _has_tables(database: object) -> bool:
    """Whether that is what Ghost keeps of a site, with its posts."""
    tables = database.get("data") if isinstance(database, dict) else None
    return isinstance(tables, dict) and isinstance(tables.get("posts"), list)
