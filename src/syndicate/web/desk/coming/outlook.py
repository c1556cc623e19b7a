"""A mail as Word's engine in Outlook for Windows takes it, as far as a browser can show that: emulated.

Conditional comments for it are opened, what is hidden from it is taken out, and so are the rules that it does not know.
"""

from __future__ import annotations

import re

_REVEALED = r"<!--\[if (?P<shown_if>[^\]]+)\]>(?:<!-->|<!-- -->)(?P<shown>.*?)<!--<!\[endif\]-->"
_HIDDEN = r"<!--\[if (?P<hidden_if>[^\]]+)\]>(?P<hidden>.*?)<!\[endif\]-->"
_CONDITIONAL = re.compile(f"{_REVEALED}|{_HIDDEN}", re.DOTALL)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_UNKNOWN = re.compile(r"(?:border-radius|box-shadow|opacity|max-width|background-image)\s*:[^;\"']*;?", re.IGNORECASE)
_STYLED = re.compile(r"(<style\b[^>]*>)(.*?)(</style>)|(\sstyle=\")([^\"]*)(\")", re.DOTALL | re.IGNORECASE)


def as_outlook(html: str) -> str:
    """The mail with Word's branch taken and without what Word does not know; VML and Word's own text sizes stay out."""
    return _STYLED.sub(_plainer, _CONDITIONAL.sub(_branch, html))


def _branch(match: re.Match[str]) -> str:
    condition, content = match["shown_if"] or match["hidden_if"], match["shown"] or match["hidden"] or ""
    return content if _is_word(condition) else ""


def _is_word(condition: str) -> bool:
    """Whether today's Word takes that branch: of any version, or of one from which on it is."""
    return "mso" in condition and "!" not in condition and not condition.startswith(("lt", "(lt"))


def _plainer(match: re.Match[str]) -> str:
    before, rules, after = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    return f"{before}{_UNKNOWN.sub('', _MEDIA.sub('', rules))}{after}"
