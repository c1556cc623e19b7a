"""The folder shelf on a real file system: whole files, quiet disks, dead writers."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from syndicate.errors import BadDataError, StorageError
from syndicate.shelf.folder import FolderShelf

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "public" / "media"


@pytest.fixture
def tight_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


def everything(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_file_lies_where_path_says(root: Path) -> None:
    shelf = FolderShelf(root)
    shelf.write("ab/c.jpg", b"1")
    assert shelf.path("ab/c.jpg") == root / "ab" / "c.jpg"
    assert shelf.path("ab/c.jpg").read_bytes() == b"1"


def test_making_a_shelf_touches_nothing(root: Path) -> None:
    FolderShelf(root)
    assert not root.exists()


@pytest.mark.usefixtures("tight_umask")
def test_anybody_may_read_a_published_file_whatever_the_umask(root: Path) -> None:
    shelf = FolderShelf(root)
    shelf.write("a", b"1")
    assert stat.S_IMODE(shelf.path("a").stat().st_mode) == 0o644


def test_the_same_bytes_leave_file_and_folder_untouched(root: Path) -> None:
    shelf = FolderShelf(root)
    shelf.write("a", b"1")
    os.utime(shelf.path("a"), ns=(5, 5))
    os.utime(root, ns=(7, 7))
    before = shelf.path("a").stat()
    assert not FolderShelf(root).write("a", b"1")
    after = shelf.path("a").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert root.stat().st_mtime_ns == 7


def test_a_reader_sees_the_old_bytes_or_the_new_and_never_a_part(root: Path) -> None:
    shelf = FolderShelf(root)
    contents = {bytes([65 + n]) * (200_000 + n) for n in range(8)}
    shelf.write("feed.xml", next(iter(contents)))
    stop = threading.Event()
    seen: set[bytes] = set()

    def read() -> None:
        while not stop.is_set():
            stored = shelf.read("feed.xml")
            seen.add(stored.content if stored else b"")

    reader = threading.Thread(target=read)
    reader.start()
    for content in contents:
        shelf.write("feed.xml", content)
    stop.set()
    reader.join()
    assert seen <= contents


@pytest.mark.parametrize("leftover", [".abc.tmp", ".tmp"])
def test_what_a_dead_writer_left_is_not_listed_and_goes_with_the_next_write(root: Path, leftover: str) -> None:
    (root / "ab").mkdir(parents=True)
    (root / "ab" / leftover).write_bytes(b"half")
    shelf = FolderShelf(root)
    assert list(shelf.names()) == []
    shelf.write("ab/c", b"1")
    assert everything(root) == ["ab/c"]


def test_other_hidden_files_are_left_alone_and_not_listed(root: Path) -> None:
    root.mkdir(parents=True)
    (root / ".gitkeep").touch()
    (root / ".well-known").mkdir()
    (root / ".well-known" / "x").touch()
    shelf = FolderShelf(root)
    shelf.write("a", b"1")
    assert list(shelf.names()) == ["a"]
    assert everything(root) == [".gitkeep", ".well-known/x", "a"]


def test_a_file_whose_name_no_shelf_holds_is_not_listed(root: Path) -> None:
    root.mkdir(parents=True)
    (root / "e\u0301").touch()
    assert list(FolderShelf(root).names()) == []


KILLED_WRITER = """
import os, signal, sys
from pathlib import Path
from syndicate.shelf.folder import FolderShelf
real = os.replace
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
os.replace = die
FolderShelf(Path(sys.argv[1])).write("feed.xml", b"new" * 1000)
"""


def test_a_writer_killed_before_the_rename_leaves_the_old_file_and_no_trace_after_the_next_write(root: Path) -> None:
    FolderShelf(root).write("feed.xml", b"old")
    died = subprocess.run([sys.executable, "-c", KILLED_WRITER, str(root)], check=False)
    assert died.returncode == -signal.SIGKILL
    assert (root / "feed.xml").read_bytes() == b"old"
    assert len(everything(root)) == 2
    next_shelf = FolderShelf(root)
    assert list(next_shelf.names()) == ["feed.xml"]
    next_shelf.write("feed.xml", b"new")
    assert everything(root) == ["feed.xml"]


SLOW_WRITER = """
import os, sys, time
from pathlib import Path
from syndicate.shelf.folder import FolderShelf
real = os.replace
def wait(*args, **kwargs):
    print("ready", flush=True)
    sys.stdin.readline()
    real(*args, **kwargs)
