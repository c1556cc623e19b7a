"""Whether a mail's unsubscribe link and postal address can be seen, in each kind of client and both colour schemes.

The style of both is computed as a browser computes it (`mail.style`); the tests compare the verdicts with Chromium's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from syndicate.mail.style.cascade import Cascade, StyleSource, conditions_of
from syndicate.mail.style.losses import Loss, loss_of, shuts_out
from syndicate.mail.style.media import Client, Medium, holds, widths_of
from syndicate.text.plain import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.mail.model import Digest

UNSUBSCRIBE, PREFERENCES = "{{unsubscribe_url}}", "{{preferences_url}}"
LINK_HIDDEN, ADDRESS_HIDDEN = "unsubscribe-hidden", "postal-address-hidden"

_FOR_WORD = re.compile(r"\[if\s[^\]!]*\bmso\b")
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style", re.DOTALL)
#: Characters that take no ink, beside white space.
_NO_INK = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]+"
)
#: Selectors by which it depends on other elements than those around it how an element looks.
_ASKS_AROUND = re.compile(r"[+~]|:(?:nth|first|last|only|not|has|is|where|empty)\b")
#: What texts that were well seen depend on: the variants of an edition differ in their stories, not in their footer.
_SEEN_WELL: set[tuple[object, ...]] = set()
_MOST_REMEMBERED = 512


@dataclass(frozen=True, kw_only=True, slots=True)
class TextRun:
    """A text and the element in which it stands."""

    element: HtmlElement
    text: str

    @property
    def has_ink(self) -> bool:
        """Whether any of its characters can be seen at all."""
        return bool(ink_of(self.text))


@dataclass(frozen=True, kw_only=True, slots=True)
class Lost:
    """What cannot be seen, where, and why."""

    what: str
    code: str
    loss: Loss
    medium: Medium | None = None

    @property
    def is_fatal(self) -> bool:
        """Whether it cannot be seen; else it is only hard to read."""
        return self.loss.is_fatal


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """A page with all that is needed to judge it."""

    page: HtmlElement
    sources: tuple[StyleSource, ...]
    cascade: Cascade
    runs: tuple[TextRun, ...]
    squeezed: str
    starts: tuple[int, ...]
    losses: dict[tuple[object, ...], Loss | None]

    def loss(self, element: HtmlElement, medium: Medium, *, is_link: bool) -> Loss | None:
        """`loss_of` of an element; lines of an address are often set alike."""
        rules = (rule for rule, _ in self.cascade.rules(element))
        key = (element.getparent(), element.tag, *element.items(), *rules, medium, is_link)
        if key not in self.losses:
            self.losses[key] = loss_of(element, self.cascade, medium, is_link=is_link)
        return self.losses[key]


def address_lines(digest: Digest) -> list[str]:
    """The lines of the postal address, without any white space, as mails hold them."""
    return [line for line in map(squeeze, clean(digest.postal_address).splitlines()) if line]


def squeeze(text: str) -> str:
    """The text without any white space: where a line breaks says nothing about what it says."""
    return "".join(text.split())


# --- what is looked at --------------------------------------------------------------------------


def look_at(page: HtmlElement, inlined: StyleSource | None = None) -> Look:
    """Take a page apart; ``inlined`` are rules that stand in no sheet of it, but belong onto its elements."""
    sources = (*sources_of(page), *([inlined] if inlined else []))
    runs = tuple(runs_of(page.find("body")))
    starts, length, parts = [], 0, []
    for run in runs:
        starts.append(length)
        parts.append(squeeze(run.text))
        length += len(parts[-1])
    cascade = Cascade(page, sources)
    return Look(
        page=page, sources=sources, cascade=cascade, runs=runs, squeezed="".join(parts), starts=tuple(starts), losses={}
    )


def sources_of(page: HtmlElement) -> tuple[StyleSource, ...]:
    """The style sheets of the page in their order, with those that only Outlook for Windows reads."""
    sources = []
    for node in page.iter("style", etree.Comment):
        if node.tag == "style":
            if (node.get("type") or "text/css").strip().lower() == "text/css":
                sources.append(StyleSource(css=node.text or "", media=(node.get("media") or "").lower()))
        elif _FOR_WORD.match(node.text or ""):
            sources += [StyleSource(css=style[1], is_for_word=True) for style in _STYLE.finditer(node.text or "")]
    return tuple(sources)


def runs_of(element: HtmlElement | None) -> list[TextRun]:
    """The texts below an element in their order; those of comments are none."""
    runs: list[TextRun] = []
    if element is None:
        return runs
    for event, node in etree.iterwalk(element, events=("start", "end", "comment")):
        if event == "start" and node.text:
            runs.append(TextRun(element=node, text=node.text))
        elif event != "start" and node is not element and node.tail:
            runs.append(TextRun(element=node.getparent(), text=node.tail))
    return runs


def _media(cascade: Cascade, elements: Iterable[HtmlElement]) -> tuple[Medium, ...]:
    """The ways to look at the elements that can differ."""
    rules = [pair for element in elements for pair in cascade.rules(element)]
    clients = {Client.BARE} if rules else set()
    clients |= {Client.OUTLOOK_COM} if any(rule.is_for_outlook_com for rule, _ in rules) else set()
    clients |= {Client.WORD} if any(source.is_for_word for _, source in rules) else set()
    return (*_browsers(conditions_of(rules)), *(Medium(client=client) for client in sorted(clients)))


@lru_cache(maxsize=64)
def _browsers(conditions: frozenset[str]) -> tuple[Medium, ...]:
    """A browser for each combination of answers to the media queries, in both schemes."""
    browsers: dict[tuple[object, ...], Medium] = {}
    ordered = sorted(conditions)
    for scheme in ("light", "dark"):
        for width in (600, *widths_of(ordered)):
            for takes_unknown in (False, True):
                medium = Medium(scheme=scheme, width=width, takes_unknown=takes_unknown)
                answers = tuple(holds(condition, medium) for condition in ordered)
                browsers.setdefault((scheme, *answers), medium)
    return tuple(browsers.values())


# --- what is lost -------------------------------------------------------------------------------


def judge(look: Look, digest: Digest) -> list[Lost]:
    """What of the link and the address is lost, or hard to read, in which client; what is not there at all is not."""
    lost = list(_judge_link(look))
    for line in address_lines(digest):
        if not any(each.code == ADDRESS_HIDDEN for each in lost):
            lost += _judge_line(look, line)
    return lost


def _judge_link(look: Look) -> Iterator[Lost]:
    links = [link for link in look.page.iter("a") if link.get("href") == UNSUBSCRIBE]
    if len(links) != 1:
        return
    runs = [run for run in runs_of(links[0]) if run.has_ink]
    if not runs:
        loss = Loss(reason="it holds no letters", element=links[0])
        yield Lost(what="the unsubscribe link", code=LINK_HIDDEN, loss=loss)
        return
    yield from _judge_runs(look, runs, "the unsubscribe link", LINK_HIDDEN)


def _judge_line(look: Look, line: str) -> list[Lost]:
    """The losses of a line of the address: none, if in every client one of the places where it stands can be seen."""
    places = list(_places(look, line))
    verdicts = [list(_judge_runs(look, runs, "the postal address", ADDRESS_HIDDEN)) for runs in places]
    blocked = [[lost for lost in verdict if lost.is_fatal] for verdict in verdicts]
    if not verdicts or not all(blocked):
        return min(verdicts, key=len) if verdicts else []
    return verdicts[-1]


def _places(look: Look, line: str) -> Iterator[list[TextRun]]:
    start = look.squeezed.find(line)
    while start >= 0:
        end = start + len(line)
        yield [
            run
            for run, begin in zip(look.runs, look.starts, strict=True)
            if begin < end and begin + len(squeeze(run.text)) > start and run.has_ink
        ]
        start = look.squeezed.find(line, end)


def _judge_runs(look: Look, runs: Sequence[TextRun], what: str, code: str) -> Iterator[Lost]:
    """The losses of a text; where all that they depend on was seen before and nothing was lost, it is not computed."""
    facts = (look.sources, look.cascade.scheme_of_meta, code, *((run.text, *_chain_of(run.element)) for run in runs))
    if facts in _SEEN_WELL:
        return
    lost = list(_losses_of(look, runs, what, code))
    if not lost and _depends_on_chains(look):
        if len(_SEEN_WELL) >= _MOST_REMEMBERED:
            _SEEN_WELL.clear()
        _SEEN_WELL.add(facts)
    yield from lost


def _chain_of(element: HtmlElement) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """An element and what is around it, as far as rules can tell it from others."""
    return ((around.tag, tuple(around.items())) for around in (element, *element.iterancestors()))


def _depends_on_chains(look: Look) -> bool:
    """Whether nothing beside a text and before it can change how it looks: no rule asks for that, no box cuts off."""
    return not any(_ASKS_AROUND.search(source.css) for source in look.sources) and not look.cascade.clips


def _losses_of(look: Look, runs: Sequence[TextRun], what: str, code: str) -> Iterator[Lost]:
    """The different losses of a text that stands in several elements: it is lost when half of its letters are."""
    shut = [(run, loss) for run in runs if (loss := shuts_out(run.element))]
    if _is_most([run for run, _ in shut], runs):
        yield Lost(what=what, code=code, loss=shut[0][1])
        return
    chain = {around: None for run in runs for around in (run.element, *run.element.iterancestors())}
    is_link = code == LINK_HIDDEN
    for medium in _media(look.cascade, chain):
        judged = [(run, look.loss(run.element, medium, is_link=is_link)) for run in runs]
        hidden = [(run, loss) for run, loss in judged if loss is not None]
        if _is_most([run for run, loss in hidden if loss.is_fatal], runs):
            yield Lost(what=what, code=code, loss=next(loss for _, loss in hidden if loss.is_fatal), medium=medium)
        elif hidden:
            faint = min((loss for _, loss in hidden), key=lambda loss: loss.contrast or 0.0)
            if not faint.is_fatal:
                yield Lost(what=what, code=code, loss=faint, medium=medium)


def _is_most(some: Sequence[TextRun], runs: Sequence[TextRun]) -> bool:
    lost, everything = (sum(len(ink_of(run.text)) for run in part) for part in (some, runs))
    return bool(some) and 2 * lost >= everything


def ink_of(text: str) -> str:
    """The characters that can be seen at all."""
    return _NO_INK.sub("", text)
