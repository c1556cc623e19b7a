"""What the items of an export are: WordPress (WXR) and Blogger write pages, comments and settings among their posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.formats.feed.tree import name_of, text_of
from syndicate.text.plain import one_line, shorten

if TYPE_CHECKING:
    from syndicate.articles.formats.feed.tree import Element

#: The scheme of Blogger's categories that say what an entry is, and how their terms begin.
KINDS = "http://schemas.google.com/g/2005#kind"
_TERM = "http://schemas.google.com/blogger/2008/kind#"
_POST = "post"
_LONGEST = 40


def kind_of(item: Element) -> str | None:
    """What an item of an export is, if that is no post; ``None`` for posts and for items of ordinary feeds."""
    kind = next(filter(None, map(_said, item)), _POST)
    return None if kind == _POST else kind


def is_kind(category: Element) -> bool:
    """Whether a category is none of the article's, but Blogger's own note of what it is."""
    return category.get("scheme") == KINDS


def _said(element: Element) -> str:
    name = name_of(element)
    if name in {"wp:post_type", "blogger:type"}:
        return shorten(text_of(element).strip().lower(), _LONGEST)
    if name.rpartition(":")[2] == "category" and is_kind(element):
        term = one_line(element.get("term") or "")
        return shorten(term.removeprefix(_TERM).lower(), _LONGEST)
    return ""
