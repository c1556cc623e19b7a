"""What a body is, and whether it can be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.findings import LONGEST, blocking, too_long
from syndicate.articles.formats.furniture.boilerplate import is_boilerplate
from syndicate.articles.model import Media

if TYPE_CHECKING:
    from syndicate.articles.model import Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A body: sanitised HTML without pictures, its plain text, and the pictures in their order."""

    html: str = ""
    text: str = ""
    pictures: tuple[Media, ...] = ()
    findings: tuple[Finding, ...] = ()


def verdict(text: str) -> list[Finding]:
    """What holds a text that is no body: too long, or nothing but what pages print around articles."""
    if len(text) > LONGEST:
        return [too_long(f"{LONGEST:,} characters")]
    if all(is_boilerplate(line) for line in text.split("\n") if line):
        return [blocking("no-body", "There is no text, or only what pages print around one.", text[:200])]
    return []
