"""In which clients a mail is looked at, and which media queries hold there (Media Queries 5)."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from syndicate.mail.style.lengths import Measure, pixels

#: The narrowest phone, a large one, the width of a mail, a desktop.
WIDTHS = (320, 414, 600, 1200)
_WIDEST = 2560
_LENGTH = re.compile(r"[0-9.]+[a-z]+")
_FEATURE = re.compile(r"(min-|max-)?(?:device-)?width\s*:\s*(.+)")
_RANGE = re.compile(r"(?:(?P<low>[^<>=]+?)\s*(?P<lows>[<>]=?)\s*)?width\s*(?:(?P<highs>[<>]=?|=)\s*(?P<high>[^<>=]+))?")
_OPERATORS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}


class Client(StrEnum):
    """Kinds of clients that take a mail's style differently."""

    BROWSER = "a client that keeps style sheets"
    OUTLOOK_COM = "Outlook.com in the dark"
    WORD = "Outlook for Windows"
    BARE = "a client that drops style sheets"


@dataclass(frozen=True, kw_only=True, slots=True)
class Medium:
    """One way to look at a mail. ``takes_unknown`` is the answer to each query that depends on the device."""

    client: Client = Client.BROWSER
    scheme: str = "light"
    width: int = 600
    takes_unknown: bool = False

    def __str__(self) -> str:
        """As it is told: ``in the dark, 320 px wide``."""
        if self.client is not Client.BROWSER:
            return f"in {self.client}"
        return f"in the {self.scheme} scheme, {self.width} px wide"


def widths_of(conditions: Iterable[str]) -> tuple[int, ...]:
    """Widths of windows that between them see every answer to the queries."""
    named = [value for text in conditions if "width" in text for value in _LENGTH.findall(text)]
    known = [length for value in named if (length := pixels(value, Measure())) is not None]
    around = {round(length) + step for length in known for step in (-1, 0, 1)}
    return tuple(sorted({*WIDTHS, *(width for width in around if WIDTHS[0] <= width <= _WIDEST)}))


@lru_cache(maxsize=1_024)
def holds(query_list: str, medium: Medium) -> bool:
    """Whether a list of media queries, in lower case, holds there; nothing at all always does."""
    return not query_list.strip() or any(_query_holds(query.strip(), medium) for query in _top_level(query_list, ","))


def _query_holds(query: str, medium: Medium) -> bool:
    if query.startswith("only "):
        query = query[5:].strip()
    if query.startswith("not ") and "(" not in query.split()[1]:
        return not _condition_holds(query[4:].strip(), medium)
    return _condition_holds(query, medium)


def _condition_holds(text: str, medium: Medium) -> bool:
    if text.startswith("not "):
        return not _condition_holds(text[4:].strip(), medium)
    parts = _joined(text)
    if len(parts) > 1:
        answers = [_condition_holds(part, medium) for part in parts[::2]]
        return any(answers) if "or" in parts[1::2] else all(answers)
    if text.startswith("(") and text.endswith(")"):
        inner = text[1:-1].strip()
        return _condition_holds(inner, medium) if inner.startswith(("(", "not ")) else _feature_holds(inner, medium)
    return _type_holds(text, medium)


def _type_holds(text: str, medium: Medium) -> bool:
    if text in {"all", "screen"}:
        return True
    # Names that only one client knows, such as ``yahoo``.
    return False if text in {"print", "speech", "tty", "tv", "projection"} else medium.takes_unknown


def _feature_holds(text: str, medium: Medium) -> bool:
    name, _, value = (part.strip() for part in text.partition(":"))
    if name == "prefers-color-scheme":
        return not value or value == medium.scheme
    if match := _FEATURE.fullmatch(text):
        bound = pixels(match[2].strip(), Measure())
        return bound is not None and _is_within(match[1], medium.width, bound)
    if "width" in text and (match := _RANGE.fullmatch(text)):
        return _range_holds(match, medium.width)
    return medium.takes_unknown


def _is_within(kind: str | None, width: int, bound: float) -> bool:
    return width >= bound if kind == "min-" else width <= bound if kind == "max-" else width == bound


def _range_holds(match: re.Match[str], width: int) -> bool:
    low, high = (pixels(match[name].strip(), Measure()) if match[name] else None for name in ("low", "high"))
    is_above = low is None or _OPERATORS[match["lows"]](low, width)
    return is_above and (high is None or _OPERATORS[match["highs"]](width, high))


def _joined(text: str) -> list[str]:
    """Conditions and the words between them, at the outermost level."""
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"[()]|\s(?:and|or)\s", text):
        if match[0] in "()":
            depth += 1 if match[0] == "(" else -1
        elif not depth:
            parts += [text[start : match.start()].strip(), match[0].strip()]
            start = match.end()
    return [*parts, text[start:].strip()]


def _top_level(text: str, mark: str) -> list[str]:
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == mark and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts
