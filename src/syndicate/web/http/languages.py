"""Which of the languages that we have a caller would rather read (RFC 9110 §12.5.4)."""

from __future__ import annotations

from collections.abc import Sequence

from syndicate.text.languages import primary_language

#: Languages of a header that are looked at.
_MOST = 20


def preferred(header: str, offered: Sequence[str]) -> str | None:
    """The offered language that the header of ``Accept-Language`` likes best; ``None`` where it names none of them."""
    weighed = [_weighed(part) for part in header.split(",")[:_MOST]]
    for _, wanted in sorted((pair for pair in weighed if pair[0] > 0), key=lambda pair: -pair[0]):
        if found := of_same_language(wanted, offered):
            return found
    return None


def of_same_language(wanted: str, offered: Sequence[str]) -> str | None:
    """The offered language with that very tag, else one of the same primary language: ``pt`` for ``pt-BR``."""
    by_tag = {tag.lower(): tag for tag in offered}
    primary = primary_language(wanted)
    same = (tag for tag in offered if primary_language(tag) == primary)
    return by_tag.get(wanted.strip().lower()) or next(same, None)


def _weighed(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";")
    try:
        return (float(weight.partition("=")[2]) if weight else 1.0), tag.strip()
    except ValueError:
        return 0.0, tag
