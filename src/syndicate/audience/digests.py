"""Addresses by keyed digests: known again, and not to be read back, nor tried out without the keys of the site.

Names and networks that are counted at the desk, too.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.text.mailboxes import Mailbox


class AddressDigests:
    """Makes digests of addresses with the site's key ring, oldest key first; the last one makes new ones."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        """Take the key ring."""
        self._keys = [key.encode() for key in secret_keys]

    def of_erased(self, address_key: str) -> str:
        """What is kept of an address that is forgotten."""
        return _digest(self._keys[-1], "erased", address_key)

    def ever_of_erased(self, address_key: str) -> list[str]:
        """What any key of the ring would have kept of it."""
        return [_digest(key, "erased", address_key) for key in self._keys]

    def of_limit(self, mailbox: Mailbox) -> str:
        """The same for all spellings under which one mailbox gets mail: dots, a tag behind ``+``, capitals.

        For limits alone. Elsewhere such spellings are different people.
        """
        return _digest(self._keys[-1], "limit", _plain(mailbox))

    def ever_of_limit(self, mailbox: Mailbox) -> list[str]:
        """What any key of the ring would have made of it for limits."""
        return [_digest(key, "limit", _plain(mailbox)) for key in self._keys]

    def of_attempt(self, kind: str, text: str) -> str:
        """What is kept of a name that somebody tried at the desk, or of where they called from: for limits alone."""
        return _digest(self._keys[-1], f"attempt {kind}", text)


def _plain(mailbox: Mailbox) -> str:
    local, _, domain = mailbox.key.rpartition("@")
    plain = local.partition("+")[0].replace(".", "")
    return f"{plain or local}@{domain}"


def _digest(key: bytes, purpose: str, text: str) -> str:
    return hmac.digest(key, f"{purpose}\x00{text}".encode(), "sha256").hex()
