"""The findings about what must be seen in a mail, each with the file and the line that lose it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import TYPE_CHECKING

from lxml.html import document_fromstring

from syndicate.articles.model import Finding as MailFinding
from syndicate.articles.model import Severity
from syndicate.errors import BadDataError
from syndicate.mail.located import Located, place_of_text
from syndicate.mail.markup.attributes import mistakes_of_attributes
from syndicate.mail.markup.marks import read_marks
from syndicate.mail.markup.tokens import attributes, tags
from syndicate.mail.places import field_in_source, place_in_sheets, sheets_of
from syndicate.mail.style.cascade import StyleOrigin
from syndicate.mail.style.losses import Loss
from syndicate.mail.style.media import Client, Medium
from syndicate.mail.style.sheets import Slip, read_attribute, read_sheet
from syndicate.mail.visible import (
    ADDRESS_HIDDEN,
    LINK_HIDDEN,
    UNSUBSCRIBE,
    Look,
    Lost,
    address_lines,
    ink_of,
    judge,
    look_at,
    runs_of,
    squeeze,
)
from syndicate.text.plain import clean

if TYPE_CHECKING:
    from syndicate.mail.model import Digest, Rendering

_TAG = re.compile(r"<[^>]*>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
#: What stands for browsers and not for Outlook for Windows.
_NOT_IN_WORD = re.compile(
    r"<!--\[if !mso[^\]]*\]><!-->(.*?)<!--<!\[endif\]-->|<!\[if !mso[^\]]*\]>(.*?)<!\[endif\]>", re.DOTALL
)
_MOST_FINDINGS = 3


def check_visible(rendering: Rendering, look: Look, digest: Digest) -> tuple[MailFinding, ...]:
    """Whether a reader sees the unsubscribe link and the postal address in each client, in both schemes."""
    lost = [*judge(look, digest), *_kept_from_word(rendering, digest)]
    return (*_in_comments(rendering, look, digest), *(_Telling(rendering, digest).tell(lost) if lost else ()))


def check_values(rendering: Rendering) -> Iterator[MailFinding]:
    """Values of the templates' own style sheets and attributes that no client takes, so that they do nothing."""
    slips = {(place, slip.message) for place, style in _styled(rendering.source) for slip in _slips(style)}
    for place, message in sorted(slips):
        yield _finding(Severity.WARN, "style-unfit", message, where=place)
    for mistake in mistakes_of_attributes(rendering.source):
        yield _finding(Severity.WARN, "markup-unfit", mistake.message, where=mistake.where)
    for sheet in sheets_of(rendering.source):
        for slip in read_sheet(sheet.css.text).slips:
            place = sheet.css.place_of_line(slip.line, slip.column)
            yield _finding(Severity.WARN, "style-unfit", slip.message, where=place)


def _styled(source: str) -> set[tuple[str, str]]:
    """The style attributes of the templates, each with its place."""
    marked = read_marks(source)
    return {
        (marked.place(attribute.start), attribute.value)
        for tag in tags(marked.text)
        if marked.is_marked(tag.start)
        for attribute in attributes(marked.text, tag)
        if attribute.name == "style"
    }


def _slips(attribute: str) -> tuple[Slip, ...]:
    return read_attribute(unescape(attribute))[1]


def is_written(digest: Digest, *texts: str) -> bool:
    """Whether every line of the postal address stands in one of the texts."""
    lines = address_lines(digest)
    return bool(lines) and all(any(line in squeezed for squeezed in map(squeeze, texts)) for line in lines)


