"""From the configuration to the parts of the way back: events that come in, and doubts that they settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from syndicate.audience.digests import AddressDigests
    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.delivery.doubt.settling import Doubts
    from syndicate.delivery.events.apply import Applying
    from syndicate.delivery.events.webhook import SnsWebhook
    from syndicate.digests.newsletters import Newsletter
    from syndicate.net.fetch import Fetcher
    from syndicate.publishing.steps.hear import Hear
    from syndicate.storage import Database


def applying_of(config: Config, database: Database, clock: Clock, digests: AddressDigests) -> Applying:
    """What applies the events of SES, and burns the fuse."""
    from syndicate.delivery.events.apply import Applying
    from syndicate.delivery.events.fuse import FuseLimits

    limits = FuseLimits(**config.delivery.fuse.model_dump())
    return Applying(database=database, clock=clock, carrier="ses", digests=digests, limits=limits)


def doubts_of(config: Config, database: Database, clock: Clock, newsletters: Iterable[Newsletter]) -> Doubts:
    """The mails in doubt, under the policy that is configured, or the one that fits the events that come in."""
    from syndicate.delivery.doubt.settling import Doubts
    from syndicate.delivery.doubt.verdicts import DoubtPolicy

    delivery = config.delivery
    default = DoubtPolicy.RECONCILE if delivery.ses.events.come_in else DoubtPolicy.AT_MOST_ONCE
    return Doubts(
        database=database,
        clock=clock,
        policy=DoubtPolicy(delivery.doubt) if delivery.doubt else default,
        wait=delivery.doubt_wait,
        max_lateness={newsletter.name: newsletter.max_lateness for newsletter in newsletters},
    )


def webhook_of(config: Config, applying: Applying, clock: Clock, fetcher: Callable[[], Fetcher]) -> SnsWebhook | None:
    """The door for what a topic posts, if one is named."""
    from syndicate.delivery.events.gathering import Gathering
    from syndicate.delivery.events.webhook import ApiConfirming, SnsWebhook

    ses = config.delivery.ses
    if ses.events.topic_arn is None:
        return None
    return SnsWebhook(
        topic_arn=ses.events.topic_arn,
        events=Gathering(applying=applying),
        fetcher=fetcher(),
        confirming=ApiConfirming(profile=ses.profile),
        clock=clock,
    )


def hear_step_of(config: Config, database: Database, applying: Applying) -> Hear | None:
    """The step that empties the queue, if one is named."""
    from syndicate.delivery.events.sqs import EventQueue
    from syndicate.publishing.steps.hear import Hear

    ses = config.delivery.ses
    if ses.events.queue_url is None:
        return None
    queue = EventQueue(url=ses.events.queue_url, applying=applying, region=ses.region, profile=ses.profile)
    return Hear(database=database, queue=queue, applying=applying)
