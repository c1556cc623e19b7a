"""A copied database sends nothing, nor one from a backup; a kill at any write neither blocks nor lets one through."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import insert, select, update

from syndicate.delivery.guard.admission import HINT
from syndicate.delivery.guard.fence import Fence
from syndicate.delivery.model import Stop
from syndicate.storage import Database, open_database
from syndicate.storage.tables import batches, editions, hosts
from syndicate.testing.clock import ManualClock
from tests.integration.delivery_parts import NOON, an_edition
from tests.integration.state_parts import no_room
from tests.programs import start


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def fence(database: Database, folder: Path) -> Fence:
    """What a process that starts has."""
    return Fence(database, ManualClock(NOON), folder)


def mail_somebody(database: Database, carrier: str) -> None:
    """Leave the trace of a mail that was claimed."""
    an_edition(database, 1)
    with database.write() as connection:
        key = connection.execute(editions.select()).mappings().one()["key"]
        row = {"edition_key": key, "carrier": carrier, "claimed_by": "x", "claimed_at": NOON, "lease_until": NOON}
        connection.execute(insert(batches).values(**row))


def generation(database: Database) -> int:
    with database.read() as connection:
        newest: int = max(connection.execute(select(hosts.c.generation)).scalars())
    return newest


def copied(database: Database, to: Path) -> Database:
    """The file elsewhere, as a copy or a backup has it."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(str(database.engine.url.database), to)
    return open_database(f"sqlite:///{to}")


def put_back(database: Database, backup: Path) -> Database:
    path = Path(str(database.engine.url.database))
    database.close()
    for beside in path.parent.glob(f"{path.name}-*"):
        beside.unlink()
    shutil.copy(backup, path)
    return open_database(f"sqlite:///{path}")


def test_a_fresh_installation_needs_nothing_and_every_start_is_counted(database: Database, state: Path) -> None:
    assert [fence(database, state).admit() for _ in range(3)] == [None, None, None]
    assert generation(database) == 3


def test_asking_again_counts_nothing(database: Database, state: Path) -> None:
    ours = fence(database, state)
    assert [ours.admit() for _ in range(3)] == [None, None, None]
    assert generation(database) == 1


def test_a_running_process_does_not_mind_that_others_start_and_end(database: Database, state: Path) -> None:
    ours = fence(database, state)
    assert ours.admit() is None
    for _ in range(3):
        assert fence(database, state).admit() is None
        assert ours.admit() is None


