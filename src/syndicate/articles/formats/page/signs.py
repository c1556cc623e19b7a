"""What a page says of withholding: to machines, and in the classes that tell editors what others do not see.

JSON-LD and microdata of its article, its head, and what WordPress and Drupal set on the article itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking
from syndicate.articles.withholding import (
    DRAFT,
    PROTECTED,
    Meaning,
    Stated,
    folded,
    meaning_of,
    read_signs,
    truth,
    whole_date,
)
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.articles.formats.page.metadata.json_ld import Described
    from syndicate.articles.formats.page.text.blocks import Block
    from syndicate.articles.formats.page.text.main import MainText
    from syndicate.articles.model import Finding, ForeignTime
    from syndicate.articles.rules import Rules
    from syndicate.articles.withholding import Signs

# By whom a name in the head is, if it speaks of the article: not "video:release_date".
_BY = re.compile(r"(?:(?:og:)?article|og|dc|dcterms|cms|post|page)[:.]|", re.IGNORECASE)
_OF_HEAD = frozenset(
    {Meaning.WITHHOLDS, Meaning.PRIVATE, Meaning.VISIBILITY, Meaning.OWN_STATUS, Meaning.FREE_STATUS, Meaning.EXPIRY}
)
#: Of the names of other meanings, those that no page has for anything else.
_PLAIN = ("embargo", "scheduled")
_ROBOTS = frozenset({"robots", "googlebot", "googlebot-news", "bingbot"})
_UNAVAILABLE = re.compile(r"unavailable_after\s*:\s*(?P<time>[^\n]{1,80})", re.IGNORECASE)
# What may follow it there.
_DIRECTIVE = re.compile(r"\s*,\s*(?:no|all|max|index|follow|unavailable)[a-z_:-]*.*\Z", re.IGNORECASE)
#: Before that nothing on the web expired: such times keep browsers from storing a page.
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_STATUS = "status-"
#: What is out, what attachments have, which are out with their posts, and what is closed to answers alone.
_OUT = frozenset({"publish", "inherit", "closed"})
#: Classes that WordPress's ``post_class`` gives beside it: a theme may call anything "status-open".
_BESIDE = re.compile(r"type-[\w-]+|post-\d+|hentry|format-[\w-]+")
_LOCKED = frozenset({"post-password-required", "post-password-protected"})
_UNPUBLISHED = frozenset({"node--unpublished", "node-unpublished"})
_ATTRIBUTES = ("data-status", "data-post-status", "data-draft", "data-published", "data-visibility")
_ITEMPROPS = frozenset({"expires", "creativeworkstatus"})
_LONGEST = 200
#: Elements of microdata that are looked at.
_MOST = 50


def page_signs(
    root: HtmlElement,
    described: Sequence[Described],
    main: MainText,
    headline: Block | None,
    published: ForeignTime | None,
    rules: Rules,
    language: str | None,
) -> Signs:
    """The signs of the article of a page: of what JSON-LD ``described`` as it, and of what stands around its text."""
    around = _around(root, main, headline)
    stated = [*_of_json_ld(described), *_of_microdata(root, around), *_of_head(root, published, rules)]
    stated += _of_attributes(around)
    signs = read_signs(stated, rules, language=language)
    signs.findings += _of_classes(around)
    return signs


def _around(root: HtmlElement, main: MainText, headline: Block | None) -> list[HtmlElement]:
    """The elements that hold the article: around its headline, around most of its text, or of WordPress's number."""
    elements = [*(headline.above if headline else ())]
    if main.around is not None:
        elements += [main.around, *main.around.iterancestors()]
    body = root.find("body")
    numbers = re.findall(r"(?:^|\s)postid-(\d+)", (body.get("class") or "") if body is not None else "")
    elements += [
        element
        for number in numbers[:1]
        for element in root.iter("article", "div")
        if f"post-{number}" in _names(element)
    ]
    return list(dict.fromkeys(elements))


