"""Reports as an editor reads them: reached by keys, sound in both schemes, plots that show."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import insert, select

from syndicate.audience.store import AudienceStore
from syndicate.digests.model import EditionState
from syndicate.publishing.wiring import Parts
from syndicate.storage import open_database
from syndicate.storage.tables import edition_fates, editions
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.desk.access.links import desk_link
from syndicate.web.desk.application import desk_app
from tests.browser.axe import axe_script, violations
from tests.unit.web.web_samples import NOW, Door, Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.node]

EDITIONS = 24


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_script(tmp_path_factory.getbasetemp().parent / "axe-core")


def fill(newsroom: Newsroom) -> None:
    """A month of editions, one of them alarming, and a year of readers."""
    for number in range(1, EDITIONS + 1):
        at, bounced = NOW - timedelta(days=EDITIONS - number), 90 if number == 20 else 4 + number % 5
        newsroom.freeze(
            id=f"{'e' * 23}{number:03}",
            number=number,
            slot=f"{at:%Y-%m-%d}",
            state=EditionState.CLOSED,
            first_claimed_at=at,
            closed_at=at,
            mails=2_000,
            submitted=2_000 - number,
            bounced=bounced,
            complained=number % 2,
            subject=f"The harbour in November, part {number}",
        )
        told = {"delivered": 1_950 - bounced - number, "returned": number % 7, "complained": number % 2}
        with newsroom.database.write() as connection:
            key = connection.execute(select(editions.c.key).where(editions.c.number == number)).scalar_one()
            rows = [{"edition_key": key, "fate": fate, "count": count} for fate, count in told.items()]
            connection.execute(insert(edition_fates), rows)
    with newsroom.database.write() as connection:
        for reader in range(120):
            mailbox = read_mailbox(f"r{reader}@reader.example")
            AudienceStore(connection).subscribe(mailbox, "morning", now=NOW - timedelta(days=reader * 3 % 300))


def test_an_editor_reads_the_reports_by_keys_and_every_page_is_sound(
    chromium: Browser, tmp_path: Path, migrated_sqlite: Path, axe: str, request: pytest.FixtureRequest
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "syndicate.db")
    database = open_database(f"sqlite:///{tmp_path / 'syndicate.db'}")
    newsroom = Newsroom(database, tmp_path)
    fill(newsroom)
    folder: Path | None = request.config.getoption("--artefacts")
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    try:
        with Door() as door:
            desk = newsroom.desk()
            door.app = desk_app(desk)
            for scheme in schemes:
                _read_all(chromium, door, desk.parts, axe, scheme, folder)
    finally:
        database.close()


def _read_all(
    chromium: Browser, door: Door, parts: Parts, axe: str, scheme: Literal["light", "dark"], folder: Path | None
) -> None:
    context = chromium.new_context(color_scheme=scheme)
    page, checker = context.new_page(), chromium.new_page(color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    def look(name: str) -> None:
        for width in (1280, 768):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
            if folder is not None:
                (folder / "desk").mkdir(parents=True, exist_ok=True)
                page.screenshot(path=folder / "desk" / f"{name}-{width}-{scheme}.png", full_page=True)
            checker.set_viewport_size({"width": width, "height": 900})
            assert violations(checker, page.content(), axe) == [], (name, width)

    page.goto(desk_link(parts, door.url))
    _press(page, "Reports", "**/reports")
    look("reports")
    _press(page, "The Quay at dawn", "**/reports/morning")
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("details tbody tr").count() == 53
    widths = page.locator("section img").evaluate_all("(all) => all.map((one) => one.naturalWidth)")
    assert widths == [720] * 4
    page.keyboard.press("Enter")
    look("report")
    assert page.locator(".why").count() == 1
    assert complaints == []
    context.close()
    checker.close()


def _press(page: Page, link: str, to: str) -> None:
    page.get_by_role("link", name=link, exact=True).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(to)
