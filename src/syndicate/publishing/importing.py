"""An archive is brought: opened, recognised, taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.config.values import read_slug
from syndicate.errors import BadDataError
from syndicate.text.web_addresses import is_plain_address

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.articles.collecting import CollectionReport
    from syndicate.articles.rules import Rules
    from syndicate.config import Config
    from syndicate.publishing.wiring import Parts


def import_archive(
    parts: Parts, path: Path, *, name: str | None = None, kind: str | None = None, site: str | None = None
) -> tuple[str, CollectionReport]:
    """Take in the export at a path under a ``name``, or under that of its system; that name, and what came of it.

    ``kind`` and ``site`` are as in `recognise`. Exclusive by name (``collect:NAME``), as collecting is.

    Raises:
        BadDataError: it is no export that is known, it is damaged, or the name is that of a source.
        StorageError: it cannot be read, or there is no room for it.
        TryLaterError: another process takes in an export under that name.
    """
    from syndicate.articles.collecting.importing import Importer
    from syndicate.articles.exports.pictures import ExportPictures
    from syndicate.articles.exports.recognising import recognise
    from syndicate.articles.exports.unpacking import unpacked

    config = parts.config
    with unpacked(path) as files:
        export = recognise(files, kind=kind, site=_address(site), where=str(path))
        name = name or export.kind
        _see_usable(config, name)
        pictures = ExportPictures(
            name=name,
            files=files,
            folder=config.images.imports / name,
        )
        importer = Importer(parts.database, parts.clock, config.site.id_authority)
        with parts.database.lock(f"collect:{name}"):
            return name, importer.take_in(export, pictures, _rules(config), file=path.resolve().name)


def _address(site: str | None) -> str | None:
    """The address of a site, without a slash at its end."""
    if site is None or is_plain_address(site):
        return site and site.rstrip("/")
    message = f"{site!r} is no address of a site"
    raise BadDataError(message, code="import-site", hint="Write it whole, such as https://quay.example.")


def _rules(config: Config) -> Rules:
    from syndicate.articles.rules import Rules

    return Rules(
        language=config.site.language, zone=config.site.time_zone, allowed_words=config.editorial.allowed_words
    )


def _see_usable(config: Config, name: str) -> None:
    try:
        read_slug(name)
    except ValueError as error:
        message = f"the name of an import {error}"
        raise BadDataError(message, code="import-name") from error
    if name in {section.name for section in config.sources}:
        message = f"{name} is a source of the configuration, and an import is none that is read again"
        raise BadDataError(message, code="import-name", hint="Give the import another name: --source NAME")
