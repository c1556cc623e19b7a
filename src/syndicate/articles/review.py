"""What an editor should look at before readers do: pure checks that quote, warn, and never change a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.review_dates import review_dates
from syndicate.articles.review_grammar import review_grammar
from syndicate.articles.review_pictures import review_pictures
from syndicate.articles.review_words import review_words

if TYPE_CHECKING:
    from syndicate.articles.model import Draft, Finding
    from syndicate.articles.rules import Rules


def review(draft: Draft, rules: Rules) -> tuple[Finding, ...]:
    """Every warning about a draft that was read; dates in its text are held against its own date."""
    return (
        *review_words(draft, rules.allowed_words),
        *review_grammar(draft, rules),
        *review_pictures(draft, rules.permalink),
        *review_dates(draft),
    )
