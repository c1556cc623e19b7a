"""By which setting a story is in a coming edition or left out of it, and where that setting stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.digests.drafts.reviewing import APPROVAL_VOID, NOT_APPROVED

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
# How the reasons for which an edition is held begin, or what is in them, and the setting of `delivery.fuse` behind it.
_FUSE = (("mails came back for good", "bounce_hold"), ("mails were called spam", "complaint_hold"))
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


def held_rule(config: Config, newsletter: str, reason: str | None) -> str:
    """The setting by which an edition of that newsletter is held; empty: a person holds it, or none of ours."""
    why = reason or ""
    for words, key in _FUSE:
        if words in why:
            return f"delivery.fuse.{key}, {place_of(config, ('delivery', 'fuse', key))}"
    if all(section.name != newsletter for section in config.newsletters):
        return ""
    if why.startswith((NOT_APPROVED, APPROVAL_VOID)):
        return silence_rule(config, newsletter)
    if "left of it" in why and "needed" in why:
        return f"min_articles, {place_of(config, ('newsletters', newsletter, 'min_articles'))}"
    return ""


def silence_rule(config: Config, newsletter: str) -> str:
    """The setting that says what is done with an edition that nobody approves."""
    return f"on_silence, {place_of(config, ('newsletters', newsletter, 'on_silence'))}"


def place_of(config: Config, path: tuple[str | int, ...]) -> str:
    """Where a setting stands, by the name of the file alone: an editor knows in which folder it lies."""
    return config.where(path).replace(f"{config.path}", config.path.name, 1)
