"""``syndicate edition``: hold, resume, stop, discard, reopen. A running process hears of each before its next mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from syndicate.cli.confirming import confirm
from syndicate.cli.session import Session, command
from syndicate.errors import NotFoundError
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from syndicate.publishing.wiring import Parts

#: Why an edition is held when nobody says more.
BY_A_PERSON = "held by hand"


@command("hold", example='syndicate edition hold 6w3k2fj1q9xyz --reason "the lead is wrong"')
@click.argument("edition_id", metavar="ID")
@click.option("--reason", default=BY_A_PERSON, show_default=True, help="For whoever asks why it waits.")
def hold(session: Session, edition_id: str, reason: str) -> None:
    """Let nothing more of an edition leave, until `edition resume` or `edition stop`."""
    with session.parts() as parts:
        parts.publisher.control.hold(edition_id, reason)
        _give_state(session, parts, edition_id)


@command("resume", example="syndicate edition resume 6w3k2fj1q9xyz")
@click.argument("edition_id", metavar="ID")
def resume(session: Session, edition_id: str) -> None:
    """Let a held edition go on, however late it is; the scheduler, or `edition send`, delivers it."""
    with session.parts() as parts:
        parts.publisher.control.resume(edition_id)
        _give_state(session, parts, edition_id)


@command("stop", example="syndicate edition stop 6w3k2fj1q9xyz")
@click.argument("edition_id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask for the number of readers.")
def stop(session: Session, edition_id: str, yes: bool) -> None:  # noqa: FBT001 - click passes flags so
    """End an edition for good for everybody whom it has not reached, and say how many have it."""
    with session.parts() as parts:
        _confirm_stopping(parts, edition_id, is_sure=yes)
        report = parts.publisher.control.stop(edition_id)
        newsletter = parts.publisher.edition(edition_id).newsletter
    have_it = f"{counted(report.have_it, 'reader')} {'has' if report.have_it == 1 else 'have'} it"
    lines = [f"edition {edition_id}: stopped; {have_it}, {report.stopped:,} never will"]
    if report.stopped:
        lines.append(f"a corrected one for those: syndicate edition compose {newsletter} --instead-of {edition_id}")
    session.give({"id": edition_id, "have_it": report.have_it, "stopped": report.stopped}, lines)


@command("discard", example="syndicate edition discard 6w3k2fj1q9xyz")
@click.argument("edition_id", metavar="ID")
def discard(session: Session, edition_id: str) -> None:
    """Drop an edition of which no mail has left; its articles are new again."""
    with session.parts() as parts:
        parts.publisher.control.discard(edition_id)
        _give_state(session, parts, edition_id)


@command("reopen", example="syndicate edition reopen morning 2026-12-24")
@click.argument("newsletter")
@click.argument("slot")
def reopen(session: Session, newsletter: str, slot: str) -> None:
    """Let an occurrence be decided once more, such as one that was decided under a wrong clock.

    SLOT is its local date. What was mailed is not mailed again.
    """
    with session.parts() as parts:
        if not parts.publisher.reopen(newsletter, slot):
            message = f"{newsletter} has no decided slot {slot}"
            raise NotFoundError(message, code="slot-unknown", hint="Slots are local dates, such as 2026-12-24.")
    lines = [f"{newsletter}: {slot} can be decided again", "the next pass may compose an edition for it, and mail it"]
    session.give({"newsletter": newsletter, "slot": slot}, lines)


def _confirm_stopping(parts: Parts, edition_id: str, *, is_sure: bool) -> None:
    """Let a person type how many readers lose it, if it is under way; else it is refused, or was stopped before."""
    edition = parts.publisher.edition(edition_id)
    if edition.opened_at is None or edition.state not in {"held", "sending"}:
        return
    count = parts.publisher.audience(edition_id)
    question = f"This takes it for good from {counted(count, 'reader')} waiting for it. Type the number to stop"
    confirm(count, question, is_sure=is_sure)


def _give_state(session: Session, parts: Parts, edition_id: str) -> None:
    from syndicate.cli import shapes
    from syndicate.delivery.ledger import Ledger

    edition = parts.publisher.edition(edition_id)
    with parts.database.read() as connection:
        counts = Ledger(connection).counts(edition_id)
    numbers = ", ".join(f"{count} {state}" for state, count in counts.items() if count) or "no deliveries"
    why = f": {edition.held_because}" if edition.held_because else ""
    session.give(shapes.edition(edition, counts), [f"edition {edition_id}: {edition.state}{why}; {numbers}"])
