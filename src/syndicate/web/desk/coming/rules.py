"""By which setting a story is in a coming edition or left out of it, and where that setting stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.config import Config
    from syndicate.digests.newsletters import Cadence, Newsletter

# How the reasons of `digests.selection` and `digests.matching` begin, and the key that each of them obeys.
_KEYS = (
    ("over the limit of", "max_articles"),
    ("came ", "max_age"),
    ("it waited too long", "max_wait"),
    ("its sections are not this", "sections"),
    ("its tags are not this", "tags"),
    ("its authors are not this", "authors"),
    ("its source is not this", "sources"),
    ("its language is not this", "languages"),
    ("nothing is recorded of the part that AI had", "require_ai_record"),
    ("they have it already", "dedupe_across"),
    ("waits for more", "min_articles"),
)
_OF_CADENCES = frozenset({"max_articles", "max_wait", "min_articles"})


def rule_of(config: Config, newsletter: Newsletter, cadence: Cadence, reason: str) -> str:
    """The setting that a reason obeys, with its place: ``max_articles, config.toml:12:16``; empty: there is none."""
    key = next((key for start, key in _KEYS if reason.startswith(start)), None)
    if key is None:
        return ""
    path: tuple[str | int, ...] = ("newsletters", newsletter.name, key)
    own = next(section for section in config.newsletters if section.name == newsletter.name)
    for number, further in enumerate(own.cadences):
        if further.kind == cadence.kind and key in _OF_CADENCES & further.model_fields_set:
            path = ("newsletters", newsletter.name, "cadences", number, key)
    return f"{key}, {place_of(config, path)}"


def place_of(config: Config, path: tuple[str | int, ...]) -> str:
    """Where a setting stands, by the name of the file alone: an editor knows in which folder it lies."""
    return config.where(path).replace(f"{config.path}", config.path.name, 1)
