"""``syndicate edition special`` and ``correct``: what cannot wait, and what was wrong in an earlier edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.authors import author_name
from syndicate.cli.session import Session, command
from syndicate.text.plain import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syndicate.articles.corrections import Correction
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
    from syndicate.cli.composed import give_composed
    from syndicate.digests.specials.request import Special
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
        if SpecialStore(connection).has_breaking(newsletter):
            return Audience.BREAKING
    message = f"no reader of {newsletter.name} has asked for breaking news; for all its readers say --to all"
    raise click.UsageError(message)


@command(
    "correct", example='syndicate edition correct k3j9d2m4q8x1z --note "The bridge opens on Monday, not on Sunday."'
)
@click.argument("article_id", metavar="ARTICLE")
@click.option("--note", required=True, help="What was wrong and what is right, for readers; in the article's language.")
@click.option("--by", metavar="NAME", help="Who says so.  [default: your user name on this machine]")
@click.option(
    "--send", is_flag=True, help="Hold an edition of its own too, for exactly those who were mailed it wrong."
)
@click.option("--anyway", is_flag=True, help="The article stays as it is: whoever has it as it is now is told, too.")
def correct(session: Session, article_id: str, note: str, by: str | None, send: bool, anyway: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Tell what was wrong in an article: on its page, in feeds, and to exactly those who were mailed it wrong.

    They are told with their next edition; with --send, by a mail of its own that `edition send` lets go.
    """
    from syndicate.cli.composed import edition_told

    if not one_line(note):
        message = "say in --note what was wrong"
        raise click.UsageError(message)
    with session.parts() as parts, session.busy("Looking who had it …"):
        publisher = parts.publisher
        correction = publisher.noting.note(article_id, one_line(note), author_name(by), is_wrong_still=anyway)
        owed = {series.name: publisher.owed(series, correction) for series in publisher.newsletters}
        wrong = [series for series in publisher.newsletters if send and owed[series.name]]
        composed = [publisher.compose_correction(series, correction).edition for series in wrong]
        told = [edition_told(parts, edition) for edition in composed if edition]
        _give_correction(session, correction, owed, told)


def _give_correction(
    session: Session,
    correction: Correction,
    owed: Mapping[str, int],
    told: Sequence[tuple[dict[str, Any], list[str]]],
) -> None:
    from syndicate.cli import shapes

    how = "they are told by" if told else "they are told with their next edition"
    wrong = [f"{counted(count, 'reader')} of {name} had it wrong; {how}" for name, count in owed.items() if count]
    session.give(
        {
            "id": correction.key,
            "article": correction.article_id,
            "revision": correction.revision,
            "note": correction.note,
            "noted_at": shapes.instant(correction.noted_at),
            "noted_by": correction.noted_by,
            "readers": dict(owed),
            "editions": [shape for shape, _ in told],
        },
        [
            f"noted by {correction.noted_by}: {correction.note}",
            *(wrong or ["nobody was mailed it wrong; the note stands on its page and in the feeds"]),
            *(line for _, lines in told for line in lines),
        ],
    )
