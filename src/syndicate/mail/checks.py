"""What a rendering must be before it may leave: judged on its bytes, as a reader's client will read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding as MailFinding
from syndicate.articles.model import Severity
from syndicate.errors import BadDataError
from syndicate.mail.merge_fields import LITERALS, fields_in, read_literals
from syndicate.mail.message import can_be_read_back
from syndicate.mail.model import Digest, Rendering
from syndicate.mail.proof import check_values, check_visible, is_written
from syndicate.mail.visible import UNSUBSCRIBE, Look, look_at, squeeze
from syndicate.text.header import mailbox
from syndicate.text.web_addresses import is_link, is_web_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["BLOCK_BYTES", "FIELD_BYTES", "WARN_BYTES", "MailFinding", "check", "check_sender", "size_of"]

#: Gmail cuts a mail near 102,400 bytes and hides what follows: first of all, the footer.
WARN_BYTES = 92_000
BLOCK_BYTES = 100_000
#: The longest value of a merge field: SES takes no longer one in ``List-Unsubscribe``.
FIELD_BYTES = 995

_TEMPLATE = re.compile(r"\{\{|\{%|%\}|\{#")
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
_NUMBER = re.compile(r"[1-9][0-9]*")


def check(rendering: Rendering, digest: Digest) -> tuple[MailFinding, ...]:
    """Everything that is wrong with the rendering; ``BLOCK`` means that it must not be sent."""
    from lxml.html import document_fromstring

    page = document_fromstring(rendering.html)
    look = look_at(page)
    return (
        *_check_subject(digest.subject),
        *_check_size(rendering),
        *_check_unsubscribe(rendering, page),
        *_check_address(rendering, look, digest),
        *check_visible(rendering, look, digest),
        *_check_corrections(rendering, look, digest),
        *check_values(rendering),
        *_check_pictures(page),
        *_check_links(page),
        *_check_fields(rendering),
    )


def check_sender(name: str, address: str, reply_to: str | None) -> tuple[MailFinding, ...]:
    """What every mail from there would be refused for; nothing, if the addresses can stand in a header."""
    try:
        mailbox("From", name, address)
        mailbox("Reply-To", "", reply_to or address)
    except BadDataError as error:
        return (_block("sender-unfit", f"the newsletter's sender cannot be used: {error}", f"{name} <{address}>"),)
    return ()


def size_of(rendering: Rendering) -> int:
    """UTF-8 bytes of the HTML part, before transfer encoding, with the longest values in its merge fields."""
    fields = fields_in(rendering.html)
    return len(rendering.html.encode()) + sum(FIELD_BYTES - len(name) - 4 for name in fields)


def _check_subject(subject: str) -> Iterator[MailFinding]:
    if not can_be_read_back(subject):
        yield _block("subject-unfit", "the subject cannot be written as a header; change the lead's headline", subject)


def _check_size(rendering: Rendering) -> Iterator[MailFinding]:
    size = size_of(rendering)
    fact = f"the mail has {size:,} of {BLOCK_BYTES:,} bytes"
    if size > BLOCK_BYTES:
        yield _block("mail-too-large", f"{fact}: Gmail would cut it and hide the unsubscribe link; take fewer articles")
    elif size > WARN_BYTES:
        yield _warn("mail-large", f"{fact}; beyond that, Gmail cuts it and hides the unsubscribe link")


def _check_unsubscribe(rendering: Rendering, page: HtmlElement) -> Iterator[MailFinding]:
    links = [link for link in page.iter("a") if link.get("href") == UNSUBSCRIBE]
    # One that stands where no element is, such as in a comment, is told as hidden.
    if len(links) > 1 or (not links and UNSUBSCRIBE not in rendering.html):
        yield _block("unsubscribe-count", f"the mail has {len(links)} unsubscribe links; it needs exactly one")
    if rendering.text.count(UNSUBSCRIBE) != 1:
        yield _block("unsubscribe-count", "the text part needs exactly one unsubscribe link")


def _check_address(rendering: Rendering, look: Look, digest: Digest) -> Iterator[MailFinding]:
    """Whether the address is there at all; whether it can be seen is `check_visible`'s business."""
    if not is_written(digest, look.squeezed, unescape(rendering.html)):
        message = "the postal address is missing; the law of most countries asks for it"
        yield _block("postal-address-missing", message, digest.postal_address)
    elif not is_written(digest, read_literals(rendering.text)):
        message = "the postal address is missing in the text part; the law of most countries asks for it"
        yield _block("postal-address-missing", message, digest.postal_address)


def _check_corrections(rendering: Rendering, look: Look, digest: Digest) -> Iterator[MailFinding]:
    """Templates of a publisher's own may know nothing of them: whoever is owed one would count as told."""
    html, text = (look.squeezed, squeeze(unescape(rendering.html))), (squeeze(read_literals(rendering.text)),)
    for told in digest.corrections:
        note = squeeze(told.note)
        for where, squeezed in (("mail", html), ("text part", text)):
            if not any(note in part for part in squeezed):
                message = f"the {where} does not show a correction; the template needs `digest.corrections`"
                yield _block("correction-missing", message, told.note)


def _check_pictures(page: HtmlElement) -> Iterator[MailFinding]:
    for picture in page.iter("img"):
        source = picture.get("src") or ""
        if picture.get("alt") is None:
            yield _block("picture-without-alt", "a picture has no alternative text, not even an empty one", source)
        if not all(_NUMBER.fullmatch(picture.get(side) or "") for side in ("width", "height")):
            yield _block("picture-without-size", "a picture has no numeric width and height", source)
        if not is_web_address(source):
            yield _block("picture-not-absolute", "a picture's address is not absolute", source)


def _check_links(page: HtmlElement) -> Iterator[MailFinding]:
    for link in page.iter("a"):
        href = link.get("href") or ""
        if href != UNSUBSCRIBE and not is_link(href):
            yield _block("link-not-absolute", "a link is neither http(s) nor mailto with a full address", href)
        if not _text(link) and not any((picture.get("alt") or "").strip() for picture in link.iter("img")):
            yield _block("link-without-text", "a link has nothing to press", href)


def _check_fields(rendering: Rendering) -> Iterator[MailFinding]:
    for name in sorted({*fields_in(rendering.html), *fields_in(rendering.text)} - {"unsubscribe_url", *LITERALS}):
        yield _block("template-left-over", f"there is no merge field {name}", name)
    bare = _STYLE.sub("", rendering.html).replace(UNSUBSCRIBE, "")
    if match := _TEMPLATE.search(bare):
        context = bare[max(0, match.start() - 30) : match.end() + 30]
        yield _block("template-left-over", "template syntax was left in the mail", context)


def _text(element: HtmlElement) -> str:
    return _squeeze(" ".join(text for text in element.itertext() if isinstance(text, str)))


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _block(code: str, message: str, quote: str = "") -> MailFinding:
    return MailFinding(severity=Severity.BLOCK, code=code, message=message, quote=quote[:200])


def _warn(code: str, message: str) -> MailFinding:
    return MailFinding(severity=Severity.WARN, code=code, message=message)
