"""An editor's HTML in the clothes of the mail: the classes that the style sheet knows, and tags that MJML reads."""

from __future__ import annotations

import re

from markupsafe import Markup

_CLASSES = {
    "p": "words",
    "ul": "words",
    "ol": "words",
    "blockquote": "quote",
    "h2": "headline second subhead",
    "h3": "headline second subhead",
    "h4": "headline second subhead",
    "hr": "rule",
    "pre": "code",
}
_TAG = re.compile(r"<(?P<name>[a-z][a-z0-9]*)(?P<rest>[^>]*)>")
_HEADING = re.compile(r"<(?P<close>/?)h(?P<level>[1-6])\b")
_VOID = frozenset({"br", "hr"})


def dressed(html: str, script: str, link: str = "link") -> Markup:
    """Sanitised HTML as MJML takes it, each element with the class of its kind and of that script's fonts.

    ``link`` is the class of links. Headings begin at the second level, and leave none out.
    It is not escaped again: whoever gives it vouches that a sanitiser wrote it.
    """
    return Markup(_TAG.sub(lambda tag: _dressed(tag, script, link), _levelled(html)))  # noqa: S704 - the sanitiser's own


def _levelled(html: str) -> str:
    levels = sorted({heading["level"] for heading in _HEADING.finditer(html)})
    return _HEADING.sub(lambda heading: f"<{heading['close']}h{2 + levels.index(heading['level'])}", html)


def _dressed(tag: re.Match[str], script: str, link: str) -> str:
    name, rest = tag["name"], tag["rest"]
    own = link if name == "a" else _CLASSES.get(name)
    classes = [own, *([script] if script != "latin" else [])] if own else []
    worn = f' class="{" ".join(classes)}"' if classes else ""
    return f"<{name}{worn}{rest}{' /' if name in _VOID else ''}>"
