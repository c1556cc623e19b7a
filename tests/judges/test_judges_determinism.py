"""The same articles give the same bytes, whatever the hash seed, time zone, locale or number of the run."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from syndicate.storage import open_database
from tests.judges.hostile_corpus import DRAFTS, DUMPS, PART, Pressroom, take_in

ROOT = Path(__file__).parents[2]
SEEDS = ("0", "1", "42", "31337", "4294967295")
ZONES = ("UTC", "America/St_Johns", "Pacific/Apia")
LOCALES = ("C", "C.UTF-8")


def a_template(folder: Path, migrated: Path, dumps: int, drafts: int) -> Path:
    """A database with so much of the corpus picked up, and no feed written."""
    path = folder / "syndicate.db"
    shutil.copy(migrated, path)
    database = open_database(f"sqlite:///{path}")
    take_in(Pressroom(database, folder / "feeds"), dumps, drafts)
    database.close()
    return path


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Path:
    return a_template(tmp_path_factory.mktemp("part"), migrated_sqlite, *PART)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Path:
    return a_template(tmp_path_factory.mktemp("whole"), migrated_sqlite, DUMPS, DRAFTS)


def hashes(template: Path, folder: Path, seed: str, zone: str, language: str, runs: int) -> set[str]:
    """The hashes of that many runs in a process of its own; the archives grow anew in each process."""
    copy = folder / f"{seed}-{zone.replace('/', '-')}-{language}.db"
    shutil.copy(template, copy)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.judges.print_hashes", str(copy), str(runs)],
        cwd=ROOT,
        env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = ran.stdout.split()
    assert len(found) == runs
    return set(found)


def test_two_runs_in_two_very_different_places_give_one_hash(part: Path, tmp_path: Path) -> None:
    here = hashes(part, tmp_path, "0", "UTC", "C.UTF-8", 2)
    assert len(here) == 1
    assert hashes(part, tmp_path, "31337", "Pacific/Apia", "C", 1) == here


@pytest.mark.slow
@pytest.mark.timeout(1_500)
@pytest.mark.parametrize("seed", SEEDS)
def test_ten_runs_under_every_seed_zone_and_locale_give_one_hash(whole: Path, tmp_path: Path, seed: str) -> None:
    found = hashes(whole, tmp_path, "7", "UTC", "C.UTF-8", 1)
    for zone, language in itertools.product(ZONES, LOCALES):
        found |= hashes(whole, tmp_path, seed, zone, language, 10)
    assert len(found) == 1
