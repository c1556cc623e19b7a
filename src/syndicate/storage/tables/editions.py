"""Newsletters, what was decided on each occasion, and the editions that came of it."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from syndicate.storage.states import Audience, EditionState, GroupOutcome, MailFormat, SlotOutcome, Tier
from syndicate.storage.tables.base import metadata, one_of
from syndicate.storage.types import RowNumber, Utc

newsletters = Table(
    "newsletters",
    metadata,
    Column("name", Text, primary_key=True),
    # The newest release when it began: what readers could see already by then is never mailed.
    Column("since_release", RowNumber, nullable=False),
    Column("since_at", Utc, nullable=False),
    # Every wave that was due up to then has been decided; null: none was looked for yet.
    Column("looked_at", Utc),
    Column("defaults", JSON),  # what it offered who did not choose, at the last start; null: that was not kept
)

editions = Table(
    "editions",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # random: it stands in the address of the web copy
    Column("newsletter", Text, nullable=False),
    Column("cadence", Text, nullable=False),
    Column("number", Integer),  # given when it is opened
    Column("slot", Text, nullable=False),
    Column("waves_until", Utc),  # until then readers elsewhere may yet get it; null: it leaves in one wave
    Column("state", Text, nullable=False),
    Column("held_because", Text),  # why nothing of it leaves; held editions alone
    Column("due_at", Utc, nullable=False),
    Column("cut", RowNumber),  # of one made by hand: the newest release that was looked at
    Column("frozen_at", Utc, nullable=False),
    # When its recipients were fixed. From then on its slot and its articles are taken; null: it waits for a person.
    Column("opened_at", Utc),
    Column("first_claimed_at", Utc),  # when its first mail was about to leave; until then it is not public
    Column("planned_at", Utc),  # when its next mail was to leave: lateness counts from there
    Column("closed_at", Utc),
    # From then on less is kept of it than was sent, and nothing of it is sent again.
    Column("thinned_at", Utc),
    Column("renderings_gone_at", Utc),  # when all was emptied that only some of its readers saw
    Column("people_gone_at", Utc),  # when its last row of a person had gone; their sums stay
    Column("instead_of", Text, ForeignKey("editions.id")),  # its readers are those whom that one did not reach
    Column("audience", Text),  # of a special one: whom it is for
    Column("min_articles", Integer, nullable=False),  # with fewer left, it is held
    Column("sender", Text, nullable=False),  # the From header's value
    Column("reply_to", Text),
    Column("priority", Integer, nullable=False, server_default="0"),  # a higher one's mails leave first
    Column("mails", Integer),  # how many are to leave, counted when its recipients were fixed; null: not yet
    Column("trial_ended_at", Utc),  # when its trial part had left; null: it has none, or that is under way
    # Sums of its deliveries, kept with every change, so that nobody has to count a million rows to watch it.
    Column("started", Integer, nullable=False, server_default="0"),  # claims, those that went back among them
    Column("submitted", Integer, nullable=False, server_default="0"),
    Column("bounced", Integer, nullable=False, server_default="0"),  # for good
    Column("complained", Integer, nullable=False, server_default="0"),
    # Since a person last let it go on: mails that the carrier took, refused or lost; refused; that could not be made.
    Column("tried", Integer, nullable=False, server_default="0"),
    Column("refused", Integer, nullable=False, server_default="0"),
    Column("unmade", Integer, nullable=False, server_default="0"),
    UniqueConstraint("newsletter", "number"),
    one_of("state", EditionState),
    one_of("audience", Audience),
    Index(None, "state"),
    Index(None, "frozen_at"),
    Index(
        "ix_editions_with_renderings",
        "closed_at",
        sqlite_where=text("renderings_gone_at IS NULL"),
        postgresql_where=text("renderings_gone_at IS NULL"),
    ),
    Index(
        "ix_editions_with_people",
        "closed_at",
        sqlite_where=text("people_gone_at IS NULL"),
        postgresql_where=text("people_gone_at IS NULL"),
    ),
)

# What an edition says to those with one selection in one language.
variants = Table(
    "variants",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("edition_key", RowNumber, ForeignKey("editions.key"), nullable=False),
    Column("name", Text, nullable=False),  # default: the one that the public sees
    Column("language", Text, nullable=False),
    Column("format", Text, nullable=False, server_default=MailFormat.HTML.value),
    Column("revision", Integer, nullable=False),  # of the rendering in force
    UniqueConstraint("edition_key", "name", "language"),
    one_of("format", MailFormat),
)

# What a variant says. A revision is never changed: a later one takes its place for whom it did not reach.
renderings = Table(
    "renderings",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("variant_key", RowNumber, ForeignKey("variants.key"), nullable=False),
    Column("revision", Integer, nullable=False),  # from 1
    Column("reason", Text),  # why it was made; null: it is the first
    Column("made_at", Utc, nullable=False),
    Column("subject", Text, nullable=False),
    Column("preheader", Text, nullable=False),
    Column("html", Text, nullable=False),  # with {{slots}} for what differs by recipient
    Column("text", Text, nullable=False),
    Column("size", Integer, nullable=False),  # bytes of the HTML, before transfer encoding
    Column("content", JSON),  # what it was rendered from; null: frozen before that was kept
    Column("content_hash", Text, nullable=False),
    Column("findings", JSON, nullable=False),
    UniqueConstraint("variant_key", "revision"),
)

rendering_articles = Table(
    "rendering_articles",
    metadata,
    Column("rendering_id", RowNumber, ForeignKey("renderings.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("article_id", Text, ForeignKey("articles.id"), nullable=False),
    Column("revision", Integer, nullable=False),  # of the article
    Column("tier", Text, nullable=False),
    one_of("tier", Tier),
    Index(None, "article_id"),
)

# Instances of a cadence, each decided once. On readers' own clocks, a slot has a wave for each instant.
occurrences = Table(
    "occurrences",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("newsletter", Text, nullable=False),
    Column("cadence", Text, nullable=False),
    Column("slot", Text, nullable=False),  # the local date, or manual:<edition>, instant:<minute>, special:<edition>
    Column("period", Text),  # the week or month that it stands for; null: its cadence has no more than the date
    # 1, or the minute (since 1970, UTC) of a wave on readers' own clocks; below 1: reopened by a person since.
    Column("wave", Integer, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("edition_key", RowNumber, ForeignKey("editions.key")),
    Column("cut", RowNumber),  # the newest release that was looked at; null: none was
    Column("readers", Text),  # which readers it was decided for, see `audience.reader_filter`; null: all
    Column("had_since", Utc),  # what other newsletters decided after that counts as had; null: it does not
    Column("decided_at", Utc, nullable=False),
    # Up to which subscription deliveries are written: choices one after the other, in each by key; with a choice of 0
    # all choices together, by key.
    Column("frozen_choice", RowNumber),
    Column("frozen_through", RowNumber),
    Column("frozen_at", Utc),  # when the last was
    UniqueConstraint("newsletter", "cadence", "slot", "wave"),
    one_of("outcome", SlotOutcome),
    Index(None, "decided_at"),
    Index(None, "edition_key"),
)

# Readers for whom an occurrence came to the same: they had read up to the same release, and had the same beside it.
groups = Table(
    "groups",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("occurrence_key", RowNumber, ForeignKey("occurrences.key", ondelete="CASCADE"), nullable=False),
    Column("choice_id", RowNumber, ForeignKey("choices.id")),  # null: whatever they chose
    Column("patience", RowNumber),  # what its readers' subscriptions say
    # The lowest and the highest watermark of its readers; no release between them is for them. Of a group that was
    # planned for nobody the highest lies below the lowest.
    Column("from_watermark", RowNumber, nullable=False),
    Column("through_watermark", RowNumber, nullable=False),
    Column("moves_to", RowNumber, nullable=False),  # where their watermarks go
    Column("history", Text, nullable=False),  # the articles that they had by another way, as a digest; empty: none
    Column("corrections", Text, nullable=False, server_default=""),  # those that they are owed; their keys with commas
    Column("variant_key", RowNumber, ForeignKey("variants.key")),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    one_of("outcome", GroupOutcome),
    Index(None, "occurrence_key", "choice_id"),
)

# Articles that a group will not be mailed, though they were looked at for it, and why.
passed_over = Table(
    "passed_over",
    metadata,
    Column("group_key", RowNumber, ForeignKey("groups.key", ondelete="CASCADE"), primary_key=True),
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("decided_at", Utc, nullable=False),
    Index(None, "article_id"),
)

# Warnings about the mails of a newsletter that an editor has taken as they are; `words` are those that it is about.
accepted_mail_findings = Table(
    "accepted_mail_findings",
    metadata,
    Column("newsletter", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("words", Text, primary_key=True),
    Column("accepted_at", Utc, nullable=False),
    Column("accepted_by", Text, nullable=False),
)

# Coming editions as their editors shape them. `edition_id` is the id that the edition will have.
drafts = Table(
    "drafts",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("newsletter", Text, nullable=False),
    Column("cadence", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("edition_id", Text, nullable=False, unique=True),
    Column("first_wave_at", Utc, nullable=False),
    Column(
        "version", Integer, nullable=False
    ),  # grows with every act: who acts on an older one has not seen the newest
    Column("made_at", Utc, nullable=False),
    # What was approved, by whom: the hash of all that it would say, what that was, and up to which release it looked.
    Column("approved_at", Utc),
    Column("approved_by", Text),
    Column("approved_hash", Text),
    Column("approved_content", JSON),
    Column("approved_cut", RowNumber),
    Column("told", JSON, nullable=False),  # which letters to the editors were written
    UniqueConstraint("newsletter", "cadence", "slot"),
)

# What editors did with a draft, in their order; an act that was undone stays.
draft_acts = Table(
    "draft_acts",
    metadata,
    Column("draft_key", RowNumber, ForeignKey("drafts.key", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("verb", Text, nullable=False),
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE")),
    Column("value", JSON),
    Column("who", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("undone_at", Utc),
    Column("undone_by", Text),
)

# What was wrong in an article, told to those who got it so: whose mail had it in a revision before `revision`.
corrections = Table(
    "corrections",
    metadata,
    Column("key", RowNumber, primary_key=True),
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("noted_at", Utc, nullable=False),
    Column("noted_by", Text, nullable=False),
    Index(None, "article_id"),
    Index(None, "noted_at"),
)

# What a rendering puts right, of what its readers had before.
rendering_corrections = Table(
    "rendering_corrections",
    metadata,
    Column("rendering_id", RowNumber, ForeignKey("renderings.id"), primary_key=True),
    Column("correction_key", RowNumber, ForeignKey("corrections.key", ondelete="CASCADE"), primary_key=True),
    Index(None, "correction_key"),
)

# The lock of a site from the decision on an edition to the last of its deliveries. It is a row, so that whoever goes on
# after a crash inherits it.
freezes = Table(
    "freezes",
    metadata,
    Column("site", Text, primary_key=True),
    Column("occurrence_key", RowNumber, ForeignKey("occurrences.key"), nullable=False),
)
