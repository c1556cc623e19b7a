"""One reader as composing would see them: their subscription, where they read on from, and what they have had since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.articles.releases import ReleaseStore
from syndicate.digests.grouping import Crowd
from syndicate.digests.had import legend_of, shown_by_others
from syndicate.digests.looking import Starts
from syndicate.digests.planning import had_since
from syndicate.storage.states import CadenceKind, SubscriptionState
from syndicate.storage.tables import releases, subscribers, subscriptions, suppressions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from syndicate.digests.newsletters import Newsletter, ReaderChoice
    from syndicate.text.mailboxes import Mailbox


def subscription_of(connection: Connection, newsletter: Newsletter, address: Mailbox) -> RowMapping | None:
    """The row of their subscription, with why nobody may write to them as ``suppressed``; ``None``: they have none."""
    query = (
        select(subscriptions, suppressions.c.reason.label("suppressed"))
        .join_from(subscriptions, subscribers)
        .outerjoin(suppressions, suppressions.c.address_key == subscribers.c.address_key)
        .where(subscribers.c.address_key == address.key, subscriptions.c.newsletter == newsletter.name)
    )
    return connection.execute(query).mappings().first()


def outside_because(newsletter: Newsletter, row: RowMapping, choice: ReaderChoice) -> str | None:
    """Why the newsletter does not go to that reader; ``None``: it does."""
    if not newsletter.readers:
        return None
    why = newsletter.readers.why_not(choice.language, row["started_at"])
    return f"not among the readers that it goes to: {why}" if why else None


def crowd_of(
    connection: Connection, newsletter: Newsletter, row: RowMapping, choice: ReaderChoice, now: datetime
) -> Crowd:
    """A crowd of that reader alone."""
    watermark: int = row["watermark"]
    if row["joins_at"] is not None:
        watermark = max(watermark, Starts(connection, newsletter).of(choice))
    elif row["state"] == SubscriptionState.PAUSED and not row["catches_up"]:
        watermark = ReleaseStore(connection).newest()
    window = select(releases.c.article_id).where(releases.c.number > watermark)
    legend = legend_of(shown_by_others(connection, window, newsletter.name, since=had_since(newsletter, now)))
    mark = None
    if legend.shown:
        marks = legend.marks(newsletter.name, [row["key"]])
        mark = connection.execute(select(marks.c.mark)).scalar()
    history = legend.articles(mark) if mark else frozenset()
    return Crowd(watermark=watermark, choice_id=choice.id, patience=row["patience"], history=history, count=1)


def periods_of(row: RowMapping) -> dict[str, str | None]:
    """The last week and the last month that they had an edition of."""
    return {CadenceKind.WEEKLY: row["last_week"], CadenceKind.MONTHLY: row["last_month"]}
