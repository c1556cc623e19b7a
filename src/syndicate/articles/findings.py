"""Findings, as every reader and check makes them: quoted, and never so many that they bury one another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from syndicate.articles.model import Finding, ForeignTime, Severity
from syndicate.text.plain import shorten

#: Characters of plain text beyond which it is hardly one article.
LONGEST = 1_000_000
#: Findings of one kind beyond which an article is simply unedited, and the list would bury the rest.
LIMIT = 10
_QUOTE_LENGTH = 160


def blocking(code: str, message: str, quote: str = "") -> Finding:
    """A finding that holds the article."""
    return Finding(severity=Severity.BLOCK, code=code, message=message, quote=shorten(quote, _QUOTE_LENGTH))


def warning(code: str, message: str, quote: str = "") -> Finding:
    """A finding that only tells the editor."""
    return Finding(severity=Severity.WARN, code=code, message=message, quote=shorten(quote, _QUOTE_LENGTH))


def undated(published: ForeignTime | None) -> list[Finding]:
    """A warning where no date of publication was found."""
    if published is not None:
        return []
    return [warning("no-date", "No date of publication was found; the article is ordered by when it was first seen.")]


def too_long(limit: str, quote: str = "") -> Finding:
    """What holds a text that has more than ``limit``, such as ``10,000 lines``."""
    return blocking("too-long", f"The text has more than {limit}. Is it one article? Divide it.", quote)


def repeated(code: str, message: str, quotes: Sequence[str]) -> list[Finding]:
    """A warning for each quote; those beyond `LIMIT` are the same one, for `limited` to count."""
    warnings = [warning(code, message, quote) for quote in quotes[:LIMIT]]
    return warnings + warnings[-1:] * (len(quotes) - LIMIT)


def limited(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, of each code `LIMIT` at most and one more that counts the rest."""
    if len(findings) <= 1:
        return tuple(findings)
    kept: dict[str, list[Finding]] = {}
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= LIMIT:
            kept.setdefault(finding.code, []).append(finding)
    for code, listed in kept.items():
        if counts[code] > LIMIT:
            message = f"And {counts[code] - LIMIT:,} more of this kind."
            listed.append(Finding(severity=listed[0].severity, code=code, message=message))
    return tuple(finding for listed in kept.values() for finding in listed)


def marked(code: str, text: str, places: Iterable[tuple[str, int, int]]) -> Iterator[Finding]:
    """A warning for each place in a text (its message, start and end), quoted with the words before it."""
    finding = None
    for count, (message, start, end) in enumerate(places):
        # As in `repeated`; here the quotes cost the most.
        finding = warning(code, message, _around(text, start, end)) if finding is None or count < LIMIT else finding
        yield finding


def _around(text: str, start: int, end: int) -> str:
    """The match with the words before it, as far as its sentence and a quote's length go."""
    before = text[max(0, start - _QUOTE_LENGTH // 2) : start]
    sentence = re.split(r"[.!?]\s|\n", before)[-1]
    is_whole = len(sentence) < len(before) or len(before) == start
    cut = sentence if is_whole else sentence.partition(" ")[2]
    return cut.lstrip() + text[start:end]
