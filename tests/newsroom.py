"""A small newsroom in a folder: configuration, articles with pictures, and the command line run on it."""

from __future__ import annotations

import email
import email.policy
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from subprocess import PIPE
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from tests.programs import finish, start, traced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from subprocess import CompletedProcess

    from tests.programs import Program

REPOSITORY = Path(__file__).parents[1]

CONFIG = """
[site]
title = "The Lantern"
url = "http://127.0.0.1:8080"
language = "en"
time_zone = "UTC"
postal_address = "The Lantern, 1 Pier Road, Harbourtown"
id_authority = "lantern.example,2026"

[[sources]]
name = "desk"
folder = "articles"
first_run = "mail"
settle = "0s"

[audience]
sample_readers = ["Ann <ann@example.org>", "Bo <bo@example.net>"]

[[newsletters]]
name = "daily"
title = "The Lantern daily"
sender = "The Lantern <news@lantern.example>"
at = "00:00"
max_lateness = "36h"

[mail]
templates = {templates}
"""


@dataclass(frozen=True)
class Newsroom:
    """The folder, and what can be done in it."""

    folder: Path

    @property
    def outbox(self) -> Path:
        return self.folder / "var" / "outbox"

    @property
    def feeds(self) -> Path:
        return self.folder / "feeds"

    def configure(self, text: str = CONFIG) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        templates = json.dumps(str(REPOSITORY / "templates" / "email"))
        (self.folder / "config.toml").write_text(text.replace("{templates}", templates), encoding="utf-8")

    def write_article(self, name: str, text: str) -> Path:
        path = self.folder / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def draw_picture(self, name: str, size: tuple[int, int] = (1280, 720)) -> None:
        path = self.folder / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        image = Image.new("RGB", size, (24, 60, 92))
        ImageDraw.Draw(image).ellipse((size[0] // 3, size[1] // 4, size[0] // 2, size[1] // 2), fill=(250, 220, 160))
        image.save(path, quality=80)

    def environment(self, **extra: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SYNDICATE_", "AWS_"))}
        return {**kept, "PYTHONDONTWRITEBYTECODE": "1", **extra}

    def start(self, *arguments: str, extra: Mapping[str, str] | None = None, **streams: Any) -> Program:
        """Start a command in the folder, as an operator would, and go on."""
        return start(
            "syndicate", arguments, folder=self.folder, environment=self.environment(**(extra or {})), **streams
        )

    def run(self, *arguments: str, **extra: str) -> CompletedProcess[str]:
        """Run a command in the folder, as an operator would; the result with its output."""
        with self.start(*arguments, extra=extra, stdout=PIPE, stderr=PIPE) as program:
            return finish(program)

    def run_traced(self, *arguments: str, trace: Sequence[str]) -> CompletedProcess[str]:
        """The same under strace, which is given ``trace``; it counts from the program's own first line."""
        with self.start(*arguments, stdout=PIPE, stderr=PIPE, is_held=True) as program, traced(program.pid, *trace):
            program.go()
            return finish(program)

    def run_in_new_python(self, *arguments: str, shell: str = 'exec "$@"', **extra: str) -> CompletedProcess[str]:
        """The same with a Python of its own, begun by a line of the shell."""
        return subprocess.run(
            ["sh", "-c", shell, "sh", sys.executable, "-m", "syndicate", *arguments],
            cwd=self.folder,
            env=self.environment(**extra),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def json(self, *arguments: str, **extra: str) -> Any:
        """What a command gives with ``--json``; it has to end well."""
        done = self.run(*arguments, "--json", **extra)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def mails(self) -> list[EmailMessage]:
        """What lies in the outbox, parsed."""
        found = []
        for path in sorted(self.outbox.glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            found.append(message)
        return found


def open_newsroom(folder: Path) -> Newsroom:
    """Two articles, one with a picture beside it, and a newsletter that is due."""
    newsroom = Newsroom(folder)
    newsroom.configure()
    newsroom.draw_picture("pictures/lamp.jpg")
    newsroom.write_article("lamp.txt", dump("The lamp is lit again", section="Harbour", picture="pictures/lamp.jpg"))
    newsroom.write_article("tide.txt", dump("A tide table for poets", section="Culture"))
    return newsroom


def dump(
    title: str,
    *,
    section: str = "World",
    deck: str = "What the keepers found",
    published: datetime | None = None,
    picture: str | None = None,
    body: str = "",
) -> str:
    """An article in the page-dump format; published yesterday unless said otherwise."""
    at = published or datetime.now(UTC) - timedelta(days=1)
    dateline = f"{at:%B} {at.day}, {at:%Y, %H:%M:%S} GMT"
    media = ""
    if picture:
        item = {
            "id": 1,
            "title": "Lamp",
            "description": "The lamp seen from the pier at dusk",
            "is_video": "0",
            "images": {"s1": picture},
        }
        media = f"{json.dumps([item])}\n\n"
    text = body or (
        "The old lamp on the pier burned for the first time in nine years on Tuesday night, and half the town "
        "came out to look at it.\n\n"
        "Its keepers say that the work took eleven months and that the lens alone weighs four hundred kilograms."
    )
    return (
        f"Home » {section} » {title}\n\n{title}\n\n{deck}\n\n{dateline} - {text}\n\n{media}"
        "The harbour office will decide in spring whether it stays.\n\nYou may also like\n\nLeave a Comment\n"
    )
