"""What the desk says about a hero image: what it is, why it was chosen, what came before it and could not be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.model import PictureOrigin, Status
from syndicate.images.choice import Size as PictureSize
from syndicate.images.choice import address_of, ladder, size_of
from syndicate.images.model import HeroState, Role
from syndicate.web import dates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from syndicate.articles.model import Article, Candidate, Media
    from syndicate.images.choice import Rung
    from syndicate.images.model import Hero, Rendition

_FROM = {
    PictureOrigin.PICKED: "picked by an editor in the document",
    PictureOrigin.FEATURED: "the article's main picture, says the system it was written in",
    PictureOrigin.METADATA: "from the article's list of media",
    PictureOrigin.PAGE: "what the article's page tells other sites to show",
    PictureOrigin.BODY: "from the article's text",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class RejectionLine:
    """A file that came before in the order, and why it could not be used."""

    address: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HeroCard:
    """An article's hero image with its state; ``name`` is the rendition to show, or empty; texts may be empty."""

    state: str
    reason: str
    why: str
    source_url: str
    original: str
    alt: str
    caption: str
    credit: str
    focal: str
    ground: str
    name: str
    width: int
    height: int
    files: tuple[str, ...]
    rejections: tuple[RejectionLine, ...]
    next_try: str


def hero_card(hero: Hero, article: Article, now: datetime) -> HeroCard:
    """An article's hero image for its page on the desk."""
    rendition = hero.rendition(Role.LEAD)
    caption, credit = hero.choice.caption or "", hero.choice.credit or ""
    return HeroCard(
        state=hero.state,
        reason=hero.reason or "",
        why=why(hero, article.media),
        source_url=hero.choice.source_url,
        original=f"{hero.original.width} × {hero.original.height} pixels" if hero.original else "",
        alt=hero.choice.alt,
        caption=caption if caption != credit else "",  # without words of its own it is the credit alone
        credit=credit,
        focal=_focal(hero),
        ground=hero.ground or "",
        name=rendition.name if rendition else "",
        width=rendition.width if rendition else 0,
        height=rendition.height if rendition else 0,
        files=tuple(map(_file_line, hero.renditions)),
        rejections=tuple(
            RejectionLine(address=rejection.address, reason=rejection.reason) for rejection in hero.rejections
        ),
        next_try=_next(hero, article, now),
    )


def why(hero: Hero, media: Sequence[Media]) -> str:
    """In one sentence why that file stands for the article; empty when the article does not name it any more."""
    rungs = ladder(media)
    for position, rung in enumerate(rungs, start=1):
        for candidate in rung.candidates:
            if address_of(candidate) == hero.choice.source_url:
                parts = [_FROM[rung.medium.origin], _place(position, len(rungs)), _among(rung, candidate)]
                sentence = "; ".join(filter(None, [*parts, _size(candidate, hero)]))
                return f"{sentence[0].upper()}{sentence[1:]}."
    return ""


def next_try(hero: Hero, now: datetime) -> str:
    """Whether and when the picture is looked for again."""
    if hero.retry_at is None:
        return "not tried again"
    if hero.retry_at <= now:
        return "tried again in the next run"
    return f"tried again {dates.in_words(hero.retry_at - now)}"


def _file_line(file: Rendition) -> str:
    kind = file.media_type.removeprefix("image/")
    return f"{file.role} {file.width} × {file.height}, {kind}, {file.size / 1000:.0f} kB"


def _next(hero: Hero, article: Article, now: datetime) -> str:
    if article.status is Status.EMBARGOED:
        return "" if hero.state is HeroState.READY else "made when the article comes out"
    return next_try(hero, now) if hero.state is HeroState.FAILED or hero.retry_at else ""


def _place(position: int, count: int) -> str:
    return f"picture {position} of {count} in the order of preference" if count > 1 else ""


def _among(rung: Rung, candidate: Candidate) -> str:
    if len(rung.candidates) == 1:
        return ""
    name = f"“{candidate.key}”" if candidate.key else "this one"
    return f"of its {len(rung.candidates)} files {name}"


def _size(candidate: Candidate, hero: Hero) -> str:
    measured = {address: PictureSize(width=width, height=height) for address, (width, height) in hero.sizes.items()}
    size = size_of(candidate, measured)
    if size is None:
        return "its size was not declared"
    shown = f"{size.width} × {size.height}" if size.height else f"{size.width} wide"
    return f"{shown} pixels, {'measured' if hero.choice.source_url in hero.sizes else 'as declared'}"


def _focal(hero: Hero) -> str:
    if hero.kept_point is None:
        return ""
    across, down = hero.kept_point
    return f"{across}% from the left, {down}% from the top, {'by command' if hero.focal else 'says the document'}"
