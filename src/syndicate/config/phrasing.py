"""The words that complaints are made of: values in TOML's notation, guesses, refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from syndicate.text.guessing import nearest
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Stands for every secret that would otherwise be shown.
MASK = "********"
_SHOWN_LENGTH = 60
_LONGEST_BITS = 128  # Python refuses to print numbers of thousands of digits


def refusal(value: object, remedy: str) -> ValueError:
    """What a reader raises: the rest of a sentence that began with the key."""
    return ValueError(f"is {shown(value)}; {remedy}")


def did_you_mean(written: str, known: Iterable[str], *, meaning: Mapping[str, str] | None = None) -> str:
    """``; did you mean "region"?`` or nothing; letter case does not count.

    No word is meant that has control characters, as the name of a newsletter that is itself a mistake.
    ``meaning`` says how a known word is to be written, where that is not in quotation marks.
    """
    word = nearest(written, known)
    if not word:
        return ""
    return f"; did you mean {meaning[word] if meaning else literal(word)}?"


def shown(value: object) -> str:
    """`literal`, short enough to stand inside a sentence."""
    return shorten(literal(value), _SHOWN_LENGTH)


def literal(value: object) -> str:
    """The value as one would write it in TOML, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and value.bit_length() > _LONGEST_BITS:
        return "a very large number"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return _inline_table(value)
    return str(value)


def _inline_table(table: Mapping[str, object]) -> str:
    pairs = ", ".join(f"{key} = {literal(value)}" for key, value in table.items())
    return f"{{ {pairs} }}" if pairs else "{}"
