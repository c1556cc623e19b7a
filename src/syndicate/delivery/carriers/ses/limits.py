"""What Amazon SES v2 takes, checked before the call: botocore's own validation costs more than all else of it. Pure.

Each function says what is wrong, or ``None``. The numbers are those of the API's model and of the quotas in Amazon's
documentation; where the two counts of a million differ, the smaller one holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

#: Destinations of one bulk call. The model does not say so, the documentation does.
MAX_ENTRIES = 50
#: Bytes of a request whose template stands in it, and of a template that is stored.
MAX_INLINE = 1_000_000
MAX_STORED = 500_000
#: Bytes of a raw message in base64, and of one of its lines.
MAX_MESSAGE = 40_000_000
#: Headers that a template mail may have beside those of SES; characters of a value, and of a name and its value.
MAX_HEADERS = 15
LONGEST_VALUE = 995
LONGEST_HEADER = 996
#: Characters of an address with its name.
LONGEST_ADDRESS = 320

_NAME = re.compile(r"[!-9;-@A-~]{1,126}")
_VALUE = re.compile(r"[ -~]+")
_ADDRESS = re.compile(r"[ -~]+@[!-~]+")
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")


def header_fault(name: str, value: str) -> str | None:
    """Of a header of ours in a template mail."""
    if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
        return f"the header {name} is empty, or not in printable ASCII"
    if len(value) > LONGEST_VALUE or len(name) + len(value) > LONGEST_HEADER:
        return f"the header {name} is longer than {LONGEST_VALUE} characters"
    return None


def headers_fault(headers: Mapping[str, str]) -> str | None:
    """Of all of them together."""
    if len(headers) > MAX_HEADERS:
        return f"there are more than {MAX_HEADERS} headers"
    return next(filter(None, (header_fault(name, value) for name, value in headers.items())), None)


def address_fault(address: str) -> str | None:
    """Of a sender, a recipient or a mailbox for replies, with or without its name in encoded words."""
    if not _ADDRESS.fullmatch(address.removesuffix(">")):
        return "an address is not in printable ASCII"
    if len(address) > LONGEST_ADDRESS:
        return f"an address and its name are longer than {LONGEST_ADDRESS} characters"
    return None


def tags_fault(values: Iterable[str]) -> str | None:
    """Of what a mail is tagged with."""
    return next((f"{value!r} cannot be a tag" for value in values if not _TAG.fullmatch(value)), None)


def message_fault(content: bytes) -> str | None:
    """Of a finished message."""
    size = (len(content) + 2) // 3 * 4
    return f"the message has {size} bytes in base64; SES takes {MAX_MESSAGE}" if size > MAX_MESSAGE else None
