"""What a picture's file says of AI: read where it is there, and harmless whatever it is."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import PngImagePlugin

from syndicate.images import records
from syndicate.images.decoders import MAX_PIXELS, Decoders
from syndicate.images.model import AiUse
from syndicate.images.records import ai_in
from syndicate.images.renditions import render
from tests.pictures import encoded, plain

CONCEPT = "http://cv.iptc.org/newscodes/digitalsourcetype/"
GENERATED = f"{CONCEPT}trainedAlgorithmicMedia"
NAMESPACE = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"


def packet(said: str = "", *, inside: str = "", before: str = "", prefix: str = "Iptc4xmpExt") -> bytes:
    """An XMP packet (ISO 16684-1) that says ``said`` as an attribute, and has ``inside`` its description."""
    stated = f' {prefix}:DigitalSourceType="{said}"' if said else ""
    return (
        f'{before}<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:{prefix}="{NAMESPACE}"{stated}>{inside}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def picture_with(kind: str, xmp: bytes) -> bytes:
    if kind != "PNG":
        return encoded(plain(), kind, xmp=xmp)
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp.decode("utf-8", "replace"))
    return encoded(plain(), kind, pnginfo=info)


def said_by(content: bytes) -> AiUse | None:
    return render(content, is_video=False, max_pixels=MAX_PIXELS).ai


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize(
    ("concept", "use"),
    [
        ("trainedAlgorithmicMedia", AiUse.GENERATED),
        ("compositeWithTrainedAlgorithmicMedia", AiUse.ASSISTED),
        ("digitalCapture", AiUse.NONE),
        ("composite", None),
    ],
)
def test_the_record_in_a_file_is_read(kind: str, concept: str, use: AiUse | None) -> None:
    assert said_by(picture_with(kind, packet(CONCEPT + concept))) is use


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_without_a_record_says_nothing(kind: str) -> None:
    assert said_by(encoded(plain(), kind)) is None


def test_the_record_comes_back_from_the_process_that_reads_the_file() -> None:
    decoders = Decoders()
    try:
        assert decoders.make(picture_with("JPEG", packet(GENERATED)), is_video=False, point=None).ai is AiUse.GENERATED
        assert decoders.make(encoded(plain(), "JPEG"), is_video=False, point=None).ai is None
    finally:
        decoders.rest()


@pytest.mark.parametrize(
    "xmp",
    [
        packet(inside=f"<Iptc4xmpExt:DigitalSourceType>{GENERATED}</Iptc4xmpExt:DigitalSourceType>"),
        packet(inside=f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{GENERATED}"/>'),
        packet(GENERATED, prefix="other"),
    ],
)
def test_it_is_read_however_xmp_may_write_it(xmp: bytes) -> None:
    assert ai_in({"xmp": xmp}) is AiUse.GENERATED


ENTITIES = '<!DOCTYPE x [<!ENTITY a "trainedAlgorithmicMedia"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "xmp",
    [
        packet(GENERATED, before=ENTITIES),
        packet(f"{CONCEPT}&a;", before=OUTSIDE),
        packet(inside=f"<Iptc4xmpExt:DigitalSourceType>{'x' * records.MOST_BYTES}</Iptc4xmpExt:DigitalSourceType>"),
        packet(inside="<a>" * 5_000 + "DigitalSourceType" + "</a>" * 5_000),
        packet(inside=f"<x:History xmlns:x='y' DigitalSourceType='{GENERATED}'/>"),
        packet(inside=f"<z><Iptc4xmpExt:DigitalSourceType>{GENERATED}</Iptc4xmpExt:DigitalSourceType></z>"),
        packet(GENERATED, inside=f"<Iptc4xmpExt:DigitalSourceType>{CONCEPT}print</Iptc4xmpExt:DigitalSourceType>"),
        packet(GENERATED)[:-40],
        packet(GENERATED).replace(b"Iptc4xmpExt/2008", b"Iptc4xmpExt/1999"),
        b"DigitalSourceType",
        b"\xff\xfeDigitalSourceType\x00",
        b"",
    ],
)
def test_what_is_hostile_broken_contradictory_or_of_something_else_says_nothing(xmp: bytes) -> None:
    assert ai_in({"xmp": xmp}) is None
    assert said_by(picture_with("JPEG", xmp[:60_000])) is None


@pytest.mark.parametrize("info", [{}, {"xmp": None}, {"xmp": 7}, {"xmp": ["DigitalSourceType"]}])
def test_whatever_stands_beside_the_pixels_is_no_reason_to_fail(info: dict[str, Any]) -> None:
    assert ai_in(info) is None
