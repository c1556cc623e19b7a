"""How well real articles are read: pages and page dumps beside the repository, against what people wrote down.

The measures are those of the samples' README. Text: shingles of four words, precision and recall an article, their
means, and the F1 of the means. A headline is right that equals the page's own or any ``h1``, without case, entities and
the site's name. A date is right that is the same instant, or the same day in either's offset.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timezone
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import parser

from syndicate.articles.model import Draft, ForeignTime, RawDocument, Severity
from syndicate.articles.reading import read
from syndicate.articles.rules import Rules

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "real"
RULES = Rules(language="en", zone=ZoneInfo("Europe/Berlin"))

_SHINGLE = 4
_SITE = re.compile(r" [|—-] ")
_ZONES = {"EST": -18_000, "EDT": -14_400, "GMT": 0, "UTC": 0}
_FIRST_YEAR = 1991


class Kind(StrEnum):
    """The two forms in which the samples are there."""

    PAGE = "page"
    DUMP = "dump"


@dataclass(kw_only=True)
class Verdicts:
    """How many of something were right, wrong, absent."""

    right: int = 0
    wrong: int = 0
    absent: int = 0
    failures: list[str] = field(default_factory=list)

    def count(self, key: str, *, is_there: bool, is_right: bool) -> None:
        """Count one."""
        self.right += is_right
        self.wrong += is_there and not is_right
        self.absent += not is_there
        if not is_right:
            self.failures.append(key)

    @property
    def total(self) -> int:
        """All of them."""
        return self.right + self.wrong + self.absent


@dataclass(kw_only=True)
class Quality:
    """What came of a number of articles; ``standing`` are the headlines that stand in the document at all."""

    count: int = 0
    precisions: float = 0.0
    recalls: float = 0.0
    held: int = 0
    standing: int = 0
    titles: Verdicts = field(default_factory=Verdicts)
    dates: Verdicts = field(default_factory=Verdicts)

    @property
    def precision(self) -> float:
        """The mean of the articles' precisions."""
        return self.precisions / max(1, self.count)

    @property
    def recall(self) -> float:
        """The mean of the articles' recalls."""
        return self.recalls / max(1, self.count)

    @property
    def f1(self) -> float:
        """Of the means."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def is_there() -> bool:
    """Whether the samples lie beside the repository."""
    return (SAMPLES / "truth.json").is_file()


def truths() -> dict[str, dict[str, Any]]:
    """What people wrote down, by the articles' keys, in their order."""
    known: dict[str, dict[str, Any]] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    return dict(sorted(known.items()))


def documents(kind: Kind) -> Iterator[tuple[str, bytes]]:
    """Key and bytes of every sample of that form."""
    for key in truths():
        if kind is Kind.PAGE:
            yield key, gzip.decompress((SAMPLES / kind / f"{key}.html.gz").read_bytes())
        else:
            yield key, (SAMPLES / kind / f"{key}.txt").read_bytes()


def measure(kind: Kind, *, half: int | None = None) -> Quality:
    """Read all samples of that form, or every second one from ``half`` (0 or 1) on."""
    quality, known = Quality(), truths()
    for place, (key, content) in enumerate(documents(kind)):
        if half is None or place % 2 == half:
            draft = read(RawDocument(source="samples", external_id=key, content=content), RULES)
            _count(quality, key, draft, known[key], content.decode("utf-8", "replace"))
    return quality


def _count(quality: Quality, key: str, draft: Draft, truth: Mapping[str, Any], document: str) -> None:
    mine, theirs = _shingles(draft.body_text), _shingles(truth["articleBody"])
    common = (mine & theirs).total()
    quality.count += 1
    quality.precisions += common / max(1, mine.total())
    quality.recalls += common / max(1, theirs.total())
    quality.held += any(one.severity is Severity.BLOCK for one in draft.findings)
    titles, title = _titles(truth), _folded(draft.title or "")
    standing = any(one in _folded(document) for one in titles)
    quality.standing += standing
    if titles:
        quality.titles.count(key, is_there=draft.title is not None, is_right=title in titles)
    published = _instant(truth["published"])
    if published is not None:
        is_right = draft.published is not None and _is_same_time(draft.published, published)
        quality.dates.count(key, is_there=draft.published is not None, is_right=is_right)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[start : start + _SHINGLE]) for start in range(max(1, len(words) - _SHINGLE + 1)))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", html.unescape(text)).casefold().split())


def _titles(truth: Mapping[str, Any]) -> set[str]:
    known = [text for text in (truth["title"], *truth["h1"]) if text]
    return {_folded(form) for text in known for form in (text, _mended(text), _SITE.split(text)[0])}


def _mended(text: str) -> str:
    """Some truths were decoded by the wrong table."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _instant(text: str | None) -> datetime | None:
    """The truth's time, or ``None`` where it has none that can be true."""
    if not text or text.startswith("0001"):
        return None
    found: datetime = parser.parse(text, tzinfos=_ZONES)
    return found if found.year >= _FIRST_YEAR else None


def _is_same_time(mine: ForeignTime, theirs: datetime) -> bool:
    if theirs.tzinfo is None:
        return theirs.date() in {mine.at.astimezone(timezone(mine.offset)).date(), mine.at.astimezone(UTC).date()}
    zones = (timezone(mine.offset), theirs.tzinfo)
    return mine.at == theirs or any(mine.at.astimezone(zone).date() == theirs.astimezone(zone).date() for zone in zones)


def report() -> None:
    """Print a line for each form, and for each half of the samples: how far apart these are is how far chance goes."""
    if not is_there():
        print("\nreading quality: the samples are not beside the repository")
        return
    heading = f"\n{'reading quality':<16} {'F1':>6} {'precision':>9} {'recall':>6}"
    print(f"{heading}  titles and dates: right/wrong/absent; held")
    for kind in Kind:
        for half, name in ((None, f"{kind}s"), (0, "  one half"), (1, "  the other")):
            one = measure(kind, half=half)
            titles, dates = (f"{of.right}/{of.wrong}/{of.absent}" for of in (one.titles, one.dates))
            stand = f" (of {one.standing} that stand there)" if kind is Kind.DUMP else ""
            figures = f"{name:<16} {one.f1:6.3f} {one.precision:9.3f} {one.recall:6.3f}"
            print(f"{figures}  {titles}{stand} · {dates} · {one.held}")
