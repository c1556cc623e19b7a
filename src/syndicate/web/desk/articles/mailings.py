"""Where an article was mailed, and where it is to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.correction_store import CorrectionStore
from syndicate.digests.explaining.article_store import StoryStore
from syndicate.digests.explaining.fates import came_because
from syndicate.digests.store import EditionStore
from syndicate.web.desk.editions.views import edition_title

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.articles.corrections import Correction
    from syndicate.digests.explaining.coming import ExpectedEdition
    from syndicate.digests.explaining.model import StoryFate
    from syndicate.digests.newsletters import Newsletter
    from syndicate.web.desk.context import Desk


@dataclass(frozen=True, kw_only=True, slots=True)
class MailedLine:
    """An edition that carries the article."""

    id: str
    title: str
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AwaitedLine:
    """A coming edition, and whether the article is to be in it; ``path`` leads there, or is empty."""

    title: str
    sentence: str
    path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailings:
    """All of it, with when and why the article came out, and what was put right in it."""

    mailed: tuple[MailedLine, ...]
    awaited: tuple[AwaitedLine, ...]
    releases: tuple[str, ...]
    corrections: tuple[Correction, ...]


def mailings_of(desk: Desk, article_id: str) -> Mailings:
    """Of that article, by rows and by what is planned as things stand."""
    with desk.database.read() as connection:
        mailed = _mailed(connection, desk, article_id)
        standing = StoryStore(connection).standings([article_id]).get(article_id)
        corrections = CorrectionStore(connection).of([article_id]).get(article_id, ())
    publisher = desk.parts.publisher
    awaited = [
        line
        for newsletter in publisher.newsletters
        for expected in publisher.expecting.next(newsletter).editions
        if (line := _awaited(newsletter, expected, article_id, desk)) is not None
    ]
    releases = standing.releases if standing else ()
    return Mailings(
        mailed=mailed,
        awaited=tuple(awaited),
        releases=tuple(f"{desk.when(each.at)}: {came_because(each.reason)}" for each in releases),
        corrections=corrections,
    )


def _mailed(connection: Connection, desk: Desk, article_id: str) -> tuple[MailedLine, ...]:
    store = EditionStore(connection)
    found = [edition for each in store.carrying(article_id) if (edition := store.get(each))]
    return tuple(
        MailedLine(id=edition.id, title=edition_title(edition, desk.titles), state=edition.state)
        for edition in sorted(found, key=lambda edition: edition.frozen_at, reverse=True)
    )


def _awaited(newsletter: Newsletter, expected: ExpectedEdition, article_id: str, desk: Desk) -> AwaitedLine | None:
    """What is expected of one; ``None``: it does not know the article."""
    fates = {fate.article_id: (word, fate.reason) for word, fates in _fates(expected) for fate in fates}
    if article_id not in fates or expected.due_at is None:
        return None
    word, reason = fates[article_id]
    slot = f"/coming/{newsletter.name}/{expected.cadence}/{expected.slot}" if expected.slot else ""
    told = f"{word}, {desk.when(expected.due_at)}" + ("" if reason == "expected" else f": {reason}")
    return AwaitedLine(title=newsletter.title, sentence=told, path=slot)


def _fates(expected: ExpectedEdition) -> tuple[tuple[str, tuple[StoryFate, ...]], ...]:
    return (("To be in it", expected.stories), ("Not in it", expected.left_out))
