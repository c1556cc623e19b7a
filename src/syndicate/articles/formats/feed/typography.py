"""The signs that WordPress shows for those that an author typed; its exports have them as they were typed.

Curly quotes and apostrophes, dashes, the ellipsis, primes behind figures and the sign between two sizes: as it sets
them for English. Each translation has quotes of its own; texts in other languages stay as typed.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"(<!--.*?-->|<[a-zA-Z/][^<>]{0,4000}>)", re.DOTALL)
#: In these nothing is set.
_CODE = re.compile(r"<(/?)(?:pre|code|kbd|style|script|tt)\b", re.IGNORECASE)
_SIGN = re.compile(
    r"(?P<dots>\.{3})|(?P<dashes>-{3}|--?)|(?P<double>\")|(?P<single>')|(?<=\d)(?P<times>x)(?=\d)", re.IGNORECASE
)
#: Behind these a quotation begins.
_BEFORE_QUOTE = frozenset(" \t\n\r\xa0([{-“‘\"'")
_LESS = "&lt;"
#: What is left out at the start of a word or of a year is shown by an apostrophe.
_SHORTENED = re.compile(r"'(?:tain't|twere|twas|tis|twill|til|bout|nuff|round|cause|em)|'\d\ds?\b(?!%|[.,]\d)")
#: Before the sign between two sizes; ``0x`` begins what programmers write.
_FIGURE = re.compile(r"\b(?:[1-9][\d.,]*|0[\d.,]+)\Z")


def is_set(language: str | None) -> bool:
    """Whether texts in that language are set here; one that is not known is taken for English, as WordPress does."""
    return (language or "en").partition("-")[0] == "en"


def set_html(markup: str) -> str:
    """Markup with the signs set in its text."""
    depth, parts = 0, []
    for part in _TAG.split(markup):
        if part.startswith("<") and _TAG.fullmatch(part):
            if code := _CODE.match(part):
                depth = max(0, depth - 1) if code[1] else depth + 1
            parts.append(part)
        else:
            parts.append(part if depth else set_text(part))
    return "".join(parts)


def set_text(text: str) -> str:
    """A text without markup, with the signs set."""
    return _Setter(text).done()


class _Setter:
    """Goes once through a text; ``_open`` are the quotations of which the end was not seen yet."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: set[str] = set()

    def done(self) -> str:
        return _SIGN.sub(self._set, self._text)

    def _set(self, match: re.Match[str]) -> str:
        before, after = self._text[: match.start()][-20:], self._text[match.end() : match.end() + 1]
        if match["dots"]:
            return "…"
        if match["dashes"]:
            return _dash(match[0], before[-1:], after)
        if match["times"]:
            return "×" if match[0] == "x" and _FIGURE.search(before) else match[0]
        if match["single"] and _SHORTENED.match(self._text, match.start()) and before[-1:] in _BEFORE_QUOTE | {""}:
            return "’"
        return self._quote(match[0], before, after)

    def _quote(self, sign: str, before: str, after: str) -> str:
        opening, closing, prime = "“”″" if sign == '"' else "‘’′"
        begins = not before or before[-1] in _BEFORE_QUOTE or before.endswith(_LESS)
        if begins and not (sign == '"' and (not after or after.isspace())):
            self._open.add(sign)
            return opening
        if before[-1:].isdigit() and sign not in self._open and not after.isalpha():
            return prime
        if not (before[-1:].isalnum() and after.isalnum()):  # else an apostrophe in a word
            self._open.discard(sign)
        return closing


def _dash(dashes: str, before: str, after: str) -> str:
    stands_free = (not before or before.isspace()) and (not after or after.isspace())
    if dashes == "---" or (dashes == "--" and stands_free):
        return "—"
    return "–" if dashes == "--" or stands_free else dashes
