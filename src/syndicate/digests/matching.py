"""Whether an article is one that a newsletter takes, and that a reader asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from syndicate.digests.newsletters import Filters


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """The words that an article can be asked for by."""

    sections: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    source: str = ""
    language: str = ""


def unwanted_because(terms: Terms, filters: Filters, sections: Collection[str]) -> str | None:
    """Why an article is none of the newsletter's, or not what readers of these ``sections`` want; ``None``: it is."""
    for name, wanted, found in (
        ("sections are", filters.sections, terms.sections),
        ("tags are", filters.tags, terms.tags),
        ("authors are", filters.authors, terms.authors),
        ("source is", filters.sources, {terms.source}),
    ):
        if wanted and not wanted & found:
            return f"its {name} not this newsletter's"
    if filters.languages and not any(_is_in(terms.language, wanted) for wanted in filters.languages):
        return "its language is not this newsletter's"
    if sections and terms.sections.isdisjoint(sections):
        return "its sections are not those that the reader chose"
    return None


def _is_in(language: str, wanted: str) -> bool:
    """Whether a language tag is in that range (RFC 4647 §3.3.1): ``en`` takes ``en-GB``."""
    tag, range_ = language.lower(), wanted.lower()
    return tag == range_ or tag.startswith(f"{range_}-")
