"""What an article says of its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.findings import warning

if TYPE_CHECKING:
    from syndicate.articles.model import Draft, Finding, Media

_FILE_NAME = re.compile(
    r"(?:\S+\.(?:jpe?g|png|gif|webp|avif)|(?:img|dsc|image|screenshot)[\s_-]?\d[\w-]*)", re.IGNORECASE
)
#: Characters below which a description tells nobody what there is to see; other scripts say more with fewer.
_SHORTEST = 10


def review_pictures(draft: Draft, permalink: str | None) -> Iterator[Finding]:
    """Warnings about alternative texts, credits and hosts. ``permalink`` tells which host is the publisher's own."""
    has_credits = any(medium.credit for medium in draft.media)
    for medium in draft.media:
        yield from _alternative_text(medium, draft.title or "")
        if has_credits and not medium.credit:
            message = "Other pictures of the article have a credit, this one has none."
            yield warning("credit-missing", message, medium.description or medium.candidates[0].url)
    yield from _foreign_hosts(draft.media, urlsplit(permalink).hostname if permalink else None)


def _foreign_hosts(media: tuple[Media, ...], ours: str | None) -> Iterator[Finding]:
    seen: set[str] = set()
    for medium in media:
        file = next((file for file in medium.candidates if ":" in file.url), None)
        host = urlsplit(file.url).hostname if file else None
        if file is None or host is None or host == ours or host in seen:
            continue
        seen.add(host)
        credit = f"It is credited to {medium.credit}." if medium.credit else "No credit is given."
        message = f"The picture lies on {host}, which is not yours. {credit} Do you have the rights to it?"
        yield warning("picture-foreign", message, file.url)


def _alternative_text(medium: Media, title: str) -> Iterator[Finding]:
    text = medium.description or medium.caption or medium.title
    if not text:
        message = "The picture has no description, so its alternative text stays empty."
        yield warning("alt-missing", message, medium.candidates[0].url)
    elif _FILE_NAME.fullmatch(text):
        yield warning("alt-file-name", "The picture's description is a file name.", text)
    elif _folded(text) == _folded(title):
        message = "The picture's description repeats the headline; it should say what there is to see."
        yield warning("alt-is-title", message, text)
    elif len(text) < _SHORTEST and text.isascii():
        message = "The picture's description is too short to say what there is to see."
        yield warning("alt-short", message, text)


_NO_WORDS = re.compile(r"[\W_]+")


def _folded(text: str) -> str:
    return _NO_WORDS.sub(" ", text).strip().casefold()
