"""A mail as it looks where the reader's device is light, or dark, whatever the editor's own is.

Its rules for either are all there; a browser follows its own device's. So what asks for the scheme is answered for it.
"""

from __future__ import annotations

import re

_QUERY = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)")
_META = re.compile(r"(<meta name=\"(?:supported-)?color-schemes?\" content=\")[^\"]*(\")")
_PROPERTY = re.compile(r"((?:supported-)?color-schemes?\s*:\s*)light dark")
#: What holds everywhere, and what holds nowhere.
_ALWAYS, _NEVER = "(min-width:0)", "(max-width:0)"


def in_scheme(html: str, scheme: str) -> str:
    """The mail with its media queries for ``light`` and ``dark`` decided as that scheme has them."""
    decided = _QUERY.sub(lambda match: _ALWAYS if match[1] == scheme else _NEVER, html)
    decided = _META.sub(lambda match: f"{match[1]}{scheme}{match[2]}", decided)
    return _PROPERTY.sub(lambda match: f"{match[1]}{scheme}", decided)
