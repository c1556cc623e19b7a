"""What pages and their scripts claim: values checked before they are believed, of whatever type they come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from syndicate.articles.model import AiUse, Author
from syndicate.errors import BadDataError
from syndicate.net.urls import check
from syndicate.text.plain import one_line, shorten, unescape
from syndicate.text.web_addresses import is_plain_address

_TEXT_LENGTH = 2_000
_NAME_LENGTH = 80
_URL_LENGTH = 2_000
_PIXELS = range(1, 100_000)
_TAG = re.compile(r"<[!/a-zA-Z][^<>]{0,500}>")
_BY = re.compile(r"(?:by|von|par|por|di|da|door|від|от)\s*:?\s+(?=\S)", re.IGNORECASE)
_NO_NAME = re.compile(r"https?:|www\.|@|\d{3}|[{}<>\[\]|=_]")


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimedPicture:
    """A picture as claimed; its address as written, sizes in pixels when declared."""

    address: str
    width: int | None = None
    height: int | None = None
    alt: str = ""
    caption: str = ""
    credit: str = ""
    ai: AiUse | None = None


def text_of(value: object) -> str | None:
    """A text in one line, unescaped once and without tags; ``None`` for all else and for nothing."""
    if not isinstance(value, str):
        return None
    # Twice as long, because tags and references are longer than what they say.
    return shorten(unescape(_TAG.sub("", value[: 2 * _TEXT_LENGTH])), _TEXT_LENGTH) or None


def author(name: str | None, address: object) -> Iterator[Author]:
    """The author of that name, if it is one: no address, no template, no sentence."""
    bare = _BY.sub("", name, count=1) if name and _BY.match(name) else name
    bare = one_line(bare or "").strip(" ,;|")
    if bare and len(bare) <= _NAME_LENGTH and not _NO_NAME.search(bare) and any(char.isalpha() for char in bare):
        yield Author(name=bare, url=web_address(address))


def pixels(value: object) -> int | None:
    """A length in pixels: ``1200``, ``"1200"``, ``"1200px"``, ``1200.0``."""
    if isinstance(value, str):
        match = re.fullmatch(r"\s*([0-9]{1,5})(?:\.0+)?(?:\s*px)?\s*", value)
        value = int(match[1]) if match else None
    if isinstance(value, float) and value in _PIXELS:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value in _PIXELS else None


def web_address(value: object, base: str | None = None) -> str | None:
    """An absolute http(s) address, made so by ``base``; ``None`` for what could be read in two ways."""
    if not isinstance(value, str):
        return None
    address = unescape(value).strip()
    try:
        joined = urljoin(base, address) if base and address else address
    except ValueError:
        return None
    joined = f"https:{joined}" if joined.startswith("//") else joined
    return joined if len(joined) <= _URL_LENGTH and is_plain_address(joined) else None


def permalink(address: str | None) -> str | None:
    """An address for readers, if it is one that feeds and mails can carry: its host in one reading, no user."""
    if address is None:
        return None
    try:
        check(address, any_port=True)
    except BadDataError:
        return None
    return address
