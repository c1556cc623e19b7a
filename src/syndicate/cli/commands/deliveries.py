"""``syndicate deliveries``: list them, see what is in doubt and why it stays so, resolve it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.confirming import confirm
from syndicate.cli.session import Session, command
from syndicate.errors import BadDataError, NotFoundError
from syndicate.storage.states import DeliveryState
from syndicate.text.plain import counted

if TYPE_CHECKING:
    from syndicate.delivery.doubt.settling import JudgedDoubt
    from syndicate.delivery.model import Delivery
    from syndicate.publishing.wiring import Parts

_LIMIT = click.IntRange(1, 1_000_000)


@command("list", example="syndicate deliveries list 6w3k2fj1q9xyz --state refused")
@click.argument("edition_id", metavar="EDITION")
@click.option("--state", type=click.Choice([state.value for state in DeliveryState]), help="Only those.")
@click.option("--after", default="", metavar="ID", help="Go on behind that delivery.")
@click.option("--limit", type=_LIMIT, default=100, show_default=True, help="At most so many.")
def list_deliveries(session: Session, edition_id: str, state: str | None, after: str, limit: int) -> None:
    """List the deliveries of an edition in the order of the freeze, with what became of each."""
    from syndicate.delivery.following import deliveries_behind
    from syndicate.delivery.ledger import Ledger

    with session.parts(only_reads=True) as parts:
        parts.publisher.edition(edition_id)
        with parts.database.read() as connection:
            wanted = DeliveryState(state) if state else None
            found = Ledger(connection).of(edition_id, after=after, limit=limit, state=wanted)
            more = deliveries_behind(connection, found[-1].id, wanted) if found else 0
    lines = [_line(delivery) for delivery in found]
    if more:
        lines.append(f"and {more} more: --after {found[-1].id}")
    session.give({"deliveries": [_shape(delivery) for delivery in found], "more": more}, lines)


def _shape(delivery: Delivery) -> dict[str, Any]:
    from syndicate.cli import shapes

    return {
        "id": delivery.id,
        "address": delivery.address or None,
        "state": delivery.state,
        "fate": delivery.fate,
        "attempts": delivery.attempts,
        "resends": delivery.resends,
        "message_id": delivery.message_id,
        "settled_at": shapes.instant(delivery.settled_at),
        "reason": delivery.reason,
    }


def _line(delivery: Delivery) -> str:
    became = delivery.fate or "-"
    return f"{delivery.id}  {delivery.state:<9}  {became:<10}  {delivery.address or '-'}  {delivery.reason or ''}"


@command("uncertain", example="syndicate deliveries uncertain")
@click.option("--edition", "edition_id", metavar="ID", help="Of that edition only.")
def uncertain(session: Session, edition_id: str | None) -> None:
    """Show what is in doubt, in groups of mails that would have left within a minute, and what is to become of it."""
    with session.parts(only_reads=True) as parts:
        if edition_id is not None:
            parts.publisher.edition(edition_id)
        found = list(parts.doubts.verdicts(edition_id))
    total = sum(len(each.doubt.keys) for each in found)
    session.give(
        {"uncertain": total, "doubts": [_doubt_shape(each) for each in found]},
        [*(_doubt_line(each) for each in found), f"{total} in doubt"],
    )


def _doubt_shape(found: JudgedDoubt) -> dict[str, Any]:
    from syndicate.cli import shapes

    return {
        "edition": found.doubt.edition_id,
        "count": len(found.doubt.keys),
        "first_at": shapes.instant(found.doubt.first_at),
        "last_at": shapes.instant(found.doubt.last_at),
        "is_resent": found.verdict.is_resent,
        "reason": found.verdict.reason,
    }


def _doubt_line(found: JudgedDoubt) -> str:
    becomes = "is sent again" if found.verdict.is_resent else "stays"
    at = f"{found.doubt.first_at:%Y-%m-%d %H:%M} UTC"
    return f"{found.doubt.edition_id}  {at}  {len(found.doubt.keys):>6}  {becomes}: {found.verdict.reason}"


@command("resolve", example="syndicate deliveries resolve --edition 6w3k2fj1q9xyz --as unsent")
@click.argument("delivery_id", metavar="ID", required=False)
@click.option("--edition", "edition_id", metavar="ID", help="All that is in doubt of that edition.")
@click.option(
    "--as",
    "resolution",
    type=click.Choice(["sent", "unsent", "resend"]),
    required=True,
    help="You know that it was sent, or not; or want it sent again, and some may get it twice.",
)
@click.option("--yes", is_flag=True, help="Do not ask for the number.")
def resolve(session: Session, delivery_id: str | None, edition_id: str | None, resolution: str, yes: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Decide about mails in doubt: one, or all of an edition. What is to be sent again goes with the next pass."""
    from syndicate.delivery.doubt.settling import Resolution

    if (delivery_id is None) is (edition_id is None):
        message = "name either one delivery, or --edition"
        raise click.UsageError(message)
    with session.parts() as parts:
        edition, count = _in_doubt(parts, delivery_id, edition_id)
        confirm(count, f"{counted(count, 'mail')} in doubt, {_WORDS[resolution]}. Type the number", is_sure=yes)
        done = parts.doubts.resolve(edition, delivery_id, Resolution(resolution))
    left = count - done
    told = [f"{done} resolved as {resolution}"]
    if left > 0 and resolution == "resend":
        told.append(f"still in doubt: {left}, for an article of it has come by another edition")
    session.give({"edition": edition, "resolved": done, "left": left, "as": resolution}, told)


_WORDS = {
    "sent": "to count as sent",
    "unsent": "to count as not sent, and not to be sent without your word",
    "resend": "to be sent again, though some readers may get two",
}


def _in_doubt(parts: Parts, delivery_id: str | None, edition_id: str | None) -> tuple[str, int]:
    """The edition, and how many of its deliveries are meant."""
    from syndicate.delivery.ledger import Ledger

    if edition_id is not None:
        parts.publisher.edition(edition_id)
        with parts.database.read() as connection:
            return edition_id, Ledger(connection).counts(edition_id)[DeliveryState.UNCERTAIN]
    with parts.database.read() as connection:
        delivery = Ledger(connection).get(delivery_id or "")
    if delivery is None:
        message = f"there is no delivery {delivery_id}"
        raise NotFoundError(message, code="delivery-unknown", hint="See: syndicate deliveries list EDITION")
    if delivery.state is not DeliveryState.UNCERTAIN:
        message = f"the delivery is not in doubt: it is {delivery.state}"
        raise BadDataError(message, code="delivery-state", hint="See: syndicate deliveries uncertain")
    return delivery.edition_id, 1


commands = (list_deliveries, uncertain, resolve)
