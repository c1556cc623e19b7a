"""Links: whether they lead anywhere, and whether their words say where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.page import JudgedPage, words_of
from syndicate.mail.judge.rules import told
from syndicate.mail.style.lengths import Measure
from syndicate.mail.style.media import Medium
from syndicate.mail.visible import PREFERENCES, UNSUBSCRIBE
from syndicate.text.web_addresses import is_link

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Pixels that a thumb hits (WCAG 2.2, 2.5.5).
LEAST_TARGET = 44.0

_OF_READERS = frozenset({UNSUBSCRIBE, PREFERENCES})
#: What is asked of every variant, whose links are mostly those of another.
_leads_somewhere = lru_cache(maxsize=4_096)(is_link)
_PHONE = Medium(width=320)
#: Words that say nothing about where a link leads, in the languages of mails, in lower case.
_VAGUE = frozenset(
    [
        "here",
        "click here",
        "click",
        "tap here",
        "press here",
        "this link",
        "link",
        "this",
        "hier",
        "hier klicken",
        "klicken sie hier",
        "klick hier",
        "dieser link",
        "ici",
        "cliquez ici",
        "cliquer ici",
        "ce lien",
        "aquí",
        "haz clic aquí",
        "haga clic aquí",
        "pincha aquí",
        "este enlace",
        "enlace",
        "qui",
        "clicca qui",
        "clicca",
        "questo link",
        "aqui",
        "clique aqui",
        "clica aqui",
        "este link",
        "klik hier",
        "deze link",
        "tutaj",
        "kliknij tutaj",
        "kliknij",
        "ten link",
        "тут",
        "натисніть тут",
        "клацніть тут",
        "це посилання",
        "посилання",
        "هنا",
        "اضغط هنا",
        "انقر هنا",
        "هذا الرابط",
        "כאן",
        "לחצו כאן",
        "לחץ כאן",
        "הקישור",
        "קישור",
        "burada",
        "buraya",
        "buraya tıklayın",
        "tıklayın",
        "bu bağlantı",
    ]
)


def check_links(page: JudgedPage) -> Iterator[MailFinding]:
    """Links that lead nowhere from a mail, or that nobody can press."""
    for link in page.root.iter("a"):
        href = link.get("href") or ""
        if href not in _OF_READERS and not _leads_somewhere(href):
            message = "a link is neither http(s) nor mailto with a full address"
            yield told("link-not-absolute", message, quote=href, where=page.place(link, "href"))
        if not (link.text or "").strip() and not words_of(link):
            yield told("link-without-text", "a link has nothing to press", quote=href, where=page.place(link))


def judge_links(page: JudgedPage) -> Iterator[MailFinding]:
    """Links whose words do not say where they lead."""
    leads_to: dict[str, str] = {}
    for link in page.root.iter("a"):
        href = link.get("href") or ""
        words = link.get("aria-label") or words_of(link)
        said = words.casefold().strip(" .:…→←»›!")
        if said in _VAGUE:
            message = f"the link “{words}” does not say where it leads; let it name what is there"
            yield told("link-vague", message, quote=words, where=page.place(link))
        elif said and leads_to.setdefault(said, href) != href:
            message = f"another link says “{words}” too and leads elsewhere; let each name what is there"
            yield told("link-ambiguous", message, quote=words, where=page.place(link))


def judge_targets(page: JudgedPage) -> Iterator[MailFinding]:
    """Links of the footer that a thumb misses: those of the cell in which the unsubscribe link stands."""
    unsubscribe = next((link for link in page.root.iter("a") if link.get("href") == UNSUBSCRIBE), None)
    if unsubscribe is None:
        return
    for link in next(unsubscribe.iterancestors("td", "body")).iter("a"):
        height = _height_of(page, link)
        if height < LEAST_TARGET:
            message = f"a link of the footer is {height:g} px high on a phone; a thumb wants {LEAST_TARGET:g}"
            yield told("target-small", message, quote=words_of(link), where=page.place(link))


def _height_of(page: JudgedPage, link: HtmlElement) -> float:
    """The height of its line, with what its padding adds to that."""
    style = page.look.cascade.style(link, _PHONE)
    measure = Measure(em=style.em)
    return style.line + sum(style.length(f"padding-{side}", measure) or 0.0 for side in ("top", "bottom"))
