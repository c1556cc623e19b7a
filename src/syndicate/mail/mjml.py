"""What MJML may be nested in what: the check that the compiler, which passes everything on, does not make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from syndicate.errors import BadDataError

#: Stands around the place of a tag (`Templates` writes it). Content cannot forge it: cleaning takes controls out.
MARK = "\x02"

_CONTENT = "accordion button carousel divider image navbar raw social spacer table text"
_PARENTS = {
    "mjml": "",
    "mj-head": "mjml",
    "mj-body": "mjml",
    "mj-title": "mj-head",
    "mj-preview": "mj-head",
    "mj-style": "mj-head",
    "mj-breakpoint": "mj-head",
    "mj-attributes": "mj-head",
    "mj-all": "mj-attributes",
    "mj-class": "mj-attributes",
    "mj-wrapper": "mj-body",
    "mj-section": "mj-body mj-wrapper",
    "mj-hero": "mj-body mj-wrapper",
    "mj-group": "mj-section",
    "mj-column": "mj-section mj-group",
    **{f"mj-{name}": "mj-column mj-hero" for name in _CONTENT.split()},
    "mj-raw": "mj-head mj-body mj-wrapper mj-section mj-group mj-column mj-hero",
    "mj-accordion-element": "mj-accordion",
    "mj-accordion-title": "mj-accordion-element",
    "mj-accordion-text": "mj-accordion-element",
    "mj-carousel-image": "mj-carousel",
    "mj-navbar-link": "mj-navbar",
    "mj-social-element": "mj-social",
}
_NOT_IN_ATTRIBUTES = {"mjml", "mj-head", "mj-title", "mj-preview", "mj-style", "mj-attributes", "mj-breakpoint"}
_REFUSED = {
    "mj-include": "Use Jinja's {% include %}, which stays inside the template folder.",
    "mj-font": "Mails bring no web fonts: they would tell a third party who reads what.",
    "mj-html-attributes": "The compiler does not know it; write the attribute on the tag.",
}
_KNOWN = "docs/mail.md names the MJML tags that are known, and where each may stand."

_MARK = re.compile(f"{MARK}[^{MARK}]*{MARK}")
_TAG = re.compile(
    rf"<!--.*?-->|<(?P<close>/?)(?P<name>mj[a-z-]*)(?:{MARK}(?P<where>[^{MARK}]*){MARK})?"
    r"""(?:[^<>"']|"[^"]*"|'[^']*')*?(?P<empty>/?)>""",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tag:
    """An MJML tag in a source, and where it stands (``file:line`` of its template when known)."""

    name: str
    is_closing: bool
    is_empty: bool
    where: str


def tags(source: str) -> Iterator[Tag]:
    """The MJML tags of the source in order, without those in comments."""
    line, position = 1, 0
    for match in _TAG.finditer(source):
        line, position = line + source.count("\n", position, match.start()), match.start()
        if match["name"]:
            where = match["where"] or f"line {line} of the MJML"
            yield Tag(name=match["name"], is_closing=bool(match["close"]), is_empty=bool(match["empty"]), where=where)


def check_structure(source: str) -> None:
    """Refuse what is no MJML tag, stands in the wrong parent, or is not closed.

    Raises:
        BadDataError: at the place of the first such tag.
    """
    open_tags: list[Tag] = []
    for tag in tags(source):
        if tag.is_closing:
            _close(open_tags, tag)
            continue
        _check_place(tag, open_tags[-1].name if open_tags else "")
        if not tag.is_empty:
            open_tags.append(tag)
    if open_tags:
        refuse(f"<{open_tags[-1].name}> is not closed", open_tags[-1].where)


def without_marks(source: str) -> str:
    """The source as the compiler wants it."""
    return _MARK.sub("", source)


def refuse(message: str, where: str, hint: str = _KNOWN) -> NoReturn:
    """Say that MJML cannot be compiled as its author meant it.

    Raises:
        BadDataError: always.
    """
    raise BadDataError(message, code="mjml-unfit", where=where, hint=hint)


def _close(open_tags: list[Tag], tag: Tag) -> None:
    if not open_tags or open_tags[-1].name != tag.name:
        expected = f"; <{open_tags[-1].name}> of {open_tags[-1].where} is open" if open_tags else ""
        refuse(f"</{tag.name}> closes nothing{expected}", tag.where)
    open_tags.pop()


def _check_place(tag: Tag, parent: str) -> None:
    if tag.name in _REFUSED:
        refuse(f"<{tag.name}> is not used here", tag.where, _REFUSED[tag.name])
    if tag.name not in _PARENTS:
        refuse(f"<{tag.name}> is no MJML tag", tag.where)
    if parent == "mj-attributes" and tag.name not in _NOT_IN_ATTRIBUTES:
        return
    allowed = _PARENTS[tag.name].split()
    if parent not in (allowed or [""]):
        inside = f"in <{parent}>" if parent else "on its own"
        refuse(f"<{tag.name}> cannot stand {inside}; it belongs in {' or '.join(allowed) or 'no other tag'}", tag.where)
