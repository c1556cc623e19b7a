"""What an editor makes of a coming edition, beyond what it would be by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from syndicate.images.model import Focal, OtherPicture


@dataclass(frozen=True, kw_only=True, slots=True)
class HeroWish:
    """Another picture for a story, of those that its article has, and the point of it that must stay in sight.

    ``url`` of ``None`` is the picture that the article shows. ``focus`` is in percent from the left and from the top.
    ``picture`` is what was made of that.
    """

    url: str | None = None
    focus: Focal | None = None
    picture: OtherPicture


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """The wishes of editors for one edition, by article ids; by default there are none.

    ``pins`` and then ``order`` stand first, in that order, as far as readers get them; ``lead`` leads. What is in
    ``dropped`` is left out for who dropped it; pages and feeds keep it. ``introduction`` is Markdown.
    """

    subject: str | None = None
    preheader: str | None = None
    introduction: str | None = None
    lead: str | None = None
    pins: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    dropped: Mapping[str, str] = field(default_factory=dict)
    heroes: Mapping[str, HeroWish] = field(default_factory=dict)
    held_because: str | None = None

    @property
    def first(self) -> tuple[str, ...]:
        """What stands first, in that order."""
        lead = (self.lead,) if self.lead else ()
        return tuple(dict.fromkeys((*lead, *self.pins, *self.order)))


#: No wishes.
AS_IT_IS = Shape()
