"""The two sides of the pictures' benchmark, each a process: ``python -m … engine|plain FOLDER WORK ADDRESS``."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.storage import Database

LEAD, SMALL, THUMB = (1200, 675), (600, 338), (240, 180)


def plain(folder: Path, work_folder: Path, _: str) -> None:
    """Pillow as one would write it: draft, upright, cut, sRGB, both widths in both encodings, and a thumbnail."""
    with _measured("made"):
        from io import BytesIO

        from PIL import Image, ImageCms, ImageOps

        srgb = ImageCms.createProfile("sRGB")

        def cut(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
            across = min(picture.width, picture.height * size[0] / size[1])
            down = across * size[1] / size[0]
            left, top = (picture.width - across) / 2, (picture.height - down) / 4
            box = (left, top, left + across, top + down)
            shown = picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
            profile = ImageCms.ImageCmsProfile(BytesIO(picture.info["icc_profile"]))
            return ImageCms.profileToProfile(shown, profile, srgb, outputMode="RGB") or shown

        count = 0
        for path in sorted(folder.glob("*.jpg")):
            with Image.open(path) as picture:
                picture.draft("RGB", (1200, 900))
                upright = ImageOps.exif_transpose(picture)
            lead = cut(upright, LEAD)
            count += 1
            shown = {"lead": lead, "small": lead.resize(SMALL, Image.Resampling.LANCZOS), "thumb": cut(upright, THUMB)}
            for name, one in shown.items():
                one.info = {}
                one.save(work_folder / f"{path.stem}-{name}.jpeg", "JPEG", quality=80, progressive=True, optimize=True)
                if name != "thumb":
                    one.save(work_folder / f"{path.stem}-{name}.webp", "WEBP", quality=80)
    _say("ready", count)


def engine(folder: Path, work_folder: Path, address: str) -> None:
    """The step itself, over HTTP: a first run that makes everything, and a look at the same pictures again."""
    import logging
    from datetime import UTC, datetime

    from syndicate.clock import SystemClock
    from syndicate.images.decoders import Decoders
    from syndicate.images.loading import Loader
    from syndicate.images.store import HeroStore
    from syndicate.images.work import HeroWork
    from syndicate.net.fetch import Fetcher
    from syndicate.shelf.folder import FolderShelf
    from syndicate.storage import open_database, schema

    logging.disable(logging.WARNING)
    now = datetime(2026, 11, 22, 7, tzinfo=UTC)
    clock = SystemClock()
    database = open_database(f"sqlite:///{work_folder}/bench.db")
    schema.ensure(database)
    names = sorted(path.name for path in folder.glob("*.jpg"))
    _write_articles(database, [f"{address}/{name}" for name in names], now)
    fetcher = Fetcher(clock=clock, user_agent="bench", allow_loopback=True)
    work = HeroWork(
        database=database,
        clock=clock,
        loader=Loader(fetcher=fetcher, pictures={}, max_bytes=15_000_000),
        decoders=Decoders(workers=2),
        shelf=FolderShelf(work_folder / "media"),
    )
    with _measured("made"):
        _say("ready", work.run(now).ready)
    with database.write() as connection:
        for name in names:
            HeroStore(connection).retry(f"{address}/{name}", now)
    with _measured("again"):
        _say("ready_again", work.run(now).ready)
    database.close()


def _write_articles(database: Database, addresses: list[str], now: datetime) -> None:
    from sqlalchemy import insert

    from syndicate.storage.tables import articles

    texts = dict.fromkeys(("title", "description", "caption", "credit"), "")
    rows = [
        {
            "id": address, "tag": f"tag:{address}", "source": "bench", "external_id": address, "fingerprint": "f",
            "status": "published", "sections": [], "tags": [], "authors": [], "language": "en", "direction": "ltr",
            "body_html": "", "body_text": "", "findings": [], "content_hash": "h", "revision": 1, "is_backlog": False,
            "first_seen_at": now, "changed_at": now,
            "media": [{"kind": "image", "candidates": [{"url": address, "key": "", "width": None, "height": None}],
                       **texts}],
        }
        for address in addresses
    ]  # fmt: skip
    with database.write() as connection:
        connection.execute(insert(articles), rows)


@contextmanager
def _measured(name: str) -> Iterator[None]:
    """Say the milliseconds of CPU that a block took, with those of the processes that began and ended in it."""
    before = _cpu()
    yield
    _say(f"{name}_ms", round((_cpu() - before) * 1000))


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _say(name: str, value: int) -> None:
    print(f"{name}={value}", flush=True)


if __name__ == "__main__":
    {"plain": plain, "engine": engine}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
