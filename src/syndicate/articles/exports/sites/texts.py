"""Texts of sites' trees as HTML, without the commands of the programs that make pages of them.

These are carried out where they only stand for a text (a picture, code, an address) and left out otherwise; nothing is
included, and nothing computed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from syndicate.articles.findings import LONGEST

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|(\S+))""")
_SHORTCODE = re.compile(r"\{\{[<%]\s*(?P<end>/?)\s*(?P<name>[\w/.-]+)(?P<rest>[^{}]{0,2000}?)/?\s*[%>]\}\}")
_FILMS = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}
_HIGHLIGHT = re.compile(r"\{%-?\s*(end)?highlight(?:\s+([\w+-]+))?[^%]{0,200}%\}")
_QUOTED = re.compile(r"\{\{-?\s*(?:\"([^\"{}]*)\"|'([^'{}]*)')\s*(?:\|[^{}]{0,200})?\}\}")
_LIQUID = re.compile(r"\{%[^%]{0,2000}%\}|\{\{[^{}<%][^{}]{0,2000}\}\}|\{#[^#]{0,2000}#\}")
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_KRAMDOWN = re.compile(r"\{:[^{}\n]{0,300}\}")
_CODE = re.compile(r"^(```+|~~~+).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def html_of(text: str, *, is_markdown: bool) -> str:
    """A page's text as HTML, which is not clean; HTML in Markdown is what it says."""
    if len(text) > LONGEST:  # told by who makes a body of it
        return f"<p>{escape(text)}</p>"
    bare = _without_commands(text)
    return str(_markdown().render(bare)) if is_markdown else bare


def _without_commands(text: str) -> str:
    """Commands within code are shown, not meant."""
    text = _HIGHLIGHT.sub(lambda code: "\n```\n" if code[1] else f"\n```{code[2] or ''}\n", text)
    pieces: list[str] = []
    position = 0
    for code in _CODE.finditer(text):
        pieces += [_plain(text[position : code.start()]), code[0]]
        position = code.end()
    return "".join([*pieces, _plain(text[position:])])


def _plain(text: str) -> str:
    raw: list[str] = []

    def kept(match: re.Match[str]) -> str:
        raw.append(match[1])
        return f"\x00{len(raw) - 1}\x00"

    text = _RAW.sub(kept, text)
    text = _SHORTCODE.sub(_of_shortcode, text)
    text = _QUOTED.sub(lambda quoted: quoted[1] or quoted[2] or "", text)
    text = _KRAMDOWN.sub("", _LIQUID.sub("", text))
    return re.sub(r"\x00(\d+)\x00", lambda place: raw[int(place[1])], text)


def _of_shortcode(match: re.Match[str]) -> str:
    name, rest = match["name"].lower(), match["rest"]
    if name == "highlight":
        return "\n```\n"
    if match["end"]:
        return ""
    fields = {found[1].lower(): next(filter(None, found.groups()[1:]), "") for found in _ATTRIBUTE.finditer(rest)}
    if name in {"figure", "img", "image"} and fields.get("src"):
        return _figure(fields)
    if name in _FILMS:
        number = fields.get("id") or rest.strip().strip("\"'")
        address = _FILMS[name].format(escape(number))
        return f'\n<p><a href="{address}">{address}</a></p>\n' if number else ""
    return ""


def _figure(fields: dict[str, str]) -> str:
    src, alt = (escape(fields.get(name, "")) for name in ("src", "alt"))
    caption = " ".join(filter(None, (fields.get("title"), fields.get("caption"))))
    caption = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f'\n\n<figure><img src="{src}" alt="{alt}">{caption}</figure>\n\n'


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.validateLink = bool  # type: ignore[method-assign,assignment]
    parser.normalizeLink = str  # type: ignore[method-assign,assignment]
    return parser
