"""What an editor should look at before readers do: pure checks that quote, warn, and never change a text."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.articles.findings import limited, warning
from syndicate.articles.review.dates import review_dates
from syndicate.articles.review.grammar import review_grammar
from syndicate.articles.review.pictures import review_pictures
from syndicate.articles.review.words import review_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.articles.model import Draft, Finding
    from syndicate.articles.rules import Rules

log = logging.getLogger("syndicate.articles")


def reviewed(draft: Draft, rules: Rules) -> Draft:
    """The draft with every warning about it; dates in its text are held against its own date.

    Never raises: an article goes out without its warnings rather than not at all, and says so.
    """
    try:
        warnings = limited(list(_review(draft, rules)))
    except Exception:  # as in reading: one article must never stop the others
        log.exception("the article %r could not be checked", draft.title)
        message = "The article was not checked for slips: there is a fault in the checks. The log says which."
        warnings = (warning("unchecked", message),)
    return replace(draft, findings=(*draft.findings, *warnings)) if warnings else draft


def _review(draft: Draft, rules: Rules) -> Iterator[Finding]:
    yield from review_words(draft, rules.allowed_words)
    yield from review_grammar(draft, rules)
    yield from review_pictures(draft, rules.permalink)
    yield from review_dates(draft)
