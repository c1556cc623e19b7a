"""What pydantic found, said as an operator needs it: the key, what is wrong, what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.config.catalogue import ANY, ValueKind, is_secret, key_at, keys, pattern, sections
from syndicate.config.model import MOVED
from syndicate.config.origins import Mistake, dotted
from syndicate.config.phrasing import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from syndicate.config.origins import Origins
    from syndicate.config.positions import KeyPath

#: A line that would satisfy each key that has no default.
EXAMPLES: Mapping[KeyPath, str] = {
    ("site", "title"): 'title = "The Quay"',
    ("site", "postal_address"): 'postal_address = "The Quay, 1 Harbour Street, London"',
    ("site", "id_authority"): 'id_authority = "example.org,2026"',
    ("sources", ANY, "name"): 'name = "samples"',
    ("feeds", "filters", ANY, "name"): 'name = "climate"',
    ("feeds", "filters", ANY, "title"): 'title = "Climate"',
    ("newsletters", ANY, "name"): 'name = "morning"',
    ("newsletters", ANY, "title"): 'title = "The Quay · Morning"',
    ("newsletters", ANY, "sender"): 'sender = "The Quay <news@example.org>"',
    ("newsletters", ANY, "cadences", ANY, "kind"): 'kind = "weekdays"',
    ("newsletters", ANY, "blocks", ANY, "name"): 'name = "appeal"',
}
_WANTED: Mapping[ValueKind, str] = {
    ValueKind.TEXT: "write text in quotation marks",
    ValueKind.INTEGER: "write a whole number without quotation marks, such as 10",
    ValueKind.NUMBER: "write a number without quotation marks, such as 1.5",
    ValueKind.SWITCH: "write true or false without quotation marks",
    ValueKind.LIST: 'write a list in brackets, such as ["one", "two"]',
    ValueKind.INTEGERS: "write a list of whole numbers without quotation marks, such as [500, 1000]",
    ValueKind.TABLE: "write a table in braces: { key = value }",
}
_BOUNDS: Mapping[str, tuple[str, str]] = {
    "greater_than_equal": ("ge", "it must be at least"),
    "less_than_equal": ("le", "it must be at most"),
    "greater_than": ("gt", "it must be more than"),
}


def mistake_of(error: ErrorDetails, origins: Origins) -> Mistake:
    """The complaint for one error of pydantic's, at the key or value that it is about."""
    path: KeyPath = tuple(step for step in error["loc"] if step != "[key]")
    if error["type"] == "extra_forbidden":
        return Mistake(place=origins.of_key(path), message=_unknown_key(path, origins))
    if error["type"] == "missing":
        return Mistake(place=origins.of_value(path), message=_missing(path, origins))
    if pattern(key_at(path)) not in keys():
        return Mistake(place=origins.of_value(path), message=_no_table(path))
    return Mistake(place=origins.of_value(path), message=f"{named(path, origins)} {_fault(path, error)}")


def named(path: KeyPath, origins: Origins) -> str:
    """``"region" in [delivery.ses]``."""
    *section, key = key_at(path)
    return f'"{key}" in {heading(tuple(section), origins)}'


def heading(section: KeyPath, origins: Origins) -> str:
    """``[delivery.ses]``, ``[[sources]] "samples"``, ``[newsletters.utm] of "morning"``.

    An entry without a name is counted from 1.
    """
    names = [_entry(section[: end + 1], origins) for end, step in enumerate(section) if isinstance(step, int)]
    bracketed = _bracketed(pattern(section))
    if not names:
        return bracketed
    *outer, inner = names
    if not isinstance(section[-1], int):
        return f"{bracketed} of {inner}"
    return f"{bracketed} {inner} of {outer[0]}" if outer else f"{bracketed} {inner}"


def _entry(path: KeyPath, origins: Origins) -> str:
    name = origins.label(path)[-1]
    return shown(name) if isinstance(name, str) else f"no. {name + 1}"


def _unknown_key(path: KeyPath, origins: Origins) -> str:
    *outer, name = path
    if not outer:
        return _unknown_section(str(name))
    section = pattern(tuple(outer))
    known = [str(key.path[-1]) for key in sections()[section]]
    known += [name for inner, name in _tables() if inner == section]
    guess = did_you_mean(str(name), known) or _elsewhere(str(name)) or f"; its keys are {', '.join(known)}"
    return f"unknown key {shown(name)} in {heading(tuple(outer), origins)}{guess}"


def _unknown_section(name: str) -> str:
    if at := _elsewhere(name):
        return f"unknown key {shown(name)} outside of any section{at}"
    if homes := sorted({_bracketed(new[:-1]) for old, new in MOVED.items() if old[:-1] == (name,)}):
        return f"unknown section {shown(name)}; its keys are in {' and '.join(homes)} now"
    known: dict[str, str] = {}
    for path in filter(None, sections()):  # of two tables of one name, the outer comes first
        known.setdefault(str(_array(path)[-1]), _bracketed(path))
    guess = did_you_mean(name, known, meaning=known)
    return f"unknown section {shown(name)}{guess or '; the sections are ' + ', '.join(known.values())}"


def _elsewhere(name: str) -> str:
    for section in ((name,), (name, ANY)):
        if section in sections():
            return f"; it is a section of its own, {_bracketed(section)}"
    homes = [_bracketed(key.path[:-1]) for key in keys().values() if key.path[-1] == name]
    return f"; it belongs to {' or '.join(homes)}" if homes else ""


def _missing(path: KeyPath, origins: Origins) -> str:
    *section, key = path
    return f'{heading(tuple(section), origins)} needs "{key}"; add {EXAMPLES[pattern(path)]}'


def _no_table(path: KeyPath) -> str:
    section = pattern(path)
    section = section if section in sections() else (*section, ANY)
    return f'"{_array(section)[-1]}" must be written as {_bracketed(section)} with its keys below'


def _tables() -> list[tuple[KeyPath, str]]:
    """Every table and array of tables: where it stands, and its name."""
    return [(_array(path)[:-1], str(_array(path)[-1])) for path in sections() if path]


def _array(section: KeyPath) -> KeyPath:
    """The path that is written: of an array without its `ANY`."""
    return section[:-1] if section[-1] == ANY else section


def _bracketed(section: KeyPath) -> str:
    written = dotted(tuple(step for step in section if step != ANY))
    return f"[[{written}]]" if section[-1] == ANY else f"[{written}]"


def _fault(path: KeyPath, error: ErrorDetails) -> str:
    """The rest of the sentence; a secret's value is never in it."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context["error"])
    value = "set to something else" if is_secret(path) else shown(error["input"])
    if error["type"] in _BOUNDS:
        bound, words = _BOUNDS[error["type"]]
        return f"is {value}; {words} {_bound(context[bound])}"
    if error["type"] == "too_long":
        return f"has {context['actual_length']:_} entries; it may have {context['max_length']:_}"
    if error["type"] == "literal_error":
        choices = str(context["expected"]).replace("'", '"')
        return f"is {value}; it must be {choices}{_choice(error['input'], choices)}"
    return f"is {value}; {_WANTED[keys()[pattern(key_at(path))].kind]}"


def _bound(number: float) -> str:
    """A bound as one would write it in TOML: whole where it is."""
    return f"{int(number):_}" if number == int(number) else str(number)


def _choice(written: object, choices: str) -> str:
    return did_you_mean(str(written), choices.split('"')[1::2])
