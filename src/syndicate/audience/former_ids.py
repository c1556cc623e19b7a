"""The ids by which other systems know their readers, as they stand in links of mails that are in inboxes for good."""

from __future__ import annotations

import re

# Long enough that nobody finds one by trying: a UUID has 36 characters. A number, or a short code, is no authority.
_HARD_TO_GUESS = re.compile(r"[A-Za-z0-9_-]{20,64}")


def former_id(written: str) -> str | None:
    """The id, in small letters if it is a UUID; ``None`` for nothing, and for what could be guessed."""
    text = written.strip()
    if not _HARD_TO_GUESS.fullmatch(text) or text.isdecimal():
        return None
    return text.lower() if re.fullmatch(r"[0-9A-Fa-f-]+", text) else text
