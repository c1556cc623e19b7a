"""Plain text on its way in and out: cleaned once, shortened at a word."""

from __future__ import annotations

import html
import re
import unicodedata

# C0 and C1 controls but for tab and line feed, separators, BOM, zero-width space, noncharacters,
# lone surrogates: nothing here can be written as XML 1.0 or is meant to be seen. ZWJ and ZWNJ (emoji,
# Persian, Indic scripts) and the directional marks stay.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
# No character has so many digits, and Python refuses to convert some thousand of them.
_LONG_REFERENCE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?", re.ASCII)


# What most texts hold and what never has to be touched, alone or in a row: printable ASCII, line ends and tabs; and,
# of the rest, letters of Europe, dashes, quotation marks, currencies and arrows. None of it composes with a neighbour.
_PLAIN_BYTES = bytes((9, 10, *range(0x20, 0x7F)))
_HARMLESS_RANGES = ((0xA0, 0x300), (0x2010, 0x2028), (0x2030, 0x205F), (0x20A0, 0x20C0), (0x2190, 0x2200))
_HARMLESS = re.compile(f"[{''.join(f'{chr(first)}-{chr(end - 1)}' for first, end in _HARMLESS_RANGES)}]*")
#: Of a text, the share of other characters up to which it is worth looking at them one by one.
_FEW = 8


def clean(text: str) -> str:
    r"""NFC, without control characters; line ends are ``\n``. Every text that enters goes through here."""
    if text.isascii() and text.isprintable():  # a name, an address
        return text
    others = _others(text)
    return text if others is not None and _HARMLESS.fullmatch(others) else _cleaned(text)


def _cleaned(text: str) -> str:
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", unified))


def _others(text: str) -> str | None:
    """What is not printable ASCII, line end or tab; ``None`` where that is much, or no text.

    Of most texts a few characters are left, so that to look at each is a tenth of the work of looking at all.
    """
    try:
        others = text.encode().translate(None, _PLAIN_BYTES)
    except UnicodeEncodeError:  # lone surrogates
        return None
    return others.decode() if len(others) * _FEW <= len(text) else None


# All that `str.split` takes for white space and `clean` leaves in, but for tab, space and line end.
_SPACES = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

_ANY_SPACE = re.compile(f"[{_SPACES}]")


def tidy(text: str) -> str:
    """`clean`, with one space for every run of white space within a line; line ends and what is around them stay."""
    others = _others(text)
    if others is None or not _HARMLESS.fullmatch(others):
        text = _cleaned(text)
        others = _SPACES
    if _ANY_SPACE.search(others):
        for space in _SPACES:
            text = text.replace(space, " ")
    if "\t" in text:
        text = text.replace("\t", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def one_line(text: str) -> str:
    """`clean`, with every run of white space made one space and none at the ends."""
    return " ".join(clean(text).split())


def unescape(text: str) -> str:
    """The text with its HTML references resolved, once; numbers of eight digits and more are U+FFFD."""
    return html.unescape(_LONG_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def shorten(text: str, limit: int) -> str:
    """The text in one line, cut at a word so that it has at most ``limit`` characters with its ellipsis."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    cut = head if line[limit - 1].isspace() else head.rpartition(" ")[0] or head
    return cut.rstrip(" ,;:–—-") + "…"


def counted(number: int, noun: str) -> str:
    """A number of things whose noun takes an *s*: ``1 reader``, ``1,200 readers``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
