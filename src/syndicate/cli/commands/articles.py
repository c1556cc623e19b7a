"""``syndicate articles``: what was picked up."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.session import Session, command

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.articles.model import Article, Headline
    from syndicate.errors import NotFoundError
    from syndicate.publishing.steps.withdraw import Consequence
    from syndicate.shelf import Shelf


#: Why readers do not see an article that is given back, by its status.
_HIDDEN_BY = {"held": "on hold", "embargoed": "under embargo"}

_RESTORED = {
    "restored": "restored",
    "withheld": "stays withdrawn, because its document withholds it; see: syndicate articles show",
    "not-withdrawn": "is not withdrawn",
}


@command("list", example="syndicate articles list --status held")
@click.option(
    "--status",
    type=click.Choice(["published", "embargoed", "held", "withdrawn"]),
    help="Only articles that stand so.",
)
@click.option("--source", metavar="NAME", help="Only articles of this source.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), help="At most so many.")
def list_articles(session: Session, status: str | None, source: str | None, limit: int | None) -> None:
    """List articles, newest first."""
    from syndicate.articles.model import Status
    from syndicate.articles.store import ArticleStore
    from syndicate.publishing.known_names import see_known, sources_known

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        if source is not None:
            see_known("source", source, sources_known(parts.config, connection))
        store, now = ArticleStore(connection), parts.clock.now()
        standing = Status(status) if status else None
        session.give_each(
            "articles",
            lambda: _shaped(
                connection, store.pages(now, status=standing, source=source, limit=limit), parts.media_shelf
            ),
            lambda: (_line(headline) for headline in store.headlines(now, status=standing, source=source, limit=limit)),
        )


def _shaped(connection: Connection, pages: Iterable[list[Article]], shelf: Shelf) -> Generator[dict[str, Any]]:
    from syndicate.articles.review.acceptance import AcceptanceStore
    from syndicate.cli import shapes
    from syndicate.images.store import HeroStore

    for page in pages:
        heroes = HeroStore(connection).of([article.id for article in page])
        accepted = AcceptanceStore(connection).accepted_of(page)
        for article in page:
            yield shapes.article(article, heroes.get(article.id), shelf, accepted[article.id])


def _line(headline: Headline) -> str:
    title = headline.name or headline.external_id
    return f"{headline.id}  {headline.status:<9}  {_counted_at(headline):%Y-%m-%d %H:%M}  {title}"


def _counted_at(article: Headline) -> datetime:
    """When an article comes out or came out, in UTC."""
    return (article.embargo_until if article.status == "embargoed" else None) or article.dated_at


def _standing(shape: Mapping[str, Any]) -> str:
    return f"embargoed until {shape['embargo_until']}" if shape["status"] == "embargoed" else str(shape["status"])


@command("show", example="syndicate articles show k3j9d2m4q8x1z --json")
@click.argument("article_id", metavar="ID")
def show(session: Session, article_id: str) -> None:
    """Show one article whole, with what an editor should know about it."""
    from syndicate.articles.alias_store import AliasStore
    from syndicate.articles.review.acceptance import AcceptanceStore
    from syndicate.articles.store import ArticleStore
    from syndicate.cli import shapes
    from syndicate.images.store import HeroStore

    with session.parts(only_reads=True) as parts, parts.database.read() as connection:
        article = ArticleStore(connection).get(article_id, parts.clock.now())
        if article is None:
            raise _unknown(article_id)
        accepted = AcceptanceStore(connection).accepted(article)
        aliases = AliasStore(connection).of(article_id)
        shape = shapes.article(article, HeroStore(connection).get(article_id), parts.media_shelf, accepted)
    hero = shape["hero"]
    session.give(
        shape | {"aliases": [{"source": source, "external_id": name} for source, name in aliases]},
        [
            article.name or "(no title)",
            *([shape["deck"]] if shape["deck"] else []),
            " · ".join(
                [_standing(shape), shape["published_at"] or "no date", ", ".join(shape["sections"]) or "no section"]
            ),
            f"from {shape['source']}: {shape['external_id']}",
            *(f"as well {source}: {name}" for source, name in aliases),
            f"picture: {hero['path'] or hero['reason'] or hero['state']}" if hero else "picture: none",
            *(
                f"AI in the {subject}: {use}"
                for subject, use in (("text", shape["ai"]), ("picture", hero and hero["ai"]))
                if use
            ),
            *map(_finding_line, shape["findings"]),
            "",
            shape["body_text"],
        ],
    )


def _finding_line(finding: Mapping[str, Any]) -> str:
    word = "accepted" if finding["accepted"] else finding["severity"]
    quote = f" “{finding['quote']}”" if finding["quote"] else ""
    return f"{word}: {finding['message']} [{finding['code']}]{quote}"


@command("accept", example="syndicate articles accept k3j9d2m4q8x1z sentences-glued")
@click.argument("article_id", metavar="ID")
@click.argument("code", metavar="CODE")
@click.option("--quote", metavar="TEXT", help="Only the warning about these words.")
@click.option("--undo", is_flag=True, help="Warn again.")
def accept(session: Session, article_id: str, code: str, quote: str | None, undo: bool) -> None:  # noqa: FBT001 - click's
    """Take warnings of a kind as they are, for this article and these words; new ones are told again."""
    from syndicate.articles.review.acceptance import AcceptanceStore
    from syndicate.articles.store import ArticleStore

    with session.parts() as parts, parts.database.write() as connection:
        now = parts.clock.now()
        article = ArticleStore(connection).get(article_id, now)
        if article is None:
            raise _unknown(article_id)
        acceptance = AcceptanceStore(connection)
        count = len(acceptance.accept(article, code, now, quote=quote)) if not undo else 0
        is_known = acceptance.take_back(article, code, quote=quote) if undo else bool(count)
    if not is_known:
        raise _no_warning(article_id, code)
    outcome = "taken-back" if undo else "accepted"
    session.give({"id": article_id, "code": code, "outcome": outcome}, [f"{article_id}: {code} {outcome}"])


def _no_warning(article_id: str, code: str) -> NotFoundError:
    from syndicate.errors import NotFoundError

    message = f"the article {article_id} has no warning {code} that could be accepted"
    hint = f"What holds an article has to be mended. See: syndicate articles show {article_id}"
    return NotFoundError(message, code="finding-unknown", hint=hint)


@command("withdraw", example='syndicate articles withdraw k3j9d2m4q8x1z --reason "names a minor"')
@click.argument("article_id", metavar="ID")
@click.option("--reason", metavar="TEXT", help="Why, for the editors; readers do not see it.")
def withdraw(session: Session, article_id: str, reason: str | None) -> None:
    """Take an article back: page, pictures, feeds and coming mails lose it, whatever its file says from now on."""
    with session.parts() as parts:
        done = parts.withdrawing.withdraw(article_id, reason)
        _say_pending(session, done.pending)
        listed = parts.config.site.purge_file
    lines = [f"{article_id}: {'withdrawn' if done.is_new else 'was withdrawn before'}"]
    if done.purge:
        lines.append(f"caches should drop {len(done.purge)} addresses; they are listed in {listed}")
    outcome = "withdrawn" if done.is_new else "known"
    purge, pending = list(done.purge), list(done.pending)
    session.give({"id": article_id, "outcome": outcome, "purge": purge, "pending": pending}, lines)


def _say_pending(session: Session, pending: Sequence[Consequence]) -> None:
    if pending:
        session.say(f"Another process is at the {' and the '.join(pending)}; its next pass takes this up.")


@command("restore", example="syndicate articles restore k3j9d2m4q8x1z")
@click.argument("article_id", metavar="ID")
def restore(session: Session, article_id: str) -> None:
    """Give a withdrawn article back to its readers, as its file has it now."""
    with session.parts() as parts, session.busy("Making its picture …"):
        done = parts.withdrawing.restore(article_id)
    _say_pending(session, done.pending)
    lines = [f"{article_id}: {_RESTORED[done.outcome]}"]
    if done.status in _HIDDEN_BY:
        lines.append(f"readers do not see it yet: it is {_HIDDEN_BY[done.status]}")
    shape = {"id": article_id, "outcome": done.outcome, "status": done.status, "pending": list(done.pending)}
    session.give(shape, lines)


@command("mark-updated", example="syndicate articles mark-updated k3j9d2m4q8x1z")
@click.argument("article_id", metavar="ID")
def mark_updated(session: Session, article_id: str) -> None:
    """Say that an article has changed in a way that matters: its entry shows as updated in feeds."""
    _mark_updated(session, article_id)
    session.give({"id": article_id, "outcome": "marked"}, [f"{article_id}: shows as updated in feeds"])


@command("schema", example="syndicate articles schema > article.schema.json")
def show_schema(session: Session) -> None:
    """Print the JSON Schema of articles that are written as JSON."""
    import json

    from syndicate.articles.formats.written.json_schema import schema

    document = schema()
    session.give(document, json.dumps(document, ensure_ascii=False, indent=2).split("\n"))


def _mark_updated(session: Session, article_id: str) -> None:
    """Note the change, and write the feeds right after.

    Raises:
        NotFoundError: there is no such article.
    """
    from syndicate.articles.store import ArticleStore
    from syndicate.errors import TryLaterError

    with session.parts() as parts:
        with parts.database.write() as connection:
            if not ArticleStore(connection).mark_significant(article_id, parts.clock.now()):
                raise _unknown(article_id)
        try:
            parts.publisher.build_feeds()
        except TryLaterError:
            session.say("The feeds are being written; the next pass takes it up.")


def _unknown(article_id: str) -> NotFoundError:
    from syndicate.errors import NotFoundError

    message = f"there is no article {article_id}"
    return NotFoundError(message, code="article-unknown", hint="See: syndicate articles list")


commands = (list_articles, show, accept, withdraw, restore, mark_updated, show_schema)
