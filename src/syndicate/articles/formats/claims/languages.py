"""The language of a text, as documents name it."""

from __future__ import annotations

import re

_LANGUAGE = re.compile(r"(?P<language>[a-zA-Z]{2,3})(?P<rest>(?:[-_][a-zA-Z0-9]{2,8}){0,3})\Z")


def language_tag(text: str) -> str | None:
    """A language tag in its usual letters, or ``None`` for what is none."""
    match = _LANGUAGE.match(text.strip())
    if match is None:
        return None
    rest = (
        part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower()  # noqa: PLR2004 - region, script
        for part in re.split(r"[-_]", match["rest"])[1:]
    )
    return "-".join((match["language"].lower(), *rest))
