"""The computed style of an element, in a given client: cascade, inheritance and relative values (CSS Cascade 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cssselect2

from syndicate.mail.style.colours import CANVAS_TEXT, TRANSPARENT, Colour, read_colour
from syndicate.mail.style.defaults import defaults_of, link_colour
from syndicate.mail.style.lengths import Measure, pixels
from syndicate.mail.style.media import Client, Medium, holds
from syndicate.mail.style.properties import FONT_SIZES, INHERITED, WIDE
from syndicate.mail.style.sheets import Declared, Rule, read_attribute, read_sheet

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: How much ``smaller`` and ``larger`` change.
_STEP = 1.2
#: A line of ``normal`` height.
_NORMAL_LINE = 1.2
_NUMBER = re.compile(r"\+?(?:\d+\.?\d*|\.\d+)")
_OUTLOOK_COM = ("data-ogsc", "data-ogsb")
#: Properties that most elements have; of the others, most have none.
_COMMON = (
    INHERITED
    | {"display", "background-color", "width", "max-width", "height", "max-height", "min-width", "min-height"}
    | {f"padding-{side}" for side in ("top", "right", "bottom", "left")}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class StyleSource:
    """A style sheet of a mail. ``is_inlined``: its rules are meant to be copied onto the elements."""

    css: str
    media: str = ""
    is_for_word: bool = False
    is_inlined: bool = False


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class StyleOrigin:
    """Where a value comes from: a declaration of a sheet, or of the element that carries it."""

    declared: Declared
    element: HtmlElement
    source: StyleSource | None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ComputedStyle:
    """What an element's text is set in. Lengths are pixels; ``origins`` also holds what was inherited.

    ``is_plain``: nothing is declared for it but sizes, paddings, colours and what is inherited.
    """

    element: HtmlElement
    origins: Mapping[str, StyleOrigin]
    is_plain: bool
    scheme: str
    em: float
    line: float
    line_factor: float | None
    indent: float
    spacing: float
    ink: Colour
    fill: Colour | None
    ground: Colour

    def value(self, name: str, initial: str) -> str:
        """The value of a property as it was written, or its initial one."""
        origin = self.origins.get(name)
        return initial if origin is None or origin.declared.value in WIDE else origin.declared.value

    def length(self, name: str, measure: Measure) -> float | None:
        """A length in pixels; ``None``: there is none, or it depends on what is not known."""
        value = self.value(name, "")
        return pixels(value, measure) if value else None


class Cascade:
    """Computes styles of elements of one page; asks each element once for the rules that find it."""

    def __init__(self, page: HtmlElement, sources: tuple[StyleSource, ...]) -> None:
        """Take the page and its style sheets in their order."""
        self._root = page
        self._body_link = link_colour(page.find("body"))
        self._matcher = _matcher(sources)
        # Outlook.com writes these where it is dark; rules that ask for them are told apart below.
        for name in _OUTLOOK_COM:
            page.set(name, "")
        self._wrappers: dict[HtmlElement, cssselect2.ElementWrapper] = {
            page: cssselect2.ElementWrapper.from_html_root(page)
        }
        self._found: dict[HtmlElement, list[tuple[Rule, StyleSource]]] = {}
        self._defaults: dict[HtmlElement, list[tuple[Declared, StyleSource | None]]] = {}
        self._styles: dict[tuple[HtmlElement, Medium], ComputedStyle] = {}
        self.scheme_of_meta = _meta_scheme(page)

    @property
    def clips(self) -> bool:
        """Whether a box whose style was computed cuts off what is too large for it."""
        names = ("overflow-x", "overflow-y")
        return any(style.value(name, "visible") != "visible" for style in self._styles.values() for name in names)

    def rules(self, element: HtmlElement) -> list[tuple[Rule, StyleSource]]:
        """The rules that find the element in some client, from the weakest to the strongest."""
        if element not in self._found:
            matches = self._matcher.match(self._wrapper(element))
            self._found[element] = [payload for _, _, _, payload in matches]
        return self._found[element]

    def style(self, element: HtmlElement, medium: Medium) -> ComputedStyle:
        """The computed style of the element there."""
        style = self._styles.get((element, medium))
        if style is None:
            parent = element.getparent()
            above = None if parent is None or element is self._root else self.style(parent, medium)
            style = self._styles[element, medium] = self._compute(element, above, medium)
        return style

    def _wrapper(self, element: HtmlElement) -> cssselect2.ElementWrapper:
        if element not in self._wrappers:
            parent = element.getparent()
            if parent is None:
                message = "the element stands on another page"
                raise ValueError(message)
            for child in self._wrapper(parent).iter_children():
                self._wrappers[child.etree_element] = child
        return self._wrappers[element]

    def _compute(self, element: HtmlElement, above: ComputedStyle | None, medium: Medium) -> ComputedStyle:
        origins = self._origins(element, above, medium)
        scheme = self._scheme(origins, medium)
        root_em = 16.0 if above is None else self.style(self._root, medium).em
        em = _font_size(origins, above, root_em, medium)
        measure = Measure(em=em, rem=root_em, window=float(medium.width))
        factor, line = _line(origins, above, measure)
        ink = self._ink(element, origins, above, scheme)
        return ComputedStyle(
            element=element,
            origins=origins,
            is_plain=_COMMON.issuperset(origins),
            scheme=scheme,
            em=em,
            line=line,
            line_factor=factor,
            indent=_inherited_length("text-indent", origins, above.indent if above else 0.0, element, measure),
            spacing=_inherited_length("letter-spacing", origins, above.spacing if above else 0.0, element, measure),
            ink=ink,
            fill=_fill(origins, above, element, scheme),
            ground=_ground(origins, ink, scheme),
        )

    def _origins(self, element: HtmlElement, above: ComputedStyle | None, medium: Medium) -> dict[str, StyleOrigin]:
        inherited = {} if above is None else {name: above.origins[name] for name in INHERITED & above.origins.keys()}
        own: dict[str, StyleOrigin] = {}
        for declared, source in self._declared(element, medium):
            own[declared.name] = StyleOrigin(declared=declared, element=element, source=source)
        if above is not None:
            own |= {name: above.origins[name] for name in above.origins.keys() & _handed_down(own)}
        return inherited | own

    def _declared(self, element: HtmlElement, medium: Medium) -> Iterator[tuple[Declared, StyleSource | None]]:
        """All declarations for the element there, from the weakest to the strongest."""
        if element not in self._defaults:
            self._defaults[element] = [(declared, None) for declared in defaults_of(element)]
        yield from self._defaults[element]
        head: list[tuple[Declared, StyleSource | None]] = []
        inlined: list[tuple[Declared, StyleSource | None]] = []
        for rule, source in self.rules(element):
            if applies(rule, source, medium):
                (inlined if source.is_inlined else head).extend((declared, source) for declared in rule.declared)
        own = [(declared, None) for declared in read_attribute(element.get("style") or "")[0]]
        everything: list[tuple[Declared, StyleSource | None]] = [*head, *inlined, *own]
        yield from sorted(everything, key=_is_important)

    def _scheme(self, origins: Mapping[str, StyleOrigin], medium: Medium) -> str:
        schemes = origins["color-scheme"].declared.value if "color-scheme" in origins else self.scheme_of_meta
        if medium.client is not Client.BROWSER:
            return "light"
        words = schemes.split()
        if "dark" in words and (medium.scheme == "dark" or "light" not in words):
            return "dark"
        return "light"

    def _ink(
        self, element: HtmlElement, origins: Mapping[str, StyleOrigin], above: ComputedStyle | None, scheme: str
    ) -> Colour:
        base = CANVAS_TEXT[scheme] if above is None else above.ink
        origin = origins.get("color")
        if origin is None or origin.element is not element:
            return base
        value = origin.declared.value
        if value == "-webkit-link" and self._body_link:
            return self._body_link
        if value in {"initial", "revert", "revert-layer"}:
            return CANVAS_TEXT[scheme]
        return read_colour(value, scheme) or base


def _handed_down(own: Mapping[str, StyleOrigin]) -> set[str]:
    """The properties that are asked to be as they are above."""
    values = {name: origin.declared.value for name, origin in own.items()}
    return {name for name, value in values.items() if value == "inherit" or (value == "unset" and name in INHERITED)}


def _is_important(pair: tuple[Declared, StyleSource | None]) -> bool:
    return pair[0].is_important


def applies(rule: Rule, source: StyleSource, medium: Medium) -> bool:
    """Whether a rule is in force in a client."""
    if source.is_inlined:
        return True
    if medium.client is Client.BARE or (source.is_for_word and medium.client is not Client.WORD):
        return False
    if rule.is_for_outlook_com and medium.client is not Client.OUTLOOK_COM:
        return False
    conditions = (source.media, *rule.conditions)
    if medium.client is Client.WORD:
        return not any(rule.conditions)
    return all(holds(condition, medium) for condition in conditions)


@lru_cache(maxsize=16)
def _matcher(sources: tuple[StyleSource, ...]) -> cssselect2.Matcher:
    matcher = cssselect2.Matcher()
    for source in sources:
        for rule in read_sheet(source.css).rules:
            matcher.add_selector(rule.selector, (rule, source))
    return matcher


def _meta_scheme(page: HtmlElement) -> str:
    named = (meta.get("content") or "" for meta in page.iter("meta") if (meta.get("name") or "") == "color-scheme")
    return next(named, "").lower()


def _own_value(name: str, origins: Mapping[str, StyleOrigin], element: HtmlElement) -> str | None:
    """The value that is declared for the element itself; ``None``: what is above counts."""
    origin = origins.get(name)
    return origin.declared.value if origin is not None and origin.element is element else None


def _font_size(
    origins: Mapping[str, StyleOrigin], above: ComputedStyle | None, root_em: float, medium: Medium
) -> float:
    base = 16.0 if above is None else above.em
    origin = origins.get("font-size")
    if origin is None or (above is not None and origin is above.origins.get("font-size")):
        return base
    value = origin.declared.value
    steps = {"smaller": base / _STEP, "larger": base * _STEP, **FONT_SIZES}
    if value in steps:
        return steps[value]
    if value in WIDE:
        return 16.0
    measure = Measure(em=base, rem=root_em, whole=base, window=float(medium.width))
    size = pixels(value, measure)
    return base if size is None else size


def _line(
    origins: Mapping[str, StyleOrigin], above: ComputedStyle | None, measure: Measure
) -> tuple[float | None, float]:
    """The line's factor of the font, if it was said so, and its height."""
    origin = origins.get("line-height")
    is_inherited = origin is None or (above is not None and origin is above.origins.get("line-height"))
    if is_inherited:
        factor: float | None = _NORMAL_LINE if above is None else above.line_factor
        return factor, above.line if above is not None and factor is None else (factor or 0.0) * measure.em
    value = origin.declared.value if origin else "normal"
    if value == "normal" or value in WIDE:
        return _NORMAL_LINE, _NORMAL_LINE * measure.em
    if _NUMBER.fullmatch(value):
        return float(value), float(value) * measure.em
    height = pixels(value, Measure(em=measure.em, rem=measure.rem, whole=measure.em, window=measure.window))
    return None, _NORMAL_LINE * measure.em if height is None else height


