"""Files of a picture that its document does not name, at addresses that the source's patterns make of those it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.articles.model import Candidate

if TYPE_CHECKING:
    from syndicate.articles.model import Media

_ON_THE_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def with_other_sizes(media: Sequence[Media], patterns: Mapping[str, str]) -> tuple[Media, ...]:
    """The media, each with further files on the web.

    ``patterns`` are regular expressions, and the text that stands for what they find. A new address stands before the
    one that it was made of, without its declared size; whether there is such a file shows when it is asked for.
    """
    return tuple(replace(medium, candidates=tuple(_files(medium.candidates, patterns))) for medium in media)


def _files(candidates: Sequence[Candidate], patterns: Mapping[str, str]) -> Iterator[Candidate]:
    known = {candidate.url for candidate in candidates}
    for candidate in candidates:
        for pattern, text in patterns.items():
            url = re.sub(pattern, text.replace("\\", r"\\"), candidate.url)
            if url not in known and _ON_THE_WEB.match(candidate.url) and _ON_THE_WEB.match(url):
                known.add(url)
                yield Candidate(url=url, key=candidate.key)
        yield candidate
