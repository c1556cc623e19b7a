"""The built wheel in an environment of its own: made, run and stopped as whoever installed it with pipx would."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import sysconfig
from itertools import takewhile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")


def done(*command: str | Path, folder: Path) -> str:
    """What a command prints; of the environment it knows no more than a new login would."""
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "HOME") if name in os.environ}
    result = subprocess.run(
        list(map(str, command)), cwd=folder, env=environment, capture_output=True, text=True, timeout=200, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment in which the wheel is installed.

    What it needs is lent by the tests' own environment, from which an editable `syndicate` does not come along: of a
    folder that a ``.pth`` file names, no ``.pth`` file is read.
    """
    folder = tmp_path_factory.mktemp("wheel")
    done(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, REPOSITORY, folder=folder)
    (wheel,) = folder.glob("syndicate-*.whl")
    done(sys.executable, "-m", "venv", "--without-pip", folder / "venv", folder=folder)
    python = folder / "venv" / "bin" / "python"
    done(*PIP, "--python", python, "install", "--no-deps", "--no-index", wheel, folder=folder)
    (own,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (own / "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder / "venv" / "bin"


@pytest.fixture
def newsroom(bin_folder: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "quay"
    done(bin_folder / "syndicate", "init", folder, folder=tmp_path)
    return folder


def test_nothing_comes_from_the_clone(bin_folder: Path) -> None:
    where = "import syndicate, syndicate.shipped as it; print(syndicate.__file__, it.NEWSROOM, it.TEMPLATES)"
    places = done(bin_folder / "python", "-c", where, folder=bin_folder).split()
    assert all(Path(place).is_relative_to(bin_folder.parent) for place in places)


def test_a_newsroom_of_the_wheel_is_the_clone_s(newsroom: Path) -> None:
    assert (newsroom / "config.toml").read_bytes() == (REPOSITORY / "config.toml").read_bytes()
    assert (newsroom / "articles" / "README.md").read_bytes() == (REPOSITORY / "articles" / "README.md").read_bytes()
    assert not (newsroom / "templates").exists()


def test_it_publishes_the_sample_articles_and_nothing_twice(bin_folder: Path, newsroom: Path) -> None:
    environ = "SYNDICATE_NEWSLETTERS__MORNING__AT=00:00"  # due, whenever the tests run
    once = ("env", environ, bin_folder / "syndicate", "run", "--once", "--json")
    first = json.loads(done(*once, folder=newsroom))
    assert (first["ingest"]["new"], first["editions"][0]["outcome"]) == (6, "edition")
    assert (newsroom / "feeds" / "rss.xml").stat().st_size > 0
    assert len(list((newsroom / "var" / "outbox").glob("*.eml"))) == 2
    second = json.loads(done(*once, folder=newsroom))
    assert (second["ingest"]["new"], second["feeds"]["written"], second["deliveries"]) == (0, 0, {})


def test_it_serves_until_it_is_stopped(bin_folder: Path, newsroom: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "SYNDICATE_WEB__PORT": "0", "SYNDICATE_DESK__PORT": "0"}
    with subprocess.Popen(
        [bin_folder / "syndicate", "run"], cwd=newsroom, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = list(takewhile(lambda line: not line.startswith("Running."), process.stdout))
        process.send_signal(signal.SIGINT)
        process.stdout.read()
    assert process.returncode == 130
    assert {line.split()[0] for line in lines if "http://127.0.0.1:" in line} >= {"Pages", "Feeds", "Desk"}


def test_templates_are_copied_from_the_wheel(bin_folder: Path, tmp_path: Path) -> None:
    done(bin_folder / "syndicate", "init", tmp_path, "--templates", folder=tmp_path)
    copied = tmp_path / "templates" / "email" / "digest" / "digest.mjml.j2"
    assert copied.read_bytes() == (REPOSITORY / "templates" / "email" / "digest" / "digest.mjml.j2").read_bytes()
