"""Slips in the wording, found by patterns that need no dictionary.

Each pattern would rather miss a slip than blame a good sentence: who is warned too often stops reading warnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import pairwise
from typing import TYPE_CHECKING

from syndicate.articles.findings import marked

if TYPE_CHECKING:
    from syndicate.articles.model import Draft, Finding

#: What is wrong somewhere in a text, where it starts, and where it ends.
Place = tuple[str, int, int]


def review_words(draft: Draft, allowed: Iterable[str]) -> Iterator[Finding]:
    """Warnings about the text. What holds an ``allowed`` name, in exactly these letters, is passed over."""
    text, names = draft.body_text, tuple(allowed)
    for code, check in _CHECKS:
        yield from marked(code, text, outside_of(names, text, check(text)))
    for part in (draft.title, draft.deck, text):
        if part:
            yield from marked("markup-left", part, outside_of(names, part, _leftovers(part)))


def outside_of(names: Iterable[str], text: str, places: Iterator[Place]) -> Iterator[Place]:
    """The places that do not touch a name that is spelt as it should be."""
    names = tuple(names)
    if not names:
        return places
    return (place for place in places if not any(_touches(name, text, place) for name in names))


def _touches(name: str, text: str, place: Place) -> bool:
    start = text.find(name, max(0, place[1] - len(name) + 1), place[2] + len(name))
    return 0 <= start < place[2]


# --- between words --------------------------------------------------------------------

# The end of a web address (``www.DearAnn.example``) is none of a sentence.
_GLUED = re.compile(r"\b(?!www\.)[^\W\d_]+[^\W\d_A-Z][.!?](?=[A-ZÀ-ÖØ-Þ](?:[a-zß-ÿ’']|\s))[^\s.]++(?!\.[a-z]{2,8}\b)")
# The same, from the sign on: a pattern that begins with one certain letter is found many times as fast.
_GLUED_BY = [
    (sign, re.compile(rf"{re.escape(sign)}(?<=[^\W\d_][^\W\d_A-Z].)[A-ZÀ-ÖØ-Þ](?:[a-zß-ÿ’']|\s)")) for sign in ".!?"
]


def _glued(text: str) -> Iterator[Place]:
    signs = sorted(hit.start() for sign, pattern in _GLUED_BY if sign in text for hit in pattern.finditer(text))
    since = line_end = 0
    for sign in signs:
        if sign < since:
            continue
        if sign >= line_end:  # else it is still the same line, which may be as long as the text
            line_end = text.find("\n", sign) + 1 or len(text)
        # The word before the sign starts behind a space, and the one behind it ends with its line at the latest.
        start = max(since, text.rfind(" ", since, sign) + 1)
        match = _GLUED.search(text, start, line_end)
        since = match.end() if match else line_end
        if match:
            yield "There is no space between two sentences.", match.start(), match.end()


# Small words alone: of others ("very very", "Duran Duran", "nous nous") a second one may be meant.
_SMALL_WORDS = frozenset(
    "a an the and or but of to at by for from with into as are was were be has have will would can this these those "  # noqa: SIM905
    "they we he she it his their its our which who und oder mit von für nicht auch et de du des les le dans pour "
    "avec el los las del para por con una och att med het een van voor".split()
)
_DOUBLED = re.compile(r"\b(?<![’'-])([a-zü]{1,5}+)\s\1(?![\w’'-])")
# The same behind a space: a pattern that begins with one certain sign is found many times as fast. So all that may
# stand beside a doubled word becomes a space first, which goes fastest with bytes: of UTF-8, letters are ASCII's and
# what begins with one of these five, but for two signs.
_TWICE = re.compile(rb" ([^ ]++) \1(?![^ ])")
_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_'-"
_SPACED = bytes(byte if byte in _LETTERS else 0x78 if byte in b"\xc3\xc4\xc5\xd0\xd1" else 0x20 for byte in range(256))
_GOING_ON = bytes(range(0x80, 0xC0))


def _may_be_doubled(text: str) -> bool:
    plain = text.replace("ü", "u").replace("×", " ").replace("÷", " ")
    return _TWICE.search(b" " + plain.encode("utf-8", "replace").translate(_SPACED, _GOING_ON)) is not None


def _doubled(text: str) -> Iterator[Place]:
    if not _may_be_doubled(text):  # most texts; the pattern above takes its time
        return
    for match in _DOUBLED.finditer(text):
        if match[1] in _SMALL_WORDS and "\n" not in match[0]:
            yield f"“{match[1]}” stands here twice.", match.start(), match.end()


# French parts other signs from their words, but no language these two.
_LOOSE = re.compile(r"(?<=[^\W_]{2})[ \u00a0]+[,.](?=\s|\Z)(?!\s[.,])")
# From the sign backwards, for signs are rarer than spaces.
_LOOSE_BY = [re.compile(rf"{re.escape(sign)}(?<=[ \u00a0].)") for sign in ",."]


def _loose_signs(text: str) -> Iterator[Place]:
    signs = sorted(hit.start() for pattern in _LOOSE_BY for hit in pattern.finditer(text))
    for match in filter(None, (_LOOSE.match(text, _spaces_before(text, sign)) for sign in signs)):
        sign = "comma" if match[0].endswith(",") else "full stop"
        yield f"There is a space before the {sign}.", match.start(), match.end()


def _spaces_before(text: str, position: int) -> int:
    while position and text[position - 1] in " \u00a0":
        position -= 1
    return position


# --- paragraphs -----------------------------------------------------------------------

_PROSE_LENGTH = 60
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
_QUOTED = 60


# "a)" counts.
_FIRST_WORD = re.compile(r"[^\W\d_]++(?!\))")
_LOWER_START = re.compile(r"\n(?<=\n\n)[a-z]")


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for paragraph in text.split("\n\n"):
        yield start, paragraph
        start += len(paragraph) + 2


def _lower_paragraphs(text: str) -> Iterator[Place]:
    """Prose that begins in lower case behind a paragraph that ended with a full stop.

    Behind an open end it goes on, as it does behind a picture or a table.
    """
    if not _LOWER_START.search(text):  # most texts
        return
    for (_, above), (start, below) in pairwise(_paragraphs(text)):
        word = _FIRST_WORD.match(below) if "a" <= below[:1] <= "z" else None
        is_prose = word is not None and len(below) >= _PROSE_LENGTH and _SENTENCE_END.search(below) is not None
        if word and word[0].islower() and word[0].isascii() and is_prose and _SENTENCE_END.search(above):
            yield "The paragraph begins in lower case.", start, start + min(len(below), _QUOTED)


# Behind a number it stands for inches.
_INCHES = re.compile(r"\"(?<=\d\")")
_MARKS = re.compile(r"(?<!\d)\"|[“”]")
_ANGLES = ("«", "»")
#: Captions and the like that may stand between the paragraphs of a quotation.
_PICTURES_BETWEEN = 3


def _unbalanced(text: str) -> Iterator[Place]:
    """Paragraphs with a double quotation mark that has no pair; straight and curly ones are often mixed.

    A quotation over several paragraphs opens each of them and is closed in the last alone, or is open in the
    first and closed in the next; and „so“ the low marks have their own pairs.
    """
    if not _are_paired(text) and not _has_low_marks(text):
        yield from _without_pair(text)
    if all(mark in text for mark in _ANGLES):  # one kind alone is an arrow
        for start, paragraph in _paragraphs(text):
            opened, closed = (paragraph.count(sign) for sign in _ANGLES)
            if opened and closed and opened != closed:
                yield "A quotation mark has no pair.", start, min(start + _QUOTED, start + len(paragraph))


_UNCLOSED = re.compile(r"“(?![^“”\n]*+”)")


def _are_paired(text: str) -> bool:
    """Whether every mark is curly, and each that opens has its own that closes, in its paragraph: in most texts."""
    return '"' not in text and text.count("“") == text.count("”") and not _UNCLOSED.search(text)


def _has_low_marks(text: str) -> bool:
    return "„" in text or "‚" in text


def _without_pair(text: str) -> Iterator[Place]:
    odd = _have_odd_marks(text)
    if True not in odd:
        return
    paragraphs = list(_paragraphs(text))
    for place, (start, paragraph) in enumerate(paragraphs):
        following = [below for _, below in paragraphs[place + 1 : place + 1 + _PICTURES_BETWEEN]]
        goes_on = any(odd[place + 1 : place + 2]) or any(map(_MARKS.match, following))
        if odd[place] and not goes_on and not any(odd[max(0, place - 1) : place]):
            last = start + max(match.start() for match in _MARKS.finditer(paragraph))
            yield "A quotation mark has no pair.", last, min(last + _QUOTED, start + len(paragraph))


def _have_odd_marks(text: str) -> list[bool]:
    """Whether the marks of each paragraph are odd in number."""
    bare = _INCHES.sub("", text)
    return [
        (paragraph.count('"') + paragraph.count("“") + paragraph.count("”")) % 2 == 1
        for paragraph in bare.split("\n\n")
    ]


# --- what is no text ---------------------------------------------------------------------

# With the signs of which each needs one.
_LEFTOVERS = (
    (
        "A short code of the program that it was written in was left in the text.",
        "[",
        re.compile(
            r"\[/?(?:vc_|et_pb_|fusion_|caption|gallery|embed|audio|playlist|youtube|contact-form|wp_|su_|dropcap)[^\]\n]{0,200}\]"
            r"|\[/?[a-z][a-z0-9_-]{2,30}(?:\s[a-z_-]{2,20}=[\"'“”″][^\]\n]{0,200})\]",
            re.IGNORECASE,
        ),
    ),
    (
        "An HTML entity was left in the text.",
        "&",
        re.compile(
            r"&(?:amp|nbsp|lt|gt|quot|apos|hellip|[lr][sd]quo|[nm]dash|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE
        ),
    ),
    (
        "A placeholder of a template was left in the text.",
        "{<",
        re.compile(r"\{\{[^{}\n]{0,100}\}\}|\{%[^{}\n]{0,100}%\}|<%[^<>\n]{0,100}%>"),
    ),
    (
        "A tag of HTML was left in the text.",
        "<",
        re.compile(
            r"</?(?:p|div|span|br|strong|em|b|i|a|img|script|style|iframe|h[1-6]|ul|ol|li)(?:\s[^<>\n]{0,200})?/?>"
        ),
    ),
)
_FILLER = re.compile(r"\blorem ipsum\b", re.IGNORECASE)
# The same from its rarest letter on: a pattern that begins with one letter in one case is found much faster.
_FILLER_BY = [(letter, re.compile(rf"{letter}(?<=\b(?i:lorem i){letter})(?i:sum)\b")) for letter in "pP"]


def _leftovers(text: str) -> Iterator[Place]:
    """What was left in a text, in its order; of what stands in something else that was left, only the latter."""
    end = 0
    for place in merge(*_all_leftovers(text), key=lambda place: (place[1], -place[2])):
        if place[1] >= end:
            end = place[2]
            yield place


def _all_leftovers(text: str) -> Iterator[Iterator[Place]]:
    """Those of each kind in their order, found as they are asked for: there may be a million."""
    if "[" in text or "&" in text or "{" in text or "<" in text:
        for message, signs, pattern in _LEFTOVERS:
            if any(sign in text for sign in signs):
                yield _places(message, pattern, text)
    if any(letter in text and pattern.search(text) for letter, pattern in _FILLER_BY):
        yield _places("This is filler text, not an article.", _FILLER, text)


def _places(message: str, pattern: re.Pattern[str], text: str) -> Iterator[Place]:
    return ((message, match.start(), match.end()) for match in pattern.finditer(text))


_INVITATIONS = (
    "read more|read the full (?:article|story)|continue reading|keep reading|weiterlesen|mehr lesen"
    "|den vollständigen artikel lesen|lire la suite|leer más|seguir leyendo|leggi tutto|continua a leggere"
    "|lees verder|czytaj dalej|читати далі|читать далее|leia mais"
)
# On a line of its own, or behind the end of a sentence: in a sentence the words say what they say.
_MORE = re.compile(
    rf"(?:\[(?:…|\.\.\.)\]|(?:\n|[.…!?»”\"\])]\s+|…|\.\.\.)[\[(]?(?:{_INVITATIONS})[\])]?[\s.…»›→>]*)\Z", re.IGNORECASE
)
_OPEN_END = re.compile(r"(?:…|\.\.\.)\Z")
#: Characters of a text that may be a teaser; a longer one that ends in dots wants to.
_TEASER = 600


def _cut(text: str) -> Iterator[Place]:
    """Whether this is only the beginning of an article, as feeds and front pages give it."""
    end = text[-300:]
    match = _MORE.search(end) or (_OPEN_END.search(end) if len(text) < _TEASER else None)
    if match is not None:
        start = len(text) - len(end) + match.start()
        yield "The text breaks off: it seems to be a teaser, not the whole article.", start, len(text)


#: Each kind of slip, and who looks for it; in this order they are told.
_CHECKS = (
    ("sentences-glued", _glued),
    ("words-doubled", _doubled),
    ("space-before-sign", _loose_signs),
    ("paragraph-lower", _lower_paragraphs),
    ("quotes-unbalanced", _unbalanced),
    ("text-cut", _cut),
)
