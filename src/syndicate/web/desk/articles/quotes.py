"""The places in an article's text that findings are about, so that a click on one leads there. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syndicate.articles.model import Finding

_CUT = "…"
#: Shorter quotes stand in many places by chance.
_SHORTEST = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingLine:
    """A finding for a list; ``anchor`` names the place of its quote in the text, or is empty."""

    severity: str
    code: str
    message: str
    quote: str
    where: str
    anchor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TextPart:
    """A part of a text; one that a finding is about has an ``anchor``."""

    text: str
    anchor: str = ""


def placed(findings: Sequence[Finding], text: str) -> tuple[list[FindingLine], list[TextPart]]:
    """The findings with their anchors, and the text in parts; what overlaps shares the place that came first."""
    places = sorted(_places(findings, text))
    anchors: dict[str, str] = {}
    parts: list[TextPart] = []
    at = 0
    for start, end, quote in places:
        if start < at:
            anchors[quote] = next((part.anchor for part in reversed(parts) if part.anchor), "")
            continue
        anchors[quote] = f"found-{len(anchors) + 1}"
        parts += [TextPart(text=text[at:start]), TextPart(text=text[start:end], anchor=anchors[quote])]
        at = end
    parts.append(TextPart(text=text[at:]))
    return [_line(finding, anchors) for finding in findings], [part for part in parts if part.text]


def _line(finding: Finding, anchors: dict[str, str]) -> FindingLine:
    return FindingLine(
        severity=finding.severity,
        code=finding.code,
        message=finding.message,
        quote=finding.quote,
        where=finding.where,
        anchor=anchors.get(finding.quote, ""),
    )


def _places(findings: Sequence[Finding], text: str) -> Iterable[tuple[int, int, str]]:
    for quote in dict.fromkeys(finding.quote for finding in findings):
        sought = quote.removesuffix(_CUT).rstrip()
        start = text.find(sought) if len(sought) >= _SHORTEST else -1
        if start >= 0:
            yield start, start + len(sought), quote
