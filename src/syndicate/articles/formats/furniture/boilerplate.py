"""What surrounds an article on its page: told by whole lines, never by words inside prose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import accumulate
from typing import NamedTuple, TypeVar

from syndicate.articles.dates.patterns import may_hold_date
from syndicate.articles.formats.furniture import captions, phrases

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_LONGEST_LINE = 300
_LONGEST_LABEL = 80
_PROSE_LENGTH = 140


_Entry = TypeVar("_Entry")


class Label(Enum):
    """What a whole line is to the page that it stands on."""

    NONE = ("the article's own, as far as the line says", False)
    FURNITURE = ("the page's, wherever it stands", True)
    PICTURE = ("a picture's caption or credit", True)
    END = ("the page's, and nothing behind it is the article's", True)
    LIKELY_END = ("the page's, and the end unless much prose follows", True)
    COMMENTS = ("a heading with the headline in it, above the comments", True)
    HEADING = ("perhaps the article's own heading; where the article is over, that of another list", False)

    def __init__(self, meaning: str, is_furniture: bool) -> None:  # noqa: FBT001 - the members' own values
        """``is_furniture``: whether such a line is no part of an article, wherever it stands."""
        self.meaning = meaning
        self.is_furniture = is_furniture


#: A line with what it is to the page; the empty one is ``("", Label.NONE)``.
Line = tuple[str, Label]


class _Shape(NamedTuple):
    """What a line is that has this form as a whole; ``ends`` says that a full stop may stand at its end."""

    pattern: re.Pattern[str]
    label: Label
    ends: bool = False


_WORD = re.compile(r"[^\W_]+")


def _first_word(text: str) -> str:
    match = _WORD.match(text)
    return match[0] if match else ""


def _by_first_word(pairs: Iterable[tuple[str, _Entry]]) -> dict[str, tuple[_Entry, ...]]:
    listed: dict[str, list[_Entry]] = {}
    for text, entry in pairs:
        listed.setdefault(_first_word(text), []).append(entry)
    return {word: tuple(entries) for word, entries in listed.items()}


#: Whole lines.
_WHOLE = (
    dict.fromkeys(phrases.FURNITURE, Label.FURNITURE)
    | dict.fromkeys(phrases.LIKELY_ENDS, Label.LIKELY_END)
    | dict.fromkeys(phrases.ENDS, Label.END)
)
_LONGEST_WHOLE = max(map(len, _WHOLE)) + 20
#: How lines begin, by their first word.
_STARTS = _by_first_word(
    (start, (start, label))
    for starts, label in (
        (phrases.END_STARTS, Label.END),
        (phrases.FURNITURE_STARTS, Label.FURNITURE),
        (phrases.OTHER_LIST_STARTS, Label.HEADING),
    )
    for start in starts
)
_LONGEST_START = max(len(start) for starts in _STARTS.values() for start, _ in starts)
#: Forms of lines, by their first word; ``0`` is any number.
_SHAPES = _by_first_word(
    (word, shape)
    for words, shape in (
        ({"one", "0"}, _Shape(phrases.COMMENTS_OF, Label.COMMENTS)),
        ({*"one satu un una um ein".split(), "0"}, _Shape(phrases.COUNTED, Label.LIKELY_END)),  # noqa: SIM905
        (phrases.ORIGIN_WORDS, _Shape(phrases.ORIGIN, Label.FURNITURE, ends=True)),
        (phrases.TEASER_WORDS, _Shape(phrases.TEASER, Label.FURNITURE)),
        (phrases.FOLLOW_WORDS, _Shape(phrases.FOLLOW, Label.FURNITURE, ends=True)),
    )
    for word in words
)
_SHARING = phrases.SHARE_WORDS | phrases.SHARE_FILLERS
# A line that starts with another word is none of all these, which tells at once for nearly all prose. "The" begins
# but one of them, which is known by what stands inside (`_says_whose_it_is`).
_FIRST_WORDS = frozenset(map(_first_word, _WHOLE)) | _STARTS.keys() | (_SHAPES.keys() - {"the"})
_FIRST_WORDS |= _SHARING | phrases.DATE_LABELS | captions.FIRST_WORDS | {"copyright"}


def label_of(line: str) -> Label:
    """What a line is to its page, by the line alone: most are nothing to it."""
    if not line:
        return Label.NONE
    if (line[-1] == ")" or "©" in line) and captions.ends_with_credit(line):
        return Label.FURNITURE if _is_copyright(line) else Label.PICTURE
    if len(line) > _LONGEST_LINE:  # most prose
        return Label.NONE
    first = _WORD.search(line)
    if first is None:  # a rule or a bullet; but an emoji says something
        return Label.NONE if any(unicodedata.category(char) == "So" for char in line) else Label.FURNITURE
    word = first[0].lower()
    is_suspect = word in _FIRST_WORDS or word[0].isdigit() or line[0] in "(©" or _says_whose_it_is(line)
    return _label(line, word) if is_suspect else Label.NONE


def _says_whose_it_is(line: str) -> bool:
    return "eserved" in line or "ESERVED" in line or "ppeared first on" in line


def _label(line: str, first: str) -> Label:
    if len(line) > _LONGEST_WHOLE and first not in _STARTS and first not in _SHAPES and not first[0].isdigit():
        return _label_by_words(line, first)
    key = _key(line)
    return (
        _WHOLE.get(key)
        or _label_by_start(key, first)
        or _label_by_shape(key, first, is_ended=line.endswith("."))
        or _label_by_words(line, first)
    )


def _label_by_start(key: str, first: str) -> Label | None:
    for start, label in _STARTS.get(first, ()):
        if key.startswith(start):
            return None if label is Label.HEADING and len(key) >= _LONGEST_LABEL else label
    return None


def _label_by_shape(key: str, first: str, *, is_ended: bool) -> Label | None:
    for shape in _SHAPES.get("0" if first[0].isdigit() else first, ()):
        if (shape.ends or not is_ended) and shape.pattern.fullmatch(key):
            return shape.label
    return None


def _label_by_words(line: str, first: str) -> Label:
    if first in captions.FIRST_WORDS and captions.is_credit(line):
        return Label.PICTURE
    # "Last updated" is a label, "Last." a sentence.
    is_date_label = first in phrases.DATE_LABELS and not line.endswith(".") and _is_date_label(line)
    is_share_row = (first in _SHARING or first[0].isdigit()) and _is_share_row(line)
    return Label.FURNITURE if is_date_label or is_share_row or _is_copyright(line) else Label.NONE


def _is_copyright(line: str) -> bool:
    has_sign = "©" in line or "(" in line or "eserved" in line or "ESERVED" in line
    return has_sign and phrases.COPYRIGHT.fullmatch(line) is not None


def _is_date_label(line: str) -> bool:
    return all(match[0].lower() in phrases.DATE_LABELS for match in _WORD.finditer(line))


def _is_share_row(line: str) -> bool:
    has_share_word = False
    for match in _WORD.finditer(line):
        word = match[0].lower()
        if word in phrases.SHARE_WORDS:
            has_share_word = True
        elif word not in phrases.SHARE_FILLERS and not word.isdigit():
            return False
    return has_share_word


def is_boilerplate(line: str) -> bool:
    """Whether the whole line is a label of the page: an advertisement, a share button, a cookie notice."""
    return not line or label_of(line).is_furniture


def cut_tail(lines: Sequence[str]) -> list[str]:
    """The lines of a body before the first that surely begins the tail.

    A marker with no sentence before it cuts nothing as long as prose follows: pages print
    "Leave a comment" under their headlines, too.
    """
    return [line for line, _ in without_tail([(line, label_of(line)) for line in lines])]


def labelled(lines: Sequence[str]) -> Sequence[Line]:
    """The lines of a page with what each is to it; so also the captions of a gallery, which carry no credit."""
    none = Label.NONE
    # Long lines are prose, but for captions, and need not be asked one by one.
    labels = [
        label_of(line) if line and (len(line) <= _LONGEST_LINE or line[-1] == ")" or "©" in line) else none
        for line in lines
    ]
    page = list(zip(lines, labels, strict=True))
    return _with_galleries(page) if Label.PICTURE in labels else page


def _with_galleries(lines: Sequence[Line]) -> Sequence[Line]:
    beginnings = captions.gallery_captions([(line, label is Label.PICTURE) for line, label in lines])
    if not beginnings:
        return lines
    return [(line, Label.PICTURE if captions.is_caption(line, beginnings) else label) for line, label in lines]


def without_tail(lines: Sequence[Line]) -> Sequence[Line]:
    """As `cut_tail`, of lines with their labels."""
    none = Label.NONE
    suspects = [index for index, (line, label) in enumerate(lines) if label is not none or line[-1:] == ":"]
    if not suspects:
        return lines
    begin = next((index for index, (line, _) in enumerate(lines) if is_sentence(line)), len(lines))
    sums: list[int] = []
    for index in suspects:
        label = lines[index][1]
        if index > begin and (label is Label.END or _begins_comment(lines, index)):
            return lines[:index]
        sums = sums or _prose_up_to(lines)
        before, after = sums[index], sums[-1] - sums[index]
        if (index > begin or not after) and _ends(label, before, after):
            return lines[:index]
    return lines


def _prose_up_to(lines: Sequence[Line]) -> list[int]:
    """Characters of prose up to each line and with it."""
    return list(accumulate([len(line) if len(line) >= _PROSE_LENGTH else 0 for line, _ in lines]))


#: Characters of a comment's date, and lines below its writer's name in which it stands.
_LONGEST_STAMP, _NEAR = 60, 5


def _begins_comment(lines: Sequence[Line], index: int) -> bool:
    if not lines[index][0].endswith(":") or phrases.SAYS.fullmatch(lines[index][0]) is None:
        return False
    below = next((line for line, _ in lines[index + 1 : index + _NEAR] if line), "")
    return len(below) <= _LONGEST_STAMP and may_hold_date(below)


def _ends(label: Label, before: int, after: int) -> bool:
    if label is Label.END or label is Label.COMMENTS:
        return True
    return (label is Label.LIKELY_END or label is Label.HEADING) and after <= before // 4


def is_sentence(line: str) -> bool:
    """Whether the line reads like prose: long enough, with the end of a sentence in it."""
    if len(line) < 40:  # noqa: PLR2004 - shorter ones are captions
        return False
    return line[-1] in _STOPS or ". " in line or _SENTENCE_END.search(line) is not None


_STOPS = ".!?…。！？؟۔।"
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]{0,2}(?:\s|$)|[。！？]")


def _key(line: str) -> str:
    key = line.casefold().replace("’", "'")
    return key if key[:1].isalnum() and key[-1:].isalnum() else _EDGES.sub("", key)
