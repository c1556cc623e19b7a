"""What IPTC's Digital Source Type and schema.org's say of AI in a text or a picture.

IPTC NewsCodes ``digitalsourcetype`` as of 2024-09-17; schema.org ``IPTCDigitalSourceEnumeration`` names the same.
"""

from __future__ import annotations

#: The concepts that speak of AI, or rule it out. Others leave it open, such as ``composite`` or ``screenCapture``.
_ASSISTED = frozenset(("compositeWithTrainedAlgorithmicMedia", "algorithmicallyEnhanced"))
_GENERATED = frozenset(("trainedAlgorithmicMedia",))
_NONE = frozenset(
    (
        "digitalCapture",
        "computationalCapture",
        "negativeFilm",
        "positiveFilm",
        "print",
        "humanEdits",
        "minorHumanEdits",
        "compositeCapture",
        "digitalCreation",
        "digitalArt",
        "dataDrivenMedia",
    )
)
_WORDS = {
    name.lower(): word
    for word, concepts in (("assisted", _ASSISTED), ("generated", _GENERATED), ("none", _NONE))
    for name in concepts
}
_SCHEMES = (
    "cv.iptc.org/newscodes/digitalsourcetype/",
    "schema.org/",
    "digsrctype:",
)
_LONGEST = 200


def ai_word_of(source_type: str) -> str | None:
    """``none``, ``assisted`` or ``generated`` for a concept's address or name; ``None`` where it leaves that open."""
    bare = source_type.strip()[:_LONGEST].lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    for scheme in _SCHEMES:
        bare = bare.removeprefix(scheme)
    return _WORDS.get(bare.removesuffix("digitalsource"))
