"""The bounds of SES v2, as its model and its pages tell them; where they leave room, the strict reading.

Whatever is beyond one is refused with ``BadRequestException``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from syndicate.testing.ses.answers import demand

#: Bytes of a raw message in base64, of a call with an inline template, of a stored template.
MAX_MESSAGE = 40 * 1024 * 1024
MAX_INLINE = 1_000_000
MAX_STORED = 500_000
#: Characters of the data for one template.
MAX_TEMPLATE_VALUES = 262_144
#: Recipients of a message or of a bulk call, headers of a message, bytes of a line without its end.
MAX_RECIPIENTS = 50
MAX_HEADERS = 15
MAX_LINE = 998
MAX_HEADER = 996
#: Characters of an address, and of what stands before the @.
MAX_ADDRESS = 320
MAX_LOCAL_PART = 64
#: Stored templates of a region.
MAX_TEMPLATES = 20_000

_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HEADER_NAME = re.compile(r"[!-9;-@A-~]{1,126}")
_HEADER_VALUE = re.compile(r"[ -~]{1,995}")
_NAMED = re.compile(r"[ -~]*<([^<>]*)>")
_LOCAL_PART = re.compile(r"[!#-'*+\-/-9=?A-Z^-~]+(?:\.[!#-'*+\-/-9=?A-Z^-~]+)*|\"[ -~]+\"")
_DOMAIN = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
#: Headers that SES writes itself from other members of the call.
_TAKEN = frozenset(
    {"bcc", "cc", "content-transfer-encoding", "content-type", "from", "mime-version", "reply-to", "return-path"}
    | {"sender", "subject", "to"}
)


def address_in(text: Any) -> str | None:
    """The bare address in ``ann@example.com`` or ``Ann <ann@example.com>``; ``None`` for what SES calls illegal."""
    if not isinstance(text, str):
        return None
    named = _NAMED.fullmatch(text)
    address = named[1] if named else text
    local_part, _, domain = address.rpartition("@")
    fits = len(address) <= MAX_ADDRESS and len(local_part) <= MAX_LOCAL_PART
    return address if fits and _LOCAL_PART.fullmatch(local_part) and _DOMAIN.fullmatch(domain) else None


def tags_of(tags: Any) -> dict[str, str]:
    """The tags of a message by name.

    Raises:
        StandInRefusal: a name is there twice, or has another character than letters, digits, ``_`` and ``-``.
    """
    demand(isinstance(tags, list) and all(_is_pair(tag) for tag in tags), "tags are a list of Name and Value")
    by_name = {tag["Name"]: tag["Value"] for tag in tags}
    is_legal = all(_TAG.fullmatch(name) and _TAG.fullmatch(value) for name, value in by_name.items())
    demand(is_legal and len(by_name) == len(tags), "Invalid tag name or value")
    return by_name


def headers_of(headers: Any) -> tuple[tuple[str, str], ...]:
    """The headers of a message, in their order.

    Raises:
        StandInRefusal: there are too many, or one is too long, is not ASCII, or is SES's own to write.
    """
    demand(isinstance(headers, list) and all(_is_pair(header) for header in headers), "headers need Name and Value")
    demand(len(headers) <= MAX_HEADERS, f"more than {MAX_HEADERS} headers")
    pairs = tuple((header["Name"], header["Value"]) for header in headers)
    demand(all(_is_header(name, value) for name, value in pairs), "Invalid header name or value")
    names = {name.lower() for name, _ in pairs}
    demand(len(names) == len(pairs), "a header is given twice")
    demand(not names & _TAKEN, f"headers that cannot be given: {sorted(names & _TAKEN)}")
    return pairs


def template_values(text: Any) -> Mapping[str, Any]:
    """The data for a template, from its JSON.

    Raises:
        StandInRefusal: it is too long, or no JSON object.
    """
    demand(isinstance(text, str), "TemplateData is not a string")
    demand(len(text) <= MAX_TEMPLATE_VALUES, f"TemplateData is longer than {MAX_TEMPLATE_VALUES} characters")
    try:
        values = json.loads(text)
    except ValueError:
        values = None
    demand(isinstance(values, dict), "TemplateData is not a JSON object")
    return values  # type: ignore[no-any-return]  # seen to be one


def addresses_of(texts: Any, what: str) -> tuple[str, ...]:
    """Bare addresses.

    Raises:
        StandInRefusal: it is no list, or one is illegal.
    """
    demand(isinstance(texts, list), f"{what} is not a list")
    addresses = tuple(address for address in map(address_in, texts) if address)
    demand(len(addresses) == len(texts), f"Illegal address in {what}")
    return addresses


def lines_fit(lines: Iterable[bytes]) -> bool:
    """Whether no line is longer than SMTP allows (RFC 5322 §2.1.1)."""
    return max(map(len, lines), default=0) <= MAX_LINE


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"Name", "Value"}
        and isinstance(value["Name"], str)
        and isinstance(value["Value"], str)
    )


def _is_header(name: str, value: str) -> bool:
    fits = len(name) + len(value) <= MAX_HEADER
    return bool(fits and _HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value))
