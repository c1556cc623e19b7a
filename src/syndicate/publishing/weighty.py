"""What a saved file may not change by itself: by half a file, or a name half typed, nobody is mailed or forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.config.section import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.config import Config

    #: The keys on the way to a value, where ``*`` stands for every entry of an array.
    _Pattern = tuple[str, ...]

#: Arrays of entries that have names.
_NAMED = frozenset({"sources", "newsletters"})
#: Sections that say where mail goes, what is deleted, and where it lies.
_WHOLE = frozenset({"delivery", "retention", "s3"})
#: Ceilings of the pace, which may be turned while mail leaves.
_PACE = frozenset({("delivery", "ses", "rate_per_second"), ("delivery", "smtp", "rate_per_second")})
_SINGLE = frozenset(
    {
        ("site", "url"),
        ("site", "id_authority"),
        ("sources", "*"),
        ("sources", "*", "folder"),
        ("sources", "*", "wordpress"),
        ("sources", "*", "feed"),
        ("sources", "*", "ghost"),
        ("sources", "*", "sitemap"),
        ("sources", "*", "first_run"),
        ("sources", "*", "time_zone"),
        ("sources", "*", "zone_names"),
        ("images", "shelf"),
        ("images", "folder"),
        ("images", "base_url"),
        ("editorial", "editors"),
        ("feeds", "shelf"),
        ("feeds", "folder"),
        ("audience", "signup"),
        ("audience", "consent"),
        ("newsletters", "*"),
    }
)
#: What of a newsletter decides how its mails look; all else decides whom they reach, when, and who is asked before.
_LOOKS = frozenset(
    {
        "title",
        "sender",
        "reply_to",
        "subject",
        "preheader",
        "language",
        "max_articles",
        "overflow",
        "settle",
        "archive",
        "templates",
        "layout",
        "ordering",
        "utm",
        "theme",
        "blocks",
    }
)


def weighty_changes(before: Config, after: Config) -> tuple[str, ...]:
    """The keys that differ and weigh, as ``newsletters.daily.approval``, in the order of the file's model.

    An entry that is only in one of them is named without a key, ``sources.desk``; a new name is both.
    """
    return tuple(shown for shown, pattern in _changes(before, after) if _weighs(pattern))


def _weighs(pattern: _Pattern) -> bool:
    section, *_ = pattern
    if section == "newsletters" and len(pattern) > 2:  # noqa: PLR2004 - the array, the entry, its key
        return pattern[2] not in _LOOKS
    return pattern in _SINGLE or (section in _WHOLE and pattern not in _PACE)


def _changes(
    before: Section, after: Section, shown: str = "", pattern: _Pattern = ()
) -> Iterator[tuple[str, _Pattern]]:
    """Each value that differs, as it is shown and by its pattern."""
    for key in type(after).model_fields:
        old, new = getattr(before, key), getattr(after, key)
        if old == new:
            continue
        if not pattern and key in _NAMED:
            yield from _changes_of_entries(key, old, new)
        elif isinstance(old, Section) and isinstance(new, Section):
            yield from _changes(old, new, f"{shown}{key}.", (*pattern, key))
        else:
            yield f"{shown}{key}", (*pattern, key)


def _changes_of_entries(
    array: str, before: tuple[Section, ...], after: tuple[Section, ...]
) -> Iterator[tuple[str, _Pattern]]:
    old, new = _by_name(before), _by_name(after)
    for name in old | new:
        if name in old and name in new:
            yield from _changes(old[name], new[name], f"{array}.{name}.", (array, "*"))
        else:
            yield f"{array}.{name}", (array, "*")


def _by_name(entries: tuple[Section, ...]) -> dict[str, Section]:
    return {str(getattr(entry, "name")): entry for entry in entries}  # noqa: B009 - both kinds of entry have one
