"""Page dumps: how long they take to read, and to store, however long or many they are.

The baseline of reading is what any reader of the same text must do at the least: `nh3` cleans the article's text, as
the HTML that it becomes, and `lxml` parses and writes that once. It decodes nothing, looks for nothing and
leaves nothing out. Beside it stands the same over the pages of real articles, of whose dumps ours is the time.
Figures are CPU time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import nh3
from lxml import html

from syndicate.articles.collecting import Collector
from syndicate.articles.model import RawDocument
from syndicate.articles.reading import read
from syndicate.articles.review import reviewed
from syndicate.articles.rules import Rules
from syndicate.articles.sources import Memory, SourceReading
from syndicate.storage import open_database
from syndicate.storage.schema import upgrade
from syndicate.testing.clock import ManualClock
from tests.benchmarks import reading as samples

RULES = Rules(language="en", zone=ZoneInfo("Europe/Berlin"))
#: Name, name of the baseline, ours, the baseline, the largest ratio that keeps the promise, if there is one.
Comparison = tuple[str, str, Callable[[], object], Callable[[], object], float | None]

_SENTENCES = (
    "The night ferry will carry passengers again, the port authority announced on Sunday after two years of talks.",
    "Cabins for four hundred people have been fitted out in the yard’s old hall, and the first crossing is in spring.",
    "“It isn’t only about the ship,” said the harbour master; “it is about the town behind it, and whom it waits for.”",
    "Bookings open in December, and the price of a berth was set at forty – breakfast and a blanket are part of it.",
)
# What takes a careless reader a time that grows with the square of its length.
_HOSTILE = (
    "» ",
    "[",
    '[{"',
    '[{"a":[',
    "a.B",
    "aa.Bb",
    "1",
    "2025-",
    "5 x 2025 ",
    "a\n",
    "Share ",
    "2020 ",
    "© ",
    "&lt;",
    "(",
    "X says:\n",
)


def page(size: int, number: int = 1) -> str:
    """A dump of about that many bytes: paragraphs of four sentences, a sub-heading above every sixth, a picture."""
    title = f"Night Ferry Number {number} Returns To The Old Harbour"
    paragraphs: list[str] = []
    length = 0
    while length < size - 900:
        place = len(paragraphs)
        prose = " ".join(_SENTENCES[(place + turn) % 4] for turn in range(4))
        text = prose if place % 7 else f"A Yard Full Of Cabins {place}"
        paragraphs.append(text)
        length += len(text.encode()) + 2
    picture = {"id": 1, "title": "The ferry", "description": "The ferry at its berth.", "is_video": "0"}
    media = json.dumps([picture | {"images": {"s1": "https://pictures.example/ferry.jpg"}}])
    return "\n\n".join(
        [
            f"Home » World » {title}",
            title,
            "A Route Lost For Thirty Years Sails Again In Spring",
            f"October 5, 2025, 15:34:55 CEST - {paragraphs[1]}",
            *paragraphs[2:],
            media,
            "You may also like",
            "Leave a Comment",
            "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
        ]
    )


def comparisons() -> Iterator[Comparison]:
    """Every comparison of this file."""
    yield _one_page()
    if samples.is_there():
        yield _real()
    yield _reviewed()
    yield _long_page()
    yield _hostile()
    yield _stored(1_500)


def _document(text: str, number: int = 1) -> RawDocument:
    return RawDocument(source="desk", external_id=f"world/{number:06}.txt", content=text.encode())


def _one_page() -> Comparison:
    document = _document(page(10_000))
    text = read(document, RULES).body_html

    def baseline() -> None:
        for _ in range(20):
            _clean(text)

    def ours() -> None:
        for _ in range(20):
            read(document, RULES)

    name = f"reading a dump of {len(document.content) / 1000:.0f} kB"
    return name, "nh3 + lxml over the same text", ours, baseline, 1.5


def _clean(text: str) -> str:
    cleaned: str = html.tostring(html.document_fromstring(nh3.clean(text)), encoding="unicode")
    return cleaned


def _real() -> Comparison:
    dumps = [
        RawDocument(source="desk", external_id=key, content=content)
        for key, content in samples.documents(samples.Kind.DUMP)
    ]
    pages = [content.decode("utf-8", "replace") for _, content in samples.documents(samples.Kind.PAGE)]

    def baseline() -> None:
        for one in pages:
            _clean(one)

    def ours() -> None:
        for one in dumps:
            read(one, RULES)

    return f"reading {len(dumps)} real dumps", "nh3 + lxml over the same articles' pages", ours, baseline, None


def _reviewed() -> Comparison:
    document = _document(page(10_000))
    draft = read(document, RULES)

    def baseline() -> None:
        for _ in range(20):
            read(document, RULES)

    def ours() -> None:
        for _ in range(20):
            reviewed(draft, RULES)

    return "reviewing a dump of 10 kB", "reading it", ours, baseline, None


def _long_page() -> Comparison:
    short, long = _document(page(10_000)), _document(page(990_000))

    def baseline() -> None:
        for _ in range(99):
            read(short, RULES)

    return "reading a dump of 990 kB", "99 dumps of 10 kB", lambda: read(long, RULES), baseline, 1.5


def _hostile() -> Comparison:
    """Twice the length must not take much more than twice the time; the text below makes it an article."""

    def reading(length: int) -> Callable[[], None]:
        texts = [_document(f"{pattern * (length // len(pattern))}\n\n{page(2_000)}") for pattern in _HOSTILE]

        def run() -> None:
            for text in texts:
                read(text, RULES)

        return run

    return (
        f"reading {len(_HOSTILE)} hostile dumps of 200 kB",
        "the same of 100 kB",
        reading(200_000),
        reading(100_000),
        2.6,
    )


class _Pages:
    """A source of pages made as they are asked for."""

    name = "desk"
    language = "en"
    zone = RULES.zone

    def __init__(self, count: int, size: int) -> None:
        self._count, self._size = count, size

    def read(self, memory: Memory) -> SourceReading:
        del memory
        return SourceReading(documents=self.documents())

    def documents(self) -> Iterator[RawDocument]:
        return (_document(page(self._size, number), number) for number in range(self._count))

    def check_picture(self, path: str) -> None:
        raise AssertionError(path)

    def picture(self, path: str, max_bytes: int) -> bytes:
        raise AssertionError(path, max_bytes)


def _pick_up(count: int, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/articles.db")
        upgrade(database)
        Collector(database, ManualClock(datetime.now(UTC)), "quay.example,2026").run(
            _Pages(count, size), RULES, mails_first_run=False
        )
        database.close()


def _stored(count: int) -> Comparison:
    source = _Pages(count, 10_000)

    def baseline() -> None:
        for document in source.documents():
            read(document, RULES)

    return f"{count} dumps of 10 kB into SQLite", "reading them", lambda: _pick_up(count, 10_000), baseline, 3.0


def memory(count: int) -> float:
    """The most memory in MB, of a process of its own, that picking up so many small dumps took."""
    code = f"from tests.benchmarks.dumps import print_peak; print_peak({count})"
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)


def print_peak(count: int) -> None:
    """As `memory`, of this process."""
    _pick_up(count, 1_500)
    # Not getrusage: that remembers what the parent had when it started us.
    (peak,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    print(int(peak.split()[1]) / 1024)
