"""The line of an inbox: how much of sender, subject and preheader is seen before it is cut."""

from __future__ import annotations

from dataclasses import dataclass

#: About so many characters of the subject stand in a line of a phone, of the preheader in the two below it, and of
#: both together behind the sender on a desktop.
PHONE_SUBJECT = 38
PHONE_PREHEADER = 80
DESKTOP_LINE = 110


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxCut:
    """A text as far as it is seen, and what is cut off."""

    seen: str
    lost: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxLine:
    """A mail in the list of an inbox, on a phone and on a desktop."""

    sender: str
    phone_subject: InboxCut
    phone_preheader: InboxCut
    desktop_subject: InboxCut
    desktop_preheader: InboxCut


def inbox_line(sender: str, subject: str, preheader: str) -> InboxLine:
    """How the mail stands in inboxes of the usual widths; letters differ, so that the cuts are about there."""
    return InboxLine(
        sender=sender,
        phone_subject=_cut(subject, PHONE_SUBJECT),
        phone_preheader=_cut(preheader, PHONE_PREHEADER),
        desktop_subject=_cut(subject, DESKTOP_LINE),
        desktop_preheader=_cut(preheader, max(0, DESKTOP_LINE - len(subject) - 3)),
    )


def _cut(text: str, length: int) -> InboxCut:
    return InboxCut(seen=text[:length], lost=text[length:])
