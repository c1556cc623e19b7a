"""What a rendering must be before it may leave: judged on its bytes, as a reader's client will read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding as MailFinding
from syndicate.errors import BadDataError
from syndicate.mail.judge.links import check_links
from syndicate.mail.judge.page import JudgedPage, located_page
from syndicate.mail.judge.pictures import check_pictures
from syndicate.mail.judge.plain_part import stories_of
from syndicate.mail.judge.rules import told
from syndicate.mail.merge_fields import FIELDS, LITERALS, fields_in, read_literals, without_fields
from syndicate.mail.message import can_be_read_back
from syndicate.mail.model import Digest, Rendering
from syndicate.mail.proof import check_visible, is_written
from syndicate.mail.recipient_names import BEFORE_NAME, LONGEST_NAME
from syndicate.mail.visible import UNSUBSCRIBE, Look, squeeze
from syndicate.text.header import mailbox

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["BLOCK_BYTES", "FIELD_BYTES", "WARN_BYTES", "MailFinding", "check", "check_sender", "size_of"]

#: Gmail cuts a mail near 102,400 bytes and hides what follows: first of all, the footer.
WARN_BYTES = 92_000
BLOCK_BYTES = 100_000
#: The longest address in a merge field: SES takes no longer one in ``List-Unsubscribe``.
FIELD_BYTES = 995
#: The most bytes of the others: of a name no character takes more than six, which is a quotation mark in HTML.
_OTHER_BYTES = {"recipient_name": 6 * LONGEST_NAME, **{field: len(sign) for field, sign in BEFORE_NAME.items()}}

_TEMPLATE = re.compile(r"\{\{|\{%|%\}|\{#")
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
_CLIPS = "Gmail cuts it and hides the unsubscribe link"


def check(rendering: Rendering, digest: Digest, *, can_be_left: bool = True) -> tuple[MailFinding, ...]:
    """Everything that is wrong with the rendering; ``BLOCK`` means that it must not be sent.

    A mail to one person that belongs to no list cannot be left, and needs no unsubscribe link.
    """
    page = JudgedPage(rendering.html)
    look = page.look
    return (
        *_check_subject(digest.subject),
        *_check_size(rendering, digest),
        *(_check_unsubscribe(rendering, page.root) if can_be_left else ()),
        *_check_address(rendering, look, digest),
        *check_visible(rendering, look, digest),
        *_check_corrections(rendering, look, digest),
        *_check_elements(rendering, page),
        *_check_fields(rendering),
    )


def check_sender(name: str, address: str, reply_to: str | None) -> tuple[MailFinding, ...]:
    """What every mail from there would be refused for; nothing, if the addresses can stand in a header."""
    try:
        mailbox("From", name, address)
        mailbox("Reply-To", "", reply_to or address)
    except BadDataError as error:
        return (told("sender-unfit", f"the newsletter's sender cannot be used: {error}", quote=f"{name} <{address}>"),)
    return ()


def size_of(rendering: Rendering) -> int:
    """UTF-8 bytes of the HTML part, before transfer encoding, with the longest values in its merge fields."""
    fields = fields_in(rendering.html)
    return len(rendering.html.encode()) + sum(_OTHER_BYTES.get(name, FIELD_BYTES) - len(name) - 4 for name in fields)


def _check_subject(subject: str) -> Iterator[MailFinding]:
    if not can_be_read_back(subject):
        yield told(
            "subject-unfit", "the subject cannot be written as a header; change the lead's headline", quote=subject
        )


def _check_size(rendering: Rendering, digest: Digest) -> Iterator[MailFinding]:
    size = size_of(rendering)
    if size > WARN_BYTES:
        code, limit = ("mail-too-large", BLOCK_BYTES) if size > BLOCK_BYTES else ("mail-large", WARN_BYTES)
        headline = _story_at(rendering, digest, limit)
        crossed = f"; “{headline}” crosses {limit:,}" if headline else ""
        message = f"the mail has {size:,} of {BLOCK_BYTES:,} bytes{crossed}: beyond that, {_CLIPS}"
        yield told(code, f"{message}; take fewer articles", quote=headline)


def _story_at(rendering: Rendering, digest: Digest, limit: int) -> str:
    """The headline of the last story that begins within the limit."""
    html = unescape(rendering.html.encode()[:limit].decode(errors="ignore"))
    begun = [story for story in stories_of(digest) if story.url in html]
    return begun[-1].headline if begun else ""


def _check_unsubscribe(rendering: Rendering, page: HtmlElement) -> Iterator[MailFinding]:
    links = [link for link in page.iter("a") if link.get("href") == UNSUBSCRIBE]
    # One that stands where no element is, such as in a comment, is told as hidden.
    if len(links) > 1 or (not links and UNSUBSCRIBE not in rendering.html):
        message = f"the mail has {len(links)} unsubscribe links; it needs exactly one"
        yield told("unsubscribe-count", message, where=_footer_of(rendering))
    if rendering.text.count(UNSUBSCRIBE) != 1:
        yield told("unsubscribe-count", "the text part needs exactly one unsubscribe link")


def _footer_of(rendering: Rendering) -> str:
    """Where the last link of the mail stands: beside it belongs the one to unsubscribe."""
    page = located_page(rendering)
    links = list(page.root.iter("a")) if page else []
    return page.place(links[-1].getparent()) if page and links else ""


def _check_address(rendering: Rendering, look: Look, digest: Digest) -> Iterator[MailFinding]:
    """Whether the address is there at all; whether it can be seen is `check_visible`'s business."""
    if not is_written(digest, look.squeezed, unescape(rendering.html)):
        message = "the postal address is missing; the law of most countries asks for it"
        yield told("postal-address-missing", message, quote=digest.postal_address)
    elif not is_written(digest, read_literals(rendering.text)):
        message = "the postal address is missing in the text part; the law of most countries asks for it"
        yield told("postal-address-missing", message, quote=digest.postal_address)


def _check_corrections(rendering: Rendering, look: Look, digest: Digest) -> Iterator[MailFinding]:
    """Templates of a publisher's own may know nothing of them: whoever is owed one would count as told."""
    if not digest.corrections:
        return
    html, text = (look.squeezed, squeeze(unescape(rendering.html))), (squeeze(read_literals(rendering.text)),)
    for correction in digest.corrections:
        note = squeeze(correction.note)
        for where, squeezed in (("mail", html), ("text part", text)):
            if not any(note in part for part in squeezed):
                message = f"the {where} does not show a correction; the template needs `digest.corrections`"
                yield told("correction-missing", message, quote=correction.note)


def _check_elements(rendering: Rendering, page: JudgedPage) -> list[MailFinding]:
    """Pictures and links; what is wrong is looked for once more where its place is known."""
    found = [*check_pictures(page), *check_links(page)]
    located = located_page(rendering) if found else None
    return [*check_pictures(located), *check_links(located)] or found if located else found


def _check_fields(rendering: Rendering) -> Iterator[MailFinding]:
    for name in sorted({*fields_in(rendering.html), *fields_in(rendering.text)} - FIELDS - LITERALS.keys()):
        yield told("template-left-over", f"there is no merge field {name}", quote=name)
    bare = without_fields(_STYLE.sub("", rendering.html))
    if ("{" in bare or "%}" in bare) and (match := _TEMPLATE.search(bare)):
        context = bare[max(0, match.start() - 30) : match.end() + 30]
        yield told("template-left-over", "template syntax was left in the mail", quote=context)
