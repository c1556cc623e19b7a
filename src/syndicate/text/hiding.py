"""Addresses kept out of what is written down about them."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: What stands in their place.
HIDDEN = "(address)"


def without_address(text: str, address: str) -> str:
    """The text with `HIDDEN` wherever the address stood, in whatever case: a server's answer often repeats it."""
    if not address or address.casefold() not in text.casefold():
        return text
    return re.sub(re.escape(address), HIDDEN, text, flags=re.IGNORECASE)


def without_addresses(text: str, addresses: Iterable[str]) -> str:
    """The same for several addresses."""
    for address in addresses:
        text = without_address(text, address)
    return text
