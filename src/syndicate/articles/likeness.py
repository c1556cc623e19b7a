"""How much of one text stands in another, told by its runs of five words; and a sample of these to look it up by."""

from __future__ import annotations

import re
from itertools import islice
from zlib import crc32

#: Words of a run.
_RUN = 5
#: From this part of the shorter text on, two texts are one story.
ALIKE = 0.8
#: From this part on, two documents that claim one address tell one story, however much each has of its own.
KINDRED = 0.5
#: One run in so many is in the sample: whether it is depends on the run alone, so that samples can be compared.
_ONE_IN = 8
#: Numbers in a sample at most; of a long text the smallest.
_MOST = 256
_WORD = re.compile(r"\w+")


def runs(text: str) -> frozenset[int]:
    """A number for each run of words, whatever their case and what stands between them."""
    words = _WORD.findall(text.casefold())
    joined = zip(*(islice(words, start, None) for start in range(_RUN)), strict=False)
    return frozenset(crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in joined)


def sample(text_runs: frozenset[int]) -> tuple[int, ...]:
    """Those runs that are looked up, in order."""
    return tuple(sorted(run for run in text_runs if run % _ONE_IN == 0)[:_MOST])


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """The part of the shorter text that stands in the longer one, from 0 to 1; of an empty one: 0."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0
