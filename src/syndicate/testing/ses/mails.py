"""The mails in a call: read strictly, each as a reader would get it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from mimetypes import guess_type
from typing import Any

from syndicate.testing.ses import limits
from syndicate.testing.ses.answers import demand, members_of
from syndicate.testing.ses.templates import MailTemplate, TemplateStore, template_of

_SHARED = frozenset(
    {
        "FromEmailAddress",
        "FromEmailAddressIdentityArn",
        "ReplyToAddresses",
        "FeedbackForwardingEmailAddress",
        "FeedbackForwardingEmailAddressIdentityArn",
        "ConfigurationSetName",
        "EndpointId",
        "TenantName",
        "ConfigurationOverrides",
    }
)
SINGLE_MEMBERS = _SHARED | {"Destination", "Content", "EmailTags", "ListManagementOptions"}
BULK_MEMBERS = _SHARED | {"DefaultContent", "DefaultEmailTags", "BulkEmailEntries"}
_ENTRY = frozenset({"Destination", "ReplacementTags", "ReplacementEmailContent", "ReplacementHeaders"})
_REPLACEMENT = frozenset({"ReplacementTemplate"})
_REPLACEMENT_TEMPLATE = frozenset({"ReplacementTemplateData"})
_DESTINATION = frozenset({"ToAddresses", "CcAddresses", "BccAddresses"})
_SIMPLE = frozenset({"Subject", "Body", "Headers", "Attachments"})
_TEMPLATE = frozenset({"TemplateName", "TemplateArn", "TemplateContent", "TemplateData", "Headers", "Attachments"})
_ATTACHMENT = frozenset(
    {"RawContent", "ContentDisposition", "FileName", "ContentDescription", "ContentId", "ContentTransferEncoding"}
    | {"ContentType"}
)
_TRACKING = frozenset({"OpenTrackingEnabled", "ClickTrackingEnabled"})


@dataclass(frozen=True, kw_only=True, slots=True)
class MailAttachment:
    """A file that comes with a mail; with a ``content_id`` its HTML can show it."""

    name: str
    media_type: str
    content: bytes
    content_id: str | None
    is_inline: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MailLetter:
    """What a reader would see of a mail: raw bytes, or a template with its values and headers."""

    content: bytes = b""
    template: MailTemplate | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[MailAttachment, ...] = ()
    escapes: bool = True

    def part(self, name: str) -> str:
        """``subject``, ``html`` or ``text``, with its slots filled."""
        text: str = getattr(self.template, name) if self.template else ""
        return self.template.filled(text, self.values, escapes=self.escapes) if self.template else text


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptedMail:
    """A mail that SES would now have: for a reader, this one is on its way.

    ``content`` is the MIME document of a raw mail, and empty for others; `message` reads both. ``call`` is the number
    of the request that brought it.
    """

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    tags: Mapping[str, str]
    configuration_set: str | None
    letter: MailLetter
    accepted_at: datetime
    reply_to: tuple[str, ...] = ()
    tenant: str | None = None
    tracking: Mapping[str, str] = field(default_factory=dict)
    call: int = 0

    @property
    def content(self) -> bytes:
        """The MIME document of a raw mail; empty for one of a template."""
        return self.letter.content

    @property
    def fault(self) -> str | None:
        """Why it cannot be rendered, so that nobody gets it; ``None``: it can."""
        return self.letter.template.fault(self.letter.values) if self.letter.template else None

    def message(self) -> EmailMessage:
        """The mail as a reader would get it, parsed or built."""
        if self.letter.template is None:
            return message_from_bytes(self.content, policy=policy.default)
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"], mail["To"] = self.sender, ", ".join(self.recipients)
        mail["Subject"] = self.letter.part("subject")
        for name, value in self.letter.headers:
            mail[name] = value
        if self.reply_to:
            mail["Reply-To"] = ", ".join(self.reply_to)
        self._fill(mail)
        return mail

    def _fill(self, mail: EmailMessage) -> None:
        text, html = self.letter.part("text"), self.letter.part("html")
        if text:
            mail.set_content(text)
        if html and text:
            mail.add_alternative(html, subtype="html")
        elif html:
            mail.set_content(html, subtype="html")
        for attachment in self.letter.attachments:
            main, _, sub = attachment.media_type.partition("/")
            mail.add_attachment(
                attachment.content,
                maintype=main,
                subtype=sub,
                filename=attachment.name,
                cid=f"<{attachment.content_id}>" if attachment.content_id else None,
                disposition="inline" if attachment.is_inline else "attachment",
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryRefusal:
    """An entry of a bulk call that is not taken."""

    status: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MailPart:
    """One mail of a call, as far as it differs from the others; ``recipients`` are bare addresses."""

    recipients: tuple[str, ...]
    tags: Mapping[str, str]
    letter: MailLetter


@dataclass(frozen=True, kw_only=True, slots=True)
class SendCall:
    """A call that keeps to the model: what its mails share, and each of them or why it is none."""

    sender: str
    reply_to: tuple[str, ...]
    configuration_set: str | None
    tenant: str | None
    tracking: Mapping[str, str]
    mails: tuple[MailPart | EntryRefusal, ...]
    is_bulk: bool

    @property
    def recipients(self) -> int:
        """How many the account's rate and quota count."""
        return sum(len(mail.recipients) for mail in self.mails if isinstance(mail, MailPart))

    def accepted(self, part: MailPart, message_id: str, number: int, at: datetime) -> AcceptedMail:
        """This part of it, taken."""
        return AcceptedMail(
            message_id=message_id,
            sender=self.sender,
            recipients=part.recipients,
            tags=part.tags,
            configuration_set=self.configuration_set,
            letter=part.letter,
            accepted_at=at,
            reply_to=self.reply_to,
            tenant=self.tenant,
            tracking=self.tracking,
            call=number,
        )