class _Telling:
    """Turns losses into findings; compiles the mail once more where only that tells the place."""

    def __init__(self, rendering: Rendering, digest: Digest) -> None:
        self._rendering = rendering
        self._digest = digest
        self._sheets = sheets_of(rendering.source)
        self._located: Located | None = None

    def tell(self, lost: Sequence[Lost]) -> Iterator[MailFinding]:
        causes: set[tuple[str, str]] = set()
        for each in sorted(self._traced(lost), key=lambda each: not each.is_fatal):
            blamed = self._blamed(each.loss)
            if (each.code, blamed) not in causes and len(causes) < _MOST_FINDINGS:
                causes.add((each.code, blamed))
                yield _of_loss(each, blamed)

    def _traced(self, lost: Sequence[Lost]) -> Sequence[Lost]:
        """The same losses, on a page whose elements know their templates."""
        if not self._rendering.source or all(self._is_traced(each.loss) for each in lost):
            return lost
        try:
            located = Located(self._rendering.source)
        except BadDataError:  # what was marked cannot be compiled: the loss is told without its place
            return lost
        again = judge(look_at(document_fromstring(located.html), located.inlined), self._digest)
        if not again:
            return lost
        self._located = located
        return again

    def _is_traced(self, loss: Loss) -> bool:
        return bool(loss.origins) and all(origin.source and self._place(origin) for origin in loss.origins)

    def _blamed(self, loss: Loss) -> str:
        """The declarations to blame, the first one's place before it, as ``file:line: …``."""
        if not loss.origins:
            place = self._located.place(loss.element) if self._located and loss.element is not None else ""
            return f"{place}: " if place else ""
        return "; ".join(self._quoted(origin) for origin in loss.origins)

    def _quoted(self, origin: StyleOrigin) -> str:
        place = self._place(origin)
        return f"{place}: {origin.declared.written}" if place else origin.declared.written

    def _place(self, origin: StyleOrigin) -> str:
        declared = origin.declared
        if origin.source is not None:
            return place_in_sheets(self._sheets, origin.source.css, declared.line, declared.column)
        if self._located is None:
            return ""
        written = declared.written.partition("=")[0] if "=" in declared.written else "style"
        return self._located.place(origin.element, written, declared.name)


def _of_loss(lost: Lost, blamed: str) -> MailFinding:
    where = f" {lost.medium}" if lost.medium else ""
    state, severity = ("cannot be seen", Severity.BLOCK) if lost.is_fatal else ("is hard to read", Severity.WARN)
    code = lost.code if lost.is_fatal else "contrast-low"
    place, _, rest = blamed.partition(": ") if re.match(r"\S+:\d+: ", blamed) else ("", "", blamed)
    message = f"{lost.what} {state}{where}: {lost.loss.reason}"
    return _finding(severity, code, f"{message} ({rest})" if rest else message, rest, place)


def _in_comments(rendering: Rendering, look: Look, digest: Digest) -> Iterator[MailFinding]:
    """What stands in the mail, but where no element is: in comments, or in tags whose text is no HTML."""
    if UNSUBSCRIBE in rendering.html and not any(link.get("href") == UNSUBSCRIBE for link in look.page.iter("a")):
        yield _out_of_page(rendering, "the unsubscribe link", LINK_HIDDEN, field_in_source("unsubscribe_url"))
    lost = [line for line in address_lines(digest) if line not in look.squeezed]
    comments = squeeze("".join(_COMMENT.findall(rendering.html)))
    if lost and any(line in comments for line in lost):
        line = next(line for line in clean(digest.postal_address).splitlines() if squeeze(line) in lost)
        yield _out_of_page(rendering, "the postal address", ADDRESS_HIDDEN, escape(line))


def _out_of_page(rendering: Rendering, what: str, code: str, text: str) -> MailFinding:
    place, is_comment = place_of_text(rendering.source, text)
    reason = "it stands in a comment" if is_comment or not place else "what is around it shows no elements"
    return _finding(Severity.BLOCK, code, f"{what} cannot be seen: {reason}", where=place)


def _kept_from_word(rendering: Rendering, digest: Digest) -> Iterator[Lost]:
    """What stands only where Outlook for Windows does not look."""
    blocks = ["".join(filter(None, match.groups())) for match in _NOT_IN_WORD.finditer(rendering.html)]
    if not any(ink_of(_TAG.sub("", block)) for block in blocks):
        return
    page = document_fromstring(_NOT_IN_WORD.sub("", rendering.html))
    loss, medium = Loss(reason="it stands in what is kept from it"), Medium(client=Client.WORD)
    if any(UNSUBSCRIBE in block for block in blocks):
        yield Lost(what="the unsubscribe link", code=LINK_HIDDEN, loss=loss, medium=medium)
    text = squeeze("".join(run.text for run in runs_of(page.find("body"))))
    if any(line not in text for line in address_lines(digest)):
        yield Lost(what="the postal address", code=ADDRESS_HIDDEN, loss=loss, medium=medium)


def _finding(severity: Severity, code: str, message: str, quote: str = "", where: str = "") -> MailFinding:
    return MailFinding(severity=severity, code=code, message=message, quote=quote[:200], where=where)
