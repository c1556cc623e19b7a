"""Bytes to text, strictly: UTF-8, or UTF-16 that says so. A guessed encoding would be wrong letters in print."""

from __future__ import annotations

import codecs

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class UndecodableError(ValueError):
    """The bytes are not text that we read; the message says so to an editor."""


def decode(content: bytes) -> str:
    """The text of a file, without its byte order mark.

    Raises:
        UndecodableError: the bytes are neither UTF-8 nor marked UTF-16, or hold NUL bytes.
    """
    mark, encoding = next((pair for pair in _MARKS if content.startswith(pair[0])), (b"", "utf-8"))
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start + len(mark)
        byte = f"byte {offset} (0x{content[offset]:02x})"
        message = f"The file is not {_NAMES[encoding]} text: {byte} does not belong there. Save it as UTF-8."
        raise UndecodableError(message) from error
    if "\x00" in text:
        message = f"The file is not text: character {text.index(chr(0))} is NUL. Save it as plain text in UTF-8."
        raise UndecodableError(message)
    return text


_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
