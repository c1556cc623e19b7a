"""Names of hosts, as they stand in web addresses and behind the ``@`` of mailboxes."""

from __future__ import annotations

import re

import idna

# RFC 1123 §2.1: letters, digits and hyphens, 63 of them in a label, 253 in all.
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")


def ascii_name(written: str) -> str | None:
    """The name in lower-case ASCII (IDNA 2008, mapped by UTS 46); ``None`` where it has no such form.

    What is ASCII already is not looked at: see `is_host_name`.
    """
    if written.isascii():
        return written.lower()
    try:
        return idna.encode(written, uts46=True).decode("ascii")
    except idna.IDNAError:
        return None


def is_host_name(name: str) -> bool:
    """Whether it is the name of a host in lower-case ASCII (RFC 1123 §2.1): labels, no dot at the end."""
    return _NAME.fullmatch(name) is not None
