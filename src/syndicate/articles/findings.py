"""What an editor should look at before readers do: pure checks that quote, warn, and never change a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.model import Finding, Severity
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from syndicate.articles.model import Draft, Media
    from syndicate.articles.rules import Rules

#: Findings of one kind beyond which an article is simply unedited, and the list would bury the rest.
LIMIT = 5
_QUOTE_LENGTH = 160


def blocking(code: str, message: str, quote: str = "") -> Finding:
    """A finding that holds the article."""
    return Finding(severity=Severity.BLOCK, code=code, message=message, quote=shorten(quote, _QUOTE_LENGTH))


def warning(code: str, message: str, quote: str = "") -> Finding:
    """A finding that only tells the editor."""
    return Finding(severity=Severity.WARN, code=code, message=message, quote=shorten(quote, _QUOTE_LENGTH))


def review(draft: Draft, rules: Rules) -> tuple[Finding, ...]:
    """Every warning about a draft that was read; dates in its text are held against its own date."""
    found = [*_glued_sentences(draft.body_text), *_pictures(draft.media, rules.permalink)]
    if draft.published is not None:
        found += _contradictions(draft.body_text, draft.published.at)
    return tuple(found)


# --- wording -------------------------------------------------------------------

_GLUED = re.compile(r"\b[^\W\d_]+[^\W\d_A-Z][.!?](?=[A-ZÀ-ÖØ-Þ](?:[a-zß-ÿ’']|\s))[^\s.]+")


def _glued_sentences(text: str) -> Iterator[Finding]:
    for count, match in enumerate(_GLUED.finditer(text)):
        if count == LIMIT:
            return
        yield warning(
            "sentences-glued", "There is no space between two sentences.", _around(text, match.start(), match.end())
        )


_PERIOD_ENDS = {
    "first half of": 6,
    "second half of": 12,
    "q1": 3,
    "q2": 6,
    "q3": 9,
    "q4": 12,
    "early": 6,
    "mid": 9,
    "spring": 6,
    "summer": 9,
    "by": 12,
    "late": 12,
    "in": 12,
    "end of": 12,
    "autumn": 12,
    "fall": 12,
}
_FUTURE = re.compile(
    r"\b(?P<before>was|were|been|had)?\s?(?:slated|scheduled|planned|planning|plans|expected|expects|due|set|aims|upcoming|will"
    r"|to launch|to open|to begin)\b"
    rf"[^.!?\n]{{0,60}}?\b(?P<period>{'|'.join(sorted(_PERIOD_ENDS, key=len, reverse=True))})[\s-](?:of\s|the\s)?"
    r"(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def _contradictions(text: str, published: datetime) -> Iterator[Finding]:
    for match in _FUTURE.finditer(text):
        if match["before"] or published < _end_of(match["period"], int(match["year"])):
            continue
        message = f"This speaks of {match['year']} as the future, but the article is dated {published:%Y-%m-%d}."
        yield warning("date-contradiction", message, _around(text, match.start(), match.end()))


def _end_of(period: str, year: int) -> datetime:
    month = _PERIOD_ENDS[one_line(period).lower()]
    return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)


def _around(text: str, start: int, end: int) -> str:
    """The match with the words before it, as far as its sentence and a quote's length go."""
    before = text[max(0, start - _QUOTE_LENGTH // 2) : start]
    sentence = re.split(r"[.!?]\s|\n", before)[-1]
    cut = sentence if len(sentence) < len(before) or len(before) == start else sentence.partition(" ")[2]
    return cut.strip() + " " + text[start:end]


# --- pictures -------------------------------------------------------------------

_FILE_NAME = re.compile(
    r"(?:\S+\.(?:jpe?g|png|gif|webp|avif)|(?:img|dsc|image|screenshot)[\s_-]?\d[\w-]*)", re.IGNORECASE
)


def _pictures(media: tuple[Media, ...], permalink: str | None) -> Iterator[Finding]:
    ours = urlsplit(permalink).hostname if permalink else None
    for one in media:
        yield from _alternative_text(one)
        host = next((urlsplit(file.url).hostname for file in one.candidates if ":" in file.url), None)
        if host and host != ours:
            message = f"The picture lies on {host}, which is not yours. Do you have the rights to it?"
            yield warning("picture-foreign", message, one.candidates[0].url)


def _alternative_text(one: Media) -> Iterator[Finding]:
    text = one.description or one.caption or one.title
    if not text:
        message = "The picture has no description, so its alternative text stays empty."
        yield warning("alt-missing", message, one.candidates[0].url)
    elif _FILE_NAME.fullmatch(text):
        yield warning("alt-file-name", "The picture's description is a file name.", text)
