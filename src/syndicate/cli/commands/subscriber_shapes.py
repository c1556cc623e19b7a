"""What is known of one address, and how it is told to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def lines_of(shape: Mapping[str, Any]) -> Iterator[str]:
    """All that is known of a person, as `person_of` gives it, a line each."""
    name = f"  {shape['name']}" if shape["name"] else ""
    yield f"{shape['address']}{name}"
    if former := shape["former_id"]:
        yield f"in mails of the system before: {former}"
    if barred := shape["suppression"]:
        yield f"suppressed since {barred['since']}: {barred['reason']} ({barred['source']})"
    for each in shape["subscriptions"]:
        ended = f", ended {each['ended_at']} by {each['ended_by']}" if each["ended_at"] else ""
        source = f" ({each['ended_source']})" if each["ended_source"] else ""
        yield f"{each['newsletter']}: {each['state']}, subscribed since {each['started_at']}{ended}{source}"
        if chosen := ", ".join(_chosen(each)):
            yield f"  chosen: {chosen}"
        if each["outside"]:
            yield f"  gets none: not among the readers that it goes to: {each['outside']}"
        for ground in each["grounds"]:
            yield f"  ground ({ground['kind']}, {ground['recorded_at']}): {ground['wording']}{_file(ground)}"
        for past in each["deliveries"]:
            fate = f", {past['fate']}" if past["fate"] else ""
            yield f"  mail {past['slot']}: {past['state']}{fate}: {past['subject']}"


def line_of(shape: Mapping[str, Any]) -> str:
    """A subscription for people, with what its reader chose."""
    barred = f"  suppressed: {shape['suppressed']}" if shape["suppressed"] else ""
    chosen = ", ".join(_chosen(shape)) or "as the newsletter is"
    return f"{shape['address']}  {shape['newsletter']}  {shape['state']}{barred}  {chosen}"


def consent_lines(shape: Mapping[str, Any]) -> Iterator[str]:
    """The same for people, a line each."""
    yield f"{shape['newsletter']}: {shape['state']}"
    for act in shape["acts"]:
        when = f" (asked {act['given_at']})" if act["given_at"] not in {None, act["recorded_at"]} else ""
        said = f": {act['wording']}" if act["wording"] else ""
        facts = [f"{name} {act[name]}" for name in ("version", "page", "network", "system", "column") if act[name]]
        yield f"  {act['recorded_at']}  {act['act']} by {act['kind']}{when}{said}{_file(act)}"
        if facts:
            yield f"    {', '.join(facts)}"


def _chosen(shape: Mapping[str, Any]) -> Iterator[str]:
    """What a reader does not leave to the newsletter."""
    from syndicate.delivery.status.person import chosen_in

    yield from chosen_in(shape)
    if shape["paused_until"]:
        yield f"paused until {shape['paused_until']}"


def _file(ground: Mapping[str, Any]) -> str:
    return f" [{ground['file_name']}, sha256 {ground['file_hash']}]" if ground["file_name"] else ""
