"""Where a page shows its readers when its article was published: marked elements and lines near the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from syndicate.articles.dates import datelines
from syndicate.articles.dates.patterns import may_hold_date
from syndicate.articles.formats.page.text.headings import is_headline
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.articles.formats.page.text.blocks import Block
    from syndicate.articles.formats.page.text.main import MainText
    from syndicate.articles.rules import Rules

#: Lines below the headline in which a date or a byline is looked for, and blocks above it.
_NEAR, _ABOVE = 12, 2
_LONGEST = 120
#: Elements in one beyond which it is no date but a box.
_ELEMENTS = 20
_CHANGE = re.compile(r"updated|modified|edited|corrected", re.IGNORECASE)
_COMMENT = re.compile(r"comment|related|recommend|respond|sidebar", re.IGNORECASE)
# Microformats' names for it (hAtom, h-entry), and how themes call it that mean the article's own date.
_NAMED = re.compile(
    r"(?:^|\s)(?:(?:dt-)?published|pub-?date)(?:\s|$)"
    r"|(?:^|[^a-z])(?:(?:entry|post|article|story|news|meta)[-_]*(?:info[-_]*)?(?:date|datum|time(?:stamp)?)"
    r"|date[-_]*(?:published|header)|publi(?:sh|cation)(?:ed)?[-_]*date)(?![a-z])",
    re.IGNORECASE,
)
# What is only called a date is the article's where it stands below the headline.
_CALLED = re.compile(r"(?:^|[^a-z])(?:date|datum|time|timestamp|datestamp)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Visible:
    """What readers are shown: dates as elements mark them, and the ``lines`` below the headline."""

    published: Sequence[str] = ()
    updated: Sequence[str] = ()
    lines: Sequence[str] = ()


def visible(root: HtmlElement, main: MainText, title: str | None, rules: Rules) -> Visible:
    """What a page shows of its article's dates."""
    lines = list(_lines(_near(main, title)))
    marked = _Marked(root, main, title, rules)
    return Visible(published=list(marked.published())[:1], updated=list(marked.updated())[:1], lines=lines)


# --- lines ----------------------------------------------------------------------------


def _headline_at(main: MainText, title: str | None) -> int | None:
    return max((place for place, block in enumerate(main.head) if title and is_headline(block, title)), default=None)


def _near(main: MainText, title: str | None) -> Sequence[Block]:
    """The lines between the headline and the text; without a headline there the last ones before the text."""
    place = _headline_at(main, title)
    return main.head[-_NEAR // 2 :] if place is None else main.head[place + 1 :][:_NEAR]


def _lines(near: Sequence[Block]) -> Iterator[str]:
    """The lines, but for those of changes and those that a label above says to be of something else ("Begins:")."""
    label = ""
    for block in near:
        is_of_other = datelines.is_label(label) is False and may_hold_date(block.text)
        if not is_of_other and not _is_of_update(block):
            yield block.text
        label = block.text


def _is_of_update(block: Block) -> bool:
    """Whether the only times in a line are those of changes."""
    times = [time for part in block.run if not isinstance(part, str) for time in part.iter("time")]
    return bool(times) and all(map(_is_update, times))


# --- elements ---------------------------------------------------------------------------


class _Marked:
    """Elements that are marked as dates: between headline and text, right above it, on all the page."""

    def __init__(self, root: HtmlElement, main: MainText, title: str | None, rules: Rules) -> None:
        self._rules = rules
        order = {element: place for place, element in enumerate(root.iter())}
        place = _headline_at(main, title)
        last = order[main.blocks[0].element] if main.blocks else len(order)
        first = 0 if place is None else order[main.head[place].element]
        above = first if place is None else order[main.head[max(0, place - _ABOVE)].element]
        every = [element for element in root.iter() if _is_candidate(element) and not _is_of_others(element)]
        self._below = [element for element in every if first <= order[element] <= last]
        self._above = [element for element in every if above <= order[element] < first]
        self._every = every

    def published(self) -> Iterator[str]:
        below = [element for element in self._below if not _is_update(element)]
        for elements in (_of_publication(below), _named(below), below, _named(self._above)):
            values = self._values(elements)
            yield from values[:1] if elements is not below or len(set(values)) == 1 else ()
        # Far from the headline an element may be anything's; but most pages have only one that is so marked.
        if not any(element.tag == "time" for element in self._below):
            for elements in (_named(self._every), [element for element in self._every if element.tag == "time"]):
                values = self._values(
                    [element for element in elements if not _is_update(element) and not _is_beside(element)]
                )
                yield from values[:1] if len(set(values)) == 1 else ()

    def updated(self) -> Iterator[str]:
        yield from self._values([element for element in self._below if "datemodified" in _properties(element)])

    def _values(self, elements: Sequence[HtmlElement]) -> list[str]:
        return [value for element in elements if (value := _value(element, self._rules))]


def _is_candidate(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag == "meta":
        return False
    name = _names(element)
    is_called = bool(name) and (_CALLED.search(name) or _NAMED.search(name)) is not None
    return element.tag == "time" or is_called or "date" in _properties(element)


def _properties(element: HtmlElement) -> str:
    return f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower()


def _names(element: HtmlElement) -> str:
    return element.get("class") or ""


def _of_publication(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    return [
        element for element in elements if "datepublished" in _properties(element) or element.get("pubdate") is not None
    ]


def _named(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    return _of_publication(elements) or [element for element in elements if _NAMED.search(_names(element))]


def _value(element: HtmlElement, rules: Rules) -> str | None:
    """The date of an element: for machines, or else as a line of nothing else."""
    attributes = (element.get(name) or "" for name in ("datetime", "content", "title"))
    machine = next(
        (value.strip()[:_LONGEST] for value in attributes if may_hold_date(value) or value[:8].isdecimal()), None
    )
    if machine:
        return machine
    if sum(1 for _ in islice(element.iter(), _ELEMENTS)) == _ELEMENTS:
        return None
    text = one_line(element.text_content())
    dateline = datelines.alone(text, rules) if len(text) <= _LONGEST else None
    return text if dateline is not None and dateline.published is not None else None


def _is_update(element: HtmlElement) -> bool:
    """Whether it is marked as a change, or called one just before it. A class ``updated`` alone often means neither."""
    before = _before(element)
    return _CHANGE.search(f"{_properties(element)} {before}") is not None or datelines.is_label(before) is False


def _before(element: HtmlElement) -> str:
    """What stands just before an element, or before what it is the whole text of."""
    previous, parent = element.getprevious(), element.getparent()
    text = (previous.tail if previous is not None else parent.text if parent is not None else None) or ""
    if not text.strip() and previous is not None:
        text = previous.text_content()
    if not text.strip() and previous is None and parent is not None:
        return _before(parent) if parent.tag in {"span", "abbr", "dd", "small", "em", "strong"} else ""
    return one_line(text)[-_LONGEST:]


def _is_of_others(element: HtmlElement) -> bool:
    around = (element, *element.iterancestors())
    return any(_COMMENT.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}") for ancestor in around)


def _is_beside(element: HtmlElement) -> bool:
    """Whether it stands in a box of the page; the footer of an article is the article's."""
    around = [ancestor.tag for ancestor in element.iterancestors()]
    return any(tag in {"aside", "nav"} or (tag == "footer" and "article" not in around) for tag in around)
