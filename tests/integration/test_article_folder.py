import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from syndicate.articles.sources import Memory, folder
from syndicate.articles.sources.folder import DEEPEST, PICTURE_LIMIT, FolderSource
from syndicate.errors import BadDataError, StorageError
from syndicate.testing.clock import ManualClock

NOW = datetime(2025, 10, 5, 14, 0, tzinfo=UTC)
LONG_AGO = NOW.timestamp() - 3600


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


@pytest.fixture
def source(root: Path) -> FolderSource:
    return FolderSource(
        name="desk",
        folder=root,
        language="en",
        zone=ZoneInfo("UTC"),
        max_bytes=1000,
        settle_seconds=10,
        clock=ManualClock(NOW),
    )


@pytest.fixture
def put(root: Path) -> Callable[..., Path]:
    def write(name: str, content: bytes = b"text", *, age: float = 3600) -> Path:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (NOW.timestamp() - age,) * 2)
        return path

    return write


def names(source: FolderSource) -> list[str]:
    return [document.external_id for document in source.read(Memory()).documents]


def faults(source: FolderSource) -> dict[str, str]:
    return {one.external_id: one.fault.code for one in source.read(Memory()).documents if one.fault}


def test_documents_come_in_the_order_of_their_paths(source: FolderSource, put: Callable[..., Path]) -> None:
    in_order = ["a/b/c", "a/z.txt", "b.txt", "c.dump", "d.md", "e.HTML", "f.xhtml", "g.xml", "h.rss", "i.atom", "j.RDF"]
    for name in reversed(in_order):
        put(name)
    assert names(source) == in_order
    assert all(
        document.source == "desk" and document.content == b"text" for document in source.read(Memory()).documents
    )


@pytest.mark.parametrize(
    "name",
    [
        ".hidden",
        ".git/x.txt",
        "a.txt~",
        "~a.txt",
        "a.tmp",
        "a.txt.part",
        "README.md",
        "readme.txt",
        "LICENSE",
        "p.jpg",
        "v.mp4",
    ],
)
def test_what_is_no_article_is_ignored(name: str, source: FolderSource, put: Callable[..., Path]) -> None:
    put(name)
    assert names(source) == []


@pytest.mark.parametrize(
    ("name", "remedy"), [("story.docx", "plain text (.txt)"), ("page.MHTML", "“HTML only” (.html)")]
)
def test_what_cannot_be_read_is_held_with_the_remedy_rather_than_passed_over(
    name: str, remedy: str, source: FolderSource, put: Callable[..., Path]
) -> None:
    put(name)
    assert faults(source) == {name: "format-unknown"}
    (document,) = source.read(Memory()).documents
    assert document.fault is not None
    assert remedy in document.fault.message


def test_a_file_that_was_just_written_waits(source: FolderSource, put: Callable[..., Path]) -> None:
    put("new.txt", age=3)
    put("old.txt", age=11)
    put("tomorrow.txt", age=-86_400)
    for _ in range(2):
        found = source.read(Memory())
        assert [document.external_id for document in found.documents] == ["old.txt", "tomorrow.txt"]
        assert found.postponed == ["new.txt"]


def test_a_file_that_is_too_large_is_held_unread(source: FolderSource, put: Callable[..., Path]) -> None:
    put("large.txt", b"x" * 1001)
    put("full.txt", b"x" * 1000)
    (_, large) = source.read(Memory()).documents
    assert (large.content, large.fault and large.fault.code) == (b"", "file-too-large")


def test_links_are_not_followed(source: FolderSource, put: Callable[..., Path], root: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "secret.txt").write_text("secret")
    (root / "out.txt").symlink_to(secret / "secret.txt")
    (root / "out").symlink_to(secret, target_is_directory=True)
    (root / "in.txt").symlink_to(put("real.txt"))
    (root / "dangling.txt").symlink_to(root / "nothing")
    assert faults(source) == dict.fromkeys(["dangling.txt", "in.txt", "out", "out.txt"], "file-is-link")
    assert "real.txt" in names(source)


def test_a_pipe_does_not_stop_the_walk(source: FolderSource, root: Path, put: Callable[..., Path]) -> None:
    os.mkfifo(root / "pipe.txt")
    put("a.txt")
    assert faults(source) == {"pipe.txt": "file-unreadable"}


def test_a_name_that_is_not_unicode_is_escaped(source: FolderSource, root: Path) -> None:
    raw = os.fsencode(root) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(raw)).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    os.utime(raw, (LONG_AGO, LONG_AGO))
    assert names(source) == ["caf\\xe9.txt"]


def test_a_file_that_goes_away_during_the_walk_is_passed_over(source: FolderSource, put: Callable[..., Path]) -> None:
    put("a.txt")
    gone = put("b.txt")
    walk = source.read(Memory()).documents
    assert next(walk).external_id == "a.txt"
    gone.unlink()
    assert list(walk) == []


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    source = FolderSource(
        name="desk",
        folder=tmp_path / "none",
        language="en",
        zone=ZoneInfo("UTC"),
        max_bytes=1000,
        settle_seconds=0,
        clock=ManualClock(NOW),
    )
    with pytest.raises(StorageError) as caught:
        list(source.read(Memory()).documents)
    assert caught.value.code == "source-missing"


