import sys
from dataclasses import replace

import pytest

from syndicate.articles.model import Draft
from syndicate.articles.review import grammar
from tests.unit.articles.article_samples import RULES, SECOND

ASKED = replace(RULES, checks_grammar=True)
SLIP = f"{SECOND} The harbour master is honing in on an new answer for the town."


def quotes(text: str, **changes: object) -> list[str]:
    draft = Draft(title="x", body_text=text, language="en")
    rules = replace(ASKED, **changes)  # type: ignore[arg-type]
    return [one.quote for one in grammar.review_grammar(draft, rules)]


def test_a_slip_is_quoted_where_it_stands() -> None:
    found = quotes(SLIP)
    assert any(one.endswith("honing in on") for one in found)
    assert all(one.startswith("The harbour master") for one in found)


def test_good_prose_and_names_that_no_dictionary_knows_are_not_blamed() -> None:
    assert quotes(f"{SECOND} Xiaomi and Zlatko Brnabić met at the Kurhaus in Bad Ischl on Sunday.") == []


def test_nobody_is_told_who_did_not_ask_and_no_other_language_is_judged() -> None:
    assert quotes(SLIP, checks_grammar=False) == []
    draft = Draft(title="x", body_text=SLIP, language="de")
    assert list(grammar.review_grammar(draft, ASKED)) == []


def test_names_of_the_publication_are_passed_over() -> None:
    assert not any(one.endswith("honing in on") for one in quotes(SLIP, allowed_words=("honing in on",)))


def test_without_the_extra_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "harper", None)
    grammar.linter.cache_clear()
    assert quotes(SLIP) == []
    grammar.linter.cache_clear()
