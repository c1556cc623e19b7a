"""Archives that mean harm, are damaged, or are no exports at all: refused with the place, and nothing is written."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from syndicate.articles.exports import unpacking
from syndicate.articles.exports.recognising import KINDS, recognise
from syndicate.articles.exports.unpacking import unpacked
from syndicate.errors import BadDataError, StorageError
from tests.archives import a_link, write_folder, write_tar, write_zip
from tests.exports import ghost, jekyll


def refusal(path: Path) -> BadDataError:
    with pytest.raises(BadDataError) as caught, unpacked(path) as files:
        recognise(files, where=str(path))
    return caught.value


@pytest.mark.parametrize("name", ["../out.md", "/var/out.md", "a/../../out.md", "C:\\out.md", "a\\b.md", "a\nb.md"])
@pytest.mark.parametrize("pack", ["zip", "tar", "tar.gz"])
def test_a_path_that_leads_out_is_refused_with_its_name(tmp_path: Path, name: str, pack: str) -> None:
    write = write_zip if pack == "zip" else write_tar
    error = refusal(write(tmp_path / f"a.{pack}", {"_posts/2020-01-01-a.md": b"---\n---\n", name: b"out"}))
    assert error.code == "archive-path"
    assert f"a.{pack}!" in str(error.where)
    assert [path.name for path in tmp_path.iterdir()] == [f"a.{pack}"]
    assert not name.startswith("/") or not Path(name).exists()


def test_links_are_left_out_and_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    links = [
        a_link("_posts/2020-01-02-a.md", str(secret)),
        a_link("_posts/2020-01-03-b.md", "../../../etc/passwd"),
        a_link("_posts/2020-01-04-c.md", "_posts/2020-01-01-a.md", tarfile.LNKTYPE),
        a_link("_posts/2020-01-05-d.md", "", tarfile.CHRTYPE),
        a_link("_posts/2020-01-06-e.md", "", tarfile.FIFOTYPE),
    ]
    with unpacked(write_tar(tmp_path / "a.tar", {"_posts/2020-01-01-a.md": b"a"}, *links)) as files:
        assert files.names == ["_posts/2020-01-01-a.md"]
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("link.md")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, str(secret))
        archive.writestr("_posts/2020-01-01-a.md", "a")
    with unpacked(packed) as files:
        assert len(files.names) == 1
    folder = write_folder(tmp_path / "tree", {"_posts/2020-01-01-a.md": b"a", "b.md": b"b"})
    (folder / "c.md").symlink_to(secret)
    (folder / "more").symlink_to(tmp_path)
    os.mkfifo(folder / "d.md")
    with unpacked(folder) as files:
        assert files.names == ["_posts/2020-01-01-a.md", "b.md"]


@pytest.mark.parametrize("pack", ["zip", "gz", "tar.gz"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: str) -> None:
    monkeypatch.setattr(unpacking, "FREE_BYTES", 1_000_000)
    path, zeros = tmp_path / f"a.{pack}", bytes(30_000_000)
    if pack == "zip":
        write_zip(path, {"a.xml": zeros})
    elif pack == "gz":
        path.write_bytes(gzip.compress(zeros))
    else:
        write_tar(path, {"never-taken.bin": zeros})  # what is skipped is unpacked all the same
    assert refusal(path).code == "archive-too-large"


def test_too_many_entries_and_too_large_a_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_ENTRIES", 20)
    many = {f"{number}.bin": b"" for number in range(30)}
    assert refusal(write_zip(tmp_path / "a.zip", many)).code == "archive-too-large"
    assert refusal(write_tar(tmp_path / "a.tar", many)).code == "archive-too-large"
    monkeypatch.setattr(unpacking, "MOST_BYTES", 1_000)
    assert "b.md" in str(refusal(write_zip(tmp_path / "b.zip", {"b.md": bytes(2_000)})).where)


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.md": b"x" * 1_000})
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02")
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    assert refusal(path).code in {"archive-damaged", "export-unknown"}


@pytest.mark.parametrize("pack", ["zip", "tar.gz", "tar.xz", "tar.bz2", "gz"])
@pytest.mark.parametrize("harm", ["half", "flipped"])
def test_a_damaged_archive_is_refused(tmp_path: Path, pack: str, harm: str) -> None:
    path = tmp_path / f"a.{pack}"
    if pack == "zip":
        write_zip(path, jekyll())
    elif pack == "gz":
        path.write_bytes(gzip.compress(next(iter(ghost().values()))))
    else:
        write_tar(path, jekyll())
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    if harm == "half":
        path.write_bytes(content[:middle])
    else:
        for place in range(middle, middle + 40):
            content[place] ^= 0xFF
        path.write_bytes(content)
    assert refusal(path).code in {"archive-damaged", "archive-packing"}


def test_an_encrypted_archive_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", jekyll())
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.find(mark)
        while position >= 0:
            content[position + place] |= 1
            position = content.find(mark, position + 4)
    path.write_bytes(content)
    error = refusal(path)
    assert error.code == "archive-encrypted"
    assert error.hint == "Unpack it, and give the folder."


def test_what_is_no_export_is_refused_with_those_that_are(tmp_path: Path) -> None:
    for name, content in (
        ("a.xml", b"<x/>"),
        ("a.json", b"[]"),
        ("a.txt", b"Hello"),
        ("a.xml.xz", lzma.compress(b"x")),
    ):
        (tmp_path / name).write_bytes(content)
        error = refusal(tmp_path / name)
        assert error.code == "export-unknown"
        assert all(kind in str(error.hint) for kind in KINDS)
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty").code == "export-unknown"
    assert refusal(write_zip(tmp_path / "e.zip", {})).code in {"export-unknown", "archive-damaged"}
    with pytest.raises(StorageError, match="cannot be read"), unpacked(tmp_path / "nowhere"):
        pass


def test_one_who_knows_better_says_of_what_system_it_is(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", jekyll())
    with unpacked(path) as files:
        assert recognise(files).kind == "jekyll"
        with pytest.raises(BadDataError, match="no export of medium"):
            recognise(files, kind="medium")


@pytest.mark.parametrize(
    "content",
    [b'{"db": [{"data": {"posts": ', b'{"db": [1, {"data": 3}, {"data": {"posts": 7}}]}', b'{"db": [["posts"]]}'],
)
def test_an_odd_document_of_ghost_is_an_error_or_nothing_never_a_fault(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    try:
        with unpacked(path) as files:
            assert [*recognise(files).articles()] == []
    except BadDataError as error:
        assert error.code in {"export-broken", "export-unknown"}  # noqa: PT017 - either is right


def test_two_files_of_one_name_are_one(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.md", "first")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("b.md", "second")
    with unpacked(path) as files:
        assert files.read("b.md") == b"first"
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        for name in ("a.md", "a.md/b.md"):
            tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    (tmp_path / "c.tar").write_bytes(written.getvalue())
    with pytest.raises(StorageError), unpacked(tmp_path / "c.tar"):
        pass
