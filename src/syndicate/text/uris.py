"""URIs (RFC 3986), and among them ids that last: ``tag:`` (RFC 4151) and ``urn:`` (RFC 8141)."""

from __future__ import annotations

import re

# What may stand in an address, percent signs only before two hexadecimal digits.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
# Authorities in lower case: RFC 4151 §2.1 advises it, and W3C's validator takes no other.
_TAG = re.compile(
    r"tag:(?:[a-z0-9._-]+@)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?,\d{4}(?:-\d\d(?:-\d\d)?)?:[^\s#\[\]]*(?:#[^\s#\[\]]*)?"
)
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{1,31}:(?:[a-z0-9()+,.:=@;$_!*'-]|%[0-9a-f]{2})+", re.IGNORECASE)


def is_uri(value: str) -> bool:
    """Whether it is an absolute URI (RFC 3986): a scheme, ASCII, properly encoded."""
    return bool(_URI.fullmatch(value))


def is_id(value: str) -> bool:
    """Whether it can be a permanent id: an absolute URI, and of the right form if it is a ``tag:`` or ``urn:``."""
    scheme = value.partition(":")[0].lower()
    if scheme == "tag":
        return is_uri(value) and bool(_TAG.fullmatch(value))
    if scheme == "urn":
        form = _UUID if value.lower().startswith("urn:uuid:") else _URN
        return bool(form.fullmatch(value))
    return is_uri(value)
