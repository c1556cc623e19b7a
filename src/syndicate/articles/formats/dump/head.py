"""The head of a dump: breadcrumb, headline, deck, dateline and byline, and where the body starts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from syndicate.articles.dates import datelines
from syndicate.articles.formats.claims import bylines
from syndicate.articles.formats.furniture.boilerplate import Label, is_sentence
from syndicate.articles.formats.furniture.phrases import phrases

if TYPE_CHECKING:
    from syndicate.articles.dates.datelines import Dateline
    from syndicate.articles.formats.furniture.boilerplate import Line
    from syndicate.articles.model import Author, Finding, ForeignTime, UnreadTime
    from syndicate.articles.rules import Rules

#: Lines that are looked at before the headline, and after it.
_BEFORE, _AFTER = 25, 8
_LONGEST_TITLE = 200
#: Lines like headlines that make a menu where no prose is near: any of them, or none, may be the headline.
_MENU = 4
#: Lines above a headline that make these a menu, and the headline one of its labels, unless it is told twice.
_MANY = 4
_LONGEST_DECK = 320
_LONGEST_CRUMBS = 600
_PROSE_LENGTH = 90
_CRUMBS = re.compile(r"\s*[»›]\s*|\s+>\s+")
_CRUMB_SIGN = re.compile(r"[»›>]")
# Needed only where the headline does not tell where the breadcrumb ends.
_HOMES = phrases(
    """
    home|homepage|home page|accueil|inicio|início|pagina iniziale|startseite|start|voorpagina|forside|hem|hjem|etusivu
    strona główna|главная|головна|αρχική|anasayfa|beranda|الرئيسية|ראשי|דף הבית|ホーム|首页|首頁|홈
    """
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Headline:
    """A title and the sections above it; ``end`` is the index of the line behind it, ``start`` its own."""

    title: str
    sections: tuple[str, ...] = ()
    start: int
    end: int


@dataclass(kw_only=True, slots=True)
class Head:
    """What the head says. ``body`` are the lines that are left, those of the head that nothing explained included."""

    title: str | None = None
    deck: str | None = None
    sections: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    published: ForeignTime | None = None
    updated: ForeignTime | None = None
    unread: UnreadTime | None = None
    findings: list[Finding] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)


def read_head(lines: Sequence[Line], rules: Rules) -> Head:
    """Read the head of a dump; lines are single and stripped, empty ones stand between paragraphs."""
    lines, crawled = _without_crawl_date(lines, rules)
    headline = _breadcrumb(lines) or _headline(lines, rules)
    if headline is None:
        return _read_below(lines, 0, Head(unread=crawled), rules)
    known = Head(title=headline.title, sections=headline.sections, unread=crawled)
    head = _read_below(lines, headline.end, known, rules)
    if head.published is None and not any(finding.code.startswith(("zone", "date")) for finding in head.findings):
        _take_date_above(lines, headline.start, head, rules)
    return head


def _without_crawl_date(lines: Sequence[Line], rules: Rules) -> tuple[Sequence[Line], UnreadTime | None]:
    first = next((index for index, (line, _) in enumerate(lines) if line), None)
    if first is None:
        return lines, None
    line, label = lines[first]
    rest, crawled = datelines.without_crawl_date(line, rules)
    return (lines, None) if crawled is None else ([(rest, label), *lines[first + 1 :]], crawled)


def _filled(lines: Sequence[Line], start: int = 0) -> Iterator[tuple[int, str]]:
    """Index and text of each line that is neither empty nor a label of the page."""
    for index in range(start, len(lines)):
        line, label = lines[index]
        if line and not label.is_furniture:
            yield index, line


def _first(lines: Sequence[Line], start: int, count: int) -> list[tuple[int, str]]:
    return list(islice(_filled(lines, start), count))


# --- headline ---------------------------------------------------------------------


def _breadcrumb(lines: Sequence[Line]) -> _Headline | None:
    """``Home » Section » Title`` with the title again below it; the title may hold a ``»`` itself."""
    items = _first(lines, 0, 2)
    if not items or len(items[0][1]) > _LONGEST_CRUMBS or not _CRUMB_SIGN.search(items[0][1]):
        return None
    parts = [part for part in _CRUMBS.split(items[0][1]) if part]
    if len(parts) < 2:  # noqa: PLR2004 - home and one more
        return None
    index, below = items[0][0], items[1][1] if len(items) > 1 else ""
    folded = _folded(below)
    for count in range(1, len(parts)):
        if below and _is_same(" » ".join(parts[count:]), folded):
            return _Headline(title=below, sections=_sections(parts[:count]), start=index, end=items[1][0] + 1)
    if len(parts) == 2 and parts[0].casefold() not in _HOMES:  # noqa: PLR2004
        return None  # more likely a headline with such a sign in it
    return _unrepeated(parts, items, below)


def _unrepeated(parts: list[str], items: list[tuple[int, str]], below: str) -> _Headline:
    """A breadcrumb whose end does not stand below it: it is the headline, or another wording of it, or a section."""
    index, last = items[0][0], parts[-1]
    if _may_be_title(below):
        if _shares_words(last, below):
            return _Headline(title=below, sections=_sections(parts[:-1]), start=index, end=items[1][0] + 1)
        if _words(last) <= 2 < _words(below):  # noqa: PLR2004 - a section's name is short
            return _Headline(title=below, sections=_sections(parts), start=index, end=items[1][0] + 1)
    return _Headline(title=last, sections=_sections(parts[:-1]), start=index, end=index + 1)


def _shares_words(line: str, other: str) -> bool:
    mine, others = set(_folded(line).split()), set(_folded(other).split())
    return len(mine & others) * 2 > len(mine)


def _sections(parts: Sequence[str]) -> tuple[str, ...]:
    """All but the first part, which says "Home" in some language."""
    return tuple(dict.fromkeys(part for part in parts[1:] if part and len(part) <= 80))  # noqa: PLR2004 - a name's length


def _is_same(crumb: str, title: str) -> bool:
    """Whether the end of a breadcrumb is the headline, which comes folded."""
    crumb = _folded(crumb)
    if crumb.endswith("..."):  # which NFKC makes of "…"
        return title.startswith(crumb.rstrip(". ")) and _words(crumb) > 2  # noqa: PLR2004 - a cut title, not one word
    return crumb == title


def _folded(text: str) -> str:
    folded = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()
    return " ".join(_CRUMBS.sub(" » ", folded).split() if _CRUMB_SIGN.search(folded) else folded.split())


def _headline(lines: Sequence[Line], rules: Rules) -> _Headline | None:
    """The first line before any prose that reads like a headline; one that is repeated is certain."""
    candidates = list(_candidates(lines, rules))
    if len(candidates) >= _MENU and not any(_is_prose(line) for _, line in _first(lines, 0, _BEFORE)):
        return None
    best = _first_repeated(candidates)
    is_repeated = best is not None
    # A kicker, a name or a way back of a few words may stand above; a sentence below is the deck.
    best = best or next((item for item in candidates if _may_lead(item[1])), None)
    best = best or (candidates[0] if candidates else None)
    if best and not is_repeated and sum(1 for _ in _filled(lines[: best[0]])) >= _MANY:
        return None
    return best and _Headline(title=best[1], start=best[0], end=best[0] + 1)


def _candidates(lines: Sequence[Line], rules: Rules) -> Iterator[tuple[int, str]]:
    has_any = False
    for index, line in _first(lines, 0, _BEFORE):
        if _is_prose(line) or (has_any and _is_exclaimed(line)):
            return
        if _may_be_title(line) and datelines.alone(line, rules) is None and bylines.authors(line) is None:
            has_any = True
            yield index, line


def _is_prose(line: str) -> bool:
    length = len(line) + (0 if line.isascii() else _wide(line))  # a sign that is as wide as two letters says as much
    return length >= _PROSE_LENGTH and is_sentence(line) and not _may_be_title(line)


def _first_repeated(candidates: list[tuple[int, str]]) -> tuple[int, str] | None:
    """The first that a longer one above ends or starts with (a breadcrumb, a window's title), or that starts so."""
    above: list[str] = []
    for item in candidates:
        mine = _folded(item[1])
        if _words(item[1]) > 2 and any(  # noqa: PLR2004 - names are repeated, too
            other.startswith(mine) or other.endswith(mine) or mine.startswith(f"{other} ") for other in above
        ):
            return item
        above.append(mine)
    return None


# Signs and names that labels begin with; "Autori:Ann" is the field of a template.
_NO_TITLE = re.compile(
    r"[©•*●▪#@|«‹←>＞›→▶►]|<--|[-–] |<[a-zA-Z]+\s[^<>]*=|[^\W\d_]{4,14}:(?=[^\W\d_])"
    r"|courtesy\b|photo\b|image\b|picture\b|credit\b|https?:|www\.|\(?(?:image|photo|credits?):",
    re.IGNORECASE,
)


_WAY_BACK = re.compile(r"(?:back|return|zurück|retour|volver|voltar|назад) (?:to|zu[mr]?|à|a|ao|до|к) ", re.IGNORECASE)
_CREDIT = re.compile(
    r"\b(?:Getty|Reuters|AFP|Shutterstock|iStock|Unsplash|Pixabay|Flickr|EPA)\b"
    r"|[.!?] ?\([^()]*\)$|\bAP Photo\b| \.\.\.$"
)


def _may_be_title(line: str) -> bool:
    if not 4 <= len(line) <= _LONGEST_TITLE or _words(line) <= 1:  # noqa: PLR2004
        return False
    ends_openly = not line.rstrip("\"'”’»)").endswith((".", ",", ";", ":", "。")) or line.endswith("...")
    return ends_openly and _letters(line) * 2 > len(line) and not (_is_credit(line) or _is_recent(line))


def _letters(line: str) -> int:
    """Letters with their marks, which many scripts of Asia write vowels with."""
    letters = sum(map(str.isalpha, line))
    return letters if line.isascii() else letters + sum(unicodedata.category(char)[0] == "M" for char in line)


def _may_lead(line: str) -> bool:
    """Whether a headline is likely to read so, where another candidate stands below."""
    words = _words(line)
    return words > 2 and not _is_exclaimed(line) and not (words <= 4 and _WAY_BACK.match(line))  # noqa: PLR2004


def _is_exclaimed(line: str) -> bool:
    """Whether it is a sentence that headlines are not: with a call, or with a full stop in it that only prose sets."""
    return is_sentence(line) and (line.endswith(("!", "！")) or "。" in line)


def _is_credit(line: str) -> bool:
    return _NO_TITLE.match(line) is not None or _CREDIT.search(line) is not None


_AGO = re.compile(
    r"\d{1,2} (?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?) ago$|\bvor \d{1,2} (?:Minuten?|Stunden?|Tag(?:en)?)$"
    r"|\bil y a \d{1,2} (?:minutes?|heures?|jours?)$|\bhace \d{1,2} (?:minutos?|horas?|días?)$"
)
_LONGEST_AGO = 40


def _is_recent(line: str) -> bool:
    """Whether it says how long ago the story came out, for the reader of that day."""
    return len(line) <= _LONGEST_AGO and _AGO.search(line) is not None


#: Before it there are but a few signs that are as wide as two letters.
_FIRST_WIDE = "\u2e80"
_FIRST_HANGUL, _LAST_HANGUL = "\uac00", "\ud7a3"


def _words(line: str) -> int:
    """Words; scripts that do not part them count two characters as one."""
    return line.count(" ") + 1 + (0 if line.isascii() else _wide(line) // 2)


def _wide(line: str) -> int:
    """Signs that are as wide as two letters, of scripts that do not part their words; Korean does."""
    if max(line) < _FIRST_WIDE:
        return 0
    return sum(unicodedata.east_asian_width(char) == "W" and not _FIRST_HANGUL <= char <= _LAST_HANGUL for char in line)


# --- below the headline ---------------------------------------------------------------


def _read_below(lines: Sequence[Line], start: int, head: Head, rules: Rules) -> Head:
    """Read deck, dates and names up to the last line that holds one of the latter."""
    taken: dict[int, str] = {}
    unexplained: list[tuple[int, str]] = []
    for index, line in _window(lines, start):
        if head.title is not None and _repeats(line, head.title):
            taken[index] = ""
        elif (dateline := datelines.glued(line, rules)) is not None:
            _take_dates(head, dateline)
            taken[index] = dateline.rest
            break
        elif _take_line(head, line, rules):
            taken[index] = ""
        else:
            unexplained.append((index, line))
    _take_deck(head, unexplained, last=max((key for key in taken), default=-1), taken=taken)
    head.body = list(lines[start:])
    for index, rest in taken.items():
        head.body[index - start] = (rest, Label.NONE)
    return head


def _repeats(line: str, title: str) -> bool:
    # The first letter spares most lines the folding.
    is_likely = len(line) <= _LONGEST_CRUMBS and line[0].casefold() == title[0].casefold()
    return is_likely and _folded(line) == _folded(title)


def _window(lines: Sequence[Line], start: int) -> Iterator[tuple[int, str]]:
    sentences = 0
    for index, line in _first(lines, start, _AFTER):
        yield index, line
        sentences += is_sentence(line)
        if len(line) > _LONGEST_DECK or sentences > 1:
            return


def _take_line(head: Head, line: str, rules: Rules) -> bool:
    """Take a line of dates or names into the head; whether it was one."""
    dateline = datelines.alone(line, rules)
    if dateline is not None:
        _take_dates(head, dateline)
        head.authors = head.authors or bylines.authors(dateline.beside.strip(" |,-–")) or ()
        return True
    names = bylines.authors(line)
    if names is None:
        return False
    head.authors = head.authors or names
    return True


def _take_dates(head: Head, dateline: Dateline) -> None:
    head.published = head.published or dateline.published
    head.updated = head.updated or dateline.updated
    head.unread = datelines.later(head.unread, dateline.unread)
    head.findings += dateline.findings


def _take_deck(head: Head, unexplained: list[tuple[int, str]], *, last: int, taken: dict[int, str]) -> None:
    """The first line below the headline, if a date or name follows it, or else prose."""
    if head.title is None or not unexplained:
        return
    index, line = unexplained[0]
    follower = unexplained[1][1] if len(unexplained) > 1 else ""
    is_open = not is_sentence(line) and not line.endswith((".", ":", "。")) and is_sentence(follower)
    is_label = _words(line) <= 2 or _NO_TITLE.match(line) is not None or _is_recent(line)  # noqa: PLR2004
    if len(line) <= _LONGEST_DECK and (index < last or is_open) and not is_label:
        head.deck = line
        taken[index] = ""


def _take_date_above(lines: Sequence[Line], start: int, head: Head, rules: Rules) -> None:
    above = [line for _, line in _filled(lines[:start])]
    dateline = datelines.alone(above[-1], rules) if above else None
    if dateline is not None:
        _take_dates(head, dateline)
