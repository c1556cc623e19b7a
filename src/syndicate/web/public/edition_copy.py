"""An edition as a page: a copy as it was mailed, below a link to its archive and what was put right since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from syndicate.articles.corrections import dated_note
from syndicate.articles.store import ArticleStore
from syndicate.digests.corrections.store import corrections_of_copy
from syndicate.theme.palette import DARK, LIGHT
from syndicate.web.rendering import fragment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.articles.corrections import DatedNote
    from syndicate.digests.model import FrozenRendering
    from syndicate.feeds.model import Series
    from syndicate.links import Links
    from syndicate.web.public.site import PublicSite

#: Hides what only makes sense in a mail.
_IN_BROWSER = "<style>.only-mail { display: none !important }</style>"
#: What stands above the mail can be read in both schemes, whatever the mail's own rules say of paragraphs and links.
_HEAD_STYLE = (
    "<style>.web-head{{max-width:600px;margin:0 auto;padding:16px 32px;box-sizing:border-box;text-align:start}}"
    ".web-head p{{margin:0 0 8px}}{day}@media (prefers-color-scheme:dark){{{night}}}</style>"
).format(
    **{
        name: f".web-head,.web-head *{{font:15px/22px sans-serif;color:{scheme['ink']};background:{scheme['paper']}}}"
        for name, scheme in (("day", LIGHT), ("night", DARK))
    }
)
_BODY = re.compile(r"<body\b[^>]*>")


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionNote:
    """A correction above the copy of an edition, with the headline of its article as it is now."""

    headline: str
    href: str
    note: DatedNote


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveLink:
    """Where an edition's archive lies: the newsletter's ``title`` in its ``language``, and our word for an archive."""

    href: str
    title: str
    language: str
    label: str
    label_language: str
    label_direction: str


def archive_link(site: PublicSite, series: Series) -> ArchiveLink:
    """To the archive of that newsletter, as the site words it."""
    words = site.words
    return ArchiveLink(
        href=site.links.archive(series.name),
        title=series.title,
        language=series.language,
        label=words.gettext("Archive"),
        label_language=words.language,
        label_direction=words.direction,
    )


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


def as_page(html: str, notes: Sequence[EditionNote], canonical: str = "", archive: ArchiveLink | None = None) -> str:
    """A mail as a page: without its link to this very page; its archive, if it has one, and the notes at its head.

    ``canonical`` is its address, for those who look for pages, if it is to be found.
    """
    hidden = _IN_BROWSER if "only-mail" in html else ""
    named = f'<link rel="canonical" href="{escape(canonical)}">' if canonical else ""
    has_head = bool(notes or archive)
    page = html.replace("</head>", f"{named}{hidden}{_HEAD_STYLE if has_head else ''}</head>", 1)
    if not has_head:
        return page
    head = fragment("edition_head.html.j2", notes=notes, archive=archive)
    return _BODY.sub(lambda found: f"{found.group()}{head}", page, count=1)
