"""Page dumps of our own making, in the family that the reader knows best."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from syndicate.articles.model import Draft, RawDocument
from syndicate.articles.reading import read
from syndicate.articles.review import reviewed
from syndicate.articles.rules import Rules

TITLE = "Night Ferry Returns To The Old Harbour. Will The Trains Follow?"
DECK = "A Route Lost For Thirty Years Sails Again In Spring"
DATELINE = "October 5, 2025, 15:34:55 CET"
LEAD = (
    "The night ferry, a fixture of the old harbour for most of a century, will carry passengers again, "
    "the port authority announced on Sunday after two years of talks."
)
SECOND = (
    "Cabins for four hundred people have been fitted out in the yard upriver. Bookings open in December, "
    "and the first crossing leaves on the evening of the second of April."
)
LAST = "For the town it is a bridge that leaves at nine in the evening and arrives before breakfast."
TAIL = (
    "You may also like",
    "A Lighthouse Keeper Retires",
    "Leave a Comment",
    "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
)

RULES = Rules(language="en", zone=ZoneInfo("Europe/Berlin"))


def a_picture(**changes: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "title": "The ferry",
        "description": "The ferry at its berth at dusk.",
        "is_video": "0",
        "images": {"s1": "https://pictures.example/ferry.jpg"},
    } | changes


def an_array(*objects: Mapping[str, Any]) -> str:
    return json.dumps(objects or [a_picture()], ensure_ascii=False, separators=(",", ":"))


def a_dump(
    *,
    title: str = TITLE,
    crumb: str | None = "Home » World » ",
    deck: str | None = DECK,
    dateline: str | None = DATELINE,
    body: tuple[str, ...] = (SECOND, "A Yard Full Of Cabins", LAST + " " + SECOND),
    media: str | None = None,
    tail: tuple[str, ...] = TAIL,
    gap: str = "\n\n",
) -> str:
    lead = f"{dateline} - {LEAD}" if dateline else LEAD
    head = [] if crumb is None else [f"{crumb}{title}"]
    parts = [*head, title, *([deck] if deck else []), lead, *body, *([media] if media else []), *tail]
    return gap.join(parts)


def a_document(text: str | bytes, external_id: str = "ferry.txt") -> RawDocument:
    content = text.encode() if isinstance(text, str) else text
    return RawDocument(source="desk", external_id=external_id, content=content)


def reading_of(text: str | bytes, rules: Rules = RULES) -> Draft:
    return reviewed(read(a_document(text), rules), rules)


def codes(draft: Draft) -> list[str]:
    return [finding.code for finding in draft.findings]
