"""Which articles a feed gathers, decided from an article's outline alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from syndicate.feeds.model import FeedKind

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


def belongs(article: Placed, scope: Scope) -> bool:
    """Whether a feed of that scope gathers the article."""
    if scope.filter_ is not None:
        return passes(article, scope.filter_)
    return scope.kind is FeedKind.SITE or scope.value in values(article, scope.kind)


def values(article: Placed, kind: FeedKind) -> tuple[str, ...]:
    """The names under which an article stands in feeds of that kind; none for the site and for filters."""
    if kind is FeedKind.LANGUAGE:
        return (article.language,)
    named = {FeedKind.SECTION: article.sections, FeedKind.TAG: article.tags, FeedKind.AUTHOR: article.authors}
    return named.get(kind, ())


def passes(article: Placed, filter_: Filter) -> bool:
    """Whether the article answers the filter: every field of it that is filled, or one of them; all do if none is."""
    fields = (
        (filter_.sections, article.sections),
        (filter_.tags, article.tags),
        (filter_.authors, article.authors),
        (filter_.languages, (article.language,)),
    )
    answers = [bool(_folded(listed) & _folded(had)) for listed, had in fields if listed]
    return all(answers) if filter_.match_all or not answers else any(answers)


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)
