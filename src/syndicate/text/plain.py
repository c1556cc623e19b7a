"""Plain text on its way in and out: cleaned once, shortened at a word."""

from __future__ import annotations

import html
import re
import unicodedata

# C0 and C1 controls but for tab and line feed, separators, BOM, zero-width space, noncharacters,
# lone surrogates: nothing here can be written as XML 1.0 or is meant to be seen. ZWJ and ZWNJ (emoji,
# Persian, Indic scripts) and the directional marks stay.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
# No character has so many digits, and Python refuses to convert some thousand of them.
_LONG_REFERENCE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?", re.ASCII)


def clean(text: str) -> str:
    r"""NFC, without control characters; line ends are ``\n``. Every text that enters goes through here."""
    if text.isprintable():  # most lines: neither line ends nor anything unwanted
        return unicodedata.normalize("NFC", text)
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", unified))


def one_line(text: str) -> str:
    """`clean`, with every run of white space made one space and none at the ends."""
    return _SPACE.sub(" ", clean(text)).strip()


def unescape(text: str) -> str:
    """The text with its HTML references resolved, once; numbers of eight digits and more are U+FFFD."""
    return html.unescape(_LONG_REFERENCE.sub("\ufffd", text))


def shorten(text: str, limit: int) -> str:
    """The text in one line, cut at a word so that it has at most ``limit`` characters with its ellipsis."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    cut = head if line[limit - 1].isspace() else head.rpartition(" ")[0] or head
    return cut.rstrip(" ,;:–—-") + "…"
