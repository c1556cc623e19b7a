"""Pictures of a mail, taken by a Chromium of this machine, if it has one; it asks nobody for anything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from syndicate.links import Links

#: Pixels: a phone, the column of the mail, a desktop.
WIDTHS = (320, 600, 1200)
#: Chromium's own names of the schemes.
SCHEMES = {"light": "1", "dark": "0"}
#: A page is taken so high, and what is empty below is cut off.
_HEIGHT = 16_000
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: Pixels of the ground that are left below the last words.
_MARGIN = 48
_TIMEOUT = 60.0
_POLICY = "default-src 'none'; img-src file:; style-src 'unsafe-inline'"
_QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


def take_pictures(html: str, out: Path, links: Links, media: Path) -> list[str]:
    """A PNG for each width and scheme; the names of the files. Without a browser: none.

    Pictures of ours are shown from the folder ``media``, if they lie there.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        return []
    taken = []
    with TemporaryDirectory() as scratch:
        page = Path(scratch) / "mail.html"
        page.write_text(_local(html, links, media, Path(scratch)), encoding="utf-8")
        for width in WIDTHS:
            for scheme, code in SCHEMES.items():
                name = f"{width}-{scheme}.png"
                if _take(browser, page, out / name, width, code):
                    taken.append(name)
    return taken


def _local(html: str, links: Links, media: Path, scratch: Path) -> str:
    """The same with pictures from this machine: those of the shelf, and of fixtures a drawn one; nothing else runs."""
    from PIL import Image

    from syndicate.digests.fixtures import PICTURE

    drawn = scratch / PICTURE
    Image.linear_gradient("L").resize((1200, 675)).convert("RGB").save(drawn)
    html = html.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{_POLICY}">', 1)
    return html.replace(links.media(PICTURE), drawn.as_uri()).replace(links.media(""), f"{media.resolve().as_uri()}/")


def _take(browser: str, page: Path, file: Path, width: int, scheme: str) -> bool:
    own = (
        f"--user-data-dir={page.parent / 'profile'}",
        f"--blink-settings=preferredColorScheme={scheme}",
        f"--window-size={width},{_HEIGHT}",
        f"--screenshot={file}",
    )
    command = [browser, *_QUIET, *own, page.as_uri()]
    try:
        subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=True)  # noqa: S603 - a browser of this machine
    except (OSError, subprocess.SubprocessError):
        return False
    _cut(file)
    return True


def _cut(file: Path) -> None:
    """Cut off what is empty below."""
    from PIL import Image

    with Image.open(file) as picture:
        picture.load()
        picture.crop((0, 0, picture.width, _end(picture))).save(file)


def _end(picture: Image) -> int:
    from PIL import Image, ImageChops

    ground = picture.getpixel((0, picture.height - 1))
    empty = Image.new(picture.mode, picture.size, ground)
    box = ImageChops.difference(picture.convert("RGB"), empty.convert("RGB")).getbbox()
    return min(box[3] + _MARGIN, picture.height) if box else picture.height
