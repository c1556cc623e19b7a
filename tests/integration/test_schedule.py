"""The scheduler over a newsroom: the steps run by themselves, and what fails is told of."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from syndicate.config import load
from syndicate.publishing.engines.lines import Lines
from syndicate.publishing.engines.scheduler import Scheduler
from syndicate.publishing.engines.timetable import Rhythm, timetable
from syndicate.publishing.wiring import Parts, open_parts
from tests.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable

OFTEN = timedelta(seconds=0.05)
RHYTHM = Rhythm(collect_every=OFTEN, compose_every=OFTEN, deliver_every=OFTEN, misfire_grace=timedelta(hours=1))
PATIENCE = 30.0


def scheduler(parts: Parts) -> Scheduler:
    jobs = timetable(parts.publisher, RHYTHM)
    return Scheduler(jobs, Lines(), clock=parts.clock, misfire_grace=RHYTHM.misfire_grace)


def test_the_steps_run_by_themselves_until_a_mail_is_in_the_outbox(newsroom: Newsroom) -> None:
    with open_parts(load(newsroom.folder / "config.toml", environ={})) as parts:
        parts.publisher.collect()
        engine = scheduler(parts)
        engine.start()
        wait_until(lambda: len(list(newsroom.outbox.glob("*.eml"))) == 2)
        engine.stop()
        parts.publisher.collect()
        assert len(newsroom.mails()) == 2


def test_a_source_that_cannot_be_read_is_told_of_and_stops_no_other_step(
    newsroom: Newsroom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with_a_gap(newsroom, tmp_path)
    with open_parts(load(newsroom.folder / "config.toml", environ={})) as parts:
        parts.publisher.collect()
        engine = scheduler(parts)
        with caplog.at_level(logging.ERROR, logger="syndicate.schedule"):
            engine.start()
            wait_until(lambda: len(list(newsroom.outbox.glob("*.eml"))) == 2)
            engine.stop()
    assert "source gone: " in caplog.text
    assert "nowhere" in caplog.text


def test_a_source_that_cannot_be_read_is_reported_and_the_others_are_read(newsroom: Newsroom, tmp_path: Path) -> None:
    with_a_gap(newsroom, tmp_path)
    with open_parts(load(newsroom.folder / "config.toml", environ={})) as parts:
        report = parts.publisher.collect()
    assert list(report.sources) == ["desk"]
    assert "nowhere" in report.failed["gone"]


def test_a_source_that_another_process_reads_keeps_no_other_from_being_read(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    more = f'\n[[sources]]\nname = "archive"\nfolder = "{tmp_path}/elsewhere"\n'
    path = newsroom.folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    with open_parts(load(path, environ={})) as parts, parts.database.lock("collect:archive"):
        report = parts.publisher.collect()
    assert (list(report.sources), report.failed) == (["desk"], {})
    assert report.left_to_others == ("collect:archive",)


def test_an_edition_that_was_composed_is_delivered_without_waiting_for_the_next_look(newsroom: Newsroom) -> None:
    with open_parts(load(newsroom.folder / "config.toml", environ={})) as parts:
        parts.publisher.collect()
        rare = replace(RHYTHM, deliver_every=timedelta(hours=1), collect_every=timedelta(hours=1))
        engine = Scheduler(
            timetable(parts.publisher, rare), Lines(), clock=parts.clock, misfire_grace=rare.misfire_grace
        )
        engine.start()
        wait_until(lambda: len(list(newsroom.outbox.glob("*.eml"))) == 2)
        engine.stop()


def with_a_gap(newsroom: Newsroom, tmp_path: Path) -> None:
    more = f'\n[[sources]]\nname = "gone"\nfolder = "{tmp_path}/nowhere"\n'
    path = newsroom.folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


def wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        if is_so():
            return
        pause.wait(0.05)
    pytest.fail("it did not come to pass")
