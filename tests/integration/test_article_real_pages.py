"""The sample page and the real dumps beside the repository; left out where they are not there."""

import html
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.model import Draft, RawDocument
from syndicate.articles.reading import read
from syndicate.articles.rules import Rules

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"
RULES = Rules(language="en", zone=ZoneInfo("Europe/Berlin"))

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the repository")


def draft_of(path: Path) -> Draft:
    return read(RawDocument(source="desk", external_id=path.name, content=path.read_bytes()), RULES)


def test_the_sample_page_comes_out_right() -> None:
    (path,) = SAMPLES.glob("000_*.txt")
    draft = draft_of(path)
    assert draft.title == "Xiaomi Stores Are Opening In Europe. Are Cars Next?"
    assert draft.deck == "Xiaomi Expands European Footprint, Fuels Automotive Ambitions"
    assert draft.sections == ("World",)
    assert draft.published is not None
    assert draft.published.isoformat() == "2025-10-05T15:34:55+01:00"
    assert draft.published.is_ambiguous
    assert [media.description for media in draft.media] == ["Close-up view of the Xiaomi SU7 battery cell mount."]
    assert draft.body_text.startswith("Xiaomi, the global technology giant")
    assert draft.body_html.count("<h2>") == 3
    assert not re.search(
        r"»|\[\{|images|Akismet|You may also like|Leave a Comment|CET", draft.body_html + draft.body_text
    )
    assert Counter(finding.code for finding in draft.findings) == {
        "zone-ambiguous": 1,
        "sentences-glued": 3,
        "picture-foreign": 1,
        "date-contradiction": 1,
    }


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", html.unescape(text)).casefold().split())


def _titles(truth: dict[str, Any]) -> set[str]:
    known = [text for text in (truth["title"], *truth["h1"]) if text]
    return {_folded(form) for text in known for form in (text, _mended(text), re.split(r" [|—-] ", text)[0])}


def _mended(text: str) -> str:
    """Some truths were decoded by the wrong table."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3)))


def test_real_dumps_are_read_as_well_as_promised() -> None:
    truths = json.loads((SAMPLES / "real" / "truth.json").read_text(encoding="utf-8"))
    precision = recall = right = wrong = standing = 0.0
    for key, truth in truths.items():
        path = SAMPLES / "real" / "dump" / f"{key}.txt"
        draft = draft_of(path)
        mine, theirs = _shingles(draft.body_text), _shingles(truth["articleBody"])
        common = (mine & theirs).total()
        precision += common / max(1, mine.total()) / len(truths)
        recall += common / max(1, theirs.total()) / len(truths)
        titles, page = _titles(truth), _folded(path.read_text(encoding="utf-8"))
        standing += any(title in page for title in titles)
        right += draft.title is not None and _folded(draft.title) in titles
        wrong += draft.title is not None and _folded(draft.title) not in titles
        day = re.match(r"(?!0001)\d{4}-\d\d-\d\d", truth["published"] or "")
        assert draft.published is None or day is None or draft.published.isoformat()[:10] == day[0]
    assert 2 * precision * recall / (precision + recall) >= 0.945
    assert right >= 0.85 * standing
    assert wrong <= 0.05 * (right + wrong)
