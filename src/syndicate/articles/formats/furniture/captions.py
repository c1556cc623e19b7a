"""Pictures' captions and credits: printed as text by the page, but no text of the article.

A credit is told by what it is made of. A caption is told by its credit: in brackets at its end, or, in a
gallery (pages count there: "Image 1 of 23"), on the line below. Captions of a gallery are printed again and again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_AGENCY = (
    r"(?:AP|AFP|Reuters|Getty(?:\sImages)?|EPA|EFE|dpa|PA\sWire|Shutterstock|iStock|Alamy|Bloomberg|Xinhua|TASS"
    r"|Unsplash)"
)
_PICTURE = (
    r"(?:Images?|Photo(?:graph)?s?|Pictures?|Pic|Fotos?|Bild(?:er)?|Abbildung|Illustration|Screenshot|Crédits?|Фото|Світлина"
    r"|صورة|الصورة|תמונה|צילום)"
)
#: The words that a credit or a counter begins with, in lower case.
FIRST_WORDS = frozenset(
    "image images photo photos photograph photographs picture pictures pic slide foto fotos bild bilder abbildung "  # noqa: SIM905
    "illustration screenshot crédit crédits фото світлина صورة الصورة תמונה צילום".split()
)
# As in “Photo: Ann Reed, AP”, “Image credit: …”, “Photo by Ann Reed on Unsplash”, “Crédit photo : AFP”
_CREDIT_LINE = re.compile(
    rf"\(?{_PICTURE}(?:\s(?:credits?|courtesy|source|copyright|photos?)|\s?[/-]\s?{_AGENCY})?"
    r"(?:\s?[:©]|\s(?:by|via|courtesy)\s).{1,120}",
    re.IGNORECASE,
)
# As in “… at dusk. (Photo by Ann Reed/Getty Images)”, “… at dusk (Image: GETTY )”, “(AP Photo/Ann Reed)”
_CREDIT_END = re.compile(
    rf"\((?:{_PICTURE}(?:\s(?:credits?|courtesy|by|via)\b|\s?[:©])[^()]{{0,120}}|{_AGENCY}\s(?:photo|file)\b[^()]{{0,120}}"
    rf"|[^()/]{{1,60}}\s[^()]{{1,60}}(?:/|\bvia\s){_AGENCY}\b[^()]{{0,40}}|©[^()]{{1,120}})\)$",
    re.IGNORECASE,
)
# “Photos: The night ferry returns” is a headline, “Photos: Ann Reed/AP” is a credit.
_MANY = re.compile(r"\(?(?:images|photos|photographs|pictures|fotos|bilder)\b", re.IGNORECASE)
_NAMED = re.compile(rf"\b{_AGENCY}\b")
# As in “… in La Paz. © Reuters / David Mercado”
_SIGN_END = re.compile(r"©\s{0,2}[^.!?©]{2,80}$")
_COUNTER = re.compile(r"(?:Image|Photo|Picture|Slide|Bild|Foto) \d{1,4} (?:of|/|von|de) (?:/ ?)?\d{1,4}", re.IGNORECASE)
_LONGEST_CAPTION, _LONGEST_CREDIT = 500, 160
#: Letters by which copies of a caption are known again; pages cut some of them short.
_SAME = 40


def ends_with_credit(line: str) -> bool:
    """Whether the line is a picture's caption, as the credit at its end or a copyright sign at its start says."""
    if len(line) > _LONGEST_CAPTION:
        return False
    if line[-1] == ")":
        return _CREDIT_END.search(line) is not None
    return "©" in line and (line[0] == "©" or _SIGN_END.search(line) is not None)


def is_credit(line: str) -> bool:
    """Whether the line is a picture's credit, or a gallery's counter; it begins with one of `FIRST_WORDS`."""
    if len(line) > _LONGEST_CREDIT or line.endswith((".", "!", "?")):
        return False
    if _COUNTER.fullmatch(line):
        return True
    return _CREDIT_LINE.fullmatch(line) is not None and (_MANY.match(line) is None or _NAMED.search(line) is not None)


def gallery_captions(lines: Sequence[tuple[str, bool]]) -> frozenset[str]:
    """How the captions of a gallery begin: lines right above its credits; none, where no pictures are counted.

    Each line comes with whether it is a picture's credit or counter. `is_caption` says what to do with the answer.
    """
    if not any(is_picture and _COUNTER.fullmatch(line) for line, is_picture in lines):
        return frozenset()
    above = (line for (line, _), (_, is_below) in pairwise(lines) if is_below)
    return frozenset(line[:_SAME] for line in above if len(line) >= _SAME)


def is_caption(line: str, beginnings: frozenset[str]) -> bool:
    """Whether it is one of the captions that begin so, or a shorter or longer copy of it."""
    return line.lstrip("•*- ")[:_SAME] in beginnings
