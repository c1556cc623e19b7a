"""From MJML to the HTML of a mail: MRML and premailer, each kept from doing what would break a mail.

The order and the options are argued in ``docs/decisions/0005-mail-pipeline.md``; each was measured.
No socket and no file of others is opened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from syndicate.mail.inliner import inline
from syndicate.mail.merge_fields import escape_html
from syndicate.mail.mjml import check_structure, refuse, tags, without_marks
from syndicate.mail.places import AuthorSheet, place_before, sheets_of
from syndicate.mail.style.sheets import read_sheet

_INLINE_STYLE = re.compile(r"<mj-style\b[^>]*\binline=[\"']inline[\"'][^>]*>(.*?)</mj-style>", re.DOTALL)
_STYLE_SHEET = re.compile(r"(<mj-style\b.*?</mj-style\s*>|<style\b.*?</style\s*>)", re.DOTALL)
# Rules with a character reference would be dropped without a word.
_NOT_PLAIN_CSS = re.compile(r"@[a-z-]+|&[#a-z0-9]+;|\{\{")
_BODY = re.compile(r"<mj-body\b([^>]*)>")
_BACKGROUND = re.compile(r"""\bbackground-color=("[^"]*"|'[^']*')""")
_ATTRIBUTES = re.compile(r"<mj-attributes\b.*?</mj-attributes>", re.DOTALL)
_TAG = re.compile(r"""<[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_TITLE = re.compile(r"(?<=<mj-title>).*?(?=</mj-title>)", re.DOTALL)
_ATTRIBUTE_VALUE = re.compile(r'"[^"]*"|\'[^\']*\'')
_CORRUPTED = str.maketrans({"\\": "&#92;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})
_OUTLOOK_SEAM = re.compile(r"<!\[endif\]-->\s*<!--\[if mso \| IE\]>")
_KEPT_STYLE = '<style data-premailer="ignore"'
_BROKEN_SHEET = "Correct the style sheet; from a mistake on, clients may drop all of it."
_POSITION = re.compile(r"position (\d+)")


def compile_mjml(source: str, sentinels: Mapping[str, str] | None = None) -> str:
    """The HTML of a mail, with the author's rules inlined and every safety of the style sheets kept.

    ``sentinels`` maps the name of a merge field to what marks it in the source; any literal
    brace of the source ends as an entity. The same source gives the same bytes.

    Raises:
        BadDataError: the MJML is malformed, at the place of the mistake.
    """
    check_structure(source)
    sheets = sheets_of(source)
    _check_sheets(source, sheets)
    html = _compile(without_inlined(source))
    html = html.replace("<!doctype", "<!DOCTYPE", 1).replace("<style", _KEPT_STYLE)
    html = inline(html, inlined_css(sheets)).replace(_KEPT_STYLE, "<style")
    return _OUTLOOK_SEAM.sub("", escape_html(html, sentinels or {}))


def compile_plainly(marked: str) -> str:
    """The HTML before any rule is inlined or any brace escaped: as near to its source as the compiler lets it be.

    Raises:
        BadDataError: the MJML is malformed.
    """
    return _compile(without_inlined(marked))


def without_inlined(source: str) -> str:
    """The source without its ``<mj-style inline="inline">``, which MRML does not apply."""
    return _INLINE_STYLE.sub("", source)


def inlined_css(sheets: tuple[AuthorSheet, ...]) -> str:
    """The rules that are to be copied onto elements."""
    return "\n".join(sheet.css.text for sheet in sheets if sheet.is_inlined)


def _check_sheets(source: str, sheets: tuple[AuthorSheet, ...]) -> None:
    """Refuse style sheets that a browser would not read as they are written, or would load."""
    for sheet in sheets:
        if sheet.is_inlined and (match := _NOT_PLAIN_CSS.search(sheet.css.text)):
            message = f"an inlined style sheet holds plain rules only, no {match[0]}"
            where = sheet.css.place(match.start()) or _place_of(source, "<mj-style")
            refuse(message, where, "Put @-rules into an <mj-style> without inline.")
    if "@import" in source.lower():
        refuse("a mail loads no style sheet", _place_of(source, "@import"), "Write the rules into an <mj-style>.")
    for sheet in sheets:
        for fault in read_sheet(sheet.css.text).faults[:1]:
            where = sheet.css.place_of_line(fault.line, fault.column) or _place_of(source, "<mj-style")
            refuse(f"the style sheet cannot be read: {fault.message}", where, _BROKEN_SHEET)


def _compile(marked: str) -> str:
    from mjml import mjml2html

    guarded = _guard(_copy_background(without_marks(marked)))
    try:
        return str(mjml2html(guarded, include_loader=None, fonts={}))
    except ValueError as error:
        refuse(f"the MJML cannot be compiled: {error}", _place(marked, guarded, str(error)))


def _copy_background(source: str) -> str:
    """The default background of ``mj-body``, which MRML does not look up for the page, on the tag itself."""
    defaults = _ATTRIBUTES.search(source)
    default = defaults and _BODY.search(defaults[0])
    colour = default and _BACKGROUND.search(default[1])
    if not (defaults and colour):
        return source
    head, body = source[: defaults.end()], source[defaults.end() :]
    match = _BODY.search(body)
    if match is None or _BACKGROUND.search(match[1]):
        return source
    return head + body[: match.start(1)] + f" {colour[0]}" + body[match.start(1) :]


def _guard(source: str) -> str:
    """The source in ASCII, with nothing in an attribute that MRML would print in Rust's debug notation."""
    parts = _STYLE_SHEET.split(source)
    parts[::2] = [_guard_text(part) for part in parts[::2]]
    return "".join(parts)


def _guard_text(text: str) -> str:
    def guard_tag(tag: re.Match[str]) -> str:
        return _ATTRIBUTE_VALUE.sub(lambda value: value[0].translate(_CORRUPTED), tag[0])

    # MRML repeats the title in an attribute.
    titled = _TITLE.sub(lambda title: title[0].translate(_CORRUPTED), text)
    return _TAG.sub(guard_tag, titled).encode("ascii", "xmlcharrefreplace").decode("ascii")


def _place(marked: str, guarded: str, message: str) -> str:
    """Where the compiler stopped, as the place of the last tag before it; positions are bytes of the guarded source."""
    match = _POSITION.search(message)
    everything = [tag.where for tag in tags(marked)]
    before = sum(1 for _ in tags(guarded[: int(match[1])])) if match else 1
    return everything[max(0, min(before, len(everything)) - 1)]


def _place_of(source: str, text: str) -> str:
    """The place of the last tag at or before the text, or of its line where that is marked."""
    end = source.lower().find(text) + len(text)
    if place := place_before(source, end):
        return place
    places = [tag.where for tag in tags(source[: source.find(">", end) + 1])]
    return places[-1]
