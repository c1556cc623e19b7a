"""A desk behind a door that stays open, whose passwords cost nothing to try."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from syndicate.storage import Database
from syndicate.web.desk.access import passwords
from syndicate.web.desk.application import desk_app
from syndicate.web.desk.context import Desk
from tests.unit.web.web_samples import Door, Newsroom


@pytest.fixture
def newsroom(sqlite_database: Database, tmp_path: Path) -> Newsroom:
    return Newsroom(sqlite_database, tmp_path)


@pytest.fixture
def desk(door: Door, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk at that door, with nobody in it."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    desk = newsroom.desk()
    door.app = desk_app(desk)
    return desk
