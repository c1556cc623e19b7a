"""Jinja's own signs in a template: what is opened and not closed, told where it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from syndicate.mail.markup.mistakes import did_you_mean
from syndicate.mail.markup.vocabulary import words

_STRING = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
_OPENING = re.compile(r"\{\{|\{%|\{#")
_SIGN = re.compile(rf"""(?P<string>{_STRING})|(?P<sign>\{{\{{|\{{%|\{{#|\}}\}}|%\}})|(?P<quote>["'])""", re.DOTALL)
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
_ENDRAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_PAIRED = words("if for block macro call filter set with raw autoescape")
_LONE = words("extends include import from else elif")
_WITHIN = {"else": words("if for"), "elif": words("if")}


class JinjaSlip(NamedTuple):
    """What is wrong with Jinja's signs, and at which offset of the template."""

    offset: int
    message: str


def first_slip(source: str) -> JinjaSlip | None:
    """The first sign that is not closed, closes nothing, or is unknown; ``None``: none is."""
    return next(_slips(source), None)


def _slips(source: str) -> Iterator[JinjaSlip]:
    opened: list[tuple[str, int]] = []
    at = 0
    while opening := _OPENING.search(source, at):
        start, sign = opening.start(), opening[0]
        at, slip = _end(source, start, sign)
        if slip:
            yield slip
        if sign == "{%" and (word := _WORD.match(source, start)):
            if word[1] == "raw":
                end = _ENDRAW.search(source, at)
                at = end.end() if end else len(source)
            else:
                yield from _read(word[1], source[start:at], start, opened)
    for name, start in opened:
        yield JinjaSlip(start, f"{{% {name} %}} is not closed by {{% end{name} %}}")


def _end(source: str, start: int, sign: str) -> tuple[int, JinjaSlip | None]:
    """Where what begins with the sign ends, and what is wrong with that."""
    closing = _CLOSING[sign]
    if sign == "{#":
        end = source.find(closing, start)
        return (end + 2, None) if end >= 0 else (len(source), _unclosed(start, sign))
    for part in _SIGN.finditer(source, start + 2):
        if part["sign"] == closing:
            return part.end(), None
        if part["quote"]:
            return _end_of_text(source, start, part.start(), sign)
        if part["sign"]:
            return part.start(), _unclosed(start, sign)
    return len(source), _unclosed(start, sign)


def _end_of_text(source: str, start: int, quote: int, sign: str) -> tuple[int, JinjaSlip]:
    """The same where a quotation mark is not closed, be it Jinja's, or HTML's behind an expression that is not."""
    end, opening = source.find(_CLOSING[sign], quote), _OPENING.search(source, quote)
    if end < 0 or (opening and opening.start() < end):
        return quote, _unclosed(start, sign)
    return end + 2, JinjaSlip(quote, "this quotation mark is not closed")


def _unclosed(start: int, sign: str) -> JinjaSlip:
    return JinjaSlip(start, f"this {sign} is not closed by {_CLOSING[sign]}")


def _read(word: str, written: str, start: int, opened: list[tuple[str, int]]) -> Iterator[JinjaSlip]:
    around = opened[-1][0] if opened else ""
    if word in _WITHIN and around not in _WITHIN[word]:
        yield JinjaSlip(start, f"{{% {word} %}} belongs in {' or '.join(sorted(_WITHIN[word]))}{_is_open(around)}")
    elif word in _PAIRED:
        if word != "set" or "=" not in written:
            opened.append((word, start))
    elif word.startswith("end"):
        yield from _close(word, start, opened)
    elif word not in _LONE:
        guess = did_you_mean(word, {*_PAIRED, *_LONE, *(f"end{name}" for name in _PAIRED)}, "{{% {} %}}")
        yield JinjaSlip(start, f"Jinja knows no {{% {word} %}}{guess}")


def _close(word: str, start: int, opened: list[tuple[str, int]]) -> Iterator[JinjaSlip]:
    name = word.removeprefix("end")
    if opened and opened[-1][0] == name:
        opened.pop()
    elif any(name == other for other, _ in opened):
        inner, inner_start = opened[-1]
        yield JinjaSlip(inner_start, f"{{% {inner} %}} is not closed before {{% {word} %}}")
        opened.pop()
    elif name in _PAIRED:
        yield JinjaSlip(start, f"{{% {word} %}} closes nothing{_is_open(opened[-1][0] if opened else '')}")
    else:
        guess = did_you_mean(word, {f"end{known}" for known in _PAIRED}, "{{% {} %}}")
        yield JinjaSlip(start, f"Jinja knows no {{% {word} %}}{guess}")


def _is_open(name: str) -> str:
    return f"; {{% {name} %}} is open" if name else ""
