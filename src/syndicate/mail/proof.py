"""The findings about what must be seen in a mail, each with the file and the line that lose it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from lxml.html import document_fromstring

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.page import JudgedPage, located_page
from syndicate.mail.judge.rules import told
from syndicate.mail.located import place_of_text
from syndicate.mail.places import field_in_source
from syndicate.mail.style.losses import Loss
from syndicate.mail.style.media import Client, Medium
from syndicate.mail.visible import (
    ADDRESS_HIDDEN,
    LINK_HIDDEN,
    UNSUBSCRIBE,
    Look,
    Lost,
    address_lines,
    ink_of,
    judge,
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


def is_written(digest: Digest, *texts: str) -> bool:
    """Whether every line of the postal address stands in one of the texts."""
    lines = address_lines(digest)
    return bool(lines) and all(any(line in squeezed for squeezed in map(squeeze, texts)) for line in lines)


class _Telling:
    """Turns losses into findings; compiles the mail once more where only that tells the place."""

    def __init__(self, rendering: Rendering, digest: Digest) -> None:
        self._rendering = rendering
        self._digest = digest
        self._page: JudgedPage | None = None

    def tell(self, lost: Sequence[Lost]) -> Iterator[MailFinding]:
        causes: set[tuple[str, str, str]] = set()
        for each in sorted(self._traced(lost), key=lambda each: not each.is_fatal):
            place, blamed = self._blamed(each.loss)
            if (each.code, place, blamed) not in causes and len(causes) < _MOST_FINDINGS:
                causes.add((each.code, place, blamed))
                yield _of_loss(each, place, blamed)

    def _traced(self, lost: Sequence[Lost]) -> Sequence[Lost]:
        """The same losses, on a page whose elements know their templates."""
        page = located_page(self._rendering)
        again = judge(page.look, self._digest) if page else []
        if again:
            self._page = page
        return again or lost

    def _blamed(self, loss: Loss) -> tuple[str, str]:
        """The place of what is to blame, and the declarations."""
        if self._page is None:
            return "", "; ".join(origin.declared.written for origin in loss.origins)
        if loss.origins:
            return self._page.blame(loss.origins)
        return (self._page.place(loss.element), "") if loss.element is not None else ("", "")


def _of_loss(lost: Lost, place: str, blamed: str) -> MailFinding:
    where = f" {lost.medium}" if lost.medium else ""
    state, code = ("cannot be seen", lost.code) if lost.is_fatal else ("is hard to read", "contrast-low")
    message = f"{lost.what} {state}{where}: {lost.loss.reason}"
    return told(code, f"{message} ({blamed})" if blamed else message, quote=blamed, where=place)


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
    return told(code, f"{what} cannot be seen: {reason}", where=place)


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
