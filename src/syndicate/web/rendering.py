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
class Inline:
    """A style sheet or a script that stands in pages, and the CSP source expression that allows exactly it."""

    text: Markup
    source: str


@cache
def style(name: str, worn: str = "") -> Inline:
    """The tokens that all pages share, followed by the sheets of that name and by what a publisher wears over them.

    Names of several sheets have spaces between them.
    """
    text = "".join(_own_file(f"{sheet}.css") for sheet in ("tokens", *name.split())) + worn
    return Inline(text=Markup(text), source=_source(text))  # noqa: S704 (our own file)


@cache
def script(name: str) -> Inline:
    """A script of ours, and the CSP source expression that allows exactly it."""
    text = _own_file(f"{name}.js")
    return Inline(text=Markup(text), source=_source(text))  # noqa: S704 (our own file)


def _own_file(name: str) -> str:
    return (resources.files("syndicate.web") / "pages" / name).read_text("utf-8")


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


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
