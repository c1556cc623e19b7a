"""What was put right since an edition went out, told above its web copy: the copy itself stays as it was mailed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from syndicate.articles.corrections import dated_note
from syndicate.articles.store import ArticleStore
from syndicate.digests.corrections.store import corrections_of_copy
from syndicate.web.rendering import fragment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.articles.corrections import DatedNote
    from syndicate.digests.model import FrozenRendering
    from syndicate.links import Links

#: Hides what only makes sense in a mail.
_IN_BROWSER = "<style>.only-mail { display: none !important }</style>"
_BODY = re.compile(r"<body\b[^>]*>")


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionNote:
    """A correction above the copy of an edition, with the headline of its article as it is now."""

    headline: str
    href: str
    note: DatedNote


def notes_on(connection: Connection, copy: FrozenRendering, links: Links, now: datetime) -> list[EditionNote]:
    """What was wrong in that copy, the newest first, our words in its language."""
    corrections = corrections_of_copy(connection, copy)
    articles = ArticleStore(connection).some({correction.article_id for correction in corrections}, now)
    return [
        EditionNote(
            headline=article.headline,
            href=article.permalink or links.article(article.id, article.title),
            note=dated_note(correction, article, copy.language),
        )
        for correction in corrections
        for article in [articles[correction.article_id]]
    ]


def as_page(html: str, notes: Sequence[EditionNote], canonical: str = "") -> str:
    """A mail as a page: without its link to this very page, and with the notes at its head.

    ``canonical`` is its address, for those who look for pages, if it is to be found.
    """
    hidden = _IN_BROWSER if "only-mail" in html else ""
    named = f'<link rel="canonical" href="{escape(canonical)}">' if canonical else ""
    page = html.replace("</head>", f"{named}{hidden}</head>", 1)
    if not notes:
        return page
    told = fragment("edition_notes.html.j2", notes=notes)
    return _BODY.sub(lambda found: f"{found.group()}{told}", page, count=1)
