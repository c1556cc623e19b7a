"""``syndicate edition special`` and ``correct``: what cannot wait for the next edition, and what was wrong in an earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from syndicate.cli.composed import give_composed
from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from syndicate.digests.newsletters import Newsletter
    from syndicate.publishing.wiring import Parts
    from syndicate.storage.states import Audience


@command("special", example="syndicate edition special k3j9d2m4q8x1z --newsletter morning --to breaking")
@click.argument("article_ids", metavar="ARTICLE...", nargs=-1, required=True)
@click.option("--newsletter", metavar="NAME", required=True, help="Whose readers get it.")
@click.option(
    "--to",
    "audience",
    type=click.Choice(["all", "breaking"]),
    help="All its readers, or those who want breaking news.  [default: breaking, if anybody does]",
)
@click.option("--subject", help="In place of the first headline.")
def special(
    session: Session, article_ids: tuple[str, ...], newsletter: str, audience: str | None, subject: str | None
) -> None:
    """Compose an edition of exactly these articles, in this order, and hold it: `edition send` lets it go.

    It takes nobody's next edition away, goes before other mails, and brings to nobody what they have had.
    """
    from syndicate.digests.specials.special import Special
    from syndicate.storage.states import Audience

    with session.parts() as parts, session.busy("Composing …"):
        series = parts.publisher.newsletter(newsletter)
        wanted = Special(
            audience=Audience(audience) if audience else _audience(parts, series),
            article_ids=tuple(dict.fromkeys(article_ids)),
            subject=subject,
        )
        give_composed(session, parts, parts.publisher.compose_special(series, wanted))


def _audience(parts: Parts, newsletter: Newsletter) -> Audience:
    """Whom it is for when nobody says: who asked for it; never all, unsaid."""
    from syndicate.digests.specials.store import SpecialStore
    from syndicate.storage.states import Audience

    with parts.database.read() as connection:
        if SpecialStore(connection).has_breaking(newsletter.name):
            return Audience.BREAKING
    message = f"no reader of {newsletter.name} has asked for breaking news; for all its readers say --to all"
    raise click.UsageError(message)
