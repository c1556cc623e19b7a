"""What this machine has to have for a configuration: folders, files, and their permissions.

Asked by `examine` alone: a folder may come after the configuration was written, and a start tells by itself.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.config.messages import named
from syndicate.config.origins import Clash
from syndicate.config.own_state import state_folder
from syndicate.config.phrasing import literal
from syndicate.errors import BadDataError
from syndicate.shipped import TEMPLATES
from syndicate.words.translation import WORDS, is_ours, is_spoken, misfilled, untranslated, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.config.model import Config
    from syndicate.config.origins import Origins
    from syndicate.config.positions import KeyPath

_PATH = "make it, or correct the path"
_RIGHT = "give the user who runs syndicate the right to"


def unmet_needs(config: Config, origins: Origins) -> Iterator[Clash]:
    """Every folder or file that is missing and that nobody will make, or whose permissions are in the way."""
    for path, wrong in _wrong(config):
        yield Clash(paths=(path,), message=f"{named(path, origins)} {wrong}")


def overlooked_templates(config: Config) -> Iterator[Clash]:
    """Templates beside the file that nobody names, so that they are not in force."""
    folder, path = config.resolve("templates/email"), ("mail", "templates")
    if config.mail.templates is None and folder.is_dir() and not folder.samefile(TEMPLATES):
        message = (
            f"{named(path, config.origins)} is not written, so {_shown(folder)} is not used; write templates ="
            ' "templates/email" if it is meant'
        )
        yield Clash(paths=(path,), message=message)


def borrowed_templates(config: Config) -> Iterator[Clash]:
    """Folders of templates without those of mails to one person: the shipped ones make these, in the same dress."""
    from syndicate.mail.transactional import TRANSACTIONAL_FILES

    for path, folder in _template_folders(config).items():
        missing = [name for name in TRANSACTIONAL_FILES if not (folder / name).is_file()]
        if missing:
            message = (
                f"{named(path, config.origins)} is {_shown(folder)}, without {', '.join(missing)}; mails to one person,"
                " such as those that ask to confirm, are made by the shipped templates"
            )
            yield Clash(paths=(path,), message=message)


def wordless_languages(config: Config) -> Iterator[Clash]:
    """Languages in which readers are spoken to, and that we have no words of."""
    for path, language in _spoken(config).items():
        folder = config.mail.templates / WORDS if config.mail.templates else None
        if folder and (file := folder / f"{language}.po").is_file():
            for wrong in _wrong_words(file):
                yield Clash(paths=(path,), message=wrong)
        elif not is_spoken(language, (folder,) if folder else ()):
            message = (
                f"{named(path, config.origins)} is {literal(language)}; we have no words in it, so that ours stand in"
                f" English, marked so; a catalog {WORDS}/{language}.po beside your templates gives it some"
            )
            yield Clash(paths=(path,), message=message)


def mistaken_templates(config: Config) -> Iterator[Clash]:
    """What is wrong in templates of mails whatever branch a mail takes, and what they say that has no words."""
    from syndicate.mail.branches import slips_in_branches
    from syndicate.mail.digest import GIVEN
    from syndicate.mail.transactional import LETTER

    folder, path = config.mail.templates, ("mail", "templates")
    if folder is None or not folder.is_dir():
        return
    for slip in slips_in_branches(folder, {*GIVEN, LETTER}):
        yield Clash(paths=(path,), message=f"{_shown(folder)}/{slip.where}: {slip.message}")
    for language in sorted(set(_spoken(config).values())):
        yield from (Clash(paths=(path,), message=wrong) for wrong in _unsaid(folder, language))


def _unsaid(folder: Path, language: str) -> Iterator[str]:
    """The messages of a publisher's own that stand in English in mails of a language, though others have words."""
    from syndicate.mail.branches import said_messages

    folders = (folder / WORDS,)
    try:
        if not is_spoken(language, folders):  # all of them do, which is told by itself
            return
        words = words_in(language, folders)
        own = [said for said in reversed(said_messages(folder)) if not is_ours(said.message)]
        unknown = {said.message: said for said in own if not words.knows(said.message)}
    except BadDataError:  # told of the catalog
        return
    for said in reversed(unknown.values()):
        yield f"{_shown(folder)}/{said.where}: no catalog has words in {language} for {literal(said.message)}"


def _wrong_words(file: Path) -> Iterator[str]:
    try:
        lacking, strange = untranslated(file), misfilled(file)
    except BadDataError as error:
        yield f"{error.where}: {error.message}"
        return
    if lacking:
        yield f"{_shown(file)} has no words for {len(lacking)} messages, such as {literal(lacking[0])}"
    for line, field in strange:
        yield f"{_shown(file)}, line {line}: its message has no {field}, which would stand in mails as it is"


def _spoken(config: Config) -> dict[KeyPath, str]:
    """The languages of newsletters, each once, where it is first written."""
    named_by: dict[KeyPath, str] = {
        ("newsletters", index, "language"): entry.language for index, entry in enumerate(config.newsletters)
    }
    return {path: language for path, language in named_by.items() if path == _first(named_by, language)}


