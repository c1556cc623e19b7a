"""What every shelf promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import BadDataError
from syndicate.ids import random_id
from syndicate.shelf.folder import FolderShelf
from syndicate.testing.shelf import MemoryShelf
from tests.aws import isolate_aws
from tests.buckets import a_bucket, a_shelf, moto_server
from tests.profiles import effort

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from syndicate.shelf import Shelf
    from syndicate.shelf.s3 import Bucket

BAD_NAMES = [
    "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/..", "./a", ".hidden", "a/.hidden", "a/.b/c",
    "a\\b", "..\\a", "a\x00b", "a\nb", "\ud800", "e\u0301", "a\u202eb", "x" * 256, "a/" * 600 + "b", "ü" * 128,
]  # fmt: skip


@pytest.fixture(scope="module")
def s3_url() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as monkeypatch, moto_server() as url:
        isolate_aws(monkeypatch)
        yield url


@pytest.fixture(scope="module")
def bucket(s3_url: str) -> Bucket:
    return a_bucket(s3_url)


@pytest.fixture
def memory() -> Shelf:
    return MemoryShelf()


@pytest.fixture
def folder(tmp_path: Path) -> Shelf:
    return FolderShelf(tmp_path / "shelf")


@pytest.fixture
def s3(bucket: Bucket) -> Shelf:
    return a_shelf(bucket, f"{random_id()}/")


@pytest.fixture(params=["memory", "folder", "s3"])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    found: Shelf = request.getfixturevalue(request.param)
    return found


def test_what_was_written_is_read(shelf: Shelf) -> None:
    assert shelf.write("ab/cd.jpg", b"\x00bytes\r\n")
    stored = shelf.read("ab/cd.jpg")
    assert stored is not None
    assert stored.content == b"\x00bytes\r\n"


def test_an_empty_shelf_has_nothing(shelf: Shelf) -> None:
    assert shelf.read("a") is None
    assert shelf.read("a/b/c") is None
    assert list(shelf.names()) == []
    assert not shelf.remove("a/b")


def test_an_empty_file_is_a_file(shelf: Shelf) -> None:
    assert shelf.write("empty", b"")
    assert not shelf.write("empty", b"")
    stored = shelf.read("empty")
    assert stored is not None
    assert stored.content == b""


def test_the_same_bytes_are_not_written_again(shelf: Shelf) -> None:
    assert shelf.write("a.xml", b"one")
    before = shelf.read("a.xml")
    assert not shelf.write("a.xml", b"one")
    assert shelf.read("a.xml") == before


def test_other_bytes_take_the_place_of_the_old(shelf: Shelf) -> None:
    shelf.write("a.xml", b"one")
    assert shelf.write("a.xml", b"two, longer")
    assert shelf.write("a.xml", b"3")
    stored = shelf.read("a.xml")
    assert stored is not None
    assert stored.content == b"3"
    assert list(shelf.names()) == ["a.xml"]


def test_the_time_of_a_change_is_in_utc_and_about_now(shelf: Shelf) -> None:
    shelf.write("a", b"1")
    stored = shelf.read("a")
    assert stored is not None
    assert stored.modified_at.utcoffset() == timedelta(0)
    assert abs(stored.modified_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_file_has_a_size_as_long_as_it_is_there(shelf: Shelf) -> None:
    assert shelf.size("ab/cd.jpg") is None
    shelf.write("ab/cd.jpg", b"12345")
    shelf.write("empty", b"")
    assert (shelf.size("ab/cd.jpg"), shelf.size("empty"), shelf.size("ab")) == (5, 0, None)
    shelf.remove("ab/cd.jpg")
    assert shelf.size("ab/cd.jpg") is None


def test_a_person_is_told_where_a_file_lies_or_would(shelf: Shelf) -> None:
    assert shelf.place("ab/cd.jpg").endswith("ab/cd.jpg")


def test_a_file_is_removed_once(shelf: Shelf) -> None:
    shelf.write("a/b", b"1")
    assert shelf.remove("a/b")
    assert not shelf.remove("a/b")
    assert shelf.read("a/b") is None
    assert list(shelf.names()) == []


def test_names_come_sorted_by_code_point_across_folders(shelf: Shelf) -> None:
    for name in ("b", "a/z", "a-b", "a/b/c", "a.b", "ü", "Z"):
        shelf.write(name, b"1")
    assert list(shelf.names()) == ["Z", "a-b", "a.b", "a/b/c", "a/z", "b", "ü"]


def test_names_are_chosen_by_how_they_begin(shelf: Shelf) -> None:
    for name in ("ab/1", "ab/2", "abc", "b"):
        shelf.write(name, b"1")
    assert list(shelf.names("ab")) == ["ab/1", "ab/2", "abc"]
    assert list(shelf.names("ab/")) == ["ab/1", "ab/2"]
    assert list(shelf.names("../")) == []
    assert list(shelf.names("/")) == []


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_not_every_shelf_can_hold_is_refused_by_all_methods(shelf: Shelf, name: str) -> None:
    for act in (
        lambda: shelf.write(name, b"1"),
        lambda: shelf.read(name),
        lambda: shelf.size(name),
        lambda: shelf.remove(name),
    ):
        with pytest.raises(BadDataError) as refusal:
            act()
        assert refusal.value.code == "shelf-name"
    assert list(shelf.names()) == []


_part = st.text("abAZ09-_ ü中", min_size=1, max_size=4)
_steps = st.lists(
    st.tuples(
        st.sampled_from(["write", "remove"]),
        st.lists(_part, min_size=2, max_size=2).map("/".join),
        st.sampled_from([b"", b"1", b"22"]),
    ),
    max_size=12,
)


@given(steps=_steps)
@effort(1 / 6)
def test_any_run_of_writes_and_removals_leaves_the_same_on_every_shelf(
    tmp_path_factory: pytest.TempPathFactory, bucket: Bucket, steps: list[tuple[str, str, bytes]]
) -> None:
    shelves: list[Shelf] = [
        MemoryShelf(),
        FolderShelf(tmp_path_factory.mktemp("shelf")),
        a_shelf(bucket, f"{random_id()}/"),
    ]
    answers = [[_act(shelf, *step) for step in steps] for shelf in shelves]
    assert answers[0] == answers[1] == answers[2]
    assert _contents(shelves[0]) == _contents(shelves[1]) == _contents(shelves[2])


def _act(shelf: Shelf, verb: str, name: str, content: bytes) -> bool:
    return shelf.write(name, content) if verb == "write" else shelf.remove(name)


def _contents(shelf: Shelf) -> list[tuple[str, bytes | None]]:
    return [(name, stored.content if (stored := shelf.read(name)) else None) for name in shelf.names()]
