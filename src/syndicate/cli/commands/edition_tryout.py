"""``syndicate edition test``: a test of a newsletter's coming edition, to an editor."""

from __future__ import annotations

import click

from syndicate.cli.session import Session, command


@command("test", example="syndicate edition test morning --to editor@example.org")
@click.argument("newsletter")
@click.option("--to", "to", metavar="ADDRESS", required=True, help="One of [desk] test_to, or of the editors.")
@click.option("--as", "address", metavar="READER", help="As this reader gets it.  [default: as most readers do]")
@click.option("--edition", metavar="ID", help="A frozen edition in place of the coming one.")
def tryout(session: Session, newsletter: str, to: str, address: str | None, edition: str | None) -> None:
    """Send one copy of the coming edition through the carrier, with "[test]" before its subject.

    It counts as nobody's: no reader has had its stories, and its links to leave lead to pages that know nobody.
    """
    from syndicate.publishing import tryouts
    from syndicate.text.mailboxes import read_mailbox

    if address and edition:
        message = "--as and --edition exclude each other"
        raise click.UsageError(message)
    with session.parts() as parts, session.busy("Sending …"):
        series, trying = parts.publisher.newsletter(newsletter), tryouts.trying_out(parts)
        mailbox = trying.must_be_allowed(to)
        reader = read_mailbox(address) if address else None
        tried = tryouts.frozen(parts, edition) if edition else tryouts.coming(parts, series, reader)
        message_id = trying.send(tried, mailbox)
    told = {"to": mailbox.shown, "subject": tried.subject, "message_id": message_id}
    session.give(told, [f"a test of “{tried.subject}” left for {mailbox.shown}"])
