"""What a publisher may set of the look of mails and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

#: Colours that may be set, for the light scheme and, with ``_dark`` at the end, for the dark one.
COLOURS = ("accent", "paper", "ink", "canvas")
#: Parts of a digest, in the order in which they stand unless a theme says otherwise.
ORDER = ("introduction", "lead", "stories", "more", "corrections")
#: Generic families at the end of a list of fonts: which of our own follow.
SERIF, SANS = "serif", "sans-serif"


@dataclass(frozen=True, kw_only=True, slots=True)
class Logo:
    """A picture in place of the title: absolute address, pixels as it is shown, what stands for it in words.

    Without a ``dark_url`` it stands on a light ground in the dark scheme.
    """

    url: str
    width: int
    height: int
    alt: str = ""
    dark_url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """A publisher's wishes; what is not wished is as the templates have it.

    ``colours`` are ``#rrggbb`` by name (``accent``, ``paper_dark``). Fonts are families in order; `SERIF` or `SANS` at
    the end says which of ours follow. ``order`` holds all of `ORDER`. ``social`` are addresses by name. ``greeting``
    is a sentence with ``{name}`` in it, or empty. ``byline``, ``dates`` and ``button`` say whether stories show who
    wrote them, their day, and a button to read on by.
    """

    colours: Mapping[str, str] = field(default_factory=dict)
    logo: Logo | None = None
    headline_font: tuple[str, ...] = (SERIF,)
    text_font: tuple[str, ...] = (SANS,)
    is_centred: bool = False
    footer: tuple[str, ...] = ()
    social: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ORDER
    greeting: str = ""
    byline: bool = False
    dates: bool = False
    button: bool = False

    def wearing(self, colours: Mapping[str, str], others: Mapping[str, Any]) -> Theme:
        """The same with those colours, and those of its other wishes by name, in place of its own."""
        return replace(self, colours={**self.colours, **colours}, **others)


#: No wishes.
AS_TEMPLATES_HAVE_IT = Theme()
