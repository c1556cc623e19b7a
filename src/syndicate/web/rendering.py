"""Page templates: Jinja2 with everything escaped, one style sheet inline, and the hash that lets it through the CSP."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from syndicate.theme.palette import LIGHT


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """A style sheet, and the CSP source expression that allows exactly it."""

    text: Markup
    source: str


@cache
def style(name: str, worn: str = "") -> Style:
    """The tokens that all pages share, followed by the sheet of that name and by what a publisher wears over it."""
    folder = resources.files("syndicate.web") / "pages"
    text = "".join((folder / sheet).read_text("utf-8") for sheet in ("tokens.css", f"{name}.css")) + worn
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return Style(text=Markup(text), source=f"'sha256-{digest}'")  # noqa: S704 (our own file)


def render(template: str, sheet: str, *, worn: str = "", **values: Any) -> str:
    """The page of that template; a value that the template needs and nobody gave is an error."""
    return _environment().get_template(template).render(css=style(sheet, worn).text, **values)


def fragment(template: str, **values: Any) -> str:
    """A part of a page that is not ours, from that template; it brings its style with it."""
    return _environment().get_template(template).render(**values)


def icon(title: str, ground: str = LIGHT["accent"], ink: str = LIGHT["on_accent"]) -> bytes:
    """The site's mark for browser tabs: the first letter or digit of its title, as SVG in those colours."""
    letter = next((character for character in title if character.isalnum()), "•")
    return _environment().get_template("icon.svg.j2").render(letter=letter.upper(), ground=ground, ink=ink).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("syndicate.web", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = "{:,}".format
    return environment