class CallReader:
    """Reads the bodies of SendEmail and SendBulkEmail. ``escapes`` is whether ``{{name}}`` is escaped as in HTML."""

    def __init__(self, templates: TemplateStore, *, escapes: bool = True) -> None:
        """Look stored templates up in that store."""
        self._templates = templates
        self._escapes = escapes

    def single(self, request: Any) -> SendCall:
        """A SendEmail.

        Raises:
            StandInRefusal: it is not as SES's model wants it, or beyond a limit.
        """
        request = members_of(request, SINGLE_MEMBERS, "the call")
        letter = self._letter(request.get("Content"))
        destination = _raw_destination(request.get("Destination"))
        recipients = _recipients(destination)
        demand(len(recipients) == len(destination), "Illegal address")
        part = MailPart(recipients=recipients, tags=limits.tags_of(request.get("EmailTags") or []), letter=letter)
        return _call(request, letter.content, (part,), is_bulk=False)

    def bulk(self, request: Any) -> SendCall:
        """A SendBulkEmail; an illegal address costs its own entry alone.

        Raises:
            StandInRefusal: it is not as SES's model wants it, or beyond a limit.
        """
        request = members_of(request, BULK_MEMBERS, "the call")
        content = members_of(request.get("DefaultContent"), frozenset({"Template"}), "DefaultContent")
        letter = self._of_template(content.get("Template"))
        tags = limits.tags_of(request.get("DefaultEmailTags") or [])
        entries = request.get("BulkEmailEntries")
        demand(isinstance(entries, list) and entries, "BulkEmailEntries is no list, or empty")
        demand(all(isinstance(entry, dict) for entry in entries), "BulkEmailEntries are objects")
        destinations = sum(len(_raw_destination(entry.get("Destination"))) for entry in entries)
        demand(destinations <= limits.MAX_RECIPIENTS, f"more than {limits.MAX_RECIPIENTS} destinations")
        parts = tuple(_entry(entry, letter, tags) for entry in entries)
        return _call(request, b"", parts, is_bulk=True)

    def _letter(self, content: Any) -> MailLetter:
        content = members_of(content, frozenset({"Raw", "Simple", "Template"}), "Content")
        demand(len(content) == 1, "Content needs one of Raw, Simple and Template")
        if "Raw" in content:
            return MailLetter(content=_raw(content["Raw"]))
        return self._of_template(content["Template"]) if "Template" in content else _simple(content["Simple"])

    def _of_template(self, template: Any) -> MailLetter:
        template = members_of(template, _TEMPLATE, "Template")
        named = {"TemplateName", "TemplateArn", "TemplateContent"} & template.keys()
        demand(len(named) == 1, "Template needs one of TemplateName, TemplateArn and TemplateContent")
        name = template.get("TemplateName") or template.get("TemplateArn", "").rpartition("/")[2]
        return MailLetter(
            template=self._templates.read(name) if name else template_of(template.get("TemplateContent")),
            values=limits.template_values(template.get("TemplateData") or "{}"),
            headers=limits.headers_of(template.get("Headers") or []),
            attachments=_attachments(template.get("Attachments") or []),
            escapes=self._escapes,
        )


def _call(
    request: Mapping[str, Any], content: bytes, mails: tuple[MailPart | EntryRefusal, ...], *, is_bulk: bool
) -> SendCall:
    overrides = members_of(request.get("ConfigurationOverrides"), frozenset({"Tracking"}), "ConfigurationOverrides")
    return SendCall(
        sender=_sender(request.get("FromEmailAddress"), content),
        reply_to=limits.addresses_of(request.get("ReplyToAddresses") or [], "ReplyToAddresses"),
        configuration_set=request.get("ConfigurationSetName"),
        tenant=request.get("TenantName"),
        tracking=members_of(overrides.get("Tracking"), _TRACKING, "Tracking"),
        mails=mails,
        is_bulk=is_bulk,
    )


