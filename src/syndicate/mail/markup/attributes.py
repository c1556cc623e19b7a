"""What stands in the tags of a template and does nothing: attributes that nobody knows, values that nobody takes.

MJML's are known from the table of its own components, less what the compiler that we use ignores; HTML's from its
standard, and what mails still use of older ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from importlib.resources import files

from syndicate.mail.markup.marks import Marked, read_marks
from syndicate.mail.markup.mistakes import MarkupMistake, did_you_mean
from syndicate.mail.markup.tokens import Attribute, Token, TokenKind, attributes, tags, tokenize
from syndicate.mail.markup.values import kind_of
from syndicate.mail.markup.vocabulary import PARENTS, words

_TABLE = "mjml_attributes.json"
_EVERYWHERE = {"css-class": "string", "mj-class": "string"}
#: What the table lacks: tags that are no component of npm's, or that carry nothing there.
_BESIDE_THE_TABLE = {
    "mjml": {"lang": "string", "dir": "enum(ltr,rtl,auto)", "owa": "enum(mobile,desktop)"},
    "mj-style": {"inline": "enum(inline)"},
    "mj-class": {"name": "string"},
}
_PLAIN = words("mj-head mj-title mj-preview mj-attributes mj-breakpoint mjml mj-style")
_HTML = words(
    "abbr accept-charset accesskey action align alink alt aria-hidden axis background bgcolor border cellpadding"
    " cellspacing char charoff charset cite class clear color cols colspan compact content controls coords data"
    " datetime dir draggable face frame headers height hidden hreflang hspace href http-equiv id inert ismap itemid"
    " itemprop itemref itemscope itemtype label lang link loading longdesc loop media method name nowrap open"
    " placeholder poster property rel rev reversed role rows rowspan rules scheme scope shape sizes span src srcset"
    " start style summary tabindex target title translate type usemap valign value vlink vspace width xmlns"
)
_SIZE = "unit(,px,%,auto)"
_HTML_KINDS = {
    "dir": "enum(ltr,rtl,auto)",
    "align": "enum(left,center,right,justify,middle,top,bottom,char,absmiddle,texttop,baseline)",
    "valign": "enum(top,middle,bottom,baseline)",
    "width": _SIZE,
    "height": _SIZE,
    "border": "unit(,px)",
    "cellpadding": "unit(,px,%)",
    "cellspacing": "unit(,px,%)",
    "hspace": "integer",
    "vspace": "integer",
    "colspan": "integer",
    "rowspan": "integer",
    "bgcolor": "color",
}
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
_WRITE_AND = "In HTML, &amp; writes an &."
_CORRECT = "Correct it or take it out; docs/mail.md says what attributes are checked against."
#: What an expression may write into a value: lengths, numbers, colours or parts of them, or nothing.
_PROBABLE = ("0", "1px", "#000000", "000000", "x", "")
#: What a picture is nothing without.
_NEEDED = {"mj-image": ("src",), "mj-carousel-image": ("src",), "img": ("src",)}


def mistakes_of_attributes(source: str) -> tuple[MarkupMistake, ...]:
    """What of a marked source does nothing, or not what its author meant, each told once, in order."""
    return tuple(dict.fromkeys(_mistakes(read_marks(source))))


def mistakes_of_attributes_in_part(marked: Marked, written: str) -> tuple[MarkupMistake, ...]:
    """The same of a part of a document, in whose values ``written`` stands for what nobody knows.

    The classes of MJML that it uses may be defined elsewhere.
    """
    return tuple(dict.fromkeys(_mistakes(marked, written)))


def _mistakes(marked: Marked, written: str = "") -> Iterator[MarkupMistake]:
    classes = None if written else _classes(marked.text)
    is_in_defaults = False
    for token in tokenize(marked.text):
        if token.kind is TokenKind.TEXT:
            yield from _bare(marked, token.start, token.end)
        if token.kind is not TokenKind.TAG or not marked.is_marked(token.start):
            continue
        if token.name == "mj-attributes":
            is_in_defaults = not (token.is_closing or token.is_empty)
        elif token.is_opening:
            yield from _of_tag(marked, token, classes, written, is_default=is_in_defaults)


def _of_tag(
    marked: Marked, tag: Token, classes: frozenset[str] | None, written: str, *, is_default: bool
) -> Iterator[MarkupMistake]:
    known = _known(tag.name) if tag.name.startswith("mj") else _known_in_html()
    seen: set[str] = set()
    for attribute in attributes(marked.text, tag):
        name = attribute.name if tag.name.startswith("mj") else attribute.name.lower()
        yield from _of_attribute(marked, tag, attribute, known, written)
        if name in seen:
            yield _mistake(marked, attribute.start, f"<{tag.name}> has {name} twice")
        if name == "mj-class" and classes is not None and not is_default:
            yield from _of_classes(marked, attribute, classes)
        yield from _bare(marked, attribute.start, attribute.end)
        seen.add(name)
    for needed in _NEEDED.get(tag.name, ()):
        if needed not in seen and not is_default:
            yield _mistake(marked, tag.start, f"<{tag.name}> has no {needed}: it shows no picture")


def _of_attribute(
    marked: Marked, tag: Token, attribute: Attribute, known: Mapping[str, str], written: str
) -> Iterator[MarkupMistake]:
    name = attribute.name if tag.name.startswith("mj") else attribute.name.lower()
    if name not in known:
        if not _is_free(tag, name):
            message = f"<{tag.name}> knows no attribute {name}{did_you_mean(name, known)}"
            yield _mistake(marked, attribute.start, message)
        return
    takes, shown = kind_of(known[name])
    value = unescape(attribute.value)
    if not any(takes(possible) for possible in _possible(value, known[name], written)):
        guess = did_you_mean(value, known[name][5:-1].split(",")) if known[name].startswith("enum") else ""
        message = f'{name}="{value}" of <{tag.name}> does nothing; it takes {shown}{guess}'
        message = message.replace(written, "…") if written else message
        yield _mistake(marked, attribute.value_start, message)


def _possible(value: str, kind: str, written: str) -> Iterable[str]:
    """The value, or what it may come to where a part of it is not known."""
    if not written or written not in value:
        return (value,)
    members = kind[5:-1].split(",") if kind.startswith("enum") else _PROBABLE
    return (value.replace(written, member) for member in members)


def _is_free(tag: Token, name: str) -> bool:
    """Whether an attribute may be of anybody's making."""
    is_html = not tag.name.startswith("mj")
    return is_html and (name.startswith(("data-", "aria-", "x-", "mc:")) or ":" in name or ":" in tag.name)


