"""One finished message: headers that nobody can add to, and both bodies in lines that every server takes."""

from __future__ import annotations

import base64
import quopri
import re
from datetime import datetime
from email import policy
from email.headerregistry import AddressHeader
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser, HeaderParser
from email.utils import format_datetime
from functools import lru_cache
from typing import NoReturn

from syndicate.errors import BadDataError
from syndicate.ids import stable_id
from syndicate.mail.model import Envelope
from syndicate.text.header import LONGEST_TEXT, mail_address, mailbox, neutralise, unstructured
from syndicate.text.plain import shorten
from syndicate.text.web_addresses import is_web_address

#: Values of headers are finished source lines (`text.header`); nothing may decode and fold them again.
_VERBATIM = policy.SMTP.clone(refold_source="none", max_line_length=0)
_HEADERS = (
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Id",
    "Auto-Submitted",
    "X-Syndicate-Delivery",
    "MIME-Version",
    "Content-Type",
)
#: What a mail has that goes to a list, which can be left.
_OF_A_LIST = ("List-Unsubscribe", "List-Unsubscribe-Post", "List-Id")
#: What a letter to one person has: no machine answers it (RFC 3834).
_LETTER_VALUES = {"Auto-Submitted": "auto-generated"}
_QUOTED = b"=\t" + bytes(range(127, 256))
_LONGEST_LINE = 998
_MAX_VALUE = 995
_URI = re.compile(r"(?:https?|mailto):[!#-;=?-~]+")
_PLAIN = re.compile(r"[A-Za-z0-9._-]+")
_TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_MESSAGE_ID = re.compile(r"<?([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+)>?")


def build_message(envelope: Envelope, html: str, text: str, *, date: datetime, message_id: str) -> bytes:
    """The message for one recipient, ready for SES or a file: ASCII bytes, CRLF, text part first; without HTML, alone.

    The same arguments give the same bytes. What comes out is parsed again, and must hold exactly
    our headers, once each, and exactly this recipient.

    Raises:
        BadDataError: an address, a link or an identifier of the envelope cannot be used.
    """
    values = header_values(envelope, date, message_id)
    message = HeaderParser(EmailMessage, policy=_VERBATIM).parsestr(_source(values))
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = f'multipart/alternative; boundary="{boundary_of(envelope.delivery_id)}"'
    message.set_payload([_part("plain", text), *([_part("html", html)] if html else [])])
    content = message.as_bytes()
    _verify(content, envelope)
    return content


def boundary_of(delivery_id: str) -> str:
    """What stands between the parts of that mail: no line of quoted-printable or base64 can hold ``=_``."""
    return f"=_{stable_id('boundary', delivery_id)}"


def is_quoted(special: int, size: int) -> bool:
    """Whether a body is shorter in quoted-printable, where a quoted byte takes three; base64 makes four of three."""
    return special * 6 <= size


def count_special(raw: bytes) -> int:
    """How many bytes of a body quoted-printable has to quote."""
    return len(raw) - len(raw.translate(None, _QUOTED))


@lru_cache(maxsize=64)
def can_be_read_back(subject: str) -> bool:
    """Whether a stranger reads that subject from its header as we mean it."""
    source = f"Subject: {unstructured('Subject', subject)}\r\n\r\n".encode("ascii")
    parsed = BytesHeaderParser(policy=policy.default).parsebytes(source)
    return parsed.keys() == ["Subject"] and _is_same(subject, parsed)


def header_values(envelope: Envelope, date: datetime, message_id: str) -> dict[str, str]:
    """The value of each header, as it is to stand in the source, up to those of MIME.

    Raises:
        BadDataError: an address, a link or an identifier cannot be used.
    """
    reply_to = {"Reply-To": mailbox("Reply-To", "", envelope.reply_to)} if envelope.reply_to else {}
    return {
        "From": mailbox("From", envelope.sender_name, envelope.sender_address),
        "To": mailbox("To", envelope.recipient_name, envelope.recipient_address),
        **reply_to,
        "Subject": unstructured("Subject", envelope.subject),
        "Date": format_datetime(date),
        "Message-ID": f"<{_matched(_MESSAGE_ID, message_id, 'message id')}>",
        **(_list_values(envelope, envelope.list_id) if envelope.list_id is not None else _LETTER_VALUES),
        "X-Syndicate-Delivery": _matched(_TOKEN, envelope.delivery_id, "delivery id"),
    }