def test_a_picture_beside_the_documents_is_read(source: FolderSource, put: Callable[..., Path]) -> None:
    put("pictures/ferry.jpg", b"\xff\xd8")
    source.check_picture("pictures/ferry.jpg")
    assert source.picture("pictures/ferry.jpg") == b"\xff\xd8"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.jpg",
        "/etc/hostname.jpg",
        "a/../../secret.jpg",
        "a//b.jpg",
        "./a.jpg",
        "a\\b.jpg",
        "a\x00.jpg",
        "notes.txt",
        "",
    ],
)
def test_a_picture_path_that_leaves_the_folder_is_refused(path: str, source: FolderSource, tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    with pytest.raises(BadDataError) as checked:
        source.check_picture(path)
    with pytest.raises(BadDataError) as read:
        source.picture(path)
    assert checked.value.code == read.value.code == "picture-path"


def test_a_picture_behind_a_link_is_refused(source: FolderSource, root: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "a.jpg").write_bytes(b"secret")
    (root / "link.jpg").symlink_to(secret / "a.jpg")
    (root / "pictures").symlink_to(secret, target_is_directory=True)
    (root / "folder.jpg").mkdir()
    for path in ("link.jpg", "pictures/a.jpg", "folder.jpg"):
        with pytest.raises(BadDataError) as caught:
            source.check_picture(path)
        assert caught.value.code == "picture-path"
        with pytest.raises(BadDataError, match="inside the source's folder"):
            source.picture(path)


def test_a_picture_that_is_not_there_yet_may_come_later(source: FolderSource) -> None:
    source.check_picture("pictures/later.jpg")
    with pytest.raises(BadDataError) as caught:
        source.picture("pictures/later.jpg")
    assert caught.value.code == "picture-missing"


def test_a_huge_picture_is_refused(source: FolderSource, put: Callable[..., Path]) -> None:
    with put("a.png").open("r+b") as file:
        file.truncate(PICTURE_LIMIT + 1)
    with pytest.raises(BadDataError) as caught:
        source.picture("a.png")
    assert caught.value.code == "picture-too-large"


@pytest.mark.parametrize(
    ("name", "external_id"),
    [
        ("evil\x1b]0;x\x07\n.txt", "evil\\x1b]0;x\\x07\\x0a.txt"),
        ("a\tb/c.txt", "a\\x09b/c.txt"),
        ("\u0085.txt", "\\u0085.txt"),
        ("gp\u202etxt.txt", "gp\\u202etxt.txt"),
        ("line\u2028end.txt", "line\\u2028end.txt"),
    ],
)
def test_control_characters_in_a_name_are_escaped_and_its_document_held(
    name: str, external_id: str, source: FolderSource, put: Callable[..., Path]
) -> None:
    put(name)
    assert faults(source) == {external_id: "file-name"}


def test_no_two_names_have_the_same_external_id(source: FolderSource, put: Callable[..., Path], root: Path) -> None:
    for name in ("a\x1b.txt", "a\\x1b.txt", "b\x85.txt", "b\\x85.txt", "b\\\\x85.txt", "zw\u200dj.txt"):
        put(name)
    (root / os.fsdecode(b"b\x85.txt")).write_bytes(b"text")
    os.utime(root / os.fsdecode(b"b\x85.txt"), (LONG_AGO, LONG_AGO))
    found = names(source)
    assert len(set(found)) == len(found) == 7
    assert "zw\u200dj.txt" in found
    assert list(faults(source)) == ["a\\x1b.txt", "b\\u0085.txt"]


def test_a_large_folder_is_listed_in_order_a_few_names_at_a_time(
    source: FolderSource, put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "PAGE", 3)
    wanted = sorted([*(f"{number:02}.txt" for number in range(10)), "05/a.txt", "05/b.txt", "zz.txt"])
    for name in wanted:
        put(name)
    assert names(source) == sorted(wanted, key=lambda name: name.split("/"))


def test_a_path_that_no_index_takes_is_held_under_a_short_name(source: FolderSource, put: Callable[..., Path]) -> None:
    steps = ["n" * 250] * 7
    put("/".join([*steps, "a.txt"]))
    put("/".join([*steps, "b.txt"]))
    found = faults(source)
    assert set(found.values()) == {"path-too-long"}
    assert len(found) == 2
    assert all(len(name) < 300 for name in found)


def test_folders_in_folders_are_walked_to_a_limit_and_the_next_is_held(
    source: FolderSource, put: Callable[..., Path]
) -> None:
    deep = "/".join(["d"] * DEEPEST)
    for name in (f"{deep}/last.txt", f"{deep}/d/lost.txt", f"{deep}/d/d/lost.txt", "z.txt"):
        put(name)
    assert names(source) == [f"{deep}/d", f"{deep}/last.txt", "z.txt"]
    assert faults(source) == {f"{deep}/d": "folder-too-deep"}


def test_a_folder_that_cannot_be_opened_is_held_and_the_others_are_read(
    source: FolderSource, put: Callable[..., Path], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("open/a.txt")
    put("shut/b.txt")
    scandir = os.scandir

    def guarded(path: Path) -> object:
        if Path(path) == root / "shut":  # permissions do not stop root, who runs the tests in CI
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert names(source) == ["open/a.txt", "shut"]
    assert faults(source) == {"shut": "folder-unreadable"}
