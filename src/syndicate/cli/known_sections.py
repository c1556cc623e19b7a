"""Whether there is such a section: a reader who chose a misspelt one would never hear of anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.config.phrasing import did_you_mean
from syndicate.storage.states import TermKind
from syndicate.storage.tables import article_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


def section_doubts(connection: Connection, sections: Sequence[str]) -> list[str]:
    """A line for each of the sections that no article has had so far."""
    of_sections = article_terms.c.kind == TermKind.SECTION
    query = select(article_terms.c.term).where(of_sections, article_terms.c.term.in_(sections)).distinct()
    there = set(connection.execute(query).scalars())
    unknown = [section for section in sections if section not in there]
    if not unknown:
        return []
    known = set(connection.execute(select(article_terms.c.term).where(of_sections).distinct()).scalars())
    return [f"no article has had the section “{section}” so far{did_you_mean(section, known)}" for section in unknown]
