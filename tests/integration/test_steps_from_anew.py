"""A step needs nothing but rows: from a fresh process it leaves the same ones as from a process that has run on."""

from __future__ import annotations

import itertools
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from syndicate.config import load
from syndicate.delivery.lanes.run import NeverStop
from syndicate.publishing.wiring import open_parts
from syndicate.storage.tables import metadata
from syndicate.testing.clock import ManualClock
from tests.integration.edition_parts import MORNING
from tests.newsroom import CONFIG, Newsroom, dump
from tests.profiles import effort

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syndicate.publishing.wiring import Parts

STEPS = ("collect", "pictures", "revise", "feeds", "compose", "deliver")
EVENTS = ("write", "withdraw", "hold", "resume", "an hour", "a day")
#: A restart between two acts: the parts are closed, and made anew from the configuration.
RESTART = "restart"
#: What differs between two databases that say the same: hashes over bodies that hold the edition's own id, who claimed,
#: and the seals of acts of consent, which are salted.
NEVER_THE_SAME = {"content_hash", "claimed_by"} | {"salt", "network_salt", "network_digest", "digest", "chain"}

acts = st.lists(st.sampled_from([*STEPS, *STEPS, *EVENTS, RESTART, RESTART]), min_size=4, max_size=20)


@dataclass
class Room:
    """A newsroom on which acts are carried out, in one process or in many."""

    newsroom: Newsroom
    clock: ManualClock = field(default_factory=lambda: ManualClock(MORNING))
    written: int = 0
    failures: list[str] = field(default_factory=list)

    def play(self, script: Sequence[str], *, restarts: bool) -> dict[str, list[dict[str, Any]]]:
        """Carry out the script; every row that it leaves."""
        for process in self._processes(script, restarts=restarts):
            with self._opened() as parts:
                for act in process:
                    self._do(parts, act)
        with self._opened() as parts:
            return rows(parts)

    @staticmethod
    def _processes(script: Sequence[str], *, restarts: bool) -> Iterator[list[str]]:
        if not restarts:
            yield [act for act in script if act != RESTART]
            return
        for is_restart, process in itertools.groupby(script, lambda act: act == RESTART):
            if not is_restart:
                yield list(process)

    @contextmanager
    def _opened(self) -> Iterator[Parts]:
        with open_parts(load(self.newsroom.folder / "config.toml", environ={}), self.clock) as parts:
            yield parts

    def _do(self, parts: Parts, act: str) -> None:
        if act in STEPS:
            self._take(parts, act)
        elif act == "write":
            self.written += 1
            story = dump(f"Story {self.written}", published=self.clock.now() - timedelta(minutes=1))
            self.newsroom.write_article(f"{self.written}.txt", story)
        elif act in {"an hour", "a day"}:
            self.clock.advance(timedelta(hours=1) if act == "an hour" else timedelta(days=1))
        else:
            self._act_on_the_newest(parts, act)

    @staticmethod
    def _take(parts: Parts, name: str) -> None:
        publisher = parts.publisher
        steps = (*publisher.gathering, *publisher.compose_steps.values(), publisher.deliver_step)
        for step in steps:
            if step.name.partition(":")[0] == name:
                step.run(NeverStop())

    @staticmethod
    def _act_on_the_newest(parts: Parts, act: str) -> None:
        """A person's hand on the newest article, or on the newest edition that can be held or let go on."""
        with parts.database.read() as connection:
            article = connection.execute(text("SELECT id FROM articles ORDER BY sequence DESC LIMIT 1")).scalar()
            state = "sending" if act == "hold" else "held"
            query = text("SELECT id FROM editions WHERE state = :state ORDER BY rowid DESC LIMIT 1")
            edition = connection.execute(query, {"state": state}).scalar()
        if act == "withdraw" and article:
            parts.withdrawing.withdraw(article, "a mistake")
        elif act == "hold" and edition:
            parts.publisher.control.hold(edition, "wait")
        elif act == "resume" and edition:
            parts.publisher.control.resume(edition)


def rows(parts: Parts) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order in which they were written, random ids by their place among them."""
    with parts.database.read() as connection:
        found = {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(text("rowid"))).mappings()]
            for table in metadata.sorted_tables
        }
    names = {row["id"]: f"<{table}-{place}>" for table, each in found.items() for place, row in _with_ids(each)}
    return {table: [_named(row, names) for row in each] for table, each in found.items()}


def _with_ids(found: list[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    return ((place, row) for place, row in enumerate(found) if len(str(row.get("id", ""))) >= 13)


def _named(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {column: _in_words(value, names) for column, value in row.items() if column not in NEVER_THE_SAME}


def _in_words(value: object, names: dict[str, str]) -> str:
    told = repr(value)
    for identifier, name in names.items():
        told = told.replace(str(identifier), name)
    return told


def a_room(folder: Path) -> Room:
    newsroom = Newsroom(folder)
    newsroom.configure(CONFIG.replace('at = "00:00"', 'at = "07:00"\nmax_articles = 3'))
    newsroom.write_article("0.txt", dump("Story 0", published=MORNING - timedelta(hours=1)))
    return Room(newsroom)


@effort(1 / 12)
@given(script=acts)
@pytest.mark.timeout(600)
def test_every_step_leaves_the_same_rows_from_a_fresh_process_as_from_one_that_has_run_on(script: list[str]) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as another:
        running_on = a_room(Path(one) / "room").play(script, restarts=False)
        from_anew = a_room(Path(another) / "room").play(script, restarts=True)
    assert from_anew == running_on


def test_the_rows_would_show_a_step_that_was_left_out(tmp_path: Path) -> None:
    script = ["collect", "compose", "deliver"]
    whole = a_room(tmp_path / "whole").play(script, restarts=True)
    assert a_room(tmp_path / "same").play(script, restarts=False) == whole
    assert a_room(tmp_path / "less").play(script[:-1], restarts=False) != whole
