"""Two newsrooms in which every setting has a value of its own, and what can be seen of it from outside.

The *paper* delivers into its outbox and keeps its files in folders; the *wire* sends through the stand-in for SES and
keeps its files in a bucket. Their configuration is written from the table of `tests.settings.table`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.foreign_host import http
from tests.newsroom import REPOSITORY, Newsroom, dump

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage

    from syndicate.config import Config
    from syndicate.publishing.wiring import Parts
    from syndicate.shelf import Shelf
    from syndicate.testing.clock import ManualClock
    from syndicate.testing.ses import SesStandIn
    from tests.foreign_host import ForeignHost

#: A Sunday. The weekly edition of Friday is two and a half days late, that of today three hours.
NOW = datetime(2026, 11, 29, 10, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
TEMPLATE_MARK = "set in our own type"
OWN_TEMPLATE_MARK = "set in the type of the gulls"
SLIP = "The harbour master is honing in on an new answer for the town."
WORDS = "The harbour office will decide in spring whether the boat stays at its berth. " * 8


@dataclass
class Felt:
    """What was seen of one newsroom once it had published and sent."""

    newsroom: Newsroom
    config: Config
    parts: Parts
    clock: ManualClock
    host: ForeignHost
    mails: dict[str, EmailMessage] = field(default_factory=dict)  # by recipient and newsletter, "ann@…/gulls"
    editions: dict[str, list[str]] = field(default_factory=dict)  # headlines by newsletter
    due: dict[str, datetime] = field(default_factory=dict)
    articles: dict[str, Any] = field(default_factory=dict)  # by external id
    pictures: dict[str, str] = field(default_factory=dict)  # why there is none, by external id; "" where there is one
    feeds: dict[str, str] = field(default_factory=dict)
    calls: list[Mapping[str, Any]] = field(default_factory=list)
    pages: dict[str, tuple[Mapping[str, str], str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)  # what `syndicate run` printed
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the configuration lies."""
        return self.newsroom.folder

    def mail(self, newsletter: str) -> EmailMessage:
        """One mail of that newsletter."""
        return next(mail for key, mail in self.mails.items() if key.endswith(f"/{newsletter}"))

    def html(self, newsletter: str) -> str:
        """Its HTML part."""
        part = self.mail(newsletter).get_body(("html",))
        assert part is not None
        return str(part.get_content())

    def codes(self, external_id: str) -> set[str]:
        """The findings about an article."""
        return {finding.code for finding in self.articles[external_id].findings}

    def item(self, external_id: str) -> dict[str, Any]:
        """The article as the site's JSON Feed has it."""
        tag = self.articles[external_id].tag
        return next(item for item in json.loads(self.feeds["feed.json"])["items"] if item["id"] == tag)


def picture(size: tuple[int, int] = (880, 560), *, noise: bool = False) -> bytes:
    """A JPEG of that size; with ``noise`` a large one."""
    image = Image.effect_noise(size, 90).convert("RGB") if noise else Image.new("RGB", size, (24, 60, 92))
    out = BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


class Pictures(dict[str, Any]):
    """The answers of the host of others, which is the publication's CDN, too."""

    shelf: Shelf | None = None

    def get(self, path: str, default: Any = None) -> Any:
        name = path.removeprefix("/cdn/")
        if name == path or self.shelf is None:
            return super().get(path, default)
        stored = self.shelf.read(name)
        return http("200 OK", "Content-Type: image/jpeg", body=stored.content) if stored else default


class Gallery:
    """Answers for pictures: how many are asked for at once, and with which memory their workers were started."""

    def __init__(self) -> None:
        self.most = 0
        self.memory: set[str] = set()
        self._asked = 0
        self._guard = threading.Lock()
        self._is_crowded = threading.Event()
        self.is_over = threading.Event()

    def answer(self, body: bytes) -> Any:
        """A picture that waits a moment for two others to be asked for."""

        def send(connection: socket.socket) -> None:
            with self._guard:
                self._asked += 1
                self.most = max(self.most, self._asked)
            if self.most > 2:
                self._is_crowded.set()
            self._is_crowded.wait(2)
            self.memory |= set(_worker_memory())
            connection.sendall(http("200 OK", "Content-Type: image/jpeg", body=body))
            with self._guard:
                self._asked -= 1

        return send

    def slow(self, body: bytes) -> Any:
        """A picture that comes after five seconds: in time for the default, too late for ours."""

        def send(connection: socket.socket) -> None:
            self.is_over.wait(5)
            connection.sendall(http("200 OK", "Content-Type: image/jpeg", body=body))

        return send


def _worker_memory() -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            parent = int((process / "stat").read_text(errors="replace").rpartition(")")[2].split()[1])
        except (OSError, IndexError):  # it has ended meanwhile
            continue
        if b"syndicate.images.worker" in words and parent == os.getpid():
            found.append(words[words.index(b"syndicate.images.worker") + 1].decode())
    return found


def answers(gallery: Gallery) -> dict[str, Any]:
    """What the host of others has: pictures, and redirects to them."""
    good = picture()
    found: dict[str, Any] = {
        f"/p/{name}.jpg": gallery.answer(good) for name in ("a", "b", "c", "d", "full/x", "m", "s", "hop/0")
    }
    found |= {f"/p/hop/{hop}.jpg": http("302 Found", f"Location: /p/hop/{hop - 1}.jpg") for hop in range(1, 6)}
    found["/p/slow.jpg"] = gallery.slow(good)
    found["/p/heavy.jpg"] = http("200 OK", "Content-Type: image/jpeg", body=picture((700, 500), noise=True))
    found["/p/wide.jpg"] = http("200 OK", "Content-Type: image/jpeg", body=picture((1300, 800)))
    return found


