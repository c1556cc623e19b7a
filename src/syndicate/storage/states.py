"""The words by which rows say where they stand, each said once: for the check constraints and for the rooms."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where an article stands; ``EMBARGOED`` is never stored, it follows from the clock."""

    PUBLISHED = "published"
    EMBARGOED = "embargoed"
    HELD = "held"
    WITHDRAWN = "withdrawn"


class AiUse(StrEnum):
    """What artificial intelligence had to do with a text or a picture, as somebody says; unsaid is no word of these.

    ``NONE``: nothing. ``ASSISTED``: people made it, and a machine changed it. ``GENERATED``: a machine made it.
    """

    NONE = "none"
    ASSISTED = "assisted"
    GENERATED = "generated"


class HeroState(StrEnum):
    """``WANTED``: nothing made yet. ``READY``: to be seen. ``FAILED``: see the reason, and when it is tried again."""

    WANTED = "wanted"
    READY = "ready"
    FAILED = "failed"


class Role(StrEnum):
    """What a rendition is for: ``LEAD`` 16:9 up to 1200×675, ``SMALL`` half of it, ``THUMB`` 4:3 up to 240×180."""

    LEAD = "lead"
    SMALL = "small"
    THUMB = "thumb"


class TermKind(StrEnum):
    """What an article can be asked for by."""

    SECTION = "section"
    TAG = "tag"
    AUTHOR = "author"
    LANGUAGE = "language"


class ReleaseReason(StrEnum):
    """Why an article became visible, or should be looked at again.

    ``INTAKE``: picked up. ``EMBARGO_OVER``: its time came. ``APPROVED``: it was held. ``RESTORED``: it was withdrawn.
    ``WIDENED``: it gained a section, tag, author or language. ``RETURNED``: an edition that nobody had gave it back.
    ``UPGRADE``: it waited to be mailed when releases were begun to be kept.
    """

    INTAKE = "intake"
    EMBARGO_OVER = "embargo-over"
    APPROVED = "approved"
    RESTORED = "restored"
    WIDENED = "widened"
    RETURNED = "returned"
    UPGRADE = "upgrade"


class CadenceKind(StrEnum):
    """How often a newsletter comes to a reader; ``WEEKDAYS`` leaves out the weekend, ``INSTANT`` follows each story."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    INSTANT = "instant"


class MailFormat(StrEnum):
    """What a mail consists of: HTML with a plain text beside it, or the text alone."""

    HTML = "html"
    TEXT = "text"


class Breaking(StrEnum):
    """Whether a reader wants breaking news: not, besides what comes at its hour, or nothing else."""

    NO = "no"
    ALSO = "also"
    ONLY = "only"


class Audience(StrEnum):
    """Whom a special edition is for: all readers, who wants breaking news, or who got a text that is put right."""

    ALL = "all"
    BREAKING = "breaking"
    CORRECTED = "corrected"


class SubscriptionState(StrEnum):
    """Where a subscription stands; only a ``CONFIRMED`` one gets mail. ``ENDED`` is for good, unless renewed."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    PAUSED = "paused"
    ENDED = "ended"


class ConsentAct(StrEnum):
    """Whether a person agreed to be mailed, or took that back."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class JoinKind(StrEnum):
    """What a form asks for: to get newsletters, or to get them at another address."""

    JOIN = "join"
    MOVE = "move"


class JoinOutcome(StrEnum):
    """What was decided about a wish to join or to move.

    ``ASKED``: its reader was asked to confirm it. ``KNOWN``: they had it already, and were told. ``LIMITED``: they were
    written to a short while ago. ``REFUSED``: nobody may write there, or nothing of what was wished for is there.
    ``CONFIRMED``: they did.
    """

    ASKED = "asked"
    KNOWN = "known"
    LIMITED = "limited"
    REFUSED = "refused"
    CONFIRMED = "confirmed"


class TransactionalKind(StrEnum):
    """What a mail to one person is for.

    ``CONFIRM`` asks whether they wish to join, ``KNOWN`` says that they have joined before and how to change it,
    ``WELCOME`` greets who has confirmed, ``MOVE`` asks at the new address whether it is theirs, and ``MOVED`` tells
    the old one.
    """

    CONFIRM = "confirm"
    KNOWN = "known"
    WELCOME = "welcome"
    MOVE = "move"
    MOVED = "moved"


class Tier(StrEnum):
    """How large an article stands in a digest."""

    LEAD = "lead"
    SECONDARY = "secondary"
    MORE = "more"


class SlotOutcome(StrEnum):
    """What became of a wave of an occurrence.

    An edition, nothing to say, too late to say it, or nothing because a person had ``ENDED`` the edition before
    the wave was due, or wished that none leaves: ``SKIPPED``.
    """

    EDITION = "edition"
    EMPTY = "empty"
    LATE = "late"
    ENDED = "ended"
    SKIPPED = "skipped"


class GroupOutcome(StrEnum):
    """What an occurrence brought to a group of readers: a mail, nothing that matches, or too little so far."""

    MAIL = "mail"
    NOTHING = "nothing"
    WAIT = "wait"


class EditionState(StrEnum):
    """Where an edition stands.

    ``HELD``: nothing of it leaves until a person lets it go. ``FREEZING``: decided, and its deliveries are being
    written; nothing is claimed yet. ``SENDING``: deliveries are under way. ``STOPPED``: what had not left never
    will. ``DISCARDED``: dropped before anything left. ``CLOSED``: every delivery has its end. The last three are
    final, but that a closed edition is under way again when a person puts deliveries back.
    """

    HELD = "held"
    FREEZING = "freezing"
    SENDING = "sending"
    STOPPED = "stopped"
    DISCARDED = "discarded"
    CLOSED = "closed"


class DeliveryState(StrEnum):
    """Where a delivery stands.

    ``PENDING`` and ``CLAIMED`` are on the way; the rest are final, but that a late answer may
    turn ``UNCERTAIN`` into ``SUBMITTED``, and a person may put a refused or uncertain one back to
    ``PENDING``. ``STOPPED``: a person stopped the edition before it left.
    """

    PENDING = "pending"
    CLAIMED = "claimed"
    SUBMITTED = "submitted"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"
    EXCLUDED = "excluded"
    STOPPED = "stopped"


class Fate(StrEnum):
    """What became of a mail that the carrier took, as far as it has told; a later word never undoes a higher one.

    In their order: ``SENT``: it is on its way. ``DELAYED``: a server puts it off. ``DELIVERED``: a server has it.
    ``UNSENT``: the carrier could not make or would not carry it after all. ``SUPPRESSED``: the carrier left the
    address out. ``BOUNCED``: the address is no good. ``RETURNED``: it came back for another reason. ``COMPLAINED``:
    the reader called it spam.
    """

    SENT = "sent"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    UNSENT = "unsent"
    RETURNED = "returned"
    SUPPRESSED = "suppressed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


class EventKind(StrEnum):
    """What a provider tells about a mail, in words that are the same for all of them."""

    SENT = "sent"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    REJECTED = "rejected"
    UNRENDERED = "unrendered"
    OPENED = "opened"
    CLICKED = "clicked"
    UNSUBSCRIBED = "unsubscribed"
    UNKNOWN = "unknown"
