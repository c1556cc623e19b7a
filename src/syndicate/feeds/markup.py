"""XML by feedgen and lxml, a piece at a time: one entry, or what stands around the entries."""

from __future__ import annotations

import re
from html import escape
from html.entities import name2codepoint
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from syndicate.text.media_types import JPEG

if TYPE_CHECKING:
    from syndicate.feeds.model import FeedPicture

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
FH = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Tags, and references with or without their semicolon; "R&D" is none, but "Q&4" is one to careless readers.
_REFERENCE = re.compile(r"&(#?\w+)")
_TAG = re.compile(r"<[/A-Za-z]")
_TEXT_OF = r"<(%s)>[^<]++(?=</\1>)"


class Frame(NamedTuple):
    """What stands before, between and after the entries of a document, as bytes."""

    opening: bytes
    between: bytes
    closing: bytes


def framed(document: bytes, end_tag: bytes) -> Frame:
    """Open an XML document that has no entries yet before its last ``end_tag``."""
    opening, tag, closing = document.rpartition(end_tag)
    return Frame(opening, b"", tag + closing)


def fragment(wrapper: etree._Element, child: etree._Element) -> bytes:
    """``child`` as it is written inside ``wrapper``, whose namespaces the document's frame declares.

    Raises:
        ValueError: a text has characters that XML 1.0 cannot hold.
    """
    # Serialised by itself the child would repeat every namespace, under prefixes of lxml's choice.
    wrapper.append(child)
    text = etree.tostring(wrapper.getroottree(), encoding="UTF-8", xml_declaration=False, pretty_print=True)
    name = str(wrapper.tag).encode("ascii")
    inside = text.partition(b"<" + name)[2].partition(b">\n")[2]
    return inside.rpartition(b"</" + name)[0].rstrip(b" ")


def add(parent: etree._Element, tag: str, text: str, **attributes: str) -> None:
    """Append an element that holds a text."""
    etree.SubElement(parent, tag, attributes).text = text


def text_construct(text: str, plain: str = "text") -> tuple[str, str]:
    """The type that a text is declared as, and how it is then written.

    Readers look for HTML in plain text whatever its type says, so one that looks like it is
    declared as HTML and escaped.
    """
    return ("html", escape(text, quote=False)) if _looks_like_html(text) else (plain, text)


def _looks_like_html(text: str) -> bool:
    names = _REFERENCE.findall(text)
    return bool(_TAG.search(text)) or any(name in name2codepoint or not name.isalpha() for name in names)


def plainly(document: bytes, *names: str) -> bytes:
    """Write ``&``, ``<`` and ``>`` in elements of those names as hexadecimal references: no reader takes them for HTML.

    The RSS profile asks for it; so does, in W3C's feed validator, whatever else is plain text.
    """
    return re.sub((_TEXT_OF % "|".join(names)).encode("ascii"), _in_hexadecimal, document)


def _in_hexadecimal(match: re.Match[bytes]) -> bytes:
    return match[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;").replace(b"&gt;", b"&#x3E;")


def say(parent: etree._Element, name: str, text: str) -> None:
    """Declare an element of Atom that feedgen wrote, where it has to be."""
    element = parent.find(name)
    kind, written = text_construct(text)
    if element is not None and kind == "html":
        element.set("type", kind)
        element.text = written


def add_media(parent: etree._Element, picture: FeedPicture) -> None:
    """Append the picture in the words of Media RSS 1.5.1, all attributes given, never in a group."""
    content = etree.SubElement(
        parent,
        f"{{{MEDIA}}}content",
        {
            "url": picture.url,
            "fileSize": str(picture.size),
            "type": JPEG,
            "medium": "image",
            "width": str(picture.width),
            "height": str(picture.height),
        },
    )
    for name, written in (("title", picture.name), ("description", picture.description)):
        if written:
            kind, text = text_construct(written, plain="plain")
            add(content, f"{{{MEDIA}}}{name}", text, type=kind)
    if picture.credit:
        add(content, f"{{{MEDIA}}}credit", picture.credit)
