"""Values of front matter and of sites' configurations, as plain ones; keys are in lower case."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from syndicate.articles.formats.settings.tree import Node, NodeKind
from syndicate.articles.formats.written import yaml_subset
from syndicate.text.plain import one_line

_NAMES = ("name", "title", "url", "src", "image", "path")


def plain(node: Node) -> dict[str, Any]:
    """A table as a dictionary: texts, lists and dictionaries."""
    value = _plain(node)
    return value if isinstance(value, dict) else {}


def _plain(node: Node) -> Any:
    if node.kind is NodeKind.TABLE:
        return {name.lower(): _plain(entry) for name, entry in node.entries.items()}
    if node.kind is NodeKind.LIST:
        return [_plain(item) for item in node.items]
    return None if node.kind is NodeKind.NOTHING else node.text


def configuration(name: str, text: str) -> dict[str, Any]:
    """What a file of settings says, by its ending; nothing where it cannot be read."""
    try:
        if name.lower().endswith(".toml"):
            value = _lowered(tomllib.loads(text))
        elif name.lower().endswith(".json"):
            value = _lowered(json.loads(text))
        else:
            value = plain(yaml_subset.parse(text))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _lowered(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name).lower(): _lowered(entry) for name, entry in value.items()}
    return [_lowered(item) for item in value] if isinstance(value, list) else value


def assignments(text: str) -> dict[str, str]:
    """The texts that a program of Python assigns to names at the start of a line; it is not executed."""
    found = re.finditer(r"^([A-Z][A-Z_]*)\s*=\s*u?(['\"])([^'\"\n]*)\2", text, re.MULTILINE)
    return {match[1]: match[3] for match in found}


def line_of(value: Any) -> str:
    """The text that a value is; of a list its first, of a table what it is called."""
    return next(iter(lines_of(value)), "")


def lines_of(value: Any) -> list[str]:
    """The texts that a value is."""
    if isinstance(value, list):
        return list(dict.fromkeys(line for item in value for line in lines_of(item)))
    if isinstance(value, Mapping):
        return next((lines for name in _NAMES if (lines := lines_of(value.get(name)))), [])
    line = one_line(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    return [line] if line else []
