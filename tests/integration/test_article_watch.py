"""A file is picked up when it rests, long before the schedule would look again."""

from __future__ import annotations

import time
from typing import Any

from tests.integration.test_running import PATIENCE, running, wait_for
from tests.newsroom import Newsroom, dump


def test_a_saved_story_is_in_the_feed_though_no_look_is_due(newsroom: Newsroom) -> None:
    slow: dict[str, Any] = {"SYNDICATE_SCHEDULE__COLLECT_EVERY": "1h", "SYNDICATE_DESK__ENABLED": "false"}
    with running(newsroom, **slow, SYNDICATE_SOURCES__DESK__SETTLE="1s") as publisher:
        assert publisher.is_up.wait(PATIENCE), publisher.lines
        newsroom.write_article("later.txt", dump("Fog over the harbour"))
        time.sleep(0.5)  # still being written
        newsroom.write_article("later.txt", dump("Fog over the harbour town"))
        wait_for(lambda: b"Fog over the harbour town" in (newsroom.feeds / "rss.xml").read_bytes())
        assert b"Fog over the harbour<" not in (newsroom.feeds / "rss.xml").read_bytes()
