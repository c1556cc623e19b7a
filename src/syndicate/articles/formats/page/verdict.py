"""Whether a page is an article that can be published, and what an editor should know of it as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.findings import LONGEST, blocking, too_long, warning

if TYPE_CHECKING:
    from syndicate.articles.formats.page.metadata.head import PageHead
    from syndicate.articles.formats.page.metadata.json_ld import Described
    from syndicate.articles.formats.page.text.blocks import Block
    from syndicate.articles.formats.page.text.main import MainText
    from syndicate.articles.model import Finding

#: Characters of a paragraph, and of a text that may be a teaser.
_PARAGRAPH, _TEASER = 140, 600
_LINKED_HEADINGS = 3
# What WordPress, and others after it, call the body of a page that lists articles.
_LISTS = frozenset({"home", "archive", "search", "search-results", "error404", "tag", "category"})


def verdict(title: str | None, head: PageHead, about: Described | None, main: MainText) -> list[Finding]:
    """What holds the page, if anything does, and what is only to be told."""
    paywall = _paywall(about, main)
    if _is_list(head, about, main):
        message = "This page is a list of articles, or a front page, not an article."
        return [blocking("not-an-article", message, title or ""), *paywall]
    if not main.blocks and title is None:
        return [blocking("not-an-article", "There is neither a headline nor a text on this page.")]
    if title is None:
        return [blocking("no-title", "Nothing on the page is surely the headline.", main.blocks[0].text), *paywall]
    if not main.blocks:
        return [blocking("no-body", "There is a headline, but no text of an article on the page.", title), *paywall]
    if sum(len(block.text) for block in main.blocks) > LONGEST:
        return [too_long(f"{LONGEST:,} characters", title), *paywall]
    return paywall


def _paywall(about: Described | None, main: MainText) -> list[Finding]:
    if about is None or about.is_free is not False:
        return []
    message = "The page says that its text is not free for all. Is it whole, and may you give it to every reader?"
    if sum(len(block.text) for block in main.blocks) < _TEASER:
        message = "The page says that its text is not free for all, and what stands on it is likely a teaser alone."
    return [warning("paywall", message)]


def _is_list(head: PageHead, about: Described | None, main: MainText) -> bool:
    if about is not None or (head.first("og:type") or "").lower().endswith("article"):
        return False
    if head.addresses and all(
        urlsplit(address).path in {"", "/"} and not urlsplit(address).query for address in head.addresses
    ):
        return True
    return bool(head.kinds & _LISTS) or _is_of_teasers(main.blocks)


def _is_of_teasers(blocks: tuple[Block, ...]) -> bool:
    linked = sum(block.is_heading and block.linked > 0.8 * len(block.text) for block in blocks)
    return linked >= max(_LINKED_HEADINGS, sum(len(block.text) >= _PARAGRAPH and block.linked == 0 for block in blocks))
