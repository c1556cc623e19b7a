"""XML as bytes becomes a tree, or a remark: UTF-8 only, no DTD, nothing fetched, nothing expanded."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree

from syndicate.feedcheck.remarks import (
    NAMES,
    Level,
    Remark,
    error,
    line_of,
    name_of,
    printable,
    text_of,
    warning,
)
from syndicate.feedcheck.texts import characters, references

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->)*+")
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
#: W3C's validator does not know it, and says so; a feed may carry retractions all the same (RFC 6721).
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_XML = "http://www.w3.org/XML/1998/namespace"
_VERSION = re.compile(rb"""\s*<\?xml\s+version\s*=\s*["']([^"']*)["']""")


class NotXmlError(Exception):
    """The bytes are no XML that we read; ``remark`` says why."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark.message)
        self.remark = remark


def tree(content: bytes) -> etree._Element:
    """The root element.

    Raises:
        NotXmlError: it is not well-formed, not XML 1.0, not UTF-8, or has a document type declaration.
    """
    declared = _ENCODING.match(content)
    if declared and declared[1].upper() != b"UTF-8":
        raise NotXmlError(_refusal("not-utf8", 1, f"declared as {declared[1].decode()}"))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise NotXmlError(_refusal("not-utf8", line, "bytes that are no UTF-8")) from fault
    version = _VERSION.match(content)
    if version and version[1] != b"1.0":
        raise NotXmlError(_refusal("invalid-xml-version", 1, f"XML {version[1].decode('latin-1')}; readers know 1.0"))
    prolog = _PROLOG.match(content)
    if prolog and content.startswith(b"<!DOCTYPE", prolog.end()):
        raise NotXmlError(_refusal("doctype", 1, "a document type declaration, which feeds must not have"))
    return _parsed(content)


def namespace_rules(root: etree._Element) -> Iterator[Remark]:
    """Only namespaces that readers are known to know, used or not, under prefixes that mislead nobody."""
    declared: set[tuple[str, str]] = {pair for _, pair in etree.iterwalk(root, events=("start-ns",))}
    for prefix, namespace in sorted(declared):
        if namespace in NAMES:
            if prefix == "atom" and name_of(root) == "atom:feed":
                yield warning("avoid-prefix", root, "readers of Atom expect its elements without a prefix")
        elif _trimmed(namespace) in _NEARLY:
            yield error("misspelt-namespace", root, f"{namespace!r} is not {_NEARLY[_trimmed(namespace)]!r}")
        elif namespace != _XML and namespace:
            yield warning("unknown-namespace", root, f"no reader is known for {namespace!r}")
        if prefix in NAMES.values() and NAMES.get(namespace) != prefix:
            yield warning("misleading-prefix", root, f"{prefix!r} is known for another namespace")


def _trimmed(namespace: str) -> str:
    """A namespace without what people leave out or add by mistake."""
    return namespace.lower().rstrip("/#.?").replace("https://", "http://", 1)


_NEARLY = {_trimmed(namespace): namespace for namespace in NAMES}


def text_rules(root: etree._Element) -> Iterator[Remark]:
    """No text of an element and no attribute has a character that comes of a wrong decoding."""
    for element in root.iter(etree.Element):
        for text in (text_of(element), *map(str, element.attrib.values())):
            yield from characters(text, element)


def reference_rules(content: bytes, name: str) -> Iterator[Remark]:
    """No element of that name has what looks like a reference of HTML, unless its ``&`` is written as ``&#x26;``."""
    for element in re.finditer(rb"<%s>([^<]*+)</" % name.encode("ascii"), content):
        found = () if b"&#x" in element[1] else references(unescape(element[1].decode("utf-8")))
        for reference in found[:1]:
            line = content.count(b"\n", 0, element.start()) + 1
            message = f"readers may resolve {reference!r}; write its & as &#x26;"
            yield Remark(level=Level.WARNING, slug="contains-html", element=name, line=line, message=message)


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
    except etree.XMLSyntaxError as fault:
        line = fault.lineno or 1
        raise NotXmlError(_refusal("not-well-formed", line, str(fault.msg))) from fault


def _refusal(slug: str, line: int, message: str) -> Remark:
    return Remark(level=Level.ERROR, slug=slug, element="document", line=line, message=printable(message))
