"""Composing an edition of many unmailed articles for many readers, against one of few for few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from syndicate.config import load
from syndicate.publishing.wiring import open_parts
from syndicate.testing.clock import ManualClock
from tests.integration.test_composing_large import copy_reader
from tests.integration.test_freezing import copy_article
from tests.newsroom import CONFIG, Newsroom, dump

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def composing_of(count: int) -> Callable[[], object]:
    """Selects and renders the next edition of so many articles for so many readers; nothing of it is kept."""
    room = Newsroom(Path(mkdtemp(prefix="syndicate-bench-")))
    room.configure(CONFIG.replace('max_lateness = "36h"', 'max_lateness = "36h"\nmax_articles = 12'))
    room.write_article("first.txt", dump("First", section="World", published=NOON - timedelta(hours=1)))
    parts = open_parts(load(room.folder / "config.toml", environ={}), ManualClock(NOON)).__enter__()
    parts.publisher.collect()
    copy_article(parts.database, "First", count)
    copy_reader(parts.database, count)
    newsletter = parts.publisher.newsletter("daily")
    return lambda: parts.publisher.composing.by_hand.draft(newsletter)
