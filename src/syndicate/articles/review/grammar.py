"""Grammar of English texts, by Harper, if it is there (the extra ``check``); without it nothing is said.

Harper knows no names, so of what it finds only slips of grammar are told. It takes half a second for an article.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from syndicate.articles.findings import marked
from syndicate.articles.review.words import outside_of

if TYPE_CHECKING:
    from syndicate.articles.model import Draft, Finding
    from syndicate.articles.review.words import Place
    from syndicate.articles.rules import Rules

#: Characters of a text that are looked at; the time grows with them.
LONGEST = 50_000
# Of the others, style and spelling, most remarks on good news prose are wrong.
_KINDS = frozenset({"Agreement", "BoundaryError", "Eggcorn", "Grammar", "Malapropism", "Miscellaneous", "Usage"})


def review_grammar(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Warnings about an English text, where the source asks for them."""
    is_english = (draft.language or rules.language).lower().startswith("en")
    harper = linter() if rules.checks_grammar and is_english else None
    if harper is None:
        return
    text = draft.body_text[:LONGEST]
    yield from marked("grammar", text, outside_of(rules.allowed_words, text, _slips(harper, text)))


def _slips(harper: Any, text: str) -> Iterator[Place]:
    for lint in harper.lint(text):
        start = text.find(lint.problem_text, lint.span.start)
        if lint.lint_kind in _KINDS and start >= 0:
            yield lint.message, start, start + len(lint.problem_text)


@lru_cache(maxsize=1)
def linter() -> Any:
    """Harper, made once, because that takes a second; ``None`` when it is not installed."""
    try:
        import harper
    except ImportError:
        return None
    return harper.Linter()
