"""One story in every form that is read; a new form is one more entry in `WRITERS`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from syndicate.articles.formats.sniff import Format

LEAD = (
    "The night ferry, a fixture of the old harbour for most of a century, will carry passengers again, the port "
    "authority announced on Sunday after two years of talks."
)
CABINS = (
    "Cabins for four hundred people have been fitted out in the yard upriver. Bookings open in December, and the first "
    "crossing leaves on the evening of the second of April."
)
BRIDGE = (
    "For the town it is a bridge that leaves at nine in the evening and arrives before breakfast, says the harbour "
    "master, whose father was a stoker on the old one."
)
PARAGRAPHS = (LEAD, CABINS, "A Yard Full Of Cabins", BRIDGE)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture with its words."""

    url: str
    alt: str = "The ferry at its berth at dusk."
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """What every form has to bring across. The third paragraph is a sub-heading."""

    title: str = "Night Ferry Returns To The Old Harbour. Will The Trains Follow?"
    deck: str | None = "A Route Lost For Thirty Years Sails Again In Spring"
    date: str | None = "October 5, 2025, 15:34:55 +0200"
    section: str = "World"
    authors: tuple[str, ...] = ("Ann Reed", "Bo Dale")
    paragraphs: tuple[str, ...] = PARAGRAPHS
    pictures: tuple[Picture, ...] = (Picture(url="https://pictures.example/ferry.jpg"),)

    def but(self, **changes: object) -> Story:
        """The same story with something else in it."""
        return replace(self, **changes)  # type: ignore[arg-type]


def as_dump(story: Story) -> str:
    """The text of the story's page."""
    media = [
        {"id": place, "title": "", "description": one.alt, "caption": one.caption, "images": {"s1": one.url}}
        for place, one in enumerate(story.pictures)
    ]
    parts = [
        f"Home » {story.section} » {story.title}",
        story.title,
        story.deck,
        f"By {' and '.join(story.authors)}" if story.authors else None,
        story.date,
        *story.paragraphs,
        json.dumps(media, ensure_ascii=False) if media else None,
        "You may also like",
        "Leave a Comment",
    ]
    return "\n\n".join(part for part in parts if part)


def as_markdown(story: Story) -> str:
    """YAML front matter, whose double-quoted texts are those of JSON, and Markdown."""
    fields: dict[str, object] = {
        "title": story.title,
        "deck": story.deck,
        "date": story.date,
        "section": story.section,
        "authors": list(story.authors),
    }
    pictures = list(story.pictures)
    if pictures:
        first = pictures.pop(0)
        fields |= {"image": first.url, "image_alt": first.alt, "image_caption": first.caption}
    head = "\n".join(f"{name}: {_yaml(value)}" for name, value in fields.items() if value is not None)
    lead, second, heading, *rest = (_escaped(one) for one in story.paragraphs) if story.paragraphs else ("", "", "")
    shown = [f"![{_escaped(one.alt)}](<{one.url}>)" for one in pictures]
    return f"---\n{head}\n---\n\n" + "\n\n".join([lead, second, f"## {heading}" if heading else "", *rest, *shown])


def _yaml(value: object) -> str:
    # YAML is a superset of JSON but for characters that it wants to see escaped; ASCII is safe.
    return json.dumps(value, ensure_ascii=True) if _is_plane_zero(value) else json.dumps(value, ensure_ascii=False)


def _is_plane_zero(value: object) -> bool:
    # JSON writes an emoji as two escapes, which YAML reads as two lone surrogates.
    return all(ord(char) < 0x10000 for char in str(value))


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~&\"'=:;%@$^/?," else char for char in text)


def as_json(story: Story) -> str:
    """An object of our schema."""
    first, others = next(iter(story.pictures), None), story.pictures[1:]
    fields = {
        "title": story.title,
        "deck": story.deck,
        "date": story.date,
        "sections": [story.section],
        "authors": [{"name": name} for name in story.authors],
        "image": first and first.url,
        "image_alt": first and first.alt,
        "image_caption": first and first.caption,
        "media": [{"url": one.url, "alt": one.alt, "caption": one.caption} for one in others],
        "body_text": "\n\n".join(story.paragraphs),
    }
    return json.dumps(fields, ensure_ascii=False, indent=2)


#: Who writes each form that is read.
WRITERS: Mapping[Format, Callable[[Story], str]] = {
    Format.PAGE_DUMP: as_dump,
    Format.FRONT_MATTER: as_markdown,
    Format.JSON: as_json,
}
