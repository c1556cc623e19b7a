"""``syndicate websub``: how the hubs answer; whether a feed and its hubs do what readers need of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.exits import Exit
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.feeds.hub_check import HubCheck
    from syndicate.feeds.hub_model import Hub


@command("list", example="syndicate websub list")
def list_hubs(session: Session) -> None:
    """List the hubs of the configuration: whether feeds name them, how they answered, what they have yet to hear."""
    with session.parts(only_reads=True) as parts:
        shapes = [_shape(hub, parts.clock.now()) for hub in parts.hubs.all()]
    lines = [line for shape in shapes for line in _lines(shape)]
    session.give({"hubs": shapes}, lines or ["no hubs are configured: see [feeds] hubs"])


@command("check", example="syndicate websub check https://quay.example/feeds/rss.xml")
@click.argument("address", metavar="ADDRESS")
def check(session: Session, address: str) -> None:
    """Look whether the feed at ADDRESS names itself and its hubs rightly, and whether these take pings."""
    from syndicate.clock import SystemClock
    from syndicate.feeds.hub_check import check_hubs
    from syndicate.publishing.fetching import fetcher_of

    fetcher = fetcher_of(session.config(), SystemClock())
    with session.busy(f"Asking {address} …"):
        checked = check_hubs(fetcher, address)
    session.give(_checked_shape(checked), _checked_lines(checked))
    if not checked.is_good:
        session.exit_code = Exit.BAD_DATA


def _shape(hub: Hub, now: datetime) -> dict[str, Any]:
    from syndicate.cli.shapes import instant
    from syndicate.feeds.hub_model import is_named

    return {
        "address": hub.address,
        "is_named": is_named(hub, now),
        "waiting": hub.waiting,
        "answered_at": instant(hub.answered_at),
        "failing_since": instant(hub.failing_since),
        "failures": hub.failures,
        "next_at": instant(hub.next_at),
        "error": hub.error,
    }


def _lines(shape: dict[str, Any]) -> list[str]:
    from syndicate.text.plain import counted

    named = "named in feeds" if shape["is_named"] else "not named in feeds"
    answered = f"took a ping {shape['answered_at']}" if shape["answered_at"] else "has taken no ping yet"
    waiting = f", {counted(shape['waiting'], 'ping')} to come" if shape["waiting"] else ""
    lines = [f"{shape['address']}  {named}  {answered}{waiting}"]
    if shape["error"]:
        lines += [f"  failing since {shape['failing_since']}: {shape['error']}", f"  asked again {shape['next_at']}"]
    return lines


def _checked_shape(checked: HubCheck) -> dict[str, Any]:
    findings = [{"is_good": each.is_good, "message": each.message, "fix": each.fix} for each in checked.findings]
    return {"topic": checked.topic, "hubs": list(checked.hubs), "is_good": checked.is_good, "findings": findings}


def _checked_lines(checked: HubCheck) -> list[str]:
    lines = []
    for finding in checked.findings:
        lines.append(f"{'ok  ' if finding.is_good else 'bad '} {finding.message}")
        if finding.fix:
            lines.append(f"     {finding.fix}")
    return lines


commands = (list_hubs, check)
