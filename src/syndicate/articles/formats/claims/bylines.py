"""Bylines: ``By A B``, ``By A B, C D and E F``, ``by Regan``. A name is taken only where it surely is one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from syndicate.articles import dates
from syndicate.articles.model import Author

_BYLINE = re.compile(
    r"(?:(?:posted |written |story |words |analysis |report(?:ed)? |text )?by:?\s+"
    r"|(?:author|autor|auteur|автор|текст|كتب|بقلم)\s?:\s?"
    r"|(?P<foreign>von|par|por|di|door|av|oleh|بقلم)\s+)(?P<names>\S.{1,150})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,?\s+(?:and|&)\s+)\s*", re.IGNORECASE)
# A site's address begins no name; "J.P." is one's.
_AFTER_NAMES = re.compile(r"\s*(?:[|•·@(]|\s[-–—]\s|\b(?:on|for|in|at)\b|\d|\b[^\W_][\w-]+\.[a-z]{2,8}\b(?!\.)).*$")
# "ANN REED Harbour Press": a name that is written in capitals ends where they do.
_IN_CAPITALS = re.compile(r"((?:[^\W\d_a-z](?:[^\W\d_a-z]|[.’'\-])+\s){2,})[^\W\d_][a-z]")
_NAME_WORD = re.compile(
    r"(?:[^\W\d_a-zа-яіїєґ][\w.’'\-]*|de|del|della|der|den|di|da|du|la|le|van|von|zu|bin|al|el|y|e)", re.UNICODE
)
_LONGEST_NAME = 5
#: Authors that an article keeps.
AUTHORS = 20
# What systems write where nobody was named, and editors where all of them are meant.
_NOBODY = re.compile(
    r"admin|administrator|webmaster|author|root|(?:super )?user|guest|editors?|editorial(?: staff)?|staff|newsroom"
    r"|(?:die )?redaktion|(?:la )?rédaction|(?:la )?redacción|(?:la )?redazione|(?:de )?redactie|редакція|редакция",
    re.IGNORECASE,
)
_FIRM = re.compile(r"(?:\b(?:GmbH|AG|Inc|Ltd|LLC|Corp|S\.A|e\. ?V)\b\.?)$", re.IGNORECASE)


def authors(line: str) -> tuple[Author, ...] | None:
    """The authors that a byline names, perhaps none; ``None`` when the line is no byline."""
    line = line.strip()
    match = _BYLINE.fullmatch(line)
    if match is None:
        bare = line.strip(" |:")
        return () if len(bare) <= len("written by") and bare.casefold() in {"by", "written by"} else None
    text = _AFTER_NAMES.sub("", _before_date(match["names"])).strip(" ,")
    names = [_in_capitals(name) for name in _split(text)]
    if not text:
        return ()
    # "Von Hamburg" may be the start of a headline, "Von Anna Groß" is hardly one.
    if not all(_is_name(name) for name in names) or (match["foreign"] and any(" " not in name for name in names)):
        return None
    # "A B, C D, QNN": what is in capitals is where they work.
    names = [name for name in names if " " in name or not name.isupper()] or names
    if len(names) > 1 and any(" " not in name for name in names):
        return ()  # "By Science & Astronomy" names a section
    return tuple(Author(name=name) for name in names)


def begins(text: str) -> bool:
    """Whether a text begins as bylines do."""
    return _BYLINE.match(text) is not None


def _in_capitals(text: str) -> str:
    match = _IN_CAPITALS.match(text)
    return match[1].strip() if match else text


def _before_date(text: str) -> str:
    """What stands before the first date; the name of its day or month is none of a person."""
    date = next(dates.find_all(text), None)
    return text[: date.start] if date else text


def _split(text: str) -> list[str]:
    parts = [part for part in _BETWEEN.split(text) if part]
    if len(parts) == 1:
        return [text.partition(",")[0].strip()]  # "A B, Chief Editor": what follows is not a name
    return [name.strip() for part in parts for name in part.split(",") if name.strip()]


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= _LONGEST_NAME and all(_NAME_WORD.fullmatch(word) for word in words)


def persons_in(people: Iterable[Author]) -> list[Author]:
    """Each alone and without an office, as some write a whole byline into the name; nobody where it is “admin”."""
    parted: list[Author] = []
    for person in people:
        named = authors(person.name) or authors(f"By {person.name}") or ()
        single = [Author(name=named[0].name, url=person.url)] if len(named) == 1 else [*named]
        parted += single or [person]
    return [person for person in parted if not _NOBODY.fullmatch(person.name) and not _FIRM.search(person.name)]
