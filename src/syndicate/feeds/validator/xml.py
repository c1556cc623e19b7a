"""XML as bytes becomes a tree, or a remark: UTF-8 only, no DTD, nothing fetched, nothing expanded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from syndicate.feeds.validator.remarks import NAMES, Level, Remark, line_of, name_of, printable, text_of, warning
from syndicate.feeds.validator.texts import characters

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->)*+")
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
#: W3C's validator does not know it, and says so; a feed may carry retractions all the same (RFC 6721).
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_XML = "http://www.w3.org/XML/1998/namespace"


class NotXmlError(Exception):
    """The bytes are no XML that we read; ``remark`` says why."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark.message)
        self.remark = remark


def tree(content: bytes) -> etree._Element:
    """The root element.

    Raises:
        NotXmlError: it is not well-formed, not UTF-8, or has a document type declaration.
    """
    declared = _ENCODING.match(content)
    if declared and declared[1].upper() != b"UTF-8":
        raise NotXmlError(_refusal("not-utf8", 1, f"declared as {declared[1].decode()}"))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotXmlError(_refusal("not-utf8", line, "bytes that are no UTF-8")) from error
    prolog = _PROLOG.match(content)
    if prolog and content.startswith(b"<!DOCTYPE", prolog.end()):
        raise NotXmlError(_refusal("doctype", 1, "a document type declaration, which feeds must not have"))
    return _parsed(content)


def namespace_rules(root: etree._Element) -> Iterator[Remark]:
    """Only namespaces that readers are known to know."""
    told: set[str] = set()
    for element in root.iter(etree.Element):
        for name in (element.tag, *element.attrib):
            namespace = etree.QName(str(name)).namespace
            if namespace and namespace not in NAMES and namespace != _XML and namespace not in told:
                told.add(namespace)
                yield warning("unknown-namespace", element, f"no reader is known for {namespace!r}")


def text_rules(root: etree._Element) -> Iterator[Remark]:
    """No text of an element and no attribute has a character that comes of a wrong decoding."""
    for element in root.iter(etree.Element):
        for text in (text_of(element), *map(str, element.attrib.values())):
            yield from characters(text, element)


def once(parent: etree._Element, names: frozenset[str]) -> Iterator[Remark]:
    """No child of those names stands there twice."""
    seen: set[str] = set()
    for child in parent.iterchildren(tag=etree.Element):
        name = name_of(child)
        if name in seen and name in names:
            message = f"a second {name}"
            yield Remark(
                level=Level.ERROR, slug="duplicate-element", element=name, line=line_of(child), message=message
            )
        seen.add(name)


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise NotXmlError(_refusal("not-well-formed", line, str(error.msg))) from error


def _refusal(slug: str, line: int, message: str) -> Remark:
    return Remark(level=Level.ERROR, slug=slug, element="document", line=line, message=printable(message))