os.replace = wait
FolderShelf(Path(sys.argv[1])).write("slow", b"slow")
"""


def test_a_living_writers_temporary_file_is_never_swept(root: Path) -> None:
    root.mkdir(parents=True)
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_WRITER, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as slow:
        assert slow.stdout is not None
        assert slow.stdout.readline() == "ready\n"
        FolderShelf(root).write("quick", b"quick")
        slow.communicate("\n", timeout=30)
    assert slow.returncode == 0
    assert everything(root) == ["quick", "slow"]


def test_many_writers_at_once_leave_whole_files_only(root: Path) -> None:
    def write(who: int) -> None:
        shelf = FolderShelf(root)
        for n in range(10):
            shelf.write(f"{n % 3}/shared", bytes([who]) * 5000)

    threads = [threading.Thread(target=write, args=(who,)) for who in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert everything(root) == ["0/shared", "1/shared", "2/shared"]
    for name in everything(root):
        assert len(set((root / name).read_bytes())) == 1
        assert (root / name).stat().st_size == 5000


# --- links and strange things --------------------------------------------------------


def test_a_linked_folder_that_leaves_the_root_is_refused(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"s")
    root.mkdir(parents=True)
    (root / "out").symlink_to(outside)
    shelf = FolderShelf(root)
    for act in (
        lambda: shelf.write("out/x", b"1"),
        lambda: shelf.read("out/secret"),
        lambda: shelf.remove("out/secret"),
    ):
        with pytest.raises(BadDataError, match="leaves the shelf by a link"):
            act()
    assert list(shelf.names()) == []
    assert everything(outside) == ["secret"]


def test_a_linked_file_is_neither_read_nor_written_through(root: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"s")
    root.mkdir(parents=True)
    (root / "a").symlink_to(secret)
    shelf = FolderShelf(root)
    assert shelf.read("a") is None
    assert list(shelf.names()) == []
    assert shelf.write("a", b"s")
    assert not (root / "a").is_symlink()
    assert shelf.write("a", b"other")
    assert secret.read_bytes() == b"s"


def test_the_root_itself_may_be_a_link(root: Path, tmp_path: Path) -> None:
    root.mkdir(parents=True)
    (tmp_path / "link").symlink_to(root)
    shelf = FolderShelf(tmp_path / "link")
    shelf.write("a/b", b"1")
    assert everything(root) == ["a/b"]
    assert list(shelf.names()) == ["a/b"]


def test_a_pipe_or_a_folder_under_a_files_name_is_no_file(root: Path) -> None:
    (root / "folder").mkdir(parents=True)
    os.mkfifo(root / "pipe")
    shelf = FolderShelf(root)
    assert shelf.read("pipe") is None
    assert shelf.read("folder") is None
    assert not shelf.remove("folder")
    with pytest.raises(StorageError, match="folder cannot be read or written"):
        shelf.write("folder", b"1")
    assert list(shelf.names()) == []


def test_a_file_where_a_folder_should_be_is_our_own_fault(root: Path) -> None:
    shelf = FolderShelf(root)
    shelf.write("a", b"1")
    assert shelf.read("a/b") is None
    assert not shelf.remove("a/b")
    with pytest.raises(StorageError):
        shelf.write("a/b", b"1")


def test_a_full_disk_leaves_the_old_file_and_nothing_else(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = FolderShelf(root)
    shelf.write("a", b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="a cannot be read or written: No space left on device"):
        shelf.write("a", b"new")
    assert everything(root) == ["a"]
    assert (root / "a").read_bytes() == b"old"


def test_a_file_is_flushed_before_it_is_renamed_and_the_folder_after(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = FolderShelf(root)
    shelf.write("ab/x", b"1")
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(descriptor: int) -> None:
        steps.append("flush folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "flush file")
        fsync(descriptor)

    def noted_replace(*args: str, **descriptors: Any) -> None:
        steps.append("rename")
        replace(*args, **descriptors)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    shelf.write("ab/y", b"2")
    assert steps == ["flush file", "rename", "flush folder"]
    steps.clear()
    shelf.write("cd/e/y", b"2")
    assert steps == ["flush folder", "flush folder", "flush file", "rename", "flush folder"]


def test_a_change_moves_the_time_of_change(root: Path) -> None:
    shelf = FolderShelf(root)
    shelf.write("a", b"1")
    first = shelf.read("a")
    time.sleep(0.02)
    shelf.write("a", b"2")
    second = shelf.read("a")
    assert first is not None
    assert second is not None
    assert second.modified_at > first.modified_at
