"""The program's own words in a reader's language; where that has none, in English, and it is told so.

Catalogs are ``<language>.po`` files (GNU gettext) beside this module, and beside the templates of a publisher, whose
messages come before ours. A message is its English; ``{name}`` in it stands for a value. Plurals follow the catalog's
own rule, numbers the CLDR's. ``make words`` gathers the messages anew.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.errors import BadDataError
from syndicate.shipped import TEMPLATES
from syndicate.text.languages import locale_of, primary_language, script_of

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog
    from babel.support import Translations

    MessageId = str | tuple[str, ...] | list[str]

CATALOGS = Path(__file__).parent / "catalogs"
#: The folder of a publisher's catalogs, beside the templates of mails.
WORDS = "words"
#: All messages, for translators.
MESSAGES = TEMPLATES / WORDS / "messages.pot"
#: The language of the messages themselves.
SOURCE_LANGUAGE = "en"

_FIELD = re.compile(r"\{[A-Za-z_]*\}")
_TEXT_LINE = re.compile(r'\s*(?:msg\w+(?:\[\d+\])?\s*)?"')
_CLOSED = re.compile(r'(?:msg\w+(?:\[\d+\])?\s*)?"(?:[^"\\]|\\.)*"')
_UNCLOSED = "a text is not closed by a quotation mark"
#: Numbers with which a plural rule is tried.
_COUNTS = range(200)
_BROKEN = "Correct the catalog; each message is a msgid and a msgstr, as GNU gettext writes them."


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Our words for readers of one language. ``language`` is what they are in: the one asked for, or English."""

    language: str
    translations: Translations | None = None
    files: tuple[tuple[Path, int], ...] = ()

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        from syndicate.text.direction import direction_of

        return direction_of(self.language)

    def knows(self, message: str) -> bool:
        """Whether there are words for the message; in English it is its own.

        Raises:
            BadDataError: a catalog cannot be read.
        """
        return _current_language(self.language) == SOURCE_LANGUAGE or message in _known(self.files)

    def gettext(self, message: str, **values: str) -> str:
        """The message in that language, its ``{name}`` filled."""
        said = self.translations.gettext(message) if self.translations else message
        return _filled(said, values)

    def ngettext(self, singular: str, plural: str, count: int, **values: str) -> str:
        """The form of the message that goes with the number, which stands in it as ``{count}``."""
        from babel.numbers import format_decimal

        known = self.translations
        said = known.ngettext(singular, plural, count) if known else singular if count == 1 else plural
        return _filled(said, {"count": format_decimal(count, locale=locale_of(self.language)), **values})


def words_in(language: str, folders: Iterable[Path] = ()) -> Words:
    """Our words for readers of the tagged language (BCP 47); ``folders`` may hold catalogs that come before ours.

    ``de-AT`` finds ``de``, unless that is written in another script.

    Raises:
        BadDataError: a catalog of those folders cannot be read.
    """
    where = (*folders, CATALOGS)
    for name in _names(language):
        if script_of(name) == script_of(language) and (found := _files(name, where)):
            return Words(language=language, translations=_translations(found), files=found)
    if _current_language(language) == SOURCE_LANGUAGE:
        return Words(language=language)
    return Words(language=SOURCE_LANGUAGE)


def noted(message: str) -> str:
    """Mark a message that is said later, so that it is gathered for the catalogs."""
    return message


def is_spoken(language: str, folders: Iterable[Path] = ()) -> bool:
    """Whether we have words in that language."""
    return words_in(language, folders).language == language


def languages() -> tuple[str, ...]:
    """The languages that we have words in, in alphabetical order."""
    return tuple(sorted((SOURCE_LANGUAGE, *(file.stem for file in CATALOGS.glob("*.po")))))


def untranslated(file: Path) -> tuple[str, ...]:
    """The messages of ours that a publisher's catalog has no words for, where we have none in that language either.

    Raises:
        BadDataError: the catalog cannot be read.
    """
    known = _read(file)
    template = _read(MESSAGES)
    if (CATALOGS / file.name).exists():
        return ()
    return tuple(_source(message.id) for message in template if message.id and not _has(known, message.id))


def is_ours(message: str) -> bool:
    """Whether the program says the message itself, so that a catalog without it is told of by `untranslated`."""
    return message in _messages_of_ours()


