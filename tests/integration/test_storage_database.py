from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import bindparam, event, insert, select, text
from sqlalchemy.exc import IntegrityError

from syndicate.audience.store import AudienceStore
from syndicate.errors import SchemaError, StorageError, TryLaterError, UnavailableError
from syndicate.storage import Database, open_database
from syndicate.storage import database as opening
from syndicate.storage.schema import HEAD, alembic_config, ensure, revision_of, upgrade
from syndicate.storage.tables import metadata, sources, subscribers, subscriptions
from syndicate.storage.types import Utc
from tests.first_schema import FirstSchema
from tests.integration.delivery_parts import no_choice

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(database: Database) -> None:
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_instant_comes_back_as_utc_whatever_zone_it_went_in_with(database: Database) -> None:
    there = NOON.astimezone(timezone(timedelta(hours=5, minutes=45)))
    with database.write() as connection:
        connection.execute(insert(sources).values(name="a", last_run_at=there))
    with database.read() as connection:
        found = connection.execute(select(sources.c.last_run_at)).scalar_one()
    assert found == NOON
    assert found.utcoffset() == timedelta(0)


def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without zone"), database.write() as connection:
        connection.execute(insert(sources).values(name="a", last_run_at=NOON.replace(tzinfo=None)))


def test_an_error_inside_a_transaction_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute(insert(sources).values(name="a"))
        raise ZeroDivisionError
    with database.read() as connection:
        assert connection.execute(select(sources)).all() == []


def test_what_is_written_through_a_reader_is_thrown_away(database: Database) -> None:
    with database.read() as connection:
        connection.execute(insert(sources).values(name="a"))
    with database.read() as connection:
        assert connection.execute(select(sources)).all() == []


def test_a_row_without_its_parent_is_refused(database: Database) -> None:
    row = {"id": "s", "subscriber_key": 7, "newsletter": "n", "state": "confirmed", "watermark": 0}
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), database.write() as connection:
        choice = no_choice(connection, "n")
        connection.execute(insert(subscriptions).values(**row, choice_id=choice, started_at=NOON))


def test_a_state_that_is_no_word_of_ours_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)check constraint"), database.write() as connection:
        person = {"id": "p", "address": "a@b.example", "address_key": "a", "mailbox": "a@b.example"}
        key = connection.execute(
            insert(subscribers).values(**person, created_at=NOON).returning(subscribers.c.key)
        ).scalar_one()
        row = {"id": "s", "subscriber_key": key, "newsletter": "n", "state": "maybe", "watermark": 0}
        connection.execute(insert(subscriptions).values(**row, choice_id=no_choice(connection, "n"), started_at=NOON))