def _inherited_length(
    name: str, origins: Mapping[str, StyleOrigin], above: float, element: HtmlElement, measure: Measure
) -> float:
    value = _own_value(name, origins, element)
    if value is None:
        return above
    if value in WIDE or value == "normal":
        return 0.0
    whole = measure.em if name == "letter-spacing" else measure.window
    known = Measure(em=measure.em, rem=measure.rem, whole=whole, window=measure.window)
    return next((length for word in value.split() if (length := pixels(word, known)) is not None), 0.0)


def _fill(
    origins: Mapping[str, StyleOrigin], above: ComputedStyle | None, element: HtmlElement, scheme: str
) -> Colour | None:
    """What text is filled with instead of its colour, where an author says so."""
    value = _own_value("-webkit-text-fill-color", origins, element)
    if value is None:
        return None if above is None else above.fill
    return None if value == "currentcolor" else read_colour(value, scheme)


def _ground(origins: Mapping[str, StyleOrigin], ink: Colour, scheme: str) -> Colour:
    value = origins["background-color"].declared.value if "background-color" in origins else "transparent"
    return ink if value == "currentcolor" else read_colour(value, scheme) or TRANSPARENT


def conditions_of(rules: Iterable[tuple[Rule, StyleSource]]) -> frozenset[str]:
    """The media queries on which it depends whether something is seen."""
    weighty = (pair for pair in rules if not all(map(_is_harmless, pair[0].declared)))
    return frozenset(text for rule, source in weighty for text in (source.media, *rule.conditions) if text)


def _is_harmless(declared: Declared) -> bool:
    """Whether it only shares out a column's width, as the compiler does at its breakpoint."""
    return declared.name in {"width", "max-width"} and declared.value == "100%"
