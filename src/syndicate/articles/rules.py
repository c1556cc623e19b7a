"""What a source says about how its documents are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """What a source says about its documents.

    ``zone`` is meant where a time names none. ``zone_names`` overrides abbreviations by IANA names
    that exist (``{"CET": "Europe/Berlin"}``). ``size_order`` lists picture labels, best first; ``size_rewrite`` are
    regular expressions for addresses of pictures, and what makes the address of another size. ``permalink`` is a
    pattern with ``{slug}``, ``{id}`` and ``{stem}``, or ``None`` for a page of ours. ``allowed_words`` are the
    publication's own spellings, which no check of the wording minds; ``checks_grammar`` asks for a check of English
    grammar, where one is installed.
    """

    language: str
    zone: ZoneInfo
    zone_names: Mapping[str, str] = field(default_factory=dict)
    size_order: tuple[str, ...] = ()
    size_rewrite: Mapping[str, str] = field(default_factory=dict)
    permalink: str | None = None
    allowed_words: tuple[str, ...] = ()
    checks_grammar: bool = False