def _entry(entry: Any, letter: MailLetter, tags: Mapping[str, str]) -> MailPart | EntryRefusal:
    entry = members_of(entry, _ENTRY, "BulkEmailEntries")
    destination = _raw_destination(entry.get("Destination"))
    recipients = _recipients(destination)
    own = limits.headers_of(entry.get("ReplacementHeaders") or [])
    own_tags = limits.tags_of(entry.get("ReplacementTags") or [])
    values = {**letter.values, **_replacement(entry.get("ReplacementEmailContent"))}
    if len(recipients) < len(destination):
        return EntryRefusal(status="INVALID_PARAMETER", message="Illegal address")
    return MailPart(
        recipients=recipients,
        tags={**tags, **own_tags},
        letter=replace(letter, values=values, headers=_merged(letter.headers, own)),
    )


def _replacement(content: Any) -> Mapping[str, Any]:
    content = members_of(content, _REPLACEMENT, "ReplacementEmailContent")
    template = members_of(content.get("ReplacementTemplate"), _REPLACEMENT_TEMPLATE, "ReplacementTemplate")
    return limits.template_values(template.get("ReplacementTemplateData") or "{}")


def _merged(shared: tuple[tuple[str, str], ...], own: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    if not shared:
        return own
    names = {name.lower() for name, _ in own}
    merged = (*(pair for pair in shared if pair[0].lower() not in names), *own)
    demand(len(merged) <= limits.MAX_HEADERS, f"more than {limits.MAX_HEADERS} headers")
    return merged


def _simple(content: Any) -> MailLetter:
    content = members_of(content, _SIMPLE, "Simple")
    body = members_of(content.get("Body"), frozenset({"Text", "Html"}), "Body")
    texts = {"Subject": content.get("Subject"), **body}
    plain = {name: members_of(text, frozenset({"Data", "Charset"}), name).get("Data") for name, text in texts.items()}
    # What was written so is no template: its braces stand for themselves.
    slots = {f"s{place}": text for place, text in enumerate(plain.values())}
    content_of = {name: f"{{{{{{s{place}}}}}}}" for place, (name, text) in enumerate(plain.items()) if text}
    headers = limits.headers_of(content.get("Headers") or [])
    attachments = _attachments(content.get("Attachments") or [])
    return MailLetter(template=template_of(content_of), values=slots, headers=headers, attachments=attachments)


def _attachments(given: Any) -> tuple[MailAttachment, ...]:
    demand(isinstance(given, list), "Attachments is not a list")
    return tuple(_attachment(members_of(entry, _ATTACHMENT, "Attachments")) for entry in given)


def _attachment(given: Mapping[str, Any]) -> MailAttachment:
    demand(given.get("FileName"), "an attachment needs a FileName")
    media_type = given.get("ContentType") or guess_type(given["FileName"])[0] or "application/octet-stream"
    return MailAttachment(
        name=given["FileName"],
        media_type=media_type,
        content=_decoded(given.get("RawContent"), "RawContent"),
        content_id=given.get("ContentId"),
        is_inline=given.get("ContentDisposition") == "INLINE",
    )


def _raw(raw: Any) -> bytes:
    encoded = members_of(raw, frozenset({"Data"}), "Raw").get("Data") or ""
    content = _decoded(encoded, "Content.Raw.Data")
    demand(limits.lines_fit(content.splitlines()), f"a line is longer than {limits.MAX_LINE}")
    demand(re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0].isascii(), "a header is not ASCII")
    return content


def _decoded(encoded: Any, what: str) -> bytes:
    demand(isinstance(encoded, str), f"{what} is not base64")
    demand(len(encoded) <= limits.MAX_MESSAGE, "the message is too large")
    try:
        content = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        content = b""
    demand(content, f"{what} is not base64")
    return content


def _sender(given: Any, content: bytes) -> str:
    header = message_from_bytes(content)["From"] if content else None
    demand(header or not content, "Missing required header 'From'.")
    demand(given or header, "FromEmailAddress is missing")
    demand(given is None or limits.address_in(given), "FromEmailAddress is no address")
    return str(given or header)


def _raw_destination(destination: Any) -> tuple[Any, ...]:
    lists = members_of(destination, _DESTINATION, "Destination")
    return tuple(address for addresses in lists.values() for address in addresses or ())


def _recipients(given: tuple[Any, ...]) -> tuple[str, ...]:
    """The legal ones."""
    most = limits.MAX_RECIPIENTS
    demand(0 < len(given) <= most, f"1 to {most} recipients are needed")
    return tuple(address for address in map(limits.address_in, given) if address)