def _of_classes(marked: Marked, attribute: Attribute, classes: frozenset[str]) -> Iterator[MarkupMistake]:
    for name in attribute.value.split():
        if name not in classes:
            message = f'there is no <mj-class name="{name}">{did_you_mean(name, classes)}'
            yield _mistake(marked, attribute.value_start, message)


def _bare(marked: Marked, start: int, end: int) -> Iterator[MarkupMistake]:
    """Ampersands that are written as such; marks stand at those of templates alone."""
    at = marked.text.find("&", start, end)
    while at >= 0:
        if marked.is_marked(at) and not _REFERENCE.match(marked.text, at):
            yield MarkupMistake(where=marked.place(at), message="this & begins no character reference", hint=_WRITE_AND)
        at = marked.text.find("&", at + 1, end)


def _classes(text: str) -> frozenset[str]:
    """The names of ``<mj-class>`` in the text."""
    defined = (attribute for tag in tags(text) if tag.name == "mj-class" for attribute in attributes(text, tag))
    return frozenset(attribute.value for attribute in defined if attribute.name == "name")


@cache
def _known(tag: str) -> Mapping[str, str]:
    """The attributes of an MJML tag, with the kinds of their values."""
    tables = _tables()
    own = {**tables.get(tag, {}), **_BESIDE_THE_TABLE.get(tag, {})}
    if tag in {"mj-all", "mj-class"}:
        return {**_any_of(tables.values()), **own, **_EVERYWHERE}
    return own if tag in _PLAIN else {**own, **_EVERYWHERE}


def _any_of(tables: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    """All attributes, each with its kind where all tags agree on it."""
    kinds: dict[str, str] = {}
    for table in tables:
        for name, kind in table.items():
            kinds[name] = kind if kinds.get(name, kind) == kind else "string"
    return kinds


@cache
def _known_in_html() -> Mapping[str, str]:
    return {**dict.fromkeys(_HTML, "string"), **_HTML_KINDS}


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    written = files("syndicate.mail.markup").joinpath(_TABLE).read_text(encoding="utf-8")
    tables: Mapping[str, Mapping[str, str]] = json.loads(written)["tags"]
    return {tag: kinds for tag, kinds in tables.items() if tag in PARENTS}


def _mistake(marked: Marked, offset: int, message: str) -> MarkupMistake:
    return MarkupMistake(where=marked.where(offset), message=message, hint=_CORRECT)