def _first(named_by: dict[KeyPath, str], language: str) -> KeyPath:
    return next(path for path, other in named_by.items() if other == language)


def _wrong(config: Config) -> Iterator[tuple[KeyPath, str]]:
    for index, source in enumerate(config.sources):
        if source.folder and (wrong := _unlike_a_folder(source.folder)):
            yield ("sources", index, "folder"), wrong
    for path, templates in _template_folders(config).items():
        if wrong := _templates(templates):
            yield path, wrong
    for path, folder in _written(config).items():
        if wrong := _unwritable(folder):
            yield path, wrong
    if config.delivery.via == "ses" and config.delivery.ses.endpoint_id and find_spec("awscrt") is None:
        path = ("delivery", "ses", "endpoint_id")
        yield path, "needs a signature that is not installed; pip install 'syndicate[aws-crt]', or leave it out"
    yield from _wrong_files(config)


def _wrong_files(config: Config) -> Iterator[tuple[KeyPath, str]]:
    if (file := config.database.url.file) and (wrong := _unlike_a_database(file)):
        yield ("database", "url"), wrong
    if not config.web.secret and (wrong := _unlike_a_key(config.web.secret_file)):
        yield ("web", "secret_file"), wrong
    if wrong := _unlike_a_list(config.site.purge_file):
        yield ("site", "purge_file"), wrong


def _written(config: Config) -> dict[KeyPath, Path]:
    """The folders in which we write, and make what is missing."""
    folders: dict[KeyPath, Path] = {}
    if config.feeds.shelf == "folder":
        folders["feeds", "folder"] = config.feeds.folder
    if config.images.shelf == "folder":
        folders["images", "folder"] = config.images.folder
    if config.delivery.via == "outbox":
        folders["delivery", "outbox_folder"] = config.delivery.outbox_folder
    else:
        folders["delivery", "state_folder"] = state_folder(config)
    return folders


def _template_folders(config: Config) -> dict[KeyPath, Path]:
    folders: dict[KeyPath, Path] = {("mail", "templates"): config.mail.templates or TEMPLATES}
    for index, newsletter in enumerate(config.newsletters):
        if newsletter.templates:
            folders["newsletters", index, "templates"] = newsletter.templates
    return folders


def _templates(folder: Path) -> str | None:
    from syndicate.mail.digest import FILES

    if wrong := _unlike_a_folder(folder):
        return wrong
    if missing := [name for name in FILES if not (folder / name).is_file()]:
        return f"is {_shown(folder)}, without {', '.join(missing)}; put the shipped ones there, or correct the path"
    if closed := [name for name in FILES if not os.access(folder / name, os.R_OK)]:
        return f"is {_shown(folder)}, where {', '.join(closed)} cannot be read; {_RIGHT} read there"
    return None


def _unlike_a_folder(folder: Path) -> str | None:
    """Why nothing can be read there, or ``None``."""
    if not os.path.lexists(folder):
        return f"is {_shown(folder)}, which is not there; {_PATH}"
    if not folder.is_dir():
        return f"is {_shown(folder)}, which is no folder; {_PATH}"
    if not os.access(folder, os.R_OK | os.X_OK):
        return f"is {_shown(folder)}, which is closed to us; {_RIGHT} list it and read in it"
    return None


def _unlike_a_database(file: Path) -> str | None:
    """Why it can be neither used nor made, or ``None``; the folder is written in as well, by its journal."""
    return _unlike_a_file(file, os.R_OK | os.W_OK, "read and write it") or _unwritable(file.parent)


def _unlike_a_key(file: Path) -> str | None:
    """Why it can be neither read nor made, or ``None``; nothing is written beside a key that is there."""
    if os.path.lexists(file):
        return _unlike_a_file(file, os.R_OK, "read it")
    return _unwritable(file.parent)


def _unlike_a_list(file: Path) -> str | None:
    """Why it can be neither read nor replaced, or ``None``."""
    return _unlike_a_file(file, os.R_OK, "read it") or _unwritable(file.parent)


def _unlike_a_file(file: Path, needed: int, right: str) -> str | None:
    """Why a file that is there cannot be used, or ``None``."""
    if not os.path.lexists(file):
        return None
    if not file.is_file():
        return f"is {_shown(file)}, which is no file; correct the path"
    if not os.access(file, needed):
        return f"is {_shown(file)}, which is closed to us; {_RIGHT} {right}"
    return None


def _unwritable(folder: Path) -> str | None:
    """Why nothing can be written there, also once the folders that are missing were made, or ``None``."""
    there = next(path for path in (folder, *folder.parents) if os.path.lexists(path))
    which = "" if there == folder else f", below {_shown(there)}"
    if not there.is_dir():
        return f"needs the folder {_shown(folder)}{which}, which is no folder; move that away, or correct the path"
    if not os.access(there, os.W_OK | os.X_OK):
        return f"needs the folder {_shown(folder)}{which}, which is closed to us; {_RIGHT} write there"
    return None


def _shown(path: Path) -> str:
    return literal(str(path))
