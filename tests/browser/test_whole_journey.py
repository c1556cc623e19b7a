"""The shipped configuration and sample articles, from the folder to the inbox, seen in a browser.

With ``--artefacts=docs/pictures`` it leaves the picture that the README shows (`make screenshot`).
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Browser, Page, Route

from tests.newsroom import REPOSITORY, Newsroom

pytestmark = pytest.mark.browser

VIEWS = [(320, "light"), (320, "dark"), (600, "light"), (600, "dark"), (1200, "light"), (1200, "dark")]
#: The README's picture: three columns of this height, with this much ground around them.
SHOWN_HEIGHT, GROUND = 1240, 56
NO_OVERFLOW = "document.documentElement.scrollWidth <= window.innerWidth"


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The shipped sample paper after one pass."""
    folder = tmp_path_factory.mktemp("quay")
    shutil.copy(REPOSITORY / "config.toml", folder)
    for name in ("articles", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    newsroom = Newsroom(folder)
    # The sample articles are dated; the newsletter must find its slot whenever the tests run.
    done = newsroom.run("run", "--once", SYNDICATE_NEWSLETTERS__MORNING__AT="00:00")
    assert done.returncode == 0, done.stderr
    return newsroom


@pytest.fixture
def page(chromium: Browser, quay: Newsroom, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window of a width and colour scheme that gets pictures from the newsroom's shelf, and nothing else."""
    width, scheme = request.param
    opened = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, device_scale_factor=2)
    opened.route("**/*", lambda route: _serve(route, quay))
    yield opened
    opened.close()


def _serve(route: Route, quay: Newsroom) -> None:
    _, found, name = route.request.url.partition("/media/")
    path = quay.folder / "var" / "media" / name
    if found and path.is_file():
        route.fulfill(path=path, content_type="image/jpeg")
    else:
        route.abort()


def _mail_html(quay: Newsroom) -> str:
    part = quay.mails()[0].get_body(("html",))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content


@pytest.mark.parametrize("page", VIEWS, indirect=True, ids=lambda view: f"{view[0]}-{view[1]}")
def test_the_sample_digest_shows_whole_with_all_its_pictures(
    page: Page, quay: Newsroom, pytestconfig: pytest.Config
) -> None:
    page.set_content(_mail_html(quay), wait_until="load")
    assert page.evaluate(NO_OVERFLOW)
    broken = page.evaluate("[...document.images].filter(one => !one.complete || one.naturalWidth === 0).length")
    assert broken == 0
    assert page.locator("h1").count() == 1
    artefacts: Path | None = pytestconfig.getoption("--artefacts")
    if artefacts is not None:
        assert page.viewport_size is not None
        scheme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
        artefacts.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=artefacts / f"sample-{page.viewport_size['width']}-{scheme}.png", full_page=True)


@pytest.mark.parametrize("page", [(1200, "light")], indirect=True, ids=["readme"])
def test_the_picture_for_the_readme_can_be_taken(
    page: Page, chromium: Browser, quay: Newsroom, pytestconfig: pytest.Config
) -> None:
    del page
    columns = [
        _column(chromium, quay, width, scheme) for width, scheme in ((600, "light"), (600, "dark"), (320, "light"))
    ]
    picture = _side_by_side(columns)
    assert picture.width > picture.height > SHOWN_HEIGHT
    artefacts: Path | None = pytestconfig.getoption("--artefacts")
    if artefacts is not None:
        artefacts.mkdir(parents=True, exist_ok=True)
        picture.quantize(256, dither=Image.Dither.NONE).save(artefacts / "digest.png", optimize=True)


def _column(chromium: Browser, quay: Newsroom, width: int, scheme: str) -> Image.Image:
    opened = chromium.new_page(viewport={"width": width, "height": SHOWN_HEIGHT}, color_scheme=scheme)  # type: ignore[arg-type]
    opened.route("**/*", lambda route: _serve(route, quay))
    opened.set_content(_mail_html(quay), wait_until="load")
    taken = Image.open(io.BytesIO(opened.screenshot())).convert("RGB")
    opened.close()
    return taken


def _side_by_side(columns: list[Image.Image]) -> Image.Image:
    width = sum(column.width + GROUND for column in columns) + GROUND
    sheet = Image.new("RGB", (width, SHOWN_HEIGHT + 2 * GROUND), "#e7e3da")
    left = GROUND
    for column in columns:
        shadow = Image.new("L", sheet.size, 0)
        ImageDraw.Draw(shadow).rounded_rectangle(
            (left, GROUND + 8, left + column.width, GROUND + 8 + SHOWN_HEIGHT), radius=14, fill=90
        )
        sheet.paste("#4d4536", mask=shadow.filter(ImageFilter.GaussianBlur(18)))
        corners = Image.new("L", column.size, 0)
        ImageDraw.Draw(corners).rounded_rectangle((0, 0, *column.size), radius=12, fill=255)
        sheet.paste(column, (left, GROUND), corners)
        left += column.width + GROUND
    return sheet
