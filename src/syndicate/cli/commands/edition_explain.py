"""``syndicate edition explain``: why a reader or a story is in an edition, or is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.digests.explaining.explaining import Explaining
    from syndicate.digests.newsletters import Newsletter


@command("explain", example="syndicate edition explain 6w3k2fj1q9xyz --as robin@example.org")
@click.argument("edition_id", metavar="ID")
@click.option("--as", "address", metavar="ADDRESS", help="What this reader gets of it, and why.")
@click.option("--article", "article_id", metavar="ARTICLE", help="Who gets this article, and who not.")
def explain(session: Session, edition_id: str, address: str | None, article_id: str | None) -> None:
    """Say why each story is in an edition or out of it, who gets it and who not, and when."""
    with session.parts(only_reads=True) as parts:
        newsletter = parts.publisher.newsletter(parts.publisher.edition(edition_id).newsletter)
        explaining = parts.publisher.explaining
        if address is not None:
            _reader(session, explaining, newsletter, edition_id, address, article_id)
        elif article_id is not None:
            _article(session, explaining, newsletter, edition_id, article_id)
        else:
            _edition(session, explaining, newsletter, edition_id)


def _edition(session: Session, explaining: Explaining, newsletter: Newsletter, edition_id: str) -> None:
    from syndicate.cli.commands import explanations

    told = explaining.edition(newsletter, edition_id)
    session.give(explanations.edition_shape(told), explanations.edition_lines(told, newsletter))


def _reader(
    session: Session,
    explaining: Explaining,
    newsletter: Newsletter,
    edition_id: str,
    address: str,
    article_id: str | None,
) -> None:
    from syndicate.cli.commands import explanations
    from syndicate.text.mailboxes import read_mailbox

    told = explaining.reader(newsletter, edition_id, read_mailbox(address), article_id)
    lines = explanations.reader_lines(told) if article_id is None else [explanations.story_line(told)]
    session.give(explanations.reader_shape(told), lines)


def _article(
    session: Session, explaining: Explaining, newsletter: Newsletter, edition_id: str, article_id: str
) -> None:
    from syndicate.cli.commands import explanations

    told = explaining.article(newsletter, edition_id, article_id)
    session.give(explanations.article_shape(told), explanations.article_lines(told))
