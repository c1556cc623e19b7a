"""From the few colours that a publisher sets to all that are used, in both schemes, each of which can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syndicate.theme.colours import Colour, colour_of, least_contrast, lightnesses, over, plainest_on

if TYPE_CHECKING:
    from collections.abc import Callable

#: What is used where nothing is set: on our pages, and in mails by the templates that come with the program.
LIGHT: Mapping[str, str] = {
    "paper": "#ffffff",
    "canvas": "#f4f2ee",
    "wash": "#ebe7df",
    "ink": "#1b1d22",
    "soft": "#3d4048",
    "muted": "#5c6068",
    "rule": "#e3dfd7",
    "accent": "#0b5bd3",
    "on_accent": "#ffffff",
    "on_canvas": "#5c6068",
}
DARK: Mapping[str, str] = {
    "paper": "#14161a",
    "canvas": "#0c0d10",
    "wash": "#22252b",
    "ink": "#eceae5",
    "soft": "#cbc9c4",
    "muted": "#a5a8ae",
    "rule": "#2b2e35",
    "accent": "#7fb2ff",
    "on_accent": "#0c0d10",
    "on_canvas": "#a5a8ae",
}
#: Least contrasts: of running text, of all other text and links, and of a link that we make up ourselves.
TEXT, OTHER, COMFORT = 7.0, 4.5, 5.5
#: Paper that gives black or white less leaves no room for a tinted ground on which text is still read.
ROOM = 9.0

# How much of the ink there is in what is derived from it.
_SHARES = {"soft": 0.84, "muted": 0.64, "rule": 0.12, "wash": 0.08, "canvas": 0.05}
_FAINT = 0.9


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedColour:
    """A colour that was set and could not be read, what is used in its place, and why.

    ``name`` is that of its key: ``accent_dark``.
    """

    name: str
    wished: str
    used: str
    reason: str

    def __str__(self) -> str:
        """What the publisher is told."""
        return f"{self.name} is {self.wished}, {self.reason}; {self.used} is used"


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """All colours of both schemes by name, and those that were moved. Templates' own names are kept."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    moved: tuple[MovedColour, ...] = ()


def palette_of(wishes: Mapping[str, str], light: Mapping[str, str] = LIGHT, dark: Mapping[str, str] = DARK) -> Palette:
    """The colours of both schemes, by a publisher's wishes over those of the templates.

    Without wishes it is what the templates have, to the letter. Text has at least 7:1 on paper and on the tinted
    ground, all other text 4.5:1 wherever it stands, links 4.5:1 on paper; a wish that would not is moved in lightness
    until it has.
    """
    by_day = {name: value for name, value in wishes.items() if not name.endswith("_dark")}
    by_night = {name.removesuffix("_dark"): value for name, value in wishes.items() if name.endswith("_dark")}
    bright = _Mixing(wishes=by_day, given={**LIGHT, **light})
    dim = _Mixing(wishes=by_night, given={**DARK, **dark}, suffix="_dark", brand=by_day.get("accent"))
    colours = [dict(given) if not wishes else mixing.mixed() for mixing, given in ((bright, light), (dim, dark))]
    return Palette(light=colours[0], dark=colours[1], moved=(*bright.moved, *dim.moved))


def readable(colour: str, ground: str) -> str:
    """The colour as ``#rrggbb``, moved in lightness until it has 4.5:1 on the ground, which on any ground it can."""
    return str(_readable(colour_of(colour), (colour_of(ground),), OTHER))


@dataclass(kw_only=True, slots=True)
class _Mixing:
    """One scheme in the making; ``brand`` is the accent of the other scheme."""

    wishes: Mapping[str, str]
    given: Mapping[str, str]
    suffix: str = ""
    brand: str | None = None
    moved: list[MovedColour] = field(default_factory=list)

    def mixed(self) -> dict[str, str]:
        """Every colour of the scheme."""
        colours = {name: colour_of(value) for name, value in self.given.items() if name in LIGHT}
        if "paper" in self.wishes or "ink" in self.wishes:
            self._ground(colours)
        if "canvas" in self.wishes:
            colours["canvas"] = colour_of(self.wishes["canvas"])
        self._accent(colours)
        colours["on_canvas"] = _readable(colours["muted"], (colours["canvas"],), OTHER)
        return {**self.given, **{name: str(colour) for name, colour in colours.items()}}

    def _ground(self, colours: dict[str, Colour]) -> None:
        """Paper and ink, and the greys between them."""
        paper = self._wished("paper", colours["paper"], _has_room, "which leaves text on it hard to read")
        plainest = plainest_on(paper)
        wished = colour_of(self.wishes["ink"]) if "ink" in self.wishes else colours["ink"]
        wash = over(plainest, paper, _SHARES["wash"])
        ink = wished if "ink" in self.wishes or _stands(wished, (paper, wash), TEXT) else over(plainest, paper, _FAINT)
        grounds = (paper, colour_of(str(wash)))
        reason = _faint(ink, grounds, TEXT, "text needs")
        ink = self._wished("ink", ink, lambda tried: _stands(tried, grounds, TEXT), reason)
        mixes = {name: colour_of(str(over(ink, paper, share))) for name, share in _SHARES.items()}
        colours |= {**mixes, "paper": paper, "ink": ink, "wash": grounds[1]}
        colours["soft"] = _readable(mixes["soft"], grounds, TEXT)
        colours["muted"] = _readable(mixes["muted"], grounds, OTHER)

    def _accent(self, colours: dict[str, Colour]) -> None:
        grounds = (colours["paper"],)
        if "accent" not in self.wishes:
            wished, least = (colour_of(self.brand), COMFORT) if self.brand else (colours["accent"], OTHER)
            colours["accent"] = _readable(wished, grounds, least)
        else:
            wished = colour_of(self.wishes["accent"])
            reason = _faint(wished, grounds, OTHER, "links need")
            colours["accent"] = self._wished("accent", wished, lambda tried: _stands(tried, grounds, OTHER), reason)
        if not _stands(colours["on_accent"], (colours["accent"],), OTHER):
            colours["on_accent"] = plainest_on(colours["accent"])

    def _wished(self, name: str, default: Colour, is_fit: Callable[[Colour], bool], reason: str) -> Colour:
        """The wish, or the nearest to it that is fit; that it was moved is noted."""
        wished = colour_of(self.wishes[name]) if name in self.wishes else default
        used = next(filter(is_fit, lightnesses(wished)))
        if name in self.wishes and str(used) != str(wished):
            self.moved.append(
                MovedColour(name=f"{name}{self.suffix}", wished=str(wished), used=str(used), reason=reason)
            )
        return used


def _has_room(paper: Colour) -> bool:
    return _stands(plainest_on(paper), (paper,), ROOM)


def _stands(ink: Colour, grounds: tuple[Colour, ...], least: float) -> bool:
    return least_contrast(ink, grounds) >= least


def _readable(colour: Colour, grounds: tuple[Colour, ...], least: float) -> Colour:
    return next(tried for tried in lightnesses(colour) if _stands(tried, grounds, least))


def _faint(ink: Colour, grounds: tuple[Colour, ...], least: float, what: str) -> str:
    return f"only {least_contrast(ink, grounds):.1f}:1 on its ground, where {what} {least:g}:1"
