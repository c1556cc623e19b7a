from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from syndicate.errors import StorageError
from syndicate.links import Links
from syndicate.links.keys import key_ring


def test_the_first_start_makes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret.key"
    (key,) = key_ring(path)
    assert len(key) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert key_ring(path) == (key,)
    assert [one.name for one in path.parent.iterdir()] == ["secret.key"]


def test_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    found: list[tuple[str, ...]] = []
    threads = [threading.Thread(target=lambda: found.append(key_ring(tmp_path / "k"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_new_key_signs_and_old_links_go_on_working(tmp_path: Path) -> None:
    path = tmp_path / "k"
    old = Links("https://x.example", key_ring(path)).unsubscribe("s1").rpartition("/")[2]
    path.write_text(path.read_text(encoding="ascii") + "f" * 64 + "\n", encoding="ascii")
    links = Links("https://x.example", key_ring(path))
    assert links.read_unsubscribe(old) == "s1"
    assert links.unsubscribe("s1").rpartition("/")[2] != old


def test_an_empty_key_file_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "k"
    path.touch()
    with pytest.raises(StorageError, match="empty") as caught:
        key_ring(path)
    assert "backup" in str(caught.value.hint)


def test_a_lost_key_is_not_replaced_once_mails_were_signed_with_it(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="gone") as caught:
        key_ring(tmp_path / "k", may_make=False)
    assert "backup" in str(caught.value.hint)
    assert not (tmp_path / "k").exists()


def test_a_key_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "k").write_text("garbage\n", encoding="ascii")
    with pytest.raises(StorageError, match="fewer than 32"):
        key_ring(tmp_path / "k")


def test_a_key_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "k").mkdir()
    with pytest.raises(StorageError) as caught:
        key_ring(tmp_path / "k")
    assert str(tmp_path / "k") in str(caught.value)
