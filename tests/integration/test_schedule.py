from __future__ import annotations

import logging
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from syndicate.config import load
from syndicate.errors import StorageError
from syndicate.publishing.engines.scheduler import Rhythm, Schedule
from syndicate.publishing.publisher import CollectReport, DeliverReport
from syndicate.publishing.wiring import open_parts
from tests.newsroom import Newsroom

OFTEN = timedelta(seconds=0.05)
RHYTHM = Rhythm(collect_every=OFTEN, compose_every=OFTEN, deliver_every=OFTEN, misfire_grace=timedelta(hours=1))
PATIENCE = 30.0


def test_the_steps_run_by_themselves_until_a_mail_is_in_the_outbox(newsroom: Newsroom) -> None:
    with open_parts(load(newsroom.folder / "config.toml", environ={})) as parts:
        parts.publisher.collect()
        schedule = Schedule(parts.publisher, RHYTHM)
        schedule.start()
        _wait_until(lambda: len(list(newsroom.outbox.glob("*.eml"))) == 2)
        schedule.stop()
        parts.publisher.collect()
        assert len(newsroom.mails()) == 2


def test_a_step_that_fails_is_told_of_and_stops_no_other(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried, delivered = threading.Event(), threading.Event()

    def fail(stop: threading.Event | None = None) -> CollectReport:
        del stop
        tried.set()
        message = "the disk is full"
        raise StorageError(message, code="disk-full", hint="Free some space.")

    def deliver(stop: threading.Event) -> DeliverReport:
        del stop
        delivered.set()
        return DeliverReport(sent={}, failed={})

    with open_parts(load(newsroom.folder / "config.toml", environ={})) as parts:
        publisher = parts.publisher
        monkeypatch.setattr(publisher, "collect", fail)
        monkeypatch.setattr(publisher, "deliver", deliver)
        schedule = Schedule(publisher, RHYTHM)
        with caplog.at_level(logging.ERROR, logger="syndicate.schedule"):
            schedule.start()
            assert tried.wait(PATIENCE)
            assert delivered.wait(PATIENCE)
            _wait_until(lambda: "the disk is full" in caplog.text)
            schedule.stop()
    assert "Free some space" in caplog.text


def test_a_source_that_cannot_be_read_is_reported_and_the_others_are_read(newsroom: Newsroom, tmp_path: Path) -> None:
    more = f'\n[[sources]]\nname = "gone"\nfolder = "{tmp_path}/nowhere"\n'
    path = newsroom.folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    with open_parts(load(path, environ={})) as parts:
        report = parts.publisher.collect()
    assert list(report.sources) == ["desk"]
    assert "nowhere" in report.failed["gone"]


def _wait_until(is_so: object) -> None:
    assert callable(is_so)
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        if is_so():
            return
        pause.wait(0.05)
    pytest.fail("it did not come to pass")
