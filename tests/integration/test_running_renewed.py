"""`syndicate run` and `syndicate preview` as processes, while their settings are saved."""

from __future__ import annotations

import os
import pty
import signal
import time
from subprocess import PIPE

from tests.integration.desk.hearing import hearing
from tests.integration.test_running import FAST, PATIENCE, Running, running, wait_for
from tests.newsroom import Newsroom, dump


def save(newsroom: Newsroom, old: str, new: str) -> None:
    file = newsroom.folder / "config.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def has_said(publisher: Running, words: str, times: int = 1) -> bool:
    return sum(words in line for line in publisher.lines) >= times


def test_saved_settings_hold_for_pages_feeds_and_steps_without_a_start(newsroom: Newsroom) -> None:
    newsroom.configure()
    save(newsroom, "[audience]", "[schedule]\ncollect_every = '1h'\n\n[audience]")
    slow = {name: value for name, value in FAST.items() if "COLLECT" not in name}
    with running(newsroom, is_fast=False, **slow) as publisher:
        assert publisher.is_up.wait(PATIENCE), publisher.lines
        wait_for(lambda: len(newsroom.mails()) == 2)
        with hearing(publisher.address("Desk")) as ear:
            save(newsroom, 'title = "The Lantern"', 'title = "The Beacon"')
            ear.await_event("repaint", what="settings")
            wait_for(lambda: has_said(publisher, "The new settings are in force."))
            with publisher.get("Pages") as answer:
                assert "The Beacon" in answer.read().decode()
            wait_for(lambda: b"The Beacon" in (newsroom.feeds / "rss.xml").read_bytes())
            save(newsroom, "'1h'", "'1s'")
            wait_for(lambda: has_said(publisher, "The new settings are in force.", 2))
            newsroom.write_article("later.txt", dump("Fog over the harbour"))
            wait_for(lambda: b"Fog over the harbour" in (newsroom.feeds / "rss.xml").read_bytes())
            save(newsroom, "[site]", "[sight]")
            assert ear.await_event("broken")["complaints"]
            publisher.process.send_signal(signal.SIGHUP)
            save(newsroom, "[sight]", "[site]")
            ear.await_event("mended")
            save(newsroom, "[audience]", "[web]\nsecret_file = 'var/other.key'\n\n[audience]")
            wait_for(lambda: has_said(publisher, "From the next start on: web.secret_file"))
        assert len(newsroom.mails()) == 2
        begun = time.monotonic()
        publisher.process.send_signal(signal.SIGTERM)
        assert publisher.process.wait(PATIENCE) == 0
        assert time.monotonic() - begun < 20


def test_without_a_desk_settings_take_force_too_and_by_a_signal_where_nothing_tells(newsroom: Newsroom) -> None:
    with running(newsroom, SYNDICATE_DESK__ENABLED="false") as publisher:
        assert publisher.is_up.wait(PATIENCE), publisher.lines
        save(newsroom, 'title = "The Lantern daily"', 'title = "At dawn"')
        publisher.process.send_signal(signal.SIGHUP)
        wait_for(lambda: has_said(publisher, "The new settings are in force."))
        assert not has_said(publisher, "Desk ")


def test_what_weighs_waits_for_the_signal_and_steps_for_a_file_that_rests(newsroom: Newsroom) -> None:
    with running(newsroom) as publisher:
        assert publisher.is_up.wait(PATIENCE), publisher.lines
        whole = (newsroom.folder / "config.toml").read_text()
        save(newsroom, 'title = "The Lantern"', 'title = "The Beacon"')
        time.sleep(0.3)
        save(newsroom, 'title = "The Lantern daily"', 'title = "At dawn"')
        wait_for(lambda: has_said(publisher, "The new settings are in force."))
        save(newsroom, 'name = "desk"', 'name = "des"')
        told = f"By `kill -HUP {publisher.process.pid}` or from the next start on: sources.desk, sources.des"
        wait_for(lambda: has_said(publisher, told))
        (newsroom.folder / "config.toml").write_text(whole)
        wait_for(lambda: has_said(publisher, "The new settings are in force.", 2))
        assert len(newsroom.mails()) == 2
        save(newsroom, 'at = "00:00"', 'at = "00:01"')
        wait_for(lambda: has_said(publisher, "newsletters.daily.at"))
        assert not has_said(publisher, "The new settings are in force.", 3)
        publisher.process.send_signal(signal.SIGHUP)
        wait_for(lambda: has_said(publisher, "The new settings are in force.", 3))


def test_closing_the_window_that_it_was_started_in_ends_it(newsroom: Newsroom) -> None:
    window, inside = pty.openpty()
    with newsroom.start("preview", stdin=inside, stdout=PIPE, stderr=PIPE) as process:
        os.close(inside)
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline() + process.stdout.readline()
        process.send_signal(signal.SIGHUP)  # which alone means to read again
        time.sleep(1)
        assert process.poll() is None
        os.close(window)
        process.send_signal(signal.SIGHUP)
        assert process.wait(PATIENCE) == 0


def test_the_desk_alone_shows_what_is_saved_beside_a_publisher_and_ends_by_ctrl_c(newsroom: Newsroom) -> None:
    with (
        running(newsroom, SYNDICATE_DESK__ENABLED="false") as publisher,
        newsroom.start("preview", stdout=PIPE, stderr=PIPE) as process,
    ):
        assert publisher.is_up.wait(PATIENCE), publisher.lines
        assert process.stdout is not None
        with hearing(process.stdout.readline().split()[-1]) as ear:
            newsroom.write_article("fog.txt", dump("Fog over the harbour"))
            ear.await_event("repaint", what="articles")
            wait_for(lambda: b"Fog over the harbour" in (newsroom.feeds / "rss.xml").read_bytes())
            publisher.process.kill()
            save(newsroom, 'title = "The Lantern daily"', 'title = "At dawn"')
            ear.await_event("repaint", what="settings")
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 130
            assert ear.has_ended.wait(5)
