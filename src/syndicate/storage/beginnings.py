"""The beginning of an article's text, for lists that call it by its first words where it has no title."""

from __future__ import annotations

from sqlalchemy import case, func

from syndicate.storage.tables import articles

#: Characters that are enough for that.
_LENGTH = 200

#: The column, which is empty for an article with a title: its text is not read then.
BEGINNING = case((articles.c.title.is_(None), func.substr(articles.c.body_text, 1, _LENGTH)), else_="").label(
    "beginning"
)
