"""An editor's wish for a picture, as a row holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from syndicate.digests.shape import HeroWish
from syndicate.images.model import Choice, Focal, OtherPicture, Rendition, Role


def value_of(wish: HeroWish) -> dict[str, Any]:
    """The wish as JSON holds it; `wish_of` reads it back."""
    return asdict(wish)


def wish_of(value: Mapping[str, Any]) -> HeroWish:
    """What `value_of` gave."""
    picture = value["picture"]
    choice = Choice(**{**picture["choice"], "focal": _point(picture["choice"]["focal"])})
    files = tuple(Rendition(**{**file, "role": Role(file["role"])}) for file in picture["files"])
    return HeroWish(
        url=value["url"],
        focus=_point(value["focus"]),
        picture=OtherPicture(choice=choice, files=files, ground=picture["ground"]),
    )


def _point(stored: list[int] | None) -> Focal | None:
    return (stored[0], stored[1]) if stored else None
