"""What an article is called that has no title: by its first words."""

from __future__ import annotations

from syndicate.text.plain import shorten

#: Where there is no text either.
UNTITLED = "Untitled"
#: Characters of the text that stand for a title.
LENGTH = 80


def headline_of(title: str | None, text: str) -> str:
    """What readers are told an article is called: its title, else its first words, else `UNTITLED`.

    ``text`` is its plain text, or so much of it as `storage.beginnings` gives.
    """
    return title or shorten(text, LENGTH) or UNTITLED


def name_of(title: str | None, text: str) -> str:
    """What editors are told: its title, else its first words in quotation marks; empty where it has no text either."""
    words = shorten(text, LENGTH)
    return title or (f"“{words}”" if words else "")
