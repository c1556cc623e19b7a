"""An import that is killed at any moment and said again gives the rows of one that nobody killed."""

from __future__ import annotations

import random
import subprocess
import time
from datetime import datetime
from pathlib import Path
from subprocess import DEVNULL
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from syndicate.audience.consents import ConsentLedger
from syndicate.audience.exporting import export_rows
from syndicate.audience.store import AudienceStore
from syndicate.storage import open_database, schema
from syndicate.storage.tables import consents, subscribers, subscriptions
from tests.emptying import empty
from tests.newsroom import Newsroom, open_newsroom

if TYPE_CHECKING:
    from syndicate.storage import Database

SIZES = [(2_500, 2), pytest.param((20_000, 10), marks=pytest.mark.slow)]


def a_list(folder: Path, size: int) -> Path:
    """Readers in Buttondown's words: most of them read, some left, some with a date, some bounced, some twice."""
    kinds = ["regular,,2022-01-02", "regular,,", "unsubscribed,2024-02-03,", "unsubscribed,,", "undeliverable,,"]
    rows = [f"reader{n - n % 50 // 49}@example.org,Reader {n},{kinds[n * n % 5]}" for n in range(size)]
    path = folder / "readers.csv"
    path.write_text("email,name,subscriber_type,unsubscription_date,creation_date\n" + "\n".join(rows))
    return path


def start(newsroom: Newsroom, path: Path, url: str) -> Any:
    arguments = ("subscribers", "import", str(path), "--consent", "asked", "--newsletter", "daily")
    return newsroom.start(*arguments, extra={"SYNDICATE_DATABASE__URL": url}, stdout=DEVNULL, stderr=DEVNULL)


def whole(newsroom: Newsroom, path: Path, url: str) -> float:
    """Import all of it; in how many seconds."""
    began = time.monotonic()
    with start(newsroom, path, url) as program:
        assert program.wait(120) == 0
    return time.monotonic() - began


def rows(database: Database) -> tuple[list[dict[str, str]], list[Any], bool]:
    """All that the list said, without the moments at which we heard it, and whether the ledger holds."""
    with database.read() as connection:
        found = [
            {name: "" if _is_ours(value) else value for name, value in row.items() if name != "grounds"}
            for row in export_rows(AudienceStore(connection))
        ]
        said = (consents.c.act, consents.c.kind, consents.c.wording, subscribers.c.address)
        tied = select(*said).join_from(consents, subscriptions, subscriptions.c.id == consents.c.subscription_id)
        acts = sorted(map(tuple, connection.execute(tied.join(subscribers))), key=str)
        return found, acts, ConsentLedger(connection).audit().broken == ()


def _is_ours(value: str) -> bool:
    """Whether it is an instant of this run."""
    return value.startswith(f"{datetime.now():%Y}")  # noqa: DTZ005 - the year alone


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_what_is_killed_and_said_again_is_as_if_nobody_had_killed_it(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, size: tuple[int, int]
) -> None:
    people, kills = size
    newsroom = open_newsroom(tmp_path / "newsroom")
    path, unharmed = a_list(tmp_path, people), f"sqlite:///{tmp_path}/unharmed.db"
    takes = whole(newsroom, path, unharmed)
    url = f"sqlite:///{tmp_path}/killed.db" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    database = open_database(url)
    schema.ensure(database)
    if kind == "postgres":
        with database.write() as connection:
            empty(connection)
    dice = random.Random(16)
    for _ in range(kills):
        with start(newsroom, path, url) as program:
            try:
                program.wait(dice.uniform(0, takes))
            except subprocess.TimeoutExpired:
                program.kill()
    whole(newsroom, path, url)
    expected = open_database(unharmed)
    assert rows(database) == rows(expected)
    assert rows(database)[2]
    for each in (database, expected):
        each.close()