@lru_cache(maxsize=1)
def _messages_of_ours() -> frozenset[str]:
    return frozenset(_source(message.id) for message in _read(MESSAGES) if message.id)


def misfilled(file: Path) -> tuple[tuple[int, str], ...]:
    """The lines of a catalog whose words have a ``{name}`` that their message does not have, each with that.

    Raises:
        BadDataError: the catalog cannot be read.
    """
    return tuple(
        (message.lineno or 1, field)
        for message in _read(file)
        if message.id
        for field in sorted(_fields(message.string) - _fields(message.id))
    )


def _fields(said: MessageId) -> set[str]:
    return set(_FIELD.findall(said if isinstance(said, str) else " ".join(said)))


def _filled(said: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        said = said.replace(f"{{{name}}}", value)
    return said


def _names(language: str) -> Iterable[str]:
    """Under which names the catalog of a language may stand, the nearest first."""
    parts = language.replace("_", "-").split("-")
    yield from ("-".join(parts[:length]) for length in range(len(parts), 1, -1))
    yield _current_language(language)


def _current_language(language: str) -> str:
    """The primary language by the code of today: ``he`` for ``iw``."""
    from babel.core import get_global

    primary = primary_language(language)
    return str(get_global("language_aliases").get(primary, primary))


def _files(name: str, folders: Iterable[Path]) -> tuple[tuple[Path, int], ...]:
    """The catalogs of that name with the time of their last change, the strongest first."""
    paths = (folder / f"{name}.po" for folder in folders)
    return tuple((path, path.stat().st_mtime_ns) for path in paths if path.is_file())


@lru_cache(maxsize=64)
def _translations(files: tuple[tuple[Path, int], ...]) -> Translations:
    """The messages of catalogs of one language; earlier ones come before later ones."""
    first, *others = (_compiled(path) for path, _ in files)
    for other in others:
        first.add_fallback(other)
    return first


@lru_cache(maxsize=64)
def _known(files: tuple[tuple[Path, int], ...]) -> frozenset[str]:
    """The messages that any of the catalogs has words for."""
    catalogs = [_read(path) for path, _ in files]
    ids = (message.id for catalog in catalogs for message in catalog if message.id and _has(catalog, message.id))
    return frozenset(map(_source, ids))


def _compiled(path: Path) -> Translations:
    from babel.messages.mofile import write_mo
    from babel.support import Translations

    content = BytesIO()
    write_mo(content, _read(path))
    content.seek(0)
    try:
        compiled = Translations(content)
        for count in _COUNTS:
            compiled.plural(count)
    except (ValueError, ArithmeticError, RecursionError) as error:
        wrong = f"its plural rule does not work: {error}"
        raise _broken(wrong, str(path)) from error
    return compiled


def _read(path: Path) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    locale = None if path.suffix == ".pot" else path.stem.replace("-", "_")
    try:
        content = path.read_bytes().removeprefix(BOM_UTF8)
        _check_texts(content.decode("latin-1"))  # its own charset stands in it; quotation marks are the same in all
        return read_po(BytesIO(content), locale=locale, abort_invalid=True)
    except _UnclosedError as error:
        raise _broken(_UNCLOSED, f"{path}:{error.line}") from error
    except PoFileError as error:
        wrong = str(error).removesuffix(f" on {error.lineno}")
        raise _broken(wrong, f"{path}:{error.lineno + 1}") from error  # it counts from 0
    except (OSError, ValueError, LookupError) as error:  # LookupError: no such encoding
        raise _broken(str(error), str(path)) from error


class _UnclosedError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _check_texts(content: str) -> None:
    """Refuse texts that are not closed: Babel takes them for empty ones."""
    for number, line in enumerate(content.split("\n"), 1):
        if _TEXT_LINE.match(line) and not _CLOSED.fullmatch(line.strip()):
            raise _UnclosedError(number)


def _broken(wrong: str, where: str) -> BadDataError:
    return BadDataError(f"the catalog cannot be read: {wrong}", code="words-broken", where=where, hint=_BROKEN)


def _has(catalog: Catalog, message_id: MessageId) -> bool:
    found = catalog.get(_source(message_id))
    return found is not None and bool(found.string) and not found.fuzzy


def _source(message_id: MessageId) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]
