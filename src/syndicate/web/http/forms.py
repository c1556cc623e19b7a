"""What comes by POST: never more than a form of ours needs."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

#: A one-click body is 26 bytes, some tens more as a multipart form; a quoted finding is below two thousand.
MAX_BODY_BYTES = 8_192
_MOST_FIELDS = 20
#: More than a row of ours can be counted by; Python reads no number of thousands of digits.
_MOST_DIGITS = 18


async def small_body(request: Request, limit: int = MAX_BODY_BYTES) -> bytes:
    """The body of a request; one of more bytes than ``limit`` is refused with 413."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers={"connection": "close"})
    return body


async def fields_of(request: Request, limit: int = MAX_BODY_BYTES) -> dict[str, str]:
    """The fields of an urlencoded form, the first of each name; what is no such form is refused with 400.

    One of more bytes than ``limit`` is refused with 413.
    """
    return {name: values[0] for name, values in (await lists_of(request, limit=limit)).items()}


async def lists_of(request: Request, most: int = _MOST_FIELDS, *, limit: int = MAX_BODY_BYTES) -> dict[str, list[str]]:
    """All that an urlencoded form of up to ``most`` fields has under each name; what is no such form is 400."""
    body = await small_body(request, limit)
    try:
        parsed = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=most, errors="strict")
    except ValueError as error:  # bytes that are no UTF-8, too many fields
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error
    # Browsers write line ends in fields as CRLF.
    return {name: [value.replace("\r\n", "\n") for value in values] for name, values in parsed.items()}


def number_of(fields: Mapping[str, str], name: str) -> int | None:
    """The number, from 0, that a form has under that name; ``None`` if it has none, and 400 for what is no number."""
    text = fields.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    return int(text)