def test_two_writers_wait_for_each_other_and_lose_nothing(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(sources).values(name="counter", last_error="0"))

    def add_twenty() -> None:
        for _ in range(20):
            with database.write() as connection:
                row = connection.execute(select(sources.c.last_error).with_for_update()).scalar_one()
                connection.execute(sources.update().values(last_error=str(int(row) + 1)))

    threads = [threading.Thread(target=add_twenty) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert connection.execute(select(sources.c.last_error)).scalar_one() == "60"


def test_a_writer_that_waits_looks_again_and_again_and_then_is_as_patient_as_before(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LOOK_ANEW_MS", 5)
    looks: list[str] = []
    event.listen(sqlite_database.engine, "before_cursor_execute", lambda *given: looks.append(given[2]))
    is_held, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with sqlite_database.write():
            is_held.set()
            while looks.count("BEGIN IMMEDIATE") < 4:  # its own is the first
                may_end.wait(0.005)

    holder = threading.Thread(target=hold)
    holder.start()
    assert is_held.wait(30)
    with sqlite_database.write() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == opening.BUSY_TIMEOUT_MS
    holder.join()


def test_a_writer_whose_turn_never_comes_gives_up(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr(opening, "LOOK_ANEW_MS", 5)
    with (
        sqlite_database.write(),
        pytest.raises(TryLaterError, match="kept the database locked"),
        sqlite_database.write(),
    ):
        pass


def test_a_lock_is_refused_while_another_holds_it_and_free_afterwards(database: Database) -> None:
    with database.lock("deliver"):
        with database.lock("collect"):
            pass
        with pytest.raises(TryLaterError, match="deliver lock"), database.lock("deliver"):
            pass
    with database.lock("deliver"):
        pass


def test_a_lock_that_is_taken_and_given_back_by_many_at_once_is_held_by_one_and_leaves_no_file(
    sqlite_database: Database,
) -> None:
    inside, most = [0], [0]

    def work() -> None:
        for _ in range(200):
            lock = sqlite_database.lock("deliver:edition")
            if lock.acquire():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1
                lock.release()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert list(Path(f"{sqlite_database.engine.url.database}.locks").iterdir()) == []


def test_a_lock_ends_with_the_process_that_holds_it(sqlite_database: Database) -> None:
    url = str(sqlite_database.engine.url)
    code = (
        "import sys, time; from syndicate.storage import open_database\n"
        f"lock = open_database({url!r}).lock('x'); print(lock.acquire(), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"True\n"
        assert not sqlite_database.lock("x").acquire()
        holder.kill()
    assert sqlite_database.lock("x").acquire()


@pytest.mark.postgres
def test_a_lock_whose_session_was_ended_by_the_server_is_not_held_any_more(postgres_database: Database) -> None:
    lock = postgres_database.lock("scheduler")
    assert lock.acquire()
    assert lock.is_held()
    with postgres_database.write() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
        )
    assert not lock.is_held()
    lock.release()
    with postgres_database.lock("scheduler"):
        pass


def test_a_reader_sees_one_state_from_its_first_look_to_its_last(database: Database) -> None:
    with database.read() as reader:
        before = reader.execute(select(sources)).all()
        with database.write() as connection:
            connection.execute(insert(sources).values(name="meanwhile"))
        assert reader.execute(select(sources)).all() == before


def test_starts_at_once_on_an_empty_database_wait_for_each_other(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    code = f"from syndicate.storage import open_database, schema\nschema.ensure(open_database({url!r}))"
    starts = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    assert [start.wait() for start in starts] == [0, 0, 0, 0]


def test_tests_begin_with_the_very_schema_that_the_migrations_make(tmp_path: Path, first_schema: FirstSchema) -> None:
    path = tmp_path / "x.db"
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    assert contents(path) == contents(first_schema.path)


def contents(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return list(file.iterdump())


@pytest.mark.usefixtures("every_migration")
def test_an_empty_database_is_set_up_at_the_first_start(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/deep/down/x.db")
    assert revision_of(database) is None
    ensure(database)
    assert revision_of(database) == HEAD
    assert upgrade(database) == (HEAD, HEAD)
    database.close()


def test_a_database_of_the_first_schema_is_upgraded_with_what_is_in_it(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/x.db")
    with database.write() as connection:
        command.upgrade(alembic_config(connection), "0001")
        connection.execute(insert(sources).values(name="desk", last_run_at=NOON))
    ensure(database)
    assert revision_of(database) == HEAD
    with database.read() as connection:
        assert connection.execute(select(sources.c.name)).scalar_one() == "desk"
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def bare_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind without any table."""
    if request.param == "sqlite":
        database = open_database(f"sqlite:///{tmp_path}/bare.db")
        yield database
        database.close()
        return
    url = request.getfixturevalue("postgres_url")
    owner = open_database(url)
    with owner.write() as connection:
        connection.execute(text("CREATE SCHEMA bare"))
    database = open_database(f"{url}?options=-csearch_path%3Dbare")
    yield database
    database.close()
    with owner.write() as connection:
        connection.execute(text("DROP SCHEMA bare CASCADE"))
    owner.close()


def test_who_was_confirmed_before_grounds_were_kept_is_taken_over_with_one(bare_database: Database) -> None:
    database = bare_database
    began = bindparam("began", datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC), Utc())
    person = (
        "INSERT INTO subscribers (id, address, address_key, mailbox, created_at)"
        " VALUES ('p', 'a@b.c', 'a@b.c', 'a@b.c', :began)"
    )
    tie = (
        "INSERT INTO subscriptions (id, subscriber_id, newsletter, state, cadence, sections, started_at)"
        " VALUES (:state, 'p', :state, :state, 'daily', '[]', :began)"
    )
    with database.write() as connection:
        command.upgrade(alembic_config(connection), "0004")
        connection.execute(text(person).bindparams(began))
        for state in ("confirmed", "ended"):
            connection.execute(text(tie).bindparams(began, state=state))
    upgrade(database)
    with database.read() as connection:
        [ground] = AudienceStore(connection).grounds_of(["confirmed", "ended"])["confirmed"]
        assert AudienceStore(connection).asked_at(["confirmed", "ended"]) == {
            "confirmed": datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
        }
    assert (ground.kind, ground.wording) == ("taken-over", "taken over from version 0.1.0, which kept no ground")


def test_a_database_of_a_newer_program_is_left_alone(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(SchemaError, match="9999"):
            ensure(database)
    finally:
        with database.write() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_a_url_that_names_no_database_of_ours_is_refused_with_a_remedy(url: str) -> None:
    with pytest.raises(StorageError) as caught:
        open_database(url)
    assert caught.value.hint


def test_only_its_owner_can_read_a_new_database(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/x.db")
    ensure(database)
    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("x.db*") if path.is_file()}
    database.close()
    assert "x.db" in modes
    assert set(modes.values()) == {0}


def test_a_file_that_is_no_database_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"this is no database, whatever its name says" * 50)
    database = open_database(f"sqlite:///{tmp_path}/x.db")
    with pytest.raises(StorageError, match="not a database"), database.read():
        pass


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught:
        open_database(f"sqlite:///{tmp_path}/file/x.db")
    assert "file/x.db" in str(caught.value)


@pytest.mark.parametrize("url", ["postgresql://me:hush@127.0.0.1:1/x", "postgresql://me@127.0.0.1:1/x?password=hush"])
def test_a_server_that_does_not_answer_is_named_without_its_password(url: str) -> None:
    database = open_database(url)
    with pytest.raises(UnavailableError) as caught, database.read():
        pass
    assert "hush" not in str(caught.value)
    assert "127.0.0.1:1" in str(caught.value)
