"""Slots: the places in a rendering that differ by recipient, written ``{{name}}`` as Amazon SES does.

While a mail is rendered, a slot is a random sentinel, so that no content can look like one.
Sealing turns the braces of content into something that cannot open a slot (entities in HTML,
slots that hold a brace in text), and only then the sentinels into ``{{name}}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import NoReturn

from syndicate.errors import BadDataError
from syndicate.ids import random_id
from syndicate.mail.model import SLOTS, Rendering
from syndicate.text.plain import one_line
from syndicate.text.web_addresses import is_link

#: What a literal brace or backslash of text becomes. A backslash before ``{{`` would quote it in Handlebars.
LITERALS = {"open": "{", "close": "}", "backslash": "\\"}

_AS_SLOT = {ord(character): f"{{{{{name}}}}}" for name, character in LITERALS.items()}
_AS_ENTITY = {ord("{"): "&#123;", ord("}"): "&#125;"}
_STYLE = re.compile(r"(<style\b.*?</style>)", re.DOTALL | re.IGNORECASE)
_SLOT = re.compile(r"\{\{([a-z_]+)\}\}")


def sentinels(names: Iterable[str] = SLOTS) -> dict[str, str]:
    """A fresh stand-in for each slot: letters and digits that no author can foresee."""
    return {name: f"slot{random_id()}" for name in sorted(names)}


def seal_html(html: str, stand_ins: Mapping[str, str]) -> str:
    """HTML in which braces outside of style sheets are entities and the stand-ins are slots."""
    parts = _STYLE.split(html)
    parts[::2] = [part.translate(_AS_ENTITY) for part in parts[::2]]
    return _put_slots("".join(parts), stand_ins)


def seal_text(text: str, stand_ins: Mapping[str, str]) -> str:
    """Text in which braces and backslashes are slots of their own (`LITERALS`) and the stand-ins are slots.

    For the text part, and for a subject that SES is to fill in.
    """
    return _put_slots(text.translate(_AS_SLOT), stand_ins)


def read_literals(sealed: str) -> str:
    """Sealed text as a reader sees it, but for the slots that differ by recipient."""
    return _SLOT.sub(lambda slot: LITERALS.get(slot[1], slot[0]), sealed)


def slots_in(sealed: str) -> list[str]:
    """The names of the slots in sealed HTML or text, in order, repeated as they are."""
    return _SLOT.findall(sealed)


def fill(rendering: Rendering, values: Mapping[str, str]) -> Rendering:
    """The rendering for one recipient: every slot filled, escaped in HTML and as it is in text.

    Raises:
        BadDataError: a value is missing, belongs to no slot, or is not an address where one must stand.
    """
    _check_values(rendering, values)
    checked = {name: one_line(value) for name, value in values.items()}
    return Rendering(
        html=_substitute(rendering.html, {name: escape(value) for name, value in (checked | LITERALS).items()}),
        text=_substitute(rendering.text, checked | LITERALS),
    )


def fill_neutral(rendering: Rendering, address: str) -> Rendering:
    """The rendering for the web copy, where nobody is known: every slot leads to ``address``."""
    return fill(rendering, dict.fromkeys(sorted(SLOTS), address))


def _put_slots(sealed: str, stand_ins: Mapping[str, str]) -> str:
    for name, stand_in in stand_ins.items():
        sealed = sealed.replace(stand_in, f"{{{{{name}}}}}")
    return sealed


def _substitute(sealed: str, values: Mapping[str, str]) -> str:
    def value(slot: re.Match[str]) -> str:
        return values[slot[1]]

    return _SLOT.sub(value, sealed)


def _check_values(rendering: Rendering, values: Mapping[str, str]) -> None:
    used = {*slots_in(rendering.html), *slots_in(rendering.text)} - LITERALS.keys()
    if unknown := (used | values.keys()) - SLOTS:
        _refuse(f"there is no slot {', '.join(sorted(unknown))}", f"Slots are: {', '.join(sorted(SLOTS))}.")
    if missing := used - values.keys():
        _refuse(f"no value for the slot {', '.join(sorted(missing))}", "Every slot must be filled.")
    for name, value in values.items():
        if name.endswith("_url") and not (value.isascii() and is_link(value)):
            _refuse(f"the slot {name} needs an address, not {value!r}", "Give an absolute http(s) URL.")


def _refuse(message: str, hint: str) -> NoReturn:
    raise BadDataError(message, code="slot-unfit", hint=hint)
