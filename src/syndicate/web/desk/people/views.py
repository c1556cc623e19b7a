"""What the desk says of a person, in plain values and whole sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from syndicate.delivery.status.person import chosen_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from syndicate.audience.model import Suppression
    from syndicate.audience.people_store import FoundPerson

    When = Callable[[datetime], str]
    Shape = Mapping[str, Any]

_BAD_FATES = frozenset({"unsent", "returned", "suppressed", "bounced", "complained"})
_STATES = ("confirmed", "paused", "unconfirmed", "ended")

#: What was done, by the word in the address that a form leads back to.
DONE = {
    "ended": "The subscription has ended.",
    "suppressed": "Nobody writes to this address any more.",
    "unsuppressed": "This address may be written to again.",
    "known": "That was so already. Nothing has changed.",
    "erased": "The person is forgotten. Nothing names them any more.",
    "leaving": "The person is forgotten. A mail to them is just leaving; its row loses the address within the hour.",
    "log": (
        "The person is forgotten. The database's log could not be emptied, since somebody reads in it: "
        "syndicate db compact does it."
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class CountLine:
    """How many subscriptions of a newsletter stand how."""

    title: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonLine:
    """A person in a list."""

    id: str
    address: str
    name: str
    says: str
    barred: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SubscriptionCard:
    """A subscription with what its reader chose; ``can_end`` while it has not ended."""

    id: str
    title: str
    state: str
    since: str
    chosen: str
    notes: tuple[str, ...]
    can_end: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryLine:
    """An edition on its way to a person; ``is_alarming`` if it did not get there."""

    edition_id: str
    title: str
    subject: str
    says: str
    events: tuple[str, ...]
    is_alarming: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentLine:
    """An act of consent: what was done and how, in which words, and where."""

    title: str
    says: str
    wording: str
    facts: str


def count_lines(counts: Mapping[str, Mapping[str, int]], titles: Mapping[str, str]) -> list[CountLine]:
    """Each newsletter with its subscriptions by state; those that are not configured any more come last."""
    order = [*titles, *sorted(set(counts) - set(titles))]
    return [
        CountLine(
            title=titles.get(name, name),
            counts=tuple((state, counts[name][state]) for state in _STATES if counts.get(name, {}).get(state)),
        )
        for name in order
    ]


def person_line(person: FoundPerson, titles: Mapping[str, str]) -> PersonLine:
    """A person who was found."""
    says = "; ".join(f"{titles.get(newsletter, newsletter)}: {state}" for newsletter, state in person.states)
    barred = f"Nobody may write there: {person.barred}." if person.barred else ""
    return PersonLine(
        id=person.id, address=person.address, name=person.name or "", says=says or "no subscription", barred=barred
    )


def subscription_card(shape: Shape, titles: Mapping[str, str], when: When) -> SubscriptionCard:
    """A subscription of what is known of a person."""
    notes = []
    if shape["paused_until"]:
        notes.append(f"Paused until {_at(shape['paused_until'], when)}.")
    if shape["ended_at"]:
        source = f" ({shape['ended_source']})" if shape["ended_source"] else ""
        notes.append(f"Ended {_at(shape['ended_at'], when)} by {shape['ended_by']}{source}.")
    if shape["outside"]:
        notes.append(f"Gets none: not among the readers that it goes to: {shape['outside']}.")
    return SubscriptionCard(
        id=shape["id"],
        title=titles.get(shape["newsletter"], shape["newsletter"]),
        state=str(shape["state"]),
        since=_at(shape["started_at"], when),
        chosen=", ".join(chosen_in(shape)) or "as the newsletter is",
        notes=tuple(notes),
        can_end=shape["ended_at"] is None,
    )


def barred_line(shape: Shape | None, when: When) -> str:
    """Why nobody may write to a person; empty where all may."""
    if shape is None:
        return ""
    return f"Nobody may write there since {_at(shape['since'], when)}: {shape['reason']} ({shape['source']})."


def nobody_line(suppression: Suppression | None, *, was_erased: bool, when: When) -> str:
    """What is known of an address without a subscription; empty if nothing is."""
    if was_erased:
        return "Who had this address was erased. Nothing else is known, and no list brings them back."
    if suppression is None:
        return ""
    since = f"since {when(suppression.since)}: {suppression.reason} ({suppression.source})"
    return f"This address has no subscription, and nobody may write there {since}."


def delivery_line(shape: Shape, titles: Mapping[str, str], when: When) -> DeliveryLine:
    """An edition that was decided for a person."""
    parts = [str(shape["state"]), *filter(None, (shape["fate"], shape["reason"]))]
    settled = [_at(shape["settled_at"], when)] if shape["settled_at"] else []
    title = titles.get(shape["newsletter"], shape["newsletter"])
    return DeliveryLine(
        edition_id=shape["edition_id"],
        title=f"{title}, {shape['slot']}",
        subject=shape["subject"] or "No mail of it for this reader",
        says=" · ".join(parts + settled),
        events=tuple(f"{event['kind']}, {_at(event['at'], when)}" for event in shape["events"]),
        is_alarming=shape["state"] in {"uncertain", "refused"} or shape["fate"] in _BAD_FATES,
    )


def consent_lines(shapes: Sequence[Shape], titles: Mapping[str, str], when: When) -> list[ConsentLine]:
    """What was agreed to and withdrawn, each newsletter's acts from the oldest on."""
    return [
        _consent(act, titles.get(shape["newsletter"], shape["newsletter"]), when)
        for shape in shapes
        for act in shape["acts"]
    ]


def _consent(act: Shape, title: str, when: When) -> ConsentLine:
    asked = act["given_at"]
    later = f", asked {_at(asked, when)}" if asked and asked != act["recorded_at"] else ""
    names = ("version", "page", "network", "system", "column", "file_name")
    return ConsentLine(
        title=title,
        says=f"{act['act']} by {act['kind']}, {_at(act['recorded_at'], when)}{later}",
        wording=act["wording"] or "",
        facts=", ".join(f"{name.replace('_', ' ')} {act[name]}" for name in names if act[name]),
    )


def _at(written: str, when: When) -> str:
    return when(datetime.fromisoformat(written))
