"""The properties of CSS by name, and what those that mails use take (CSS Snapshot 2024; MDN and caniemail for names).

It says what no client takes, and nothing of what only some do. A property of a vendor's, and one of the author's own,
may be anything; so may the value of a property that is only known by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache

from syndicate.mail.style.colours import read_colour
from syndicate.mail.style.lengths import is_length
from syndicate.mail.style.properties import BEYOND, TAKES, WIDE, words_of
from syndicate.text.html import names

_BOX = "top right bottom left block block-start block-end inline inline-start inline-end"
_NAMES = names(
    "accent-color align-content align-items align-self alignment-baseline all animation animation-composition"
    " animation-delay animation-direction animation-duration animation-fill-mode animation-iteration-count"
    " animation-name animation-play-state animation-range animation-timeline animation-timing-function appearance"
    " aspect-ratio backdrop-filter backface-visibility background background-attachment background-blend-mode"
    " background-clip background-color background-image background-origin background-position"
    " background-position-x background-position-y background-repeat background-size baseline-shift block-size border"
    " border-collapse border-color border-image border-image-outset border-image-repeat border-image-slice"
    " border-image-source border-image-width border-radius border-spacing border-style border-width"
    " border-end-end-radius border-end-start-radius border-start-end-radius border-start-start-radius"
    " border-bottom-left-radius border-bottom-right-radius border-top-left-radius border-top-right-radius bottom"
    " box-decoration-break box-shadow box-sizing break-after break-before break-inside caption-side caret-color clear"
    " clip clip-path clip-rule color color-adjust color-interpolation color-scheme column-count column-fill column-gap"
    " column-rule column-rule-color column-rule-style column-rule-width column-span column-width columns contain"
    " contain-intrinsic-size container container-name container-type content content-visibility counter-increment"
    " counter-reset counter-set cursor direction display dominant-baseline empty-cells fill fill-opacity fill-rule"
    " filter flex flex-basis flex-direction flex-flow flex-grow flex-shrink flex-wrap float font font-family"
    " font-feature-settings font-kerning font-language-override font-optical-sizing font-palette font-size"
    " font-size-adjust font-stretch font-style font-synthesis font-synthesis-small-caps font-synthesis-style"
    " font-synthesis-weight font-variant font-variant-alternates font-variant-caps font-variant-east-asian"
    " font-variant-emoji font-variant-ligatures font-variant-numeric font-variant-position font-variation-settings"
    " font-weight forced-color-adjust gap grid grid-area grid-auto-columns grid-auto-flow grid-auto-rows grid-column"
    " grid-column-end grid-column-gap grid-column-start grid-gap grid-row grid-row-end grid-row-gap grid-row-start"
    " grid-template grid-template-areas grid-template-columns grid-template-rows hanging-punctuation height"
    " hyphenate-character hyphenate-limit-chars hyphens image-orientation image-rendering initial-letter inline-size"
    " inset inset-block inset-block-end inset-block-start inset-inline inset-inline-end inset-inline-start isolation"
    " justify-content justify-items justify-self left letter-spacing line-break line-clamp line-height"
    " line-height-step list-style list-style-image list-style-position list-style-type margin margin-trim mask"
    " mask-border mask-clip mask-composite mask-image mask-mode mask-origin mask-position mask-repeat mask-size"
    " mask-type math-style max-block-size max-height max-inline-size max-width min-block-size min-height"
    " min-inline-size min-width mix-blend-mode object-fit object-position offset offset-path opacity order orphans"
    " outline outline-color outline-offset outline-style outline-width overflow overflow-anchor overflow-block"
    " overflow-clip-margin overflow-inline overflow-wrap overflow-x overflow-y overscroll-behavior padding page"
    " page-break-after page-break-before page-break-inside paint-order perspective perspective-origin place-content"
    " place-items place-self pointer-events position print-color-adjust quotes resize right rotate row-gap ruby-align"
    " ruby-position scale scroll-behavior scroll-margin scroll-padding scroll-snap-align scroll-snap-stop"
    " scroll-snap-type scrollbar-color scrollbar-gutter scrollbar-width shape-image-threshold shape-margin"
    " shape-outside size speak src stroke stroke-width tab-size table-layout text-align text-align-last text-anchor"
    " text-autospace text-box text-combine-upright text-decoration text-decoration-color text-decoration-line"
    " text-decoration-skip text-decoration-skip-ink text-decoration-style text-decoration-thickness text-emphasis"
    " text-emphasis-color text-emphasis-position text-emphasis-style text-indent text-justify text-orientation"
    " text-overflow text-rendering text-shadow text-size-adjust text-spacing-trim text-transform"
    " text-underline-offset text-underline-position text-wrap text-wrap-mode text-wrap-style top touch-action"
    " transform transform-box transform-origin transform-style transition transition-behavior transition-delay"
    " transition-duration transition-property transition-timing-function translate unicode-bidi unicode-range"
    " user-select vertical-align view-transition-name visibility white-space white-space-collapse widows width"
    " will-change word-break word-spacing word-wrap writing-mode z-index zoom"
    # what mails bring beside the standards
    " supported-color-schemes font-display ascent-override descent-override line-gap-override size-adjust"
) | {
    f"{what}-{side}{part}"
    for side in _BOX.split()
    for what, parts in {"margin": [""], "padding": [""], "border": ["", "-color", "-style", "-width"]}.items()
    for part in parts
}
_LINE_STYLES = names("none hidden dotted dashed solid double groove ridge inset outset")
_WIDTHS = names("thin medium thick")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")


def _any_of(words: str) -> Callable[[str], bool]:
    return names(words).__contains__


def _all_of(words: str) -> Callable[[str], bool]:
    known = names(words)
    return lambda value: all(word in known for word in value.split())


def _is_colour(word: str) -> bool:
    return word == "currentcolor" or read_colour(word, "light") is not None


def _is_width(word: str) -> bool:
    return word in _WIDTHS or (is_length(word) and not word.startswith("-"))


def _is_line(value: str) -> bool:
    """Width, style and colour of a border in any order, each at most once."""
    words = words_of(value)
    kinds = (_is_width, _LINE_STYLES.__contains__, _is_colour)
    return 0 < len(words) <= len(kinds) and all(any(is_kind(word) for is_kind in kinds) for word in words)


def _up_to_four(is_one: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda value: 0 < len(words_of(value)) <= 4 and all(map(is_one, words_of(value)))  # noqa: PLR2004 - sides


def _is_radius(value: str) -> bool:
    return all(word == "/" or (is_length(word) and not word.startswith("-")) for word in words_of(value))


def _is_weight(value: str) -> bool:
    if _NUMBER.fullmatch(value):
        return 1 <= float(value) <= 1000  # noqa: PLR2004 - CSS Fonts 4
    return value in {"normal", "bold", "bolder", "lighter"}


def _is_decoration(value: str) -> bool:
    lines = names("none underline overline line-through blink spelling-error grammar-error")
    others = names("solid double dotted dashed wavy auto from-font")
    return all(word in lines | others or _is_colour(word) or is_length(word) for word in words_of(value))


def _is_vertical(value: str) -> bool:
    return value in names("baseline sub super text-top text-bottom middle top bottom") or is_length(value)


def _is_style(value: str) -> bool:
    return value in {"normal", "italic", "oblique"} or value.startswith("oblique ")


def _is_spacing(value: str) -> bool:
    return value == "normal" or is_length(value)


_FAMILY = re.compile(r"""\s*(?:"[^"]*"|'[^']*'|-?[^\W\d][\w-]*(?:\s+[\w-]+)*)\s*""")


