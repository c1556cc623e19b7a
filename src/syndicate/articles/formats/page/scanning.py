"""The source of an HTML page before any parser sees it: limits, and scripts, styles and comments taken out.

One linear scan, by the tokens of WHATWG HTML §13.2.5. What it takes out is really gone from the markup that the
parsers get, so that they and the limits speak of the same thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from syndicate.errors import BadDataError
from syndicate.text.html import check_limits
from syndicate.text.plain import clean

#: Characters of a page with its scripts, and tags, and attributes of one tag, beyond which it is not read.
LENGTH, TAGS, ATTRIBUTES = 5_000_000, 50_000, 500
_TITLE = 1_000

# Possessive throughout: every character is looked at once, also where a quotation mark is never closed.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)"
    r"(?P<attributes>(?:[\s/]++|=?+[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+|=)*+)>"
)
_ATTRIBUTE = re.compile(r"=?+[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+")
_TYPE = re.compile(r"\btype\s*=\s*[\"']?\s*application/ld\+json", re.IGNORECASE)
# Their content is no markup (§13.2.5.2 ff.), or nothing that a reader sees; ``noscript`` is what others see.
_TAKEN_OUT = ("script", "style", "textarea", "title", "template", "svg", "math", "iframe", "xmp", "noembed", "noframes")
_FOREIGN = ("svg", "math")  # where alone ``/>`` closes an element (§13.2.6.5), but for XHTML
_XML = re.compile(r"\s*<\?xml\s")
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.IGNORECASE) for name in _TAKEN_OUT}


@dataclass(frozen=True, kw_only=True, slots=True)
class PageSource:
    """Markup without scripts, styles and comments; the window's title; the texts of JSON-LD scripts in order."""

    markup: str
    tags: int
    title: str
    json_ld: tuple[str, ...]


def scan(text: str) -> PageSource:
    """Take a page's source apart.

    Raises:
        BadDataError: ``html-too-large`` or ``html-too-deep``.
    """
    if len(text) > LENGTH:
        raise _too_many(LENGTH, "characters")
    source = clean(text)
    kept, taken, tags = _tokens(source)
    markup = "".join(kept)
    check_limits(markup)
    titles = [content for name, content in taken if name == "title"]
    scripts = tuple(content for name, content in taken if name == "script")
    return PageSource(markup=markup, tags=tags, title=titles[0][:_TITLE] if titles else "", json_ld=scripts)


def _tokens(source: str) -> tuple[list[str], list[tuple[str, str]], int]:
    """The markup that stays, in pieces; what was taken out of it: titles and JSON-LD; and how many tags there were."""
    kept: list[str] = []
    taken: list[tuple[str, str]] = []
    position = tags = 0
    closable = _TAKEN_OUT if _XML.match(source) else _FOREIGN
    while (start := source.find("<", position)) >= 0:
        if start > position:
            kept.append(source[position:start])
        match = _TAG.match(source, start)
        if match is None:
            position = _after_other(source, start, kept)
            continue
        tags += 1
        if tags > TAGS:
            raise _too_many(TAGS, "tags")
        position = _after_tag(source, match, kept, taken, closable)
    kept.append(source[position:])
    return kept, taken, tags


def _after_tag(
    source: str, match: re.Match[str], kept: list[str], taken: list[tuple[str, str]], closable: tuple[str, ...]
) -> int:
    name = match["name"].lower()
    if name not in _ENDS:
        kept.append(f"<{match['end']}{match['name']}{_attributes(match['attributes'])}>")
        return match.end()
    if match["end"] or (name in closable and match["attributes"].endswith("/")):
        return match.end()
    end = _ENDS[name].search(source, match.end())
    content = source[match.end() : end.start() if end else len(source)]
    if name == "title" or (name == "script" and _TYPE.search(match["attributes"])):
        taken.append((name, content))
    return end.end() if end else len(source)


def _attributes(text: str) -> str:
    if "<" not in text and len(text) < ATTRIBUTES:  # most tags
        return text
    if sum(1 for _ in _ATTRIBUTE.finditer(text)) > ATTRIBUTES:
        raise _too_many(ATTRIBUTES, "attributes in one tag")
    return text.replace("<", "&lt;")


def _after_other(source: str, start: int, kept: list[str]) -> int:
    """Where a comment, a declaration or an unfinished tag ends; a lone sign stays as text."""
    if source.startswith("<!--", start):
        if source.startswith((">", "->"), start + 4):  # §13.2.5.43: closed at once
            return source.index(">", start) + 1
        end = source.find("-->", start + 4)
        return end + 3 if end >= 0 else len(source)
    if source.startswith(("<!", "<?", "</"), start):
        end = source.find(">", start)
        return end + 1 if end >= 0 else len(source)
    if source[start + 1 : start + 2].isalpha() and source[start + 1].isascii():
        return len(source)  # a tag that the end of the page cuts off is no text (§13.2.5.8)
    end = start + 1
    while source.startswith("<<", end):  # a sign before another begins nothing
        end += 1
    kept.append("&lt;" * (end - start))
    return end


def _too_many(limit: int, what: str) -> BadDataError:
    message = f"the page has more than {limit:,} {what}"
    return BadDataError(message, code="html-too-large", hint="Save the article alone, without the page around it.")
