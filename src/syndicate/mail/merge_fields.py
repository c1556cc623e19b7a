"""Merge fields: the places in a rendering that differ by recipient, written ``{{name}}`` as Amazon SES does.

While a mail is rendered, a merge field is a random sentinel, so that no content can look like one.
Escaping turns the braces of content into something that cannot open a merge field (entities in HTML,
merge fields that hold a brace in text), and only then the sentinels into ``{{name}}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import NoReturn

from syndicate.errors import BadDataError
from syndicate.ids import random_id
from syndicate.mail.model import MERGE_FIELDS, Rendering
from syndicate.text.plain import one_line
from syndicate.text.web_addresses import is_link

#: What a literal brace or backslash of text becomes. A backslash before ``{{`` would quote it in Handlebars.
LITERALS = {"open": "{", "close": "}", "backslash": "\\"}

_AS_FIELD = {ord(character): f"{{{{{name}}}}}" for name, character in LITERALS.items()}
_AS_ENTITY = {ord("{"): "&#123;", ord("}"): "&#125;"}
_STYLE = re.compile(r"(<style\b.*?</style>)", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(r"\{\{([a-z_]+)\}\}")


def fresh_sentinels(names: Iterable[str] = MERGE_FIELDS) -> dict[str, str]:
    """A sentinel for each merge field: letters and digits that no author can foresee."""
    return {name: f"field{random_id()}" for name in sorted(names)}


def escape_html(html: str, sentinels: Mapping[str, str]) -> str:
    """HTML in which braces outside of style sheets are entities and the sentinels are merge fields."""
    parts = _STYLE.split(html)
    parts[::2] = [part.translate(_AS_ENTITY) for part in parts[::2]]
    return _put_fields("".join(parts), sentinels)


def escape_text(text: str, sentinels: Mapping[str, str]) -> str:
    """Text in which braces and backslashes are merge fields (`LITERALS`) and the sentinels are merge fields, too.

    For the text part, and for a subject that SES is to fill in.
    """
    return _put_fields(text.translate(_AS_FIELD), sentinels)


def read_literals(escaped: str) -> str:
    """Escaped text as a reader sees it, but for the merge fields that differ by recipient."""
    return _FIELD.sub(lambda match: LITERALS.get(match[1], match[0]), escaped)


def split_fields(escaped: str) -> tuple[list[str], list[str]]:
    """What stands around the merge fields of escaped HTML or text, and their names: one text more than names.

    The literals of `LITERALS` are filled in.
    """
    parts = _FIELD.split(read_literals(escaped))
    return parts[::2], parts[1::2]


def fields_in(escaped: str) -> list[str]:
    """The names of the merge fields in escaped HTML or text, in order, repeated as they are."""
    return _FIELD.findall(escaped)


def fill(rendering: Rendering, values: Mapping[str, str]) -> Rendering:
    """The rendering for one recipient: every merge field filled, escaped in HTML and as it is in text.

    Raises:
        BadDataError: a value is missing, belongs to no merge field, or is not an address where one must stand.
    """
    _check_values(rendering, values)
    checked = {name: one_line(value) for name, value in values.items()}
    return Rendering(
        html=_substitute(rendering.html, {name: escape(value) for name, value in (checked | LITERALS).items()}),
        text=_substitute(rendering.text, checked | LITERALS),
    )


def fill_neutral(rendering: Rendering, address: str) -> Rendering:
    """The rendering for the web copy, where nobody is known: every merge field leads to ``address``."""
    return fill(rendering, dict.fromkeys(sorted(MERGE_FIELDS), address))


def _put_fields(escaped: str, sentinels: Mapping[str, str]) -> str:
    for name, sentinel in sentinels.items():
        escaped = escaped.replace(sentinel, f"{{{{{name}}}}}")
    return escaped


def _substitute(escaped: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        return values[match[1]]

    return _FIELD.sub(value, escaped)


def _check_values(rendering: Rendering, values: Mapping[str, str]) -> None:
    used = {*fields_in(rendering.html), *fields_in(rendering.text)} - LITERALS.keys()
    if unknown := (used | values.keys()) - MERGE_FIELDS:
        _refuse(
            f"there is no merge field {', '.join(sorted(unknown))}",
            f"Merge fields are: {', '.join(sorted(MERGE_FIELDS))}.",
        )
    if missing := used - values.keys():
        _refuse(f"no value for the merge field {', '.join(sorted(missing))}", "Every merge field must be filled.")
    for name, value in values.items():
        if name.endswith("_url") and not (value.isascii() and is_link(value)):
            _refuse(f"the merge field {name} needs an address, not {value!r}", "Give an absolute http(s) URL.")


def _refuse(message: str, hint: str) -> NoReturn:
    raise BadDataError(message, code="merge-field-unfit", hint=hint)
