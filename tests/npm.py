"""Programs of npm that tests ask: installed once, and kept between runs beside pytest's temporary folders."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

_INSTALL = ("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")


def folder_with(packages: Mapping[str, str], factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder of that name whose ``node_modules`` hold the packages, by their versions."""
    home = factory.getbasetemp().parent / name
    if not all((home / "node_modules" / package).exists() for package in packages):
        _install(packages, home)
    return home


def _install(packages: Mapping[str, str], home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "package.json").write_text(json.dumps({"private": True, "dependencies": dict(packages)}))
    ran = subprocess.run(_INSTALL, cwd=home, capture_output=True, text=True, timeout=280, check=False)
    if ran.returncode:
        shutil.rmtree(home)
        reason = f"npm could not install {', '.join(packages)}: {ran.stderr.strip()[-300:]}"
        if {"node", "all"} & set(os.environ.get("TESTS_REQUIRE", "").split(",")):  # as in conftest.py
            pytest.fail(reason)
        pytest.skip(reason)
