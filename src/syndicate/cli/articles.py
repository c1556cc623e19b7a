"""``syndicate articles``: what was picked up."""

from __future__ import annotations

import click

from syndicate.cli.session import Session, command


def register(group: click.Group) -> None:
    """Add the commands."""

    @group.group("articles")
    def articles() -> None:
        """What was picked up: list it, or show one article whole."""

    _register_list(articles)
    _register_show(articles)


def _register_list(group: click.Group) -> None:
    @command(group, "list", example="syndicate articles list --status held")
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
        from syndicate.cli import shapes
        from syndicate.images.store import HeroStore

        with session.parts() as parts, parts.database.read() as connection:
            found = ArticleStore(connection).all(
                parts.clock.now(), status=Status(status) if status else None, source=source, limit=limit
            )
            heroes = HeroStore(connection).of([one.id for one in found])
            shaped = [shapes.article(one, heroes.get(one.id), parts.media_shelf) for one in found]
        session.give(
            {"articles": shaped},
            [
                f"{one.id}  {one.status:<9}  {one.dated_at:%Y-%m-%d %H:%M}  {one.title or one.external_id}"
                for one in found
            ],
        )


def _register_show(group: click.Group) -> None:
    @command(group, "show", example="syndicate articles show k3j9d2m4q8x1z --json")
    @click.argument("article_id", metavar="ID")
    def show(session: Session, article_id: str) -> None:
        """Show one article whole, with what an editor should know about it."""
        from syndicate.articles.store import ArticleStore
        from syndicate.cli import shapes
        from syndicate.errors import NotFoundError
        from syndicate.images.store import HeroStore

        with session.parts() as parts, parts.database.read() as connection:
            found = ArticleStore(connection).get(article_id, parts.clock.now())
            if found is None:
                message = f"there is no article {article_id}"
                raise NotFoundError(message, code="article-unknown", hint="See: syndicate articles list")
            shape = shapes.article(found, HeroStore(connection).get(article_id), parts.media_shelf)
        hero = shape["hero"]
        session.give(
            shape,
            [
                shape["title"] or "(no title)",
                *([shape["deck"]] if shape["deck"] else []),
                " · ".join(
                    [shape["status"], shape["published_at"] or "no date", ", ".join(shape["sections"]) or "no section"]
                ),
                f"from {shape['source']}: {shape['external_id']}",
                f"picture: {hero['path'] or hero['reason'] or hero['state']}" if hero else "picture: none",
                *(f"{found['severity']}: {found['message']}" for found in shape["findings"]),
                "",
                shape["body_text"],
            ],
        )
