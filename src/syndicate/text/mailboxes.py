"""E-mail addresses as people write them: checked, and made comparable."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from syndicate.errors import BadDataError
from syndicate.text.host_names import ascii_name, is_host_name
from syndicate.text.plain import one_line, shorten

#: RFC 5321 §4.5.3.1, in octets; the limit for the whole follows from the length of a path.
ADDRESS_LIMIT = 254
LOCAL_LIMIT = 64
NAME_LIMIT = 200
#: The code of an address that could exist, and that no carrier of ours takes: it would need SMTPUTF8 (RFC 6531).
BEYOND_ASCII = "address-beyond-ascii"

# RFC 5322 §3.2.3 dot-atom. Quoted local parts are legal too, but no mailbox in use has one.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
# Most addresses, told at a glance to be right: what is not matched is looked at whole. A label is no A-label, which
# has rules of its own.
_LABEL = r"(?!..--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN = re.compile(rf"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@((?:{_LABEL}\.)+[A-Za-z]{{2,63}})")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# What nobody sees (Default_Ignorable_Code_Point, and format characters). IDNA takes most of it out without a word,
# so that another address would be mailed than the one that stands there.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailbox:
    """A checked address: ``shown`` as it was written, ``key`` to compare by, ``name`` if one stood with it.

    Two spellings of one mailbox have the same key. The key's local part is lower-cased, which no
    standard allows for sending, so mail goes to `address`.
    """

    shown: str
    key: str
    name: str | None = None

    @property
    def address(self) -> str:
        """Where mail goes: the local part as it was written, at the domain in ASCII (RFC 5890 A-labels)."""
        return f"{self.shown.rpartition('@')[0]}@{self.key.rpartition('@')[2]}"


def read_mailbox(written: str) -> Mailbox:
    """Check ``ann@example.com`` or ``Ann <ann@example.com>`` and make it comparable.

    Raises:
        BadDataError: code ``address-invalid``, or `BEYOND_ASCII`; the message names the reason.
    """
    plain = _PLAIN.fullmatch(written) if len(written) <= LOCAL_LIMIT else None
    if plain is not None:
        return Mailbox(shown=written, key=written.lower())
    text = unicodedata.normalize("NFC", written.strip())
    if _CONTROL.search(text):
        raise _refusal(written, "it has control characters in it")
    named = _NAMED.fullmatch(text)
    shown = named["address"].strip() if named else text
    name = _unquoted(named["name"]) if named else ""
    if len(name) > NAME_LIMIT:
        raise _refusal(written, f"the name is longer than {NAME_LIMIT} characters")
    if _INVISIBLE.search(shown):
        raise _refusal(written, f"it has an invisible character in it (U+{ord(_INVISIBLE.findall(shown)[0]):04X})")
    local, domain = _halves(written, shown)
    key = f"{local.lower()}@{domain}"
    if len(key) > ADDRESS_LIMIT:
        raise _refusal(written, f"it is longer than {ADDRESS_LIMIT} characters")
    return Mailbox(shown=shown, key=key, name=name or None)


def _unquoted(name: str) -> str:
    name = one_line(name)
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return name.strip()


def _halves(written: str, shown: str) -> tuple[str, str]:
    local, at, domain = shown.rpartition("@")
    if not at or not local or not domain:
        raise _refusal(written, "it is not of the form name@domain")
    if reason := _local_fault(local):
        raise _refusal(written, reason, "address-invalid" if local.isascii() else BEYOND_ASCII)
    return local, _ascii_domain(written, domain)


def is_local_part(local: str) -> bool:
    """Whether it can stand before the ``@`` of an address that SES writes to: plain ASCII, unquoted."""
    return _local_fault(local) is None


def _local_fault(local: str) -> str | None:
    if not local.isascii():
        return "the part before the @ has letters beyond ASCII, and Amazon SES does not carry such addresses"
    if len(local) > LOCAL_LIMIT:
        return f"the part before the @ is longer than {LOCAL_LIMIT} characters"
    if not _LOCAL.fullmatch(local):
        return "the part before the @ has a character or a dot where none may stand"
    return None


def _ascii_domain(written: str, domain: str) -> str:
    if len(domain) > ADDRESS_LIMIT:
        raise _refusal(written, "the domain is too long")
    name = ascii_name(domain) or ""
    if reason := _domain_fault(name):
        raise _refusal(written, reason)
    return name


def _domain_fault(name: str) -> str | None:
    _, dot, last = name.rpartition(".")
    if not is_host_name(name):
        return "the domain is not one that can exist"
    if not dot:
        return "the domain has no dot"
    if last.isdigit():
        return "the domain is a number, not a name"
    if len(last) == 1:
        return "the domain ends in a single letter, and none that exists does"
    return None


def _refusal(written: str, reason: str, code: str = "address-invalid") -> BadDataError:
    quoted = shorten(written, 80)
    message = f"“{quoted}” cannot be mailed: {reason}" if quoted else "the address is empty"
    return BadDataError(message, code=code, hint="Write it as name@example.com.")
