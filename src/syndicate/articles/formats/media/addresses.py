"""Addresses of pictures: on the web, or the path of a file beside the document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.findings import repeated
from syndicate.articles.formats.claims.values import web_address
from syndicate.text import media_types
from syndicate.text.plain import one_line, unescape
from syndicate.text.web_addresses import is_plain_address

if TYPE_CHECKING:
    from syndicate.articles.model import Finding

#: Pictures that an article keeps, and files that a picture does.
PICTURES, FILES = 50, 20
# What most addresses are, and nothing but a web address is.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9-]++(?:\.[a-z0-9-]++)*+/[A-Za-z0-9/._~-]*+")
_URL_LENGTH = 2_000
_ENDINGS = tuple(media_types.PICTURES)


def picture_address(raw: str) -> str | None:
    """A picture's address: an absolute http(s) URL, or a relative path to a picture file; ``None`` for all else."""
    if len(raw) <= _URL_LENGTH and _PLAIN_ADDRESS.fullmatch(raw):
        return raw
    address = unescape(raw).strip()
    if address.startswith("//"):
        address = f"https:{address}"
    if len(address) > _URL_LENGTH:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme.lower() in {"http", "https"}:
        return address if is_plain_address(address) else None
    return None if parts.scheme or parts.netloc else _relative_path(address)


def _relative_path(path: str) -> str | None:
    path = path.removeprefix("./")
    steps = path.split("/")
    is_inside = not any(step in {"", "..", "."} for step in steps) and "\\" not in path
    is_plain = one_line(path) == path and ":" not in path
    return path if is_inside and is_plain and path.lower().endswith(_ENDINGS) else None


def address_of(address: str, base: str | None) -> str | None:
    """A picture's address: absolute, or the path of a file beside the document where the page says not where it is."""
    trimmed = address.strip()
    if trimmed[:5].lower() == "data:":
        return None
    return web_address(trimmed, base) or (picture_address(trimmed) if base is None else None)


def refused(addresses: Iterable[str], base: str | None) -> list[Finding]:
    """A warning for each address that is none of a picture; pictures inside the page (``data:``) are no mistake."""
    message = "This picture address is not http(s), nor a picture file beside the document; it was dropped."
    wrong = [
        address[:400]
        for address in addresses
        if address.strip() and address[:5].lower() != "data:" and not address_of(address, base)
    ]
    return repeated("picture-address", message, wrong)
