"""``syndicate newsletter``: what a newsletter is about to do."""

from __future__ import annotations

import click

from syndicate.cli.session import Session, command


@command("next", example="syndicate newsletter next morning --as robin@example.org")
@click.argument("name")
@click.option("--as", "address", metavar="ADDRESS", help="What this reader gets next, on their own clock.")
def next_edition(session: Session, name: str, address: str | None) -> None:
    """Show the next edition of each cadence, or of one reader: when, and the stories as things stand."""
    from syndicate.cli.commands import explanations
    from syndicate.text.mailboxes import read_mailbox

    with session.parts(only_reads=True) as parts:
        newsletter, expecting = parts.publisher.newsletter(name), parts.publisher.expecting
        told = expecting.next_for(newsletter, read_mailbox(address)) if address else expecting.next(newsletter)
    session.give(explanations.next_shape(told), explanations.next_lines(told))


commands = (next_edition,)