def test_processes_that_start_at_once_are_all_admitted(database: Database, state: Path) -> None:
    stops: list[Stop | None] = []
    children = [start("tests.integration.fence_child", [url(database), str(state), "0"]) for _ in range(4)]
    assert [child.wait(timeout=60) for child in children] == [0] * 4
    ours = fence(database, state)
    threads = [Thread(target=lambda: stops.append(ours.admit())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stops == [None] * 4
    assert ours.standing().refused is None


def test_without_its_file_a_machine_sends_nothing_once_mail_has_left(database: Database, state: Path) -> None:
    mail_somebody(database, "ses")
    stop = fence(database, state).admit()
    assert stop is not None
    assert stop.hint == HINT
    assert "knows nothing" in stop.reason


def test_what_lies_in_an_outbox_has_reached_nobody(database: Database, state: Path) -> None:
    mail_somebody(database, "outbox")
    assert fence(database, state).admit() is None


def test_a_lost_state_folder_is_noticed_by_a_running_process_too(database: Database, state: Path) -> None:
    ours = fence(database, state)
    assert ours.admit() is None
    shutil.rmtree(state)
    assert ours.admit() is not None


def test_an_older_database_is_told(database: Database, state: Path) -> None:
    ours = fence(database, state)
    for _ in range(3):
        assert fence(database, state).admit() is None
    assert ours.admit() is None
    with database.write() as connection:
        connection.execute(update(hosts).values(generation=2))
    assert fence(database, state).admit() is not None
    assert ours.admit() is not None, "a running process notices it, too"


@pytest.mark.parametrize("content", ["{", "[" * 100_000, "[]", '{"host_id": 1}', "\udcff"])
def test_a_file_that_is_broken_lets_nothing_out_and_says_where_it_lies(
    database: Database, state: Path, content: str
) -> None:
    ours = fence(database, state)
    assert ours.admit() is None
    file = ours.folder() / "host.json"
    file.write_text(content, encoding="utf-8", errors="surrogateescape")
    stop = fence(database, state).admit()
    assert stop is not None
    assert str(file) in stop.reason


def test_adopting_gives_the_machine_a_new_row_and_the_old_one_goes(database: Database, state: Path) -> None:
    assert fence(database, state).admit() is None
    before = fence(database, state).standing()
    with database.write() as connection:
        connection.execute(update(hosts).values(generation=7))
    ours = fence(database, state)
    assert ours.admit() is not None
    host = ours.adopt()
    assert ours.admit() is None, "a process that waited goes on"
    after = ours.standing()
    assert [known.id for known in after.hosts] == [host.id]
    assert host.id not in {known.id for known in before.hosts}


def test_a_further_machine_is_admitted_beside_the_first(database: Database, state: Path, tmp_path: Path) -> None:
    assert fence(database, state).admit() is None
    other = fence(database, tmp_path / "other machine")
    assert other.admit() is not None
    other.adopt()
    for _ in range(2):
        assert other.admit() is None
        assert fence(database, state).admit() is None
    assert len(other.standing().hosts) == 2


def test_a_cloned_machine_on_one_database_is_told_when_either_starts(
    database: Database, state: Path, tmp_path: Path
) -> None:
    assert fence(database, state).admit() is None
    shutil.copytree(state, tmp_path / "clone")
    assert fence(database, tmp_path / "clone").admit() is None
    assert fence(database, state).admit() is not None


def test_a_copy_sends_nothing_beside_the_original_nor_elsewhere(
    sqlite_database: Database, state: Path, tmp_path: Path
) -> None:
    assert fence(sqlite_database, state).admit() is None
    copy = copied(sqlite_database, tmp_path / "copy.db")
    beside, elsewhere = fence(copy, state).admit(), fence(copy, tmp_path / "other machine").admit()
    assert beside is not None
    assert str(sqlite_database.engine.url.database) in beside.reason
    assert elsewhere is not None
    assert fence(sqlite_database, state).admit() is None, "the original goes on"
    fence(copy, state).adopt()
    assert fence(copy, state).admit() is None
    assert fence(sqlite_database, state).admit() is not None, "one of the two sends"
    copy.close()


def test_a_backup_of_before_an_edition_ended_is_told_though_nothing_was_started_since(
    sqlite_database: Database, state: Path, tmp_path: Path
) -> None:
    ours = fence(sqlite_database, state)
    assert ours.admit() is None
    copied(sqlite_database, tmp_path / "backup.db").close()
    assert ours.advance() is None  # the edition is over
    restored = put_back(sqlite_database, tmp_path / "backup.db")
    assert fence(restored, state).admit() is not None
    restored.close()


def url(database: Database) -> str:
    plain = database.engine.url.set(drivername=database.engine.url.get_backend_name())
    return plain.render_as_string(hide_password=False)


def killed_at(database: Database, state: Path, nth: int) -> bool:
    """Whether a start was killed at that moment; it came to its end if not."""
    child = start("tests.integration.fence_child", [url(database), str(state), str(nth)])
    code = child.wait(timeout=60)
    assert code in {0, -signal.SIGKILL}
    return code != 0


@pytest.mark.parametrize("is_first", [True, False], ids=["the first start", "a later start"])
def test_a_kill_at_any_write_does_not_block_the_next_start(database: Database, state: Path, is_first: bool) -> None:  # noqa: FBT001 - a case
    if not is_first:
        assert fence(database, state).admit() is None
    nth = 1
    while killed_at(database, state, nth):
        assert fence(database, state).standing().refused is None
        if is_first:
            shutil.rmtree(state)
            forget_the_start(database)
        nth += 1
    assert nth > 5, "a file is written twice, and a row between"
    assert fence(database, state).admit() is None


def test_two_kills_in_a_row_do_not_block_the_next_start(sqlite_database: Database, state: Path) -> None:
    assert fence(sqlite_database, state).admit() is None
    assert killed_at(sqlite_database, state, 4), "after the commit, before the file says that it is done"
    assert killed_at(sqlite_database, state, 2), "after the file says what is intended, before the commit"
    assert fence(sqlite_database, state).admit() is None


def forget_the_start(database: Database) -> None:
    with database.write() as connection:
        connection.execute(hosts.delete())


def test_a_kill_at_any_write_lets_no_backup_through(sqlite_database: Database, state: Path, tmp_path: Path) -> None:
    backup, database, nth = tmp_path / "backup.db", sqlite_database, 1
    assert fence(database, state).admit() is None
    while True:
        copied(database, backup).close()
        is_killed = killed_at(database, state, nth)
        assert fence(database, state).admit() is None
        kept = tmp_path / "kept.db"
        copied(database, kept).close()
        database = put_back(database, backup)
        assert fence(database, state).admit() is not None
        database = put_back(database, kept)
        assert fence(database, state).admit() is None
        if not is_killed:
            break
        nth += 1
    database.close()


def test_a_full_disk_lets_nothing_out(database: Database, state: Path) -> None:
    assert fence(database, state).admit() is None
    with no_room():
        stop = fence(database, state).admit()
    assert stop is not None
    assert "cannot be written" in stop.reason
    assert fence(database, state).admit() is None, "it goes on when there is room"
