"""``make bench``: what is promised to be fast, as ratios against a named baseline in the same run.

The two sides of a case run in turn, so that a machine whose speed drifts treats both alike; the
figure is the median of the ratios, pair by pair. CPU time, not wall time.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.benchmarks import (
    choices,
    dumps,
    events,
    joining,
    lanes,
    lists,
    mails,
    one_click,
    opening,
    schedules,
    sending,
)
from tests.benchmarks.reading import report
from tests.newsroom import REPOSITORY

PAIRS = 9
PICTURE_PAIRS = 5


@dataclass(frozen=True)
class Case:
    """One comparison; ``goal`` is the largest ratio that keeps the promise, or ``None`` where none is given."""

    name: str
    baseline_name: str
    ours: Callable[[], object]
    baseline: Callable[[], object]
    goal: float | None = None


def main() -> int:
    """Run every case and print a line for each; 1 when a goal was missed."""
    missed = 0
    print(f"{'case':<46} {'median':>8} {'min':>7} {'max':>7}  {'goal':>6}  against")
    for case in cases():
        ratios = [_seconds(case.ours) / _seconds(case.baseline) for _ in range(PAIRS)]
        median = statistics.median(ratios)
        is_missed = case.goal is not None and median > case.goal
        missed += is_missed
        goal = f"{case.goal:.2f}" if case.goal else "-"
        figures = f"{median:8.2f} {min(ratios):7.2f} {max(ratios):7.2f}  {goal:>6}"
        print(f"{case.name:<46} {figures}  {case.baseline_name}{'   MISSED' if is_missed else ''}")
    few, many = dumps.memory(1_000), dumps.memory(10_000)
    print(f"\n10,000 dumps were picked up in {many:.0f} MB, 1,000 in {few:.0f} MB; it may be 1.10 times as much")
    missed += many > 1.1 * few
    report()
    print()
    missed += events.main()
    print()
    missed += choices.main()
    missed += lists.main()
    print()
    missed += joining.main()
    print()
    missed += one_click.main()
    missed += _pictures()
    missed += opening.main()
    missed += _live()
    missed += _variants()
    looked = min(schedules.seconds() for _ in range(PAIRS))
    print(f"\nwhen {schedules.COUNT:,} choices were last due took {looked * 1_000:.0f} ms of CPU; it may take 50")
    missed += looked > 0.05
    with _child_seconds() as spent:
        subprocess.run([sys.executable, "-m", "syndicate", "--help"], check=True, capture_output=True)
    print(f"\n`syndicate --help` took {spent[0]:.3f} s of CPU; it may take 0.300")
    return int(missed > 0 or spent[0] > 0.3)


def _live() -> int:
    """Measure how soon the desk shows what is saved; how many goals were missed."""
    from tests.benchmarks import live

    print()
    return live.main()


def _pictures() -> int:
    """Measure the picture engine against plain Pillow; how many goals were missed."""
    from tests.benchmarks import pictures

    with pictures.photographs() as folder, pictures.Cdn(folder) as cdn:
        sides = [(pictures.engine(folder, cdn.address), pictures.plain(folder)) for _ in range(PICTURE_PAIRS)]
        again, answered = cdn.requests - pictures.COUNT * PICTURE_PAIRS, cdn.unchanged
    ratios = [ours.made_seconds / baseline.made_seconds for ours, baseline in sides]
    median, most_mb = statistics.median(ratios), max(ours.most_mb for ours, _ in sides)
    figures = f"{median:8.2f} {min(ratios):7.2f} {max(ratios):7.2f}    1.10"
    print(f"{f'{pictures.COUNT} pictures of 12 megapixels':<46} {figures}  plain Pillow, same decoding and files")
    print(f"\nits memory, workers included: {most_mb:.0f} MB; it may take 150")
    costs = again / (pictures.COUNT * PICTURE_PAIRS)
    print(f"an unchanged picture costs {costs:.2f} requests, {answered} of {again} answered 304; it may cost 1")
    return sum((median > 1.10, most_mb > 150, costs != 1 or answered != again))


def _variants() -> int:
    """Measure the variants of an edition against one; whether the goal was missed."""
    times, goal = mails.variants(), mails.VARIANTS_GOAL
    print(f"\n{mails.VARIANTS:,} variants of an edition take {times:.0f} times as long as one; they may take {goal}")
    return int(times > goal)


def cases() -> Iterator[Case]:
    """Every comparison."""
    yield Case("syndicate --help", "python -c 'import click'", _command("--help"), _python("import click"), 2.5)
    yield _listing_editions()
    yield from (Case(*facts) for facts in dumps.comparisons())
    yield _reading_page()
    yield _reading_long_page()
    yield _reading_feed()
    yield from (Case(*facts) for facts in mails.comparisons())
    yield _compose()
    yield _freeze()
    yield _feeds()
    yield from (Case(*facts) for facts in sending.comparisons())
    yield from (Case(*facts) for facts in lanes.comparisons())


def _listing_editions() -> Case:
    """A command that asks the database, against the two libraries that it cannot do without."""
    folder = Path(tempfile.mkdtemp(prefix="syndicate-bench-"))
    path = folder / "config.toml"
    path.write_text((REPOSITORY / "config.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "articles").mkdir()
    _command("collect", "--config", str(path))()  # which makes the database
    return Case(
        "syndicate edition list",
        "python -c 'import pydantic, sqlalchemy'",
        _command("edition", "list", "--config", str(path)),
        _python("import pydantic, sqlalchemy"),
        2.0,
    )


def _reading_long_page() -> Case:
    from syndicate.articles.formats.page import read_html
    from syndicate.articles.rules import Rules

    def page(paragraphs: int) -> str:
        said = (f"<p>Paragraph {number}. {'Words flow on. ' * 40}</p>" for number in range(paragraphs))
        return f"<!DOCTYPE html><title>A long read</title><h1>A long read</h1><article>{''.join(said)}</article>"

    short, long, rules = page(80), page(640), Rules(language="en", zone=ZoneInfo("UTC"))
    return Case(
        f"reading a page of {len(long) // 1000} kB",
        "eight pages of an eighth",
        _times(1, lambda: read_html(long, rules)),
        _times(8, lambda: read_html(short, rules)),
        1.5,
    )


def _reading_feed() -> Case:
    import feedparser

    from syndicate.articles.formats.feed import divide_feed, read_feed
    from syndicate.articles.rules import Rules

    text = f"&lt;p&gt;{'Words flow on. ' * 40}&lt;/p&gt;" * 6
    items = (
        f"<item><title>Story {number}</title><guid>{number}</guid><pubDate>Sun, 05 Oct 2025 15:34:55 GMT</pubDate>"
        f'<description>{text}</description><enclosure url="https://h.example/{number}.jpg" type="image/jpeg"/></item>'
        for number in range(50)
    )
    feed = f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>'
    content, rules = feed.encode(), Rules(language="en", zone=ZoneInfo("UTC"))
    return Case(
        f"reading a feed of {len(feed) // 1000} kB",
        "feedparser, parsing alone",
        _times(1, lambda: [read_feed(one, rules) for _, one in divide_feed(feed).items]),
        _times(1, lambda: feedparser.parse(content)),
    )


def _reading_page() -> Case:
    from trafilatura import extract

    from syndicate.articles.formats.page import read_html
    from syndicate.articles.rules import Rules

    paragraphs = (f"<p>Paragraph {number}. {'Words flow on. ' * 40}</p>" for number in range(16))
    page = f"<!DOCTYPE html><title>A long read</title><h1>A long read</h1><article>{''.join(paragraphs)}</article>"
    rules = Rules(language="en", zone=ZoneInfo("UTC"))
    return Case(
        f"reading a page of {len(page) // 1000} kB",
        "trafilatura's fast mode alone",
        _times(20, lambda: read_html(page, rules)),
        _times(20, lambda: extract(page, fast=True, include_comments=False)),
    )


def _compose() -> Case:
    from tests.benchmarks.composing import composing_of

    many, few = composing_of(20_000), composing_of(20)
    return Case("composing of 20,000 articles for as many readers", "the same of 20 for 20", many, few, 20.0)


def _freeze() -> Case:
    from tests.benchmarks.editions import freezing_of

    sliced, plain = freezing_of(20_000)
    return Case("freezing an edition for 20,000 readers", "one INSERT … SELECT of the same rows", sliced, plain)


def _feeds() -> Case:
    from feedgen.feed import FeedGenerator

    from syndicate.feeds.documents import FORMATS
    from syndicate.feeds.model import Addresses
    from tests.benchmarks.feeds import feed_of

    feed = feed_of(50)

    def baseline() -> None:
        plain = FeedGenerator()
        plain.id(feed.id)
        plain.title(feed.title)
        plain.link(href=feed.url)
        plain.description(feed.description)
        for entry in feed.entries:
            one = plain.add_entry(order="append")
            one.id(entry.id)
            one.title(entry.title)
            one.link(href=entry.url)
            one.published(entry.published_at)
            one.content(entry.content_html, type="CDATA")
        plain.rss_str()

    rss = FORMATS["rss"]
    return Case(
        "an RSS document of 50 entries",
        "plain feedgen",
        _times(5, lambda: rss.render(feed, Addresses(own="https://lantern.example/feeds/rss.xml"))),
        _times(5, baseline),
        3.0,
    )


def _times(count: int, call: Callable[[], object]) -> Callable[[], None]:
    def repeated() -> None:
        for _ in range(count):
            call()

    repeated()  # warm
    return repeated


def _command(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-m", "syndicate", *arguments], check=True, capture_output=True)


def _python(code: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    with _child_seconds() as spent:
        call()
    return time.process_time() - start + spent[0]


@contextmanager
def _child_seconds() -> Iterator[list[float]]:
    before, spent = resource.getrusage(resource.RUSAGE_CHILDREN), [0.0]
    yield spent
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent[0] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
