"""``[theme]`` and ``[newsletters.theme]``: what mails and pages wear."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, PlainValidator

from syndicate.config.phrasing import did_you_mean, literal, refusal
from syndicate.config.section import Section
from syndicate.config.values import Line, read_line
from syndicate.mail.recipient_names import part_greeting
from syndicate.text.web_addresses import is_plain_address
from syndicate.theme.model import COLOURS, ORDER, SANS, SERIF, Logo, Theme

_COLOUR = re.compile(r"#([0-9a-f]{3}){1,2}", re.IGNORECASE)
_SHORT = 4
#: Without quotation marks, which a style attribute would not carry, each word has to begin with a letter.
_FAMILY = re.compile(r"-?[A-Za-z][A-Za-z0-9-]*( [A-Za-z][A-Za-z0-9-]*)*")
#: What style sheets take for something else than the name of a font; they drop the whole list.
_NO_FAMILIES = frozenset({"inherit", "initial", "unset", "revert", "revert-layer", "default"})
#: What a Content-Security-Policy can name; others would end it, or mean more than themselves.
_HOST = re.compile(r"[a-z0-9._:-]+")
#: As wide as the column of a mail, less its gutters; as high as leaves the first story in sight.
_WIDEST, _HIGHEST = 536, 200
#: With a name, a line of a text part, or little more.
_LONGEST_GREETING = 60
_GREET = 'write {name} once, behind a word and a space, as in "Hello {name},", and at most 60 signs in all'
_COLOUR_KEYS = tuple(f"{name}{scheme}" for name in COLOURS for scheme in ("", "_dark"))


def read_hex_colour(value: object) -> str:
    """A colour as ``"#0b5bd3"`` or ``"#05d"``."""
    text = read_line(value).lower()
    if not _COLOUR.fullmatch(text):
        raise refusal(value, 'write a colour such as "#0b5bd3"')
    return "#" + "".join(digit * 2 for digit in text[1:]) if len(text) == _SHORT else text


def read_families(value: object) -> tuple[str, ...]:
    """Families of fonts, and which of ours follow: ``["Inter", "sans-serif"]``."""
    if not isinstance(value, tuple) or not value or value[-1] not in {SERIF, SANS}:
        raise refusal(value, 'write a list of fonts that ends with "serif" or "sans-serif", for those who lack them')
    for family in value:
        if not isinstance(family, str) or not _FAMILY.fullmatch(family):
            raise refusal(family, "write the name of a font: words of letters and digits, each beginning with a letter")
        if family.lower() in _NO_FAMILIES:
            raise refusal(family, "style sheets have another use for that word; write the name of a font")
    return value


def read_size(value: object) -> tuple[int, int]:
    """Width and height in the mail, in pixels."""
    is_pair = isinstance(value, tuple) and [type(side) for side in value] == [int, int]
    if not isinstance(value, tuple) or not is_pair or not (0 < value[0] <= _WIDEST and 0 < value[1] <= _HIGHEST):
        remedy = f"write width and height in pixels, up to {_WIDEST} and {_HIGHEST}, such as [180, 40]"
        raise refusal(value, remedy)
    return value[0], value[1]


def read_web_link(value: object) -> str:
    """An absolute ``http`` or ``https`` address, also with a query."""
    text = read_line(value)
    if not text.isascii() or not is_plain_address(text) or not _HOST.fullmatch(urlsplit(text).hostname or ""):
        raise refusal(value, 'write an absolute address in ASCII, such as "https://news.example.org/logo.png"')
    return text


def read_order(value: object) -> tuple[str, ...]:
    """Parts of a digest in order; those that are not named follow."""
    if not isinstance(value, tuple) or not value or len(set(map(str, value))) < len(value):
        raise refusal(value, f"write each part once, in order: {literal(ORDER)}")
    for part in value:
        if part not in ORDER:
            guess = did_you_mean(str(part), ORDER) or f"; the parts are {literal(ORDER)}"
            message = f"has {literal(part)}, and there is no such part{guess}"
            raise ValueError(message)
    return (*value, *(part for part in ORDER if part not in value))


def read_greeting(value: object) -> str:
    """A sentence that is whole without the name in it: ``"Hello {name},"``."""
    text = read_line(value)
    around = text.replace("{name}", "")
    if len(text) > _LONGEST_GREETING or "{" in around or "}" in around:
        raise refusal(value, _GREET)
    try:
        part_greeting(text)
    except ValueError:
        raise refusal(value, _GREET) from None
    return text


HexColour = Annotated[str, PlainValidator(read_hex_colour)]
Families = Annotated[tuple[str, ...], PlainValidator(read_families)]
Size = Annotated[tuple[int, int], PlainValidator(read_size)]
WebLink = Annotated[str, PlainValidator(read_web_link)]
Greeting = Annotated[str, PlainValidator(read_greeting)]
Parts = Annotated[tuple[str, ...], PlainValidator(read_order)]
Social = Annotated[Mapping[Line, WebLink], AfterValidator(MappingProxyType)]


class ThemeSection(Section):
    """``[theme]``, and ``[newsletters.theme]`` over it: what is absent is the site's, and then the templates' own.

    A logo comes with all that belongs to it.
    """

    accent: HexColour | None = None
    accent_dark: HexColour | None = None
    paper: HexColour | None = None
    paper_dark: HexColour | None = None
    ink: HexColour | None = None
    ink_dark: HexColour | None = None
    canvas: HexColour | None = None
    canvas_dark: HexColour | None = None
    logo: WebLink | None = None
    logo_dark: WebLink | None = None
    logo_size: Size | None = None
    logo_alt: Line | None = None
    headline_font: Families | None = None
    text_font: Families | None = None
    masthead: Literal["start", "center"] | None = None
    order: Parts | None = None
    greeting: Greeting | None = None
    byline: bool | None = None
    dates: bool | None = None
    read_on: Literal["link", "button"] | None = None
    footer: tuple[Line, ...] | None = None
    social: Social | None = None

    def over(self, theme: Theme) -> Theme:
        """That theme with what is written here in place of its own."""
        colours = {key: getattr(self, key) for key in _COLOUR_KEYS if getattr(self, key)}
        written: dict[str, Any] = {
            "logo": self._logo(),
            "headline_font": self.headline_font,
            "text_font": self.text_font,
            "is_centred": self.masthead and self.masthead == "center",
            "order": self.order,
            "greeting": self.greeting,
            "byline": self.byline,
            "dates": self.dates,
            "button": self.read_on and self.read_on == "button",
            "footer": self.footer,
            "social": self.social,
        }
        return theme.wearing(colours, {name: value for name, value in written.items() if value is not None})

    def _logo(self) -> Logo | None:
        if self.logo is None or self.logo_size is None:
            return None
        width, height = self.logo_size
        return Logo(url=self.logo, width=width, height=height, alt=self.logo_alt or "", dark_url=self.logo_dark or "")
