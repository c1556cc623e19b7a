"""Which articles a feed gathers, decided from an article's outline alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from syndicate.feeds.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syndicate.feeds.model import Filter, Scope


class Placed(Protocol):
    """What an article or its remains can be chosen by."""

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections it stands in."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""

    @property
    def authors(self) -> tuple[str, ...]:
        """The names in its byline."""

    @property
    def language(self) -> str:
        """Its BCP 47 tag."""


def belongs(one: Placed, scope: Scope) -> bool:
    """Whether a feed of that scope gathers the article."""
    if scope.filter_ is not None:
        return passes(one, scope.filter_)
    return scope.kind is Kind.SITE or scope.value in values(one, scope.kind)


def values(one: Placed, kind: Kind) -> tuple[str, ...]:
    """The names under which an article stands in feeds of that kind; none for the site and for filters."""
    if kind is Kind.LANGUAGE:
        return (one.language,)
    named = {Kind.SECTION: one.sections, Kind.TAG: one.tags, Kind.AUTHOR: one.authors}
    return named.get(kind, ())


def passes(one: Placed, wanted: Filter) -> bool:
    """Whether the article answers the filter: every field of it that is filled, or one of them; all do if none is."""
    asked = (
        (wanted.sections, one.sections),
        (wanted.tags, one.tags),
        (wanted.authors, one.authors),
        (wanted.languages, (one.language,)),
    )
    answers = [bool(_folded(listed) & _folded(had)) for listed, had in asked if listed]
    return all(answers) if wanted.match_all or not answers else any(answers)


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)
