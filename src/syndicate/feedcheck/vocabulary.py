"""Which elements and attributes stand where, and where text does: RSS 2.0, Atom 1.0 and their extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from syndicate.feedcheck.remarks import children, error, name_of, quoted, text_of, warning, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syndicate.feedcheck.remarks import Remark


class _Shape(NamedTuple):
    """What an element may hold. Without children it is a leaf of text, or empty if ``has_text`` is false."""

    children: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    has_text: bool = False


_DC = words("""
    dc:contributor dc:coverage dc:creator dc:date dc:description dc:format dc:identifier dc:language dc:publisher
    dc:relation dc:rights dc:source dc:subject dc:title dc:type
    """)
_DCTERMS = words("""
    dcterms:abstract dcterms:accessRights dcterms:alternative dcterms:audience dcterms:available
    dcterms:bibliographicCitation dcterms:conformsTo dcterms:created dcterms:dateAccepted dcterms:dateCopyrighted
    dcterms:dateSubmitted dcterms:extent dcterms:hasFormat dcterms:hasPart dcterms:hasVersion dcterms:isFormatOf
    dcterms:isPartOf dcterms:isReferencedBy dcterms:isReplacedBy dcterms:isRequiredBy dcterms:isVersionOf
    dcterms:issued dcterms:license dcterms:mediator dcterms:modified dcterms:provenance dcterms:references
    dcterms:replaces dcterms:requires dcterms:rightsHolder dcterms:spatial dcterms:tableOfContents dcterms:temporal
    dcterms:valid
    """)
_ABOUT_MEDIA = words("""
    media:adult media:category media:copyright media:credit media:description media:hash media:keywords media:player
    media:rating media:restriction media:text media:thumbnail media:title
    """)
_FEEDS_OWN = words("fh:archive fh:complete sy:updateBase sy:updateFrequency sy:updatePeriod")
_PODCASTS = words("""
    itunes:author itunes:block itunes:category itunes:complete itunes:explicit itunes:image itunes:keywords
    itunes:new-feed-url itunes:owner itunes:pubDate itunes:subtitle itunes:summary itunes:title itunes:type
    """)
_EPISODES = words("""
    itunes:author itunes:block itunes:duration itunes:episode itunes:episodeType itunes:explicit itunes:image
    itunes:keywords itunes:season itunes:subtitle itunes:summary itunes:title
    """)
_ANYWHERE = _DC | _DCTERMS | _ABOUT_MEDIA
_OF_A_FEED = _ANYWHERE | _FEEDS_OWN | _PODCASTS
_OF_AN_ENTRY = _ANYWHERE | _EPISODES | {"media:content", "media:group"}

_PERSON = _Shape(words("atom:email atom:name atom:uri"))
_PERSONS = words("atom:author atom:contributor")
_ATOM_SOURCE = _PERSONS | words("""
    atom:category atom:generator atom:icon atom:id atom:link atom:logo atom:rights atom:subtitle atom:title
    atom:updated
    """)
_ATOM_ENTRY = _PERSONS | words("""
    atom:category atom:content atom:id atom:link atom:published atom:rights atom:source atom:summary atom:title
    atom:updated
    """)
#: Text constructs (RFC 4287 §3.1) may hold XHTML and have rules of their own.
_OPEN = words("atom:content atom:rights atom:subtitle atom:summary atom:title")

_MEDIA_CONTENT = words(
    "bitrate channels duration expression fileSize framerate height isDefault lang medium samplingrate type url width"
)
_EXTENSIONS: Mapping[str, _Shape] = {
    "at:deleted-entry": _Shape(words("at:by at:comment atom:link"), words("ref when")),
    "at:by": _PERSON,
    "at:comment": _Shape(attributes=words("type"), has_text=True),
    "atom:author": _PERSON,
    "atom:category": _Shape(attributes=words("label scheme term")),
    "atom:contributor": _PERSON,
    "atom:generator": _Shape(attributes=words("uri version"), has_text=True),
    # Text in a link has its own rule.
    "atom:link": _Shape(attributes=words("href hreflang length rel title type"), has_text=True),
    "atom:source": _Shape(_ATOM_SOURCE | _OF_A_FEED),
    "fh:archive": _Shape(),
    "fh:complete": _Shape(),
    "itunes:category": _Shape(words("itunes:category"), words("text")),
    "itunes:image": _Shape(attributes=words("href")),
    "itunes:owner": _Shape(words("itunes:email itunes:name")),
    "media:category": _Shape(attributes=words("label scheme"), has_text=True),
    "media:content": _Shape(_ANYWHERE, _MEDIA_CONTENT),
    "media:copyright": _Shape(attributes=words("url"), has_text=True),
    "media:credit": _Shape(attributes=words("role scheme"), has_text=True),
    "media:description": _Shape(attributes=words("type"), has_text=True),
    "media:group": _Shape(_ABOUT_MEDIA | {"media:content"}),
    "media:hash": _Shape(attributes=words("algo"), has_text=True),
    "media:player": _Shape(attributes=words("height url width")),
    "media:rating": _Shape(attributes=words("scheme"), has_text=True),
    "media:restriction": _Shape(attributes=words("relationship type"), has_text=True),
    "media:text": _Shape(attributes=words("end lang start type"), has_text=True),
    "media:thumbnail": _Shape(attributes=words("height time url width")),
    "media:title": _Shape(attributes=words("type"), has_text=True),
}
RSS: Mapping[str, _Shape] = {
    **_EXTENSIONS,
    "rss": _Shape(words("channel"), words("version")),
    "channel": _Shape(
        words("""
            category cloud copyright description docs generator image item language lastBuildDate link managingEditor
            pubDate rating skipDays skipHours textInput title ttl webMaster
            """)
        | _ATOM_SOURCE
        | _OF_A_FEED
    ),
    "item": _Shape(
        words("author category comments content:encoded description enclosure guid link pubDate source title")
        | (_ATOM_ENTRY - {"atom:source"})
        | _OF_AN_ENTRY
    ),
    "category": _Shape(attributes=words("domain"), has_text=True),
    "cloud": _Shape(attributes=words("domain path port protocol registerProcedure")),
    # Text in an enclosure has its own rule.
    "enclosure": _Shape(attributes=words("length type url"), has_text=True),
    "guid": _Shape(attributes=words("isPermaLink"), has_text=True),
    "image": _Shape(words("description height link title url width") | _DC),
    "skipDays": _Shape(words("day")),
    "skipHours": _Shape(words("hour")),
    "source": _Shape(attributes=words("url"), has_text=True),
    "textInput": _Shape(words("description link name title")),
}
"""The elements of RSS 2.0 and what may stand in it."""
ATOM: Mapping[str, _Shape] = {
    **_EXTENSIONS,
    "atom:feed": _Shape(_ATOM_SOURCE | _OF_A_FEED | {"at:deleted-entry", "atom:entry"}),
    "atom:entry": _Shape(_ATOM_ENTRY | _OF_AN_ENTRY),
}
"""The elements of Atom 1.0 and what may stand in it."""
_LEAF = _Shape(has_text=True)
# Known namespaces whose elements we have no list of.
_UNLISTED = ("?:", "podcast:")


def vocabulary_rules(element: etree._Element, shapes: Mapping[str, _Shape]) -> Iterator[Remark]:
    """Nothing stands in the element, or deeper, that does not belong there; in foreign elements anything may."""
    shape = shapes.get(name_of(element), _LEAF)
    yield from _attributes(element, shape)
    if not shape.has_text and text_of(element):
        yield error("unexpected-text", element, f"text between elements: {quoted(text_of(element))}")
    for child in children(element):
        name = name_of(child)
        if name.startswith(_UNLISTED):
            continue
        if name not in shape.children:
            yield _undefined(child, element)
        elif name not in _OPEN:
            yield from vocabulary_rules(child, shapes)


def _undefined(child: etree._Element, parent: etree._Element) -> Remark:
    name = name_of(child)
    if ":" not in name and name_of(parent).startswith("atom:"):
        return error("not-in-a-namespace", child, f"{name} belongs to no namespace")
    return error("undefined-element", child, f"there is no {name} in {name_of(parent)}")


def _attributes(element: etree._Element, shape: _Shape) -> Iterator[Remark]:
    is_core = ":" not in name_of(element)
    for name in sorted(map(str, element.attrib)):
        if not name.startswith("{"):
            if name not in shape.attributes:
                yield error("unexpected-attribute", element, f"no attribute {quoted(name)} belongs here")
        elif is_core and etree.QName(name).namespace != "http://www.w3.org/XML/1998/namespace":
            yield warning("extension-attribute", element, f"elements of RSS itself take no {quoted(name)}")
