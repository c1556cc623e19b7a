"""Twenty photographs of 12 million pixels, for measuring the picture engine against a plain Pillow script.

Both sides run as processes of their own: ``engine`` is the whole step over real HTTP, database and
shelf with its workers; ``plain`` is what one would write by hand, with the same decoding and the
same files, and no more safety than Pillow has by itself.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 20
SIZE = (4000, 3000)


@dataclass(frozen=True)
class Spent:
    """What a side said of itself, and how many MB it had at most, with all its processes together."""

    told: dict[str, int]
    most_mb: float


def measured(side: str, folder: Path, address: str) -> Spent:
    """Run a side on the folder's photographs."""
    command = [sys.executable, "-m", "tests.benchmarks.picture_sides", side, str(folder), address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        most_kb = 0
        while process.poll() is None:
            most_kb = max(most_kb, _tree_kb(process.pid))
            time.sleep(0.01)
        out = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    told = {name: int(value) for name, value in (line.split("=") for line in out.splitlines())}
    return Spent(told=told, most_mb=most_kb / 1000)


def _tree_kb(pid: int) -> int:
    """Memory of a process and those that it started; what several of them share is divided between them."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = {int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()}
    except OSError:
        return 0  # it has ended
    own = next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return own + sum(map(_tree_kb, children))


@contextmanager
def photographs() -> Iterator[Path]:
    """A folder with `COUNT` photographs, every one different, each with a colour profile and an orientation."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(COUNT):
            (folder / f"{number:02}.jpg").write_bytes(_photograph(number))
        yield folder


class Cdn:
    """Serves the folder with validators, on loopback; counts requests and those that were answered unchanged."""

    def __init__(self, folder: Path) -> None:
        """Listen; files are served by name."""
        cdn = self
        self.requests = 0
        self.unchanged = 0

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = (folder / Path(self.path).name).read_bytes()
                tag = f'"{len(content)}"'
                cdn.requests += 1
                if self.headers.get("If-None-Match") == tag:
                    cdn.unchanged += 1
                    self.send_response(304)
                    self.send_header("ETag", tag)
                    self.end_headers()
                    return
                self.send_response(200)
                self.send_header("ETag", tag)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _photograph(number: int) -> bytes:
    """Soft shapes with grain, as photographs are; 2 to 4 MB."""
    from PIL import Image, ImageCms

    small = Image.effect_noise((40, 30), 90 + number)
    turns = (Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.ROTATE_180)
    layers = [small.transpose(turn).resize(SIZE, Image.Resampling.BICUBIC) for turn in turns]
    picture = Image.merge("RGB", layers)
    grain = Image.effect_noise((1000, 750), 12).resize(SIZE)
    picture = Image.blend(picture, Image.merge("RGB", [grain] * 3), 0.2)
    exif = Image.Exif()
    exif[0x0112] = (1, 3, 6, 8)[number % 4]
    out = BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture.save(out, "JPEG", quality=92, exif=exif, icc_profile=profile)
    return out.getvalue()
