"""What is known of one address, and how it is told to people."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from syndicate.cli import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from syndicate.audience.model import Consent, Subscription


def lines_of(shape: Mapping[str, Any]) -> Iterator[str]:
    """All that is known of a person, as `person_of` gives it, a line each."""
    name = f"  {shape['name']}" if shape["name"] else ""
    yield f"{shape['address']}{name}"
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
            yield f"  mail {past['slot']}: {past['state']}: {past['subject']}"


def line_of(shape: Mapping[str, Any]) -> str:
    """A subscription for people, with what its reader chose."""
    barred = f"  suppressed: {shape['suppressed']}" if shape["suppressed"] else ""
    chosen = ", ".join(_chosen(shape)) or "as the newsletter is"
    return f"{shape['address']}  {shape['newsletter']}  {shape['state']}{barred}  {chosen}"


def consent(subscription: Subscription, acts: Sequence[Consent]) -> dict[str, Any]:
    """A subscription, and what its reader agreed to and withdrew, the oldest first."""
    said = {"newsletter": subscription.newsletter, "subscription": subscription.id, "state": subscription.state}
    return {**said, "acts": [_act(act) for act in acts]}


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


def _act(act: Consent) -> dict[str, Any]:
    times = {"recorded_at": shapes.instant(act.recorded_at), "given_at": shapes.instant(act.given_at)}
    facts = {name: value for name, value in asdict(act).items() if name != "subscription_id"}
    return {**facts, **times}


def _chosen(shape: Mapping[str, Any]) -> Iterator[str]:
    """What a reader does not leave to the newsletter."""
    for name in ("cadence", "at", "time_zone", "language", "format", "breaking"):
        if shape[name] is not None:
            yield f"{name.replace('_', ' ')} {shape[name]}"
    if shape["sections"]:
        yield f"sections {', '.join(shape['sections'])}"
    if shape["paused_until"]:
        yield f"paused until {shape['paused_until']}"


def _file(ground: Mapping[str, Any]) -> str:
    return f" [{ground['file_name']}, sha256 {ground['file_hash']}]" if ground["file_name"] else ""
