"""What a picture's file says of AI: XMP's ``Iptc4xmpExt:DigitalSourceType`` (IPTC Photo Metadata 2023.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syndicate.storage.states import AiUse
from syndicate.text.digital_source import ai_word_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

#: Bytes of a packet that are read; what tells of a picture in more is not worth the risk.
MOST_BYTES = 200_000
_PROPERTY = b"DigitalSourceType"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_NAME = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"


def ai_in(info: Mapping[Any, Any]) -> AiUse | None:
    """The record in what Pillow found beside the pixels; ``None`` where there is none, or none that can be read.

    A packet is hostile until proven otherwise: what is large, has a document type, or is broken counts as none.
    """
    packet = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    content = packet.encode("utf-8", "replace") if isinstance(packet, str) else packet
    if not isinstance(content, bytes) or len(content) > MOST_BYTES or _PROPERTY not in content or b"<!" in content:
        return None
    words = {word for value in _values(content) if (word := ai_word_of(value))}
    return AiUse(words.pop()) if len(words) == 1 else None


def _values(content: bytes) -> Iterator[str]:
    """What the packet says of the picture itself, and not of what it was made from."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content.strip(b"\x00 \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    for description in root.iterfind(f".//{_RDF}RDF/{_RDF}Description"):
        yield description.get(_NAME, "")
        yield from map(_value, description.iterfind(_NAME))


def _value(element: _Element) -> str:
    return element.get(f"{_RDF}resource") or "".join(map(str, element.itertext()))