def _is_family(value: str) -> bool:
    return all(_FAMILY.fullmatch(part) for part in value.split(","))


_BREAKS = "auto avoid always all page left right column avoid-page avoid-column"
#: Of what `properties` does not judge: what says whether a value is taken.
_TAKES: Mapping[str, Callable[[str], bool]] = {
    **{f"border{side}": _is_line for side in ("", *(f"-{side}" for side in _BOX.split()))},
    "outline": lambda value: value == "auto" or _is_line(value.replace("auto", "solid").replace("invert", "red")),
    **{f"border-{side}-color": _is_colour for side in ("top", "right", "bottom", "left")},
    **{f"border-{side}-style": _LINE_STYLES.__contains__ for side in ("top", "right", "bottom", "left")},
    **{f"border-{side}-width": _is_width for side in ("top", "right", "bottom", "left")},
    "border-color": _up_to_four(_is_colour),
    "border-style": _up_to_four(_LINE_STYLES.__contains__),
    "border-width": _up_to_four(_is_width),
    "border-radius": _is_radius,
    "border-collapse": _any_of("collapse separate"),
    "box-sizing": _any_of("content-box border-box"),
    "clear": _any_of("none left right both inline-start inline-end"),
    "direction": _any_of("ltr rtl"),
    "font-family": _is_family,
    "font-style": _is_style,
    "font-weight": _is_weight,
    "hyphens": _any_of("none manual auto"),
    "list-style-position": _any_of("inside outside"),
    "object-fit": _any_of("fill contain cover none scale-down"),
    "overflow-wrap": _any_of("normal break-word anywhere"),
    "page-break-inside": _any_of(_BREAKS),
    "table-layout": _any_of("auto fixed"),
    "text-align": _any_of("left right center justify start end match-parent -webkit-center -webkit-left -webkit-right"),
    "text-decoration": _is_decoration,
    "text-decoration-color": _is_colour,
    "text-decoration-line": _all_of("none underline overline line-through blink"),
    "text-decoration-style": _any_of("solid double dotted dashed wavy"),
    "text-overflow": lambda value: value in {"clip", "ellipsis"} or '"' in value,
    "text-transform": _all_of("none capitalize uppercase lowercase full-width full-size-kana math-auto"),
    "vertical-align": _is_vertical,
    "white-space": _all_of(
        "normal pre nowrap pre-wrap pre-line break-spaces collapse preserve preserve-breaks wrap preserve-spaces"
    ),
    "word-break": _any_of("normal break-all keep-all break-word auto-phrase manual"),
    "word-spacing": _is_spacing,
    "word-wrap": _any_of("normal break-word anywhere"),
}
#: Tools of mail that are no CSS and do no harm: what Outlook reads in its own way.
_FREE = ("-", "mso-", "panose-", "tab-stops", "layout-grid")


@lru_cache(maxsize=1024)
def unfit(name: str, value: str) -> str:
    """Why no client takes a declaration, both parts in lower case; empty: some does, or nobody knows here."""
    if name.startswith(_FREE) or name in TAKES:
        return ""
    if name not in _NAMES:
        close = get_close_matches(name, _NAMES, n=1, cutoff=0.7)
        return f"there is no property {name}" + (f"; did you mean {close[0]}?" if close else "")
    if name not in _TAKES or value in WIDE or BEYOND.search(value):
        return ""
    return "" if _TAKES[name](value) else f"{name} does not take “{value}”, so it does nothing"
