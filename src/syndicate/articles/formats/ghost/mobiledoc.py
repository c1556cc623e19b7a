"""Mobiledoc, in which Ghost kept its texts before Lexical, as HTML; what it makes is not yet clean.

A document is a list of sections, of text or of cards, which refer to lists of marks and cards beside them
(format 0.3). Cards of Ghost are a few lines of HTML; of one that nobody knows nothing is left but its caption.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from syndicate.articles.findings import LONGEST

_MARKUP, _IMAGE, _LIST, _CARD = 1, 2, 3, 10
_TEXT, _ATOM = 0, 1
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"})
_LISTS = frozenset({"ul", "ol"})
_MARKS = frozenset({"a", "b", "strong", "em", "i", "u", "s", "del", "code", "sub", "sup", "mark"})


def html_of_mobiledoc(written: str) -> str:
    """The HTML of a text; empty where it is none that can be read."""
    try:
        document = json.loads(written)
    except (ValueError, RecursionError):
        return ""
    return "\n".join(_Mobiledoc(document).sections()) if isinstance(document, dict) else ""


class _Mobiledoc:
    """One document. Whatever is not as it should be in it is left out."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._sections = _list(document.get("sections"))
        self._marks = _list(document.get("markups"))
        self._atoms = _list(document.get("atoms"))
        self._cards = _list(document.get("cards"))

    def sections(self) -> Iterator[str]:
        for section in map(_list, self._sections):
            kind = section[0] if section else None
            if kind == _MARKUP and len(section) > 2:  # noqa: PLR2004 - kind, tag, markers
                tag = section[1] if section[1] in _BLOCKS else "p"
                tag = "blockquote" if tag in {"aside", "pull-quote"} else tag
                yield f"<{tag}>{self._inline(section[2])}</{tag}>"
            elif kind == _LIST and len(section) > 2:  # noqa: PLR2004 - kind, tag, items
                tag = section[1] if section[1] in _LISTS else "ul"
                yield f"<{tag}>{''.join(f'<li>{self._inline(item)}</li>' for item in _list(section[2]))}</{tag}>"
            elif kind == _IMAGE and len(section) > 1:
                yield _image({"src": section[1]})
            elif kind == _CARD and len(section) > 1:
                yield self._card(section[1])

    def _inline(self, markers: Any) -> str:
        """Markers: what each opens, how many it closes behind its text, and the text."""
        out: list[str] = []
        open_tags: list[str] = []
        for marker in map(_list, _list(markers)):
            if len(marker) < 4:  # noqa: PLR2004 - kind, opened, closed, text
                continue
            for place in _list(marker[1]):
                tag, opening = self._mark(place)
                open_tags.append(tag)
                out.append(opening)
            out.append(escape(str(marker[3])) if marker[0] == _TEXT else self._atom(marker[3]))
            closed = marker[2] if isinstance(marker[2], int) and marker[2] > 0 else 0
            out += [f"</{tag}>" for tag in reversed(open_tags[max(0, len(open_tags) - closed) :]) if tag]
            del open_tags[max(0, len(open_tags) - closed) :]
        return "".join((*out, *(f"</{tag}>" for tag in reversed(open_tags) if tag)))

    def _mark(self, place: Any) -> tuple[str, str]:
        mark = _list(_at(self._marks, place))
        tag = mark[0] if mark and mark[0] in _MARKS else ""
        attributes = _list(mark[1]) if len(mark) > 1 else []
        pairs = dict(zip(attributes[::2], attributes[1::2], strict=False))
        href = f' href="{escape(str(pairs["href"]))}"' if tag == "a" and "href" in pairs else ""
        return tag, f"<{tag}{href}>" if tag else ""

    def _atom(self, place: Any) -> str:
        atom = _list(_at(self._atoms, place))
        return "<br>" if atom and atom[0] == "soft-return" else escape(str(atom[1])) if len(atom) > 1 else ""

    def _card(self, place: Any) -> str:
        card = _list(_at(self._cards, place))
        payload = card[1] if len(card) > 1 and isinstance(card[1], dict) else {}
        known = _CARDS.get(str(card[0]) if card else "")
        return known(payload) if known else _paragraph(payload.get("caption"))


def _of_markdown(payload: dict[str, Any]) -> str:
    from markdown_it import MarkdownIt

    text = str(payload.get("markdown") or "")[:LONGEST]
    return str(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))


def _of_code(payload: dict[str, Any]) -> str:
    return f"<pre><code>{escape(str(payload.get('code') or ''))}</code></pre>"


def _gallery(payload: dict[str, Any]) -> str:
    return "".join(_image(image) for image in _list(payload.get("images")) if isinstance(image, dict))


def _toggle(payload: dict[str, Any]) -> str:
    return f"<h4>{payload.get('heading') or ''}</h4>{payload.get('content') or ''}"


def _paragraph(html: Any) -> str:
    return f"<p>{html}</p>" if html else ""


def _image(payload: dict[str, Any]) -> str:
    caption = f"<figcaption>{payload['caption']}</figcaption>" if payload.get("caption") else ""
    src, alt = (escape(str(payload.get(key) or "")) for key in ("src", "alt"))
    return f'<figure><img src="{src}" alt="{alt}">{caption}</figure>' if src else ""


def _bookmark(payload: dict[str, Any]) -> str:
    metadata = payload.get("metadata")
    title = metadata.get("title") if isinstance(metadata, dict) else None
    url = str(payload.get("url") or "")
    return f'<p><a href="{escape(url)}">{escape(str(title or url))}</a></p>' if url else ""


#: The cards of Ghost and of those before it, and what makes HTML of their payload.
_CARDS: Mapping[str, Callable[[dict[str, Any]], str]] = {
    **dict.fromkeys(("image", "image-card"), _image),
    **dict.fromkeys(("html", "embed", "card-html"), lambda payload: str(payload.get("html") or "")),
    **dict.fromkeys(("markdown", "card-markdown"), _of_markdown),
    "gallery": _gallery,
    "code": _of_code,
    "hr": lambda _: "<hr>",
    "callout": lambda payload: f"<blockquote>{payload.get('calloutText') or ''}</blockquote>",
    "toggle": _toggle,
    "bookmark": _bookmark,
}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _at(values: Sequence[Any], place: Any) -> Any:
    return values[place] if isinstance(place, int) and 0 <= place < len(values) else None
