"""The list of what caches should drop: a file that is whole, complete, and moved away by whoever uses it."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from syndicate.errors import StorageError
from syndicate.publishing.purge_list import add_to
from syndicate.publishing.purge_store import PurgeStore

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.storage import Database

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def test_an_address_stands_once_on_a_line_of_its_own_in_a_file_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "purge.txt"
    add_to(path, ["https://a.example/1", "https://a.example/2", "https://a.example/1"])
    add_to(path, ["https://a.example/2", "https://a.example/3"])
    assert path.read_text(encoding="utf-8") == "https://a.example/1\nhttps://a.example/2\nhttps://a.example/3\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["purge.txt"]


def test_a_list_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "purge.txt"
    add_to(path, ["https://a.example/1"])
    path.rename(tmp_path / "taken.txt")
    add_to(path, ["https://a.example/1", "https://a.example/2"])
    assert path.read_text(encoding="utf-8") == "https://a.example/1\nhttps://a.example/2\n"
    assert (tmp_path / "taken.txt").read_text(encoding="utf-8") == "https://a.example/1\n"


def test_who_holds_the_list_open_sees_it_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "purge.txt"
    add_to(path, ["https://a.example/1"])
    with path.open(encoding="utf-8") as held:
        add_to(path, ["https://a.example/2"])
        assert held.read() == "https://a.example/1\n"


def test_an_operator_s_own_mode_and_last_line_without_an_end_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "purge.txt"
    path.write_text("https://a.example/1", encoding="utf-8")
    path.chmod(0o640)
    add_to(path, ["https://a.example/2"])
    assert path.read_text(encoding="utf-8") == "https://a.example/1\nhttps://a.example/2\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_what_a_killed_writer_left_is_written_over_and_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / ".purge.txt.new").symlink_to(tmp_path / "elsewhere")
    add_to(tmp_path / "purge.txt", ["https://a.example/1"])
    assert sorted(one.name for one in tmp_path.iterdir()) == ["purge.txt"]


def test_nothing_to_list_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "purge.txt"
    add_to(path, [])
    assert not path.exists()
    add_to(path, ["https://a.example/1"])
    before = path.stat()
    add_to(path, ["https://a.example/1"])
    assert path.stat().st_ino == before.st_ino


def test_a_list_that_cannot_be_written_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "purge.txt").mkdir()
    with pytest.raises(StorageError, match="cannot be written") as told:
        add_to(tmp_path / "purge.txt", ["https://a.example/1"])
    assert (told.value.code, told.value.where) == ("purge-file", str(tmp_path / "purge.txt"))


def test_addresses_wait_in_rows_once_each_until_they_are_listed(database: Database) -> None:
    many = [f"https://a.example/{number:04}" for number in range(1_200)]
    with database.write() as connection:
        PurgeStore(connection).note(many, NOW)
        PurgeStore(connection).note(many[:3], NOW)
        assert PurgeStore(connection).waiting() == many
        PurgeStore(connection).forget(many[1:])
        assert PurgeStore(connection).waiting() == many[:1]
