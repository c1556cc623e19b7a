"""What stands around the stories of a newsletter: so much of it that the mail has no room for them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from syndicate.config.origins import Clash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from syndicate.config.model import Config
    from syndicate.config.newsletters.sections import BlockSection
    from syndicate.config.positions import KeyPath

    Name = Callable[[KeyPath], str]

#: Bytes that footer and blocks may take of the 100,000 which Gmail shows of a mail.
MOST_AROUND = 40_000
#: About what a mail writes around a line of the footer, a block, and a paragraph, heading or link of it.
_LINE, _BLOCK, _PART = 200, 1_100, 100
#: Bytes of Markdown below which no text comes near: the shortest paragraph has three.
_SHORT = 500


def surrounding_clashes(config: Config, name: Name) -> Iterator[Clash]:
    """Footers and blocks that leave a mail no room for stories, on the day on which most of them stand together."""
    site = config.theme
    for index, newsletter in enumerate(config.newsletters):
        own, path = newsletter.theme, ("newsletters", index)
        has_lines, has_social = own.footer is not None, own.social is not None
        lines = _bytes_of_footer((own.footer if has_lines else site.footer) or ())
        social = _bytes_of_social((own.social if has_social else site.social) or {})
        day, blocks = _fullest_day(newsletter.blocks)
        if (total := lines + social + blocks) <= MOST_AROUND:
            continue
        footer: KeyPath = (*path, "theme", "footer") if has_lines else ("theme", "footer")
        links: KeyPath = (*path, "theme", "social") if has_social else ("theme", "social")
        sizes: dict[KeyPath, int] = {footer: lines, links: social, (*path, "blocks"): blocks}
        largest = max(sizes, key=sizes.__getitem__)
        on = f" on {day}" if blocks and day > date.min else ""
        message = (
            f'footer and blocks of "{newsletter.name}" take about {total:,} bytes of each mail{on}, and at most '
            f"{MOST_AROUND:,} leave room for stories; shorten {name(largest)}"
        )
        yield Clash(paths=(largest,), message=message)


def _bytes_of_footer(lines: Iterable[str]) -> int:
    return sum(_LINE + len(line.encode()) for line in lines)


def _bytes_of_social(links: Mapping[str, str]) -> int:
    return sum(_LINE + len(name.encode()) + len(url) for name, url in links.items())


def _fullest_day(blocks: Iterable[BlockSection]) -> tuple[date, int]:
    """The first day on which the blocks that stand together take most, and the bytes that they take then."""
    sizes = [(block.planned, _bytes_of_block(block)) for block in blocks]
    days = sorted({date.min, *(planned.starts_on for planned, _ in sizes if planned.starts_on)})
    taken = {day: sum(size for planned, size in sizes if planned.stands_on(day)) for day in days}
    day = max(days, key=taken.__getitem__)
    return day, taken[day]


def _bytes_of_block(block: BlockSection) -> int:
    text = block.text or ""
    words = len(text.encode()) if len(text) < _SHORT else _bytes_of_markdown(text)
    return _BLOCK + words + len((block.label or "").encode()) + len(block.url or "")


def _bytes_of_markdown(text: str) -> int:
    from syndicate.digests.introduction import introduction_html

    html = introduction_html(text)
    return len(html.encode()) + _PART * (html.count("<") - html.count("</"))