def _names(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").lower().split()


# --- classes and attributes ---------------------------------------------------------


def _of_classes(around: Sequence[HtmlElement]) -> Iterator[Finding]:
    for element in around:
        names = _names(element)
        if not _LOCKED.isdisjoint(names):
            yield blocking(PROTECTED, "The page belongs to a post that a password protects.", " ".join(names))
        if not _UNPUBLISHED.isdisjoint(names):
            yield blocking(DRAFT, "Drupal marks the article as not published.", " ".join(names))
        statuses = [name.removeprefix(_STATUS) for name in names if name.startswith(_STATUS)]
        is_post = sum(_BESIDE.fullmatch(name) is not None for name in names) > 0
        for status in statuses if is_post else ():
            if status not in _OUT:
                message = (
                    f"WordPress marks the post as “{status}”, so it is not published. Publish it, and save it again."
                )
                yield blocking(DRAFT, message, f"{_STATUS}{status}")


def _of_attributes(around: Sequence[HtmlElement]) -> Iterator[Stated]:
    for element in around:
        if element.tag == "article":
            for name in _ATTRIBUTES:
                if value := (element.get(name) or "").strip():
                    yield Stated(key=name.removeprefix("data-"), values=(value[:_LONGEST],), shown=name)


# --- what is said to machines -------------------------------------------------------


def _of_json_ld(described: Sequence[Described]) -> Iterator[Stated]:
    for thing in described:
        if thing.expires:
            yield Stated(key="expires", values=(thing.expires,), place="in JSON-LD")
        if thing.status:
            yield Stated(key="creativeWorkStatus", values=thing.status, place="in JSON-LD")


def _of_microdata(root: HtmlElement, around: Sequence[HtmlElement]) -> Iterator[Stated]:
    named = (
        element for element in root.iter("meta", "time", "span", "link", "div") if _itemprop(element) in _ITEMPROPS
    )
    for element in islice(named, _MOST):
        scope = next((ancestor for ancestor in element.iterancestors() if ancestor.get("itemscope") is not None), None)
        if scope is None or scope in around:
            value = element.get("content") or element.get("datetime") or element.get("href") or element.text or ""
            yield Stated(key=_itemprop(element), values=(one_line(value)[:_LONGEST].rpartition("schema.org/")[2],))


def _itemprop(element: HtmlElement) -> str:
    return (element.get("itemprop") or "").strip().lower()


def _of_head(root: HtmlElement, published: ForeignTime | None, rules: Rules) -> Iterator[Stated]:
    for element in root.iter("meta"):
        written = (element.get("property") or element.get("name") or "").strip()
        value = one_line((element.get("content") or "")[:_LONGEST])
        if not written or not value:
            continue
        if written.lower() in _ROBOTS:
            for match in _UNAVAILABLE.finditer(value):
                time = _DIRECTIVE.sub("", match["time"]).strip()
                yield Stated(key="unavailable_after", values=(time,))
        by = _BY.match(written)
        key = written[by.end() :] if by else written
        if _is_of_article(key, value) and not _is_for_browsers(written, key, value, published, rules):
            yield Stated(key=key, values=(value,), shown=written)


def _is_of_article(key: str, value: str) -> bool:
    meaning = meaning_of(key)
    if meaning is Meaning.PUBLISHES:
        return truth(value) is not None
    return meaning in _OF_HEAD or (meaning is Meaning.EMBARGO and "".join(folded(key)).startswith(_PLAIN))


def _is_for_browsers(written: str, key: str, value: str, published: ForeignTime | None, rules: Rules) -> bool:
    """Whether a time at which a page expires is only there so that it is not stored: of no day, or long before."""
    if meaning_of(key) is not Meaning.EXPIRY or ":" in written:
        return False
    reading = whole_date(value, rules, None)
    if reading is None or reading.time is None:
        return True
    return reading.time.at < _FIRST or (published is not None and reading.time.at <= published.at)