def write_articles(newsroom: Newsroom, host: ForeignHost) -> None:
    """Articles that each make one setting felt; two folders, ``wires`` with every setting and ``plain`` with none."""
    for folder, mark in {"type": TEMPLATE_MARK, "own": OWN_TEMPLATE_MARK}.items():
        shutil.copytree(REPOSITORY / "templates" / "email", newsroom.folder / folder)
        footer = newsroom.folder / folder / "_base" / "footer.mjml.j2"
        footer.write_text(footer.read_text().replace("{{ why }}", f"{{{{ why }}}} {mark}", 1))
    ours = {"section": "Science", "author": "Gul Wing", "tags": "[cliff]"}
    records = {"a": {"image_ai": "generated"}, "b": {"image_ai": "assisted"}}
    for name in "abcd":
        picture = {"image": host.url(f"/p/{name}.jpg"), **records.get(name, {})}
        _markdown(newsroom, f"wires/{name}.md", name, **ours, **picture)
    _markdown(
        newsroom, "wires/plainer.md", "plainer", **ours, date=f"{YESTERDAY + timedelta(hours=1):%Y-%m-%d %H:%M} Z"
    )
    _markdown(newsroom, "wires/tagless.md", "tagless", section="Science", author="Gul Wing")
    _markdown(newsroom, "wires/nameless.md", "nameless", section="Science", tags="[cliff]")
    _markdown(newsroom, "wires/foreign.md", "foreign", **ours, lang="da")
    _markdown(newsroom, "plain/far.md", "far", **ours, lang="tr")
    _markdown(newsroom, "wires/slow.md", "slow", section="Culture", image=host.url("/p/slow.jpg"))
    _markdown(newsroom, "wires/heavy.md", "heavy", section="Culture", image=host.url("/p/heavy.jpg"))
    _markdown(newsroom, "wires/wide.md", "wide", section="Culture", image=host.url("/p/wide.jpg"))
    _markdown(newsroom, "wires/hops.md", "hops", section="Culture", image=host.url("/p/hop/5.jpg"))
    _markdown(newsroom, "wires/thumb.md", "thumb", section="Culture", image=host.url("/p/thumb/x.jpg"))
    _markdown(newsroom, "wires/aged.md", "aged", **ours, date="2026-11-24 07:00 Z")
    _markdown(newsroom, "wires/tagged.md", "tagged", section="Culture", tags="[rope]")
    _markdown(newsroom, "wires/signed.md", "signed", section="Culture", author="Dee Diver")
    _markdown(newsroom, "wires/danish.md", "danish", section="Culture", lang="da")
    _markdown(newsroom, "wires/other.md", "other", section="Culture", author="Abe Other", ai="assisted")
    long_before = f"{YESTERDAY - timedelta(hours=6):%Y-%m-%d %H:%M} Z"
    _markdown(newsroom, "wires/lonely.md", "lonely", **ours | {"section": "Lonely"}, date=long_before, ai="generated")
    _markdown(newsroom, "wires/cet.md", "cet", section="Culture", date="2026-11-28 07:00 CET")
    _markdown(newsroom, "wires/zoneless.md", "zoneless", section="Culture", date="2026-11-28 07:00")
    _markdown(
        newsroom,
        "wires/named.md",
        "named",
        section="Culture",
        body=f"Ask the the keeper for rope and and tar at once. {WORDS}",
    )
    _markdown(newsroom, "wires/slip.md", "slip", section="Culture", lang="en", body=f"{WORDS}\n\n{SLIP}")
    _markdown(newsroom, "wires/radio.md", "radio", section="Culture", audio="https://gull.example/radio.mp3")
    _markdown(newsroom, "wires/fresh.md", "fresh", section="Culture")
    _markdown(newsroom, "wires/large.md", "large", section="Culture", body=WORDS * 60)
    _markdown(newsroom, "plain/zone.md", "zone", section="World", date="2026-11-28 07:00")
    media = json.dumps([{"id": 1, "title": "x", "images": {"s": host.url("/p/s.jpg"), "m": host.url("/p/m.jpg")}}])
    newsroom.write_article("x", "")
    sized = newsroom.folder / "wires" / "sized.txt"
    sized.write_text(dump("Sized", section="Culture", published=YESTERDAY, body=f"{WORDS}\n\n{media}\n\n{WORDS}"))
    long_ago = (NOW - timedelta(hours=20)).timestamp()
    for file in newsroom.folder.rglob("*"):
        os.utime(file, (long_ago, long_ago))
    recent = (NOW - timedelta(minutes=10)).timestamp()
    os.utime(newsroom.folder / "wires" / "fresh.md", (recent, recent))


def _markdown(newsroom: Newsroom, path: str, title: str, *, body: str = WORDS, **settings: str) -> None:
    settings.setdefault("date", f"{YESTERDAY:%Y-%m-%d %H:%M} Z")
    lines = "\n".join(f"{key}: {value}" for key, value in settings.items())
    file = newsroom.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ntitle: Story {title}\n{lines}\n---\n\n{body}\n", encoding="utf-8")


def parsed(content: bytes) -> tuple[str, EmailMessage]:
    """A mail by its recipient and its newsletter."""
    mail = message_from_bytes(content, policy=policy.default)
    newsletter = re.sub(r"[<>]", "", str(mail["List-Id"])).partition(".")[0]
    return f"{mail['To'].addresses[0].addr_spec}/{newsletter}", mail


def free_port() -> int:
    """A port that nobody listened at a moment ago."""
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken:
        return int(taken.getsockname()[1])


def stand_in_of(ses: SesStandIn) -> dict[str, EmailMessage]:
    """What SES accepted."""
    return dict(parsed(mail.content) for mail in ses.accepted)
