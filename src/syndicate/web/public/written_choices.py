"""The form of a reader's choices as it is written: by what they chose, or as they sent it and it could not be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.digests.choosing import ALL, DEFAULT, changed
from syndicate.digests.newsletters import ClockOwner
from syndicate.errors import BadDataError
from syndicate.storage.states import Breaking

if TYPE_CHECKING:
    from syndicate.audience.model import Wishes
    from syndicate.digests.newsletters import Newsletter

Fields = Mapping[str, Sequence[str]]
_PLAIN = ("cadence", "language", "format", "breaking")


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What stands in each field, as a form sends it; `DEFAULT` leaves it to the newsletter."""

    cadence: str
    at: str
    time_zone: str
    other_zone: str
    sections: tuple[str, ...]
    language: str
    format: str
    breaking: str


def written_by(newsletter: Newsletter, wishes: Wishes) -> Written:
    """The form with what a reader chose."""
    cadence = newsletter.cadence(wishes.cadence)
    return Written(
        cadence=DEFAULT if cadence is newsletter.default else cadence.kind,
        at=wishes.at or "",
        time_zone=wishes.time_zone or DEFAULT,
        other_zone="",
        sections=tuple(wishes.sections),
        language=wishes.language or DEFAULT,
        format=wishes.format or DEFAULT,
        breaking=wishes.breaking or Breaking.NO,
    )


def sent_by(fields: Fields) -> Written:
    """The form as it was sent."""
    plain = {name: first(fields, name) or DEFAULT for name in (*_PLAIN, "time_zone")}
    sections = tuple(fields.get("sections", ()))
    return Written(at=first(fields, "at"), other_zone=first(fields, "other_zone"), sections=sections, **plain)


def given_of(newsletter: Newsletter, fields: Fields) -> dict[str, str]:
    """What the form says, by the names of the wishes; an empty field gives the wish back to the newsletter."""
    given = {name: first(fields, name) or DEFAULT for name in _PLAIN if name in fields}
    if "has_sections" in fields:
        given["sections"] = "; ".join(fields.get("sections", ())) or ALL
    if newsletter.clock is ClockOwner.READER:
        given |= {name: first(fields, name) or DEFAULT for name in ("at", "time_zone") if name in fields}
        if other := first(fields, "other_zone").strip():
            given["time_zone"] = other
    return given


def wrong_fields(newsletter: Newsletter, wishes: Wishes, fields: Fields) -> frozenset[str]:
    """The fields of which what is written cannot be chosen."""
    given = given_of(newsletter, fields)
    wrong = {name for name, value in given.items() if not _is_offered(newsletter, wishes, name, value)}
    if "time_zone" in wrong and first(fields, "other_zone").strip():
        wrong = wrong - {"time_zone"} | {"other_zone"}
    return frozenset(wrong)


def _is_offered(newsletter: Newsletter, wishes: Wishes, name: str, value: str) -> bool:
    try:
        changed(newsletter, wishes, {name: value})
    except BadDataError:
        return False
    return True


def first(fields: Fields, name: str) -> str:
    """The first that a form has under that name, or nothing."""
    return fields.get(name, ("",))[0]
