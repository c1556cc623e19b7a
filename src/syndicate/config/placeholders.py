"""Names in braces, as addresses and patterns of the configuration have them."""

from __future__ import annotations

from collections.abc import Sequence

from syndicate.config.phrasing import did_you_mean, refusal
from syndicate.digests.patterns import placeholders


def known_placeholders(text: str, known: Sequence[str]) -> list[str]:
    """The names that stand in the text, each of them one of the ``known``.

    Raises:
        ValueError: one is not, or braces do not match; it says what may stand there.
    """
    names = _names(text, known)
    for name in names:
        if name not in known:
            guess = did_you_mean(name, known, meaning={word: f"{{{word}}}" for word in known})
            raise refusal(text, f"{{{name}}} is not one of {_listed(known, 'and')}{guess}")
    return names


def _names(text: str, known: Sequence[str]) -> list[str]:
    try:
        return placeholders(text)
    except ValueError as error:
        raise refusal(text, f"its braces do not match; write {_listed(known, 'or')}, and {{{{ for a brace") from error


def _listed(known: Sequence[str], joint: str) -> str:
    *first, last = [f"{{{name}}}" for name in known]
    return f"{', '.join(first)} {joint} {last}"
