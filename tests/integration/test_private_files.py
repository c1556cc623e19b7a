"""What holds addresses or keys is for its owner alone, whatever the umask; what is published is for everybody."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from syndicate.config.examining import examine
from syndicate.private import make_folder, open_file, write_file, write_new_file
from syndicate.shelf.folder import FolderShelf
from syndicate.storage import open_database
from syndicate.storage.schema import ensure
from tests.newsroom import CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.newsroom import Newsroom

UMASKS = [0o000, 0o022, 0o077, 0o777]
PUBLIC = ("feeds", "var/media")


@pytest.fixture(params=UMASKS, ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): mode(path) for path in folder.rglob("*")}


@pytest.mark.parametrize("umask_of_the_process", ["000", "022", "077"])
def test_after_a_whole_pass_all_that_we_made_is_closed_but_what_is_published(
    newsroom: Newsroom, umask_of_the_process: str
) -> None:
    before = set(modes(newsroom.folder))
    shell = f'umask {umask_of_the_process}; exec "$@"'
    assert newsroom.run_in_new_python("run", "--once", shell=shell).returncode == 0
    made = {name: mode for name, mode in modes(newsroom.folder).items() if name not in before}
    assert {"var", "var/syndicate.db", "var/syndicate.db.locks", "var/secret.key", "var/outbox"} <= set(made)
    for name, found in made.items():
        is_folder = (newsroom.folder / name).is_dir()
        if name.startswith(PUBLIC):
            assert found == (0o755 if is_folder else 0o644), name
        else:
            assert found == (0o700 if is_folder else 0o600), name
    assert any(name.startswith("var/media/") for name in made)
    assert sum(name.endswith(".eml") for name in made) == 2


def test_what_a_database_keeps_beside_itself_is_closed_while_it_is_open(tmp_path: Path, umask: int) -> None:
    del umask
    database = open_database(f"sqlite:///{tmp_path}/a/b/x.db")
    ensure(database)
    with database.lock("deliver"):
        found = modes(tmp_path)
    database.close()
    assert {"a/b/x.db", "a/b/x.db-wal", "a/b/x.db-shm", "a/b/x.db.locks/deliver"} <= set(found)
    assert {found[name] for name in found if (tmp_path / name).is_dir()} == {0o700}
    assert all(found[name] == 0o600 for name in found if name.startswith("a/b/x.db") and "locks" not in name)


def test_a_fault_that_is_kept_is_closed_also_where_an_open_file_of_its_name_was(tmp_path: Path, umask: int) -> None:
    del umask
    file = tmp_path / "new" / "fault.txt"
    write_file(file, b"ann@example.org")
    assert (mode(file), mode(file.parent), file.read_bytes()) == (0o600, 0o700, b"ann@example.org")
    file.chmod(0o666)
    write_file(file, b"bo@example.org")
    assert (mode(file), file.read_bytes()) == (0o600, b"bo@example.org")
    assert [path.name for path in file.parent.iterdir()] == ["fault.txt"]


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("theirs")
    (tmp_path / "fault.txt").symlink_to(tmp_path / "theirs")
    write_file(tmp_path / "fault.txt", b"ours")
    assert (tmp_path / "theirs").read_text() == "theirs"
    assert not (tmp_path / "fault.txt").is_symlink()


def test_who_comes_second_with_a_new_file_leaves_the_first_one_s(tmp_path: Path) -> None:
    assert write_new_file(tmp_path / "key", b"first")
    assert not write_new_file(tmp_path / "key", b"second")
    assert (tmp_path / "key").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_what_is_there_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept").chmod(0o755)
    (tmp_path / "kept" / "file").touch(0o644)
    (tmp_path / "kept" / "file").chmod(0o640)
    make_folder(tmp_path / "kept" / "new")
    os.close(open_file(tmp_path / "kept" / "file", os.O_RDWR))
    assert modes(tmp_path) == {"kept": 0o755, "kept/file": 0o640, "kept/new": 0o700}


@pytest.mark.parametrize(("kind", "expected"), [("private", (0o700, 0o600)), ("public", (0o755, 0o644))])
def test_a_shelf_is_for_everybody_or_for_its_owner_alone(
    tmp_path: Path, umask: int, kind: str, expected: tuple[int, int]
) -> None:
    del umask
    FolderShelf(tmp_path / "a" / "b", is_private=kind == "private").write("c/d", b"x")
    assert {mode(tmp_path / "a"), mode(tmp_path / "a" / "b"), mode(tmp_path / "a" / "b" / "c")} == {expected[0]}
    assert mode(tmp_path / "a" / "b" / "c" / "d") == expected[1]


# --- what others left open -----------------------------------------------------------------------


def warned(newsroom: Newsroom, more: str = "") -> list[str]:
    newsroom.configure(f"{CONFIG}\n{more}")
    return [
        str(one).replace(f"{newsroom.folder}/", "") for one in examine(newsroom.folder / "config.toml", {}).warnings
    ]


@pytest.mark.parametrize(
    ("name", "bits", "who", "key"),
    [
        ("var/secret.key", 0o640, "its group can read", '"secret_file" in [web]'),
        ("var/secret.key", 0o604, "everybody can read", '"secret_file" in [web]'),
        ("var/secret.key", 0o602, "everybody can write", '"secret_file" in [web]'),
        ("var/syndicate.db", 0o644, "everybody can read", '"url" in [database]'),
        ("var/syndicate.db-wal", 0o660, "its group can read and write", '"url" in [database]'),
        ("var/syndicate.db-shm", 0o606, "everybody can read and write", '"url" in [database]'),
    ],
)
def test_a_file_that_others_can_open_is_told_with_what_closes_it(
    newsroom: Newsroom, name: str, bits: int, who: str, key: str
) -> None:
    assert newsroom.run("run", "--once").returncode == 0
    file = newsroom.folder / name
    if not file.exists():
        file.touch()
    file.chmod(bits)
    (told,) = warned(newsroom)
    assert f'{key} is open: "{name}", which {who}; close it: chmod 600 {name}' in told
    assert mode(file) == bits
    file.chmod(0o600)
    assert warned(newsroom) == []


def test_the_key_of_a_source_that_others_can_read_is_told(newsroom: Newsroom) -> None:
    key = newsroom.folder / "ghost.key"
    key.write_text("26b0:0a1b", encoding="ascii")
    key.chmod(0o644)
    source = '[[sources]]\nname = "blog"\nghost = "https://quay.example"\nsecret_file = "ghost.key"'
    (told,) = warned(newsroom, source)
    assert 'secret_file" in [[sources]]' in told
    assert 'is open: "ghost.key", which everybody can read; close it: chmod 600 ghost.key' in told
    key.chmod(0o600)
    assert warned(newsroom, source) == []


@pytest.mark.parametrize(
    ("name", "bits", "who"),
    [
        ("var/outbox", 0o755, "everybody can list and enter"),
        ("var/outbox", 0o750, "its group can list and enter"),
        ("var/outbox", 0o777, "everybody can list and write in and enter"),
        ("var/syndicate.db.locks", 0o777, "everybody can list and write in and enter"),
    ],
)
def test_a_folder_that_others_can_enter_is_told_with_what_closes_it(
    newsroom: Newsroom, name: str, bits: int, who: str
) -> None:
    assert newsroom.run("run", "--once").returncode == 0
    (newsroom.folder / name).chmod(bits)
    (told,) = warned(newsroom)
    assert f'is open: "{name}", which {who}; close it: chmod 700 {name}' in told
    assert mode(newsroom.folder / name) == bits


def test_a_folder_in_which_others_could_put_another_key_is_told_once_and_one_that_they_may_pass_is_not(
    newsroom: Newsroom,
) -> None:
    assert newsroom.run("run", "--once").returncode == 0
    var = newsroom.folder / "var"
    for harmless in (0o711, 0o755, 0o1777):
        var.chmod(harmless)
        assert warned(newsroom) == []
    var.chmod(0o777)
    (told,) = warned(newsroom)
    assert 'lies in "var", which everybody can write in; close it: chmod go-w var' in told


def test_the_file_that_holds_the_database_s_address_is_looked_at_and_a_path_is_fit_to_be_pasted(
    newsroom: Newsroom,
) -> None:
    (newsroom.folder / "the address").write_text("sqlite:///var/x.db")
    (newsroom.folder / "the address").chmod(0o644)
    (told,) = warned(newsroom, '[database]\nurl_file = "the address"')
    assert told.startswith("config.toml:")
    assert told.endswith(f"close it: chmod 600 '{newsroom.folder}/the address'".replace(f"{newsroom.folder}/", ""))


def test_a_key_that_is_not_used_is_not_looked_at(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    assert newsroom.run("run", "--once").returncode == 0
    (newsroom.folder / "var" / "secret.key").chmod(0o644)
    environ = {"SYNDICATE_WEB__SECRET": "s" * 40}
    monkeypatch.chdir(newsroom.folder)
    assert examine(Path("config.toml"), environ).warnings == ()
