"""Words of the templates that stand in another script than their language is written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.page import JudgedPage
from syndicate.mail.judge.plain_part import stories_of
from syndicate.mail.judge.rules import told
from syndicate.mail.visible import ink_of
from syndicate.text.languages import script_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from syndicate.mail.model import Digest

#: Scripts by the first word of their letters' names in Unicode; a language may be written in several.
_SCRIPTS = {
    "Latn": ("LATIN",),
    "Cyrl": ("CYRILLIC",),
    "Grek": ("GREEK",),
    "Arab": ("ARABIC",),
    "Hebr": ("HEBREW",),
    "Deva": ("DEVANAGARI",),
    "Jpan": ("HIRAGANA", "KATAKANA", "CJK"),
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Kore": ("HANGUL", "CJK"),
    "Thai": ("THAI",),
}
_LEAST_LETTERS = 2
_ADDRESS = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+")


def judge_scripts(page: JudgedPage, digest: Digest) -> Iterator[MailFinding]:
    """Words of our own in another script than their ``lang``: a voice reads them out as what they are not."""
    said, title = _said_by(digest), ink_of(digest.title)
    for run in page.texts():
        language = _language_of(run.element) or digest.language
        ink = ink_of(_ADDRESS.sub("", run.text))
        if ink in said or _is_name_of_elsewhere(run.element, digest):
            continue
        if _is_foreign(ink.replace(title, "") if title else ink, language):
            words = " ".join(run.text.split())
            message = (
                f"“{words}” is not written as {language} is; translate it, or write its own lang and dir around it"
            )
            yield told("language-undeclared", message, quote=words, where=page.place(run.element))


def _said_by(digest: Digest) -> str:
    """All that the edition itself says, which may be in any script, without white space."""
    stories = stories_of(digest)
    texts = [digest.title, digest.subject, digest.preheader, digest.postal_address, digest.introduction_text]
    texts += [text for story in stories for text in (story.headline, story.kicker, story.deck, story.excerpt)]
    texts += [text for story in stories for text in (*story.authors, story.body_text)]
    texts += [text for block in digest.blocks for text in (block.text, block.label)]
    texts += [story.picture.caption for story in stories if story.picture]
    texts += [disclosure.text for story in stories for disclosure in story.disclosures]
    texts += [text for correction in digest.corrections for text in (correction.headline, correction.note)]
    return "\n".join(map(ink_of, texts))


def _is_name_of_elsewhere(element: HtmlElement, digest: Digest) -> bool:
    """Whether it stands in a link to another site, whose name has no language, or is left to its own direction."""
    if element.get("dir") == "auto":
        return True
    links = (around.get("href") or "" for around in (element, *element.iterancestors()) if around.tag == "a")
    href = next(links, "")
    return href.startswith("http") and not href.startswith(digest.site_url)


def _language_of(element: HtmlElement) -> str:
    chain = (around.get("lang") for around in (element, *element.iterancestors()))
    return next(filter(None, chain), "")


def _is_foreign(words: str, language: str) -> bool:
    """Whether most of its letters are of another script; of scripts that are not known here, nothing is said."""
    expected = _SCRIPTS.get(script_of(language))
    letters = [letter for letter in words if letter.isalpha()]
    if expected is None or len(letters) < _LEAST_LETTERS or (expected == ("LATIN",) and words.isascii()):
        return False
    strange = sum(not unicodedata.name(letter, "").startswith(expected) for letter in letters)
    return 2 * strange > len(letters)
