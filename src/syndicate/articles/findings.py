"""What an editor should look at before readers do: pure checks that quote, warn, and never change a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.model import Finding, Severity
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from syndicate.articles.model import Draft, Media
    from syndicate.articles.rules import Rules

#: Findings of one kind beyond which an article is simply unedited, and the list would bury the rest.
LIMIT = 10
_QUOTE_LENGTH = 160


def blocking(code: str, message: str, quote: str = "") -> Finding:
    """A finding that holds the article."""
    return Finding(severity=Severity.BLOCK, code=code, message=message, quote=shorten(quote, _QUOTE_LENGTH))


def warning(code: str, message: str, quote: str = "") -> Finding:
    """A finding that only tells the editor."""
    return Finding(severity=Severity.WARN, code=code, message=message, quote=shorten(quote, _QUOTE_LENGTH))


def repeated(code: str, message: str, quotes: Sequence[str]) -> list[Finding]:
    """A warning for each quote; those beyond `LIMIT` are the same one, for `limited` to count."""
    made = [warning(code, message, quote) for quote in quotes[:LIMIT]]
    return made + made[-1:] * (len(quotes) - LIMIT)


def limited(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, of each code `LIMIT` at most and one more that counts the rest."""
    kept: dict[str, list[Finding]] = {}
    counts: Counter[str] = Counter()
    for one in findings:
        counts[one.code] += 1
        if counts[one.code] <= LIMIT:
            kept.setdefault(one.code, []).append(one)
    for code, some in kept.items():
        if counts[code] > LIMIT:
            message = f"And {counts[code] - LIMIT:,} more of this kind."
            some.append(Finding(severity=some[0].severity, code=code, message=message))
    return tuple(one for some in kept.values() for one in some)


def review(draft: Draft, rules: Rules) -> tuple[Finding, ...]:
    """Every warning about a draft that was read; dates in its text are held against its own date."""
    found = [*_glued_sentences(draft.body_text), *_pictures(draft.media, rules.permalink)]
    if draft.published is not None:
        found += _contradictions(draft.body_text, draft.published.at)
    return tuple(found)


# --- wording -------------------------------------------------------------------

#: Letters of a word that are looked at.
_WORD_LENGTH = 60
_GLUED = re.compile(r"\b[^\W\d_]+[^\W\d_A-Z][.!?](?=[A-ZÀ-ÖØ-Þ](?:[a-zß-ÿ’']|\s))[^\s.]+")


def _glued_sentences(text: str) -> Iterator[Finding]:
    message = "There is no space between two sentences."
    yield from _marked("sentences-glued", text, ((message, start, end) for start, end in _joints(text)))


def _joints(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences are glued: from the last word of one to the first of the other."""
    behind = 0
    for stop in sorted(
        place for sign in ".!?" for place in _places(text, sign) if text[place + 1 : place + 2].isupper()
    ):
        match = _GLUED.search(text, max(behind, stop - _WORD_LENGTH), stop + _WORD_LENGTH) if stop >= behind else None
        if match is not None:
            behind = match.end()
            yield match.span()


def _places(text: str, part: str) -> Iterator[int]:
    # To find a text is many times faster than to match a pattern, and most of an article is not looked for.
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def _marked(code: str, text: str, places: Iterable[tuple[str, int, int]]) -> Iterator[Finding]:
    """A warning for each place: its message, and where it starts and ends."""
    one = None
    for count, (message, start, end) in enumerate(places):
        # As in `repeated`; here the quotes cost the most.
        one = warning(code, message, _around(text, start, end)) if one is None or count < LIMIT else one
        yield one


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
# ASCII, because else ``ſ`` and ``ı`` match ``s`` and ``i``, and no table holds what they spell.
_PERIOD = re.compile(
    rf"\b(?P<period>(?a:{'|'.join(sorted(_PERIOD_ENDS, key=len, reverse=True))}))[\s-](?:of\s|the\s)?"
    r"(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?P<before>was|were|been|had)?\s?(?:slated|scheduled|planned|planning|plans|expected|expects|due|set|aims|upcoming|will"
    r"|to launch|to open|to begin)\b",
    re.IGNORECASE,
)
#: Characters before a year in which the words stand that make a period of it.
_BEFORE_YEAR = 25
#: Characters between a word of the future and its period, and with that word and the one before it.
_BETWEEN, _BEFORE = 60, 80


def _contradictions(text: str, published: datetime) -> Iterator[Finding]:
    return _marked("date-contradiction", text, _past_futures(text, published))


def _past_futures(text: str, published: datetime) -> Iterator[tuple[str, int, int]]:
    # From the period backwards: years are rare, and words such as "will" are not.
    since = 0
    for year in sorted(place for century in ("19", "20") for place in _places(text, century)):
        match = _PERIOD.search(text, max(since, year - _BEFORE_YEAR), year + 5)
        if match is None or match.end() != year + 4:
            continue
        start, since = _future_before(text, since, match.start()), match.end()
        if start is None or published < _end_of(match["period"], int(match["year"])):
            continue
        message = f"This speaks of {match['year']} as the future, but the article is dated {published:%Y-%m-%d}."
        yield message, start, match.end()


def _future_before(text: str, since: int, end: int) -> int | None:
    """Where the words start, after ``since`` and in the same sentence, that make a period at ``end`` the future."""
    begin = max(since, end - _BEFORE)
    begin += max(text[begin:end].rfind(sign) for sign in ".!?\n") + 1
    first = next((one for one in _FUTURE.finditer(text, begin, end) if end - one.end() <= _BETWEEN), None)
    return None if first is None or first["before"] else first.start()


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
