"""Header values that cannot become two headers: cleaned, encoded and folded here, not by a library that decodes first.

``email`` decodes encoded words in values that are *assigned*, so that a title without any line
end can bring its own ``Bcc:`` (CVE-2024-6923), and it folds long non-ASCII names with commas
wrongly. Values from here are finished ASCII source lines and must be used as such.
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import Header
from functools import lru_cache

from syndicate.errors import BadDataError
from syndicate.text.host_names import ascii_name, is_host_name
from syndicate.text.mailboxes import is_local_part
from syndicate.text.plain import one_line, shorten

#: A line that should fit a screen (RFC 5322 §2.1.1); folding aims at it.
LINE_LENGTH = 76
#: A line that must not be exceeded, without its CRLF: SES allows 995 in a value, RFC 5322 998 in all.
LONGEST_LINE = 900
#: Characters of a display name and of a subject; more is cut at a word.
LONGEST_NAME = 150
LONGEST_TEXT = 500

# Embeddings, overrides and isolates turn round what stands behind them, also in the list of an inbox.
_REORDERING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ATOMS = re.compile(rf"{_ATEXT}(?: {_ATEXT})*")


def neutralise(text: str) -> str:
    """The text in one line, without controls, and with every ``=?`` broken so that no encoded word is left in it."""
    return one_line(text.translate(_REORDERING)).replace("=?", "= ?")


def unstructured(header: str, text: str) -> str:
    """The value of a free-text header such as ``Subject``: ASCII, folded by CRLF and a space (RFC 2047)."""
    line = neutralise(shorten(text, LONGEST_TEXT))
    if line.isascii() and len(header) + 2 + len(line) <= LINE_LENGTH:
        return line
    if not line.isascii():
        return _encode(header, line)
    folded = Header(line, "us-ascii", header_name=header, maxlinelen=LINE_LENGTH).encode(linesep="\r\n")
    return folded if _is_well_folded(folded) else _encode(header, line)


def mailbox(header: str, name: str, address: str) -> str:
    """The value of ``From``, ``To`` or ``Reply-To``: exactly one address, with its display name if there is one.

    Raises:
        BadDataError: the address cannot be used; see `mail_address`.
    """
    spec = mail_address(address)
    phrase = _phrase(header, neutralise(shorten(name, LONGEST_NAME)))
    if not phrase:
        return spec
    last_line = phrase.rpartition("\r\n")[2] if "\r\n" in phrase else f"{header}: {phrase}"
    gap = " " if len(last_line) + len(spec) + 3 <= LINE_LENGTH else "\r\n "
    return f"{phrase}{gap}<{spec}>"


def mail_address(address: str) -> str:
    """The address as SMTP without SMTPUTF8 can carry it: a plain local part, the domain in ASCII (IDNA 2008).

    Raises:
        BadDataError: it is no address, or its local part is not plain ASCII.
    """
    local, _, domain = address.strip().rpartition("@")
    if not local.isascii():
        raise _unusable(address, "the part before the @ is not ASCII", "Amazon SES cannot write to such addresses.")
    host = _host(domain)
    # An encoded word is a legal local part, and some parsers would decode it.
    if not host or not is_local_part(local) or "=?" in local:
        raise _unusable(address, "it is not an address", "Write it as name@example.org.")
    return f"{local}@{host}"


@lru_cache(maxsize=4_096)  # an audience has few domains
def _host(domain: str) -> str | None:
    name = ascii_name(domain) or ""
    return name if is_host_name(name) else None


def _phrase(header: str, name: str) -> str:
    if not name.isascii():
        return _encode(header, name)
    if not name or _ATOMS.fullmatch(name):
        return name
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def _encode(header: str, text: str) -> str:
    """The whole text as encoded words; none is longer than 75 characters (RFC 2047 §2)."""
    try:
        return Header(text, "utf-8", header_name=header, maxlinelen=LINE_LENGTH).encode(linesep="\r\n")
    except HeaderParseError as error:  # pragma: no cover - neutralised text holds nothing that it refuses
        raise _unusable(text, "it cannot be written in a header", "Write it in other words.") from error


def _is_well_folded(folded: str) -> bool:
    # A first word that is longer than a line is folded away from its header's name; some parsers
    # end the headers at the line that this leaves empty.
    return all(line.strip() and len(line) <= LONGEST_LINE for line in folded.split("\r\n"))


def _unusable(text: str, reason: str, hint: str) -> BadDataError:
    return BadDataError(f"{one_line(text)!r} cannot be used: {reason}", code="header-unusable", hint=hint)
