"""How a newsletter greets who has just confirmed."""

from __future__ import annotations

from enum import StrEnum


class Welcome(StrEnum):
    """What follows a confirmed subscription.

    ``EDITION``: the newest edition of the last days that is for its reader, or else the text. ``TEXT``: a mail that
    says what was subscribed to and when it comes. ``NONE``: nothing.
    """

    EDITION = "edition"
    TEXT = "text"
    NONE = "none"
