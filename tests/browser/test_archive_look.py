"""The archive as a reader comes to it: by keys from the front page to an edition, in both schemes and directions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from syndicate.articles.corrections import DatedNote
from syndicate.digests.model import EditionState
from syndicate.links import Links
from syndicate.publishing.feed_site import series_of
from syndicate.storage import open_database
from syndicate.theme.colours import Colour, contrast
from syndicate.web.public.application import public_app
from syndicate.web.public.edition_copy import ArchiveLink, EditionNote, as_page
from tests.browser.axe import axe_script, violations
from tests.unit.web.web_samples import EDITION_HTML, NOW, Door, Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.node]

SUBJECTS = (
    "The harbour is silent",
    "Six counters open, and small vans find their market in repair shops along the coast",
    "The last diesel ferry leaves, and nobody hears the new one arrive",
)


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_script(tmp_path_factory.getbasetemp().parent / "axe-core")


@pytest.fixture
def newsroom(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Newsroom]:
    shutil.copy(migrated_sqlite, tmp_path / "syndicate.db")
    database = open_database(f"sqlite:///{tmp_path / 'syndicate.db'}")
    yield Newsroom(database, tmp_path)
    database.close()


@pytest.fixture
def door(newsroom: Newsroom) -> Iterator[Door]:
    with Door() as door:
        newsroom.links = Links(door.url, ["a test key"])
        story = newsroom.add()
        for number, subject in enumerate(SUBJECTS, start=1):
            at = NOW - timedelta(days=3 - number)
            newsroom.freeze(
                story,
                html=EDITION_HTML.replace("https://quay.example", door.url),
                id=f"{'e' * 25}{number}",
                number=number,
                slot=f"{at:%Y-%m-%d}",
                state=EditionState.CLOSED,
                first_claimed_at=at,
                closed_at=at,
                subject=subject,
            )
        yield door


def test_a_reader_finds_an_edition_by_keys_and_every_page_is_sound(
    chromium: Browser, newsroom: Newsroom, door: Door, axe: str, request: pytest.FixtureRequest
) -> None:
    archives = {series.name: series for series in series_of(newsroom.parts("archive = true\n").config)}
    folder: Path | None = request.config.getoption("--artefacts")

    def look(page: Page, name: str) -> None:
        for width in (1280, 768, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
            if folder is not None:
                (folder / "archive").mkdir(parents=True, exist_ok=True)
                page.screenshot(path=folder / "archive" / f"{name}-{width}.png", full_page=True)
        assert violations(checker, page.content(), axe) == [], name

    shown: tuple[tuple[Literal["light", "dark"], str], ...] = (("light", "en"), ("dark", "ar"))
    for scheme, language in shown:
        door.app = public_app(newsroom.site(archives=archives, language=language))
        page = chromium.new_page(color_scheme=scheme)
        checker = chromium.new_page(color_scheme=scheme)
        page.goto(f"{door.url}/")
        page.locator("header nav a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/archive/")
        look(page, f"newsletters-{scheme}")
        page.get_by_role("link", name="The Quay at dawn").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/archive/morning/")
        look(page, f"editions-{scheme}")
        assert page.get_by_role("heading", level=2).all_inner_texts() == list(SUBJECTS[::-1])
        page.get_by_role("link", name=SUBJECTS[0]).focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/editions/{'e' * 25}1")
        page.get_by_role("link", name="The Quay at dawn").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/archive/morning/")
        page.close()
        checker.close()


_COLOURS = """() => [...document.querySelectorAll(".web-head p, .web-head a, .web-head strong")]
  .map(each => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor]
    .map(colour => colour.match(/\\d+/g).map(Number)))"""
#: A mail with rules of its own for paragraphs and links, which hold on a light ground alone.
_DAY_ONLY = "<style>:root{color-scheme:light dark}p{color:#1b1d22}a{color:#888}</style>"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_stands_above_a_copy_can_be_read(chromium: Browser, scheme: Literal["light", "dark"]) -> None:
    said = DatedNote(label="Correction", label_language="en", note="Six.", language="en", noted_at=NOW)
    note = EditionNote(headline="A ferry", href="/articles/x", note=said)
    archive = ArchiveLink(
        href="/archive/morning/",
        title="The Quay",
        language="en",
        label="Archive",
        label_language="en",
        label_direction="ltr",
    )
    page = chromium.new_page(color_scheme=scheme)
    page.set_content(as_page(f"<html><head>{_DAY_ONLY}</head><body></body></html>", [note], archive=archive))
    found = page.evaluate(_COLOURS)
    page.close()
    assert len(found) == 5
    for ink, ground in found:
        assert contrast(*(Colour(*(channel / 255 for channel in each)) for each in (ink, ground))) >= 7
