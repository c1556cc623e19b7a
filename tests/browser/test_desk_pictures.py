"""The manual's pictures of the desk, taken of the shipped articles; ``make screenshot`` keeps them."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import insert, select, update

from syndicate.audience.store import AudienceStore
from syndicate.digests.model import EditionState
from syndicate.digests.specials.request import Special
from syndicate.digests.store import EditionStore
from syndicate.storage.states import Audience
from syndicate.storage.tables import articles, edition_fates, editions, subscribers, subscriptions
from syndicate.text.mailboxes import read_mailbox
from tests.desk_room import SLOT, DeskRoom, open_desk
from tests.editions import an_edition, rendering_of
from tests.newsroom import REPOSITORY

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SETTINGS = """approval = "manual"
on_silence = "hold"
[[newsletters]]
name = "weekend"
title = "The Lantern weekend"
sender = "The Lantern <news@lantern.example>"
cadence = "weekly"
weekdays = ["sat"]
at = "08:00"
[editorial]
editors = ["Ed <ed@lantern.example>"]
"""
#: The bench has three columns where there is room for them.
WIDTHS = {"coming": 1600}
WIDTH, HEIGHT = 1280, 960
#: Bytes of a picture: whoever reads the manual loads it.
MOST = 120_000
NAMES = ("Ada Brandt", "Bo Lindqvist", "Cato Jansen", "Dina Okafor", "Emil Ferrari", "Freya Nowak", "Gil Moreau")


def test_the_manuals_pictures_can_be_taken(
    chromium: Browser, tmp_path: Path, migrated_sqlite: Path, pytestconfig: pytest.Config
) -> None:
    folder: Path = pytestconfig.getoption("--artefacts") or tmp_path / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with paper(tmp_path / "paper", migrated_sqlite) as (room, paths):
        context = chromium.new_context(locale="en-GB")
        room.let_in(context)
        page = context.new_page()
        for name, path in paths.items():
            page.set_viewport_size({"width": WIDTHS.get(name, WIDTH), "height": HEIGHT})
            page.goto(room.door.url + path)
            page.wait_for_load_state("load")
            if name == "coming":
                expect(page.locator("#findings h2 .meta")).to_be_visible()
                expect(page.locator(".frames iframe").first.content_frame.locator("img").first).to_be_visible()
            keep(page, folder / f"desk-{name}.png")
        context.close()
    assert {name: size for name in paths if (size := (folder / f"desk-{name}.png").stat().st_size) > MOST} == {}


def keep(page: Page, file: Path) -> None:
    """Keep what is seen, in few colours: a desk has no more."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(96, dither=Image.Dither.NONE).save(file, optimize=True)


@contextmanager
def paper(folder: Path, migrated: Path) -> Iterator[tuple[DeskRoom, dict[str, str]]]:
    """A newsroom with readers and a past, and where its pages are by the names of their pictures."""
    with open_desk(folder, migrated, SETTINGS) as room:
        _join(room)
        shutil.copytree(REPOSITORY / "articles", folder / "articles", dirs_exist_ok=True)
        room.parts.publisher.collect()
        _tell_of_the_past(room)
        closed = _compose(room, "%ferry%", "%vans%", "%tools%")
        room.parts.publisher.open_edition(closed)
        room.parts.publisher.deliver(Event())
        held = _compose(room, "%bridge%", "%train%")
        room.log_in()
        yield (
            room,
            {
                "today": "/",
                "coming": f"{SLOT}?width=600",
                "why": f"/editions/{closed}/why",
                "send": f"/editions/{held}",
                "reports": "/reports/daily",
                "people": f"/people/{_person(room)}",
            },
        )


def _join(room: DeskRoom) -> None:
    """Let readers have come over a year."""
    with room.parts.database.write() as connection:
        store = AudienceStore(connection)
        for number in range(84):
            name = NAMES[number % len(NAMES)]
            mailbox = read_mailbox(f"{name} <{name.lower().replace(' ', '.')}{number or ''}@reader.example>")
            at = room.clock.now() - timedelta(days=5 + (number * 47 + number * number // 9) % 340)
            for newsletter in ("daily", "weekend")[: 1 + (number % 3 == 0)]:
                store.subscribe(mailbox, newsletter, now=at)
        connection.execute(update(subscriptions).values(joins_at=None))  # as after the publisher's next look


def _tell_of_the_past(room: DeskRoom) -> None:
    """Let some weeks of editions have been sent, one of which the fuse would have warned of."""
    for number in range(1, 22):
        at, bounced = room.clock.now() - timedelta(days=24 - number), 9 if number == 14 else number % 3
        sent = {"state": EditionState.CLOSED, "first_claimed_at": at, "closed_at": at, "mails": 80, "submitted": 80}
        edition = an_edition(
            at,
            id=f"{'e' * 23}{number:03}",
            newsletter="daily",
            number=number,
            subject=f"The harbour in November, part {number}",
            bounced=bounced,
            **sent,
        )
        with room.parts.database.write() as connection:
            EditionStore(connection).add(edition, rendering_of(edition), [])
            key = connection.execute(select(editions.c.key).where(editions.c.id == edition.id)).scalar_one()
            told = {"delivered": 80 - bounced, "returned": number % 2, "complained": number % 5 == 0}
            rows = [{"edition_key": key, "fate": fate, "count": int(count)} for fate, count in told.items()]
            connection.execute(insert(edition_fates), rows)


def _compose(room: DeskRoom, *titles: str) -> str:
    """The id of an edition of the articles with such titles, composed and held."""
    publisher = room.parts.publisher
    with room.parts.database.read() as connection:
        query = select(articles.c.id, articles.c.title)
        found = [connection.execute(query.where(articles.c.title.ilike(title))).first() for title in titles]
    chosen = tuple(row.id for row in found if row)
    made = publisher.compose_special(
        publisher.newsletter("weekend"), Special(article_ids=chosen, audience=Audience.ALL)
    ).edition
    assert made is not None
    return made.id


def _person(room: DeskRoom) -> str:
    with room.parts.database.read() as connection:
        address = "ada.brandt@reader.example"
        return str(connection.execute(select(subscribers.c.id).where(subscribers.c.address == address)).scalar_one())
