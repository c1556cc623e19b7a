"""What readers chose once and nobody has chosen now goes, and never from under who takes it up."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.audience.choices import choice_of, drop_unused, keep
from syndicate.audience.model import NO_WISHES, Wishes
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.publishing.steps.compose import lock_of
from syndicate.publishing.wiring import open_parts
from syndicate.storage.tables import choices
from tests.integration.joining_parts import NOON, subscribe
from tests.integration.test_erasing_races import while_uncommitted

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.storage import Database
    from tests.newsroom import Newsroom

GERMAN, FRENCH = Wishes(language="de"), Wishes(language="fr")


def languages(database: Database) -> set[str | None]:
    with database.read() as connection:
        return set(connection.scalars(select(choices.c.language)))


def drop(connection: Connection) -> int:
    return drop_unused(connection, "morning", limit=50)


def drop_in(database: Database) -> None:
    with database.write() as connection:
        drop(connection)


def take_german(connection: Connection) -> None:
    keep(connection, [choice_of("morning", GERMAN)])


def test_what_nobody_has_chosen_any_more_goes_and_nothing_else(database: Database) -> None:
    subscribe(database, "ann@example.org", wishes=GERMAN)
    subscribe(database, "bo@example.org", wishes=FRENCH)
    with database.write() as connection:
        store = AudienceStore(connection)
        [ann] = store.of_address("ann@example.org")
        store.choose(ann, NO_WISHES, NOON, NOON - NOON)
        keep(connection, [choice_of("evening", GERMAN)])
        assert drop(connection) == 1
        assert drop(connection) == 0
    assert languages(database) == {None, "fr", "de"}  # German is the evening's


def test_who_takes_one_up_while_it_is_dropped_makes_it_anew(database: Database) -> None:
    with database.write() as connection:
        take_german(connection)

    def subscribe_ann() -> None:
        subscribe(database, "ann@example.org", wishes=GERMAN)

    while_uncommitted(database, drop, subscribe_ann)
    with database.read() as connection:
        [ann] = AudienceStore(connection).of_address("ann@example.org")
    assert ann.wishes == GERMAN


def test_one_that_is_just_taken_up_is_not_dropped(database: Database) -> None:
    with database.write() as connection:
        take_german(connection)

    def take_up(connection: Connection) -> None:
        take_german(connection)

    while_uncommitted(database, take_up, lambda: drop_in(database))
    expected = set() if database.is_sqlite else {"de"}  # where one writes after the other, nobody has it by then
    assert languages(database) == expected


def test_the_step_that_thins_drops_them_unless_an_edition_is_composed(newsroom: Newsroom) -> None:
    with open_parts(load(newsroom.folder / "config.toml")) as parts:
        with parts.database.write() as connection:
            keep(connection, [choice_of("daily", GERMAN), choice_of("gone", FRENCH)])
        with parts.database.lock(lock_of("daily")):
            assert parts.publisher.thin_step.run(Event()).choices == 1
        assert languages(parts.database) >= {"de"}
        assert parts.publisher.thin_step.run(Event()).choices == 1
        assert not languages(parts.database) & {"de", "fr"}


def test_a_choice_of_which_an_edition_tells_stays(newsroom: Newsroom) -> None:
    assert newsroom.run("run", "--once").returncode == 0
    with open_parts(load(newsroom.folder / "config.toml")) as parts:
        with parts.database.write() as connection:
            store = AudienceStore(connection)
            for reader in list(store.all()):
                store.choose(reader, GERMAN, NOON, NOON - NOON)
        before = languages(parts.database)
        assert parts.publisher.thin_step.run(Event()).choices == 0
        assert languages(parts.database) == before == {None, "de"}
