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
from syndicate.mail.recipient_names import BEFORE_NAME, texts_of_name
from syndicate.text.plain import one_line
from syndicate.text.web_addresses import is_link

#: What a literal brace or backslash of text becomes. A backslash before ``{{`` would quote it in Handlebars.
LITERALS = {"open": "{", "close": "}", "backslash": "\\"}
#: Every merge field but those: what differs by recipient, and what stands before a name.
FIELDS = MERGE_FIELDS | BEFORE_NAME.keys()
#: Those that are empty for whom no name is known.
NAME_FIELDS = FIELDS - {"unsubscribe_url", "preferences_url"}

_AS_FIELD = {ord(character): f"{{{{{name}}}}}" for name, character in LITERALS.items()}
_STYLE = re.compile(r"(<style\b.*?</style>)", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(r"\{\{([a-z_]+)\}\}")


def fresh_sentinels(names: Iterable[str] = FIELDS) -> dict[str, str]:
    """A sentinel for each merge field: letters and digits that no author can foresee."""
    return {name: f"field{random_id()}" for name in sorted(names)}


def escape_html(html: str, sentinels: Mapping[str, str]) -> str:
    """HTML in which braces outside of style sheets are entities and the sentinels are merge fields."""
    parts = _STYLE.split(html)
    parts[::2] = [part.replace("{", "&#123;").replace("}", "&#125;") for part in parts[::2]]
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
    parts = _FIELD.split(escaped)
    texts, names = parts[:1], list[str]()
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        if name in LITERALS:  # filled in one by one: braces of an author's own must not become a field
            texts[-1] += LITERALS[name] + text
        else:
            names.append(name)
            texts.append(text)
    return texts, names


def fields_in(escaped: str) -> list[str]:
    """The names of the merge fields in escaped HTML or text, in order, repeated as they are."""
    return _FIELD.findall(escaped)


def without_fields(escaped: str) -> str:
    """Escaped HTML or text with nothing in the places of what differs by recipient; what only looks so stays."""
    return _FIELD.sub(lambda match: "" if match[1] in FIELDS else match[0], escaped)


def fill(rendering: Rendering, values: Mapping[str, str]) -> Rendering:
    """The rendering for one recipient: every merge field filled, escaped in HTML and as it is in text.

    ``values`` are those of `MERGE_FIELDS`; without ``recipient_name`` nobody is greeted by name.

    Raises:
        BadDataError: a value is missing, belongs to no merge field, or is not an address where one must stand.
    """
    _check_values(rendering, values)
    checked = texts_of(values) | LITERALS
    return Rendering(
        html=_substitute(rendering.html, {name: escape(value) for name, value in checked.items()}),
        text=_substitute(rendering.text, checked),
    )


def texts_of(values: Mapping[str, str]) -> dict[str, str]:
    """What stands at each merge field in text, by those values; in HTML it is escaped."""
    return {name: one_line(value) for name, value in values.items()} | texts_of_name(values.get("recipient_name", ""))


def fill_neutral(rendering: Rendering, site_url: str) -> Rendering:
    """The rendering for the web copy, where nobody is known: links lead to pages that know nobody either."""
    return fill(rendering, neutral_values(site_url))


def neutral_values(site_url: str) -> dict[str, str]:
    """The values for nobody: the pages below the site's URL (no slash at its end) that ask who it is."""
    return {"unsubscribe_url": f"{site_url}/unsubscribe", "preferences_url": f"{site_url}/preferences"}


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
    if unknown := (used - FIELDS) | (values.keys() - MERGE_FIELDS):
        _refuse(
            f"there is no merge field {', '.join(sorted(unknown))}",
            f"Merge fields are: {', '.join(sorted(MERGE_FIELDS))}.",
        )
    if missing := used - NAME_FIELDS - values.keys():
        _refuse(f"no value for the merge field {', '.join(sorted(missing))}", "Every merge field must be filled.")
    for name, value in values.items():
        is_asked = name.endswith("_url") and (value or name in used)
        if is_asked and not (value.isascii() and is_link(value)):
            _refuse(f"the merge field {name} needs an address, not {value!r}", "Give an absolute http(s) URL.")


def _refuse(message: str, hint: str) -> NoReturn:
    raise BadDataError(message, code="merge-field-unfit", hint=hint)
