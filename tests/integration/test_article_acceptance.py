"""A warning that was accepted once is not told again, whatever happens to its document."""

from datetime import timedelta

import pytest

from syndicate.articles.collecting import Collector
from syndicate.articles.model import Article, Finding
from syndicate.articles.review.acceptance import AcceptanceStore, parted
from syndicate.articles.store import ArticleStore
from syndicate.storage import Database
from syndicate.testing.clock import ManualClock
from tests.integration.test_article_pickup import AUTHORITY, NOW, RULES, Shelf
from tests.unit.articles.article_samples import SECOND, a_dump

GLUED = "It left the harbour.Then it rained."
OTHER = "It came back.Nobody saw it."


class Room:
    """One article, picked up again and again."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.source = Shelf()

    def put(self, *body: str) -> None:
        self.source.texts["ferry.txt"] = a_dump(body=(*body, SECOND))
        Collector(self.database, ManualClock(NOW), AUTHORITY).run(self.source, RULES, mails_first_run=True)

    def article(self) -> Article:
        with self.database.read() as connection:
            (found,) = ArticleStore(connection).all(NOW)
        return found

    def accept(self, code: str, quote: str | None = None) -> tuple[Finding, ...]:
        with self.database.write() as connection:
            return AcceptanceStore(connection).accept(self.article(), code, NOW, quote=quote)

    def sides(self) -> tuple[list[str], list[str]]:
        """The quotes of glued sentences that are open, and those that were accepted."""
        article = self.article()
        with self.database.read() as connection:
            sides = parted(article.findings, AcceptanceStore(connection).accepted(article))
        open_ones, accepted = ([one.quote for one in side if one.code == "sentences-glued"] for side in sides)
        return open_ones, accepted


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database)


def test_what_was_accepted_stays_so_when_the_document_is_edited(room: Room) -> None:
    room.put(GLUED)
    assert len(room.accept("sentences-glued")) == 1
    assert room.sides() == ([], ["It left the harbour.Then"])
    room.put("A new paragraph.", GLUED, OTHER)
    assert room.sides() == (["It came back.Nobody"], ["It left the harbour.Then"])


def test_one_of_several_may_be_accepted_and_doing_it_again_changes_nothing(room: Room) -> None:
    room.put(GLUED, OTHER)
    for _ in range(2):
        assert len(room.accept("sentences-glued", "It came back.Nobody")) == 1
    assert room.sides() == (["It left the harbour.Then"], ["It came back.Nobody"])


def test_it_can_be_taken_back(room: Room) -> None:
    room.put(GLUED)
    room.accept("sentences-glued")
    with room.database.write() as connection:
        store = AcceptanceStore(connection)
        assert store.take_back(room.article(), "sentences-glued")
        assert not store.take_back(room.article(), "sentences-glued")
    assert room.sides() == (["It left the harbour.Then"], [])


def test_what_holds_an_article_cannot_be_accepted(room: Room) -> None:
    room.source.texts["ferry.txt"] = "Home » World\n\nLeave a Comment"
    Collector(room.database, ManualClock(NOW), AUTHORITY).run(room.source, RULES, mails_first_run=True)
    (code, *_) = [one.code for one in room.article().findings]
    assert room.accept(code) == ()
    assert room.accept("no-such-code") == ()


def test_another_articles_words_are_not_accepted_with_them(room: Room) -> None:
    room.put(GLUED)
    room.accept("sentences-glued")
    room.source.texts = {"tide.txt": a_dump(body=(GLUED, SECOND))}
    clock = ManualClock(NOW + timedelta(hours=1))
    Collector(room.database, clock, AUTHORITY).run(room.source, RULES, mails_first_run=True)
    with room.database.read() as connection:
        other = next(one for one in ArticleStore(connection).all(NOW) if one.external_id == "tide.txt")
        assert not AcceptanceStore(connection).accepted(other)
