"""Patterns of a publisher: a text with names in braces for what differs from edition to edition.

Doubled braces stand for single ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter

from syndicate.errors import BadDataError

#: What a subject or a preheader may name: the lead's headline, the newsletter's title, how many stories there are, the
#: day of the edition in words, and the section of the lead.
WORDING = ("lead", "title", "count", "date", "section")
#: What a rule for links may name: the newsletter's name, the slot of the edition and its cadence.
CAMPAIGN = ("newsletter", "slot", "cadence")


def placeholders(pattern: str) -> list[str]:
    """What stands in braces, in its order, each as often as it stands there; also what is more than a name.

    Raises:
        ValueError: a brace stands alone.
    """
    return [name for _, name in _parts(pattern) if name is not None]


def check_wording(pattern: str) -> None:
    """Let a subject or a preheader pass that can be filled.

    Raises:
        BadDataError: a name in it is not of `WORDING`, or a brace stands alone.
    """
    fault = _fault(pattern)
    if fault is not None:
        known = ", ".join(f"{{{name}}}" for name in WORDING)
        message = f"“{pattern}” cannot be filled: {fault}"
        raise BadDataError(message, code="wording-unfit", hint=f"Write one of {known}; {{{{ and }}}} are braces.")


def _fault(pattern: str) -> str | None:
    try:
        unknown = next((name for name in placeholders(pattern) if name not in WORDING), None)
    except ValueError:
        return "its braces do not match"
    return None if unknown is None else f"{{{unknown}}} is not known"


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern with the values in place of their names; what is put in is not looked at for names again.

    Raises:
        KeyError: a name has no value. The configuration lets none pass that is not of the pattern's kind.
        ValueError: a brace stands alone; nor does it let that pass.
    """
    return "".join(text + (values[name] if name is not None else "") for text, name in _parts(pattern))


def _parts(pattern: str) -> Iterator[tuple[str, str | None]]:
    """Each text, and what stands in braces behind it."""
    for text, name, form, conversion in Formatter().parse(pattern):
        if name is None:
            yield text, None
        else:
            yield text, name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
