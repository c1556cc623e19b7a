"""From MJML to the HTML of a mail: MRML and premailer, each kept from doing what would break a mail.

The order and the options are argued in ``docs/decisions/0005-mail-pipeline.md``; each was measured.
No socket and no file of others is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from syndicate.mail.inliner import inline
from syndicate.mail.markup.marks import Marked, read_marks
from syndicate.mail.markup.mistakes import refuse
from syndicate.mail.markup.structure import check_structure
from syndicate.mail.markup.tokens import Token, TokenKind, attributes, tags, tokens_of
from syndicate.mail.merge_fields import escape_html
from syndicate.mail.places import AuthorSheet, sheets_of
from syndicate.mail.style.sheets import read_sheet

# Rules with a character reference would be dropped without a word.
_NOT_PLAIN_CSS = re.compile(r"@[a-z-]+|&[#a-z0-9]+;|\{\{")
_CORRUPTING = re.compile(r"[\\\t\n\r]")
_CORRUPTED = str.maketrans({"\\": "&#92;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})
_OUTLOOK_SEAM = re.compile(r"<!\[endif\]-->\s*<!--\[if mso \| IE\]>")
_KEPT_STYLE = '<style data-premailer="ignore"'
_BROKEN_SHEET = "Correct the style sheet; from a mistake on, clients may drop all of it."
_WRITE_ONE = "A template of a mail is one <mjml> with an <mj-body>; the template that we ship is a good start."
_POSITION = re.compile(r"position (\d+)")


def compile_mjml(source: str, sentinels: Mapping[str, str] | None = None, template: str = "") -> str:
    """The HTML of a mail, with the author's rules inlined and every safety of the style sheets kept.

    ``sentinels`` maps the name of a merge field to what marks it in the source; any literal
    brace of the source ends as an entity. ``template`` is told where nothing in the source says what it was made of.
    The same source gives the same bytes.

    Raises:
        BadDataError: the MJML is malformed, at the place of the mistake.
    """
    check_structure(source)
    sheets = sheets_of(source)
    _check_sheets(read_marks(source), sheets)
    html = compile_plainly(source, template)
    html = html.replace("<!doctype", "<!DOCTYPE", 1).replace("<style", _KEPT_STYLE)
    html = inline(html, inlined_css(sheets)).replace(_KEPT_STYLE, "<style")
    return _OUTLOOK_SEAM.sub("", escape_html(html, sentinels or {}))


def compile_plainly(source: str, template: str = "") -> str:
    """The HTML before any rule is inlined or any brace escaped: as near to its source as the compiler lets it be.

    Raises:
        BadDataError: the MJML is malformed.
    """
    from mjml import mjml2html

    marked = read_marks(source)
    if not any(tag.name == "mjml" for tag in tags(marked.text)):
        where = marked.place(0) or f"{template}:1:1".removeprefix(":")
        refuse("there is no <mjml>, so there is no mail", where, _WRITE_ONE)
    guarded = _guard(marked.text, [sheet for sheet in sheets_of(source) if sheet.is_inlined])
    try:
        return str(mjml2html(guarded, include_loader=None, fonts={}))
    except ValueError as error:
        hint = "Look for a tag that is not closed or an attribute without quotation marks near there."
        refuse("the MJML compiler cannot read what stands here", _place(marked, guarded, str(error)), hint)


def inlined_css(sheets: tuple[AuthorSheet, ...]) -> str:
    """The rules that are to be copied onto elements."""
    return "\n".join(sheet.css.text for sheet in sheets if sheet.is_inlined)


def _check_sheets(marked: Marked, sheets: tuple[AuthorSheet, ...]) -> None:
    """Refuse style sheets that a browser would not read as they are written, or would load."""
    for sheet in sheets:
        if sheet.is_inlined and (match := _NOT_PLAIN_CSS.search(sheet.css.text)):
            message = f"an inlined style sheet holds plain rules only, no {match[0]}"
            where = sheet.css.place(match.start()) or marked.where(sheet.start)
            refuse(message, where, "Put @-rules into an <mj-style> without inline.")
    if (at := marked.text.lower().find("@import")) >= 0:
        refuse("a mail loads no style sheet", marked.where(at), "Write the rules into an <mj-style>.")
    for sheet in sheets:
        for fault in read_sheet(sheet.css.text).faults[:1]:
            where = sheet.css.place_of_line(fault.line, fault.column) or marked.where(sheet.start)
            refuse(f"the style sheet cannot be read: {fault.message}", where, _BROKEN_SHEET)


def _guard(text: str, sheets: list[AuthorSheet]) -> str:
    """The text in ASCII, without the sheets, and with nothing in an attribute that MRML would print as Rust does."""
    return "".join(_guarded(text, sheets))


def _guarded(text: str, sheets: list[AuthorSheet]) -> Iterator[str]:
    plain = 0  # from here on nothing has been handed out
    for token, part in _changed(text, sheets):
        yield _ascii(text[plain : token.start])
        yield part
        plain = token.end
    yield _ascii(text[plain:])


def _changed(text: str, sheets: list[AuthorSheet]) -> Iterator[tuple[Token, str]]:
    """The tokens that do not go as they are, but for letters beyond ASCII, and what goes in their place."""
    background, is_title, skipped = _default_background(text), False, 0
    ends = {sheet.start: sheet.end for sheet in sheets}
    for token in tokens_of(text):
        skipped = ends.get(token.start, skipped)
        if token.start < skipped:  # which MRML would not apply
            yield token, ""
        elif token.kind is TokenKind.RAW:
            yield token, text[token.start : token.end]
        elif token.kind is TokenKind.TAG:
            is_body = token.name == "mj-body" and token.is_opening
            if is_body or _CORRUPTING.search(text, token.start, token.end):
                yield token, _ascii(_guard_tag(text, token, background))
        elif is_title:  # which MRML repeats in an attribute
            yield token, _ascii(text[token.start : token.end].translate(_CORRUPTED))
        is_title = token.name == "mj-title" and token.is_opening


def _ascii(text: str) -> str:
    return text if text.isascii() else text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _guard_tag(text: str, tag: Token, background: str) -> str:
    parts, start = [], tag.start
    if tag.name == "mj-body" and tag.is_opening and background and not _background(text, tag):
        start = tag.inside[0]
        parts.append(f"<mj-body {background}")
    for attribute in attributes(text, tag):
        end = attribute.value_start + len(attribute.value)
        parts += [text[start : attribute.value_start], attribute.value.translate(_CORRUPTED)]
        start = end
    return "".join([*parts, text[start : tag.end]])


def _default_background(text: str) -> str:
    """What ``mj-attributes`` sets for the background of ``mj-body``, which MRML does not look up for the page."""
    defaults = text[: text.find("</mj-attributes") + 1]
    bodies = (tag for tag in tags(defaults) if tag.name == "mj-body" and tag.is_opening)
    return next((_background(defaults, tag) for tag in bodies), "")


def _background(text: str, tag: Token) -> str:
    """The attribute as it is written; empty if there is none."""
    found = (each for each in attributes(text, tag) if each.name == "background-color")
    return next((text[each.start : each.end] for each in found), "")


def _place(marked: Marked, guarded: str, message: str) -> str:
    """Where the compiler stopped, as the place of the last tag before it; positions are bytes of the guarded source."""
    match = _POSITION.search(message)
    everything = [tag.start for tag in tags(marked.text)]
    before = sum(1 for _ in tags(guarded[: int(match[1])])) if match else 1
    return marked.where(everything[max(0, min(before, len(everything)) - 1)])
