"""Bytes to text, strictly: UTF-8, UTF-16 that says so, or as a page or a feed says.

A guess would be wrong letters in print.
"""

from __future__ import annotations

import codecs

from syndicate.articles.reading.charsets import declared_codec

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ALL_MARKS = tuple(mark for mark, _ in _MARKS)


class UndecodableError(ValueError):
    """The bytes are not text that we read; the message says so to an editor."""


def decode(content: bytes) -> str:
    """The text of a file, without its byte order mark.

    What is not UTF-8 is read in the encoding that it declares, if it is an HTML page or XML.

    Raises:
        UndecodableError: the bytes are neither UTF-8 nor marked UTF-16, or hold NUL bytes.
    """
    mark, encoding = b"", "utf-8"
    if content.startswith(_ALL_MARKS):
        mark, encoding = next(pair for pair in _MARKS if content.startswith(pair[0]))
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        declared = None if mark else _as_declared(content)
        if declared is not None:
            return declared
        offset = error.start + len(mark)
        byte = f"byte {offset} (0x{content[offset]:02x})"
        message = f"The file is not {_NAMES[encoding]} text: {byte} does not belong there. Save it as UTF-8."
        raise UndecodableError(message) from error
    if "\x00" in text:
        message = f"The file is not text: character {text.index(chr(0))} is NUL. Save it as plain text in UTF-8."
        raise UndecodableError(message)
    return text


def _as_declared(content: bytes) -> str | None:
    """The text by the document's own declaration; ``None`` where it has none or does not keep it."""
    codec = declared_codec(content)
    try:
        text = content.decode(codec) if codec else None
    except UnicodeDecodeError:
        return None
    return text if text and "\x00" not in text else None


_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
