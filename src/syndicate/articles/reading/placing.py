"""What the place of a document says of withholding: a folder of drafts, and the names of Medium's exports."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.articles.findings import blocking
from syndicate.articles.withholding import DRAFT

if TYPE_CHECKING:
    from syndicate.articles.model import Draft

#: Folders in which Jekyll, Hexo, Kirby and others keep what is not out. “drafts” without the sign may be a section.
_FOLDERS = frozenset({"_drafts", "_draft"})
#: How Medium calls the files of an export that were never published, and how such files end.
_MEDIUM, _MARK = "draft_", "medium.com"


def by_its_place(draft: Draft, path: str, text: str) -> Draft:
    """The draft, held if its document lies among drafts."""
    *folders, name = path.casefold().split("/")
    among = next((folder for folder in folders if folder in _FOLDERS), None)
    if among is not None:
        message = f"The document lies in a folder “{among}”, so it is a draft. Move it out to publish the article."
    elif name.startswith(_MEDIUM) and name.endswith((".html", ".htm")) and _MARK in text[-2_000:]:
        message = "Medium names an export so that was never published. Rename the file to publish the article."
    else:
        return draft
    return replace(draft, findings=(blocking(DRAFT, message, path), *draft.findings))
