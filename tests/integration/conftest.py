"""A newsroom whose newsletter is due at seven, on each kind of database, by a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from syndicate.config import load
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage import Database
from syndicate.testing.clock import ManualClock
from tests.integration.edition_parts import MORNING, due_at_seven
from tests.integration.room_parts import SUNDAY, Room
from tests.newsroom import Newsroom


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MORNING)


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom whose newsletter is due at seven, without articles."""
    return due_at_seven(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def parts(desk: Newsroom, database: Database, clock: ManualClock) -> Iterator[Parts]:
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    config = load(desk.folder / "config.toml", environ={"SYNDICATE_DATABASE__URL": url})
    with open_parts(config, clock) as opened:
        yield opened


@pytest.fixture
def room_with(tmp_path: Path, database: Database) -> Iterator[Callable[..., Room]]:
    """Opens a newsroom on a Sunday morning whose newsletter is laid out so, with further ones by their names."""
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)
    with ExitStack() as opened:
        yield lambda how, **others: Room(tmp_path / "desk", ManualClock(SUNDAY), opened, url, how, **others)
