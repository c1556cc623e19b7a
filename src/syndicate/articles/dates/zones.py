"""Names of time zones as people write them, in a table of our own.

Libraries disagree on what ``CET`` means (`ingest.md`'s six tools gave four answers), so none is
asked: an abbreviation has its literal offset, all year. What stands for several zones
(``IST``, ``CST``) is read only if the source says which one it means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

#: Abbreviation → (hours east of UTC, a place where it is used, to tell whether it was in force).
_FIXED: dict[str, tuple[float, str | None]] = {
    "UTC": (0, None),
    "GMT": (0, None),
    "UT": (0, None),
    "Z": (0, None),
    "WET": (0, "Europe/Lisbon"),
    "WEST": (1, "Europe/Lisbon"),
    "BST": (1, "Europe/London"),
    "CET": (1, "Europe/Berlin"),
    "CEST": (2, "Europe/Berlin"),
    "MEZ": (1, "Europe/Berlin"),
    "MESZ": (2, "Europe/Berlin"),
    "EET": (2, "Europe/Athens"),
    "EEST": (3, "Europe/Athens"),
    "MSK": (3, None),
    "МСК": (3, None),  # in Cyrillic
    "TRT": (3, None),
    "SAST": (2, None),
    "EAT": (3, None),
    "WAT": (1, None),
    "PKT": (5, None),
    "NPT": (5.75, None),
    "WIB": (7, None),
    "WITA": (8, None),
    "WIT": (9, None),
    "HKT": (8, None),
    "SGT": (8, None),
    "PHT": (8, None),
    "JST": (9, None),
    "KST": (9, None),
    "AWST": (8, None),
    "ACST": (9.5, "Australia/Adelaide"),
    "ACDT": (10.5, "Australia/Adelaide"),
    "AEST": (10, "Australia/Sydney"),
    "AEDT": (11, "Australia/Sydney"),
    "NZST": (12, "Pacific/Auckland"),
    "NZDT": (13, "Pacific/Auckland"),
    "EST": (-5, "America/New_York"),
    "EDT": (-4, "America/New_York"),
    "CDT": (-5, "America/Chicago"),
    "MDT": (-6, "America/Denver"),
    "PST": (-8, "America/Los_Angeles"),
    "PDT": (-7, "America/Los_Angeles"),
    "AKST": (-9, "America/Anchorage"),
    "AKDT": (-8, "America/Anchorage"),
    "HST": (-10, None),
    "BRT": (-3, None),
    "ART": (-3, None),
}

#: Names that mean a place's own time, whatever the season.
_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}

#: Abbreviations of several zones; only a source can know which one it means.
_CLASHES = {
    "IST": "India, Ireland or Israel",
    "CST": "Chicago, Shanghai or Havana",
    "AST": "Halifax or Riyadh",
    "MST": "Denver, Kuala Lumpur or Yangon",
    "GST": "Dubai or South Georgia",
    "SST": "Samoa or Singapore",
    "AMT": "Manaus or Yerevan",
    "ECT": "Guayaquil or the Caribbean",
    "WST": "Perth or Samoa",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Zone:
    """What a zone's name stands for. ``place`` shows whether the name was in force on a day."""

    zone: tzinfo
    place: ZoneInfo | None = None

    def is_in_force(self, at: datetime) -> bool:
        """Whether the place really had that offset then; ``True`` where nobody changes clocks."""
        return self.place is None or at.astimezone(self.place).utcoffset() == self.zone.utcoffset(None)


def find(name: str, overrides: Mapping[str, str]) -> Zone | None:
    """The zone of that name; the source's own names (IANA, ``Europe/Berlin``) win. ``None``: not certain."""
    name = name.upper()
    own = next((place for abbreviation, place in overrides.items() if abbreviation.upper() == name), None)
    if own is not None:
        return Zone(zone=ZoneInfo(own))
    if name in _PLACES:
        return Zone(zone=ZoneInfo(_PLACES[name]))
    return _fixed(name) if name in _FIXED else None


@cache
def _fixed(name: str) -> Zone:
    hours, place = _FIXED[name]
    return Zone(zone=timezone(timedelta(hours=hours)), place=ZoneInfo(place) if place else None)


def why_unknown(name: str) -> str:
    """Half a sentence for an editor on why a name was not read."""
    clash = _CLASHES.get(name.upper())
    return f"“{name}” may be the time of {clash}" if clash else f"“{name}” is no time zone that we know"
