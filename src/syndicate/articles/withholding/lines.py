"""Lines above the text of a dump that say it is withheld: ``Status: draft``, ``EMBARGOED UNTIL 1 May 2031, 09:00 GMT``.

A dump has no keys of its own, and any headline may have a colon. So only what says in so many words that the article is
withheld counts here; all else is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from syndicate.articles.withholding import Meaning, Signs, Stated, folded, meaning_of, read_signs, truth, whole_date
from syndicate.articles.withholding import withholds as is_withheld

if TYPE_CHECKING:
    from syndicate.articles.rules import Rules

#: Characters above a text in which such lines are looked for, and words of a status.
_HEAD, _WORDS = 1_500, 3
#: Characters of such a line, and of what stands before its colon.
_LINE, _KEY = 100, 32
#: What other notations set around keys and values.
_AROUND = " \t.#/*_;%<!->:"
_EMBARGO = re.compile(
    r"^[^\w\n]{0,5}(?:strictly |under )?(?:embargo(?:ed)?|sperrfrist|sous embargo|not for (?:publication|release))"
    r"[ \t:]+(?:until|till|to|before|bis|jusqu'?[aà](?:u)?)?[ \t:]*(?P<value>[^\n]{1,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_UNTIL = re.compile(r"\b(?:until|till|before|bis)\b", re.IGNORECASE)
_SWITCHES = {Meaning.WITHHOLDS: True, Meaning.PRIVATE: True, Meaning.PUBLISHES: False}
_STATUSES = frozenset({Meaning.VISIBILITY, Meaning.OWN_STATUS, Meaning.FREE_STATUS})
_TIMES = frozenset({Meaning.EMBARGO, Meaning.EXPIRY})


def signs_above(text: str, rules: Rules) -> Signs | None:
    """The signs above a text; ``None`` where there is none, as nearly always."""
    stated = [*_stated(text[:_HEAD], rules)]
    return read_signs(stated, rules) if stated else None


def _stated(head: str, rules: Rules) -> Iterator[Stated]:
    for line in (row.lstrip(":") for row in head.split("\n")):
        if ":" in line and len(line) <= _LINE and 0 < (end := line.find(":")) <= _KEY:
            key, value = line[:end].strip(_AROUND), line[end + 1 :].strip(_AROUND)
            meaning = meaning_of(key)
            if meaning is not None and value and _is_clear(meaning, value, rules):
                yield Stated(key=key, values=(value,))
    small = head.lower()
    if "embargo" in small or "sperrfrist" in small or "not for " in small:
        for match in _EMBARGO.finditer(head):
            value = match["value"].strip(" \t.*!-–—")
            if _UNTIL.search(match[0]) or whole_date(value, rules, None) is not None:
                yield Stated(key="embargo", values=(value or "?",), shown=match[0].strip()[:60])


def _is_clear(meaning: Meaning, value: str, rules: Rules) -> bool:
    if meaning in _SWITCHES:
        return truth(value) is _SWITCHES[meaning]
    if meaning in _STATUSES:
        return is_withheld(value) and len(folded(value)) <= _WORDS
    return meaning in _TIMES and whole_date(value, rules, None) is not None
