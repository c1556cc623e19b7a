"""A configuration looked at as a whole: what it needs of this machine, and what is odd about it but may be right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from syndicate.config.amazon import doubted_regions, unknown_to_amazon
from syndicate.config.checks import clashes
from syndicate.config.dress import moved_colours
from syndicate.config.exposure import exposed
from syndicate.config.knocking import Knocked, knock_at
from syndicate.config.loading import complaints_of, read_config
from syndicate.config.machine import (
    borrowed_templates,
    mistaken_templates,
    overlooked_templates,
    unmet_needs,
    wordless_languages,
)
from syndicate.config.newsletters.slots import missed_slots
from syndicate.config.own_address import unsteady
from syndicate.errors import Complaint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syndicate.config.model import Config
    from syndicate.config.origins import Clash, Origins
    from syndicate.config.positions import KeyPath
    from syndicate.storage.knock import DatabaseState

_URL: KeyPath = ("database", "url")


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """A configuration without complaints, what is odd about it but may be right, and how its database is if asked."""

    config: Config
    warnings: tuple[Complaint, ...]
    database: DatabaseState | None = None


def usable(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """`load`, with a look at what this machine has for it; what is only odd, which takes longer, is not looked for.

    Raises:
        ConfigError: with every complaint there is, in the order of the file.
    """
    return read_config(path, environ, None, _faults)


def _faults(config: Config, origins: Origins) -> Iterator[Clash]:
    yield from (*clashes(config, origins), *unmet_needs(config, origins), *unknown_to_amazon(config))


def examine(
    path: Path | None = None,
    environ: Mapping[str, str] | None = None,
    overrides: Mapping[str, object] | None = None,
    *,
    knocks: bool = True,
) -> Examined:
    """`load`, with a look at what the configuration needs of this machine; nothing is made.

    If it ``knocks``, the database is asked how it is, which is all that the network is asked.

    Raises:
        ConfigError: with every complaint there is, in the order of the file.
    """
    knocked = Knocked()

    def check(config: Config, origins: Origins) -> Iterator[Clash]:
        nonlocal knocked
        known = [*_faults(config, origins)]
        if knocks and not any(_URL in clash.paths for clash in known):  # a file that cannot be used need not be asked
            knocked = knock_at(config)
        yield from (*known, *filter(None, [knocked.error]))

    config = read_config(path, environ, overrides, check)
    doubts = [
        *exposed(config, config.origins),
        *doubted_regions(config),
        *unsteady(config),
        *missed_slots(config),
        *overlooked_templates(config),
        *borrowed_templates(config),
        *wordless_languages(config),
        *mistaken_templates(config),
        *moved_colours(config),
        *filter(None, [knocked.warning]),
    ]
    warnings = (*config.moved, *complaints_of(config, doubts))
    return Examined(config=config, warnings=warnings, database=knocked.state)
