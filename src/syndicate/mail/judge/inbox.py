"""What an inbox shows of a mail before it is opened: subject and preheader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding as MailFinding
from syndicate.mail.judge.rules import told
from syndicate.mail.lines import columns

if TYPE_CHECKING:
    from syndicate.mail.model import Digest

#: Columns of a subject that inboxes on a desktop show at most; phones show half of it.
LONGEST_SUBJECT = 120


def judge_inbox(digest: Digest) -> Iterator[MailFinding]:
    """A subject and a preheader that are there, that fit, and that are not the same."""
    subject, preheader = _plain(digest.subject), _plain(digest.preheader)
    width = columns(digest.subject)
    if not subject:
        yield told("subject-empty", "the subject is empty; readers and filters take such a mail for junk")
    elif width > LONGEST_SUBJECT:
        message = f"the subject has {width} columns; an inbox shows {LONGEST_SUBJECT} at most, a phone about 40"
        yield told("subject-long", message, quote=digest.subject)
    if not preheader:
        yield told(
            "preheader-missing", "there is no preheader, so inboxes show the first words of the mail after the subject"
        )
    elif subject and (preheader == subject or preheader.startswith(f"{subject} ")):
        yield told("preheader-repeats", "the preheader says what the subject says", quote=digest.preheader)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .…")
