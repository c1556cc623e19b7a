"""A mailing as a template of Amazon SES, and each recipient as an entry of one bulk call. Pure.

SES fills in templates with Handlebars, and it is not known whether it escapes values for HTML there. So only what looks
the same either way is filled in, and whatever is not certain to come out as we mean it goes raw: `BulkMail.fault` and
`BulkMail.entry` say so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from syndicate.delivery.carriers.ses.limits import (
    MAX_INLINE,
    MAX_STORED,
    address_fault,
    header_fault,
    headers_fault,
    tags_fault,
)
from syndicate.errors import BadDataError
from syndicate.mail.merge_fields import FIELDS, LITERALS, NAME_FIELDS, escape_text, fields_in
from syndicate.mail.message import unsubscribe_value
from syndicate.mail.recipient_names import texts_of_name
from syndicate.text.header import LONGEST_TEXT, mailbox, neutralise
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from mypy_boto3_sesv2.type_defs import EmailTemplateContentTypeDef, TemplateTypeDef

    from syndicate.delivery.model import Mailing, Recipient

#: Characters that neither Handlebars nor JSON nor HTML writes in another way.
_AS_IT_IS = re.compile(r"[A-Za-z0-9:/._~?#+%,;@!$()*-]+")
#: Of names, those that JSON writes in another way are read back as they were.
_NAME_AS_IT_IS = re.compile(r"[^\x00-\x1f\x7f\"&'<>`={}\\]*")
# What Handlebars would read otherwise than we do: a brace or a backslash at a merge field.
_MISREAD = re.compile(r"[{\\]\{\{[a-z_]+\}\}|\{\{[a-z_]+\}\}\}")
_FIELD = re.compile(r"\{\{[a-z_]+\}\}")
_NAME_AT_THE_END = re.compile(rf"\{{\{{(?:{'|'.join(sorted(NAME_FIELDS))})\}}\}}\s*\Z")
#: Bytes of a request beside its template and its entries.
_REST = 4_000


@dataclass(frozen=True, kw_only=True, slots=True)
class BulkMail:
    """What all entries of a mailing have in common; ``fault`` says why SES cannot be given it as a template.

    ``name`` is the template's, should it be stored: the same content has the same name, and another content another.
    ``fields`` are the merge fields in it, but for the literals.
    ``size`` is in bytes of JSON, ``stored_size`` as SES counts a template.
    """

    sender: str
    reply_to: tuple[str, ...]
    content: EmailTemplateContentTypeDef
    name: str
    headers: tuple[tuple[str, str], ...]
    fields: frozenset[str]
    edition_id: str
    mailto: str | None
    size: int
    stored_size: int
    fault: str | None

    @property
    def can_be_stored(self) -> bool:
        """Whether SES takes the template by itself."""
        return self.fault is None and self.stored_size <= MAX_STORED

    def template(self, *, is_stored: bool) -> TemplateTypeDef:
        """The template of a call, by its name or whole."""
        alike: TemplateTypeDef = {"TemplateData": _LITERALS, "Headers": pairs(dict(self.headers))}
        return {**alike, "TemplateName": self.name} if is_stored else {**alike, "TemplateContent": self.content}

    def is_small_enough(self, entries: Sequence[str]) -> bool:
        """Whether a call with the template in it and these entries is."""
        return sum(map(len, entries)) <= MAX_INLINE - self.size - _REST

    def entry(self, recipient: Recipient) -> str | None:
        """The recipient as an entry, in JSON; ``None`` where only a raw mail says it, or says why there is none."""
        try:
            to = _unfolded(mailbox("To", recipient.name, recipient.address))
            leaving = unsubscribe_value(recipient.unsubscribe_url, self.mailto)
        except BadDataError:
            return None
        values = self._values(recipient)
        # An id that can be a tag can be a header; the edition's was looked at once, and the try is a number.
        faults = (
            address_fault(to),
            header_fault("List-Unsubscribe", leaving),
            tags_fault((recipient.delivery_id,)),
        )
        if values is None or any(faults):
            return None
        # Written out, for making each of its objects costs more than all else of a call. What is an id or a safe link
        # is JSON as it is. That tags and values are joined with the call's own is nowhere promised, only that headers
        # are.
        delivery_id = recipient.delivery_id
        return (
            f'{{"Destination": {{"ToAddresses": [{json.dumps(to)}]}}, "ReplacementTags": '
            f'[{{"Name": "edition", "Value": "{self.edition_id}"}}, {{"Name": "d", "Value": "{delivery_id}"}}, '
            f'{{"Name": "a", "Value": "{recipient.attempt}"}}], '
            '"ReplacementEmailContent": {"ReplacementTemplate": {"ReplacementTemplateData": '
            f'"{{{values}{_LITERALS_IN_TEXT}"}}}}, '
            f'"ReplacementHeaders": [{{"Name": "List-Unsubscribe", "Value": {json.dumps(leaving)}}}, '
            f'{{"Name": "X-Syndicate-Delivery", "Value": "{delivery_id}"}}]}}'
        )

    def _values(self, recipient: Recipient) -> str | None:
        """What differs in the text, as it stands in a text of JSON; ``None`` where it might come out otherwise."""
        values = {"unsubscribe_url": recipient.unsubscribe_url}
        if "preferences_url" in self.fields:
            values["preferences_url"] = recipient.preferences_url
        if not all(map(_AS_IT_IS.fullmatch, values.values())):
            return None
        written = "".join(f'\\"{name}\\": \\"{value}\\", ' for name, value in values.items())
        if not self.fields & NAME_FIELDS:
            return written
        names = texts_of_name(recipient.name)
        if not _NAME_AS_IT_IS.fullmatch(names["recipient_name"]):
            return None
        return f"{written}{json.dumps(json.dumps(names)[1:-1])[1:-1]}, "


_LITERALS = json.dumps(LITERALS)
#: The same without its first brace, as it stands in a text of JSON.
_LITERALS_IN_TEXT = json.dumps(_LITERALS[1:])[1:-1]


def pairs(values: Mapping[str, str]) -> list[Any]:
    """Names and values as SES has them, for tags and for headers."""
    return [{"Name": name, "Value": value} for name, value in values.items()]


def bulk_mail(mailing: Mailing) -> BulkMail:
    """The mailing as a template."""
    subject = escape_text(neutralise(shorten(mailing.subject, LONGEST_TEXT)), {})
    content: EmailTemplateContentTypeDef = {
        "Subject": subject,
        "Text": f"{mailing.text.rstrip()}\n",
    }
    if mailing.html:
        content["Html"] = f"{mailing.html.rstrip()}\n"
    written = json.dumps(content)
    sender, reply_to, fault = _mailboxes(mailing)
    headers = (("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"), ("List-Id", f"<{mailing.list_id}>"))
    return BulkMail(
        sender=sender,
        reply_to=reply_to,
        content=content,
        name=f"syndicate-{sha256(written.encode()).hexdigest()[:40]}",
        headers=headers,
        fields=frozenset(fields_in(mailing.html) + fields_in(mailing.text)) & FIELDS,
        edition_id=mailing.edition_id,
        mailto=mailing.unsubscribe_mailto,
        size=len(written),
        stored_size=sum(len(text.encode()) for text in (subject, mailing.text, mailing.html)),
        fault=fault
        or tags_fault((mailing.edition_id,))
        or headers_fault(dict(headers))
        or _fault(subject)
        or _fault(mailing.text)
        or _fault(mailing.html),
    )


def _mailboxes(mailing: Mailing) -> tuple[str, tuple[str, ...], str | None]:
    try:
        sender = _unfolded(mailbox("From", mailing.sender_name, mailing.sender_address))
        reply_to = (mailbox("Reply-To", "", mailing.reply_to),) if mailing.reply_to else ()
    except BadDataError as error:
        return "", (), str(error)
    return sender, reply_to, next(filter(None, map(address_fault, (sender, *reply_to))), None)


def _fault(escaped: str) -> str | None:
    if unknown := set(fields_in(escaped)) - FIELDS - LITERALS.keys():
        return f"there is no merge field {', '.join(sorted(unknown))}"
    if _MISREAD.search(escaped) or "{{" in _FIELD.sub("", escaped):
        return "it has braces that Handlebars would read otherwise"
    if _NAME_AT_THE_END.search(escaped):
        return "it ends in a name, which may be empty"
    return None


def _unfolded(value: str) -> str:
    return value.replace("\r\n", "")