def _list_values(envelope: Envelope, list_id: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": unsubscribe_value(envelope.unsubscribe_url, envelope.unsubscribe_mailto),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{_matched(_TOKEN, list_id.strip('<> '), 'list id')}>",
    }


def _source(values: dict[str, str]) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in values.items()) + "\r\n"


def unsubscribe_value(url: str, mailto: str | None) -> str:
    """The addresses of RFC 2369 §3.2; RFC 8058 asks for the web one first.

    Raises:
        BadDataError: one of them is no address, or both are too long.
    """
    base, _, token = url.rpartition("/")
    if not (_PLAIN.fullmatch(token) and _is_base(base)) and not is_web_address(url):
        _refuse(f"{url!r} is no web address to unsubscribe at")
    addresses = [url, *filter(None, [mailto])]
    value = ", ".join(f"<{_matched(_URI, address, 'unsubscribe address')}>" for address in addresses)
    if len(value) > _MAX_VALUE:
        _refuse(f"the unsubscribe addresses have {len(value)} characters; SES takes {_MAX_VALUE}")
    return value


@lru_cache(maxsize=64)  # what the addresses of all readers have in common
def _is_base(address: str) -> bool:
    """Whether a plain word after a further slash makes a web address of it."""
    return is_web_address(address)


def _matched(pattern: re.Pattern[str], value: str, what: str) -> str:
    match = pattern.fullmatch(value)
    if match is None:
        _refuse(f"{value!r} cannot be used as a {what}")
    return match[match.lastindex or 0]


def _part(subtype: str, content: str) -> EmailMessage:
    """One body in UTF-8: quoted-printable, or base64 where that is shorter. Never 8bit: SES's tracking spoils it."""
    raw = content.rstrip().replace("\n", "\r\n").encode("utf-8") + b"\r\n"
    is_plain = is_quoted(count_special(raw), len(raw))
    part = EmailMessage(policy=_VERBATIM)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable" if is_plain else "base64"
    encoded = quopri.encodestring(raw) if is_plain else base64.encodebytes(raw)
    part.set_payload(encoded.decode("ascii").replace("\r\n", "\n"))
    return part


def _verify(content: bytes, envelope: Envelope) -> None:
    """Read the headers as a stranger would; CVE-2024-6923 shows that only the finished bytes tell the truth."""
    head, _, _ = content.partition(b"\r\n\r\n")
    parsed = BytesHeaderParser(policy=policy.default).parsebytes(head + b"\r\n\r\n")
    of_others = _OF_A_LIST if envelope.list_id is None else _LETTER_VALUES
    left_out = {*(() if envelope.reply_to else ("Reply-To",)), *of_others}
    expected = [name for name in _HEADERS if name not in left_out]
    if parsed.keys() != expected:
        _refuse(f"the headers would be {', '.join(parsed.keys())}")
    if _recipients(parsed["To"]) != [mail_address(envelope.recipient_address)]:
        _refuse(f"the recipient would be {parsed['To']}")
    if not _is_same(envelope.subject, parsed):
        _refuse("the subject cannot be read back")
    if not content.isascii() or max(map(len, content.split(b"\r\n"))) > _LONGEST_LINE:
        _refuse(f"a line would exceed {_LONGEST_LINE} characters or ASCII")


def _is_same(subject: str, parsed: Message) -> bool:
    return str(parsed["Subject"]) == neutralise(shorten(subject, LONGEST_TEXT))


def _recipients(header: AddressHeader) -> list[str]:
    return [address.addr_spec for address in header.addresses]


def _refuse(message: str) -> NoReturn:
    hint = "Correct the newsletter's or the subscriber's entry; nothing was sent."
    raise BadDataError(message, code="message-unfit", hint=hint)
