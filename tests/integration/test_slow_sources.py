"""Sources that do not answer, beside others that do: a real program, real connections."""

from __future__ import annotations

import json
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.foreign_host import ForeignHost, http
from tests.integration.test_running import PATIENCE, running, wait_for
from tests.peers import a_feed

if TYPE_CHECKING:
    import socket

    from tests.newsroom import Newsroom

CONFIG = """
[site]
title = "The Quay"
postal_address = "1 Harbour Steps"
id_authority = "quay.example,2026"
[net]
allow_loopback = true
timeout = "30s"
[schedule]
collect_every = "1s"
[web]
port = 0
[desk]
enabled = false
[[sources]]
name = "desk"
folder = "articles"
settle = "0s"
"""
SOURCE = """
[[sources]]
name = "{name}"
feed = "{address}"
every = "1s"
"""


def titles(newsroom: Newsroom) -> set[str]:
    try:
        found = json.loads((newsroom.feeds / "feed.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return set()
    return {item["title"] for item in found["items"]}


def test_sources_that_stay_silent_hold_back_nobody(newsroom: Newsroom) -> None:
    """More of them than the program has threads for everything else."""
    is_over, asked = threading.Event(), threading.Semaphore(0)

    def silent(connection: socket.socket) -> None:
        del connection
        asked.release()
        is_over.wait(60)

    with ExitStack() as open_hosts:
        host = open_hosts.enter_context(ForeignHost({"/feed": http("200 OK", body=a_feed("a"))}))
        silent_hosts = [open_hosts.enter_context(ForeignHost({"/feed": silent})) for _ in range(9)]
        named = {f"silent-{number}": each for number, each in enumerate(silent_hosts)} | {"good": host}
        sources = (SOURCE.format(name=name, address=each.url("/feed")) for name, each in named.items())
        newsroom.configure(CONFIG + "".join(sources))
        newsroom.write_article("first.md", "---\ntitle: First of the desk\n---\nThe boat lies at its berth again.\n")
        with running(newsroom):
            for _ in range(9):
                assert asked.acquire(timeout=PATIENCE)
            wait_for(lambda: titles(newsroom) >= {"Story a", "First of the desk"})
            host.answers["/feed"] = http("200 OK", body=a_feed("a", "b"))
            newsroom.write_article("second.md", "---\ntitle: Second\n---\nThe boat has left its berth again.\n")
            wait_for(lambda: titles(newsroom) >= {"Story a", "Story b", "First of the desk", "Second"})
            is_over.set()
